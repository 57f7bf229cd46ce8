// What callbacks are for, in words.
#pragma once
#include <string>
#include <string_view>

namespace eddy::observe {

// The kinds of requests and handles in words, where the callback's cause does not say more.
std::string InWords(std::string_view kind);
// "read" of a TCP socket is a "tcp read". `name`: the kind of the resource.
std::string WithTransport(const std::string& kind, std::string_view name);

}  // namespace eddy::observe
