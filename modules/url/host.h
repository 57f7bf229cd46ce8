// The host parser of the URL Standard (https://url.spec.whatwg.org/#host-parsing): domains, IPv4, IPv6, opaque hosts.
#pragma once
#include <string>
#include <string_view>

namespace eddy::url {

// Appends the host that `text` (UTF-8, what stands between '//' and the path, without credentials and port) is,
// serialized. False on failure; `out` may have grown then.
bool AppendHost(std::string& out, std::string_view text, bool is_opaque);

// Whether `text` is an IPv4 address as it is serialized.
bool IsCanonicalIpv4(std::string_view text);

}  // namespace eddy::url
