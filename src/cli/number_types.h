// What kind of number an option's is.
#pragma once
#include <string_view>

namespace eddy::cli {

// Whether it may be negative. Of the others, -1 stands for 2^64 - 1 on the command line, and is refused in a file.
bool IsSigned(std::string_view name);

}  // namespace eddy::cli
