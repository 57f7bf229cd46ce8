// TLS between a transport of records and a stream of plain bytes.
#include "tls/tls_stream.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstring>

#include "engine/check.h"
#include "loop/request.h"

namespace eddy::tls {
namespace {

constexpr size_t kBlockSize = 64 * 1024;    // plain bytes a read gathers
constexpr size_t kMostOutput = 256 * 1024;  // records made ahead of the transport
constexpr int kLongestChain = 100;
constexpr size_t kPiece = 64 * 1024;  // plain bytes encrypted at a time

// A thread has one loop, and plain bytes are delivered before the next are read.
thread_local bind::OwnedBytes plain_block;

v8::Local<v8::Value> BufferOf(v8::Isolate* isolate, std::string_view bytes) {
  return bind::OwnedBytes(bytes).ToBuffer(isolate);
}

std::string_view Characters(const char* text) { return text ? std::string_view(text) : std::string_view(); }

// What OpenSSL's queue holds, a line an error, with the first error's library, reason and code.
bind::Error TlsError() {
  unsigned long first = ERR_peek_error();
  if (first == 0) return bind::Error::Plain("ERR_TLS_HANDSHAKE_FAILED", "TLS failed for an unknown reason");
  std::string text;
  ERR_print_errors_cb(
      [](const char* line, size_t length, void* user) {
        static_cast<std::string*>(user)->append(line, length);
        return 1;
      },
      &text);
  auto error = bind::Error::Plain(nullptr, text);
  if (const char* library = ERR_lib_error_string(first)) error = std::move(error).With("library", std::string(library));
  if (const char* reason = ERR_reason_error_string(first)) {
    std::string code = "ERR_SSL_";
    for (const char* c = reason; *c; c++) code += std::isalnum(static_cast<unsigned char>(*c)) ? std::toupper(*c) : '_';
    error = std::move(error).With("reason", std::string(reason)).With("code", std::move(code));
  }
  ERR_clear_error();
  return error;
}

}  // namespace

// OpenSSL is at work, or somebody is called back: this stays alive, and its SSL until the outermost one ends.
class TlsStream::Working {
 public:
  explicit Working(TlsStream* stream) : stream_(stream) {
    stream_->Hold();
    stream_->in_openssl_++;
  }
  ~Working() {
    if (--stream_->in_openssl_ == 0 && stream_->destroyed_) stream_->Free();
    stream_->LetGo();
  }

 private:
  TlsStream* const stream_;
};

TlsStream::TlsStream(Runtime& runtime, SecureContext* context, bool is_server)
    : runtime_(runtime), context_(context), is_server_(is_server), async_context_(runtime.isolate()) {
  context_object_.Reset(runtime.isolate(), context->wrapper(runtime.isolate()));
  ERR_clear_error();
  ssl_ = SSL_new(context->get());
  CHECK(ssl_ != nullptr);
  SSL_set_app_data(ssl_, this);
  BIO* records = BIO_new(Records());
  BIO_set_data(records, this);
  BIO_set_init(records, 1);
  SSL_set_bio(ssl_, records, records);
  SSL_set_info_callback(ssl_, OnInfo);
  SSL_set_verify(ssl_, SSL_VERIFY_NONE, nullptr);
  if (is_server) {
    SSL_set_accept_state(ssl_);
  } else {
    SSL_set_connect_state(ssl_);
  }
}

TlsStream::~TlsStream() { Free(); }

void TlsStream::Free() {
  if (ssl_) SSL_free(ssl_);
  ssl_ = nullptr;
  if (next_session_) SSL_SESSION_free(next_session_);
  next_session_ = nullptr;
}

// --- Records in and out: OpenSSL's view of the transport. ---

BIO_METHOD* TlsStream::Records() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "TLS records");
    BIO_meth_set_read_ex(made, [](BIO* bio, char* to, size_t size, size_t* read) {
      auto* self = static_cast<TlsStream*>(BIO_get_data(bio));
      BIO_clear_retry_flags(bio);
      std::string_view& from = self->input_;
      if (from.empty()) {
        self->starved_ = true;
        if (!self->transport_ended_) BIO_set_retry_read(bio);
        *read = 0;
        return 0;
      }
      *read = std::min(size, from.size());
      std::memcpy(to, from.data(), *read);
      from.remove_prefix(*read);
      return 1;
    });
    BIO_meth_set_write_ex(made, [](BIO* bio, const char* from, size_t size, size_t* written) {
      static_cast<TlsStream*>(BIO_get_data(bio))->output_.append(from, size);
      *written = size;
      return 1;
    });
    BIO_meth_set_ctrl(made, [](BIO* bio, int command, long, void*) -> long {
      if (command == BIO_CTRL_PENDING)
        return static_cast<long>(static_cast<TlsStream*>(BIO_get_data(bio))->input_.size());
      return command == BIO_CTRL_FLUSH ? 1 : 0;
    });
    return made;
  }();
  return method;
}

void TlsStream::SetTransport(net::StreamHandle* stream) {
  if (transport_) {
    transport_->SetConsumer(nullptr);
    OnStreamClosed();
  }
  transport_ = stream;
  if (!stream) return;
  transport_object_.Reset(isolate(), stream->wrapper(isolate()));
  stream->SetConsumer(this);
  Hold();
}

void TlsStream::OnStreamClosed() {
  transport_ = nullptr;
  LetGo();
}

// Within the transport's callback scope.
void TlsStream::OnRead(ssize_t count, const char* data) {
  if (destroyed_) return;
  if (count < 0) return ReceiveEnd(static_cast<int32_t>(count));
  Receive({reinterpret_cast<const uint8_t*>(data), static_cast<size_t>(count)});
}

void TlsStream::Receive(std::span<const uint8_t> records) {
  if (destroyed_ || !ssl_) return;
  Working working(this);
  std::string_view more(reinterpret_cast<const char*>(records.data()), records.size());
  if (!kept_input_.empty()) {  // behind what is waiting
    kept_input_.append(more);
    more = {};
  } else if (cycling_) {  // called in the middle of a Cycle, whose bytes come first
    kept_input_.assign(more);
    return;
  } else {
    input_ = more;
  }
  Cycle();
  kept_input_.insert(kept_input_.size(), input_);
  input_ = {};
}

void TlsStream::ReceiveEnd(int32_t status) {
  if (destroyed_ || transport_ended_) return;
  Working working(this);
  transport_ended_ = true;
  if (established_) return DeliverEnd(status);
  Tell(Event::kEnd, v8::Integer::New(isolate(), status));
}

// --- The cycle. ---

void TlsStream::Start() {
  if (destroyed_) return;
  started_ = true;
  Working working(this);
  ReadTransport();  // the handshake reads, whether or not somebody else does
  Cycle();
}

void TlsStream::Cycle() {
  if (destroyed_ || failed_ || !ssl_) return;
  again_ = true;  // an answer that comes while it runs lets it run on
  if (cycling_) return;
  cycling_ = true;
  while (again_ && !destroyed_ && !failed_) {
    again_ = false;
    std::string taken;  // the bytes that waited come first
    if (input_.empty() && !kept_input_.empty()) {
      taken = std::move(kept_input_);
      kept_input_.clear();
      input_ = taken;
    }
    size_t before = input_.size();
    bool goes_on = established_ || Handshake();
    TellEvents();
    if (goes_on && established_ && !destroyed_) {
      EncryptPending();
      ReadPlain();
      TellEvents();
    }
    if (!taken.empty()) {
      kept_input_.insert(0, input_);
      input_ = {};
    }
    // Bytes that came meanwhile, and some of what waited was taken.
    if (!kept_input_.empty() && (taken.empty() || kept_input_.size() < before)) again_ = true;
  }
  cycling_ = false;
  if (destroyed_) return;
  if (established_ && !reading_ && transport_) transport_->ReadStop();
  Pump();
  FinishWrites(0);
}

// False: it waits for more, or has failed.
bool TlsStream::Handshake() {
  ERR_clear_error();
  int result = SSL_do_handshake(ssl_);
  if (result == 1) {
    established_ = true;
    return true;
  }
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
    case SSL_ERROR_WANT_X509_LOOKUP:
    case SSL_ERROR_WANT_CLIENT_HELLO_CB: return false;
    default: Fail(); return false;
  }
}

void TlsStream::Fail() {
  failed_ = true;
  bind::Error error = TlsError();
  TellEvents();
  if (destroyed_) return;
  Flush();  // the alert
  Tell(Event::kError, error.ToException(isolate()));
}

void TlsStream::ReadPlain() {
  while (reading_ && !destroyed_ && !failed_ && !end_delivered_) {
    std::span<char> place;
    if (user_buffer_) {
      auto left = user_buffer_->left();
      place = {reinterpret_cast<char*>(left.data()), left.size()};
    } else {
      if (!plain_block.allocated()) plain_block = bind::OwnedBytes(kBlockSize);
      place = {plain_block.data(), plain_block.allocated() ? kBlockSize : 0};
    }
    if (place.empty()) return DeliverEnd(UV_ENOBUFS);
    size_t size = 0;
    starved_ = false;
    int result = 1;
    ERR_clear_error();
    while (size < place.size()) {
      size_t got = 0;
      result = SSL_read_ex(ssl_, place.data() + size, place.size() - size, &got);
      if (result != 1) break;
      size += got;
    }
    int reason = result == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_, result);
    TellEvents();
    if (destroyed_) return;
    if (size > 0 && !DeliverPlain(size)) return;
    if (reason == SSL_ERROR_NONE) continue;
    // It stopped behind a message that is no data, such as a ticket.
    if (reason == SSL_ERROR_WANT_READ && !starved_) continue;
    if (reason == SSL_ERROR_ZERO_RETURN) return DeliverEnd(UV_EOF);
    if (reason == SSL_ERROR_SSL) Fail();
    return;
  }
}

// False: the connection is gone.
bool TlsStream::DeliverPlain(size_t size) {
  bytes_read_ += static_cast<double>(size);
  if (on_read_.IsEmpty()) return true;
  v8::Isolate* isolate = this->isolate();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  v8::Local<v8::Value> data = v8::Undefined(isolate);
  if (!user_buffer_) {
    bool gives_away = size >= kBlockSize / 4 * 3;
    bind::OwnedBytes bytes = gives_away ? std::move(plain_block) : bind::OwnedBytes({plain_block.data(), size});
    if (gives_away) {
      plain_block = bind::OwnedBytes();
      bytes.Truncate(size);
    }
    data = bytes.ToArrayBuffer(isolate);
  }
  v8::Local<v8::Value> arguments[] = {v8::Number::New(isolate, static_cast<double>(size)), data};
  scope.Call(wrapper(isolate), on_read_.Get(isolate), 2, arguments).IsEmpty();
  return !destroyed_;
}

void TlsStream::DeliverEnd(int status) {
  if (end_delivered_ || on_read_.IsEmpty()) return;
  end_delivered_ = true;
  v8::Isolate* isolate = this->isolate();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, status), v8::Undefined(isolate)};
  scope.Call(wrapper(isolate), on_read_.Get(isolate), 2, arguments).IsEmpty();
}

// 0 or a negative errno. What stood on the transport before may have begun already.
int TlsStream::ReadTransport() {
  int error = transport_ ? transport_->ReadStart() : 0;
  return error == UV_EALREADY ? 0 : error;
}

int32_t TlsStream::ReadStart() {
  reading_ = true;
  if (destroyed_) return UV_EBADF;
  if (int error = ReadTransport()) return error;
  if (established_) {  // what came while nobody read
    Working working(this);
    Cycle();
  }
  return 0;
}

int32_t TlsStream::ReadStop() {
  reading_ = false;
  // Until the handshake is done, it reads.
  return transport_ && established_ ? transport_->ReadStop() : 0;
}

// --- Events. ---

void TlsStream::TellEvents() {
  v8::HandleScope handles(isolate());
  while (!events_.empty() && !destroyed_) {
    std::vector<Note> notes = std::move(events_);
    events_.clear();
    for (Note& note : notes) {
      if (destroyed_) return;
      v8::Isolate* isolate = this->isolate();
      v8::HandleScope inner(isolate);
      v8::Local<v8::Value> a, b;
      switch (note.event) {
        case Event::kCertificate:
          a = bind::NewString(isolate, note.a);
          b = v8::Boolean::New(isolate, !note.b.empty());
          break;
        case Event::kSession:
          a = BufferOf(isolate, note.a);
          b = BufferOf(isolate, note.b);
          break;
        case Event::kOcspResponse:
          a = note.has_a ? BufferOf(isolate, note.a) : v8::Null(isolate).As<v8::Value>();
          break;
        case Event::kClientHello:
        case Event::kKeyLog: a = BufferOf(isolate, note.a); break;
        default: break;
      }
      Tell(note.event, a, b);
    }
  }
}

void TlsStream::Tell(Event event, v8::Local<v8::Value> a, v8::Local<v8::Value> b) {
  if (on_event_.IsEmpty() || destroyed_) return;
  v8::Isolate* isolate = this->isolate();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  auto or_undefined = [&](v8::Local<v8::Value> value) {
    return value.IsEmpty() ? v8::Undefined(isolate).As<v8::Value>() : value;
  };
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, static_cast<int32_t>(event)), or_undefined(a),
                                      or_undefined(b)};
  scope.Call(wrapper(isolate), on_event_.Get(isolate), 3, arguments).IsEmpty();
}

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
  if (self && (self->wishes_ & kTellKeys)) self->events_.push_back({Event::kKeyLog, std::string(line) + "\n"});
}

// --- What OpenSSL asks for. ---

void TlsStream::InstallCallbacks(SSL_CTX* context) {
  SSL_CTX_set_client_hello_cb(context, OnClientHello, nullptr);
  SSL_CTX_set_cert_cb(context, OnCertificateWanted, nullptr);
  SSL_CTX_set_alpn_select_cb(context, OnAlpnSelect, nullptr);
  SSL_CTX_sess_set_new_cb(context, OnNewSession);
  SSL_CTX_sess_set_get_cb(context, OnGetSession);
  SSL_CTX_set_tlsext_status_cb(context, OnOcsp);
  SSL_CTX_set_keylog_callback(context, OnKeyLog);
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
  if (!self || (self->is_server_ && !(self->wishes_ & kTellSessions))) return 0;
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

void TlsStream::SetAlpnProtocols(std::span<const uint8_t> wire) {
  if (!ssl_) return;
  // On a server's SSL they are kept only: OnAlpnSelect chooses among them.
  SSL_set_alpn_protos(ssl_, wire.data(), static_cast<unsigned>(wire.size()));
  alpn_wire_.assign(reinterpret_cast<const char*>(wire.data()), wire.size());
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
  v8::Local<v8::Value> arguments[] = {
      bind::NewString(isolate, Characters(SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name))),
      v8::Array::New(isolate, names.data(), names.size())};
  v8::Local<v8::Value> answer;
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
  v8::Local<v8::Value> arguments[] = {text ? bind::NewString(isolate, text) : v8::Null(isolate).As<v8::Value>(),
                                      v8::Integer::NewFromUnsigned(isolate, most)};
  v8::Local<v8::Value> answer;
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

// --- Writing. ---

// What the kernel did not take of the records at once.
class TlsStream::TransportWrite final : public loop::Request {
 public:
  TransportWrite(TlsStream* stream, std::string records)
      : Request(stream->isolate(), "TLSWrap"), stream_(stream), records_(std::move(records)) {
    stream->Hold();
  }
  int Start(uv_stream_t* to, size_t from) {
    request_.data = this;
    uv_buf_t buffer = uv_buf_init(records_.data() + from, static_cast<unsigned>(records_.size() - from));
    return uv_write(&request_, to, &buffer, 1, [](uv_write_t* request, int status) {
      std::unique_ptr<TransportWrite> self(static_cast<TransportWrite*>(request->data));
      Runtime& runtime = self->stream_->runtime();
      if (runtime.stopping()) return;
      v8::HandleScope handles(runtime.isolate());
      loop::CallbackScope scope(runtime, self->async_context(runtime.isolate()));
      self->stream_->RecordsWritten(status);
    });
  }
  ~TransportWrite() override { stream_->LetGo(); }

 private:
  TlsStream* const stream_;
  std::string records_;
  uv_write_t request_;
};

// Gives OpenSSL plain bytes until enough records wait. False: it takes no more now, or has failed.
bool TlsStream::Encrypt(std::span<const std::byte> bytes, size_t* taken) {
  ERR_clear_error();
  while (*taken < bytes.size()) {
    if (output_.size() + in_flight_ >= kMostOutput) return false;
    size_t piece = std::min(bytes.size() - *taken, kPiece), written = 0;
    int result = SSL_write_ex(ssl_, bytes.data() + *taken, piece, &written);
    *taken += written;
    if (result == 1) continue;
    if (SSL_get_error(ssl_, result) == SSL_ERROR_SSL) Fail();
    return false;
  }
  return true;
}

// False: not all of it could be encrypted.
bool TlsStream::EncryptPending() {
  if (!established_ || holds_output_) return writes_.empty();
  for (PendingWrite& write : writes_) {
    if (write.encrypted) continue;
    auto advance = [&](std::span<const std::byte> bytes) {
      size_t before = write.offset;
      bool all = Encrypt(bytes, &write.offset);
      pending_size_ -= write.offset - before;
      return all;
    };
    for (; write.at < write.views.size(); write.at++, write.offset = 0) {
      if (!advance(write.views[write.at].span())) return false;
    }
    if (!advance(std::as_bytes(std::span(write.text)))) return false;
    write.encrypted = true;
    write.views.clear();
    write.text.clear();
  }
  return true;
}

int32_t TlsStream::Queue(PendingWrite write, size_t size) {
  if (destroyed_ || !ssl_) return UV_EBADF;
  if (failed_ || end_wanted_) return UV_EPIPE;
  Working working(this);
  bytes_written_ += static_cast<double>(size);
  pending_size_ += size;
  writes_.push_back(std::move(write));
  if (!started_ && !is_server_) Start();
  Pump();
  // Earlier writes wait for the transport, too, if there are any.
  if (writes_.size() == 1 && writes_.front().encrypted && output_.empty() && in_flight_ == 0) {
    writes_.clear();
    return 0;
  }
  return 1;
}

int32_t TlsStream::WriteBytes(v8::Local<v8::Value> view, v8::Local<v8::Value> callback) {
  if (!view->IsArrayBufferView()) return UV_EINVAL;
  PendingWrite write;
  if (callback->IsFunction()) write.callback.Reset(isolate(), callback.As<v8::Function>());
  auto array = view.As<v8::ArrayBufferView>();
  size_t size = array->ByteLength();
  if (size <= 64) {  // may lie in V8's heap
    write.text.resize(size);
    array->CopyContents(write.text.data(), size);
  } else {
    auto bytes = bind::Bytes::From(view);
    if (!bytes) return UV_ENOMEM;
    write.views.push_back(std::move(*bytes));
  }
  return Queue(std::move(write), size);
}

int32_t TlsStream::WriteString(v8::Local<v8::String> text, buffer::Encoding encoding, v8::Local<v8::Value> callback) {
  PendingWrite write;
  if (callback->IsFunction()) write.callback.Reset(isolate(), callback.As<v8::Function>());
  write.text.resize(buffer::EncodedLength(isolate(), text, encoding));
  write.text.resize(buffer::Encode(isolate(), text, encoding, write.text.data(), write.text.size()));
  size_t size = write.text.size();
  return Queue(std::move(write), size);
}

// Many small chunks become one text, so that they share records.
int32_t TlsStream::WriteMany(v8::Local<v8::Array> chunks, v8::Local<v8::Value> callback) {
  v8::Isolate* isolate = this->isolate();
  auto context = isolate->GetCurrentContext();
  PendingWrite write;
  if (callback->IsFunction()) write.callback.Reset(isolate, callback.As<v8::Function>());
  std::string text;
  for (uint32_t i = 0; i < chunks->Length(); ++i) {
    v8::Local<v8::Value> chunk, encoding;
    if (!chunks->Get(context, i).ToLocal(&chunk)) return UV_EINVAL;
    if (auto bytes = bind::BytesOf(chunk)) {
      text.append(reinterpret_cast<const char*>(bytes->data()), bytes->size());
      continue;
    }
    if (!chunk->IsString() || !chunks->Get(context, ++i).ToLocal(&encoding) || !encoding->IsInt32()) return UV_EINVAL;
    auto kind = static_cast<buffer::Encoding>(encoding.As<v8::Int32>()->Value());
    size_t start = text.size(), room = buffer::EncodedLength(isolate, chunk.As<v8::String>(), kind);
    text.resize(start + room);
    text.resize(start + buffer::Encode(isolate, chunk.As<v8::String>(), kind, text.data() + start, room));
  }
  size_t size = text.size();
  write.text = std::move(text);
  return Queue(std::move(write), size);
}

// Encrypts and hands over until the transport takes no more, or nothing is left.
void TlsStream::Pump() {
  for (;;) {
    size_t before = pending_size_;
    EncryptPending();
    if (destroyed_) return;
    Flush();
    if (flushing_ || !output_.empty() || pending_size_ == 0 || pending_size_ == before) return;
  }
}

// Gives the transport the records that wait, if it writes none at the moment.
void TlsStream::Flush() {
  if (output_.empty() || flushing_ || holds_output_) return;
  if (transport_) {
    uv_buf_t buffer = uv_buf_init(output_.data(), static_cast<unsigned>(output_.size()));
    std::span<uv_buf_t> rest(&buffer, 1);
    int error = transport_->open() ? transport_->TryWrite(rest) : UV_EBADF;
    if (error == 0 && !rest.empty()) {
      size_t size = rest[0].len, from = output_.size() - size;
      auto write = std::make_unique<TransportWrite>(this, std::exchange(output_, {}));
      error = write->Start(transport_->stream(), from);
      if (error == 0) {
        static_cast<void>(write.release());  // deletes itself once it is written
        flushing_ = true;
        in_flight_ = size;
        return;
      }
    }
    output_.clear();
    if (error != 0) AbortWrites(error);
    return;
  }
  if (on_records_.IsEmpty()) return;
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  flushing_ = true;
  in_flight_ = output_.size();
  bind::OwnedBytes bytes(output_);
  output_.clear();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  v8::Local<v8::Value> argument = bytes.ToBuffer(isolate);
  scope.Call(wrapper(isolate), on_records_.Get(isolate), 1, &argument).IsEmpty();
}

// The transport has taken what it had under way.
void TlsStream::RecordsWritten(int32_t status) {
  if (!flushing_) return;
  Working working(this);
  flushing_ = false;
  in_flight_ = 0;
  if (status < 0 || destroyed_) return AbortWrites(status < 0 ? status : UV_ECANCELED);
  Pump();
  if (!destroyed_) FinishWrites(0);
}

// Tells of the writes that the transport has in full, in order.
void TlsStream::FinishWrites(int status) {
  if (flushing_ || !output_.empty()) return;
  while (!writes_.empty() && writes_.front().encrypted && !flushing_) {
    PendingWrite write = std::move(writes_.front());
    writes_.pop_front();
    CallStatus(write.callback, status);
    if (destroyed_) return;
  }
  if (end_wanted_ && writes_.empty() && !on_end_sent_.IsEmpty() && !flushing_ && output_.empty()) {
    if (!SendCloseNotify()) return;
    auto callback = std::move(on_end_sent_);
    on_end_sent_.Reset();
    CallStatus(callback, status);
  }
}

void TlsStream::AbortWrites(int status) {
  output_.clear();
  pending_size_ = 0;
  auto writes = std::move(writes_);
  writes_.clear();
  for (PendingWrite& write : writes) CallStatus(write.callback, status);
  if (on_end_sent_.IsEmpty()) return;
  auto callback = std::move(on_end_sent_);
  on_end_sent_.Reset();
  CallStatus(callback, status);
}

void TlsStream::CallStatus(v8::Global<v8::Function>& callback, int status) {
  if (callback.IsEmpty() || runtime_.stopping()) return;
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  v8::Local<v8::Value> argument = v8::Integer::New(isolate, status);
  scope.Call(wrapper(isolate), callback.Get(isolate), 1, &argument).IsEmpty();
}

// --- The end. ---

// True: it is with the transport.
bool TlsStream::SendCloseNotify() {
  if (ssl_ && established_ && !failed_ && !(SSL_get_shutdown(ssl_) & SSL_SENT_SHUTDOWN)) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
    Flush();
  }
  return output_.empty() && !flushing_;
}

int32_t TlsStream::SendEnd(v8::Local<v8::Value> callback) {
  if (destroyed_) return UV_EBADF;
  Working working(this);
  end_wanted_ = true;
  if (writes_.empty() && !flushing_ && SendCloseNotify()) return 0;
  if (callback->IsFunction()) on_end_sent_.Reset(isolate(), callback.As<v8::Function>());
  return 1;
}

void TlsStream::Destroy() {
  if (destroyed_) return;
  destroyed_ = true;
  SetTransport(nullptr);
  if (in_openssl_ == 0) Free();
}

// --- The handshake. ---

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
  if (SSL_renegotiate(ssl_) != 1) return crypto::SingleOpenSslError("Failed to renegotiate");
  Working working(this);
  int result = SSL_do_handshake(ssl_);
  if (result != 1 && SSL_get_error(ssl_, result) == SSL_ERROR_SSL) return TlsError();
  Flush();
  return {};
}

// --- What became of it. ---

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

v8::Local<v8::Value> TlsStream::PeerChain(v8::Isolate* isolate) {
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
    if (last && X509_STORE_CTX_init(look_up.get(), store, nullptr, nullptr) == 1) {
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

EDDY_MODULE(tls) {
  using eddy::tls::SecureContext;
  using eddy::tls::TlsStream;
  Class<SecureContext>("SecureContext")
      .Constructor<SecureContext::Role, int32_t, int32_t>()
      .Method<&SecureContext::UseCertificate>("useCertificate")
      .Method<&SecureContext::UseKey>("useKey")
      .Method<&SecureContext::UsePfx>("usePfx")
      .Method<&SecureContext::AddAuthorities>("addAuthorities")
      .Method<&SecureContext::AddRevocationList>("addRevocationList")
      .Method<&SecureContext::UseDefaultAuthorities>("useDefaultAuthorities")
      .Method<&SecureContext::AllowPartialChains>("setAllowPartialTrustChain")
      .Method<&SecureContext::SetCiphers>("setCiphers")
      .Method<&SecureContext::SetCipherSuites>("setCipherSuites")
      .Method<&SecureContext::SetSignatureAlgorithms>("setSigalgs")
      .Method<&SecureContext::SetGroups>("setECDHCurve")
      .Method<&SecureContext::SetDhParameters>("setDhParameters")
      .Method<&SecureContext::SetSessionIdContext>("setSessionIdContext")
      .Method<&SecureContext::SetMinVersion>("setMinProto")
      .Method<&SecureContext::SetMaxVersion>("setMaxProto")
      .Method<&SecureContext::MinVersion>("getMinProto")
      .Method<&SecureContext::MaxVersion>("getMaxProto")
      .Method<&SecureContext::SetOptions>("setOptions")
      .Method<&SecureContext::SetSessionTimeout>("setSessionTimeout")
      .Method<&SecureContext::TicketKeys>("getTicketKeys")
      .Method<&SecureContext::SetTicketKeys>("setTicketKeys")
      .Method<&SecureContext::CertificateDer>("getCertificate")
      .Method<&SecureContext::IssuerDer>("getIssuer");
  Class<TlsStream>("TLSWrap")
      .Constructor<eddy::Runtime&, SecureContext*, bool>()
      .Method<&TlsStream::SetTransport>("setTransport")
      .Method<&TlsStream::OnRecords>("onRecords")
      .Method<&TlsStream::Receive>("receive")
      .Method<&TlsStream::ReceiveEnd>("receiveEnd")
      .Method<&TlsStream::RecordsWritten>("recordsWritten")
      .Method<&TlsStream::SetOnRead>("onRead")
      .Method<&TlsStream::ReadStart>("readStart")
      .Method<&TlsStream::ReadStop>("readStop")
      .Method<&TlsStream::UseUserBuffer>("useUserBuffer")
      .Method<&TlsStream::WriteBytes>("writeBytes")
      .Method<&TlsStream::WriteString>("writeString")
      .Method<&TlsStream::WriteMany>("writeMany")
      .Method<&TlsStream::SendEnd>("sendEnd")
      .Method<&TlsStream::Destroy>("destroySSL")
      .Method<&TlsStream::AbortWrites>("abortWrites")
      .Getter<&TlsStream::BytesRead>("bytesRead")
      .Getter<&TlsStream::BytesWritten>("bytesWritten")
      .Getter<&TlsStream::WriteQueueSize>("writeQueueSize")
      .Method<&TlsStream::CaptureContext>("captureContext")
      .Method<&TlsStream::OnEvent>("onEvent")
      .Method<&TlsStream::SetWishes>("setWishes")
      .Method<&TlsStream::Start>("start")
      .Method<&TlsStream::SetVerifyMode>("setVerifyMode")
      .Method<&TlsStream::SetServerName>("setServername")
      .Method<&TlsStream::SetAlpnProtocols>("setALPNProtocols")
      .Method<&TlsStream::OnAlpn>("onAlpn")
      .Method<&TlsStream::SetSession>("setSession")
      .Method<&TlsStream::RequestOcsp>("requestOCSP")
      .Method<&TlsStream::SetOcspResponse>("setOCSPResponse")
      .Method<&TlsStream::OnPsk>("onPsk")
      .Method<&TlsStream::SetPskHint>("setPskIdentityHint")
      .Method<&TlsStream::Resume>("resume")
      .Method<&TlsStream::GoOn>("goOn")
      .Method<&TlsStream::SessionStored>("sessionStored")
      .Method<&TlsStream::UseContext>("useContext")
      .Method<&TlsStream::Renegotiate>("renegotiate")
      .Method<&TlsStream::VerifyError>("verifyFailure")
      .Method<&TlsStream::ServerName>("getServername")
      .Method<&TlsStream::AlpnProtocol>("getALPNNegotiatedProtocol")
      .Method<&TlsStream::Protocol>("getProtocol")
      .Method<&TlsStream::Cipher>("cipher")
      .Method<&TlsStream::EphemeralKey>("ephemeralKey")
      .Method<&TlsStream::SharedSignatureAlgorithms>("getSharedSigalgs")
      .Method<&TlsStream::Session>("getSession")
      .Method<&TlsStream::Ticket>("getTLSTicket")
      .Method<&TlsStream::Finished>("finished")
      .Method<&TlsStream::PeerChain>("peerChain")
      .Method<&TlsStream::OwnCertificate>("ownCertificate")
      .Method<&TlsStream::IsSessionReused>("isSessionReused")
      .Method<&TlsStream::IsEstablished>("isEstablished")
      .Method<&TlsStream::SetMaxSendFragment>("setMaxSendFragment")
      .Method<&TlsStream::ExportKeyingMaterial>("exportKeyingMaterial")
      .Method<&TlsStream::EnableTrace>("enableTrace");
  Function<eddy::tls::CipherNames>("ciphers");
  Function<eddy::tls::VerifyCode>("verifyCode");
  using Event = TlsStream::Event;
  Constant("HANDSHAKE_START", static_cast<int>(Event::kHandshakeStart));
  Constant("HANDSHAKE_DONE", static_cast<int>(Event::kHandshakeDone));
  Constant("ERROR", static_cast<int>(Event::kError));
  Constant("END", static_cast<int>(Event::kEnd));
  Constant("CLIENT_HELLO", static_cast<int>(Event::kClientHello));
  Constant("CERTIFICATE", static_cast<int>(Event::kCertificate));
  Constant("SESSION", static_cast<int>(Event::kSession));
  Constant("KEY_LOG", static_cast<int>(Event::kKeyLog));
  Constant("OCSP_RESPONSE", static_cast<int>(Event::kOcspResponse));
  Constant("ASK_FOR_SESSION", TlsStream::kAskForSession);
  Constant("ASK_FOR_CERTIFICATE", TlsStream::kAskForCertificate);
  Constant("TELL_SESSIONS", TlsStream::kTellSessions);
  Constant("TELL_KEYS", TlsStream::kTellKeys);
  Constant("ANY", static_cast<int>(SecureContext::Role::kAny));
  Constant("CLIENT", static_cast<int>(SecureContext::Role::kClient));
  Constant("SERVER", static_cast<int>(SecureContext::Role::kServer));
}
