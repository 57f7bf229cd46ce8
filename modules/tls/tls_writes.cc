// The writes of a TLS connection: plain bytes to records, and records to the transport.
#include <openssl/err.h>

#include <algorithm>
#include <cstring>

#include "loop/callback_scope.h"
#include "loop/uv_buffer.h"
#include "observe/note.h"
#include "tls/tls_stream.h"

namespace eddy::tls {

namespace {

constexpr size_t kMostOutput = 256 * 1024;  // records made ahead of the transport
constexpr size_t kPiece = 64 * 1024;        // plain bytes encrypted at a time

}  // namespace

void TlsStream::PendingWrite::Skip(size_t count) {
  for (; at < views.size() && count >= views[at].size(); at++) count -= views[at].size();
  offset = count;
}

// Gives OpenSSL plain bytes until enough records wait. False: it takes no more now, or has failed, which is the
// caller's to report when it holds on to nothing that a program can take away.
bool TlsStream::Encrypt(std::span<const std::byte> bytes, size_t* taken) {
  ERR_clear_error();
  while (*taken < bytes.size()) {
    if (output_.size() + in_flight_ >= kMostOutput) return false;
    size_t piece = std::min(bytes.size() - *taken, kPiece), written = 0;
    int result = SSL_write_ex(ssl_, bytes.data() + *taken, piece, &written);
    *taken += written;
    if (result == 1) continue;
    encryption_failed_ = SSL_get_error(ssl_, result) == SSL_ERROR_SSL;
    return false;
  }
  return true;
}

void TlsStream::ReportFailedEncryption() {
  if (std::exchange(encryption_failed_, false)) Fail();
}

void TlsStream::EncryptPending() {
  if (!established_ || failed_ || holds_output_ || asking_) return;
  EncryptWrites();
  ReportFailedEncryption();
}

// False: not all of it could be encrypted.
bool TlsStream::EncryptWrites() {
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
  size_t taken = 0;  // by TryWriteNow
  if (int error = TakeOutcome(&taken)) return error;
  Working working(this);
  write.Skip(taken);
  bytes_written_ += static_cast<double>(size);
  pending_size_ += size - taken;
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

int32_t TlsStream::Write(std::string bytes, net::WriteDone done) {
  PendingWrite write;
  write.text = std::move(bytes);
  write.done = std::move(done);
  size_t size = write.text.size();
  return Queue(std::move(write), size);
}

// Records that are made and wait, such as the tickets behind a handshake, go ahead in the same write.
bool TlsStream::CanWriteNow() const {
  return established_ && !destroyed_ && !failed_ && !end_wanted_ && !holds_output_ && !asking_ && writes_.empty() &&
         !flushing_;
}

// Small buffers share a record, and the first record of larger ones is full.
bool TlsStream::EncryptTogether(std::span<uv_buf_t>& buffers) {
  while (!buffers.empty()) {
    std::byte gathered[kRecord];
    size_t size = 0;
    if (buffers.size() > 1 && buffers[0].len < kRecord) {
      for (const auto& buffer : buffers) {
        size_t part = std::min(static_cast<size_t>(buffer.len), kRecord - size);
        std::memcpy(gathered + size, buffer.base, part);
        size += part;
        if (size == kRecord) break;
      }
    }
    std::span<const std::byte> piece(gathered, size);
    if (size == 0) piece = std::as_bytes(std::span(buffers[0].base, buffers[0].len));
    size_t taken = 0;
    bool all = Encrypt(piece, &taken);
    net::Skip(buffers, taken);
    if (!all) return false;
  }
  return true;
}

int TlsStream::TryWrite(std::span<uv_buf_t>& buffers) {
  if (!CanWriteNow()) return 0;
  Working working(this);
  EncryptTogether(buffers);
  ReportFailedEncryption();
  if (failed_ || destroyed_) return UV_EPIPE;
  return Flush();
}

bool TlsStream::TryWriteNow(std::span<uv_buf_t> buffers) {
  if (!CanWriteNow()) return false;
  Working working(this);
  size_t size = net::SizeOf(buffers);
  int error = TryWrite(buffers);
  size_t left = net::SizeOf(buffers);
  if (error == 0 && left == 0 && output_.empty() && !flushing_) {
    bytes_written_ += static_cast<double>(size);
    return true;
  }
  KeepOutcome(size - left, error);
  return false;
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

namespace {

// A thread's streams write one after the other, mostly all at once: one block serves them all.
thread_local std::string spare_output;
constexpr size_t kLargestSpare = 512 * 1024;

}  // namespace

void TlsStream::AddRecords(std::string_view records) {
  if (output_.empty() && output_.capacity() < spare_output.capacity()) output_.swap(spare_output);
  output_.append(records);
}

void TlsStream::LendOutput() {
  output_.clear();
  if (output_.capacity() > spare_output.capacity() && output_.capacity() <= kLargestSpare) output_.swap(spare_output);
  std::string().swap(output_);
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
int TlsStream::Flush() {
  if (output_.empty() || flushing_ || holds_output_) return 0;
  if (!transport_) {
    FlushToJavaScript();
    return 0;
  }
  uv_buf_t buffer = loop::UvBuffer(output_.data(), output_.size());
  std::span<uv_buf_t> rest(&buffer, 1);
  int error = transport_->open() ? transport_->TryWrite(rest) : UV_EBADF;
  if (error == 0 && !rest.empty()) {
    output_.erase(0, output_.size() - rest[0].len);
    flushing_ = true;
    in_flight_ = output_.size();
    Hold();
    error = transport_->Write(std::exchange(output_, std::string()), [this](int status) {
      RecordsWritten(status);
      LetGo();
    });
    if (error == 1) return 0;
    flushing_ = false;
    in_flight_ = 0;
    LetGo();
  }
  LendOutput();
  if (error != 0) AbortWrites(error);
  return error;
}

void TlsStream::FlushToJavaScript() {
  if (on_records_.IsEmpty()) return;
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  flushing_ = true;
  in_flight_ = output_.size();
  bind::OwnedBytes bytes(output_);
  LendOutput();
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("tls records");
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

// Reports the writes that the transport has in full, in order.
void TlsStream::FinishWrites(int status) {
  if (flushing_ || !output_.empty()) return;
  while (!writes_.empty() && writes_.front().encrypted && !flushing_) {
    PendingWrite write = std::move(writes_.front());
    writes_.pop_front();
    CallStatus(write, status);
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
  for (PendingWrite& write : writes) CallStatus(write, status);
  if (on_end_sent_.IsEmpty()) return;
  auto callback = std::move(on_end_sent_);
  on_end_sent_.Reset();
  CallStatus(callback, status);
}

void TlsStream::CallStatus(PendingWrite& write, int status) {
  if (!write.done) return CallStatus(write.callback, status);
  if (runtime_.stopping()) return;
  v8::HandleScope handles(isolate());
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate()));
  observe::NoteKind("tls written");
  write.done(status);
}

void TlsStream::CallStatus(v8::Global<v8::Function>& callback, int status) {
  if (callback.IsEmpty() || runtime_.stopping()) return;
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("tls written");
  v8::Local<v8::Value> argument = v8::Integer::New(isolate, status);
  scope.Call(wrapper(isolate), callback.Get(isolate), 1, &argument).IsEmpty();
}

}  // namespace eddy::tls
