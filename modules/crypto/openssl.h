// What the crypto room's native halves share: OpenSSL made ready on first use, its errors as ours, digests by name, and
// text on its way in and out.
#pragma once
#include <openssl/evp.h>

#include <climits>
#include <memory>
#include <span>
#include <string>

#include "bind/buffer.h"
#include "bind/error.h"
#include "buffer/codec.h"
#include "v8-fast-api-calls.h"
#include "v8.h"

namespace eddy::crypto {

// OpenSSL is not touched before this; what uses it calls this first.
void Prepare();

// Frees what `Type` stands for with `F`: Owned<EVP_MD_CTX, EVP_MD_CTX_free>.
template <auto F>
struct FreeWith {
  template <class T>
  void operator()(T* object) const {
    F(object);
  }
};
template <class T, auto F>
using Owned = std::unique_ptr<T, FreeWith<F>>;

// Many of OpenSSL's functions count in an int, and take a negative one for the length of a C string, or never end.
template <class... Bytes>
bool FitInt(const Bytes&... bytes) {
  return ((bytes.size() <= static_cast<size_t>(INT_MAX)) && ...);
}

// --- Errors. ---

// What OpenSSL's queue holds, as Node shows it; `otherwise` is the message when it is empty. The queue is empty then.
bind::Error OpenSslError(const char* otherwise = "Crypto operation failed");
// The same, without opensslErrorStack: for the places where Node takes the one error off the queue.
bind::Error SingleOpenSslError(const char* otherwise);
// The same, where Node takes the first error off and reports the others as opensslErrorStack.
bind::Error FirstOpenSslError(const char* otherwise);
// "error:030000AC:digital envelope routines::memory limit exceeded", or nothing; the queue is empty then.
std::string LastErrorText();
void ClearErrors();

// --- Digests, fetched once a process. ---

struct Digest {
  const EVP_MD* md;
  int id;
  int size;
  bool is_xof;
  enum class Sha : uint8_t { kNone, k1, k256, k384, k512, k224, kMd5 };
  Sha sha = Sha::kNone;  // those that sha.h has functions of
};
// By name in any spelling that OpenSSL knows; nullptr when there is none. Any thread.
const Digest* FindDigest(const std::string& name);
const Digest& DigestOf(int id);

// --- Ciphers, fetched once a process. ---

// By name in any spelling; nullptr where OpenSSL does not know it. Any thread.
const EVP_CIPHER* FindCipher(const std::string& name);

// --- Bytes and text. ---

// A string in an encoding, or a view's bytes: without an allocation when short. Valid as long as the JavaScript value.
class InputBytes {
 public:
  InputBytes(v8::Isolate* isolate, v8::Local<v8::Value> value, int32_t encoding);
  InputBytes(const v8::FastOneByteString& text, int32_t encoding);
  std::span<const uint8_t> span() const { return {data_, size_}; }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  // Overwrites the copy of a string, where it was a secret.
  void Wipe();

 private:
  static constexpr size_t kShort = 1024;
  char* PlaceFor(size_t capacity);
  char short_[kShort];
  std::unique_ptr<char[]> long_;
  const uint8_t* data_ = short_data();
  size_t size_ = 0;
  const uint8_t* short_data() const { return reinterpret_cast<const uint8_t*>(short_); }
};

inline constexpr int32_t kAsBuffer = -1;
// Bytes as a string in that encoding, or as a Buffer. Empty: an exception is pending.
v8::MaybeLocal<v8::Value> Output(v8::Isolate* isolate, std::span<const uint8_t> bytes, int32_t encoding);

}  // namespace eddy::crypto
