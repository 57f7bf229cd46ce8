// TCP sockets, listening and connected.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "net/stream_handle.h"

namespace eddy::net {
namespace {

class Tcp : public bind::Object<Tcp, StreamHandle> {
 public:
  enum class Kind : int32_t { kSocket, kServer };

  explicit Tcp(Runtime& runtime, Kind kind)
      : Object(runtime, kind == Kind::kServer ? "TCPServerWrap" : "TCPSocketWrap") {}

  // The wrapper has to be attached before the handle opens, hence a step of its own. 0 or a negative errno.
  int32_t Open() {
    int error = uv_tcp_init(runtime().loop().uv(), &uv_);
    if (error == 0) Opened(reinterpret_cast<uv_handle_t*>(&uv_));
    return error;
  }
  int32_t OpenFd(int32_t fd) { return open() ? uv_tcp_open(&uv_, fd) : UV_EBADF; }

  // `flags`: UV_TCP_IPV6ONLY. `reuse_port`: SO_REUSEPORT, the kernel spreads connections over several listeners.
  int32_t Bind(std::string address, int32_t port, uint32_t flags, bool reuse_port) {
    if (!open()) return UV_EBADF;
    sockaddr_storage storage;
    if (int error = Parse(address, port, &storage)) return error;
    if (reuse_port) {
      if (int error = SetReusePort(storage.ss_family)) return error;
    }
    return uv_tcp_bind(&uv_, reinterpret_cast<sockaddr*>(&storage), flags);
  }

  // onConnection(status) is called for each connection; accept() then takes it.
  int32_t Listen(int32_t backlog, v8::Local<v8::Function> on_connection) {
    if (!open()) return UV_EBADF;
    on_connection_.Reset(isolate(), on_connection);
    return uv_listen(stream(), backlog, OnConnection);
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
  void Closed() override {
    StreamHandle::Closed();
    on_connection_.Reset();
  }

 private:
  static int Parse(const std::string& address, int port, sockaddr_storage* storage) {
    if (uv_ip4_addr(address.c_str(), port, reinterpret_cast<sockaddr_in*>(storage)) == 0) return 0;
    return uv_ip6_addr(address.c_str(), port, reinterpret_cast<sockaddr_in6*>(storage));
  }

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

  static void OnConnection(uv_stream_t* server, int status);

  int32_t Address(int (*get)(const uv_tcp_t*, sockaddr*, int*), v8::Local<v8::Object> out) {
    if (!open()) return UV_EBADF;
    sockaddr_storage storage;
    int size = sizeof(storage);
    if (int error = get(&uv_, reinterpret_cast<sockaddr*>(&storage), &size)) return error;
    char text[INET6_ADDRSTRLEN + UV_IF_NAMESIZE + 1];
    bool v6 = storage.ss_family == AF_INET6;
    int port = 0;
    if (v6) {
      auto* address = reinterpret_cast<sockaddr_in6*>(&storage);
      uv_ip6_name(address, text, sizeof(text));
      port = ntohs(address->sin6_port);
      AppendScope(address->sin6_scope_id, address->sin6_addr, text);
    } else {
      auto* address = reinterpret_cast<sockaddr_in*>(&storage);
      uv_ip4_name(address, text, sizeof(text));
      port = ntohs(address->sin_port);
    }
    auto set = [&](const char* name, v8::Local<v8::Value> value) {
      return out->Set(runtime().context(), bind::Symbolic(isolate(), name), value).FromMaybe(false);
    };
    bool done = set("address", bind::NewString(isolate(), text)) &&
                set("family", bind::Symbolic(isolate(), v6 ? "IPv6" : "IPv4")) &&
                set("port", v8::Integer::New(isolate(), port));
    return done ? 0 : UV_EINVAL;
  }

  // A link-local address means nothing without its interface.
  static void AppendScope(uint32_t scope, const in6_addr& address, char* text) {
    if (!IN6_IS_ADDR_LINKLOCAL(&address) || scope == 0) return;
    size_t length = strlen(text);
    size_t room = UV_IF_NAMESIZE;
    text[length] = '%';
    if (uv_if_indextoiid(scope, text + length + 1, &room) != 0) text[length] = '\0';
  }

  uv_tcp_t uv_;
  v8::Global<v8::Function> on_connection_;
};

void Tcp::OnConnection(uv_stream_t* server, int status) {
  auto* self = static_cast<Tcp*>(static_cast<HandleBase*>(server->data));
  Runtime& runtime = self->runtime();
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime, self->async_context());
  v8::Local<v8::Value> argument = v8::Integer::New(isolate, status);
  scope.Call(self->wrapper(isolate), self->on_connection_.Get(isolate), 1, &argument).IsEmpty();
}

class ConnectRequest final : public StatusRequest {
 public:
  ConnectRequest(Tcp* handle, v8::Local<v8::Value> callback) : StatusRequest(handle, "TCPConnectWrap", callback) {}
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
  if (int error = Parse(address, port, &storage)) return error;
  auto* request = new ConnectRequest(this, callback);  // deletes itself
  int error = request->Start(&uv_, reinterpret_cast<sockaddr*>(&storage));
  if (error) delete request;
  return error;
}

}  // namespace

EDDY_MODULE(tcp) {
  auto tcp = Class<Tcp>("TCP").Constructor<Runtime&, Tcp::Kind>();
  StreamHandle::Declare(tcp)
      .Method<&Tcp::Open>("open")
      .Method<&Tcp::OpenFd>("openFd")
      .Method<&Tcp::Bind>("bind")
      .Method<&Tcp::Listen>("listen")
      .Method<&Tcp::Accept>("accept")
      .Method<&Tcp::Connect>("connect")
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
