// Texts that the system takes as C strings.
#pragma once
#include <string_view>

namespace eddy::bind {

// Whether the system would cut the text short. (Not inline: g++ 12 would warn of lengths that cannot be.)
bool HasNul(std::string_view text);

}  // namespace eddy::bind
