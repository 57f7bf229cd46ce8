// What became of a TLS connection: protocol, cipher, certificates, session.
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "tls/tls_stream.h"

namespace eddy::tls {

namespace {

constexpr int kLongestChain = 100;

}  // namespace

v8::Local<v8::Value> TlsStream::VerifyError(v8::Isolate* isolate) {
  if (!ssl_) return v8::Undefined(isolate);
  long error = X509_V_ERR_UNSPECIFIED;
  crypto::Owned<X509, X509_free> peer(SSL_get1_peer_certificate(ssl_));
  if (peer) {
    error = SSL_get_verify_result(ssl_);
  } else {
    const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl_);
    const SSL_SESSION* session = SSL_get_session(ssl_);
    // A key that both have, or a session that was verified when it began.
    bool needs_none =
        (cipher && SSL_CIPHER_get_auth_nid(cipher) == NID_auth_psk) ||
        (session && SSL_SESSION_get_protocol_version(session) == TLS1_3_VERSION && SSL_session_reused(ssl_));
    if (needs_none) error = X509_V_OK;
  }
  if (error == X509_V_OK) return v8::Undefined(isolate);
  v8::Local<v8::Value> both[] = {v8::Integer::New(isolate, static_cast<int32_t>(error)),
                                 bind::NewString(isolate, X509_verify_cert_error_string(error))};
  return v8::Array::New(isolate, both, 2);
}

v8::Local<v8::Value> TlsStream::ServerName(v8::Isolate* isolate) {
  const char* name = ssl_ ? SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name) : nullptr;
  if (!name) return v8::False(isolate);
  return bind::NewString(isolate, name);
}

v8::Local<v8::Value> TlsStream::AlpnProtocol(v8::Isolate* isolate) {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  if (ssl_) SSL_get0_alpn_selected(ssl_, &name, &size);
  if (size == 0) return v8::False(isolate);
  return bind::NewString(isolate, {reinterpret_cast<const char*>(name), size});
}

v8::Local<v8::Value> TlsStream::Protocol(v8::Isolate* isolate) {
  if (!ssl_) return v8::Null(isolate);
  return bind::NewString(isolate, SSL_get_version(ssl_));
}

v8::Local<v8::Value> TlsStream::Cipher(v8::Isolate* isolate) {
  const SSL_CIPHER* cipher = ssl_ ? SSL_get_current_cipher(ssl_) : nullptr;
  if (!cipher) return v8::Undefined(isolate);
  v8::Local<v8::Value> parts[] = {bind::NewString(isolate, Characters(SSL_CIPHER_get_name(cipher))),
                                  bind::NewString(isolate, Characters(SSL_CIPHER_standard_name(cipher))),
                                  bind::NewString(isolate, Characters(SSL_CIPHER_get_version(cipher)))};
  return v8::Array::New(isolate, parts, 3);
}

v8::Local<v8::Value> TlsStream::EphemeralKey(v8::Isolate* isolate) {
  if (!ssl_ || is_server_) return v8::Null(isolate);
  EVP_PKEY* raw = nullptr;
  if (SSL_get_peer_tmp_key(ssl_, &raw) != 1) {
    ERR_clear_error();
    return v8::Undefined(isolate);
  }
  crypto::Owned<EVP_PKEY, EVP_PKEY_free> key(raw);
  int id = EVP_PKEY_get_id(raw);
  char group[80] = "";
  size_t length = 0;
  if (id == EVP_PKEY_EC) EVP_PKEY_get_group_name(raw, group, sizeof(group), &length);
  bool is_dh = id == EVP_PKEY_DH;
  v8::Local<v8::Value> parts[] = {
      bind::NewString(isolate, is_dh ? "DH" : "ECDH"),
      is_dh ? v8::Undefined(isolate).As<v8::Value>()
            : bind::NewString(isolate, id == EVP_PKEY_EC ? group : Characters(OBJ_nid2sn(id))),
      v8::Integer::New(isolate, EVP_PKEY_get_bits(raw))};
  ERR_clear_error();
  return v8::Array::New(isolate, parts, 3);
}

v8::Local<v8::Value> TlsStream::SharedSignatureAlgorithms(v8::Isolate* isolate) {
  std::vector<std::string> names;
  int count = ssl_ ? SSL_get_shared_sigalgs(ssl_, 0, nullptr, nullptr, nullptr, nullptr, nullptr) : 0;
  for (int i = 0; i < count; i++) {
    int sign = 0, hash = 0;
    SSL_get_shared_sigalgs(ssl_, i, &sign, &hash, nullptr, nullptr, nullptr);
    std::string name;
    switch (sign) {
      case EVP_PKEY_RSA: name = "RSA"; break;
      case EVP_PKEY_RSA_PSS: name = "RSA-PSS"; break;
      case EVP_PKEY_DSA: name = "DSA"; break;
      case EVP_PKEY_EC: name = "ECDSA"; break;
      default: name = Characters(OBJ_nid2sn(sign)); break;
    }
    if (hash != NID_undef)
      name += "+" + std::string(Characters(OBJ_nid2sn(hash)));
    else if (sign != EVP_PKEY_ED25519 && sign != EVP_PKEY_ED448)
      name += "+UNDEF";
    names.push_back(std::move(name));
  }
  return bind::Convert<std::vector<std::string>>::To(isolate, names);
}

v8::Local<v8::Value> TlsStream::Session(v8::Isolate* isolate) {
  SSL_SESSION* session = ssl_ ? SSL_get_session(ssl_) : nullptr;
  int size = session ? i2d_SSL_SESSION(session, nullptr) : 0;
  if (size <= 0) return v8::Undefined(isolate);
  bind::OwnedBytes bytes(static_cast<size_t>(size));
  auto* place = reinterpret_cast<unsigned char*>(bytes.data());
  i2d_SSL_SESSION(session, &place);
  return bytes.ToBuffer(isolate);
}

v8::Local<v8::Value> TlsStream::Ticket(v8::Isolate* isolate) {
  SSL_SESSION* session = ssl_ ? SSL_get_session(ssl_) : nullptr;
  const unsigned char* ticket = nullptr;
  size_t size = 0;
  if (session) SSL_SESSION_get0_ticket(session, &ticket, &size);
  if (!ticket) return v8::Undefined(isolate);
  return BufferOf(isolate, {reinterpret_cast<const char*>(ticket), size});
}

v8::Local<v8::Value> TlsStream::Finished(v8::Isolate* isolate, bool of_peer) {
  if (!ssl_) return v8::Undefined(isolate);
  char bytes[EVP_MAX_MD_SIZE];
  size_t size =
      of_peer ? SSL_get_peer_finished(ssl_, bytes, sizeof(bytes)) : SSL_get_finished(ssl_, bytes, sizeof(bytes));
  if (size == 0) return v8::Undefined(isolate);
  return BufferOf(isolate, {bytes, std::min(size, sizeof(bytes))});
}

v8::Local<v8::Value> TlsStream::PeerChain(v8::Isolate* isolate, bool with_ours) {
  v8::LocalVector<v8::Value> list(isolate);
  X509* last = nullptr;
  if (ssl_) {
    crypto::Owned<X509, X509_free> peer(SSL_get1_peer_certificate(ssl_));
    STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl_);
    if (peer) list.push_back(DerOf(isolate, peer.get()));
    last = peer.get();
    // A client's chain begins with the peer's own certificate, a server's behind it.
    for (int i = peer && !is_server_ ? 1 : 0; i < sk_X509_num(chain); i++) {
      last = sk_X509_value(chain, i);
      list.push_back(DerOf(isolate, last));
    }
    // Those above that we have ourselves.
    crypto::Owned<X509_STORE_CTX, X509_STORE_CTX_free> look_up(X509_STORE_CTX_new());
    X509_STORE* store = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl_));
    if (with_ours && last && X509_STORE_CTX_init(look_up.get(), store, nullptr, nullptr) == 1) {
      crypto::Owned<X509, X509_free> above;
      for (int depth = 0; depth < kLongestChain && X509_check_issued(last, last) != X509_V_OK; depth++) {
        X509* issuer = nullptr;
        if (X509_STORE_CTX_get1_issuer(&issuer, look_up.get(), last) != 1) break;
        above.reset(issuer);
        last = issuer;
        list.push_back(DerOf(isolate, last));
      }
    }
    ERR_clear_error();
  }
  return v8::Array::New(isolate, list.data(), list.size());
}

v8::Local<v8::Value> TlsStream::OwnCertificate(v8::Isolate* isolate) {
  return DerOf(isolate, ssl_ ? SSL_get_certificate(ssl_) : nullptr);
}

bind::Result<bind::OwnedBytes> TlsStream::ExportKeyingMaterial(uint32_t length, std::string label,
                                                               std::optional<std::span<const uint8_t>> context) {
  ERR_clear_error();
  bind::OwnedBytes bytes(length);
  if (!bytes.allocated() && length)
    return bind::Error::Plain("ERR_MEMORY_ALLOCATION_FAILED", "Failed to allocate memory");
  int exported = ssl_ ? SSL_export_keying_material(ssl_, reinterpret_cast<unsigned char*>(bytes.data()), length,
                                                   label.data(), label.size(), context ? context->data() : nullptr,
                                                   context ? context->size() : 0, context.has_value())
                      : 0;
  if (exported != 1) return crypto::SingleOpenSslError("SSL_export_keying_material");
  return bytes;
}

void TlsStream::EnableTrace() {
  if (!ssl_) return;
  SSL_set_msg_callback(ssl_, SSL_trace);
  static BIO* const to_stderr = BIO_new_fp(stderr, BIO_NOCLOSE);
  SSL_set_msg_callback_arg(ssl_, to_stderr);
}

}  // namespace eddy::tls
