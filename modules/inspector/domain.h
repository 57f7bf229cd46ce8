// What our own domains answer to a request.
#pragma once
#include <string>

namespace eddy::inspector {

struct Answer {
  std::string result = "{}";  // JSON
  std::string error;          // what went wrong
  bool invalid = false;       // the parameters are
};

}  // namespace eddy::inspector
