// TCP sockets, listening and connected.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "ip/sockaddr.h"
#include "loop/begin.h"
#include "net/stream_handle.h"

namespace eddy::net {
namespace {

class Tcp : public bind::Object<Tcp, ListeningStream> {
 public:
  enum class Kind : int32_t { kSocket, kServer };

  explicit Tcp(Runtime& runtime, Kind kind)
      : Object(runtime, kind == Kind::kServer ? "TCPServerWrap" : "TCPSocketWrap") {}

  // The wrapper has to be attached before the handle opens, hence a step of its own. 0 or a negative errno.
  int32_t Open() {
    if (was_opened()) return UV_EALREADY;
    int error = uv_tcp_init(runtime().loop().uv(), &uv_);
    if (error == 0) Opened(reinterpret_cast<uv_handle_t*>(&uv_));
    return error;
  }
  int32_t OpenFd(int32_t fd) {
    if (!open()) return UV_EBADF;
    if (int error = CheckPollable(runtime().loop().uv(), fd)) return error;
    return uv_tcp_open(&uv_, fd);
  }

  // `flags`: UV_TCP_IPV6ONLY. `reuse_port`: SO_REUSEPORT, the kernel spreads connections over several listeners.
  int32_t Bind(std::string address, int32_t port, uint32_t flags, bool reuse_port) {
    if (!open()) return UV_EBADF;
    sockaddr_storage storage;
    if (int error = ip::Parse(address.c_str(), port, &storage)) return error;
    if (int refused = ip::Refused(address, port)) return refused;
    if (reuse_port) {
      if (int error = SetReusePort(storage.ss_family)) return error;
    }
    return uv_tcp_bind(&uv_, reinterpret_cast<sockaddr*>(&storage), flags);
  }

  // Makes `client`, open and not yet connected, the accepted connection.
  int32_t Accept(Tcp* client) {
    if (!open() || !client || !client->open()) return UV_EBADF;
    return uv_accept(stream(), client->stream());
  }

  int32_t Connect(std::string address, int32_t port, v8::Local<v8::Function> callback);

  int32_t SetNoDelay(bool enable) { return open() ? uv_tcp_nodelay(&uv_, enable) : UV_EBADF; }
  int32_t SetKeepAlive(bool enable, uint32_t delay_seconds) {
    return open() ? uv_tcp_keepalive(&uv_, enable, delay_seconds) : UV_EBADF;
  }
  // Closes with a RST instead of a FIN.
  int32_t Reset(v8::Local<v8::Value> callback) {
    if (!open()) return UV_EBADF;
    linger rst{1, 0};
    uv_os_fd_t fd;
    if (uv_fileno(reinterpret_cast<uv_handle_t*>(&uv_), &fd) == 0) {
      setsockopt(fd, SOL_SOCKET, SO_LINGER, &rst, sizeof(rst));
    }
    Close(callback);
    return 0;
  }

  // Fill in address, family and port of `out`. 0 or a negative errno.
  int32_t GetSockName(v8::Local<v8::Object> out) { return Address(uv_tcp_getsockname, out); }
  int32_t GetPeerName(v8::Local<v8::Object> out) { return Address(uv_tcp_getpeername, out); }

 protected:
  uv_stream_t* stream() override { return reinterpret_cast<uv_stream_t*>(&uv_); }

 private:
  int SetReusePort(int family) {
    uv_os_fd_t fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    int on = 1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) != 0) {
      int error = -errno;
      close(fd);
      return error;
    }
    return uv_tcp_open(&uv_, fd);
  }

  int32_t Address(int (*get)(const uv_tcp_t*, sockaddr*, int*), v8::Local<v8::Object> out) {
    return open() ? ip::Describe(runtime().context(), &uv_, get, out) : UV_EBADF;
  }

  uv_tcp_t uv_;
};

class ConnectRequest final : public loop::HandleRequest {
 public:
  ConnectRequest(Tcp* handle, v8::Local<v8::Value> callback) : HandleRequest(handle, "TCPConnectWrap", callback) {}
  int Start(uv_tcp_t* tcp, const sockaddr* address) {
    request_.data = this;
    return uv_tcp_connect(&request_, tcp, address, [](uv_connect_t* request, int status) {
      static_cast<ConnectRequest*>(request->data)->Finish(status);
    });
  }

 private:
  uv_connect_t request_;
};

int32_t Tcp::Connect(std::string address, int32_t port, v8::Local<v8::Function> callback) {
  if (!open()) return UV_EBADF;
  sockaddr_storage storage;
  if (int error = ip::Parse(address.c_str(), port, &storage)) return error;
  if (int refused = ip::Refused(address, port)) return refused;
  auto start = [&](ConnectRequest& request) { return request.Start(&uv_, reinterpret_cast<sockaddr*>(&storage)); };
  return loop::Begin<ConnectRequest>(start, this, callback);
}

}  // namespace

EDDY_MODULE(tcp) {
  auto tcp = Class<Tcp>("TCP").Constructor<Runtime&, Tcp::Kind>();
  StreamHandle::Declare(tcp)
      .Method<&Tcp::Open>("open")
      .Method<&Tcp::OpenFd>("openFd")
      .Method<&Tcp::Bind>("bindTo")
      .Method<&Tcp::Listen>("listen")
      .Method<&Tcp::Accept>("accept")
      .Method<&Tcp::Connect>("connectTo")
      .Method<&Tcp::SetNoDelay>("setNoDelay")
      .Method<&Tcp::SetKeepAlive>("setKeepAlive")
      .Method<&Tcp::Reset>("reset")
      .Method<&Tcp::GetSockName>("getsockname")
      .Method<&Tcp::GetPeerName>("getpeername");
  Constant("SOCKET", static_cast<int>(Tcp::Kind::kSocket));
  Constant("SERVER", static_cast<int>(Tcp::Kind::kServer));
  Constant("UV_TCP_IPV6ONLY", UV_TCP_IPV6ONLY);
}

}  // namespace eddy::net
