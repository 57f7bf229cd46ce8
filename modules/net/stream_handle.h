// What TCP sockets, pipes and terminals have in common: reading as data comes, writing with as few steps as can be.
//
// Every callback is called with the handle as `this`, so that all streams can share one function.
// Reads are delivered to the function given to onRead as (count, memory): a positive count with an ArrayBuffer of that
// length, or a negative errno (UV_EOF at the end). Writes try the kernel at once; what it does not take is queued, and
// only then is there an asynchronous request with a callback.
#pragma once
#include <uv.h>

#include <optional>
#include <span>
#include <string>

#include "bind/buffer.h"
#include "bind/module.h"
#include "buffer/codec.h"
#include "loop/callback_scope.h"
#include "loop/captured_context.h"
#include "loop/handle.h"
#include "loop/handle_request.h"
#include "loop/output.h"
#include "net/byte_stream.h"

namespace eddy::net {

class StreamHandle : public bind::Object<StreamHandle, loop::HandleBase>, public ByteStream {
 public:
  void OnRead(v8::Local<v8::Function> callback) { on_read_.Reset(isolate(), callback); }
  int32_t ReadStart() override;
  int32_t ReadStop() override;
  // Reads go straight into these bytes, and come as (count, undefined); with undefined, into new Buffers again.
  void UseUserBuffer(std::optional<bind::Room> room) { user_buffer_ = std::move(room); }

  // Write: 0 when all is written, 1 when the rest is under way (callback(status) comes), a negative errno on failure.
  int32_t WriteBytes(v8::Local<v8::Value> view, v8::Local<v8::Value> callback);
  int32_t WriteString(v8::Local<v8::String> text, buffer::Encoding encoding, v8::Local<v8::Value> callback);
  // Chunks are Buffers, or strings each followed by the number of its encoding.
  int32_t WriteLine(v8::Local<v8::String> text, v8::Local<v8::Value> callback);  // in UTF-8, and a newline behind it
  int32_t WriteMany(v8::Local<v8::Array> chunks, v8::Local<v8::Value> callback);
  // Sends the end of the stream after all writes. Returns 0 (callback(status) comes) or a negative errno.
  int32_t Shutdown(v8::Local<v8::Value> callback);

  // Writes go to standard output or error (`fd` is 1 or 2), which others share; there is nothing to read.
  void OpenOutput(int32_t fd);

  // ByteStream.
  bool open() const override { return HandleBase::open(); }
  bind::Wrapped& object() override { return *this; }
  int32_t Write(std::string bytes, WriteDone done) override;
  int TryWrite(std::span<uv_buf_t>& buffers) override;
  bool TryWriteNow(std::span<uv_buf_t> buffers) override;

  // Calls what onRead was given, as for a read. Within a CallbackScope.
  void CallBack(ssize_t count, v8::Local<v8::Value> data);

  int32_t SetBlocking(bool blocking);
  int32_t Fd();
  // Whether something is there to be read: bytes, the end, or an error. Takes nothing of it.
  bool HasInput();
  double BytesRead() { return bytes_read_; }
  double BytesWritten() { return bytes_written_; }
  double WriteQueueSize() override;

  virtual uv_stream_t* stream() = 0;

  // Declares what every stream has on a class of streams.
  template <class Builder>
  static Builder& Declare(Builder& builder);

 protected:
  StreamHandle(Runtime& runtime, const char* kind);
  // What `fd` says, where the descriptor below is another one.
  void ShowFd(int fd) { shown_fd_ = fd; }
  void CountWritten(double bytes) { bytes_written_ += bytes; }
  void Closed() override;

  // A handle that arrived with data (over IPC); most streams have none.
  virtual v8::Local<v8::Value> PendingHandle(loop::CallbackScope&) { return {}; }

 private:
  class WriteRequest;
  class NativeWrite;
  class ShutdownRequest;
  int32_t Write(std::string_view data, v8::Local<v8::Value> owner, v8::Local<v8::Value> callback);
  // `owner`, what Start of WriteRequest takes, keeps what the kernel does not take at once; none: it is copied.
  template <class... Owner>
  int32_t WriteOwned(std::string_view data, v8::Local<v8::Value> callback, Owner&&... owner);
  int32_t WriteText(v8::Local<v8::String> text, buffer::Encoding encoding, std::string_view end,
                    v8::Local<v8::Value> callback);
  // Moves the beginning of `buffers` behind what TryWriteNow gave to the kernel. Its errno, if it failed.
  int ContinueWrite(std::span<uv_buf_t>& buffers);
  size_t Append(v8::Local<v8::String> text, buffer::Encoding encoding, std::string& to);
  void Allocate(uv_buf_t* buffer);
  static void OnAllocate(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer);
  static void OnData(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer);

  v8::Global<v8::Function> on_read_;
  std::optional<bind::Room> user_buffer_;
  loop::Output* output_ = nullptr;
  int shown_fd_ = -1;
  double bytes_read_ = 0, bytes_written_ = 0;
  bool read_waits_ = false;  // by choice of a fuzzed loop (loop/schedule.h)
};

// 0 when the loop can wait for `fd`, UV_EINVAL for a file or /dev/null: libuv takes these for streams, and ends the
// process when it is to wait.
int CheckPollable(uv_loop_t* loop, int fd);

// A stream that can also listen: it then reports each connection, and accept() takes it.
class ListeningStream : public bind::Object<ListeningStream, StreamHandle> {
 public:
  // onConnection(status), with the listener as `this`. 0 or a negative errno.
  int32_t Listen(int32_t backlog, v8::Local<v8::Function> on_connection);

 protected:
  using Object::Object;
  void Closed() override {
    StreamHandle::Closed();
    on_connection_.Reset();
  }

 private:
  static void OnConnection(uv_stream_t* server, int status);
  v8::Global<v8::Function> on_connection_;
};

template <class Builder>
Builder& StreamHandle::Declare(Builder& builder) {
  return builder.template Method<&StreamHandle::OnRead>("onRead")
      .template Method<&StreamHandle::ReadStart>("readStart")
      .template Method<&StreamHandle::ReadStop>("readStop")
      .template Method<&StreamHandle::UseUserBuffer>("useUserBuffer")
      .template Method<&StreamHandle::WriteBytes>("writeBytes")
      .template Method<&StreamHandle::WriteString>("writeString")
      .template Method<&StreamHandle::WriteLine>("writeLine")
      .template Method<&StreamHandle::WriteMany>("writeMany")
      .template Method<&StreamHandle::Shutdown>("shutdown")
      .template Method<&StreamHandle::SetBlocking>("setBlocking")
      .template Method<&StreamHandle::OpenOutput>("openOutput")
      .template Method<&StreamHandle::CaptureContext>("captureContext")
      .template Getter<&StreamHandle::Fd>("fd")
      .template Method<&StreamHandle::HasInput>("hasInput")
      .template Getter<&StreamHandle::BytesRead>("bytesRead")
      .template Getter<&StreamHandle::BytesWritten>("bytesWritten")
      .template Getter<&StreamHandle::WriteQueueSize>("writeQueueSize")
      .template Method<&loop::HandleBase::Close>("close")
      .template Method<&loop::HandleBase::Ref>("ref")
      .template Method<&loop::HandleBase::Unref>("unref")
      .template Method<&loop::HandleBase::HasRef>("hasRef");
}

}  // namespace eddy::net
