// Texts that the system takes as C strings.
#pragma once
#include <string_view>

namespace eddy::bind {

// Whether the system would cut the text short.
inline bool HasNul(std::string_view text) { return text.find('\0') != text.npos; }

}  // namespace eddy::bind
