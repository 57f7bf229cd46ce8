#include "crypto/plain_keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <optional>
#include <string>
#include <string_view>

#include "engine/check.h"

namespace eddy::crypto {
namespace {

using Bytes = std::span<const uint8_t>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

// Bytes of secrets, cleared on every way out.
template <class Container>
struct Cleansed {
  Container bytes;
  ~Cleansed() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
};

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

// A curve whose points all have its prime order, so that a point on it is a public key.
struct Curve {
  std::string_view name, oid;
  size_t size;  // of a coordinate in bytes
};

constexpr Curve kCurves[] = {{"prime256v1", {"\x2a\x86\x48\xce\x3d\x03\x01\x07", 8}, 32},
                             {"secp384r1", {"\x2b\x81\x04\x00\x22", 5}, 48},
                             {"secp521r1", {"\x2b\x81\x04\x00\x23", 5}, 66},
                             {"secp256k1", {"\x2b\x81\x04\x00\x0a", 5}, 32}};

const Curve* CurveNamed(std::string_view name) {
  auto curve = std::ranges::find(kCurves, name, &Curve::name);
  return curve == std::end(kCurves) ? nullptr : curve;
}

const char* NameOfCurve(Bytes oid) {
  auto is_it = [oid](const Curve& curve) {
    return std::ranges::equal(oid, curve.oid, [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); });
  };
  auto curve = std::ranges::find_if(kCurves, is_it);
  return curve == std::end(kCurves) ? nullptr : curve->name.data();
}

// Whether there are that many INTEGERs, none of them negative, and nothing else.
bool TakeNumbers(Bytes bytes, std::span<Bytes> numbers) {
  for (Bytes& number : numbers) {
    auto content = Take(bytes, kInteger);
    if (!content || content->empty() || (*content)[0] >= 0x80) return false;
    if (content->size() > 1 && (*content)[0] == 0 && (*content)[1] < 0x80) return false;  // longer than it has to be
    number = *content;
  }
  return bytes.empty();
}

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
    const char* name = NameOfCurve(*curve);
    return name ? std::optional(Kind{Kind::kEc, name}) : std::nullopt;
  }
  if (oid->size() != 3 || (*oid)[0] != 0x2b || (*oid)[1] != 0x65 || !algorithm.empty()) return std::nullopt;
  static constexpr const char* kNames[] = {"X25519", "X448", "ED25519", "ED448"};  // RFC 8410, 3: 110 to 113
  uint8_t number = (*oid)[2];
  if (number < 0x6e || number > 0x71) return std::nullopt;
  return Kind{Kind::kRaw, kNames[number - 0x6e]};
}

int WholeIndex() {
  static const int index = CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_EVP_PKEY, 0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

// --- Keys of their parts. ---

// A context that keys of that type are made of parts with, again and again: OpenSSL looks long for what it needs for
// one.
EVP_PKEY_CTX* Importing(const char* type) {
  thread_local std::array<std::pair<std::string_view, KeyContext>, 6> contexts{{{"RSA", nullptr},
                                                                                {"EC", nullptr},
                                                                                {"X25519", nullptr},
                                                                                {"X448", nullptr},
                                                                                {"ED25519", nullptr},
                                                                                {"ED448", nullptr}}};
  auto found = std::ranges::find(contexts, std::string_view(type), [](auto& each) { return each.first; });
  CHECK(found != contexts.end());
  KeyContext& context = found->second;
  if (!context) context.reset(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  return context && EVP_PKEY_fromdata_init(context.get()) == 1 ? context.get() : nullptr;
}

SharedKey KeyOf(const char* type, OSSL_PARAM* parameters, int selection) {
  EVP_PKEY_CTX* context = Importing(type);
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata(context, &key, selection, parameters) != 1) return nullptr;
  return Share(key);
}

SharedKey KeyOf(const char* type, OSSL_PARAM_BLD* builder, int selection) {
  Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder));
  return KeyOf(type, parameters.get(), selection);
}

SharedKey RawKeyOf(const char* type, Bytes bytes, bool is_private) {
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(is_private ? OSSL_PKEY_PARAM_PRIV_KEY : OSSL_PKEY_PARAM_PUB_KEY,
                                        const_cast<uint8_t*>(bytes.data()), bytes.size()),
      OSSL_PARAM_construct_end()};
  return KeyOf(type, parameters, EVP_PKEY_KEYPAIR);
}

// Of n and e, or n, e, d, p, q, dp, dq and qi: big-endian, zeros in front do no harm.
SharedKey RsaKeyOf(std::span<const Bytes> numbers) {
  static constexpr const char* kNames[] = {OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
                                           OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
                                           OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
                                           OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};
  static_assert(std::endian::native == std::endian::little, "parameters are numbers as the machine has them");
  CHECK(numbers.size() == 2 || numbers.size() == std::size(kNames));
  std::array<Cleansed<std::vector<uint8_t>>, std::size(kNames)> reversed;
  std::array<OSSL_PARAM, std::size(kNames) + 1> parameters;
  for (size_t i = 0; i < numbers.size(); ++i) {
    auto& bytes = reversed[i].bytes;
    bytes.assign(numbers[i].rbegin(), numbers[i].rend());
    parameters[i] = OSSL_PARAM_construct_BN(kNames[i], bytes.data(), bytes.size());
  }
  parameters[numbers.size()] = OSSL_PARAM_construct_end();
  return KeyOf("RSA", parameters.data(), numbers.size() == 2 ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR);
}

EVP_PKEY* MakeTemplate(const Curve& curve) {
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(curve.name.data()), 0),
      OSSL_PARAM_construct_end()};
  EVP_PKEY_CTX* context = Importing("EC");
  EVP_PKEY* key = nullptr;
  if (context) EVP_PKEY_fromdata(context, &key, EVP_PKEY_KEY_PARAMETERS, parameters);
  return key;
}

// The curve alone, as a key without points: a copy of it costs a third of computing it. Any thread.
EVP_PKEY* TemplateOf(const Curve& curve) {
  static std::array<std::atomic<EVP_PKEY*>, std::size(kCurves)> templates;  // never freed
  auto& place = templates[&curve - kCurves];
  EVP_PKEY* there = place.load(std::memory_order_acquire);
  if (there) return there;
  EVP_PKEY* made = MakeTemplate(curve);
  if (!made || place.compare_exchange_strong(there, made, std::memory_order_acq_rel)) return made;
  EVP_PKEY_free(made);
  return there;
}

SharedKey EcPublicKeyOf(const char* name, Bytes point) {
  const Curve* curve = CurveNamed(name);
  EVP_PKEY* parameters = curve ? TemplateOf(*curve) : nullptr;
  auto key = Share(parameters ? EVP_PKEY_dup(parameters) : nullptr);
  if (!key || EVP_PKEY_set1_encoded_public_key(key.get(), point.data(), point.size()) != 1) return nullptr;
  return key;
}

SharedKey EcKeyOf(const char* curve, Bytes point, const BIGNUM* secret) {
  if (point.size() < 3 || point[0] != POINT_CONVERSION_UNCOMPRESSED) return nullptr;
  if (!secret) {
    auto key = EcPublicKeyOf(curve, point);
    if (key) NoteWhole(key.get());
    return key;
  }
  Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || !OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) ||
      !OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret)) {
    return nullptr;
  }
  auto key = KeyOf("EC", builder.get(), EVP_PKEY_KEYPAIR);
  if (key) NoteWhole(key.get());
  return key;
}

// ECPrivateKey (RFC 5915, 3), with its public key: one without would be written without it again. `curve`: what is
// around it says so; nullptr: it says so itself.
SharedKey EcPrivateKey(const char* curve, Bytes der) {
  auto fields = Take(der, kSequence);
  if (!fields || !der.empty()) return nullptr;
  auto version = Take(*fields, kInteger), secret = Take(*fields, kOctetString);
  if (!curve) {
    auto parameters = Take(*fields, 0xa0);
    auto oid = parameters ? Take(*parameters, kOid) : std::nullopt;
    curve = oid && parameters->empty() ? NameOfCurve(*oid) : nullptr;
    if (!curve) return nullptr;
  }
  auto wrapped = Take(*fields, 0xa1);
  if (!version || !Equals(*version, {1}) || !secret || !wrapped || !fields->empty()) return nullptr;
  auto point = Take(*wrapped, kBitString);
  if (!point || !wrapped->empty() || point->empty() || (*point)[0] != 0) return nullptr;
  Owned<BIGNUM, BN_clear_free> number(BN_secure_new());
  if (!number || !BN_bin2bn(secret->data(), static_cast<int>(secret->size()), number.get())) return nullptr;
  return EcKeyOf(curve, point->subspan(1), number.get());
}

// RSAPrivateKey of two primes, and RSAPublicKey (RFC 8017, A.1).
SharedKey RsaPrivateKey(Bytes der) {
  auto fields = Take(der, kSequence);
  auto version = fields ? Take(*fields, kInteger) : std::nullopt;
  if (!version || !Equals(*version, {0}) || !der.empty()) return nullptr;
  std::array<Bytes, 8> numbers;
  return TakeNumbers(*fields, numbers) ? RsaKeyOf(numbers) : nullptr;
}

SharedKey RsaPublicKey(Bytes der) {
  auto fields = Take(der, kSequence);
  std::array<Bytes, 2> numbers;
  return fields && der.empty() && TakeNumbers(*fields, numbers) ? RsaKeyOf(numbers) : nullptr;
}

SharedKey RawPrivateKey(const char* name, Bytes der) {
  auto secret = Take(der, kOctetString);
  if (!secret || !der.empty()) return nullptr;
  return RawKeyOf(name, *secret, true);
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
    default: return RawKeyOf(kind->name, key, false);
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

// Of big-endian bytes without zeros in front.
std::string Integer(std::string_view number) {
  bool has_sign_bit = number.empty() || (number[0] & 0x80) != 0;
  return Element(kInteger, has_sign_bit ? std::string(1, '\0').append(number) : std::string(number));
}

// --- What a key consists of. A look at a key takes as long for one parameter as for all of them. ---

std::vector<std::string> RsaNumbersOf(const EVP_PKEY* key, bool is_private) {
  static constexpr const char* kNames[] = {OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
                                           OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
                                           OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
                                           OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
                                           OSSL_PKEY_PARAM_RSA_FACTOR3};  // of more primes than two: not read here
  size_t longest = EVP_PKEY_get_size(key);
  size_t count = is_private ? std::size(kNames) : 2;
  Cleansed<std::vector<unsigned char>> memory{std::vector<unsigned char>(count * longest)};
  std::vector<OSSL_PARAM> parameters;
  for (size_t i = 0; i < count; ++i) {
    parameters.push_back(OSSL_PARAM_construct_BN(kNames[i], memory.bytes.data() + i * longest, longest));
  }
  parameters.push_back(OSSL_PARAM_construct_end());
  std::vector<std::string> numbers;
  if (EVP_PKEY_get_params(key, parameters.data()) != 1) return numbers;
  if (is_private && OSSL_PARAM_modified(&parameters[8])) return numbers;
  for (size_t i = 0; i < std::min(count, size_t{8}); ++i) {
    BIGNUM* found = nullptr;
    if (!OSSL_PARAM_modified(&parameters[i]) || OSSL_PARAM_get_BN(&parameters[i], &found) != 1) return {};
    Owned<BIGNUM, BN_clear_free> number(found);
    std::string& bytes = numbers.emplace_back(BN_num_bytes(found), '\0');
    BN_bn2bin(found, reinterpret_cast<uint8_t*>(bytes.data()));
  }
  return numbers;
}

std::string SubjectPublicKey(std::string_view algorithm, std::string_view key) {
  return Element(kSequence, Element(kSequence, algorithm) + Element(kBitString, std::string(1, '\0').append(key)));
}

struct EcParts : PlainEcParts {
  const Curve* curve;
};

std::optional<EcParts> EcPartsOf(const EVP_PKEY* key, bool is_private) {
  char encoding[64], name[64];
  unsigned char point[256];
  Cleansed<std::array<unsigned char, 128>> secret;
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_EC_ENCODING, encoding, sizeof(encoding)),
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof(name)),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)),
      is_private ? OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, secret.bytes.data(), secret.bytes.size())
                 : OSSL_PARAM_construct_end(),
      OSSL_PARAM_construct_end()};
  if (EVP_PKEY_get_params(key, parameters) != 1) return std::nullopt;
  for (int i = 0; i < (is_private ? 4 : 3); ++i) {
    if (!OSSL_PARAM_modified(&parameters[i])) return std::nullopt;
  }
  const Curve* curve = CurveNamed(name);
  if (!curve || std::string_view(encoding) != OSSL_PKEY_EC_ENCODING_GROUP) return std::nullopt;
  EcParts parts{{{reinterpret_cast<char*>(point), parameters[2].return_size}, {}}, curve};
  if (is_private) {
    BIGNUM* found = nullptr;
    if (OSSL_PARAM_get_BN(&parameters[3], &found) != 1) return std::nullopt;
    Owned<BIGNUM, BN_clear_free> number(found);
    parts.secret.resize(curve->size);
    auto* bytes = reinterpret_cast<uint8_t*>(parts.secret.data());
    if (BN_bn2binpad(found, bytes, static_cast<int>(curve->size)) < 0) return std::nullopt;
  }
  return parts;
}

std::string AlgorithmOf(const Curve& curve) {
  return Element(kOid, "\x2a\x86\x48\xce\x3d\x02\x01") + Element(kOid, curve.oid);
}

std::string EcPublicDer(const EVP_PKEY* key) {
  auto parts = EcPartsOf(key, false);
  return parts ? SubjectPublicKey(AlgorithmOf(*parts->curve), parts->point) : std::string();
}

constexpr std::string_view kRsaAlgorithm("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);

std::string RsaPublicDer(const EVP_PKEY* key, bool with_algorithm) {
  auto numbers = RsaNumbersOf(key, false);
  if (numbers.empty()) return {};
  std::string der = Element(kSequence, Integer(numbers[0]) + Integer(numbers[1]));
  return with_algorithm ? SubjectPublicKey(Element(kOid, kRsaAlgorithm) + Element(kNull, {}), der) : der;
}

std::string RawPublicDer(const EVP_PKEY* key, char number) {
  unsigned char bytes[128];
  size_t size = sizeof(bytes);
  if (EVP_PKEY_get_raw_public_key(key, bytes, &size) != 1) return {};
  return SubjectPublicKey(Element(kOid, std::string{'\x2b', '\x65', number}), {reinterpret_cast<char*>(bytes), size});
}

std::string PrivateKeyInfo(std::string_view algorithm, std::string_view key) {
  return Element(kSequence,
                 Element(kInteger, std::string(1, '\0')) + Element(kSequence, algorithm) + Element(kOctetString, key));
}

std::string RsaPrivateFields(const EVP_PKEY* key) {
  auto numbers = RsaNumbersOf(key, true);
  if (numbers.empty()) return {};
  std::string fields = Integer({});
  for (const std::string& number : numbers) fields += Integer(number);
  return Element(kSequence, fields);
}

std::string RsaPrivateDer(const EVP_PKEY* key) {
  std::string fields = RsaPrivateFields(key);
  if (fields.empty()) return {};
  return PrivateKeyInfo(Element(kOid, kRsaAlgorithm) + Element(kNull, {}), fields);
}

// `names_curve`: where nothing around it does.
std::string EcPrivateFields(const EcParts& parts, bool names_curve) {
  std::string bits = Element(kBitString, std::string(1, '\0') + parts.point);
  std::string curve = names_curve ? Element(0xa0, Element(kOid, parts.curve->oid)) : std::string();
  return Element(kSequence,
                 Element(kInteger, "\1") + Element(kOctetString, parts.secret) + curve + Element(0xa1, bits));
}

std::optional<EcParts> WholeEcParts(const EVP_PKEY* key) {
  return EVP_PKEY_get_ex_data(key, WholeIndex()) ? EcPartsOf(key, true) : std::nullopt;
}

std::string EcPrivateDer(const EVP_PKEY* key) {
  auto parts = WholeEcParts(key);
  return parts ? PrivateKeyInfo(AlgorithmOf(*parts->curve), EcPrivateFields(*parts, false)) : std::string();
}

std::string TraditionalDer(const EVP_PKEY* key) {
  if (EVP_PKEY_get_id(key) == EVP_PKEY_RSA) return RsaPrivateFields(key);
  auto parts = EVP_PKEY_get_id(key) == EVP_PKEY_EC ? WholeEcParts(key) : std::nullopt;
  return parts ? EcPrivateFields(*parts, true) : std::string();
}

std::string RawPrivateDer(const EVP_PKEY* key, char number) {
  Cleansed<std::array<unsigned char, 128>> raw;
  size_t size = raw.bytes.size();
  if (EVP_PKEY_get_raw_private_key(key, raw.bytes.data(), &size) != 1) return {};
  std::string secret = Element(kOctetString, {reinterpret_cast<char*>(raw.bytes.data()), size});
  return PrivateKeyInfo(Element(kOid, std::string{'\x2b', '\x65', number}), secret);
}

std::string PrivateDer(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_id(key)) {
    case EVP_PKEY_RSA: return RsaPrivateDer(key);
    case EVP_PKEY_EC: return EcPrivateDer(key);
    case EVP_PKEY_X25519: return RawPrivateDer(key, 0x6e);
    case EVP_PKEY_X448: return RawPrivateDer(key, 0x6f);
    case EVP_PKEY_ED25519: return RawPrivateDer(key, 0x70);
    case EVP_PKEY_ED448: return RawPrivateDer(key, 0x71);
    default: return {};
  }
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

void NoteWhole(EVP_PKEY* key) { EVP_PKEY_set_ex_data(key, WholeIndex(), key); }

SharedKey PlainPrivateKey(std::span<const uint8_t> pkcs8) { return Cleared(PrivateKeyOf(pkcs8)); }
SharedKey PlainTraditionalKey(std::string_view type, std::span<const uint8_t> der) {
  return Cleared(type == "pkcs1" ? RsaPrivateKey(der) : type == "sec1" ? EcPrivateKey(nullptr, der) : nullptr);
}
EVP_PKEY* PlainCurveTemplate(std::string_view name) {
  const Curve* curve = CurveNamed(name);
  EVP_PKEY* parameters = curve ? TemplateOf(*curve) : nullptr;
  ERR_clear_error();
  return parameters;
}
SharedKey PlainRawKey(const char* type, std::span<const uint8_t> bytes, bool is_private) {
  return Cleared(RawKeyOf(type, bytes, is_private));
}
SharedKey PlainRsaKey(std::span<const std::span<const uint8_t>> numbers) { return Cleared(RsaKeyOf(numbers)); }
SharedKey PlainPublicKey(std::span<const uint8_t> spki) { return Cleared(PublicKeyOf(spki)); }
std::string PlainSpki(const EVP_PKEY* key) { return Cleared(PublicDer(key)); }
std::string PlainTraditional(const EVP_PKEY* key) { return Cleared(TraditionalDer(key)); }
std::string PlainPkcs8(const EVP_PKEY* key) { return Cleared(PrivateDer(key)); }
SharedKey PlainEcKey(const char* curve, std::span<const uint8_t> point, const BIGNUM* secret) {
  return Cleared(EcKeyOf(curve, point, secret));
}
std::vector<std::string> PlainRsaNumbers(const EVP_PKEY* key, bool is_private) {
  auto numbers = RsaNumbersOf(key, is_private);
  ERR_clear_error();
  return numbers;
}
std::optional<PlainEcParts> PlainEcPartsOf(const EVP_PKEY* key, bool is_private) {
  auto parts = EcPartsOf(key, is_private);
  ERR_clear_error();
  if (!parts || parts->point.size() != 1 + 2 * parts->curve->size) return std::nullopt;
  return *parts;
}
size_t PlainCurveSize(std::string_view name) {
  const Curve* curve = CurveNamed(name);
  return curve ? curve->size : 0;
}
std::string PlainPkcs1(const EVP_PKEY* key) {
  return Cleared(EVP_PKEY_get_id(key) == EVP_PKEY_RSA ? RsaPublicDer(key, false) : std::string());
}

}  // namespace eddy::crypto
