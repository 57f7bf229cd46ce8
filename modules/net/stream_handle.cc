// Reading and writing of libuv streams.
#include "net/stream_handle.h"

#include <sys/socket.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif

#include <algorithm>
#include <cerrno>
#include <utility>

#include "engine/clock.h"
#include "loop/begin.h"
#include "loop/schedule.h"
#include "loop/uv_buffer.h"
#include "observe/note.h"

namespace eddy::net {

[[maybe_unused]] static const bool is_byte_stream = ByteStream::IsByteStream<StreamHandle>();

StreamHandle::StreamHandle(Runtime& runtime, const char* kind) : Object(runtime, kind) {}

void StreamHandle::Closed() {
  if (loop::IsFuzzed()) loop::Schedule::Of().Forget(this);
  on_read_.Reset();
  user_buffer_.reset();
  if (auto* output = std::exchange(output_, nullptr)) output->Disown();
  if (auto* consumer = std::exchange(consumer_, nullptr)) consumer->OnStreamClosed();
}

// --- Reading: into one block for the whole loop, copied to size; a block that came nearly full is given away instead.
// ---

int CheckPollable(uv_loop_t* loop, int fd) {
#ifdef __linux__
  epoll_event event{};
  int poll = uv_backend_fd(loop);
  if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) != 0) return errno == EPERM ? UV_EINVAL : 0;
  epoll_ctl(poll, EPOLL_CTL_DEL, fd, &event);
#endif
  return 0;
}

namespace {

constexpr size_t kBlockSize = 64 * 1024;
constexpr size_t kNearlyFull = kBlockSize / 4 * 3;
constexpr size_t kMaxRead = 1 << 30;

// A thread has one loop, and libuv fills one block at a time.
thread_local bind::OwnedBytes read_block;

}  // namespace

void StreamHandle::OnAllocate(uv_handle_t* handle, size_t, uv_buf_t* buffer) {
  auto* self = static_cast<StreamHandle*>(static_cast<HandleBase*>(handle->data));
  if (!loop::IsFuzzed()) return self->Allocate(buffer);
  engine::clock.update_loop(handle->loop);  // poll has looked at the machine's
  auto& schedule = loop::Schedule::Of();
  self->read_waits_ = schedule.Postpones(loop::Choice::kRead, self, self);
  *buffer = uv_buf_init(nullptr, 0);  // the read ends with ENOBUFS, and comes again in the next turn
  if (self->read_waits_) return;
  self->Allocate(buffer);
  buffer->len = schedule.ReadAtMost(buffer->len, self);
}

void StreamHandle::Allocate(uv_buf_t* buffer) {
  if (user_buffer_) {
    auto room = user_buffer_->left();  // none: the read ends with ENOBUFS
    *buffer = uv_buf_init(reinterpret_cast<char*>(room.data()), static_cast<unsigned>(std::min(room.size(), kMaxRead)));
    return;
  }
  if (consumer_) {
    std::span<char> place = consumer_->ReadInto();
    if (!place.empty()) {
      *buffer = uv_buf_init(place.data(), static_cast<unsigned>(std::min(place.size(), kMaxRead)));
      return;
    }
  }
  if (!read_block.allocated()) read_block = bind::OwnedBytes(kBlockSize);
  *buffer = uv_buf_init(read_block.data(), read_block.allocated() ? kBlockSize : 0);
}

void StreamHandle::OnData(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  if (count == 0) return;  // EAGAIN
  auto* self = static_cast<StreamHandle*>(static_cast<HandleBase*>(stream->data));
  if (std::exchange(self->read_waits_, false)) return;
  Runtime& runtime = self->runtime();
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime, self->async_context());
  observe::NoteKind("read", self);
  if (self->consumer_) {
    if (count > 0) self->bytes_read_ += static_cast<double>(count);
    return self->consumer_->OnRead(count, buffer->base);
  }
  if (self->on_read_.IsEmpty()) return;

  v8::Local<v8::Value> data = v8::Undefined(isolate);
  if (count > 0) {
    auto size = static_cast<size_t>(count);
    self->bytes_read_ += static_cast<double>(count);
    if (buffer->base == read_block.data()) {
      bind::OwnedBytes bytes = size >= kNearlyFull ? std::move(read_block) : bind::OwnedBytes({buffer->base, size});
      if (size >= kNearlyFull) {
        read_block = bind::OwnedBytes();
        bytes.Truncate(size);
      }
      data = bytes.ToArrayBuffer(isolate);
    }
  }
  self->CallBack(count, data);
}

void StreamHandle::CallBack(ssize_t count, v8::Local<v8::Value> data) {
  if (on_read_.IsEmpty()) return;
  v8::Isolate* isolate = this->isolate();
  loop::CallbackScope scope(runtime(), async_context());
  observe::NoteKind("read", this);
  v8::Local<v8::Value> pending = PendingHandle(scope);
  v8::Local<v8::Value> arguments[] = {v8::Number::New(isolate, static_cast<double>(count)), data,
                                      pending.IsEmpty() ? v8::Undefined(isolate).As<v8::Value>() : pending};
  scope.Call(wrapper(isolate), on_read_.Get(isolate), 3, arguments).IsEmpty();
}

int32_t StreamHandle::ReadStart() { return open() ? uv_read_start(stream(), OnAllocate, OnData) : UV_EBADF; }
int32_t StreamHandle::ReadStop() { return open() ? uv_read_stop(stream()) : UV_EBADF; }

// --- Writing. ---

// What the kernel did not take at once. Owns the bytes, or keeps their owners alive.
class StreamHandle::WriteRequest final : public loop::HandleRequest, public loop::Output::Listener {
 public:
  WriteRequest(StreamHandle* handle, v8::Local<v8::Value> callback)
      : HandleRequest(handle, "WriteWrap", callback), output_(handle->output_) {}
  void OnWritten(int status) override { Finish(status); }

  // A copy of `rest`.
  int Start(uv_stream_t* stream, std::string_view rest) {
    text_ = std::make_unique<std::string>(rest);
    return StartOne(stream, *text_);
  }
  // The last bytes of `owner`, an ArrayBufferView.
  int Start(uv_stream_t* stream, std::string_view rest, v8::Local<v8::Value> owner) {
    auto whole = bind::Bytes::From(owner);
    if (!whole) return UV_ENOMEM;
    owners_.push_back(std::move(*whole));
    if (rest.size() > owners_.back().size()) return UV_EINVAL;
    auto bytes = owners_.back().span().last(rest.size());
    return StartOne(stream, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  // `rest` is in `block`.
  int Start(uv_stream_t* stream, std::string_view rest, bind::Block block) {
    block_ = std::move(block);
    return StartOne(stream, rest);
  }
  // `text` holds the bytes of those buffers that none of `owners` does.
  int Start(uv_stream_t* stream, std::span<uv_buf_t> buffers, std::unique_ptr<std::string> text,
            std::vector<bind::Bytes> owners) {
    text_ = std::move(text);
    owners_ = std::move(owners);
    return Start(stream, buffers);
  }

 private:
  int StartOne(uv_stream_t* stream, std::string_view rest) {
    uv_buf_t buffer = loop::UvBuffer(rest.data(), rest.size());
    return Start(stream, {&buffer, 1});
  }
  int Start(uv_stream_t* stream, std::span<uv_buf_t> buffers) {
    if (output_) return output_->Queue(buffers, this);
    request_.data = this;
    return uv_write(&request_, stream, buffers.data(), static_cast<unsigned>(buffers.size()),
                    [](uv_write_t* request, int status) { static_cast<WriteRequest*>(request->data)->Finish(status); });
  }

  std::vector<bind::Bytes> owners_;
  std::unique_ptr<std::string> text_;
  bind::Block block_;
  loop::Output* const output_;
  uv_write_t request_;
};

int StreamHandle::TryWrite(std::span<uv_buf_t>& buffers) {
  if (output_) return output_->TryWrite(buffers);
  if (uv_stream_get_write_queue_size(stream()) != 0) return 0;
  int taken = uv_try_write(stream(), buffers.data(), static_cast<unsigned>(buffers.size()));
  if (taken == UV_EAGAIN || taken == UV_ENOSYS) return 0;
  if (taken < 0) return taken;
  Skip(buffers, static_cast<size_t>(taken));
  return 0;
}

bool StreamHandle::TryWriteNow(std::span<uv_buf_t> buffers) {
  if (!open()) return false;
  size_t size = SizeOf(buffers);
  int error = TryWrite(buffers);
  size_t left = SizeOf(buffers);
  if (left == 0) {
    bytes_written_ += static_cast<double>(size);
    return true;
  }
  KeepOutcome(size - left, error);
  return false;
}

int StreamHandle::ContinueWrite(std::span<uv_buf_t>& buffers) {
  if (!has_outcome()) return 0;
  size_t taken = 0;
  int error = TakeOutcome(&taken);
  Skip(buffers, taken);
  return error;
}

// What native code wrote and the kernel did not take at once.
class StreamHandle::NativeWrite final : public loop::Request, public loop::Output::Listener {
 public:
  NativeWrite(StreamHandle* handle, std::string bytes, WriteDone done)
      : Request(handle->isolate(), "WriteWrap"), handle_(handle), bytes_(std::move(bytes)), done_(std::move(done)) {
    handle_->Hold();
  }
  ~NativeWrite() override { handle_->LetGo(); }
  int Start(size_t from) {
    uv_buf_t buffer = loop::UvBuffer(bytes_.data() + from, bytes_.size() - from);
    if (handle_->output_) return handle_->output_->Queue({&buffer, 1}, this);
    request_.data = this;
    return uv_write(&request_, handle_->stream(), &buffer, 1, [](uv_write_t* request, int status) {
      static_cast<NativeWrite*>(request->data)->OnWritten(status);
    });
  }
  void OnWritten(int status) override {
    std::unique_ptr<NativeWrite> self(this);
    Runtime& runtime = this->runtime();
    if (runtime.stopping()) return;
    v8::HandleScope handles(runtime.isolate());
    loop::CallbackScope scope(runtime, async_context(runtime.isolate()));
    observe::NoteKind("written", this);
    done_(status);
  }

 private:
  StreamHandle* const handle_;
  std::string bytes_;
  WriteDone done_;
  uv_write_t request_;
};

int32_t StreamHandle::Write(std::string bytes, WriteDone done) {
  if (!open()) return UV_EBADF;
  bytes_written_ += static_cast<double>(bytes.size());
  uv_buf_t buffer = loop::UvBuffer(bytes.data(), bytes.size());
  std::span<uv_buf_t> rest(&buffer, 1);
  if (int error = ContinueWrite(rest)) return error;
  if (int error = TryWrite(rest)) return error;
  if (rest.empty()) return 0;
  size_t from = bytes.size() - rest[0].len;
  auto start = [&](NativeWrite& request) { return request.Start(from); };
  int error = loop::Begin<NativeWrite>(start, this, std::move(bytes), std::move(done));
  return error ? error : 1;
}

template <class... Owner>
int32_t StreamHandle::WriteOwned(std::string_view data, v8::Local<v8::Value> callback, Owner&&... owner) {
  if (!open()) return UV_EBADF;
  bytes_written_ += static_cast<double>(data.size());
  uv_buf_t buffer = loop::UvBuffer(data.data(), data.size());
  std::span<uv_buf_t> rest(&buffer, 1);
  if (int error = ContinueWrite(rest)) return error;
  if (int error = TryWrite(rest)) return error;
  if (rest.empty()) return 0;
  auto start = [&](WriteRequest& request) {
    return request.Start(stream(), {rest[0].base, rest[0].len}, std::forward<Owner>(owner)...);
  };
  int error = loop::Begin<WriteRequest>(start, this, callback);
  return error ? error : 1;
}

int32_t StreamHandle::Write(std::string_view data, v8::Local<v8::Value> owner, v8::Local<v8::Value> callback) {
  if (owner.IsEmpty()) return WriteOwned(data, callback);
  return WriteOwned(data, callback, owner);
}

int32_t StreamHandle::WriteBytes(v8::Local<v8::Value> view, v8::Local<v8::Value> callback) {
  if (!view->IsArrayBufferView()) return UV_EINVAL;
  // Small ones may lie in V8's heap: they are copied, not moved out of it.
  uint8_t storage[64];  // V8 keeps no larger ones there
  auto bytes = view.As<v8::ArrayBufferView>()->GetContents({storage, sizeof(storage)});
  return Write({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, view, callback);
}

int32_t StreamHandle::WriteString(v8::Local<v8::String> text, buffer::Encoding encoding,
                                  v8::Local<v8::Value> callback) {
  return WriteText(text, encoding, {}, callback);
}

int32_t StreamHandle::WriteLine(v8::Local<v8::String> text, v8::Local<v8::Value> callback) {
  return WriteText(text, buffer::Encoding::kUtf8, "\n", callback);
}

int32_t StreamHandle::WriteText(v8::Local<v8::String> text, buffer::Encoding encoding, std::string_view end,
                                v8::Local<v8::Value> callback) {
  constexpr size_t kOnStack = 16 * 1024;
  size_t capacity = buffer::EncodedLength(isolate(), text, encoding) + end.size();
  char few[kOnStack];
  bind::Block many = capacity > kOnStack ? bind::NewBlock(capacity) : nullptr;
  if (capacity > kOnStack && !many) return UV_ENOMEM;
  char* bytes = many ? many.get() : few;
  size_t size = buffer::Encode(isolate(), text, encoding, bytes, (many ? capacity : kOnStack) - end.size());
  std::ranges::copy(end, bytes + size);
  size += end.size();
  if (many) return WriteOwned({bytes, size}, callback, std::move(many));
  return Write({bytes, size}, {}, callback);
}

int32_t StreamHandle::WriteMany(v8::Local<v8::Array> chunks, v8::Local<v8::Value> callback) {
  if (!open()) return UV_EBADF;
  auto context = runtime().context();
  auto text = std::make_unique<std::string>();  // the bytes of all strings
  std::vector<bind::Bytes> owners;
  std::vector<uv_buf_t> buffers;  // those of strings get their places once the text no longer grows
  uint32_t count = chunks->Length();
  buffers.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    v8::Local<v8::Value> chunk, encoding;
    if (!chunks->Get(context, i).ToLocal(&chunk)) return UV_EINVAL;
    if (auto bytes = bind::Bytes::From(chunk)) {
      if (bytes->size() == 0) continue;
      buffers.push_back(loop::UvBuffer(bytes->data(), bytes->size()));
      owners.push_back(std::move(*bytes));
      continue;
    }
    if (!chunk->IsString() || !chunks->Get(context, ++i).ToLocal(&encoding) || !encoding->IsInt32()) return UV_EINVAL;
    size_t size =
        Append(chunk.As<v8::String>(), static_cast<buffer::Encoding>(encoding.As<v8::Int32>()->Value()), *text);
    if (!buffers.empty() && buffers.back().base == nullptr) {
      buffers.back().len += size;
    } else if (size > 0) {
      buffers.push_back(loop::UvBuffer(nullptr, size));
    }
  }
  if (buffers.empty()) return 0;
  size_t place = 0;
  for (auto& buffer : buffers) {
    if (buffer.base == nullptr) {
      buffer.base = text->data() + place;
      place += buffer.len;
    }
    bytes_written_ += static_cast<double>(buffer.len);
  }
  std::span<uv_buf_t> rest(buffers);
  if (int error = ContinueWrite(rest)) return error;
  if (int error = TryWrite(rest)) return error;
  if (rest.empty()) return 0;
  auto start = [&](WriteRequest& request) { return request.Start(stream(), rest, std::move(text), std::move(owners)); };
  int error = loop::Begin<WriteRequest>(start, this, callback);
  return error ? error : 1;
}

// Gives the number of bytes.
size_t StreamHandle::Append(v8::Local<v8::String> text, buffer::Encoding encoding, std::string& to) {
  size_t start = to.size(), capacity = buffer::EncodedLength(isolate(), text, encoding);
  to.resize(start + capacity);
  to.resize(start + buffer::Encode(isolate(), text, encoding, to.data() + start, capacity));
  return to.size() - start;
}

class StreamHandle::ShutdownRequest final : public loop::HandleRequest, public loop::Output::Listener {
 public:
  ShutdownRequest(StreamHandle* handle, v8::Local<v8::Value> callback)
      : HandleRequest(handle, "ShutdownWrap", callback) {}
  void OnWritten(int status) override { Finish(status); }
  int Start(uv_stream_t* stream) {
    request_.data = this;
    return uv_shutdown(&request_, stream, [](uv_shutdown_t* request, int status) {
      static_cast<ShutdownRequest*>(request->data)->Finish(status);
    });
  }

 private:
  uv_shutdown_t request_;
};

int32_t StreamHandle::Shutdown(v8::Local<v8::Value> callback) {
  if (!open()) return UV_EBADF;
  auto start = [&](ShutdownRequest& request) {
    return output_ ? output_->QueueEnd(&request) : request.Start(stream());
  };
  return loop::Begin<ShutdownRequest>(start, this, callback);
}

// --- Listening. ---

int32_t ListeningStream::Listen(int32_t backlog, v8::Local<v8::Function> on_connection) {
  if (!open()) return UV_EBADF;
  on_connection_.Reset(isolate(), on_connection);
  return uv_listen(stream(), backlog, OnConnection);
}

void ListeningStream::OnConnection(uv_stream_t* server, int status) {
  auto* self = static_cast<ListeningStream*>(static_cast<HandleBase*>(server->data));
  auto report = [self, status] {
    Runtime& runtime = self->runtime();
    v8::Isolate* isolate = runtime.isolate();
    v8::HandleScope handles(isolate);
    loop::CallbackScope scope(runtime, self->async_context());
    observe::NoteKind("connection", self);
    v8::Local<v8::Value> argument = v8::Integer::New(isolate, status);
    scope.Call(self->wrapper(isolate), self->on_connection_.Get(isolate), 1, &argument).IsEmpty();
  };
  if (!loop::IsFuzzed()) return report();
  loop::Schedule::Of().Deliver(loop::Choice::kAccept, self, self, [self, report] {
    if (self->open()) report();
  });
}

// --- The descriptor. ---

void StreamHandle::OpenOutput(int32_t fd) {
  if (open() && (fd == 1 || fd == 2)) output_ = &loop::Output::Of(runtime().loop(), fd);
}

int32_t StreamHandle::SetBlocking(bool blocking) {
  if (output_) return output_->SetBlocking(blocking);
  return open() ? uv_stream_set_blocking(stream(), blocking) : UV_EBADF;
}

int32_t StreamHandle::Fd() {
  if (output_) return output_->fd();
  uv_os_fd_t fd = -1;
  if (open() && shown_fd_ >= 0) return shown_fd_;
  if (open()) uv_fileno(reinterpret_cast<uv_handle_t*>(stream()), &fd);
  return fd;
}

bool StreamHandle::HasInput() {
  char byte;
  ssize_t count = recv(Fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

double StreamHandle::WriteQueueSize() {
  if (output_) return static_cast<double>(output_->waiting());
  return open() ? static_cast<double>(uv_stream_get_write_queue_size(stream())) : 0;
}

}  // namespace eddy::net
