// An asymmetric key: public, or private with its public half. Shared by whatever works with it, on any thread.
#pragma once
#include <openssl/evp.h>

#include <memory>

#include "bind/module.h"
#include "crypto/openssl.h"
#include "messaging/message.h"

namespace eddy::crypto {

using SharedKey = std::shared_ptr<EVP_PKEY>;
inline SharedKey Share(EVP_PKEY* key) { return SharedKey(key, EVP_PKEY_free); }

using Bio = Owned<BIO, BIO_free_all>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

// The wrapper that JavaScript's KeyObjects hold. Threads that a message takes it to share the key.
class Key final : public bind::Object<Key, messaging::Portable> {
 public:
  explicit Key(SharedKey key) : key_(std::move(key)) {}
  const SharedKey& shared() const { return key_; }
  EVP_PKEY* get() const { return key_.get(); }
  std::unique_ptr<messaging::DataHolder> Pack() override;
  int id() const { return EVP_PKEY_get_base_id(key_.get()); }

  std::optional<std::string> Type() const;             // 'rsa' ...
  v8::Local<v8::Value> Details(v8::Isolate* isolate);  // what asymmetricKeyDetails shows
  bool Equals(Key* other) const { return other && EVP_PKEY_eq(get(), other->get()) == 1; }
  // exportPublic(isPem, 'pkcs1' or 'spki') -> string or Buffer
  v8::MaybeLocal<v8::Value> ExportPublic(v8::Isolate* isolate, bool is_pem, std::string type);
  // exportPrivate(isPem, 'pkcs1', 'pkcs8' or 'sec1', cipher or undefined, passphrase or undefined)
  v8::MaybeLocal<v8::Value> ExportPrivate(v8::Isolate* isolate, bool is_pem, std::string type,
                                          std::optional<std::string> cipher, v8::Local<v8::Value> passphrase);
  // The numbers of a JSON Web Key, as Buffers or as base64url: RSA n e [d p q dp dq qi], EC x y [d], OKP x [d];
  // undefined for others.
  v8::Local<v8::Value> JwkParts(v8::Isolate* isolate, bool is_private, bool as_text);

 private:
  const SharedKey key_;
};

}  // namespace eddy::crypto

namespace eddy::bind {
// A result that becomes a wrapper; for jobs.
template <>
struct Convert<crypto::SharedKey> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const crypto::SharedKey& key) {
    v8::Local<v8::Object> wrapper;
    if (!Wrap(isolate->GetCurrentContext(), new crypto::Key(key)).ToLocal(&wrapper)) return v8::Null(isolate);
    return wrapper;
  }
};
}  // namespace eddy::bind
