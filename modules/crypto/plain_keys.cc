#define OPENSSL_SUPPRESS_DEPRECATED  // d2i_RSAPrivateKey: it needs no decoder
#include "crypto/plain_keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace eddy::crypto {
namespace {

using Bytes = std::span<const uint8_t>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Rsa = Owned<RSA, RSA_free>;

// --- DER (X.690), as far as these need it. ---

// Takes an element of that tag off, and gives its content; nothing where there is another or a length of no DER.
std::optional<Bytes> Take(Bytes& bytes, uint8_t tag) {
  if (bytes.size() < 2 || bytes[0] != tag) return std::nullopt;
  size_t length = bytes[1], head = 2;
  if (length == 0x81 || length == 0x82) {
    size_t count = length & 3;
    if (bytes.size() < 2 + count) return std::nullopt;
    length = count == 1 ? bytes[2] : static_cast<size_t>(bytes[2]) << 8 | bytes[3];
    if (length < (count == 1 ? 0x80u : 0x100u)) return std::nullopt;
    head += count;
  } else if (length >= 0x80) {
    return std::nullopt;
  }
  if (bytes.size() - head < length) return std::nullopt;
  Bytes content = bytes.subspan(head, length);
  bytes = bytes.subspan(head + length);
  return content;
}

bool Equals(Bytes bytes, std::initializer_list<uint8_t> wanted) { return std::ranges::equal(bytes, wanted); }

constexpr uint8_t kInteger = 0x02, kBitString = 0x03, kOctetString = 0x04, kNull = 0x05, kOid = 0x06, kSequence = 0x30;

// What AlgorithmIdentifier holds: a kind, and its curve's name for EC.
struct Kind {
  enum { kRsa, kEc, kRaw } shape;
  const char* name;
};

std::optional<Kind> KindOf(Bytes algorithm) {
  auto oid = Take(algorithm, kOid);
  if (!oid) return std::nullopt;
  if (Equals(*oid, {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01})) {  // rsaEncryption
    auto null = Take(algorithm, kNull);
    if (!null || !null->empty() || !algorithm.empty()) return std::nullopt;
    return Kind{Kind::kRsa, "RSA"};
  }
  if (Equals(*oid, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01})) {  // id-ecPublicKey
    auto curve = Take(algorithm, kOid);
    if (!curve || !algorithm.empty()) return std::nullopt;
    if (Equals(*curve, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07})) return Kind{Kind::kEc, "prime256v1"};
    if (Equals(*curve, {0x2b, 0x81, 0x04, 0x00, 0x22})) return Kind{Kind::kEc, "secp384r1"};
    if (Equals(*curve, {0x2b, 0x81, 0x04, 0x00, 0x23})) return Kind{Kind::kEc, "secp521r1"};
    if (Equals(*curve, {0x2b, 0x81, 0x04, 0x00, 0x0a})) return Kind{Kind::kEc, "secp256k1"};
    return std::nullopt;
  }
  if (oid->size() != 3 || (*oid)[0] != 0x2b || (*oid)[1] != 0x65 || !algorithm.empty()) return std::nullopt;
  static constexpr const char* kNames[] = {"X25519", "X448", "ED25519", "ED448"};  // RFC 8410, 3: 110 to 113
  uint8_t number = (*oid)[2];
  if (number < 0x6e || number > 0x71) return std::nullopt;
  return Kind{Kind::kRaw, kNames[number - 0x6e]};
}

// --- Keys of their parts. ---

SharedKey KeyOf(const char* type, OSSL_PARAM_BLD* builder, int selection) {
  Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder));
  KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1) {
    return nullptr;
  }
  return Share(key);
}

SharedKey RsaKeyOf(const RSA* rsa, bool is_private) {
  const BIGNUM *n, *e, *d, *p, *q, *dp, *dq, *qi;
  RSA_get0_key(rsa, &n, &e, &d);
  RSA_get0_factors(rsa, &p, &q);
  RSA_get0_crt_params(rsa, &dp, &dq, &qi);
  if (is_private && (RSA_get_version(const_cast<RSA*>(rsa)) != RSA_ASN1_VERSION_DEFAULT || !d || !p || !q || !dp ||
                     !dq || !qi || RSA_get_multi_prime_extra_count(rsa) != 0))
    return nullptr;
  Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n) ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e)) {
    return nullptr;
  }
  const std::pair<const char*, const BIGNUM*> secrets[] = {
      {OSSL_PKEY_PARAM_RSA_D, d},          {OSSL_PKEY_PARAM_RSA_FACTOR1, p},    {OSSL_PKEY_PARAM_RSA_FACTOR2, q},
      {OSSL_PKEY_PARAM_RSA_EXPONENT1, dp}, {OSSL_PKEY_PARAM_RSA_EXPONENT2, dq}, {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, qi},
  };
  for (auto [name, number] : secrets) {
    if (is_private && !OSSL_PARAM_BLD_push_BN(builder.get(), name, number)) return nullptr;
  }
  return KeyOf("RSA", builder.get(), is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
}

SharedKey EcKeyOf(const char* curve, Bytes point, const BIGNUM* secret) {
  if (point.size() < 3 || point[0] != POINT_CONVERSION_UNCOMPRESSED) return nullptr;
  Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || !OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) ||
      !OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) ||
      (secret && !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret))) {
    return nullptr;
  }
  return KeyOf("EC", builder.get(), secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
}

// ECPrivateKey (RFC 5915, 3), with its public key: one without would be written without it again.
SharedKey EcPrivateKey(const char* curve, Bytes der) {
  auto fields = Take(der, kSequence);
  if (!fields || !der.empty()) return nullptr;
  auto version = Take(*fields, kInteger), secret = Take(*fields, kOctetString);
  auto wrapped = Take(*fields, 0xa1);
  if (!version || !Equals(*version, {1}) || !secret || !wrapped || !fields->empty()) return nullptr;
  auto point = Take(*wrapped, kBitString);
  if (!point || !wrapped->empty() || point->empty() || (*point)[0] != 0) return nullptr;
  Owned<BIGNUM, BN_clear_free> number(BN_secure_new());
  if (!number || !BN_bin2bn(secret->data(), static_cast<int>(secret->size()), number.get())) return nullptr;
  return EcKeyOf(curve, point->subspan(1), number.get());
}

SharedKey RsaPrivateKey(Bytes der) {
  const unsigned char* place = der.data();
  Rsa rsa(d2i_RSAPrivateKey(nullptr, &place, static_cast<long>(der.size())));
  return rsa && place == der.data() + der.size() ? RsaKeyOf(rsa.get(), true) : nullptr;
}

SharedKey RsaPublicKey(Bytes der) {
  const unsigned char* place = der.data();
  Rsa rsa(d2i_RSAPublicKey(nullptr, &place, static_cast<long>(der.size())));
  return rsa && place == der.data() + der.size() ? RsaKeyOf(rsa.get(), false) : nullptr;
}

SharedKey RawPrivateKey(const char* name, Bytes der) {
  auto secret = Take(der, kOctetString);
  if (!secret || !der.empty()) return nullptr;
  return Share(EVP_PKEY_new_raw_private_key_ex(nullptr, name, nullptr, secret->data(), secret->size()));
}

SharedKey PrivateKeyOf(Bytes pkcs8) {
  auto fields = Take(pkcs8, kSequence);
  if (!fields || !pkcs8.empty()) return nullptr;
  auto version = Take(*fields, kInteger), algorithm = Take(*fields, kSequence), key = Take(*fields, kOctetString);
  if (!version || !Equals(*version, {0}) || !algorithm || !key || !fields->empty()) return nullptr;
  auto kind = KindOf(*algorithm);
  if (!kind) return nullptr;
  switch (kind->shape) {
    case Kind::kRsa: return RsaPrivateKey(*key);
    case Kind::kEc: return EcPrivateKey(kind->name, *key);
    default: return RawPrivateKey(kind->name, *key);
  }
}

SharedKey PublicKeyOf(Bytes spki) {
  auto fields = Take(spki, kSequence);
  if (!fields || !spki.empty()) return nullptr;
  auto algorithm = Take(*fields, kSequence), bits = Take(*fields, kBitString);
  if (!algorithm || !bits || !fields->empty() || bits->empty() || (*bits)[0] != 0) return nullptr;
  Bytes key = bits->subspan(1);
  auto kind = KindOf(*algorithm);
  if (!kind) return nullptr;
  switch (kind->shape) {
    case Kind::kRsa: return RsaPublicKey(key);
    case Kind::kEc: return EcKeyOf(kind->name, key, nullptr);
    default: return Share(EVP_PKEY_new_raw_public_key_ex(nullptr, kind->name, nullptr, key.data(), key.size()));
  }
}

// --- Writing. ---

std::string Element(uint8_t tag, std::string_view content) {
  std::string bytes(1, static_cast<char>(tag));
  size_t length = content.size();
  if (length >= 0x80) bytes += static_cast<char>(length < 0x100 ? 0x81 : 0x82);
  if (length >= 0x100) bytes += static_cast<char>(length >> 8);
  return bytes.append(1, static_cast<char>(length)).append(content);
}

// The parameter `name` of an RSA key as an INTEGER; empty: it has none, or one too long for Element().
std::string IntegerOf(const EVP_PKEY* key, const char* name) {
  BIGNUM* found = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &found) != 1) return {};
  Owned<BIGNUM, BN_clear_free> number(found);
  if (BN_is_negative(found) || BN_num_bytes(found) > 0x4000) return {};
  // One bit more than the number has: its sign.
  std::string bytes(BN_num_bits(found) / 8 + 1, '\0');
  if (BN_bn2binpad(found, reinterpret_cast<uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) < 0) return {};
  return Element(kInteger, bytes);
}

std::string SubjectPublicKey(std::string_view algorithm, std::string_view key) {
  return Element(kSequence, Element(kSequence, algorithm) + Element(kBitString, std::string(1, '\0').append(key)));
}

std::string EcPublicDer(const EVP_PKEY* key) {
  using namespace std::string_view_literals;
  static constexpr std::pair<std::string_view, std::string_view> kCurves[] = {
      {"prime256v1", "\x2a\x86\x48\xce\x3d\x03\x01\x07"sv},
      {"secp384r1", "\x2b\x81\x04\x00\x22"sv},
      {"secp521r1", "\x2b\x81\x04\x00\x23"sv},
      {"secp256k1", "\x2b\x81\x04\x00\x0a"sv}};
  char text[64];
  size_t size = 0;
  if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, text, sizeof(text), &size) != 1 ||
      std::string_view(text) != OSSL_PKEY_EC_ENCODING_GROUP ||
      EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, text, sizeof(text), &size) != 1) {
    return {};
  }
  auto curve =
      std::ranges::find(kCurves, std::string_view(text), &std::pair<std::string_view, std::string_view>::first);
  unsigned char point[256];
  if (curve == std::end(kCurves) ||
      EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &size) != 1) {
    return {};
  }
  auto algorithm = Element(kOid, "\x2a\x86\x48\xce\x3d\x02\x01") + Element(kOid, curve->second);
  return SubjectPublicKey(algorithm, {reinterpret_cast<char*>(point), size});
}

std::string RsaPublicDer(const EVP_PKEY* key, bool with_algorithm) {
  std::string n = IntegerOf(key, OSSL_PKEY_PARAM_RSA_N), e = IntegerOf(key, OSSL_PKEY_PARAM_RSA_E);
  if (n.empty() || e.empty()) return {};
  std::string der = Element(kSequence, n + e);
  if (!with_algorithm) return der;
  return SubjectPublicKey(Element(kOid, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01") + Element(kNull, {}), der);
}

std::string RawPublicDer(const EVP_PKEY* key, char number) {
  unsigned char bytes[128];
  size_t size = sizeof(bytes);
  if (EVP_PKEY_get_raw_public_key(key, bytes, &size) != 1) return {};
  return SubjectPublicKey(Element(kOid, std::string{'\x2b', '\x65', number}), {reinterpret_cast<char*>(bytes), size});
}

std::string PublicDer(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_id(key)) {
    case EVP_PKEY_RSA: return RsaPublicDer(key, true);
    case EVP_PKEY_EC: return EcPublicDer(key);
    case EVP_PKEY_X25519: return RawPublicDer(key, 0x6e);
    case EVP_PKEY_X448: return RawPublicDer(key, 0x6f);
    case EVP_PKEY_ED25519: return RawPublicDer(key, 0x70);
    case EVP_PKEY_ED448: return RawPublicDer(key, 0x71);
    default: return {};
  }
}

std::string Cleared(std::string der) {
  ERR_clear_error();
  return der;
}

SharedKey Cleared(SharedKey key) {
  ERR_clear_error();
  return key && key.get() ? key : nullptr;
}

}  // namespace

SharedKey PlainPrivateKey(std::span<const uint8_t> pkcs8) { return Cleared(PrivateKeyOf(pkcs8)); }
SharedKey PlainPublicKey(std::span<const uint8_t> spki) { return Cleared(PublicKeyOf(spki)); }
std::string PlainSpki(const EVP_PKEY* key) { return Cleared(PublicDer(key)); }
std::string PlainPkcs1(const EVP_PKEY* key) {
  return Cleared(EVP_PKEY_get_id(key) == EVP_PKEY_RSA ? RsaPublicDer(key, false) : std::string());
}

}  // namespace eddy::crypto
