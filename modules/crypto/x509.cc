// X.509 certificates read and checked by OpenSSL, and their names written in a way that cannot be misread.
#include "crypto/x509.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>
#include <ctime>

namespace eddy {
namespace crypto {
namespace {

using GeneralNames = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<size_t>(size)) : std::string();
}

template <class Print>
std::string Printed(Print print) {
  Bio bio(BIO_new(BIO_s_mem()));
  if (!bio) return {};
  print(bio.get());
  ERR_clear_error();
  return TextOf(bio.get());
}

// --- Names. ---

constexpr unsigned long kNameStyle =
    ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT | XN_FLAG_SEP_MULTILINE | XN_FLAG_FN_SN;
// Within alternative names: RFC 2253's, but characters of other languages and control characters as they are, since
// AppendSafely deals with them.
constexpr unsigned long kDirectoryNameStyle = XN_FLAG_RFC2253 & ~(ASN1_STRFLGS_ESC_MSB | ASN1_STRFLGS_ESC_CTRL);

std::string NameText(const X509_NAME* name) {
  return Printed([&](BIO* bio) { X509_NAME_print_ex(bio, name, 0, kNameStyle); });
}

std::string ObjectText(const ASN1_OBJECT* object, bool as_number) {
  char text[256];
  int size = OBJ_obj2txt(text, sizeof(text), object, as_number);
  return size > 0 ? std::string(text, std::min<size_t>(static_cast<size_t>(size), sizeof(text) - 1)) : std::string();
}

v8::Local<v8::Value> NameParts(v8::Isolate* isolate, const X509_NAME* name) {
  std::vector<std::string> parts;
  for (int i = 0; i < X509_NAME_entry_count(name); i++) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    ASN1_OBJECT* object = X509_NAME_ENTRY_get_object(entry);
    int id = OBJ_obj2nid(object);
    unsigned char* value = nullptr;
    int size = ASN1_STRING_to_UTF8(&value, X509_NAME_ENTRY_get_data(entry));
    if (size < 0) continue;
    parts.push_back(id != NID_undef ? OBJ_nid2sn(id) : ObjectText(object, true));
    parts.emplace_back(reinterpret_cast<char*>(value), static_cast<size_t>(size));
    OPENSSL_free(value);
  }
  ERR_clear_error();
  return bind::Convert<std::vector<std::string>>::To(isolate, parts);
}

// --- Alternative names. A reader splits lists of them at commas and lines: what holds such a character, or looks as if
// --- it were quoted, is written in quotes, as JSON would.

bool IsSafe(std::string_view text, bool is_utf8) {
  return std::ranges::all_of(text, [&](char c) {
    auto unit = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == ',' || c == '\'') return false;
    return (unit >= ' ' && unit <= '~') || (is_utf8 && unit >= 0x80);
  });
}

// `text` is Latin-1, or UTF-8 where `is_utf8`.
void AppendSafely(std::string& to, std::string_view text, bool is_utf8, std::string_view prefix = {}) {
  if (IsSafe(text, is_utf8)) {
    to.append(prefix).append(text);
    return;
  }
  to.push_back('"');
  to.append(prefix);
  for (char c : text) {
    auto unit = static_cast<unsigned char>(c);
    if (c == '\\' || c == '"') {
      to.push_back('\\');
      to.push_back(c);
    } else if ((unit >= ' ' && unit <= '~' && c != ',' && c != '\'') || (is_utf8 && unit >= 0x80)) {
      to.push_back(c);
    } else {
      char escaped[8];
      snprintf(escaped, sizeof(escaped), "\\u%04x", unit);
      to.append(escaped);
    }
  }
  to.push_back('"');
}

std::string_view BytesOf(const ASN1_STRING* string) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
          static_cast<size_t>(ASN1_STRING_length(string))};
}

void AppendOtherName(std::string& to, const OTHERNAME* name) {
  struct Known {
    int id;
    const char* prefix;
    int type;
  };
  static constexpr Known kKnown[] = {{NID_id_on_SmtpUTF8Mailbox, "SmtpUTF8Mailbox:", V_ASN1_UTF8STRING},
                                     {NID_XmppAddr, "XmppAddr:", V_ASN1_UTF8STRING},
                                     {NID_SRVName, "SRVName:", V_ASN1_IA5STRING},
                                     {NID_ms_upn, "UPN:", V_ASN1_UTF8STRING},
                                     {NID_NAIRealm, "NAIRealm:", V_ASN1_UTF8STRING}};
  to.append("othername:");
  int id = OBJ_obj2nid(name->type_id);
  auto known = std::ranges::find(kKnown, id, &Known::id);
  if (known == std::end(kKnown) || name->value->type != known->type) {
    to.append("<unsupported>");
    return;
  }
  AppendSafely(to, BytesOf(name->value->value.asn1_string), known->type == V_ASN1_UTF8STRING, known->prefix);
}

void AppendAddress(std::string& to, std::string_view octets) {
  char text[8];
  if (octets.size() == 4) {
    for (size_t i = 0; i < 4; i++) {
      if (i > 0) to.push_back('.');
      to.append(std::to_string(static_cast<unsigned char>(octets[i])));
    }
  } else if (octets.size() == 16) {
    for (size_t i = 0; i < 16; i += 2) {
      if (i > 0) to.push_back(':');
      snprintf(text, sizeof(text), "%X",
               static_cast<unsigned char>(octets[i]) << 8 | static_cast<unsigned char>(octets[i + 1]));
      to.append(text);
    }
  } else {
    to.append("<invalid length=").append(std::to_string(octets.size())).append(">");
  }
}

void AppendGeneralName(std::string& to, const GENERAL_NAME* name) {
  auto append = [&](const char* kind, const ASN1_STRING* value) {
    to.append(kind);
    AppendSafely(to, BytesOf(value), false);
  };
  switch (name->type) {
    case GEN_DNS: return append("DNS:", name->d.dNSName);
    case GEN_EMAIL: return append("email:", name->d.rfc822Name);
    case GEN_URI: return append("URI:", name->d.uniformResourceIdentifier);
    case GEN_OTHERNAME: return AppendOtherName(to, name->d.otherName);
    case GEN_X400: to.append("X400Name:<unsupported>"); return;
    case GEN_EDIPARTY: to.append("EdiPartyName:<unsupported>"); return;
    case GEN_RID: to.append("Registered ID:").append(ObjectText(name->d.rid, true)); return;
    case GEN_IPADD:
      to.append("IP Address:");
      AppendAddress(to, BytesOf(name->d.iPAddress));
      return;
    case GEN_DIRNAME:
      to.append("DirName:");
      AppendSafely(to, Printed([&](BIO* bio) { X509_NAME_print_ex(bio, name->d.dirn, 0, kDirectoryNameStyle); }), true);
      return;
    default: to.append("<unsupported>"); return;
  }
}

// --- Times. ---

std::string TimeText(const ASN1_TIME* time) {
  return Printed([&](BIO* bio) { ASN1_TIME_print(bio, time); });
}

double Milliseconds(const ASN1_TIME* time) {
  tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return 0;
  return static_cast<double>(timegm(&parts)) * 1000;
}

std::string Hex(const BIGNUM* number) {
  char* text = BN_bn2hex(number);
  std::string hex = text ? text : "";
  OPENSSL_free(text);
  return hex;
}

class CertificateHolder final : public messaging::DataHolder {
 public:
  explicit CertificateHolder(SharedCertificate certificate) : certificate_(std::move(certificate)) {}
  v8::MaybeLocal<v8::Object> Unpack(messaging::Messaging&, v8::Local<v8::Context> context) override {
    return bind::Wrap(context, new X509Object(certificate_));
  }

 private:
  const SharedCertificate certificate_;
};

v8::Local<v8::Value> MatchOr(v8::Isolate* isolate, int result, const std::string& match) {
  if (result == 1) return bind::NewString(isolate, match);
  if (result == 0) return v8::Undefined(isolate);
  return v8::Null(isolate);
}

}  // namespace

std::unique_ptr<messaging::DataHolder> X509Object::Pack() { return std::make_unique<CertificateHolder>(certificate_); }

// parse(bytes): DER, or the first certificate of a PEM text
bind::Result<SharedCertificate> ParseCertificate(std::span<const uint8_t> bytes) {
  Prepare();
  ERR_clear_error();
  size_t size = std::min<size_t>(bytes.size(), INT_MAX);
  const unsigned char* place = bytes.data();
  X509* parsed = d2i_X509(nullptr, &place, static_cast<long>(size));
  if (!parsed) {
    ERR_clear_error();
    Bio bio(BIO_new_mem_buf(size ? static_cast<const void*>(bytes.data()) : "", static_cast<int>(size)));
    parsed = PEM_read_bio_X509_AUX(
        bio.get(), nullptr, [](char*, int, int, void*) { return 0; }, nullptr);
  }
  if (!parsed) return SingleOpenSslError("Failed to parse X509 certificate");
  ERR_clear_error();
  return SharedCertificate(parsed, X509_free);
}

std::string X509Object::Subject() { return NameText(X509_get_subject_name(get())); }
std::string X509Object::Issuer() { return NameText(X509_get_issuer_name(get())); }
v8::Local<v8::Value> X509Object::SubjectParts(v8::Isolate* isolate) {
  return NameParts(isolate, X509_get_subject_name(get()));
}
v8::Local<v8::Value> X509Object::IssuerParts(v8::Isolate* isolate) {
  return NameParts(isolate, X509_get_issuer_name(get()));
}

std::optional<std::string> X509Object::SubjectAltName() {
  GeneralNames names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(get(), NID_subject_alt_name, nullptr, nullptr)));
  ERR_clear_error();
  if (!names) return std::nullopt;
  std::string text;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); i++) {
    if (i > 0) text.append(", ");
    AppendGeneralName(text, sk_GENERAL_NAME_value(names.get(), i));
  }
  return text;
}

std::optional<std::string> X509Object::InfoAccess() {
  Owned<AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free> list(
      static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(get(), NID_info_access, nullptr, nullptr)));
  ERR_clear_error();
  if (!list) return std::nullopt;
  std::string text;
  for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(list.get()); i++) {
    const ACCESS_DESCRIPTION* entry = sk_ACCESS_DESCRIPTION_value(list.get(), i);
    if (i > 0) text.push_back('\n');
    text.append(ObjectText(entry->method, false)).append(" - ");
    AppendGeneralName(text, entry->location);
  }
  return text;
}

std::string X509Object::ValidFrom() { return TimeText(X509_get0_notBefore(get())); }
std::string X509Object::ValidTo() { return TimeText(X509_get0_notAfter(get())); }
double X509Object::ValidFromTime() { return Milliseconds(X509_get0_notBefore(get())); }
double X509Object::ValidToTime() { return Milliseconds(X509_get0_notAfter(get())); }

std::optional<std::string> X509Object::Fingerprint(std::string name) {
  const Digest* digest = FindDigest(name);
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!digest || X509_digest(get(), digest->md, bytes, &size) != 1) return std::nullopt;
  std::string text;
  char pair[4];
  for (unsigned i = 0; i < size; i++) {
    snprintf(pair, sizeof(pair), i > 0 ? ":%02X" : "%02X", bytes[i]);
    text.append(pair);
  }
  return text;
}

std::optional<std::vector<std::string>> X509Object::ExtendedKeyUsage() {
  Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free> usage(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(get(), NID_ext_key_usage, nullptr, nullptr)));
  ERR_clear_error();
  if (!usage) return std::nullopt;
  std::vector<std::string> list;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usage.get()); i++) {
    list.push_back(ObjectText(sk_ASN1_OBJECT_value(usage.get(), i), true));
  }
  return list;
}

std::optional<std::string> X509Object::SerialNumber() {
  Owned<BIGNUM, BN_free> number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(get()), nullptr));
  if (!number) return std::nullopt;
  return Hex(number.get());
}

std::optional<std::string> X509Object::SignatureAlgorithm() {
  int id = X509_get_signature_nid(get());
  if (id == NID_undef) return std::nullopt;
  return OBJ_nid2ln(id);
}

std::string X509Object::SignatureAlgorithmOid() {
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(nullptr, &algorithm, get());
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return ObjectText(object, true);
}

bind::OwnedBytes X509Object::Raw() {
  int size = i2d_X509(get(), nullptr);
  bind::OwnedBytes bytes(static_cast<size_t>(std::max(size, 0)));
  auto* place = reinterpret_cast<unsigned char*>(bytes.data());
  if (size > 0 && place) i2d_X509(get(), &place);
  return bytes;
}

std::string X509Object::Pem() {
  return Printed([&](BIO* bio) { PEM_write_bio_X509(bio, get()); });
}

bool X509Object::IsAuthority() {
  bool is_one = X509_check_ca(get()) == 1;
  ERR_clear_error();
  return is_one;
}

bind::Result<SharedKey> X509Object::PublicKey() {
  ERR_clear_error();
  EVP_PKEY* key = X509_get_pubkey(get());
  if (!key) return SingleOpenSslError("Failed to read the certificate's public key");
  return Share(key);
}

v8::Local<v8::Value> X509Object::KeyParts(v8::Isolate* isolate) {
  v8::Local<v8::Value> none = v8::Undefined(isolate);
  v8::Local<v8::Value> modulus = none, exponent = none, pubkey = none, bits = none, curve = none, nist_curve = none;
  Owned<EVP_PKEY, EVP_PKEY_free> key(X509_get_pubkey(get()));
  int id = key ? EVP_PKEY_get_base_id(key.get()) : EVP_PKEY_NONE;
  auto text = [&](const char* value) { return value ? bind::NewString(isolate, value).As<v8::Value>() : none; };
  if (id == EVP_PKEY_RSA || id == EVP_PKEY_RSA_PSS) {
    BIGNUM *n = nullptr, *e = nullptr;
    EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &n);
    EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_E, &e);
    Owned<BIGNUM, BN_free> owned_n(n), owned_e(e);
    if (n && e) {
      modulus = bind::NewString(isolate, Hex(n));
      char number[24];
      snprintf(number, sizeof(number), "0x%llx", static_cast<unsigned long long>(BN_get_word(e)));
      exponent = text(number);
      bits = v8::Integer::New(isolate, BN_num_bits(n));
    }
    int size = i2d_PUBKEY(key.get(), nullptr);
    if (size > 0) {
      bind::OwnedBytes bytes(static_cast<size_t>(size));
      auto* place = reinterpret_cast<unsigned char*>(bytes.data());
      i2d_PUBKEY(key.get(), &place);
      pubkey = bytes.ToBuffer(isolate);
    }
  } else if (id == EVP_PKEY_EC) {
    unsigned char point[256];
    size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &size) == 1) {
      pubkey = bind::OwnedBytes(std::string_view(reinterpret_cast<char*>(point), size)).ToBuffer(isolate);
    }
    bits = v8::Integer::New(isolate, EVP_PKEY_get_bits(key.get()));
    char group[80];
    size_t length = 0;
    if (EVP_PKEY_get_group_name(key.get(), group, sizeof(group), &length) == 1) {
      curve = text(group);
      nist_curve = text(EC_curve_nid2nist(OBJ_sn2nid(group)));
    }
  }
  ERR_clear_error();
  v8::Local<v8::Value> parts[] = {modulus, exponent, pubkey, bits, curve, nist_curve};
  return v8::Array::New(isolate, parts, 6);
}

v8::Local<v8::Value> X509Object::CheckHost(v8::Isolate* isolate, std::string name, uint32_t flags) {
  char* match = nullptr;
  int result = X509_check_host(get(), name.data(), name.size(), flags, &match);
  std::string found = match ? match : name;
  OPENSSL_free(match);
  ERR_clear_error();
  return MatchOr(isolate, result, found);
}

v8::Local<v8::Value> X509Object::CheckEmail(v8::Isolate* isolate, std::string address, uint32_t flags) {
  int result = X509_check_email(get(), address.data(), address.size(), flags);
  ERR_clear_error();
  return MatchOr(isolate, result, address);
}

v8::Local<v8::Value> X509Object::CheckIp(v8::Isolate* isolate, std::string address) {
  int result = X509_check_ip_asc(get(), address.c_str(), 0);
  ERR_clear_error();
  return MatchOr(isolate, result, address);
}

bool X509Object::IsIssuedBy(X509Object* other) {
  bool is_issued = other && X509_check_issued(other->get(), get()) == X509_V_OK;
  ERR_clear_error();
  return is_issued;
}

bool X509Object::HasPrivateKey(Key* key) {
  bool fits = key && X509_check_private_key(get(), key->get()) == 1;
  ERR_clear_error();
  return fits;
}

bool X509Object::IsSignedBy(Key* key) {
  bool is_signed = key && X509_verify(get(), key->get()) == 1;
  ERR_clear_error();
  return is_signed;
}

}  // namespace crypto

namespace bind {
template <>
struct Convert<crypto::SharedCertificate> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const crypto::SharedCertificate& certificate) {
    v8::Local<v8::Object> wrapper;
    if (!Wrap(isolate->GetCurrentContext(), new crypto::X509Object(certificate)).ToLocal(&wrapper))
      return v8::Null(isolate);
    return wrapper;
  }
};
}  // namespace bind

EDDY_MODULE(crypto_x509) {
  using crypto::X509Object;
  Function<crypto::ParseCertificate>("parse");
  Class<X509Object>("X509Certificate")
      .Method<&X509Object::Subject>("subject")
      .Method<&X509Object::Issuer>("issuer")
      .Method<&X509Object::SubjectParts>("subjectParts")
      .Method<&X509Object::IssuerParts>("issuerParts")
      .Method<&X509Object::SubjectAltName>("subjectAltName")
      .Method<&X509Object::InfoAccess>("infoAccess")
      .Method<&X509Object::ValidFrom>("validFrom")
      .Method<&X509Object::ValidTo>("validTo")
      .Method<&X509Object::ValidFromTime>("validFromTime")
      .Method<&X509Object::ValidToTime>("validToTime")
      .Method<&X509Object::Fingerprint>("fingerprint")
      .Method<&X509Object::ExtendedKeyUsage>("extendedKeyUsage")
      .Method<&X509Object::SerialNumber>("serialNumber")
      .Method<&X509Object::SignatureAlgorithm>("signatureAlgorithm")
      .Method<&X509Object::SignatureAlgorithmOid>("signatureAlgorithmOid")
      .Method<&X509Object::Raw>("raw")
      .Method<&X509Object::Pem>("pem")
      .Method<&X509Object::IsAuthority>("isAuthority")
      .Method<&X509Object::PublicKey>("publicKey")
      .Method<&X509Object::KeyParts>("keyParts")
      .Method<&X509Object::CheckHost>("checkHost")
      .Method<&X509Object::CheckEmail>("checkEmail")
      .Method<&X509Object::CheckIp>("checkIP")
      .Method<&X509Object::IsIssuedBy>("isIssuedBy")
      .Method<&X509Object::HasPrivateKey>("hasPrivateKey")
      .Method<&X509Object::IsSignedBy>("isSignedBy");
}

}  // namespace eddy
