// Signatures, and encryption with asymmetric keys.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <climits>

#include "crypto/key.h"

namespace eddy {
namespace crypto {
namespace {

constexpr int32_t kNoSaltLength = INT_MIN;

using Context = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

// How to sign: 0 is the key's usual padding.
struct Way {
  SharedKey key;
  int digest;  // -1: the key's own
  int padding;
  int salt_length;
  bool is_raw;  // r and s one after the other (IEEE P1363), in place of DER
};

bool IsRsa(EVP_PKEY* key) {
  int id = EVP_PKEY_get_base_id(key);
  return id == EVP_PKEY_RSA || id == EVP_PKEY_RSA_PSS;
}
bool HasTwoNumbers(EVP_PKEY* key) {
  int id = EVP_PKEY_get_base_id(key);
  return id == EVP_PKEY_EC || id == EVP_PKEY_DSA;
}
bool HashesItself(EVP_PKEY* key) {
  int id = EVP_PKEY_get_base_id(key);
  return id == EVP_PKEY_ED25519 || id == EVP_PKEY_ED448;
}

bool ApplyPadding(EVP_PKEY_CTX* context, const Way& way) {
  if (!IsRsa(way.key.get())) return true;
  int padding = way.padding;
  if (padding == 0) {
    padding = EVP_PKEY_get_base_id(way.key.get()) == EVP_PKEY_RSA_PSS ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING;
  }
  if (EVP_PKEY_CTX_set_rsa_padding(context, padding) != 1) return false;
  return padding != RSA_PKCS1_PSS_PADDING || way.salt_length == kNoSaltLength ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, way.salt_length) == 1;
}

// --- Between the two forms of a pair of numbers. ---

size_t NumberSize(EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) return (EVP_PKEY_get_bits(key) + 7) / 8;
  BIGNUM* q = nullptr;
  EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_Q, &q);
  size_t size = q ? BN_num_bytes(q) : 0;
  BN_free(q);
  return size;
}

using Number = Owned<BIGNUM, BN_free>;
using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;  // DSA's DER is the same

std::optional<bind::OwnedBytes> ToRaw(EVP_PKEY* key, const bind::OwnedBytes& der) {
  auto* position = reinterpret_cast<const unsigned char*>(der.data());
  Signature signature(d2i_ECDSA_SIG(nullptr, &position, static_cast<long>(der.size())));
  int size = static_cast<int>(NumberSize(key));
  if (!signature || size == 0) return std::nullopt;
  bind::OwnedBytes raw(2 * size);
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  if (BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, size) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + size, size) < 0) {
    return std::nullopt;
  }
  return raw;
}

std::vector<unsigned char> ToDer(EVP_PKEY* key, std::span<const unsigned char> raw) {
  size_t size = NumberSize(key);
  if (size == 0 || size > INT_MAX || raw.size() != 2 * size) return {};
  Signature signature(ECDSA_SIG_new());
  Number r(BN_bin2bn(raw.data(), static_cast<int>(size), nullptr));
  Number s(BN_bin2bn(raw.data() + size, static_cast<int>(size), nullptr));
  if (!signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());  // they are the signature's now
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  int length = i2d_ECDSA_SIG(signature.get(), &der);
  if (length <= 0) return {};
  std::vector<unsigned char> bytes(der, der + length);
  OPENSSL_free(der);
  return bytes;
}

using Signed = bind::Result<bind::OwnedBytes>;

Signed InForm(const Way& way, bind::OwnedBytes signature) {
  if (!way.is_raw || !HasTwoNumbers(way.key.get())) return signature;
  auto raw = ToRaw(way.key.get(), signature);
  if (!raw) return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "Malformed signature");
  return std::move(*raw);
}

// --- Whole messages. ---

Signed SignMessage(const Way& way, std::span<const unsigned char> data) {
  ERR_clear_error();
  Context context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* inner = nullptr;
  const EVP_MD* md = way.digest < 0 ? nullptr : DigestOf(way.digest).md;
  size_t size = 0;
  if (EVP_DigestSignInit(context.get(), &inner, md, nullptr, way.key.get()) != 1 || !ApplyPadding(inner, way) ||
      EVP_DigestSign(context.get(), nullptr, &size, data.data(), data.size()) != 1) {
    return SingleOpenSslError("Signing failed");
  }
  bind::OwnedBytes signature(size);
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data.data(),
                     data.size()) != 1) {
    return SingleOpenSslError("Signing failed");
  }
  signature.Truncate(size);
  return InForm(way, std::move(signature));
}

bind::Result<bool> VerifyMessage(const Way& way, std::span<const unsigned char> data,
                                 std::span<const unsigned char> signature) {
  ERR_clear_error();
  std::vector<unsigned char> der;
  if (way.is_raw && HasTwoNumbers(way.key.get())) {
    der = ToDer(way.key.get(), signature);
    signature = der;
  }
  Context context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* inner = nullptr;
  const EVP_MD* md = way.digest < 0 ? nullptr : DigestOf(way.digest).md;
  if (EVP_DigestVerifyInit(context.get(), &inner, md, nullptr, way.key.get()) != 1 || !ApplyPadding(inner, way)) {
    return SingleOpenSslError("Verification failed");
  }
  bool fits = EVP_DigestVerify(context.get(), signature.data(), signature.size(), data.data(), data.size()) == 1;
  ERR_clear_error();
  return fits;
}

std::span<const unsigned char> BytesIn(const bind::Bytes& bytes) {
  return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}

// sign(key, digest or -1, data, padding or 0, length of the salt or -2 ** 31, isRaw[, callback]) -> Buffer
bind::Job<bind::OwnedBytes> Sign(Key* key, int32_t digest, bind::Bytes data, int32_t padding, int32_t salt_length,
                                 bool is_raw) {
  Way way{key ? key->shared() : nullptr, digest, padding, salt_length, is_raw};
  auto work = [way = std::move(way), data = std::move(data)]() -> Signed {
    if (!way.key) return bind::Error::Plain("ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to sign");
    return SignMessage(way, BytesIn(data));
  };
  return {std::move(work), "SIGNREQUEST"};
}

// verify(key, digest or -1, data, signature, padding, length of the salt, isRaw[, callback]) -> boolean
bind::Job<bool> Verify(Key* key, int32_t digest, bind::Bytes data, bind::Bytes signature, int32_t padding,
                       int32_t salt_length, bool is_raw) {
  Way way{key ? key->shared() : nullptr, digest, padding, salt_length, is_raw};
  auto work = [way = std::move(way), data = std::move(data), signature = std::move(signature)]() -> bind::Result<bool> {
    if (!way.key) return bind::Error::Plain("ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to verify");
    return VerifyMessage(way, BytesIn(data), BytesIn(signature));
  };
  return {std::move(work), "SIGNREQUEST"};
}

// --- Digests of messages that came in parts. ---

bool PrepareForDigest(EVP_PKEY_CTX* context, const Way& way, bool signs) {
  return context && (signs ? EVP_PKEY_sign_init(context) : EVP_PKEY_verify_init(context)) == 1 &&
         ApplyPadding(context, way) && EVP_PKEY_CTX_set_signature_md(context, DigestOf(way.digest).md) == 1;
}

bind::Error Unsupported() {
  return bind::Error::Plain("ERR_CRYPTO_UNSUPPORTED_OPERATION", "Unsupported crypto operation");
}

// signDigest(key, digest, bytes of the digest, padding, length of the salt, isRaw)
Signed SignDigest(Key* key, int32_t digest, std::span<const uint8_t> hash, int32_t padding, int32_t salt_length,
                  bool is_raw) {
  if (!key || HashesItself(key->get())) return Unsupported();
  Way way{key->shared(), digest, padding, salt_length, is_raw};
  ERR_clear_error();
  KeyContext context(EVP_PKEY_CTX_new(key->get(), nullptr));
  size_t size = 0;
  if (!PrepareForDigest(context.get(), way, true) ||
      EVP_PKEY_sign(context.get(), nullptr, &size, hash.data(), hash.size()) != 1) {
    return OpenSslError("PEM_read_bio_PrivateKey failed");
  }
  bind::OwnedBytes signature(size);
  if (EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, hash.data(),
                    hash.size()) != 1) {
    return OpenSslError("Signing failed");
  }
  signature.Truncate(size);
  return InForm(way, std::move(signature));
}

// verifyDigest(key, digest, bytes of the digest, signature, padding, length of the salt, isRaw)
bind::Result<bool> VerifyDigest(Key* key, int32_t digest, std::span<const uint8_t> hash,
                                std::span<const uint8_t> signature, int32_t padding, int32_t salt_length, bool is_raw) {
  if (!key || HashesItself(key->get())) return Unsupported();
  Way way{key->shared(), digest, padding, salt_length, is_raw};
  ERR_clear_error();
  std::vector<unsigned char> der;
  if (is_raw && HasTwoNumbers(key->get())) {
    der = ToDer(key->get(), signature);
    signature = der;
  }
  KeyContext context(EVP_PKEY_CTX_new(key->get(), nullptr));
  if (!PrepareForDigest(context.get(), way, false)) return OpenSslError("Verification failed");
  bool fits = EVP_PKEY_verify(context.get(), signature.data(), signature.size(), hash.data(), hash.size()) == 1;
  ERR_clear_error();
  return fits;
}

// --- RSA as a cipher. ---

enum class Operation { kPublicEncrypt, kPrivateDecrypt, kPrivateEncrypt, kPublicDecrypt };

bind::Result<bind::OwnedBytes> RunRsa(Operation operation, EVP_PKEY* key, int32_t padding, int32_t digest,
                                      std::span<const uint8_t> label, std::span<const uint8_t> data) {
  using Init = int (*)(EVP_PKEY_CTX*);
  using Run = int (*)(EVP_PKEY_CTX*, unsigned char*, size_t*, const unsigned char*, size_t);
  static constexpr std::pair<Init, Run> kSteps[] = {{EVP_PKEY_encrypt_init, EVP_PKEY_encrypt},
                                                    {EVP_PKEY_decrypt_init, EVP_PKEY_decrypt},
                                                    {EVP_PKEY_sign_init, EVP_PKEY_sign},
                                                    {EVP_PKEY_verify_recover_init, EVP_PKEY_verify_recover}};
  if (!key) return SingleOpenSslError("Cipher failed");
  auto [init, run] = kSteps[static_cast<int>(operation) & 3];
  ERR_clear_error();
  KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  auto* c = context.get();
  if (!c || init(c) != 1 || EVP_PKEY_CTX_set_rsa_padding(c, padding) != 1) return SingleOpenSslError("Cipher failed");
  // Without implicit rejection the errors tell an attacker what the data are (RFC 8017, 7.2.2).
  if (operation == Operation::kPrivateDecrypt && padding == RSA_PKCS1_PADDING &&
      EVP_PKEY_CTX_ctrl_str(c, "rsa_pkcs1_implicit_rejection", "1") <= 0) {
    ERR_clear_error();
    return bind::Error::Type("ERR_INVALID_ARG_VALUE",
                             "RSA_PKCS1_PADDING is no longer supported for private decryption");
  }
  if (padding == RSA_PKCS1_OAEP_PADDING && digest >= 0 && EVP_PKEY_CTX_set_rsa_oaep_md(c, DigestOf(digest).md) != 1) {
    return SingleOpenSslError("Cipher failed");
  }
  if (!label.empty()) {
    void* copy = FitInt(label) ? OPENSSL_memdup(label.data(), label.size()) : nullptr;
    if (!copy || EVP_PKEY_CTX_set0_rsa_oaep_label(c, copy, static_cast<int>(label.size())) != 1) {
      OPENSSL_free(copy);
      return SingleOpenSslError("Cipher failed");
    }
  }
  static constexpr uint8_t kNothing = 0;
  auto* start = data.empty() ? &kNothing : data.data();
  size_t size = 0;
  if (run(c, nullptr, &size, start, data.size()) != 1) return SingleOpenSslError("Cipher failed");
  bind::OwnedBytes output(size);
  if (run(c, reinterpret_cast<unsigned char*>(output.data()), &size, start, data.size()) != 1) {
    return SingleOpenSslError("Cipher failed");
  }
  output.Truncate(size);
  return output;
}

// rsa(operation, key, padding, digest of OAEP or -1, label or undefined, data[, callback]) -> Buffer
bind::Job<bind::OwnedBytes> Rsa(Operation operation, Key* key, int32_t padding, int32_t digest,
                                std::optional<bind::Bytes> label, bind::Bytes data) {
  auto work = [=, shared = key ? key->shared() : nullptr, label = std::move(label), data = std::move(data)]() {
    return RunRsa(operation, shared.get(), padding, digest, label ? BytesIn(*label) : std::span<const uint8_t>(),
                  BytesIn(data));
  };
  return {std::move(work), "CIPHERREQUEST"};
}

// --- Agreeing on a secret. ---

// derive(private key, public key[, callback]) -> Buffer
bind::Job<bind::OwnedBytes> Derive(Key* own, Key* other) {
  auto work = [own = own ? own->shared() : nullptr, other = other ? other->shared() : nullptr]() -> Signed {
    ERR_clear_error();
    if (!own || !other) return OpenSslError("diffieHellman failed");
    KeyContext context(EVP_PKEY_CTX_new(own.get(), nullptr));
    size_t size = 0;
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), other.get()) != 1 ||
        (EVP_PKEY_get_base_id(own.get()) == EVP_PKEY_DH && EVP_PKEY_CTX_set_dh_pad(context.get(), 1) != 1) ||
        EVP_PKEY_derive(context.get(), nullptr, &size) != 1) {
      return OpenSslError("diffieHellman failed");
    }
    bind::OwnedBytes secret(size);
    auto* out = reinterpret_cast<unsigned char*>(secret.data());
    if (EVP_PKEY_derive(context.get(), out, &size) != 1) return OpenSslError("diffieHellman failed");
    secret.Truncate(size);
    return secret;
  };
  return {std::move(work), "DERIVEBITSREQUEST"};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_sign) {
  using namespace crypto;
  Function<Sign>("sign");
  Function<Verify>("verify");
  Function<SignDigest>("signDigest");
  Function<VerifyDigest>("verifyDigest");
  Function<Rsa>("rsa");
  Function<Derive>("derive");
}

}  // namespace eddy
