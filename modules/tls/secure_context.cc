// Certificates, keys and settings into an SSL_CTX.
#include "tls/secure_context.h"

#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include "tls/root_store.h"
#include "tls/tls_stream.h"

namespace eddy::tls {
namespace {

using Bio = crypto::Owned<BIO, BIO_free_all>;
using Key = crypto::Owned<EVP_PKEY, EVP_PKEY_free>;
using Chain = crypto::Owned<STACK_OF(X509), [](STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); }>;

constexpr int kShortDhBits = 1024, kWeakDhBits = 2048;

Bio BioOf(std::span<const uint8_t> bytes) {
  size_t size = std::min<size_t>(bytes.size(), INT_MAX);
  return Bio(BIO_new_mem_buf(size ? static_cast<const void*>(bytes.data()) : "", static_cast<int>(size)));
}

// OpenSSL asks for the passphrase of an encrypted key, and would ask at the terminal if nobody answered.
int GivePassphrase(char* buffer, int size, int, void* user) {
  auto* passphrase = static_cast<const std::optional<std::string>*>(user);
  if (!passphrase || !*passphrase) return 0;  // an empty one, which does not decrypt
  size_t length = (*passphrase)->size();
  if (length > static_cast<size_t>(size)) return -1;
  std::ranges::copy(**passphrase, buffer);  // without a NUL: its length is returned
  return static_cast<int>(length);
}

// All that OpenSSL's queue holds, a line an error; the queue is empty then.
std::string QueueText() {
  std::string text;
  ERR_print_errors_cb(
      [](const char* line, size_t length, void* to) {
        static_cast<std::string*>(to)->append(line, length);
        return 1;
      },
      &text);
  return text;
}

bool EndOfPem() {
  unsigned long error = ERR_peek_last_error();
  bool ended = ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
  if (ended) ERR_clear_error();
  return ended;
}

bind::Result<void> Done(bool succeeded, const char* otherwise = "Failed to set up the secure context") {
  if (!succeeded) return crypto::SingleOpenSslError(otherwise);
  ERR_clear_error();
  return {};
}

// --- The strength of what a peer may choose, as OpenSSL 3.5 has it, which Node 24 comes with. ---

bool HasShortTag(const SSL_CIPHER* cipher) {
  switch (SSL_CIPHER_get_protocol_id(cipher)) {
    case 0xC0A0 ... 0xC0A3:  // AES-CCM-8 with RSA and DHE,
    case 0xC0A8 ... 0xC0AB:  // with PSK,
    case 0xC0AE ... 0xC0AF:  // with ECDSA; that of TLS 1.3 is offered by no default
      return true;
    default: return false;
  }
}

// Ciphers whose tag has 64 bits are as strong as that, not as their key: security level 1 refuses them.
// `data` is OpenSSL's own check.
using StrengthCheck = int (*)(const SSL*, const SSL_CTX*, int operation, int bits, int nid, void* other, void* data);

int IsStrongEnough(const SSL* ssl, const SSL_CTX* context, int operation, int bits, int nid, void* other, void* data) {
  bool is_cipher = operation == SSL_SECOP_CIPHER_SUPPORTED || operation == SSL_SECOP_CIPHER_SHARED ||
                   operation == SSL_SECOP_CIPHER_CHECK;
  if (is_cipher && other && HasShortTag(static_cast<const SSL_CIPHER*>(other))) bits = std::min(bits, 64);
  return reinterpret_cast<StrengthCheck>(data)(ssl, context, operation, bits, nid, other, nullptr);
}

// No Diffie-Hellman groups of more than 3072 bits: they cost a server much and add nothing.
constexpr int kGroups[] = {NID_X25519,    NID_X9_62_prime256v1, NID_X448,     NID_secp384r1,
                           NID_secp521r1, NID_ffdhe2048,        NID_ffdhe3072};

void LimitChoices(SSL_CTX* context) {
  SSL_CTX_set0_security_ex_data(context, reinterpret_cast<void*>(SSL_CTX_get_security_callback(context)));
  SSL_CTX_set_security_callback(context, IsStrongEnough);
  if (OpenSSL_version_num() < 0x30500000L) SSL_CTX_set1_groups(context, kGroups, std::size(kGroups));
}

}  // namespace

SecureContext::SecureContext(Role role, int32_t min_version, int32_t max_version) {
  crypto::Prepare();
  OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS | OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  const SSL_METHOD* method = role == Role::kClient   ? TLS_client_method()
                             : role == Role::kServer ? TLS_server_method()
                                                     : TLS_method();
  ERR_clear_error();
  context_.reset(SSL_CTX_new(method));
  if (!context_ || RAND_bytes(ticket_keys_, sizeof(ticket_keys_)) != 1) {
    construction_error_ = crypto::SingleOpenSslError("Failed to make a secure context");
    return;
  }
  SSL_CTX* context = context_.get();
  // How often a client may renegotiate is counted in JavaScript.
  SSL_CTX_set_options(context, SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3 | SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
  // Idle connections keep no record buffers.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // SSL_read returns behind each message that is no data, so that what it brings is reported before the next.
  SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL |
                                              SSL_SESS_CACHE_NO_AUTO_CLEAR);
  SSL_CTX_set_min_proto_version(context, min_version);
  SSL_CTX_set_max_proto_version(context, max_version);
  LimitChoices(context);
  SSL_CTX_set_tlsext_ticket_key_evp_cb(context, OnTicket);
  TlsStream::InstallCallbacks(context);
  ERR_clear_error();
}

// --- Certificates and keys. ---

bind::Result<void> SecureContext::Adopt(Certificate leaf, STACK_OF(X509) * chain) {
  if (SSL_CTX_use_certificate(context_.get(), leaf.get()) != 1) return Done(false);
  SSL_CTX_clear_chain_certs(context_.get());
  issuer_.reset();
  for (int i = 0; i < sk_X509_num(chain); i++) {
    X509* next = sk_X509_value(chain, i);
    if (SSL_CTX_add1_chain_cert(context_.get(), next) != 1) return Done(false);
    if (!issuer_ && X509_check_issued(next, leaf.get()) == X509_V_OK) {
      X509_up_ref(next);
      issuer_.reset(next);
    }
  }
  if (!issuer_) {
    X509* found = nullptr;
    crypto::Owned<X509_STORE_CTX, X509_STORE_CTX_free> look_up(X509_STORE_CTX_new());
    if (X509_STORE_CTX_init(look_up.get(), SSL_CTX_get_cert_store(context_.get()), nullptr, nullptr) == 1 &&
        X509_STORE_CTX_get1_issuer(&found, look_up.get(), leaf.get()) == 1) {
      issuer_.reset(found);
    }
  }
  certificate_ = std::move(leaf);
  ERR_clear_error();
  return {};
}

bind::Result<void> SecureContext::UseCertificate(std::span<const uint8_t> pem) {
  ERR_clear_error();
  Bio bio = BioOf(pem);
  Certificate leaf(PEM_read_bio_X509_AUX(bio.get(), nullptr, GivePassphrase, nullptr));
  if (!leaf) return Done(false);
  Chain chain(sk_X509_new_null());
  while (X509* next = PEM_read_bio_X509(bio.get(), nullptr, GivePassphrase, nullptr)) sk_X509_push(chain.get(), next);
  if (!EndOfPem()) return Done(false);
  return Adopt(std::move(leaf), chain.get());
}

bind::Result<void> SecureContext::UseKey(std::span<const uint8_t> pem, std::optional<std::string> passphrase) {
  ERR_clear_error();
  Bio bio = BioOf(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, GivePassphrase, &passphrase));
  if (passphrase) OPENSSL_cleanse(passphrase->data(), passphrase->size());
  if (!key || SSL_CTX_use_PrivateKey(context_.get(), key.get()) != 1) {
    return crypto::FirstOpenSslError("Failed to read the private key");
  }
  return Done(true);
}

bind::Result<void> SecureContext::UsePfx(std::span<const uint8_t> bytes, std::optional<std::string> passphrase) {
  ERR_clear_error();
  Bio bio = BioOf(bytes);
  crypto::Owned<PKCS12, PKCS12_free> pfx(d2i_PKCS12_bio(bio.get(), nullptr));
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* authorities = nullptr;
  bool parsed =
      pfx && PKCS12_parse(pfx.get(), passphrase ? passphrase->c_str() : "", &key, &certificate, &authorities) == 1;
  if (passphrase) OPENSSL_cleanse(passphrase->data(), passphrase->size());
  Key owned_key(key);
  Certificate leaf(certificate);
  Chain chain(authorities);
  if (!parsed || !key) {
    if (parsed) return bind::Error::Plain(nullptr, "Unable to load private key from PFX data");
    unsigned long first = ERR_peek_error();
    const char* reason = ERR_reason_error_string(first);
    ERR_clear_error();
    if (ERR_GET_REASON(first) == ERR_R_UNSUPPORTED) {
      return bind::Error::Plain("ERR_CRYPTO_UNSUPPORTED_OPERATION", "Unsupported PKCS12 PFX data");
    }
    return bind::Error::Plain(nullptr, reason ? reason : "Unable to load PFX certificate");
  }
  if (!leaf) return bind::Error::Plain(nullptr, "Unable to load certificate from PFX data");
  if (auto adopted = Adopt(std::move(leaf), chain.get()); !adopted.ok()) return adopted;
  if (SSL_CTX_use_PrivateKey(context_.get(), key) != 1) return Done(false);
  for (int i = 0; i < sk_X509_num(chain.get()); i++) {
    X509* authority = sk_X509_value(chain.get(), i);
    X509_STORE_add_cert(OwnStore(), authority);
    SSL_CTX_add_client_CA(context_.get(), authority);
  }
  ERR_clear_error();
  return {};
}

// The context's own store. Default authorities are shared: what is added to them goes into a copy of what they trust.
X509_STORE* SecureContext::OwnStore() {
  if (!owns_store_) {
    SSL_CTX_set_cert_store(context_.get(), trusts_default_ ? CopyOfDefaultStore() : X509_STORE_new());
    owns_store_ = true;
  }
  return SSL_CTX_get_cert_store(context_.get());
}

namespace {

// The certificates in texts of this thread: a client that names its authorities names the same for each connection, npm
// some 150 of them, and to parse one costs more than to check a signature.
class KnownAuthorities {
 public:
  // What is no certificate is passed over, as OpenSSL does.
  const std::vector<Certificate>& In(std::span<const uint8_t> pem) {
    std::string text(reinterpret_cast<const char*>(pem.data()), pem.size());
    if (auto found = by_text_.find(text); found != by_text_.end()) return found->second;
    if (size_ + text.size() > kMostText) {
      by_text_.clear();
      size_ = 0;
    }
    size_ += text.size();
    auto& list = by_text_[std::move(text)];
    Bio bio = BioOf(pem);
    while (Certificate authority{PEM_read_bio_X509_AUX(bio.get(), nullptr, GivePassphrase, nullptr)}) {
      list.push_back(std::move(authority));
    }
    return list;
  }

 private:
  static constexpr size_t kMostText = 2 * 1024 * 1024;
  std::unordered_map<std::string, std::vector<Certificate>> by_text_;
  size_t size_ = 0;  // of the texts
};

}  // namespace

bind::Result<void> SecureContext::AddAuthorities(std::span<const uint8_t> pem) {
  thread_local KnownAuthorities known;
  ERR_clear_error();
  X509_STORE* store = OwnStore();
  for (const Certificate& authority : known.In(pem)) {
    X509_STORE_add_cert(store, authority.get());
    SSL_CTX_add_client_CA(context_.get(), authority.get());
  }
  ERR_clear_error();
  return {};
}

bind::Result<void> SecureContext::AddRevocationList(std::span<const uint8_t> pem) {
  ERR_clear_error();
  Bio bio = BioOf(pem);
  crypto::Owned<X509_CRL, X509_CRL_free> list(PEM_read_bio_X509_CRL(bio.get(), nullptr, GivePassphrase, nullptr));
  if (!list) {
    ERR_clear_error();
    return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "Failed to parse CRL");
  }
  X509_STORE* store = OwnStore();
  X509_STORE_add_crl(store, list.get());
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  return {};
}

bind::Result<void> SecureContext::UseDefaultAuthorities() {
  if (owns_store_) return {};
  SSL_CTX_set_cert_store(context_.get(), DefaultStore());
  trusts_default_ = true;
  return {};
}

void SecureContext::AllowPartialChains() {
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context_.get()), X509_V_FLAG_PARTIAL_CHAIN);
}

v8::Local<v8::Value> DerOf(v8::Isolate* isolate, X509* certificate) {
  if (!certificate) return v8::Null(isolate);
  int size = i2d_X509(certificate, nullptr);
  if (size <= 0) return v8::Null(isolate);
  bind::OwnedBytes bytes(static_cast<size_t>(size));
  auto* place = reinterpret_cast<unsigned char*>(bytes.data());
  i2d_X509(certificate, &place);
  return bytes.ToBuffer(isolate);
}
v8::Local<v8::Value> SecureContext::CertificateDer(v8::Isolate* isolate) const {
  return DerOf(isolate, certificate_.get());
}
v8::Local<v8::Value> SecureContext::IssuerDer(v8::Isolate* isolate) const { return DerOf(isolate, issuer_.get()); }

// --- Settings. ---

bind::Result<void> SecureContext::SetCiphers(std::string list) {
  ERR_clear_error();
  if (SSL_CTX_set_cipher_list(context_.get(), list.c_str()) == 1) return Done(true);
  // "" stands for: nothing but TLS 1.3.
  if (list.empty() && ERR_GET_REASON(ERR_peek_error()) == SSL_R_NO_CIPHER_MATCH) return Done(true);
  return Done(false, "Failed to set ciphers");
}

bind::Result<void> SecureContext::SetCipherSuites(std::string list) {
  ERR_clear_error();
  return Done(SSL_CTX_set_ciphersuites(context_.get(), list.c_str()) == 1);
}

bind::Result<void> SecureContext::SetSignatureAlgorithms(std::string list) {
  ERR_clear_error();
  if (SSL_CTX_set1_sigalgs_list(context_.get(), list.c_str()) == 1) return Done(true);
  return Done(false, "error:00000000:lib(0)::reason(0)");  // OpenSSL gives no reason
}

bind::Result<void> SecureContext::SetGroups(std::string list) {
  ERR_clear_error();
  if (list == "auto") return {};
  if (SSL_CTX_set1_groups_list(context_.get(), list.c_str()) == 1) return Done(true);
  ERR_clear_error();
  return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "Failed to set ECDH curve");
}

bind::Result<std::optional<std::string>> SecureContext::SetDhParameters(std::optional<std::span<const uint8_t>> pem) {
  ERR_clear_error();
  if (!pem) {
    SSL_CTX_set_dh_auto(context_.get(), 1);
    return std::optional<std::string>();
  }
  Bio bio = BioOf(*pem);
  Key parameters(PEM_read_bio_Parameters(bio.get(), nullptr));
  if (!parameters || EVP_PKEY_get_base_id(parameters.get()) != EVP_PKEY_DH) {
    ERR_clear_error();
    return std::optional<std::string>();  // what is no parameters is passed over: no DHE ciphers
  }
  int bits = EVP_PKEY_get_bits(parameters.get());
  if (bits < kShortDhBits) return bind::Error::Range("ERR_INVALID_ARG_VALUE", "DH parameter is less than 1024 bits");
  std::optional<std::string> warning;
  if (bits < kWeakDhBits) warning = "DH parameter is less than 2048 bits";
  SSL_CTX_set_options(context_.get(), SSL_OP_SINGLE_DH_USE);
  if (SSL_CTX_set0_tmp_dh_pkey(context_.get(), parameters.get()) != 1) {
    ERR_clear_error();
    return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "Error setting temp DH parameter");
  }
  static_cast<void>(parameters.release());  // the context's now
  return warning;
}

bind::Result<void> SecureContext::SetSessionIdContext(std::string text) {
  ERR_clear_error();
  if (SSL_CTX_set_session_id_context(context_.get(), reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<unsigned>(text.size())) == 1) {
    return Done(true);
  }
  return bind::Error::Type(nullptr, QueueText());
}

// --- Session tickets: sealed with keys that a program may set, so that several processes can share them. ---

bind::OwnedBytes SecureContext::TicketKeys() const {
  return bind::OwnedBytes(std::string_view(reinterpret_cast<const char*>(ticket_keys_), sizeof(ticket_keys_)));
}

bind::Result<void> SecureContext::SetTicketKeys(std::span<const uint8_t> keys) {
  if (keys.size() != sizeof(ticket_keys_)) {
    return bind::Error::Type("ERR_INVALID_ARG_VALUE", "Ticket keys must consist of 48 bytes");
  }
  std::ranges::copy(keys, ticket_keys_);
  return {};
}

int SecureContext::OnTicket(SSL* ssl, unsigned char name[16], unsigned char iv[EVP_MAX_IV_LENGTH],
                            EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac, int encrypts) {
  // Those of the context that the connection began with: SNI may have chosen another since.
  SecureContext* self = TlsStream::Of(ssl)->first_context();
  uint8_t *keys = self->ticket_keys_, *mac_key = keys + 16, *aes_key = keys + 32;
  char digest[] = "SHA256";
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, mac_key, 16),
                             OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_END};
  if (encrypts) {
    std::copy_n(keys, 16, name);
    if (RAND_bytes(iv, 16) != 1) return -1;
  } else if (CRYPTO_memcmp(name, keys, 16) != 0) {
    return 0;  // of another key: a full handshake
  }
  bool ready = EVP_MAC_CTX_set_params(mac, parameters) == 1 &&
               EVP_CipherInit_ex(cipher, EVP_aes_128_cbc(), nullptr, aes_key, iv, encrypts) == 1;
  return ready ? 1 : -1;
}

}  // namespace eddy::tls
