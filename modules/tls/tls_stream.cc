// TLS between a transport of records and a stream of plain bytes.
#include "tls/tls_stream.h"

#include <openssl/err.h>

#include <algorithm>
#include <cstring>

#include "engine/check.h"
#include "loop/request.h"
#include "observe/note.h"

namespace eddy::tls {
namespace {

constexpr size_t kBlockSize = 64 * 1024;  // plain bytes a read gathers

// A thread has one loop, and plain bytes are delivered before the next are read.
thread_local bind::OwnedBytes plain_block;

}  // namespace

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

[[maybe_unused]] static const bool is_byte_stream = net::ByteStream::IsByteStream<TlsStream>();

TlsStream::TlsStream(Runtime& runtime, SecureContext* context, bool is_server)
    : runtime_(runtime), context_(context), is_server_(is_server), async_context_(runtime.isolate()) {
  context_object_.Reset(runtime.isolate(), context->wrapper(runtime.isolate()));
  ERR_clear_error();
  ssl_ = SSL_new(context->get());
  if (!ssl_) {
    construction_error_ = TlsError();
    return;
  }
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

TlsStream::~TlsStream() {
  if (auto* consumer = std::exchange(consumer_, nullptr)) consumer->OnStreamClosed();
  Free();
}

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
      static_cast<TlsStream*>(BIO_get_data(bio))->AddRecords({from, size});
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

void TlsStream::SetTransport(net::ByteStream* stream) {
  if (transport_) {
    transport_->SetConsumer(nullptr);
    OnStreamClosed();
  }
  transport_ = stream;
  if (!stream) return;
  transport_object_.Reset(isolate(), stream->object().wrapper(isolate()));
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
  on_loop_ = true;
  Take({data, static_cast<size_t>(count)});
  on_loop_ = false;
}

// Records that came together are reported as if each had come by itself: who awaits the first is there for the second.
void TlsStream::DrainBetween() {
  if (on_loop_) loop::CallbackScope::DrainBetween(runtime_);
}

void TlsStream::Receive(bind::Bytes records) { Take({reinterpret_cast<const char*>(records.data()), records.size()}); }

// The memory of `more` has to stay while programs are called.
void TlsStream::Take(std::string_view more) {
  if (destroyed_ || !ssl_) return;
  Working working(this);
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
  Report(Event::kEnd, v8::Integer::New(isolate(), status));
}

// --- The cycle. ---

void TlsStream::Start() {
  if (destroyed_) return;
  started_ = true;
  Working working(this);
  ReadTransport();  // the handshake reads, whether or not anything else does
  Cycle();
}

void TlsStream::Cycle() {
  if (destroyed_ || failed_ || !ssl_) return;
  again_ = true;  // an answer that comes while it runs lets it run on
  if (cycling_ || asking_) return;
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
    ReportEvents();
    if (goes_on && established_ && !destroyed_) {
      EncryptPending();
      ReadPlain();
      ReportEvents();
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
  ReportEvents();
  if (destroyed_) return;
  Flush();  // the alert
  Report(Event::kError, error.ToException(isolate()));
}

namespace {

// The thread's block, while what was read into it is delivered: others may read meanwhile.
class PlainBlock {
 public:
  PlainBlock() : block_(std::exchange(plain_block, bind::OwnedBytes())) {
    if (!block_.allocated()) block_ = bind::OwnedBytes(kBlockSize);
  }
  ~PlainBlock() {
    if (block_.allocated()) plain_block = std::move(block_);
  }
  // None where there is no memory.
  std::span<char> place() { return {block_.data(), block_.allocated() ? kBlockSize : 0}; }
  bind::OwnedBytes* get() { return &block_; }

 private:
  bind::OwnedBytes block_;
};

}  // namespace

int TlsStream::Decrypt(std::span<char> to, size_t* size) {
  starved_ = false;
  int result = 1;
  ERR_clear_error();
  while (*size < to.size()) {
    size_t got = 0;
    result = SSL_read_ex(ssl_, to.data() + *size, to.size() - *size, &got);
    if (result != 1) break;
    *size += got;
    if (input_.empty() && SSL_pending(ssl_) == 0) {  // as OpenSSL would find
      starved_ = true;
      return SSL_ERROR_WANT_READ;
    }
    if (!consumer_ && got < kRecord) break;  // programs see the records of who flushes small ones
  }
  return result == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_, result);
}

void TlsStream::ReadPlain() {
  while (reading_ && !destroyed_ && !failed_ && !end_delivered_) {
    std::optional<PlainBlock> block;
    std::span<char> place;
    if (consumer_) {
      place = consumer_->ReadInto();
    } else if (user_buffer_) {
      auto left = user_buffer_->left();
      place = {reinterpret_cast<char*>(left.data()), left.size()};
    }
    if (place.empty() && (consumer_ || !user_buffer_)) place = block.emplace().place();
    if (place.empty()) return DeliverEnd(UV_ENOBUFS);
    size_t size = 0;
    int reason = Decrypt(place, &size);
    ReportEvents();
    if (destroyed_) return;
    if (size > 0) {
      bytes_read_ += static_cast<double>(size);
      if (consumer_) {
        loop::CallbackScope scope(runtime_, async_context_.Get(isolate()));
        observe::NoteKind("tls read");
        consumer_->OnRead(static_cast<ssize_t>(size), place.data());
      } else {
        DeliverPlain(size, block ? block->get() : nullptr);
      }
      DrainBetween();
      if (destroyed_) return;
    }
    if (reason == SSL_ERROR_NONE) continue;
    // It stopped behind a message that is no data, such as a ticket.
    if (reason == SSL_ERROR_WANT_READ && !starved_) continue;
    if (reason == SSL_ERROR_ZERO_RETURN) return DeliverEnd(UV_EOF);
    if (reason == SSL_ERROR_SSL) Fail();
    return;
  }
}

// Calls onRead. `block` holds the bytes; nullptr: the program's buffer does.
void TlsStream::DeliverPlain(size_t size, bind::OwnedBytes* block) {
  if (on_read_.IsEmpty()) return;
  v8::Isolate* isolate = this->isolate();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("tls read");
  v8::Local<v8::Value> data = v8::Undefined(isolate);
  if (block) {
    bool gives_away = size >= kBlockSize / 4 * 3;
    bind::OwnedBytes bytes =
        gives_away ? std::exchange(*block, bind::OwnedBytes()) : bind::OwnedBytes({block->data(), size});
    if (gives_away) bytes.Truncate(size);
    data = bytes.ToArrayBuffer(isolate);
  }
  v8::Local<v8::Value> arguments[] = {v8::Number::New(isolate, static_cast<double>(size)), data};
  scope.Call(wrapper(isolate), on_read_.Get(isolate), 2, arguments).IsEmpty();
}

void TlsStream::DeliverEnd(int status) {
  if (end_delivered_ || (on_read_.IsEmpty() && !consumer_)) return;
  end_delivered_ = true;
  v8::Isolate* isolate = this->isolate();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("tls read");
  if (consumer_) return consumer_->OnRead(status, nullptr);
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, status), v8::Undefined(isolate)};
  scope.Call(wrapper(isolate), on_read_.Get(isolate), 2, arguments).IsEmpty();
}

// 0 or a negative errno. What stood on the transport before may have begun already.
int TlsStream::ReadTransport() {
  int error = transport_ ? transport_->ReadStart() : 0;
  return error == UV_EALREADY ? 0 : error;
}

// What came while nobody read, for a consumer: it may not be called from within ReadStart.
class TlsStream::LateRead final : public loop::WorkRequest {
 public:
  explicit LateRead(TlsStream* stream) : WorkRequest(stream->isolate(), "TLSWrap"), stream_(stream) { stream->Hold(); }
  ~LateRead() override { stream_->LetGo(); }

 protected:
  void Work() override {}
  void Done(Runtime&, v8::Isolate*) override {
    stream_->reads_late_ = false;
    Working working(stream_);
    stream_->Cycle();
  }

 private:
  TlsStream* const stream_;
};

bool TlsStream::HoldsInput() const { return !kept_input_.empty() || (ssl_ && SSL_has_pending(ssl_)); }

int32_t TlsStream::ReadStart() {
  reading_ = true;
  if (destroyed_) return UV_EBADF;
  if (int error = ReadTransport()) return error;
  if (!established_) return 0;
  // What came while nobody read.
  if (!consumer_) {
    Working working(this);
    Cycle();
  } else if (cycling_) {
    again_ = true;
  } else if (HoldsInput() && !std::exchange(reads_late_, true)) {
    std::make_unique<LateRead>(this).release()->StartDone();  // deletes itself
  }
  return 0;
}

void TlsStream::SetConsumer(net::StreamConsumer* consumer) {
  if (destroyed_) return;
  if (!consumer_ && consumer) Hold();
  if (consumer_ && !consumer) LetGo();
  ByteStream::SetConsumer(consumer);
}

int32_t TlsStream::ReadStop() {
  reading_ = false;
  // Until the handshake is done, it reads.
  return transport_ && established_ ? transport_->ReadStop() : 0;
}

// --- Events. ---

void TlsStream::ReportEvents() {
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
      Report(note.event, a, b);
      DrainBetween();
    }
  }
}

void TlsStream::Report(Event event, v8::Local<v8::Value> a, v8::Local<v8::Value> b) {
  if (on_event_.IsEmpty() || destroyed_) return;
  v8::Isolate* isolate = this->isolate();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("tls event");
  auto or_undefined = [&](v8::Local<v8::Value> value) {
    return value.IsEmpty() ? v8::Undefined(isolate).As<v8::Value>() : value;
  };
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, static_cast<int32_t>(event)), or_undefined(a),
                                      or_undefined(b)};
  scope.Call(wrapper(isolate), on_event_.Get(isolate), 3, arguments).IsEmpty();
}

// --- The end. ---

// True: it is with the transport.
bool TlsStream::SendCloseNotify() {
  if (asking_) return false;
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
  Working working(this);
  if (auto* consumer = consumer_) {
    SetConsumer(nullptr);
    consumer->OnStreamClosed();
  }
  destroyed_ = true;
  SetTransport(nullptr);
}

}  // namespace eddy::tls
