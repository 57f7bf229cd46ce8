// Digests and HMACs. What is hashed in one go, as most is, takes one call and makes no native object.
#define OPENSSL_SUPPRESS_DEPRECATED  // HMAC_CTX: the newer interface takes several times as long for short texts
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/objects.h>

#include <algorithm>
#include <set>
#include <vector>

#include "bind/module.h"
#include "buffer/view.h"
#include "crypto/openssl.h"
#include "crypto/sha.h"

namespace eddy {
namespace crypto {
namespace {

using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using HmacContext = Owned<HMAC_CTX, HMAC_CTX_free>;

// --- Finding. ---

// findDigest(name) -> [id, size, isXof, kind], or null where there is none. kind: which of sha.h's families, or 0.
v8::Local<v8::Value> FindDigestByName(v8::Isolate* isolate, std::string name) {
  const Digest* digest = FindDigest(name);
  ClearErrors();
  if (!digest) return v8::Null(isolate);
  v8::Local<v8::Value> parts[] = {v8::Integer::New(isolate, digest->id), v8::Integer::New(isolate, digest->size),
                                  v8::Boolean::New(isolate, digest->is_xof),
                                  v8::Integer::New(isolate, static_cast<int>(digest->sha))};
  return v8::Array::New(isolate, parts, std::size(parts));
}

// explainMissingDigest(name): throws what OpenSSL says of a digest that it knows but cannot give; returns where it does
// not know the name.
bind::Result<void> ExplainMissingDigest(std::string name) {
  Prepare();
  const EVP_MD* known = EVP_get_digestbyname(name.c_str());
  ClearErrors();
  if (!known) return {};
  DigestContext context(EVP_MD_CTX_new());
  if (EVP_DigestInit_ex(context.get(), known, nullptr) == 1) return {};
  return OpenSslError();
}

std::vector<std::string> HashNames() {
  Prepare();
  std::set<std::string> names;
  auto collect = [](const EVP_MD*, const char* from, const char*, void* list) {
    auto* names = static_cast<std::set<std::string>*>(list);
    const EVP_MD* known = from ? EVP_get_digestbyname(from) : nullptr;
    if (!known) return;
    // Only what the providers really have.
    EVP_MD* fetched = EVP_MD_fetch(nullptr, EVP_MD_get0_name(known), nullptr);
    if (fetched) names->insert(from);
    EVP_MD_free(fetched);
  };
  EVP_MD_do_all_sorted(collect, &names);
  ClearErrors();
  return {names.begin(), names.end()};
}

// --- In one go. ---

// A context for each digest, kept: making one costs more than hashing a short text.
EVP_MD_CTX* KeptContext(const Digest& digest) {
  thread_local std::vector<DigestContext> contexts;
  if (digest.id < 0) return nullptr;
  if (contexts.size() <= static_cast<size_t>(digest.id)) contexts.resize(digest.id + 1);
  auto& context = contexts[digest.id];
  if (!context) context.reset(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex2(context.get(), digest.md, nullptr) != 1) return nullptr;
  return context.get();
}

bool Finish(EVP_MD_CTX* context, const Digest& digest, uint8_t* out, size_t size) {
  if (digest.is_xof) return size == 0 || EVP_DigestFinalXOF(context, out, size) == 1;
  unsigned written;
  return EVP_DigestFinal_ex(context, out, &written) == 1;
}

v8::MaybeLocal<v8::Value> Throw(v8::Isolate* isolate, const bind::Error& error) {
  error.Throw(isolate);
  return {};
}

// hash(digest, size, data, encoding of a string, encoding of the result or -1)
v8::MaybeLocal<v8::Value> HashOnce(v8::Isolate* isolate, int32_t id, uint32_t size, v8::Local<v8::Value> data,
                                   int32_t encoding, int32_t output_encoding) {
  const Digest& digest = DigestOf(id);
  InputBytes input(isolate, data, encoding);
  uint8_t out[EVP_MAX_MD_SIZE];
  if (WithSha(digest.sha, [&]<class H>(std::type_identity<H>) { H::Hash(input.span(), out); })) {
    return Output(isolate, {out, static_cast<size_t>(digest.size)}, output_encoding);
  }
  EVP_MD_CTX* context = KeptContext(digest);
  if (!context || EVP_DigestUpdate(context, input.data(), input.size()) != 1) return Throw(isolate, OpenSslError());
  if (size <= EVP_MAX_MD_SIZE) {
    if (!Finish(context, digest, out, size)) return Throw(isolate, OpenSslError());
    return Output(isolate, {out, size}, output_encoding);
  }
  bind::OwnedBytes long_out(size);
  auto* place = reinterpret_cast<uint8_t*>(long_out.data());
  if (!long_out.allocated() || !Finish(context, digest, place, size))
    return Throw(isolate, OpenSslError("Out of memory"));
  return Output(isolate, {place, size}, output_encoding);
}

bool StartHmac(HMAC_CTX* context, std::span<const uint8_t> key, const EVP_MD* md) {
  return context && md && FitInt(key) &&
         HMAC_Init_ex(context, key.data() ? key.data() : reinterpret_cast<const uint8_t*>(""),
                      static_cast<int>(key.size()), md, nullptr) == 1;
}

// --- In parts. ---

class Hash final : public bind::Object<Hash> {
 public:
  // new Hash(digest, size)
  Hash(int32_t id, uint32_t size) : digest_(DigestOf(id)), size_(size), context_(EVP_MD_CTX_new()) {
    good_ = context_ && digest_.md && EVP_DigestInit_ex2(context_.get(), digest_.md, nullptr) == 1;
  }
  Hash(const Hash& other, uint32_t size) : digest_(other.digest_), size_(size), context_(EVP_MD_CTX_new()) {
    good_ = other.good_ && context_ && EVP_MD_CTX_copy_ex(context_.get(), other.context_.get()) == 1;
  }

  bool Update(v8::Isolate* isolate, v8::Local<v8::Value> data, int32_t encoding) {
    InputBytes input(isolate, data, encoding);
    return good_ && EVP_DigestUpdate(context_.get(), input.data(), input.size()) == 1;
  }

  // The same each time it is asked for.
  v8::MaybeLocal<v8::Value> Result(v8::Isolate* isolate, int32_t encoding) {
    if (!result_.allocated() && size_ > 0) {
      bind::OwnedBytes result(std::max<size_t>(size_, EVP_MAX_MD_SIZE));
      if (!result.allocated()) return Throw(isolate, OpenSslError("Out of memory"));
      if (!good_ || !Finish(context_.get(), digest_, reinterpret_cast<uint8_t*>(result.data()), size_)) {
        return Throw(isolate, OpenSslError());
      }
      result_ = std::move(result);
      good_ = false;
    }
    return Output(isolate, {reinterpret_cast<const uint8_t*>(result_.data()), size_}, encoding);
  }

  v8::MaybeLocal<v8::Object> Copy(v8::Local<v8::Context> context, uint32_t size) {
    return bind::NewInstance(context, new Hash(*this, size), &kClassId);  // the wrapper owns it
  }

 private:
  const Digest& digest_;
  const size_t size_;
  DigestContext context_;
  bool good_;
  bind::OwnedBytes result_;
};

class Hmac final : public bind::Object<Hmac> {
 public:
  // new Hmac(digest, key)
  Hmac(int32_t id, std::span<const uint8_t> key) : context_(HMAC_CTX_new()) {
    good_ = StartHmac(context_.get(), key, DigestOf(id).md);
  }
  bool good() const { return good_; }

  bool Update(v8::Isolate* isolate, v8::Local<v8::Value> data, int32_t encoding) {
    InputBytes input(isolate, data, encoding);
    return good_ && HMAC_Update(context_.get(), input.data(), input.size()) == 1;
  }

  // What comes behind the first time is empty.
  v8::MaybeLocal<v8::Value> Result(v8::Isolate* isolate, int32_t encoding) {
    uint8_t out[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (good_) {
      if (HMAC_Final(context_.get(), out, &size) != 1) return Throw(isolate, OpenSslError());
      good_ = false;
    }
    return Output(isolate, {out, size}, encoding);
  }

 private:
  HmacContext context_;
  bool good_;
};

bool TimingSafeEqual(std::span<const uint8_t> one, std::span<const uint8_t> other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

// The same of views; anything else is equal to nothing.
bool FastViewsEqual(v8::Local<v8::Value>, v8::Local<v8::Value> one, v8::Local<v8::Value> other) {
  if (!one->IsArrayBufferView() || !other->IsArrayBufferView()) return false;
  buffer::ReadView left(one), right(other);
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}
bool ViewsEqual(v8::Local<v8::Value> one, v8::Local<v8::Value> other) { return FastViewsEqual({}, one, other); }

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_hash) {
  using namespace crypto;
  Function<FindDigestByName>("findDigest");
  Function<ExplainMissingDigest>("explainMissingDigest");
  Function<HashNames>("hashNames");
  Function<HashOnce>("hash");
  Function<TimingSafeEqual>("timingSafeEqual");
  Function<ViewsEqual, FastViewsEqual>("viewsEqual", 2);
  Class<Hash>("Hash")
      .Constructor<int32_t, uint32_t>()
      .Method<&Hash::Update>("update")
      .Method<&Hash::Result>("digest")
      .Method<&Hash::Copy>("copy");
  Class<Hmac>("Hmac")
      .Constructor<int32_t, std::span<const uint8_t>>()
      .Method<&Hmac::Update>("update")
      .Method<&Hmac::Result>("digest")
      .Getter<&Hmac::good>("good");
}

}  // namespace eddy
