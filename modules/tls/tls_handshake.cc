// The handshake of a TLS connection: what it is given beforehand, what OpenSSL asks and reports in the middle of its
// work, and the answers of the program.
#include <openssl/err.h>
#include <openssl/ocsp.h>

#include <algorithm>
#include <cstring>

#include "loop/callback_scope.h"
#include "observe/note.h"
#include "tls/tls_stream.h"

namespace eddy::tls {

// --- Before. ---

void TlsStream::SetVerifyMode(bool wants_certificate, bool insists) {
  if (!ssl_) return;
  int mode = !wants_certificate ? SSL_VERIFY_NONE
                                : SSL_VERIFY_PEER | (insists && is_server_ ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
  // Whether the chain is good enough is decided in JavaScript, when the handshake is done.
  SSL_set_verify(ssl_, mode, [](int, X509_STORE_CTX*) { return 1; });
}

void TlsStream::SetServerName(std::string name) {
  if (ssl_ && !is_server_) SSL_set_tlsext_host_name(ssl_, name.c_str());
}

bool TlsStream::SetSession(std::span<const uint8_t> bytes) {
  if (!ssl_) return false;
  const unsigned char* place = bytes.data();
  crypto::Owned<SSL_SESSION, SSL_SESSION_free> session(
      d2i_SSL_SESSION(nullptr, &place, static_cast<long>(bytes.size())));
  ERR_clear_error();
  return session && SSL_set_session(ssl_, session.get()) == 1;
}

bind::Result<void> TlsStream::Renegotiate() {
  if (!ssl_ || destroyed_) return {};
  ERR_clear_error();
  if (asking_) return crypto::SingleOpenSslError("Failed to renegotiate");
  if (SSL_renegotiate(ssl_) != 1) return crypto::SingleOpenSslError("Failed to renegotiate");
  Working working(this);
  int result = SSL_do_handshake(ssl_);
  if (result != 1 && SSL_get_error(ssl_, result) == SSL_ERROR_SSL) return TlsError();
  Flush();
  return {};
}

// --- Reports. ---

void TlsStream::OnInfo(const SSL* ssl, int where, int) {
  TlsStream* self = Of(ssl);
  bool is_newest = SSL_version(ssl) == TLS1_3_VERSION;
  if (where & SSL_CB_HANDSHAKE_START) {
    if (is_newest && self->session_begun_) return;  // messages behind the handshake are no new one
    self->session_begun_ = true;
    self->hello_asked_ = self->hello_answered_ = self->certificate_asked_ = self->certificate_answered_ = false;
    self->events_.push_back({Event::kHandshakeStart});
  }
  if (where & SSL_CB_HANDSHAKE_DONE) {
    if (is_newest && self->established_) return;
    if (SSL_renegotiate_pending(const_cast<SSL*>(ssl))) return;
    self->established_ = true;
    self->events_.push_back({Event::kHandshakeDone});
  }
}

void TlsStream::OnKeyLog(const SSL* ssl, const char* line) {
  TlsStream* self = Of(ssl);
  if (self && (self->wishes_ & kReportKeys)) self->events_.push_back({Event::kKeyLog, std::string(line) + "\n"});
}

// OpenSSL writes the lines for whoever has set a function, which takes a tenth of a handshake: only where they are
// wanted.
void TlsStream::LogKeysWhereWanted() {
  if (ssl_ && (wishes_ & kReportKeys)) SSL_CTX_set_keylog_callback(SSL_get_SSL_CTX(ssl_), OnKeyLog);
}

void TlsStream::SetWishes(int32_t wishes) {
  wishes_ = wishes;
  LogKeysWhereWanted();
}

// --- Questions. ---

void TlsStream::InstallCallbacks(SSL_CTX* context) {
  SSL_CTX_set_client_hello_cb(context, OnClientHello, nullptr);
  SSL_CTX_set_cert_cb(context, OnCertificateWanted, nullptr);
  SSL_CTX_set_alpn_select_cb(context, OnAlpnSelect, nullptr);
  SSL_CTX_sess_set_new_cb(context, OnNewSession);
  SSL_CTX_sess_set_get_cb(context, OnGetSession);
  SSL_CTX_set_tlsext_status_cb(context, OnOcsp);
  SSL_CTX_set_tlsext_servername_callback(
      context, +[](SSL* ssl, int*, void*) -> int {
        return SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
      });
}

int TlsStream::OnClientHello(SSL* ssl, int*, void*) {
  TlsStream* self = Of(ssl);
  if (!(self->wishes_ & kAskForSession) || self->hello_answered_) return SSL_CLIENT_HELLO_SUCCESS;
  if (self->hello_asked_) return SSL_CLIENT_HELLO_RETRY;
  const unsigned char *id = nullptr, *ticket = nullptr;
  size_t id_size = SSL_client_hello_get0_session_id(ssl, &id), ticket_size = 0;
  bool has_ticket =
      SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_session_ticket, &ticket, &ticket_size) == 1 && ticket_size > 0;
  if (id_size == 0 || has_ticket) return SSL_CLIENT_HELLO_SUCCESS;
  self->hello_asked_ = true;
  self->events_.push_back({Event::kClientHello, std::string(reinterpret_cast<const char*>(id), id_size)});
  return SSL_CLIENT_HELLO_RETRY;
}

void TlsStream::Resume(std::optional<std::span<const uint8_t>> session) {
  if (destroyed_ || !ssl_) return;
  if (session && !next_session_) {
    const unsigned char* place = session->data();
    next_session_ = d2i_SSL_SESSION(nullptr, &place, static_cast<long>(session->size()));
    ERR_clear_error();
  }
  hello_answered_ = true;
  Working working(this);
  Cycle();
}

SSL_SESSION* TlsStream::OnGetSession(SSL* ssl, const unsigned char*, int, int* copy) {
  TlsStream* self = Of(ssl);
  *copy = 0;  // OpenSSL owns it then
  return std::exchange(self->next_session_, nullptr);
}

// Its name comes with SNI, and its OCSP response with the certificate.
int TlsStream::OnCertificateWanted(SSL* ssl, void*) {
  TlsStream* self = Of(ssl);
  if (!self->is_server_ || !(self->wishes_ & kAskForCertificate) || self->certificate_answered_) return 1;
  if (self->certificate_asked_) return -1;
  self->certificate_asked_ = true;
  bool wants_ocsp = SSL_get_tlsext_status_type(ssl) == TLSEXT_STATUSTYPE_ocsp;
  self->events_.push_back({Event::kCertificate,
                           std::string(Characters(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name))),
                           wants_ocsp ? "1" : ""});
  return -1;
}

void TlsStream::GoOn(SecureContext* context) {
  if (destroyed_ || !ssl_) return;
  if (context) {
    SSL_set_SSL_CTX(ssl_, context->get());
    LogKeysWhereWanted();
    SSL_set1_verify_cert_store(ssl_, SSL_CTX_get_cert_store(context->get()));
    SSL_set_client_CA_list(ssl_, SSL_dup_CA_list(SSL_CTX_get_client_CA_list(context->get())));
  }
  certificate_answered_ = true;
  Working working(this);
  Cycle();
}

bind::Result<void> TlsStream::UseContext(SecureContext* context) {
  if (!ssl_ || !context) return {};
  ERR_clear_error();
  STACK_OF(X509)* chain = nullptr;
  SSL_CTX_get0_chain_certs(context->get(), &chain);
  X509* certificate = SSL_CTX_get0_certificate(context->get());
  EVP_PKEY* key = SSL_CTX_get0_privatekey(context->get());
  bool has_both = certificate && key;
  if (has_both && SSL_use_cert_and_key(ssl_, certificate, key, chain, 1) != 1) {
    return crypto::SingleOpenSslError("Failed to use the context's certificate and key");
  }
  SSL_set1_verify_cert_store(ssl_, SSL_CTX_get_cert_store(context->get()));
  SSL_set_client_CA_list(ssl_, SSL_dup_CA_list(SSL_CTX_get_client_CA_list(context->get())));
  return {};
}

int TlsStream::OnNewSession(SSL* ssl, SSL_SESSION* session) {
  TlsStream* self = Of(ssl);
  if (!self || (self->is_server_ && !(self->wishes_ & kReportSessions))) return 0;
  int size = i2d_SSL_SESSION(session, nullptr);
  if (size <= 0) return 0;
  std::string bytes(static_cast<size_t>(size), '\0');
  auto* place = reinterpret_cast<unsigned char*>(bytes.data());
  i2d_SSL_SESSION(session, &place);
  unsigned id_size = 0;
  const unsigned char* id = SSL_SESSION_get_id(session, &id_size);
  // What the server has not stored yet, the client may not use yet.
  if (self->is_server_ && SSL_version(ssl) < TLS1_3_VERSION) self->holds_output_ = true;
  self->events_.push_back({Event::kSession, std::string(reinterpret_cast<const char*>(id), id_size), std::move(bytes)});
  return 0;
}

void TlsStream::SessionStored() {
  if (!holds_output_ || destroyed_) return;
  holds_output_ = false;
  Working working(this);
  Pump();
  if (!cycling_ && !destroyed_) FinishWrites(0);
}

int TlsStream::OnOcsp(SSL* ssl, void*) {
  TlsStream* self = Of(ssl);
  if (self->is_server_) {
    if (self->ocsp_response_.empty()) return SSL_TLSEXT_ERR_NOACK;
    size_t size = self->ocsp_response_.size();
    void* copy = OPENSSL_memdup(self->ocsp_response_.data(), size);
    if (!copy) return SSL_TLSEXT_ERR_NOACK;
    SSL_set_tlsext_status_ocsp_resp(ssl, copy, static_cast<long>(size));
    return SSL_TLSEXT_ERR_OK;
  }
  if (!self->wants_ocsp_) return 1;
  const unsigned char* response = nullptr;
  long size = SSL_get_tlsext_status_ocsp_resp(ssl, &response);
  bool has_one = response && size > 0;
  self->events_.push_back(
      {Event::kOcspResponse,
       has_one ? std::string(reinterpret_cast<const char*>(response), static_cast<size_t>(size)) : "", "", has_one});
  return 1;
}

void TlsStream::RequestOcsp() {
  if (!ssl_) return;
  wants_ocsp_ = true;
  SSL_set_tlsext_status_type(ssl_, TLSEXT_STATUSTYPE_ocsp);
}

void TlsStream::SetOcspResponse(std::span<const uint8_t> response) {
  ocsp_response_.assign(reinterpret_cast<const char*>(response.data()), response.size());
}

bind::Result<void> TlsStream::SetAlpnProtocols(std::span<const uint8_t> wire) {
  if (!ssl_) return {};
  // On a server's SSL it checks them only: OnAlpnSelect chooses among them, by a function that believes their lengths.
  if (SSL_set_alpn_protos(ssl_, wire.data(), static_cast<unsigned>(wire.size())) != 0) {
    return bind::Error::Type("ERR_INVALID_ARG_VALUE", "ALPNProtocols is not a list of protocols in wire format");
  }
  alpn_wire_.assign(reinterpret_cast<const char*>(wire.data()), wire.size());
  return {};
}

int TlsStream::OnAlpnSelect(SSL* ssl, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                            unsigned in_length, void*) {
  TlsStream* self = Of(ssl);
  if (!self->on_alpn_.IsEmpty()) return self->AskForAlpn(out, out_length, {in, in_length});
  if (self->alpn_wire_.empty()) return SSL_TLSEXT_ERR_NOACK;
  auto* ours = reinterpret_cast<const unsigned char*>(self->alpn_wire_.data());
  int found = SSL_select_next_proto(const_cast<unsigned char**>(out), out_length, ours,
                                    static_cast<unsigned>(self->alpn_wire_.size()), in, in_length);
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

int TlsStream::AskForAlpn(const unsigned char** out, unsigned char* out_length,
                          std::span<const unsigned char> offered) {
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  v8::LocalVector<v8::Value> names(isolate);
  std::vector<std::span<const unsigned char>> pieces;
  for (size_t at = 0; at < offered.size() && at + 1 + offered[at] <= offered.size(); at += 1 + offered[at]) {
    pieces.push_back(offered.subspan(at + 1, offered[at]));
    names.push_back(
        bind::NewString(isolate, {reinterpret_cast<const char*>(pieces.back().data()), pieces.back().size()}));
  }
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("tls handshake");
  v8::Local<v8::Value> arguments[] = {
      bind::NewString(isolate, Characters(SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name))),
      v8::Array::New(isolate, names.data(), names.size())};
  v8::Local<v8::Value> answer;
  Asking asking(this);
  if (!scope.Call(wrapper(isolate), on_alpn_.Get(isolate), 2, arguments).ToLocal(&answer) || destroyed_) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  auto chosen = bind::Convert<std::string>::From(isolate, answer);
  if (!chosen) return SSL_TLSEXT_ERR_ALERT_FATAL;
  for (auto piece : pieces) {
    if (std::string_view(reinterpret_cast<const char*>(piece.data()), piece.size()) != *chosen) continue;
    *out = piece.data();
    *out_length = static_cast<unsigned char>(piece.size());
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void TlsStream::OnPsk(v8::Local<v8::Function> callback) {
  if (!ssl_) return;
  on_psk_.Reset(isolate(), callback);
  if (is_server_) {
    SSL_set_psk_server_callback(ssl_, OnPskServer);
  } else {
    SSL_set_psk_client_callback(ssl_, OnPskClient);
  }
}

v8::Local<v8::Value> TlsStream::AskForPsk(const char* text, unsigned most) {
  v8::Isolate* isolate = this->isolate();
  v8::EscapableHandleScope handles(isolate);
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("tls handshake");
  v8::Local<v8::Value> arguments[] = {text ? bind::NewString(isolate, text) : v8::Null(isolate).As<v8::Value>(),
                                      v8::Integer::NewFromUnsigned(isolate, most)};
  v8::Local<v8::Value> answer;
  Asking asking(this);
  if (!scope.Call(wrapper(isolate), on_psk_.Get(isolate), 2, arguments).ToLocal(&answer) || destroyed_) return {};
  return handles.Escape(answer);
}

namespace {

// Copies a key into OpenSSL's place. Gives its size, 0 where it does not fit.
unsigned CopyKey(v8::Local<v8::Value> value, unsigned char* to, unsigned room) {
  auto bytes = bind::BytesOf(value);
  if (!bytes || bytes->size() > room) return 0;
  std::memcpy(to, bytes->data(), bytes->size());
  return static_cast<unsigned>(bytes->size());
}

}  // namespace

unsigned TlsStream::OnPskServer(SSL* ssl, const char* identity, unsigned char* psk, unsigned size) {
  TlsStream* self = Of(ssl);
  v8::HandleScope handles(self->isolate());
  v8::Local<v8::Value> answer = self->AskForPsk(identity, size);
  return answer.IsEmpty() ? 0 : CopyKey(answer, psk, size);
}

unsigned TlsStream::OnPskClient(SSL* ssl, const char* hint, char* identity, unsigned identity_size, unsigned char* psk,
                                unsigned psk_size) {
  TlsStream* self = Of(ssl);
  v8::Isolate* isolate = self->isolate();
  v8::HandleScope handles(isolate);
  v8::Local<v8::Value> answer = self->AskForPsk(hint, psk_size);  // [identity, psk]
  if (answer.IsEmpty() || !answer->IsArray()) return 0;
  auto context = isolate->GetCurrentContext();
  v8::Local<v8::Value> name, key;
  if (!answer.As<v8::Array>()->Get(context, 0).ToLocal(&name) ||
      !answer.As<v8::Array>()->Get(context, 1).ToLocal(&key)) {
    return 0;
  }
  auto text = bind::Convert<std::string>::From(isolate, name);
  if (!text || text->size() + 1 > identity_size) return 0;
  std::memcpy(identity, text->c_str(), text->size() + 1);
  return CopyKey(key, psk, psk_size);
}

}  // namespace eddy::tls
