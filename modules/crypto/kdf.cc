// Keys from passwords and from other keys, on the thread pool or at once.
#define OPENSSL_SUPPRESS_DEPRECATED  // HMAC_CTX
#include <argon2.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include <algorithm>
#include <cstring>

#include "bind/module.h"
#include "crypto/openssl.h"
#include "crypto/sha.h"

namespace eddy {
namespace crypto {
namespace {

using Derived = bind::Result<bind::OwnedBytes>;

bind::Error Failed() { return bind::Error::Plain(nullptr, "Deriving bits failed"); }

const unsigned char* In(const bind::Bytes& bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* Out(const bind::OwnedBytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// --- PBKDF2 (RFC 8018, 5.2) ---

template <class H>
void DeriveWith(std::span<const unsigned char> password, std::span<const unsigned char> salt, uint32_t iterations,
                std::span<unsigned char> key) {
  const H hmac(password);
  unsigned char mac[H::kSize], sum[H::kSize];
  for (uint32_t block = 1; !key.empty(); block++) {
    const unsigned char number[] = {static_cast<unsigned char>(block >> 24), static_cast<unsigned char>(block >> 16),
                                    static_cast<unsigned char>(block >> 8), static_cast<unsigned char>(block)};
    auto state = hmac.inner;
    H::Add(state, salt);
    H::Add(state, number);
    hmac.Finish(state, mac);
    std::memcpy(sum, mac, H::kSize);
    for (uint32_t i = 1; i < iterations; i++) {
      state = hmac.inner;
      H::Add(state, mac);
      hmac.Finish(state, mac);
      for (size_t j = 0; j < H::kSize; j++) sum[j] ^= mac[j];
    }
    size_t part = std::min(key.size(), H::kSize);
    std::memcpy(key.data(), sum, part);
    key = key.subspan(part);
  }
  OPENSSL_cleanse(mac, sizeof(mac));
  OPENSSL_cleanse(sum, sizeof(sum));
}

bool DerivePbkdf2(std::span<const unsigned char> password, std::span<const unsigned char> salt, uint32_t iterations,
                  const Digest& digest, std::span<unsigned char> key) {
  bool is_sha =
      WithSha(digest.sha, [&]<class H>(std::type_identity<H>) { DeriveWith<H>(password, salt, iterations, key); });
  if (is_sha) return true;
  return FitInt(password, salt, key) &&
         PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()), static_cast<int>(password.size()),
                           salt.data(), static_cast<int>(salt.size()), static_cast<int>(iterations), digest.md,
                           static_cast<int>(key.size()), key.data()) == 1;
}

// pbkdf2(password, salt, iterations, size, digest[, callback])
bind::Job<bind::OwnedBytes> Pbkdf2(bind::Bytes password, bind::Bytes salt, uint32_t iterations, uint32_t size,
                                   int32_t digest) {
  auto work = [=]() -> Derived {
    bind::OwnedBytes key(size);
    if (size == 0 || iterations > INT_MAX || !DigestOf(digest).md || !key.allocated() ||
        !DerivePbkdf2({In(password), password.size()}, {In(salt), salt.size()}, iterations, DigestOf(digest),
                      {Out(key), size})) {
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
  if (EVP_PBE_scrypt(nullptr, 0, nullptr, 0, bind::Saturated<uint64_t>(n), bind::Saturated<uint64_t>(r),
                     bind::Saturated<uint64_t>(p), bind::Saturated<uint64_t>(max_memory), nullptr, 0) == 1) {
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
                       bind::Saturated<uint64_t>(n), bind::Saturated<uint64_t>(r), bind::Saturated<uint64_t>(p),
                       bind::Saturated<uint64_t>(max_memory), Out(key), size) != 1) {
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
  if (!FitInt(salt) || !HMAC(md, salt.empty() ? kNothing : salt.data(), static_cast<int>(salt.size()),
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
    if (size == 0 || !md || !derived.allocated() ||
        !Expand(md, {In(key), key.size()}, {In(salt), salt.size()}, {In(info), info.size()}, Out(derived), size)) {
      ClearErrors();
      return Failed();
    }
    return derived;
  };
  return {std::move(work), "HKDFREQUEST"};
}

// argon2(type, message, nonce, secret, associated data, lanes, KiB of memory, passes, size[, callback]) (RFC 9106)
bind::Job<bind::OwnedBytes> Argon2(int32_t type, bind::Bytes message, bind::Bytes nonce, bind::Bytes secret,
                                   bind::Bytes associated, uint32_t lanes, uint32_t memory, uint32_t passes,
                                   uint32_t size) {
  auto work = [=]() -> Derived {
    bind::OwnedBytes key(size);
    std::span<const std::byte> all[] = {message.span(), nonce.span(), secret.span(), associated.span()};
    bool fits = std::ranges::all_of(all, [](auto bytes) { return bytes.size() <= UINT32_MAX; });
    if (!key.allocated() || !fits) return Failed();
    // It writes to none of them without a flag that says so.
    auto in = [](const bind::Bytes& bytes) { return const_cast<unsigned char*>(In(bytes)); };
    argon2_context context{};
    context.out = Out(key);
    context.outlen = size;
    context.pwd = in(message);
    context.pwdlen = static_cast<uint32_t>(message.size());
    context.salt = in(nonce);
    context.saltlen = static_cast<uint32_t>(nonce.size());
    context.secret = in(secret);
    context.secretlen = static_cast<uint32_t>(secret.size());
    context.ad = in(associated);
    context.adlen = static_cast<uint32_t>(associated.size());
    context.t_cost = passes;
    context.m_cost = memory;
    context.lanes = lanes;
    context.threads = 1;  // this one: the pool has the others
    context.version = ARGON2_VERSION_13;
    if (argon2_ctx(&context, static_cast<argon2_type>(type)) != ARGON2_OK) return Failed();
    return key;
  };
  return {std::move(work), "ARGON2REQUEST"};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_kdf) {
  using namespace crypto;
  Function<Pbkdf2>("pbkdf2");
  Function<CheckScrypt>("checkScrypt");
  Function<Scrypt>("scrypt");
  Function<Hkdf>("hkdf");
  Function<Argon2>("argon2");
  Constant("ARGON2D", static_cast<int>(Argon2_d));
  Constant("ARGON2I", static_cast<int>(Argon2_i));
  Constant("ARGON2ID", static_cast<int>(Argon2_id));
}

}  // namespace eddy
