// Keys from passwords and from other keys, on the thread pool or at once.
#define OPENSSL_SUPPRESS_DEPRECATED  // HMAC_CTX
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include <algorithm>
#include <cstring>

#include "bind/module.h"
#include "crypto/openssl.h"

namespace eddy {
namespace crypto {
namespace {

using Derived = bind::Result<bind::OwnedBytes>;

bind::Error Failed() { return bind::Error::Plain(nullptr, "Deriving bits failed"); }

const unsigned char* In(const bind::Bytes& bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* Out(const bind::OwnedBytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// pbkdf2(password, salt, iterations, size, digest[, callback])
bind::Job<bind::OwnedBytes> Pbkdf2(bind::Bytes password, bind::Bytes salt, uint32_t iterations, uint32_t size,
                                   int32_t digest) {
  auto work = [=]() -> Derived {
    bind::OwnedBytes key(size);
    if (size == 0 || !key.allocated() ||
        PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(In(password)), static_cast<int>(password.size()), In(salt),
                          static_cast<int>(salt.size()), static_cast<int>(iterations), DigestOf(digest).md,
                          static_cast<int>(size), Out(key)) != 1) {
      ClearErrors();
      return Failed();
    }
    return key;
  };
  return {std::move(work), "PBKDF2REQUEST"};
}

// checkScrypt(N, r, p, maxmem): throws where they do not go together.
bind::Result<void> CheckScrypt(double n, double r, double p, double max_memory) {
  Prepare();
  if (EVP_PBE_scrypt(nullptr, 0, nullptr, 0, static_cast<uint64_t>(n), static_cast<uint64_t>(r),
                     static_cast<uint64_t>(p), static_cast<uint64_t>(max_memory), nullptr, 0) == 1) {
    return {};
  }
  std::string reason = LastErrorText();
  return bind::Error::Range("ERR_CRYPTO_INVALID_SCRYPT_PARAMS",
                            reason.empty() ? "Invalid scrypt params" : "Invalid scrypt params: " + reason);
}

// scrypt(password, salt, N, r, p, maxmem, size[, callback])
bind::Job<bind::OwnedBytes> Scrypt(bind::Bytes password, bind::Bytes salt, double n, double r, double p,
                                   double max_memory, uint32_t size) {
  auto work = [=]() -> Derived {
    bind::OwnedBytes key(size);
    if (!key.allocated() ||
        EVP_PBE_scrypt(reinterpret_cast<const char*>(In(password)), password.size(), In(salt), salt.size(),
                       static_cast<uint64_t>(n), static_cast<uint64_t>(r), static_cast<uint64_t>(p),
                       static_cast<uint64_t>(max_memory), Out(key), size) != 1) {
      ClearErrors();
      return Failed();
    }
    return key;
  };
  return {std::move(work), "SCRYPTREQUEST"};
}

using HmacContext = Owned<HMAC_CTX, HMAC_CTX_free>;

// RFC 5869: a key from the salt and the input, then as many blocks as are wanted.
bool Expand(const EVP_MD* md, std::span<const unsigned char> input, std::span<const unsigned char> salt,
            std::span<const unsigned char> info, unsigned char* out, size_t size) {
  static constexpr unsigned char kNothing[1] = {0};
  unsigned char key[EVP_MAX_MD_SIZE], block[EVP_MAX_MD_SIZE];
  unsigned key_size = 0, block_size = 0;
  if (!HMAC(md, salt.empty() ? kNothing : salt.data(), static_cast<int>(salt.size()),
            input.empty() ? kNothing : input.data(), input.size(), key, &key_size)) {
    return false;
  }
  HmacContext context(HMAC_CTX_new());
  if (!context) return false;
  for (unsigned char counter = 1; size > 0; counter++) {
    if (HMAC_Init_ex(context.get(), key, static_cast<int>(key_size), md, nullptr) != 1 ||
        HMAC_Update(context.get(), block, block_size) != 1 ||
        HMAC_Update(context.get(), info.empty() ? kNothing : info.data(), info.size()) != 1 ||
        HMAC_Update(context.get(), &counter, 1) != 1 || HMAC_Final(context.get(), block, &block_size) != 1) {
      return false;
    }
    size_t part = std::min<size_t>(size, block_size);
    std::memcpy(out, block, part);
    out += part;
    size -= part;
  }
  OPENSSL_cleanse(key, sizeof(key));
  OPENSSL_cleanse(block, sizeof(block));
  return true;
}

// hkdf(digest, key, salt, info, size[, callback]); size is at most 255 times the digest's.
bind::Job<bind::OwnedBytes> Hkdf(int32_t digest, bind::Bytes key, bind::Bytes salt, bind::Bytes info, uint32_t size) {
  auto work = [=]() -> Derived {
    bind::OwnedBytes derived(size);
    const EVP_MD* md = DigestOf(digest).md;
    if (size == 0 || !derived.allocated() ||
        !Expand(md, {In(key), key.size()}, {In(salt), salt.size()}, {In(info), info.size()}, Out(derived), size)) {
      ClearErrors();
      return Failed();
    }
    return derived;
  };
  return {std::move(work), "HKDFREQUEST"};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_kdf) {
  using namespace crypto;
  Function<Pbkdf2>("pbkdf2");
  Function<CheckScrypt>("checkScrypt");
  Function<Scrypt>("scrypt");
  Function<Hkdf>("hkdf");
}

}  // namespace eddy
