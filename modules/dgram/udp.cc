// UDP sockets. Datagrams come to the function given to onMessage as (size, ArrayBuffer, address, port), or (negative
// errno); several that are waiting are fetched from the kernel in one call. Sending tries the kernel at once (trySend);
// what it does not take now is queued (queueSend), and only then is there an asynchronous request with a callback.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <cstring>

#include "bind/buffer.h"
#include "bind/module.h"
#include "ip/sockaddr.h"
#include "loop/begin.h"
#include "loop/captured_context.h"
#include "loop/handle_request.h"
#include "loop/uv_buffer.h"
#include "observe/note.h"

namespace eddy::dgram {
namespace {

constexpr size_t kLargestDatagram = 64 * 1024;
constexpr size_t kDatagramsPerCall = 20;  // the most that libuv fetches in one recvmmsg
constexpr size_t kAddressText = 128;      // longer text is no address

// What one call fetches, a place of the largest size for each datagram. A thread has one loop, and libuv fills one
// block at a time; of memory it takes what is touched.
thread_local bind::OwnedBytes receive_block;

// The bytes of one datagram to send: its chunks in a row, each a view, or a string to be sent as UTF-8.
class Chunks {
 public:
  // `data`: a view, a string, or an array of them. False when it is something else.
  bool Take(v8::Isolate* isolate, v8::Local<v8::Value> data) {
    if (!data->IsArray()) return Add(isolate, data) && Finish();
    auto list = data.As<v8::Array>();
    auto context = isolate->GetCurrentContext();
    for (uint32_t i = 0; i < list->Length(); ++i) {
      v8::Local<v8::Value> chunk;
      if (!list->Get(context, i).ToLocal(&chunk) || !Add(isolate, chunk)) return false;
    }
    return Finish();
  }
  uv_buf_t* buffers() { return buffers_.data(); }
  unsigned count() const { return static_cast<unsigned>(buffers_.size()); }

 private:
  bool Add(v8::Isolate* isolate, v8::Local<v8::Value> chunk) {
    if (auto bytes = bind::Bytes::From(chunk)) {
      buffers_.push_back(loop::UvBuffer(bytes->data(), bytes->size()));
      owners_.push_back(std::move(*bytes));
      return true;
    }
    if (!chunk->IsString()) return false;
    auto text = chunk.As<v8::String>();
    size_t start = text_.size();
    text_.resize(start + text->Utf8LengthV2(isolate));
    text->WriteUtf8V2(isolate, text_.data() + start, text_.size() - start, v8::String::WriteFlags::kReplaceInvalidUtf8);
    buffers_.push_back(loop::UvBuffer(nullptr, text_.size() - start));
    return true;
  }
  // The text no longer grows: its parts get their places.
  bool Finish() {
    if (buffers_.empty()) buffers_.push_back(uv_buf_init(text_.data(), 0));  // libuv asserts that there is one
    char* place = text_.data();
    for (auto& buffer : buffers_) {
      if (buffer.base || buffer.len == 0) continue;
      buffer.base = place;
      place += buffer.len;
    }
    return true;
  }

  std::vector<uv_buf_t> buffers_;
  std::vector<bind::Bytes> owners_;
  std::string text_;
};

class Udp : public loop::Handle<Udp, uv_udp_t> {
 public:
  Udp(Runtime& runtime, bool v6) : Handle(runtime, "UDPWrap"), v6_(v6) {}

  // The wrapper has to be attached before the handle opens, hence a step of its own. 0 or a negative errno.
  // `shared`: other processes have the socket, too. Then datagrams are fetched one by one, so that none is lost when
  // this process closes it in between.
  int32_t Init(bool shared) {
    if (was_opened()) return UV_EALREADY;
    int error = uv_udp_init_ex(loop().uv(), uv(), AF_UNSPEC | (shared ? 0u : static_cast<unsigned>(UV_UDP_RECVMMSG)));
    if (error == 0) Opened();
    return error;
  }
  // Whether addresses are IPv6's; for a handle that another process made.
  void SetV6(bool v6) { v6_ = v6; }
  int32_t Open(int32_t fd) { return open() ? uv_udp_open(uv(), fd) : UV_EBADF; }

  // `flags`: UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR. `reuse_port`: SO_REUSEPORT, the kernel spreads datagrams over several
  // sockets.
  int32_t Bind(std::string address, int32_t port, uint32_t flags, bool reuse_port) {
    if (!open()) return UV_EBADF;
    sockaddr_storage storage;
    if (int error = Parse(address.c_str(), port, &storage)) return error;
    if (reuse_port) {
      if (int error = SetReusePort()) return error;
    }
    return uv_udp_bind(uv(), reinterpret_cast<sockaddr*>(&storage), flags);
  }
  int32_t Connect(std::string address, int32_t port) {
    if (!open()) return UV_EBADF;
    sockaddr_storage storage;
    if (int error = Parse(address.c_str(), port, &storage)) return error;
    return uv_udp_connect(uv(), reinterpret_cast<sockaddr*>(&storage));
  }
  int32_t Disconnect() { return open() ? uv_udp_connect(uv(), nullptr) : UV_EBADF; }

  int32_t RecvStart(v8::Local<v8::Function> on_message) {
    if (!open()) return UV_EBADF;
    on_message_.Reset(isolate(), on_message);
    int error = uv_udp_recv_start(uv(), OnAllocate, OnReceive);
    return error == UV_EALREADY ? 0 : error;
  }
  int32_t RecvStop() { return open() ? uv_udp_recv_stop(uv()) : UV_EBADF; }

  // `address` and `port` of where to, or undefined when connected. The number of bytes sent, or a negative errno:
  // UV_EAGAIN when the kernel takes nothing now.
  int32_t TrySend(v8::Local<v8::Value> data, v8::Local<v8::Value> address, int32_t port);
  // 0 (callback(status) comes) or a negative errno.
  int32_t QueueSend(v8::Local<v8::Value> data, v8::Local<v8::Value> address, int32_t port,
                    v8::Local<v8::Function> callback);

  int32_t GetSockName(v8::Local<v8::Object> out) { return Address(uv_udp_getsockname, out); }
  int32_t GetPeerName(v8::Local<v8::Object> out) { return Address(uv_udp_getpeername, out); }

  // `source`: with it, only what that host sends to the group.
  int32_t SetMembership(bool join, std::string group, std::optional<std::string> interface,
                        std::optional<std::string> source) {
    if (!open()) return UV_EBADF;
    uv_membership membership = join ? UV_JOIN_GROUP : UV_LEAVE_GROUP;
    const char* from = interface ? interface->c_str() : nullptr;
    if (!source) return uv_udp_set_membership(uv(), group.c_str(), from, membership);
    return uv_udp_set_source_membership(uv(), group.c_str(), from, source->c_str(), membership);
  }
  int32_t SetMulticastInterface(std::string address) {
    return open() ? uv_udp_set_multicast_interface(uv(), address.c_str()) : UV_EBADF;
  }
  int32_t SetMulticastTtl(int32_t ttl) { return open() ? uv_udp_set_multicast_ttl(uv(), ttl) : UV_EBADF; }
  int32_t SetMulticastLoopback(bool on) { return open() ? uv_udp_set_multicast_loop(uv(), on) : UV_EBADF; }
  int32_t SetBroadcast(bool on) { return open() ? uv_udp_set_broadcast(uv(), on) : UV_EBADF; }
  int32_t SetTtl(int32_t ttl) { return open() ? uv_udp_set_ttl(uv(), ttl) : UV_EBADF; }

  // The size of the kernel's buffer, after setting it when `size` is not 0; or a negative errno.
  int32_t BufferSize(bool receive, uint32_t size) {
    if (!open()) return UV_EBADF;
    if (size > INT32_MAX) return UV_EINVAL;
    auto get_or_set = receive ? uv_recv_buffer_size : uv_send_buffer_size;
    int value = static_cast<int>(size);
    int error = get_or_set(uv_handle(), &value);
    return error ? error : value;
  }

  int32_t Fd() {
    uv_os_fd_t fd = -1;
    if (open()) uv_fileno(uv_handle(), &fd);
    return fd;
  }
  double SendQueueSize() { return open() ? static_cast<double>(uv_udp_get_send_queue_size(uv())) : 0; }
  double SendQueueCount() { return open() ? static_cast<double>(uv_udp_get_send_queue_count(uv())) : 0; }

 protected:
  void Closed() override {
    on_message_.Reset();
    sender_text_.Reset();
  }

 private:
  int Parse(const char* address, int port, sockaddr_storage* out) {
    int error = v6_ ? uv_ip6_addr(address, port, reinterpret_cast<sockaddr_in6*>(out))
                    : uv_ip4_addr(address, port, reinterpret_cast<sockaddr_in*>(out));
    return error ? error : ip::Refused(address, port);
  }
  // `address` undefined gives nullptr in *out.
  int Parse(v8::Local<v8::Value> address, int port, sockaddr_storage* storage, const sockaddr** out) {
    *out = nullptr;
    if (address->IsUndefined()) return 0;
    char text[kAddressText];
    if (!address->IsString()) return UV_EINVAL;
    auto string = address.As<v8::String>();
    if (string->Length() >= static_cast<int>(sizeof(text)) || !string->IsOneByte()) return UV_EINVAL;
    string->WriteOneByteV2(isolate(), 0, string->Length(), reinterpret_cast<uint8_t*>(text));
    text[string->Length()] = '\0';
    *out = reinterpret_cast<const sockaddr*>(storage);
    return Parse(text, port, storage);
  }

  int SetReusePort() {
    uv_os_fd_t fd = socket(v6_ ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    int on = 1;
    int error = setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) == 0 ? uv_udp_open(uv(), fd) : -errno;
    if (error) close(fd);
    return error;
  }

  int32_t Address(int (*get)(const uv_udp_t*, sockaddr*, int*), v8::Local<v8::Object> out) {
    return open() ? ip::Describe(runtime().context(), uv(), get, out) : UV_EBADF;
  }

  static void OnAllocate(uv_handle_t*, size_t, uv_buf_t* buffer) {
    if (!receive_block.allocated()) receive_block = bind::OwnedBytes(kLargestDatagram * kDatagramsPerCall);
    *buffer = uv_buf_init(receive_block.data(), static_cast<unsigned>(receive_block.size()));
  }
  static void OnReceive(uv_udp_t* udp, ssize_t size, const uv_buf_t* buffer, const sockaddr* from, unsigned flags) {
    if (from == nullptr && size == 0) return;  // nothing is left, or all chunks have been seen
    From(udp)->Deliver(size, buffer->base, from);
  }
  void Deliver(ssize_t size, const char* data, const sockaddr* from);
  v8::Local<v8::String> SenderText(v8::Isolate* isolate, const sockaddr* from);

  bool v6_;
  v8::Global<v8::Function> on_message_;
  // The sender of the last datagram: often that of the next.
  sockaddr_storage sender_{};
  v8::Global<v8::String> sender_text_;
};

// --- Receiving. ---

void Udp::Deliver(ssize_t size, const char* data, const sockaddr* from) {
  Runtime& runtime = this->runtime();
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime, async_context());
  observe::NoteKind("datagram", this);
  if (!open() || on_message_.IsEmpty()) return;
  v8::Local<v8::Value> arguments[4];
  int count = 1;
  arguments[0] = v8::Integer::New(isolate, static_cast<int32_t>(size));
  if (from) {
    arguments[1] = bind::OwnedBytes({data, static_cast<size_t>(size)}).ToArrayBuffer(isolate);
    arguments[2] = SenderText(isolate, from);
    arguments[3] = v8::Integer::New(isolate, ip::Port(from));
    count = 4;
  }
  scope.Call(wrapper(isolate), on_message_.Get(isolate), count, arguments).IsEmpty();
}

v8::Local<v8::String> Udp::SenderText(v8::Isolate* isolate, const sockaddr* from) {
  bool same = false;
  if (!sender_text_.IsEmpty() && sender_.ss_family == from->sa_family) {
    if (from->sa_family == AF_INET) {
      same = reinterpret_cast<sockaddr_in*>(&sender_)->sin_addr.s_addr ==
             reinterpret_cast<const sockaddr_in*>(from)->sin_addr.s_addr;
    } else {
      auto* last = reinterpret_cast<sockaddr_in6*>(&sender_);
      auto* now = reinterpret_cast<const sockaddr_in6*>(from);
      same = last->sin6_scope_id == now->sin6_scope_id && IN6_ARE_ADDR_EQUAL(&last->sin6_addr, &now->sin6_addr);
    }
  }
  if (same) return sender_text_.Get(isolate);
  std::memcpy(&sender_, from, from->sa_family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
  auto text = bind::NewString(isolate, ip::Text(from));
  sender_text_.Reset(isolate, text);
  return text;
}

// --- Sending. ---

int32_t Udp::TrySend(v8::Local<v8::Value> data, v8::Local<v8::Value> address, int32_t port) {
  if (!open()) return UV_EBADF;
  sockaddr_storage storage;
  const sockaddr* to;
  if (int error = Parse(address, port, &storage, &to)) return error;
  int taken;
  if (data->IsArrayBufferView()) {
    auto bytes = *bind::BytesOf(data);
    uv_buf_t buffer = loop::UvBuffer(bytes.data(), bytes.size());
    taken = uv_udp_try_send(uv(), &buffer, 1, to);
  } else {
    Chunks chunks;
    if (!chunks.Take(isolate(), data)) return UV_EINVAL;
    taken = uv_udp_try_send(uv(), chunks.buffers(), chunks.count(), to);
  }
  return taken;
}

class SendRequest final : public loop::HandleRequest {
 public:
  SendRequest(Udp* handle, v8::Local<v8::Function> callback) : HandleRequest(handle, "SendWrap", callback) {}
  int Start(Udp* handle, v8::Local<v8::Value> data, const sockaddr* to) {
    if (!chunks_.Take(handle->isolate(), data)) return UV_EINVAL;
    request_.data = this;
    return uv_udp_send(
        &request_, handle->uv(), chunks_.buffers(), chunks_.count(), to,
        [](uv_udp_send_t* request, int status) { static_cast<SendRequest*>(request->data)->Finish(status); });
  }

 private:
  Chunks chunks_;
  uv_udp_send_t request_;
};

int32_t Udp::QueueSend(v8::Local<v8::Value> data, v8::Local<v8::Value> address, int32_t port,
                       v8::Local<v8::Function> callback) {
  if (!open()) return UV_EBADF;
  sockaddr_storage storage;
  const sockaddr* to;
  if (int error = Parse(address, port, &storage, &to)) return error;
  auto start = [&](SendRequest& request) { return request.Start(this, data, to); };
  return loop::Begin<SendRequest>(start, this, callback);
}

}  // namespace

EDDY_MODULE(udp) {
  Class<Udp>("UDP")
      .Constructor<Runtime&, bool>()
      .Method<&Udp::Init>("init")
      .Method<&Udp::SetV6>("setV6")
      .Method<&Udp::Open>("open")
      .Method<&Udp::Bind>("bind")
      .Method<&Udp::Connect>("connect")
      .Method<&Udp::Disconnect>("disconnect")
      .Method<&Udp::RecvStart>("recvStart")
      .Method<&Udp::RecvStop>("recvStop")
      .Method<&Udp::TrySend>("trySend")
      .Method<&Udp::QueueSend>("queueSend")
      .Method<&Udp::GetSockName>("getsockname")
      .Method<&Udp::GetPeerName>("getpeername")
      .Method<&Udp::SetMembership>("setMembership")
      .Method<&Udp::SetMulticastInterface>("setMulticastInterface")
      .Method<&Udp::SetMulticastTtl>("setMulticastTTL")
      .Method<&Udp::SetMulticastLoopback>("setMulticastLoopback")
      .Method<&Udp::SetBroadcast>("setBroadcast")
      .Method<&Udp::SetTtl>("setTTL")
      .Method<&Udp::BufferSize>("bufferSize")
      .Method<&Udp::SendQueueSize>("getSendQueueSize")
      .Method<&Udp::SendQueueCount>("getSendQueueCount")
      .Method<&loop::HandleBase::Close>("close")
      .Method<&loop::HandleBase::Ref>("ref")
      .Method<&loop::HandleBase::Unref>("unref")
      .Method<&loop::HandleBase::HasRef>("hasRef")
      .Getter<&Udp::Fd>("fd");
  Constant("UV_UDP_IPV6ONLY", UV_UDP_IPV6ONLY);
  Constant("UV_UDP_REUSEADDR", UV_UDP_REUSEADDR);
}

}  // namespace eddy::dgram
