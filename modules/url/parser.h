// The basic URL parser of the URL Standard (https://url.spec.whatwg.org/#url-parsing).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "url/url_text.h"

namespace eddy::url {

// Parses `input` (UTF-8) against `base`, if there is one. False on failure; `url` is then of no use.
bool Parse(std::string_view input, const UrlView* base, Url& url);

// The parser with a state override, as the setters of the class URL use it.
enum class Part : int32_t { kProtocol, kUsername, kPassword, kHost, kHostname, kPort, kPathname, kSearch, kHash };
// The URL with `value` (UTF-8) for that part; nothing where the URL stays as it is.
std::optional<Url> With(const UrlView& url, Part part, std::string_view value);

// `domain` as the hostname setter of a ws: URL would take it, "" when it would not.
std::string HostnameOf(std::string_view domain);

}  // namespace eddy::url
