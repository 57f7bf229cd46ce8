// Diffie-Hellman, over numbers and over elliptic curves, as the classes DiffieHellman and ECDH have it; and primes.
#define OPENSSL_SUPPRESS_DEPRECATED  // DH and EC_KEY: the newer interface knows no object that is filled bit by bit
#include <openssl/bn.h>
#include <openssl/bnerr.h>
#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/ecdh.h>
#include <openssl/err.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <map>
#include <mutex>

#include "crypto/key.h"

namespace eddy {
namespace crypto {
namespace {

using Bytes = std::span<const uint8_t>;
using BigNumber = Owned<BIGNUM, BN_clear_free>;
using Made = bind::Result<bind::OwnedBytes>;

BigNumber NumberOf(Bytes bytes) {
  return BigNumber(FitInt(bytes) ? BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr) : nullptr);
}

bind::OwnedBytes BytesOfNumber(const BIGNUM* number, int size = 0) {
  if (!number) return bind::OwnedBytes(0);
  size = std::max(size, BN_num_bytes(number));
  bind::OwnedBytes bytes(size);
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
  return bytes;
}

bind::Error Failed(const char* what) { return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", what); }

// --- Over numbers. ---

class DiffieHellman final : public bind::Object<DiffieHellman> {
 public:
  explicit DiffieHellman(v8::Isolate*) {
    Prepare();
    dh_.reset(DH_new());
  }

  // generate(bits of the prime, generator)
  bind::Result<void> Generate(int32_t bits, int32_t generator) {
    ERR_clear_error();
    dh_.reset(DH_new());
    if (DH_generate_parameters_ex(dh_.get(), bits, generator, nullptr) != 1) {
      // Node leaves only lengths to OpenSSL that no number has.
      if (bits > 1 && ERR_GET_REASON(ERR_peek_error()) == DH_R_MODULUS_TOO_SMALL) {
        ERR_clear_error();
        return bind::Error::Type("ERR_INVALID_ARG_VALUE", "Invalid DH parameters");
      }
      return OpenSslError("Invalid DH parameters");
    }
    return {};
  }

  // use(prime, generator)
  bind::Result<void> Use(Bytes prime, Bytes generator) {
    ERR_clear_error();
    BigNumber p = NumberOf(prime), g = NumberOf(generator);
    if (!p || !g) return OpenSslError("Invalid DH parameters");
    if (BN_is_zero(g.get()) || BN_is_one(g.get())) {
      ERR_raise(ERR_LIB_DH, DH_R_BAD_GENERATOR);
      return OpenSslError();
    }
    dh_.reset(DH_new());
    if (DH_set0_pqg(dh_.get(), p.get(), nullptr, g.get()) != 1) return OpenSslError("Invalid DH parameters");
    static_cast<void>(p.release());
    static_cast<void>(g.release());
    return {};
  }

  // What is wrong with the parameters, as bits of the constants DH_*.
  int32_t VerifyError() {
    int codes = 0;
    if (!has_parameters()) return codes;
    DH_check(dh_.get(), &codes);
    ERR_clear_error();
    return codes;
  }

  Made GenerateKeys() {
    ERR_clear_error();
    if (!has_parameters()) return OpenSslError("Key generation failed");
    if (DH_generate_key(dh_.get()) != 1) {
      ERR_clear_error();
      return Failed("Key generation failed");
    }
    return BytesOfNumber(DH_get0_pub_key(dh_.get()));
  }

  Made ComputeSecret(Bytes other) {
    ERR_clear_error();
    BigNumber key = NumberOf(other);
    if (!key || !has_parameters()) return OpenSslError("Computing the secret failed");
    int codes = 0;
    if (DH_check_pub_key(dh_.get(), key.get(), &codes) != 1 || codes != 0) {
      ERR_clear_error();
      return bind::Error::Range("ERR_CRYPTO_INVALID_KEYLEN",
                                codes & DH_CHECK_PUBKEY_TOO_SMALL   ? "Supplied key is too small"
                                : codes & DH_CHECK_PUBKEY_TOO_LARGE ? "Supplied key is too large"
                                                                    : "Supplied key is invalid");
    }
    bind::OwnedBytes secret(static_cast<size_t>(std::max(DH_size(dh_.get()), 0)));
    auto* out = reinterpret_cast<unsigned char*>(secret.data());
    int size = DH_compute_key_padded(out, key.get(), dh_.get());
    if (size < 0) return OpenSslError("Computing the secret failed");
    secret.Truncate(size);
    return secret;
  }

  bind::OwnedBytes Prime() { return BytesOfNumber(DH_get0_p(dh_.get())); }
  bind::OwnedBytes Generator() { return BytesOfNumber(DH_get0_g(dh_.get())); }
  Made PublicKey() { return Given(DH_get0_pub_key(dh_.get()), "No public key - did you forget to generate one?"); }
  Made PrivateKey() { return Given(DH_get0_priv_key(dh_.get()), "No private key - did you forget to generate one?"); }
  void SetPublicKey(Bytes bytes) { DH_set0_key(dh_.get(), NumberOf(bytes).release(), nullptr); }
  void SetPrivateKey(Bytes bytes) { DH_set0_key(dh_.get(), nullptr, NumberOf(bytes).release()); }

 private:
  bool has_parameters() const { return dh_ && DH_get0_p(dh_.get()) && DH_get0_g(dh_.get()); }
  static Made Given(const BIGNUM* number, const char* missing) {
    if (!number) return bind::Error::Plain("ERR_CRYPTO_INVALID_STATE", missing);
    return BytesOfNumber(number);
  }

  Owned<DH, DH_free> dh_;  // there from generate() or use() on
};

// --- Over curves. ---

using Point = Owned<EC_POINT, EC_POINT_free>;

Point PointOf(const EC_GROUP* group, Bytes bytes) {
  Point point(EC_POINT_new(group));
  static constexpr uint8_t kNothing = 0;
  if (EC_POINT_oct2point(group, point.get(), bytes.empty() ? &kNothing : bytes.data(), bytes.size(), nullptr) != 1) {
    point = nullptr;
  }
  ERR_clear_error();
  return point;
}

Made BytesOfPoint(const EC_GROUP* group, const EC_POINT* point, int32_t form) {
  auto kind = static_cast<point_conversion_form_t>(form);
  size_t size = EC_POINT_point2oct(group, point, kind, nullptr, 0, nullptr);
  bind::OwnedBytes bytes(size);
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  if (size == 0 || EC_POINT_point2oct(group, point, kind, out, size, nullptr) != size) {
    ERR_clear_error();
    return Failed("Failed to get ECDH public key");
  }
  return bytes;
}

bind::Error InvalidCurve() { return bind::Error::Type("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"); }
bind::Error InvalidPoint() { return Failed("Failed to convert Buffer to EC_POINT"); }

// A curve by its number, computed once a process; nullptr where there is none. Any thread.
const EC_GROUP* GroupOf(int nid) {
  static auto& mutex = *new std::mutex;
  static auto& groups = *new std::map<int, EC_GROUP*>;  // never freed
  std::lock_guard lock(mutex);
  auto found = groups.find(nid);
  if (found != groups.end()) return found->second;
  EC_GROUP* group = EC_GROUP_new_by_curve_name(nid);
  ERR_clear_error();
  if (group) groups.emplace(nid, group);
  return group;
}

class Ecdh final : public bind::Object<Ecdh> {
 public:
  explicit Ecdh(v8::Isolate*) { Prepare(); }

  bind::Result<void> Use(std::string curve) {
    const EC_GROUP* group = GroupOf(OBJ_sn2nid(curve.c_str()));
    Owned<EC_KEY, EC_KEY_free> made(EC_KEY_new());
    bool fine = group && made && EC_KEY_set_group(made.get(), group) == 1;
    ERR_clear_error();
    if (!fine) return InvalidCurve();
    key_ = std::move(made);
    is_checked_ = false;
    return {};
  }

  bind::Result<void> GenerateKeys() {
    if (!key_) return InvalidCurve();
    is_checked_ = false;
    if (EC_KEY_generate_key(key_.get()) == 1) return {};
    ERR_clear_error();
    return Failed("Failed to generate key");
  }

  // -> Buffer, or null where the other's key is none of this curve
  bind::Result<std::optional<bind::OwnedBytes>> ComputeSecret(Bytes other) {
    if (!is_checked_) is_checked_ = key_ && EC_KEY_check_key(key_.get()) == 1;
    ERR_clear_error();
    if (!is_checked_) return bind::Error::Range("ERR_CRYPTO_INVALID_KEYPAIR", "Invalid key pair");
    Point point = PointOf(group(), other);
    if (!point) return std::optional<bind::OwnedBytes>();
    size_t size = (EC_GROUP_get_degree(group()) + 7) / 8;
    bind::OwnedBytes secret(size);
    if (ECDH_compute_key(secret.data(), size, point.get(), key_.get(), nullptr) <= 0) {
      ERR_clear_error();
      return Failed("Failed to compute ECDH key");
    }
    return std::optional<bind::OwnedBytes>(std::move(secret));
  }

  Made PublicKey(int32_t form) {
    const EC_POINT* point = !key_ ? nullptr : EC_KEY_get0_public_key(key_.get());
    if (!point) return Failed("Failed to get ECDH public key");
    return BytesOfPoint(group(), point, form);
  }

  Made PrivateKey() {
    const BIGNUM* number = !key_ ? nullptr : EC_KEY_get0_private_key(key_.get());
    if (!number) return Failed("Failed to get ECDH private key");
    return BytesOfNumber(number, (BN_num_bits(EC_GROUP_get0_order(group())) + 7) / 8);
  }

  // Makes the public key too.
  bind::Result<void> SetPrivateKey(Bytes bytes) {
    if (!key_) return InvalidCurve();
    BigNumber number = NumberOf(bytes);
    if (!number || BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group())) >= 0) {
      return bind::Error::Range("ERR_CRYPTO_INVALID_KEYTYPE", "Private key is not valid for specified curve.");
    }
    is_checked_ = false;
    Point point(EC_POINT_new(group()));
    if (EC_KEY_set_private_key(key_.get(), number.get()) != 1 ||
        EC_POINT_mul(group(), point.get(), number.get(), nullptr, nullptr, nullptr) != 1 ||
        EC_KEY_set_public_key(key_.get(), point.get()) != 1) {
      ERR_clear_error();
      return Failed("Failed to convert BN to a private key");
    }
    return {};
  }

  bind::Result<void> SetPublicKey(Bytes bytes) {
    if (!key_) return InvalidCurve();
    is_checked_ = false;
    Point point = PointOf(group(), bytes);
    if (!point || EC_KEY_set_public_key(key_.get(), point.get()) != 1) return InvalidPoint();
    return {};
  }

 private:
  const EC_GROUP* group() const { return EC_KEY_get0_group(key_.get()); }
  Owned<EC_KEY, EC_KEY_free> key_;  // there from use() on
  bool is_checked_ = false;         // it is a pair: its halves belong together
};

// convertKey(point, curve, form)
Made ConvertKey(Bytes bytes, std::string curve, int32_t form) {
  Prepare();
  const EC_GROUP* group = GroupOf(OBJ_sn2nid(curve.c_str()));
  if (!group) return InvalidCurve();
  Point point = PointOf(group, bytes);
  if (!point) return InvalidPoint();
  return BytesOfPoint(group, point.get(), form);
}

// --- Primes. ---

// checkPrime(number, rounds or 0[, callback]) -> boolean
bind::Job<bool> CheckPrime(bind::Bytes candidate, int32_t checks) {
  auto work = [candidate = std::move(candidate), checks]() -> bind::Result<bool> {
    Prepare();
    auto* data = reinterpret_cast<const uint8_t*>(candidate.data());
    BigNumber number = NumberOf({data, candidate.size()});
    Owned<BN_CTX, BN_CTX_free> context(BN_CTX_new());
    if (!number) return OpenSslError("Checking the prime failed");
    int result = BN_is_prime_ex(number.get(), checks, context.get(), nullptr);
    if (result < 0) return OpenSslError("Checking the prime failed");
    return result == 1;
  };
  return {std::move(work), "CHECKPRIMEREQUEST"};
}

// generatePrime(bits, isSafe, add or undefined, remainder or undefined[, callback]) -> Buffer
bind::Job<bind::OwnedBytes> GeneratePrime(uint32_t bits, bool is_safe, std::optional<bind::Bytes> add,
                                          std::optional<bind::Bytes> remainder) {
  auto work = [=]() -> Made {
    Prepare();
    ERR_clear_error();
    auto number = [](const std::optional<bind::Bytes>& bytes) -> BigNumber {
      if (!bytes) return nullptr;
      return NumberOf({reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()});
    };
    BigNumber prime(BN_new()), step = number(add), rest = number(remainder);
    if (BN_generate_prime_ex(prime.get(), static_cast<int>(bits), is_safe, step.get(), rest.get(), nullptr) != 1) {
      return OpenSslError("Generating the prime failed");
    }
    return BytesOfNumber(prime.get(), static_cast<int>((bits + 7) / 8));
  };
  return {std::move(work), "RANDOMPRIMEREQUEST"};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_exchange) {
  using namespace crypto;
  Function<ConvertKey>("convertKey");
  Function<CheckPrime>("checkPrime");
  Function<GeneratePrime>("generatePrime");
  Class<DiffieHellman>("DiffieHellman")
      .Constructor<v8::Isolate*>()
      .Method<&DiffieHellman::Generate>("generate")
      .Method<&DiffieHellman::Use>("use")
      .Method<&DiffieHellman::VerifyError>("verifyError")
      .Method<&DiffieHellman::GenerateKeys>("generateKeys")
      .Method<&DiffieHellman::ComputeSecret>("computeSecret")
      .Method<&DiffieHellman::Prime>("prime")
      .Method<&DiffieHellman::Generator>("generator")
      .Method<&DiffieHellman::PublicKey>("publicKey")
      .Method<&DiffieHellman::PrivateKey>("privateKey")
      .Method<&DiffieHellman::SetPublicKey>("setPublicKey")
      .Method<&DiffieHellman::SetPrivateKey>("setPrivateKey");
  Class<Ecdh>("ECDH")
      .Constructor<v8::Isolate*>()
      .Method<&Ecdh::Use>("use")
      .Method<&Ecdh::GenerateKeys>("generateKeys")
      .Method<&Ecdh::ComputeSecret>("computeSecret")
      .Method<&Ecdh::PublicKey>("publicKey")
      .Method<&Ecdh::PrivateKey>("privateKey")
      .Method<&Ecdh::SetPrivateKey>("setPrivateKey")
      .Method<&Ecdh::SetPublicKey>("setPublicKey");
}

}  // namespace eddy
