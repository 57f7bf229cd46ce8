// Which hosts a client may have asked for, and how addresses of the inspector are written.
#pragma once
#include <string>
#include <string_view>

namespace eddy::inspector {

// Whether a request with such a Host header may be answered: only to IP addresses and localhost. A name in the DNS may
// be made to mean this machine by whoever owns it, and its pages could then debug us (DNS rebinding). Empty: no header.
bool IsAllowedHost(std::string_view host);

// host:port, with an IPv6 address in brackets.
std::string HostAndPort(std::string_view host, int port);

// The file: URL of an absolute path, as url.pathToFileURL writes it; of anything else, itself.
std::string UrlOf(std::string_view name);

bool IsLoopback(std::string_view host);

}  // namespace eddy::inspector
