#include "inspector/host.h"

#include <strings.h>
#include <uv.h>

namespace eddy::inspector {
namespace {

bool IsAddress(int family, const std::string& host) {
  unsigned char address[16];
  return uv_inet_pton(family, host.c_str(), address) == 0;
}

}  // namespace

bool IsAllowedHost(std::string_view host) {
  if (host.empty()) return true;
  if (host.starts_with("[")) {
    size_t end = host.find(']');
    return end != host.npos && IsAddress(AF_INET6, std::string(host.substr(1, end - 1)));
  }
  std::string name(host.substr(0, host.rfind(':')));
  return strcasecmp(name.c_str(), "localhost") == 0 || IsAddress(AF_INET, name);
}

std::string HostAndPort(std::string_view host, int port) {
  bool is_v6 = host.find(':') != host.npos;
  return (is_v6 ? "[" + std::string(host) + "]" : std::string(host)) + ":" + std::to_string(port);
}

std::string UrlOf(std::string_view name) {
  if (!name.starts_with("/")) return std::string(name);
  std::string url = "file://";
  for (char c : name) {
    auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && std::string_view("\"#%<>?\\`{}").find(c) == std::string_view::npos) {
      url += c;
    } else {
      constexpr char kHex[] = "0123456789ABCDEF";
      url += std::string("%") + kHex[byte >> 4] + kHex[byte & 15];
    }
  }
  return url;
}

bool IsLoopback(std::string_view host) {
  return host.starts_with("127.") || host == "::1" || strcasecmp(std::string(host).c_str(), "localhost") == 0;
}

}  // namespace eddy::inspector
