// Asymmetric keys: read, written, described, generated.
#include "crypto/key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>

#include "crypto/plain_keys.h"

namespace eddy {
namespace crypto {
namespace {

using BigNumber = Owned<BIGNUM, BN_clear_free>;

// Empty for more than it can count.
Bio BioOf(std::span<const uint8_t> bytes) {
  if (bytes.empty() || !FitInt(bytes)) return Bio(BIO_new_mem_buf("", 0));  // nothing that could be read
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

// --- Reading. ---

// A secret of the program's, or none. The copy is wiped at its end, and there is no further one.
class Passphrase {
 public:
  Passphrase() = default;
  explicit Passphrase(v8::Local<v8::Value> value) {
    auto bytes = bind::BytesOf(value);
    if (!bytes) return;
    given_ = true;
    bytes_.assign(reinterpret_cast<const char*>(bytes->data()),
                  reinterpret_cast<const char*>(bytes->data()) + bytes->size());
  }
  ~Passphrase() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;

  bool given() const { return given_; }
  std::span<char> bytes() { return bytes_; }

 private:
  bool given_ = false;
  std::vector<char> bytes_;  // of one size from the start: it never moves
};

int GivePassphrase(char* buffer, int size, int, void* user) {
  auto& passphrase = *static_cast<Passphrase*>(user);
  auto bytes = passphrase.bytes();
  if (!passphrase.given() || bytes.size() > static_cast<size_t>(size)) return -1;
  std::ranges::copy(bytes, buffer);
  return static_cast<int>(bytes.size());
}

bind::Error FailedToRead() {
  unsigned long first = ERR_peek_error();
  if (ERR_GET_LIB(first) == ERR_LIB_PEM && ERR_GET_REASON(first) == PEM_R_BAD_PASSWORD_READ) {
    ERR_clear_error();
    return bind::Error::Type("ERR_MISSING_PASSPHRASE", "Passphrase required for encrypted key");
  }
  if (first != 0 && ERR_reason_error_string(first)) return OpenSslError();
  ERR_clear_error();
  return bind::Error::Plain(nullptr, "Failed to read asymmetric key");
}

// Of what a block of that name holds; nullptr: let OpenSSL read it.
SharedKey PlainKeyIn(std::string_view name, std::span<const uint8_t> der) {
  if (name == "PRIVATE KEY") return PlainPrivateKey(der);
  if (name == "RSA PRIVATE KEY") return PlainTraditionalKey("pkcs1", der);
  return name == "EC PRIVATE KEY" ? PlainTraditionalKey("sec1", der) : nullptr;
}

// The first block, when it is an ordinary key that is not encrypted.
SharedKey ReadPlainPem(std::span<const uint8_t> bytes) {
  Bio bio = BioOf(bytes);
  char *name = nullptr, *header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  SharedKey key;
  if (PEM_read_bio(bio.get(), &name, &header, &data, &size) == 1) {
    if (*header == '\0') key = PlainKeyIn(name, {data, static_cast<size_t>(size)});
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, static_cast<size_t>(size));
  }
  ERR_clear_error();
  return key;
}

SharedKey ReadPrivatePem(std::span<const uint8_t> bytes, Passphrase& passphrase) {
  if (auto key = ReadPlainPem(bytes)) return key;
  Bio bio = BioOf(bytes);
  return Share(PEM_read_bio_PrivateKey(bio.get(), nullptr, GivePassphrase, &passphrase));
}

// EncryptedPrivateKeyInfo begins with a sequence within the sequence, PrivateKeyInfo with a number (RFC 5208).
bool IsEncryptedPkcs8(std::span<const uint8_t> bytes) {
  const unsigned char* position = bytes.data();
  long length;
  int tag, kind;
  int flags = ASN1_get_object(&position, &length, &tag, &kind, static_cast<long>(bytes.size()));
  bool is_sequence = !(flags & 0x80) && tag == V_ASN1_SEQUENCE;
  ERR_clear_error();
  return is_sequence && position < bytes.data() + bytes.size() && *position != V_ASN1_INTEGER;
}

SharedKey ReadPrivateDer(std::span<const uint8_t> bytes, const std::string& type, Passphrase& passphrase) {
  if (auto key = PlainTraditionalKey(type, bytes)) return key;
  const unsigned char* position = bytes.data();
  auto size = static_cast<long>(bytes.size());
  if (type == "pkcs1") return Share(d2i_PrivateKey(EVP_PKEY_RSA, nullptr, &position, size));
  if (type == "sec1") return Share(d2i_PrivateKey(EVP_PKEY_EC, nullptr, &position, size));
  if (auto key = PlainPrivateKey(bytes)) return key;
  Bio bio = BioOf(bytes);
  if (IsEncryptedPkcs8(bytes)) {
    return Share(d2i_PKCS8PrivateKey_bio(bio.get(), nullptr, GivePassphrase, &passphrase));
  }
  Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(d2i_PKCS8_PRIV_KEY_INFO_bio(bio.get(), nullptr));
  return Share(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
}

SharedKey PublicOfCertificate(const unsigned char* der, long size) {
  Owned<X509, X509_free> certificate(d2i_X509(nullptr, &der, size));
  return Share(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
}

// The first block that can be a public key; nothing when there is none. `found` says whether there was such a block.
SharedKey ReadPublicPem(std::span<const uint8_t> bytes, bool& found) {
  Bio bio = BioOf(bytes);
  char *name = nullptr, *header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  SharedKey key;
  while (!found && PEM_read_bio(bio.get(), &name, &header, &data, &size) == 1) {
    const unsigned char* position = data;
    found = true;
    if (strcmp(name, "PUBLIC KEY") == 0) {
      key = PlainPublicKey({data, static_cast<size_t>(size)});
      if (!key) key = Share(d2i_PUBKEY(nullptr, &position, size));
    } else if (strcmp(name, "RSA PUBLIC KEY") == 0) {
      key = Share(d2i_PublicKey(EVP_PKEY_RSA, nullptr, &position, size));
    } else if (strcmp(name, "CERTIFICATE") == 0 || strcmp(name, "X509 CERTIFICATE") == 0) {
      key = PublicOfCertificate(data, size);
    } else {
      found = false;
    }
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, size);
  }
  if (key) ERR_clear_error();
  return key;
}

// readPrivate(bytes, type of DER or '' for PEM, passphrase or undefined)
bind::Result<SharedKey> ReadPrivate(std::span<const uint8_t> bytes, std::string type, v8::Local<v8::Value> passphrase) {
  Prepare();
  ERR_clear_error();
  Passphrase phrase(passphrase);
  auto key = type.empty() ? ReadPrivatePem(bytes, phrase) : ReadPrivateDer(bytes, type, phrase);
  if (!key) return FailedToRead();
  ERR_clear_error();
  return key;
}

// readPublic(bytes, type of DER or '' for PEM, passphrase): what holds a private key gives its public half.
bind::Result<SharedKey> ReadPublic(std::span<const uint8_t> bytes, std::string type, v8::Local<v8::Value> passphrase) {
  Prepare();
  ERR_clear_error();
  if (type == "pkcs8" || type == "sec1") return ReadPrivate(bytes, type, passphrase);
  if (type.empty()) {
    bool found = false;
    if (auto key = ReadPublicPem(bytes, found)) return key;
    if (found) return FailedToRead();
    ERR_clear_error();
    return ReadPrivate(bytes, type, passphrase);
  }
  if (type != "pkcs1") {
    if (auto key = PlainPublicKey(bytes)) return key;
  }
  const unsigned char* position = bytes.data();
  auto size = static_cast<long>(bytes.size());
  auto key = Share(type == "pkcs1" ? d2i_PublicKey(EVP_PKEY_RSA, nullptr, &position, size)
                                   : d2i_PUBKEY(nullptr, &position, size));
  // A private key of PKCS#1 has a public one too.
  Passphrase none;
  if (!key && type == "pkcs1") key = ReadPrivateDer(bytes, type, none);
  if (!key) {
    std::vector<std::string> stack;
    char text[256];
    while (unsigned long error = ERR_get_error()) {
      ERR_error_string_n(error, text, sizeof(text));
      stack.insert(stack.begin(), text);
    }
    return bind::Error::Plain(nullptr, "Failed to read asymmetric key").With("opensslErrorStack", std::move(stack));
  }
  ERR_clear_error();
  return key;
}

// --- JSON Web Keys in. ---

// None where it is too large.
BigNumber NumberOf(std::span<const std::byte> bytes) {
  if (!FitInt(bytes)) return nullptr;
  return BigNumber(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

bind::Error InvalidJwk(const char* what) { return bind::Error::Type("ERR_CRYPTO_INVALID_JWK", what); }

// rsaFromParts([n, e] or [n, e, d, p, q, dp, dq, qi])
bind::Result<SharedKey> RsaFromParts(std::vector<bind::Bytes> parts) {
  Prepare();
  std::vector<std::span<const uint8_t>> numbers;
  for (const auto& part : parts) numbers.emplace_back(reinterpret_cast<const uint8_t*>(part.data()), part.size());
  auto key = PlainRsaKey(numbers);
  if (!key) return InvalidJwk("Invalid JWK RSA key");
  return key;
}

// ecFromParts(curve, x, y, d or undefined)
bind::Result<SharedKey> EcFromParts(std::string curve, std::span<const std::byte> x, std::span<const std::byte> y,
                                    v8::Local<v8::Value> d) {
  Prepare();
  size_t size = PlainCurveSize(curve);
  if (x.size() > size || y.size() > size) return InvalidJwk("Invalid JWK EC key");
  std::vector<unsigned char> point(1 + 2 * size);
  point[0] = POINT_CONVERSION_UNCOMPRESSED;
  std::memcpy(point.data() + 1 + size - x.size(), x.data(), x.size());
  std::memcpy(point.data() + 1 + 2 * size - y.size(), y.data(), y.size());
  BigNumber secret;
  if (auto bytes = bind::BytesOf(d)) {
    secret = NumberOf(*bytes);
    if (!secret) return InvalidJwk("Invalid JWK EC key");
  }
  auto key = PlainEcKey(curve.c_str(), point, secret.get());
  if (!key) return InvalidJwk("Invalid JWK EC key");
  return key;
}

// rawKey(name, bytes, isPrivate): X25519, X448, Ed25519, Ed448.
bind::Result<SharedKey> RawKey(std::string name, std::span<const uint8_t> bytes, bool is_private) {
  Prepare();
  auto key = PlainRawKey(name.c_str(), bytes, is_private);
  if (!key) return InvalidJwk("Invalid JWK data");
  return key;
}

// --- Describing. ---

BigNumber NumberIn(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  return BigNumber(number);
}

v8::Local<v8::Value> BigIntOf(v8::Isolate* isolate, const BIGNUM* number) {
  std::vector<uint64_t> words((BN_num_bytes(number) + 7) / 8);
  BN_bn2lebinpad(number, reinterpret_cast<unsigned char*>(words.data()), static_cast<int>(words.size() * 8));
  v8::Local<v8::BigInt> made;  // none where it is larger than JavaScript's may be: an exception is pending
  auto count = static_cast<int>(words.size());
  if (!v8::BigInt::NewFromWords(isolate->GetCurrentContext(), 0, count, words.data()).ToLocal(&made)) return {};
  return made;
}

// The parameters that the key of an RSA-PSS key's certificate would show; none where it is not restricted.
Owned<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free> PssParameters(EVP_PKEY* key) {
  X509_PUBKEY* info = nullptr;
  if (X509_PUBKEY_set(&info, key) != 1) return nullptr;
  Owned<X509_PUBKEY, X509_PUBKEY_free> owned(info);
  X509_ALGOR* algorithm = nullptr;
  X509_PUBKEY_get0_param(nullptr, nullptr, nullptr, &algorithm, info);
  const void* value = nullptr;
  int type = V_ASN1_UNDEF;
  X509_ALGOR_get0(nullptr, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE) return nullptr;
  auto* sequence = static_cast<const ASN1_STRING*>(value);
  return Owned<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free>(
      static_cast<RSA_PSS_PARAMS*>(ASN1_item_unpack(sequence, ASN1_ITEM_rptr(RSA_PSS_PARAMS))));
}

const char* AlgorithmName(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return OBJ_nid2ln(OBJ_obj2nid(object));
}

std::string CurveName(EVP_PKEY* key) {
  char name[80];
  size_t length = 0;
  if (EVP_PKEY_get_group_name(key, name, sizeof(name), &length) != 1) return "";
  int nid = OBJ_txt2nid(name);
  return nid == NID_undef ? name : OBJ_nid2sn(nid);
}

}  // namespace

namespace {

class KeyHolder final : public messaging::DataHolder {
 public:
  explicit KeyHolder(SharedKey key) : key_(std::move(key)) {}
  v8::MaybeLocal<v8::Object> Unpack(messaging::Messaging&, v8::Local<v8::Context> context) override {
    return bind::Wrap(context, new Key(key_));
  }

 private:
  const SharedKey key_;
};

}  // namespace

std::unique_ptr<messaging::DataHolder> Key::Pack() { return std::make_unique<KeyHolder>(key_); }

std::optional<std::string> Key::Type() const {
  switch (id()) {
    case EVP_PKEY_RSA: return "rsa";
    case EVP_PKEY_RSA_PSS: return "rsa-pss";
    case EVP_PKEY_DSA: return "dsa";
    case EVP_PKEY_DH: return "dh";
    case EVP_PKEY_EC: return "ec";
    case EVP_PKEY_X25519: return "x25519";
    case EVP_PKEY_X448: return "x448";
    case EVP_PKEY_ED25519: return "ed25519";
    case EVP_PKEY_ED448: return "ed448";
    default: return std::nullopt;
  }
}

v8::Local<v8::Value> Key::Details(v8::Isolate* isolate) {
  auto context = isolate->GetCurrentContext();
  auto details = v8::Object::New(isolate);
  auto set = [&](const char* name, v8::Local<v8::Value> value) { bind::Define(context, details, name, value); };
  int type = id();
  if (type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS) {
    set("modulusLength", v8::Integer::New(isolate, EVP_PKEY_get_bits(get())));
    if (auto exponent = NumberIn(get(), OSSL_PKEY_PARAM_RSA_E)) {
      set("publicExponent", BigIntOf(isolate, exponent.get()));
    }
    auto pss = type == EVP_PKEY_RSA_PSS ? PssParameters(get()) : nullptr;
    if (pss) {
      const char* hash = pss->hashAlgorithm ? AlgorithmName(pss->hashAlgorithm) : "sha1";
      const char* mgf_hash = "sha1";
      Owned<X509_ALGOR, X509_ALGOR_free> mask_hash;
      if (pss->maskGenAlgorithm && pss->maskGenAlgorithm->parameter) {
        mask_hash.reset(static_cast<X509_ALGOR*>(
            ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), pss->maskGenAlgorithm->parameter)));
        if (mask_hash) mgf_hash = AlgorithmName(mask_hash.get());
      }
      set("hashAlgorithm", bind::NewString(isolate, hash));
      set("mgf1HashAlgorithm", bind::NewString(isolate, mgf_hash));
      set("saltLength", v8::Number::New(isolate, pss->saltLength ? ASN1_INTEGER_get(pss->saltLength) : 20));
    }
  } else if (type == EVP_PKEY_DSA) {
    auto p = NumberIn(get(), OSSL_PKEY_PARAM_FFC_P), q = NumberIn(get(), OSSL_PKEY_PARAM_FFC_Q);
    if (p && q) {
      set("modulusLength", v8::Integer::New(isolate, BN_num_bits(p.get())));
      set("divisorLength", v8::Integer::New(isolate, BN_num_bits(q.get())));
    }
  } else if (type == EVP_PKEY_EC) {
    set("namedCurve", bind::NewString(isolate, CurveName(get())));
  }
  ERR_clear_error();
  return details;
}

v8::Local<v8::Value> Key::JwkParts(v8::Isolate* isolate, bool is_private, bool as_text) {
  v8::LocalVector<v8::Value> parts(isolate);
  auto add = [&](const unsigned char* data, size_t size) {
    v8::Local<v8::Value> text;
    auto encoding = as_text ? static_cast<int32_t>(buffer::Encoding::kBase64url) : kAsBuffer;
    if (Output(isolate, {data, size}, encoding).ToLocal(&text)) parts.push_back(text);
  };
  auto add_number = [&](const char* name, size_t size) {
    auto number = NumberIn(get(), name);
    std::vector<unsigned char> bytes(number ? std::max(size, static_cast<size_t>(BN_num_bytes(number.get()))) : 0);
    if (number) BN_bn2binpad(number.get(), bytes.data(), static_cast<int>(bytes.size()));
    add(bytes.data(), bytes.size());
  };
  auto add_text = [&](std::string_view text) { add(reinterpret_cast<const unsigned char*>(text.data()), text.size()); };
  int type = id();
  if (auto numbers = type == EVP_PKEY_RSA ? PlainRsaNumbers(get(), is_private) : std::vector<std::string>();
      !numbers.empty()) {
    for (std::string_view number : numbers) add_text(number);
  } else if (auto ec = type == EVP_PKEY_EC ? PlainEcPartsOf(get(), is_private) : std::nullopt) {
    std::string_view point(ec->point);
    add_text(point.substr(1, point.size() / 2));
    add_text(point.substr(1 + point.size() / 2));
    if (is_private) add_text(ec->secret);
  } else if (type == EVP_PKEY_RSA) {
    for (const char* name : {OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E}) add_number(name, 0);
    if (is_private) {
      for (const char* name :
           {OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
            OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1}) {
        add_number(name, 0);
      }
    }
  } else if (type == EVP_PKEY_EC) {
    size_t size = PlainCurveSize(CurveName(get()));
    add_number(OSSL_PKEY_PARAM_EC_PUB_X, size);
    add_number(OSSL_PKEY_PARAM_EC_PUB_Y, size);
    if (is_private) add_number(OSSL_PKEY_PARAM_PRIV_KEY, size);
  } else if (type == EVP_PKEY_X25519 || type == EVP_PKEY_X448 || type == EVP_PKEY_ED25519 || type == EVP_PKEY_ED448) {
    unsigned char raw[64];
    size_t size = sizeof(raw);
    if (EVP_PKEY_get_raw_public_key(get(), raw, &size) == 1) add(raw, size);
    size = sizeof(raw);
    if (is_private && EVP_PKEY_get_raw_private_key(get(), raw, &size) == 1) add(raw, size);
    OPENSSL_cleanse(raw, sizeof(raw));
  } else {
    return v8::Undefined(isolate);
  }
  ERR_clear_error();
  return v8::Array::New(isolate, parts.data(), parts.size());
}

// --- Writing. ---

namespace {

v8::MaybeLocal<v8::Value> Written(v8::Isolate* isolate, BIO* bio, bool fine, bool is_pem) {
  if (!fine) {
    OpenSslError("Failed to encode the key").Throw(isolate);
    return {};
  }
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  std::span bytes(reinterpret_cast<const uint8_t*>(data), static_cast<size_t>(size));
  return Output(isolate, bytes, is_pem ? static_cast<int32_t>(buffer::Encoding::kLatin1) : kAsBuffer);
}

}  // namespace

v8::MaybeLocal<v8::Value> Key::ExportPublic(v8::Isolate* isolate, bool is_pem, std::string type) {
  Bio bio(BIO_new(BIO_s_mem()));
  bool is_spki = type == "spki";
  if (std::string plain = is_spki ? PlainSpki(get()) : PlainPkcs1(get()); !plain.empty()) {
    auto* bytes = reinterpret_cast<const unsigned char*>(plain.data());
    auto size = static_cast<long>(plain.size());
    bool fine = is_pem ? PEM_write_bio(bio.get(), is_spki ? "PUBLIC KEY" : "RSA PUBLIC KEY", "", bytes, size) > 0
                       : BIO_write(bio.get(), bytes, static_cast<int>(size)) == size;
    return Written(isolate, bio.get(), fine, is_pem);
  }
  if (is_spki) {
    bool fine = is_pem ? PEM_write_bio_PUBKEY(bio.get(), get()) : i2d_PUBKEY_bio(bio.get(), get());
    return Written(isolate, bio.get(), fine, is_pem);
  }
  unsigned char* der = nullptr;
  int size = i2d_PublicKey(get(), &der);
  bool fine = size > 0;
  if (fine && is_pem) {
    fine = PEM_write_bio(bio.get(), "RSA PUBLIC KEY", "", der, size) > 0;
  } else if (fine) {
    fine = BIO_write(bio.get(), der, size) == size;
  }
  OPENSSL_free(der);
  return Written(isolate, bio.get(), fine, is_pem);
}

v8::MaybeLocal<v8::Value> Key::ExportPrivate(v8::Isolate* isolate, bool is_pem, std::string type,
                                             std::optional<std::string> cipher_name,
                                             v8::Local<v8::Value> passphrase_value) {
  const EVP_CIPHER* cipher = nullptr;
  if (cipher_name) {
    cipher = EVP_get_cipherbyname(cipher_name->c_str());
    if (!cipher) {
      bind::Error::Plain("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher").Throw(isolate);
      return {};
    }
  }
  Passphrase passphrase(passphrase_value);
  auto secret = passphrase.bytes();
  if (!FitInt(secret)) {
    bind::Error::Range("ERR_OUT_OF_RANGE", "passphrase is too big").Throw(isolate);
    return {};
  }
  static char nothing[1] = "";
  auto length = static_cast<int>(secret.size());
  auto* phrase = !cipher ? nullptr : secret.empty() ? nothing : secret.data();
  Bio bio(BIO_new(BIO_s_mem()));
  bool fine;
  std::string plain = cipher ? std::string() : type == "pkcs8" ? PlainPkcs8(get()) : PlainTraditional(get());
  if (!plain.empty()) {
    auto* bytes = reinterpret_cast<const unsigned char*>(plain.data());
    auto size = static_cast<long>(plain.size());
    const char* name = type == "pkcs8" ? "PRIVATE KEY" : type == "sec1" ? "EC PRIVATE KEY" : "RSA PRIVATE KEY";
    fine = is_pem ? PEM_write_bio(bio.get(), name, "", bytes, size) > 0
                  : BIO_write(bio.get(), bytes, static_cast<int>(size)) == size;
    OPENSSL_cleanse(plain.data(), plain.size());
  } else if (type == "pkcs8") {
    fine = is_pem ? PEM_write_bio_PKCS8PrivateKey(bio.get(), get(), cipher, phrase, length, nullptr, nullptr)
                  : i2d_PKCS8PrivateKey_bio(bio.get(), get(), cipher, phrase, length, nullptr, nullptr);
  } else if (is_pem) {
    fine = PEM_write_bio_PrivateKey_traditional(bio.get(), get(), cipher, reinterpret_cast<unsigned char*>(phrase),
                                                length, nullptr, nullptr);
  } else {
    fine = i2d_PrivateKey_bio(bio.get(), get());
  }
  return Written(isolate, bio.get(), fine, is_pem);
}

// --- Generating. ---

namespace {

bind::Error FailedToGenerate() {
  std::string text = "Key generation job failed";
  if (unsigned long error = ERR_peek_error()) {
    char buffer[256];
    ERR_error_string_n(error, buffer, sizeof(buffer));
    text = buffer;
  }
  ERR_clear_error();
  return bind::Error::Plain(nullptr, text);
}

using Generated = bind::Result<SharedKey>;
using GenerateJob = bind::Job<SharedKey>;
constexpr const char* kKind = "KEYPAIRGENREQUEST";

Generated Run(KeyContext& context) {
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_keygen(context.get(), &key) != 1) return FailedToGenerate();
  NoteWhole(key);
  return Share(key);
}

// generateRsa(isPss, bits, exponent, digest or -1, mgf1 digest or -1, length of the salt or -1[, callback])
GenerateJob GenerateRsa(bool is_pss, uint32_t bits, uint32_t exponent, int32_t digest, int32_t mask_digest,
                        int32_t salt_length) {
  auto work = [=]() -> Generated {
    Prepare();
    KeyContext context(EVP_PKEY_CTX_new_id(is_pss ? EVP_PKEY_RSA_PSS : EVP_PKEY_RSA, nullptr));
    BigNumber number(BN_new());
    BN_set_word(number.get(), exponent);
    auto* c = context.get();
    if (!c || EVP_PKEY_keygen_init(c) != 1 || EVP_PKEY_CTX_set_rsa_keygen_bits(c, static_cast<int>(bits)) != 1 ||
        EVP_PKEY_CTX_set1_rsa_keygen_pubexp(c, number.get()) != 1) {
      return FailedToGenerate();
    }
    if (is_pss) {
      if (digest >= 0 && EVP_PKEY_CTX_set_rsa_pss_keygen_md(c, DigestOf(digest).md) != 1) return FailedToGenerate();
      if (mask_digest < 0 && digest >= 0) {
        EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md(c, DigestOf(digest).md);
      } else if (mask_digest >= 0) {
        EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md(c, DigestOf(mask_digest).md);
      }
      int salt = salt_length < 0 && digest >= 0 ? DigestOf(digest).size : salt_length;
      if (salt >= 0) EVP_PKEY_CTX_set_rsa_pss_keygen_saltlen(c, salt);
    }
    return Run(context);
  };
  return {std::move(work), kKind};
}

// generateDsa(bits, bits of the divisor or -1[, callback])
GenerateJob GenerateDsa(uint32_t bits, int32_t divisor_bits) {
  auto work = [=]() -> Generated {
    Prepare();
    KeyContext parameters(EVP_PKEY_CTX_new_id(EVP_PKEY_DSA, nullptr));
    EVP_PKEY* made = nullptr;
    if (!parameters || EVP_PKEY_paramgen_init(parameters.get()) != 1 ||
        EVP_PKEY_CTX_set_dsa_paramgen_bits(parameters.get(), static_cast<int>(bits)) != 1 ||
        (divisor_bits >= 0 && EVP_PKEY_CTX_set_dsa_paramgen_q_bits(parameters.get(), divisor_bits) != 1) ||
        EVP_PKEY_paramgen(parameters.get(), &made) != 1) {
      return FailedToGenerate();
    }
    auto shared = Share(made);
    KeyContext context(EVP_PKEY_CTX_new(shared.get(), nullptr));
    if (!context || EVP_PKEY_keygen_init(context.get()) != 1) return FailedToGenerate();
    return Run(context);
  };
  return {std::move(work), kKind};
}

// generateEc(curve, isExplicit[, callback])
GenerateJob GenerateEc(std::string curve, bool is_explicit) {
  auto work = [=]() -> Generated {
    Prepare();
    int nid = EC_curve_nist2nid(curve.c_str());
    if (nid == NID_undef) nid = OBJ_sn2nid(curve.c_str());
    if (EVP_PKEY* known = nid == NID_undef || is_explicit ? nullptr : PlainCurveTemplate(OBJ_nid2sn(nid))) {
      KeyContext context(EVP_PKEY_CTX_new(known, nullptr));
      if (!context || EVP_PKEY_keygen_init(context.get()) != 1) return FailedToGenerate();
      return Run(context);
    }
    KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr));
    if (nid == NID_undef || !context || EVP_PKEY_keygen_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context.get(), nid) != 1 ||
        EVP_PKEY_CTX_set_ec_param_enc(context.get(),
                                      is_explicit ? OPENSSL_EC_EXPLICIT_CURVE : OPENSSL_EC_NAMED_CURVE) != 1) {
      return FailedToGenerate();
    }
    return Run(context);
  };
  return {std::move(work), kKind};
}

bool HasCurve(std::string curve) {
  Prepare();
  int nid = EC_curve_nist2nid(curve.c_str());
  if (nid == NID_undef) nid = OBJ_sn2nid(curve.c_str());
  Owned<EC_GROUP, EC_GROUP_free> group(nid == NID_undef ? nullptr : EC_GROUP_new_by_curve_name(nid));
  ERR_clear_error();
  return group != nullptr;
}

// generateRaw('X25519' ...[, callback])
GenerateJob GenerateRaw(std::string name) {
  auto work = [=]() -> Generated {
    Prepare();
    KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, name.c_str(), nullptr));
    if (!context || EVP_PKEY_keygen_init(context.get()) != 1) return FailedToGenerate();
    return Run(context);
  };
  return {std::move(work), kKind};
}

// --- SPKAC: a key with a challenge, signed, as HTML's <keygen> once made it. ---

using Spki = Owned<NETSCAPE_SPKI, NETSCAPE_SPKI_free>;

Spki SpkiOf(std::span<const uint8_t> text) {
  Prepare();
  Spki spki(text.empty() || !FitInt(text)
                ? nullptr
                : NETSCAPE_SPKI_b64_decode(reinterpret_cast<const char*>(text.data()), static_cast<int>(text.size())));
  ERR_clear_error();
  return spki;
}

bool VerifySpkac(std::span<const uint8_t> text) {
  auto spki = SpkiOf(text);
  if (!spki) return false;
  auto key = Share(NETSCAPE_SPKI_get_pubkey(spki.get()));
  bool fits = key && NETSCAPE_SPKI_verify(spki.get(), key.get()) == 1;
  ERR_clear_error();
  return fits;
}

// In PEM, as a Buffer; an empty string where the text is no SPKAC.
v8::MaybeLocal<v8::Value> SpkacPublicKey(v8::Isolate* isolate, std::span<const uint8_t> text) {
  auto spki = SpkiOf(text);
  auto key = Share(spki ? NETSCAPE_SPKI_get_pubkey(spki.get()) : nullptr);
  ERR_clear_error();
  if (!key) return v8::String::Empty(isolate).As<v8::Value>();
  Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key.get());
  char* data = nullptr;
  long size = BIO_get_mem_data(bio.get(), &data);
  return Output(isolate, {reinterpret_cast<uint8_t*>(data), static_cast<size_t>(size)}, kAsBuffer);
}

v8::MaybeLocal<v8::Value> SpkacChallenge(v8::Isolate* isolate, std::span<const uint8_t> text) {
  auto spki = SpkiOf(text);
  unsigned char* challenge = nullptr;
  int size = spki ? ASN1_STRING_to_UTF8(&challenge, spki->spkac->challenge) : -1;
  ERR_clear_error();
  if (size < 0) return v8::String::Empty(isolate).As<v8::Value>();
  auto output = Output(isolate, {challenge, static_cast<size_t>(size)}, kAsBuffer);
  OPENSSL_free(challenge);
  return output;
}

bool IsKey(v8::Local<v8::Value> value) { return bind::Unwrap<Key>(value) != nullptr; }

// groupPrime('modp14') -> Buffer, or undefined where there is no such group (RFC 2409, RFC 3526). The generator is 2.
v8::Local<v8::Value> GroupPrime(v8::Isolate* isolate, std::string name) {
  static constexpr std::pair<const char*, BIGNUM* (*)(BIGNUM*)> kGroups[] = {
      {"modp1", BN_get_rfc2409_prime_768},   {"modp2", BN_get_rfc2409_prime_1024},
      {"modp5", BN_get_rfc3526_prime_1536},  {"modp14", BN_get_rfc3526_prime_2048},
      {"modp15", BN_get_rfc3526_prime_3072}, {"modp16", BN_get_rfc3526_prime_4096},
      {"modp17", BN_get_rfc3526_prime_6144}, {"modp18", BN_get_rfc3526_prime_8192}};
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  for (auto& [known, make] : kGroups) {
    if (name != known) continue;
    BigNumber prime(make(nullptr));
    bind::OwnedBytes bytes(BN_num_bytes(prime.get()));
    BN_bn2bin(prime.get(), reinterpret_cast<unsigned char*>(bytes.data()));
    return bytes.ToBuffer(isolate);
  }
  return v8::Undefined(isolate);
}

// generateDh(prime or undefined, bits of a prime to be found, generator[, callback])
GenerateJob GenerateDh(v8::Local<v8::Value> prime, uint32_t bits, uint32_t generator) {
  auto prime_bytes = bind::Bytes::From(prime);
  auto work = [=]() -> Generated {
    Prepare();
    SharedKey parameters;
    if (prime_bytes) {
      Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
      BigNumber p = NumberOf(prime_bytes->span()), g(BN_new());
      if (!p) return FailedToGenerate();
      BN_set_word(g.get(), generator);
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_P, p.get());
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_FFC_G, g.get());
      Owned<OSSL_PARAM, OSSL_PARAM_free> list(OSSL_PARAM_BLD_to_param(builder.get()));
      KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "DH", nullptr));
      EVP_PKEY* made = nullptr;
      if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
          EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEY_PARAMETERS, list.get()) != 1) {
        return FailedToGenerate();
      }
      parameters = Share(made);
    } else {
      KeyContext context(EVP_PKEY_CTX_new_id(EVP_PKEY_DH, nullptr));
      EVP_PKEY* made = nullptr;
      if (!context || EVP_PKEY_paramgen_init(context.get()) != 1 ||
          EVP_PKEY_CTX_set_dh_paramgen_prime_len(context.get(), static_cast<int>(bits)) != 1 ||
          EVP_PKEY_CTX_set_dh_paramgen_generator(context.get(), static_cast<int>(generator)) != 1 ||
          EVP_PKEY_paramgen(context.get(), &made) != 1) {
        return FailedToGenerate();
      }
      parameters = Share(made);
    }
    KeyContext context(EVP_PKEY_CTX_new(parameters.get(), nullptr));
    if (!context || EVP_PKEY_keygen_init(context.get()) != 1) return FailedToGenerate();
    return Run(context);
  };
  return {std::move(work), kKind};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_key) {
  using namespace crypto;
  Function<ReadPrivate>("readPrivate");
  Function<ReadPublic>("readPublic");
  Function<RsaFromParts>("rsaFromParts");
  Function<EcFromParts>("ecFromParts");
  Function<RawKey>("rawKey");
  Function<HasCurve>("hasCurve");
  Function<GenerateRsa>("generateRsa");
  Function<GenerateDsa>("generateDsa");
  Function<GenerateEc>("generateEc");
  Function<GenerateRaw>("generateRaw");
  Function<GenerateDh>("generateDh");
  Function<GroupPrime>("groupPrime");
  Function<IsKey>("isKey");
  Function<VerifySpkac>("verifySpkac");
  Function<SpkacPublicKey>("spkacPublicKey");
  Function<SpkacChallenge>("spkacChallenge");
  Class<Key>("Key")
      .Getter<&Key::Type>("type")
      .Method<&Key::Details>("details")
      .Method<&Key::Equals>("equals")
      .Method<&Key::ExportPublic>("exportPublic")
      .Method<&Key::ExportPrivate>("exportPrivate")
      .Method<&Key::JwkParts>("jwkParts");
}

}  // namespace eddy
