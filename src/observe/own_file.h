// A file that one process writes for as long as it lives. Children inherit their parent's options, and so the name.
#pragma once
#include <string>

namespace eddy::observe {

// `file`, or `file`.PID where another process that lives has that.
std::string OwnName(const std::string& file);
// Says that the file of this descriptor is ours until the process ends. The descriptor has to stay open.
void KeepAsOwn(int fd);

}  // namespace eddy::observe
