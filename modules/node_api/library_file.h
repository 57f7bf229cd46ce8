// What a library's file says of itself, before the linker maps it.
#pragma once
#include <string>

namespace eddy::node_api {

// Whether the file ends before the segments that its head lists: the linker would map them all the same, and the
// process would end by SIGBUS where it reads them. False for what is no library of this machine, or cannot be read: the
// linker says so.
bool IsCutOff(const std::string& path);

}  // namespace eddy::node_api
