// Reading and writing of libuv streams.
#include "net/stream_handle.h"

#include <cstdlib>

namespace eddy::net {

// --- Requests. ---

StatusRequest::StatusRequest(loop::HandleBase* handle, const char* kind, v8::Local<v8::Value> callback)
    : Request(handle->isolate(), kind) {
  v8::Isolate* isolate = handle->isolate();
  if (callback->IsFunction()) callback_.Reset(isolate, callback.As<v8::Function>());
  wrapper_.Reset(isolate, handle->wrapper(isolate));
}

void StatusRequest::Finish(int status) {
  Runtime& runtime = this->runtime();
  v8::Isolate* isolate = runtime.isolate();
  if (!callback_.IsEmpty() && !runtime.stopping()) {
    v8::HandleScope handles(isolate);
    loop::CallbackScope scope(runtime, async_context(isolate));
    scope.Call(callback_, v8::Integer::New(isolate, status).As<v8::Value>()).IsEmpty();
  }
  delete this;
}

// --- Reading: into one block for the whole loop, copied to size; a block that came full is given away instead. ---

namespace {

constexpr size_t kBlockSize = 64 * 1024;

// A thread has one loop, and libuv fills one block at a time.
struct ReadBlock {
  char* data = nullptr;
  ~ReadBlock() { std::free(data); }
};
thread_local ReadBlock read_block;

}  // namespace

void StreamHandle::OnAllocate(uv_handle_t*, size_t, uv_buf_t* buffer) {
  if (!read_block.data) read_block.data = static_cast<char*>(std::malloc(kBlockSize));
  *buffer = uv_buf_init(read_block.data, read_block.data ? kBlockSize : 0);
}

void StreamHandle::OnData(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  if (count == 0) return;  // EAGAIN
  auto* self = static_cast<StreamHandle*>(static_cast<HandleBase*>(stream->data));
  Runtime& runtime = self->runtime();
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime);
  if (self->on_read_.IsEmpty()) return;

  v8::Local<v8::Value> data = v8::Undefined(isolate);
  if (count > 0) {
    self->bytes_read_ += static_cast<double>(count);
    bind::OwnedBytes bytes(std::string_view(buffer->base, static_cast<size_t>(count)));
    data = bytes.ToBuffer(isolate);
  }
  v8::Local<v8::Value> pending = self->PendingHandle();
  v8::Local<v8::Value> arguments[] = {v8::Number::New(isolate, static_cast<double>(count)), data,
                                      pending.IsEmpty() ? v8::Undefined(isolate).As<v8::Value>() : pending};
  scope.Call(self->wrapper(isolate), self->on_read_.Get(isolate), 3, arguments).IsEmpty();
}

int32_t StreamHandle::ReadStart() { return open() ? uv_read_start(stream(), OnAllocate, OnData) : UV_EBADF; }
int32_t StreamHandle::ReadStop() { return open() ? uv_read_stop(stream()) : UV_EBADF; }

// --- Writing. ---

// What the kernel did not take at once. Owns the bytes, or keeps their owner alive.
class StreamHandle::WriteRequest final : public StatusRequest {
 public:
  WriteRequest(StreamHandle* handle, v8::Local<v8::Value> callback) : StatusRequest(handle, "WriteWrap", callback) {}

  int Start(uv_stream_t* stream, std::string_view rest, bind::Bytes* owner) {
    if (owner) {
      owner_ = *owner;
    } else {
      copy_ = rest;
      rest = copy_;
    }
    uv_buf_t buffer = uv_buf_init(const_cast<char*>(rest.data()), static_cast<unsigned>(rest.size()));
    request_.data = this;
    return uv_write(&request_, stream, &buffer, 1,
                    [](uv_write_t* request, int status) { static_cast<WriteRequest*>(request->data)->Finish(status); });
  }

 private:
  std::optional<bind::Bytes> owner_;
  std::string copy_;
  uv_write_t request_;
};

int32_t StreamHandle::Write(std::string_view data, bind::Bytes* owner, v8::Local<v8::Value> callback) {
  if (!open()) return UV_EBADF;
  bytes_written_ += static_cast<double>(data.size());
  size_t written = 0;
  if (uv_stream_get_write_queue_size(stream()) == 0) {
    uv_buf_t buffer = uv_buf_init(const_cast<char*>(data.data()), static_cast<unsigned>(data.size()));
    int taken = uv_try_write(stream(), &buffer, 1);
    if (taken < 0 && taken != UV_EAGAIN && taken != UV_ENOSYS) return taken;
    if (taken > 0) written = static_cast<size_t>(taken);
    if (written == data.size()) return 0;
  }
  auto* request = new WriteRequest(this, callback);  // deletes itself
  if (int error = request->Start(stream(), data.substr(written), owner)) {
    delete request;
    return error;
  }
  return 1;
}

int32_t StreamHandle::WriteBytes(bind::Bytes bytes, v8::Local<v8::Value> callback) {
  return Write({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, &bytes, callback);
}

int32_t StreamHandle::WriteString(v8::Local<v8::String> text, buffer::Encoding encoding,
                                  v8::Local<v8::Value> callback) {
  constexpr size_t kOnStack = 16 * 1024;
  size_t capacity = buffer::EncodedLength(isolate(), text, encoding);
  if (capacity <= kOnStack) {
    char bytes[kOnStack];
    size_t size = buffer::Encode(isolate(), text, encoding, bytes, sizeof(bytes));
    return Write({bytes, size}, nullptr, callback);
  }
  std::string bytes(capacity, '\0');
  bytes.resize(buffer::Encode(isolate(), text, encoding, bytes.data(), bytes.size()));
  return Write(bytes, nullptr, callback);
}

int32_t StreamHandle::WriteMany(v8::Local<v8::Array> chunks, v8::Local<v8::Value> callback) {
  auto context = runtime().context();
  std::string all;
  for (uint32_t i = 0; i < chunks->Length(); ++i) {
    v8::Local<v8::Value> chunk, encoding;
    if (!chunks->Get(context, i).ToLocal(&chunk)) return UV_EINVAL;
    if (auto bytes = bind::BytesOf(chunk)) {
      all.append(reinterpret_cast<const char*>(bytes->data()), bytes->size());
      continue;
    }
    if (!chunk->IsString() || !chunks->Get(context, ++i).ToLocal(&encoding) || !encoding->IsInt32()) return UV_EINVAL;
    auto text = chunk.As<v8::String>();
    auto as = static_cast<buffer::Encoding>(encoding.As<v8::Int32>()->Value());
    size_t start = all.size(), capacity = buffer::EncodedLength(isolate(), text, as);
    all.resize(start + capacity);
    all.resize(start + buffer::Encode(isolate(), text, as, all.data() + start, capacity));
  }
  return Write(all, nullptr, callback);
}

class StreamHandle::ShutdownRequest final : public StatusRequest {
 public:
  ShutdownRequest(StreamHandle* handle, v8::Local<v8::Value> callback)
      : StatusRequest(handle, "ShutdownWrap", callback) {}
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
  auto* request = new ShutdownRequest(this, callback);  // deletes itself
  int error = request->Start(stream());
  if (error) delete request;
  return error;
}

// --- The descriptor. ---

int32_t StreamHandle::SetBlocking(bool blocking) {
  return open() ? uv_stream_set_blocking(stream(), blocking) : UV_EBADF;
}

int32_t StreamHandle::Fd() {
  uv_os_fd_t fd = -1;
  if (open()) uv_fileno(reinterpret_cast<uv_handle_t*>(stream()), &fd);
  return fd;
}

double StreamHandle::WriteQueueSize() {
  return open() ? static_cast<double>(uv_stream_get_write_queue_size(stream())) : 0;
}

}  // namespace eddy::net
