// Pipes: Unix domain sockets, the pipes to child processes, and standard input when it is one.
//
// A pipe of kind IPC passes handles along with bytes. writeWithHandle(bytes, handle, callback) sends one. On the other
// side onRead's function gets, as its third argument, the handle that came with the bytes: a new TCP or Pipe, open and
// not yet reading. modules/stream_handles gives pipes what makes it (`newPendingHandle`): create pipes with that room.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "bind/nul.h"
#include "loop/begin.h"
#include "loop/uv_buffer.h"
#include "net/stream_handle.h"
#include "permission/permission.h"

namespace eddy::net {
namespace {

// A Unix socket's name that begins with a zero byte is not of the file system (Linux: unix(7), "abstract").
bool IsAbstract(const std::string& path) { return !path.empty() && path.front() == '\0'; }

// Whether libuv would take the name as it is, and not cut it.
bool IsWholeName(const std::string& path) { return path.size() < sizeof(sockaddr_un::sun_path) && !bind::HasNul(path); }

// A socket among the files is read and written.
int Refused(const std::string& path) {
  int refused = permission::Refused(permission::Scope::kFileSystemRead, path);
  return refused ? refused : permission::Refused(permission::Scope::kFileSystemWrite, path);
}

class Pipe : public bind::Object<Pipe, ListeningStream> {
 public:
  enum class Kind : int32_t { kSocket, kServer, kIpc };

  Pipe(Runtime& runtime, Kind kind)
      : Object(runtime, kind == Kind::kServer ? "PipeServerWrap" : "PipeWrap"), ipc_(kind == Kind::kIpc) {}

  int32_t Open() {
    if (was_opened()) return UV_EALREADY;
    int error = uv_pipe_init(runtime().loop().uv(), &uv_, ipc_);
    if (error == 0) Opened(reinterpret_cast<uv_handle_t*>(&uv_));
    return error;
  }
  int32_t OpenFd(int32_t fd) {
    if (!open()) return UV_EBADF;
    if (int error = CheckPollable(runtime().loop().uv(), fd)) return error;
    int own = fd <= 2 ? OpenOwn(fd) : -1;
    if (own < 0) return uv_pipe_open(&uv_, fd);
    int error = uv_pipe_open(&uv_, own);
    if (error) close(own);
    ShowFd(fd);
    return error;
  }
  int32_t Bind(std::string path) {
    if (!open()) return UV_EBADF;
    if (IsAbstract(path)) return WithSocket(path, ::bind);
    if (!IsWholeName(path)) return UV_EINVAL;
    if (int refused = Refused(path)) return refused;
    return uv_pipe_bind(&uv_, path.c_str());
  }
  // Makes `client`, open and not yet connected, the accepted connection, or the handle that came over IPC.
  int32_t Accept(loop::HandleBase* client) {
    if (!open() || !client || !client->open()) return UV_EBADF;
    // libuv takes whatever it is given for a handle of the right type.
    uv_handle_type expected = ipc_ ? uv_pipe_pending_type(&uv_) : UV_NAMED_PIPE;
    if (client->uv_handle()->type != expected) return UV_EINVAL;
    return uv_accept(stream(), reinterpret_cast<uv_stream_t*>(client->uv_handle()));
  }
  // Who may connect, of UV_READABLE and UV_WRITABLE. libuv's own adds that to what the socket's file allows already.
  int32_t Chmod(int32_t mode) {
    if (!open()) return UV_EBADF;
    char name[sizeof(sockaddr_un::sun_path) + 1];
    size_t length = sizeof name;
    if (int error = uv_pipe_getsockname(&uv_, name, &length)) return error;
    mode_t bits = (mode & UV_READABLE ? 0444 : 0) | (mode & UV_WRITABLE ? 0222 : 0);
    return ::chmod(name, bits) == 0 ? 0 : -errno;
  }
  // 0: callback(status) comes. 1: connected already, as with abstract names; no callback comes. A negative errno.
  int32_t Connect(std::string path, v8::Local<v8::Function> callback);
  // The result is that of writeBytes, but for 0.
  int32_t WriteWithHandle(bind::Bytes bytes, loop::HandleBase* handle, v8::Local<v8::Value> callback);

 protected:
  uv_stream_t* stream() override { return reinterpret_cast<uv_stream_t*>(&uv_); }
  v8::Local<v8::Value> PendingHandle(loop::CallbackScope& scope) override;

 private:
  // Opens a socket that `attach` (bind or connect) has tied to the abstract name.
  int WithSocket(std::string_view name, int (*attach)(int, const sockaddr*, socklen_t)) {
    sockaddr_un address{};
    if (name.size() > sizeof(address.sun_path)) return UV_EINVAL;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    int error = attach(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 ? uv_pipe_open(&uv_, fd) : -errno;
    if (error) close(fd);
    return error;
  }

  // A standard descriptor that is a pipe belongs to others, too, who do not expect that it does not wait: opened anew
  // it has states of its own. Negative: that is not possible.
  static int OpenOwn(int fd) {
    struct stat status;
    int flags = fcntl(fd, F_GETFL);
    if (flags == -1 || (flags & O_NONBLOCK) || fstat(fd, &status) != 0 || !S_ISFIFO(status.st_mode)) return -1;
    std::string path = "/proc/self/fd/" + std::to_string(fd);
    return ::open(path.c_str(), (flags & O_ACCMODE) | O_NONBLOCK | O_CLOEXEC);
  }

  const bool ipc_;
  uv_pipe_t uv_;
};

// --- Connecting. ---

class PipeConnectRequest final : public loop::HandleRequest {
 public:
  PipeConnectRequest(Pipe* handle, v8::Local<v8::Value> callback)
      : HandleRequest(handle, "PipeConnectWrap", callback) {}
  int Start(uv_pipe_t* pipe, const char* path) {
    request_.data = this;
    uv_pipe_connect(&request_, pipe, path, [](uv_connect_t* request, int status) {
      static_cast<PipeConnectRequest*>(request->data)->Finish(status);
    });
    return 0;
  }

 private:
  uv_connect_t request_;
};

int32_t Pipe::Connect(std::string path, v8::Local<v8::Function> callback) {
  if (!open()) return UV_EBADF;
  if (IsAbstract(path)) {
    int error = WithSocket(path, ::connect);
    return error ? error : 1;
  }
  if (!IsWholeName(path)) return UV_EINVAL;
  if (int refused = Refused(path)) return refused;
  if (uv_.connect_req != nullptr) return UV_EALREADY;  // libuv would forget the first
  auto start = [&](PipeConnectRequest& request) { return request.Start(&uv_, path.c_str()); };
  return loop::Begin<PipeConnectRequest>(start, this, callback);
}

// --- Passing handles. ---

class HandleWriteRequest final : public loop::HandleRequest {
 public:
  HandleWriteRequest(Pipe* pipe, bind::Bytes bytes, loop::HandleBase* sent, v8::Local<v8::Value> callback)
      : HandleRequest(pipe, "WriteWrap", callback), bytes_(std::move(bytes)) {
    sent_.Reset(pipe->isolate(), sent->wrapper(pipe->isolate()));
  }
  int Start(uv_stream_t* stream, uv_handle_t* sent) {
    request_.data = this;
    uv_buf_t buffer = loop::UvBuffer(bytes_.data(), bytes_.size());
    return uv_write2(
        &request_, stream, &buffer, 1, reinterpret_cast<uv_stream_t*>(sent),
        [](uv_write_t* request, int status) { static_cast<HandleWriteRequest*>(request->data)->Finish(status); });
  }

 private:
  bind::Bytes bytes_;
  v8::Global<v8::Object> sent_;  // open until it is sent, even if the sender lets go of it
  uv_write_t request_;
};

int32_t Pipe::WriteWithHandle(bind::Bytes bytes, loop::HandleBase* handle, v8::Local<v8::Value> callback) {
  if (!open() || !handle || !handle->open()) return UV_EBADF;
  uv_handle_type type = handle->uv_handle()->type;
  if (!ipc_ || (type != UV_TCP && type != UV_NAMED_PIPE && type != UV_UDP)) return UV_EINVAL;
  auto size = static_cast<double>(bytes.size());
  auto start = [&](HandleWriteRequest& request) { return request.Start(stream(), handle->uv_handle()); };
  if (int error = loop::Begin<HandleWriteRequest>(start, this, std::move(bytes), handle, callback)) return error;
  CountWritten(size);
  return 1;
}

v8::Local<v8::Value> Pipe::PendingHandle(loop::CallbackScope& scope) {
  if (!ipc_ || !open() || uv_pipe_pending_count(&uv_) == 0) return {};
  v8::Isolate* isolate = this->isolate();
  auto self = wrapper(isolate);
  v8::Local<v8::Value> make, made;
  auto name = bind::Symbolic(isolate, "newPendingHandle");
  if (!self->Get(runtime().context(), name).ToLocal(&make) || !make->IsFunction()) return {};
  uv_handle_type type = uv_pipe_pending_type(&uv_);
  const char* kind = type == UV_TCP ? "TCP" : type == UV_UDP ? "UDP" : "Pipe";
  v8::Local<v8::Value> argument = bind::Symbolic(isolate, kind);
  // Returns the handle, having called accept() with it.
  if (!scope.Call(self, make.As<v8::Function>(), 1, &argument).ToLocal(&made)) return {};
  return made;
}

}  // namespace

EDDY_MODULE(pipe) {
  auto pipe = Class<Pipe>("Pipe").Constructor<Runtime&, Pipe::Kind>();
  StreamHandle::Declare(pipe)
      .Method<&Pipe::Open>("open")
      .Method<&Pipe::OpenFd>("openFd")
      .Method<&Pipe::Bind>("bind")
      .Method<&Pipe::Listen>("listen")
      .Method<&Pipe::Accept>("accept")
      .Method<&Pipe::Chmod>("chmod")
      .Method<&Pipe::Connect>("connectTo")
      .Method<&Pipe::WriteWithHandle>("writeWithHandle");
  Constant("SOCKET", static_cast<int>(Pipe::Kind::kSocket));
  Constant("SERVER", static_cast<int>(Pipe::Kind::kServer));
  Constant("IPC", static_cast<int>(Pipe::Kind::kIpc));
}

}  // namespace eddy::net
