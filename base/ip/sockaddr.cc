#include "ip/sockaddr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <uv.h>

#include "bind/convert.h"
#include "permission/permission.h"

namespace eddy::ip {
namespace {

const sockaddr_in* V4(const sockaddr* address) { return reinterpret_cast<const sockaddr_in*>(address); }
const sockaddr_in6* V6(const sockaddr* address) { return reinterpret_cast<const sockaddr_in6*>(address); }
bool IsV6(const sockaddr* address) { return address->sa_family == AF_INET6; }

}  // namespace

int Parse(const char* address, int port, sockaddr_storage* out) {
  if (uv_ip4_addr(address, port, reinterpret_cast<sockaddr_in*>(out)) == 0) return 0;
  return uv_ip6_addr(address, port, reinterpret_cast<sockaddr_in6*>(out));
}

int Refused(const std::string& address, int port) {
  if (!permission::IsOn()) return 0;
  bool is_v6 = address.find(':') != std::string::npos;
  std::string host = is_v6 ? '[' + address + ']' : address;
  return permission::Refused(permission::Scope::kNet, host + ':' + std::to_string(port));
}

std::string Text(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN];
  if (!IsV6(address)) {
    uv_ip4_name(V4(address), text, sizeof(text));
    return text;
  }
  const sockaddr_in6* v6 = V6(address);
  uv_ip6_name(v6, text, sizeof(text));
  char interface[UV_IF_NAMESIZE];
  size_t size = sizeof(interface);
  bool scoped = IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr) && v6->sin6_scope_id != 0 &&
                uv_if_indextoiid(v6->sin6_scope_id, interface, &size) == 0;
  return scoped ? std::string(text) + "%" + interface : text;
}

int Port(const sockaddr* address) { return ntohs(IsV6(address) ? V6(address)->sin6_port : V4(address)->sin_port); }

int Describe(v8::Local<v8::Context> context, const sockaddr* address, v8::Local<v8::Object> out) {
  v8::Isolate* isolate = context->GetIsolate();
  auto set = [&](const char* name, v8::Local<v8::Value> value) {
    return out->Set(context, bind::Symbolic(isolate, name), value).FromMaybe(false);
  };
  bool done = set("address", bind::NewString(isolate, Text(address))) &&
              set("family", bind::Symbolic(isolate, IsV6(address) ? "IPv6" : "IPv4")) &&
              set("port", v8::Integer::New(isolate, Port(address)));
  return done ? 0 : UV_EINVAL;
}

}  // namespace eddy::ip
