#include "bind/nul.h"

namespace eddy::bind {

bool HasNul(std::string_view text) { return text.find('\0') != text.npos; }

}  // namespace eddy::bind
