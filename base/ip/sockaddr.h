// IP addresses between text, the kernel's sockaddr and JavaScript's {address, family, port}.
#pragma once
#include <sys/socket.h>

#include <string>

#include "v8.h"

namespace eddy::ip {

// `address` in numbers, of either family ("127.0.0.1", "fe80::1%eth0"). 0 or UV_EINVAL.
int Parse(const char* address, int port, sockaddr_storage* out);

// 0, or permission::kRefused where the network is not for this program.
int Refused(const std::string& address, int port);

// The address alone; a link-local one of IPv6 with its interface, without which it means nothing.
std::string Text(const sockaddr* address);
int Port(const sockaddr* address);

// Sets address, family ('IPv4', 'IPv6') and port of `out`. 0 or UV_EINVAL when a setter threw.
int Describe(v8::Local<v8::Context> context, const sockaddr* address, v8::Local<v8::Object> out);

// The name of a uv handle's socket, by uv_tcp_getsockname and its like. 0 or a negative errno.
template <class UvHandle>
int Describe(v8::Local<v8::Context> context, const UvHandle* handle, int (*get)(const UvHandle*, sockaddr*, int*),
             v8::Local<v8::Object> out) {
  sockaddr_storage storage;
  int size = sizeof(storage);
  if (int error = get(handle, reinterpret_cast<sockaddr*>(&storage), &size)) return error;
  return Describe(context, reinterpret_cast<sockaddr*>(&storage), out);
}

}  // namespace eddy::ip
