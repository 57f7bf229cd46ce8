// One TLS connection: a stream over another stream. To JavaScript it has the verbs of StreamHandle, so that net.Socket
// reads and writes it as it does a TCP socket, to native code it is a ByteStream; below it is another ByteStream, or,
// over anything else, JavaScript that carries the records (duplex_transport.js).
//
//   records in:   OnRead / Receive -> input_ -> SSL_read -> plain bytes to onRead
//   records out:  writes -> SSL_write -> output_ -> Flush -> the kernel, or onRecords
//
// OpenSSL calls back in the middle of its work. What a program is to learn of it is noted in events_ and reported once
// OpenSSL has returned, since a program may do anything then, also end the connection. Only ALPN and PSK want an answer
// on the spot.
#pragma once
#include <deque>

#include "net/stream_handle.h"
#include "tls/secure_context.h"

namespace eddy::tls {

constexpr size_t kRecord = 16 * 1024;  // plain bytes in a record, at most (RFC 8446, 5.1)

inline std::string_view Characters(const char* text) { return text ? std::string_view(text) : std::string_view(); }
inline v8::Local<v8::Value> BufferOf(v8::Isolate* isolate, std::string_view bytes) {
  return bind::OwnedBytes(bytes).ToBuffer(isolate);
}
// What OpenSSL's queue holds, a line an error, with the first error's library, reason and code.
bind::Error TlsError();

class TlsStream final : public bind::Object<TlsStream>, public net::ByteStream, public net::StreamConsumer {
 public:
  // Reported to onEvent(event, a, b).
  enum class Event : int32_t {
    kHandshakeStart,  // also each renegotiation
    kHandshakeDone,
    kError,         // (error)
    kEnd,           // the transport ended or failed before the handshake was done: (status)
    kClientHello,   // server, with kAskForSession: (session id); answer: resume
    kCertificate,   // server, with kAskForCertificate: (server name, whether OCSP is asked for); answer: goOn
    kSession,       // (session id, session); a server with kReportSessions answers sessionStored
    kKeyLog,        // (line)
    kOcspResponse,  // client: (bytes or null)
  };
  // What a program wants to be asked or notified of, for SetWishes.
  enum Wish : int32_t { kAskForSession = 1, kAskForCertificate = 2, kReportSessions = 4, kReportKeys = 8 };

  TlsStream(Runtime& runtime, SecureContext* context, bool is_server);
  ~TlsStream() override;
  const std::optional<bind::Error>& construction_error() const { return construction_error_; }
  static void InstallCallbacks(SSL_CTX* context);
  static TlsStream* Of(const SSL* ssl) { return static_cast<TlsStream*>(SSL_get_app_data(ssl)); }

  // --- The transport. ---
  // Carries the records over `stream`, or, with nullptr, by way of onRecords(memory), whose writes are answered by
  // RecordsWritten(status), and Receive.
  void SetTransport(net::ByteStream* stream);
  void OnRecords(v8::Local<v8::Function> callback) { on_records_.Reset(isolate(), callback); }
  void Receive(bind::Bytes records);
  void ReceiveEnd(int32_t status);
  void RecordsWritten(int32_t status);

  // --- The stream. ---
  void SetOnRead(v8::Local<v8::Function> callback) { on_read_.Reset(isolate(), callback); }
  int32_t ReadStart() override;
  int32_t ReadStop() override;
  void UseUserBuffer(std::optional<bind::Room> room) { user_buffer_ = std::move(room); }
  // 0: the transport has it all; 1: under way, callback(status) comes; or a negative errno.
  int32_t WriteBytes(v8::Local<v8::Value> view, v8::Local<v8::Value> callback);
  int32_t WriteString(v8::Local<v8::String> text, buffer::Encoding encoding, v8::Local<v8::Value> callback);
  int32_t WriteMany(v8::Local<v8::Array> chunks, v8::Local<v8::Value> callback);
  // Sends close_notify behind all writes; callback(status) once the transport has it.
  int32_t SendEnd(v8::Local<v8::Value> callback);
  // No read or event comes any more. The transport is the caller's to close.
  void Destroy();
  // Calls back the writes that wait, with an errno.
  void AbortWrites(int32_t status);
  double BytesRead() { return bytes_read_; }
  double BytesWritten() { return bytes_written_; }
  double WriteQueueSize() override { return static_cast<double>(output_.size() + in_flight_ + pending_size_); }
  void CaptureContext() { async_context_ = loop::CapturedContext(isolate()); }

  // --- ByteStream: plain bytes. ---
  bool open() const override { return !destroyed_; }
  bind::Wrapped& object() override { return *this; }
  void SetConsumer(net::StreamConsumer* consumer) override;
  int32_t Write(std::string bytes, net::WriteDone done) override;
  // Nothing before the handshake is done. What OpenSSL took is encrypted, and goes out by itself.
  int TryWrite(std::span<uv_buf_t>& buffers) override;
  bool TryWriteNow(std::span<uv_buf_t> buffers) override;

  // --- The handshake. ---
  void OnEvent(v8::Local<v8::Function> callback) { on_event_.Reset(isolate(), callback); }
  void SetWishes(int32_t wishes);
  void Start();  // a client's first message, which its first write also begins with
  void SetVerifyMode(bool wants_certificate, bool insists);
  void SetServerName(std::string name);
  bind::Result<void> SetAlpnProtocols(std::span<const uint8_t> wire);
  // Server: onAlpn(server name, names) -> the chosen name, or undefined to refuse.
  void OnAlpn(v8::Local<v8::Function> callback) { on_alpn_.Reset(isolate(), callback); }
  bool SetSession(std::span<const uint8_t> session);
  void RequestOcsp();
  void SetOcspResponse(std::span<const uint8_t> response);
  // onPsk: client (hint) -> {identity, psk} or null; server (identity) -> psk or null.
  void OnPsk(v8::Local<v8::Function> callback);
  bool SetPskHint(std::string hint) { return ssl_ && SSL_use_psk_identity_hint(ssl_, hint.c_str()) == 1; }
  // The answers to kClientHello, kCertificate and kSession.
  void Resume(std::optional<std::span<const uint8_t>> session);
  void GoOn(SecureContext* context);
  void SessionStored();
  bind::Result<void> UseContext(SecureContext* context);  // certificate, key and authorities of another one
  bind::Result<void> Renegotiate();

  // --- What became of it. ---
  v8::Local<v8::Value> VerifyError(v8::Isolate* isolate);  // [code, message] or undefined
  v8::Local<v8::Value> ServerName(v8::Isolate* isolate);
  v8::Local<v8::Value> AlpnProtocol(v8::Isolate* isolate);
  v8::Local<v8::Value> Protocol(v8::Isolate* isolate);
  v8::Local<v8::Value> Cipher(v8::Isolate* isolate);        // [name, standard name, version]
  v8::Local<v8::Value> EphemeralKey(v8::Isolate* isolate);  // [type, name, bits]
  v8::Local<v8::Value> SharedSignatureAlgorithms(v8::Isolate* isolate);
  v8::Local<v8::Value> Session(v8::Isolate* isolate);
  v8::Local<v8::Value> Ticket(v8::Isolate* isolate);
  v8::Local<v8::Value> Finished(v8::Isolate* isolate, bool of_peer);
  // DER, the peer's own first; `with_ours`: also those above it that this side has.
  v8::Local<v8::Value> PeerChain(v8::Isolate* isolate, bool with_ours);
  v8::Local<v8::Value> OwnCertificate(v8::Isolate* isolate);  // DER
  bool IsSessionReused() { return ssl_ && SSL_session_reused(ssl_); }
  bool IsEstablished() { return established_; }
  bool SetMaxSendFragment(int32_t bytes) { return ssl_ && SSL_set_max_send_fragment(ssl_, bytes) == 1; }
  bind::Result<bind::OwnedBytes> ExportKeyingMaterial(uint32_t length, std::string label,
                                                      std::optional<std::span<const uint8_t>> context);
  void EnableTrace();

  // StreamConsumer: what the transport read.
  void OnRead(ssize_t count, const char* data) override;
  void OnStreamClosed() override;

  SecureContext* first_context() const { return context_; }

 private:
  class LateRead;
  // OpenSSL is at work, or a callback runs: the stream stays alive, and its SSL until the outermost one ends.
  class Working {
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
  // OpenSSL waits for the answer of a program, which may do anything but have OpenSSL work on.
  class Asking {
   public:
    explicit Asking(TlsStream* stream) : stream_(stream), before_(std::exchange(stream->asking_, true)) {}
    ~Asking() { stream_->asking_ = before_; }

   private:
    TlsStream* const stream_;
    const bool before_;
  };
  struct PendingWrite {
    // Takes away the first bytes.
    void Skip(size_t count);

    std::vector<bind::Bytes> views;  // what is still to be encrypted, in order,
    std::string text;                // or this
    size_t at = 0, offset = 0;       // how far that has come: view and byte
    bool encrypted = false;
    v8::Global<v8::Function> callback;  // who waits for it: JavaScript,
    net::WriteDone done;                // or native code
  };
  struct Note {
    Event event;
    std::string a = {}, b = {};
    bool has_a = false;
  };

  Runtime& runtime() const { return runtime_; }
  void Take(std::string_view records);
  // Runs OpenSSL on what is there until it wants more of one side or the other.
  void Cycle();
  bool Handshake();
  int ReadTransport();
  void ReadPlain();
  // Gathers plain bytes. Gives SSL_ERROR_NONE when there may be more.
  int Decrypt(std::span<char> to, size_t* size);
  void DrainBetween();
  void DeliverPlain(size_t size, bind::OwnedBytes* block);
  bool HoldsInput() const;
  void DeliverEnd(int status);
  void ReportEvents();
  void Report(Event event, v8::Local<v8::Value> a = {}, v8::Local<v8::Value> b = {});
  void Fail();
  int32_t Queue(PendingWrite write, size_t size);
  bool Encrypt(std::span<const std::byte> bytes, size_t* taken);
  void EncryptPending();
  bool EncryptWrites();
  void ReportFailedEncryption();
  bool EncryptTogether(std::span<uv_buf_t>& buffers);
  void Pump();
  void AddRecords(std::string_view records);
  // Nothing waits: the memory of what did is for the next stream that writes.
  void LendOutput();
  // 0 or the transport's negative errno.
  int Flush();
  void FlushToJavaScript();
  void FinishWrites(int status);
  bool CanWriteNow() const;
  void CallStatus(PendingWrite& write, int status);
  void CallStatus(v8::Global<v8::Function>& callback, int status);
  bool SendCloseNotify();
  int AskForAlpn(const unsigned char** out, unsigned char* out_length, std::span<const unsigned char> offered);
  v8::Local<v8::Value> AskForPsk(const char* text, unsigned most);
  void Free();

  static int OnClientHello(SSL* ssl, int* alert, void*);
  static int OnCertificateWanted(SSL* ssl, void*);
  static int OnAlpnSelect(SSL* ssl, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                          unsigned in_length, void*);
  static int OnNewSession(SSL* ssl, SSL_SESSION* session);
  static SSL_SESSION* OnGetSession(SSL* ssl, const unsigned char* id, int length, int* copy);
  static int OnOcsp(SSL* ssl, void*);
  static unsigned OnPskServer(SSL* ssl, const char* identity, unsigned char* psk, unsigned size);
  static unsigned OnPskClient(SSL* ssl, const char* hint, char* identity, unsigned identity_size, unsigned char* psk,
                              unsigned psk_size);
  static void OnInfo(const SSL* ssl, int where, int code);
  static void OnKeyLog(const SSL* ssl, const char* line);
  void LogKeysWhereWanted();
  static BIO_METHOD* Records();

  Runtime& runtime_;
  SecureContext* const context_;  // kept by context_object_
  v8::Global<v8::Object> context_object_;
  const bool is_server_;
  SSL* ssl_ = nullptr;
  std::optional<bind::Error> construction_error_;
  net::ByteStream* transport_ = nullptr;
  v8::Global<v8::Object> transport_object_;
  v8::Global<v8::Function> on_read_, on_records_, on_event_, on_alpn_, on_psk_;
  loop::CapturedContext async_context_;
  std::optional<bind::Room> user_buffer_;

  std::string_view input_;  // records just read,
  std::string kept_input_;  // and those that OpenSSL has not taken yet
  std::string output_;      // records to be written
  size_t in_flight_ = 0;    // bytes that the transport writes
  std::deque<PendingWrite> writes_;
  size_t pending_size_ = 0;  // plain bytes in writes_ that are not encrypted
  v8::Global<v8::Function> on_end_sent_;
  std::vector<Note> events_;
  std::string ocsp_response_, alpn_wire_;
  SSL_SESSION* next_session_ = nullptr;
  double bytes_read_ = 0, bytes_written_ = 0;
  int32_t wishes_ = 0;
  int in_openssl_ = 0;    // calls of OpenSSL on the stack
  bool on_loop_ = false;  // called by the transport: no JavaScript below
  bool established_ = false, reading_ = false, flushing_ = false, cycling_ = false, again_ = false, destroyed_ = false;
  bool asking_ = false, encryption_failed_ = false;
  bool failed_ = false, end_delivered_ = false, end_wanted_ = false, transport_ended_ = false;
  bool hello_asked_ = false, hello_answered_ = false, certificate_asked_ = false, certificate_answered_ = false;
  bool reads_late_ = false;  // a LateRead is under way
  bool starved_ = false;     // OpenSSL wanted records that were not there
  bool started_ = false, holds_output_ = false, wants_ocsp_ = false, session_begun_ = false;
};

// A certificate's bytes as a Buffer; null for none.
v8::Local<v8::Value> DerOf(v8::Isolate* isolate, X509* certificate);

}  // namespace eddy::tls
