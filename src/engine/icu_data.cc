// ICU's function for it; its header is not shipped with V8
// (https://unicode-org.github.io/icu-docs/apidoc/released/icu4c/putil_8h.html).
#include "engine/icu_data.h"

#include <cstdlib>
#include <string>

#include "cli/options.h"

#define ICU_FUNCTION(name) name##_77  // the functions' names end with ICU's major version, which deps/pins fixes

extern "C" void ICU_FUNCTION(u_setDataDirectory)(const char* directory);

namespace eddy::engine {

void UseIcuDataOf(const cli::Options& options) {
  const char* variable = std::getenv("NODE_ICU_DATA");
  std::string directory = options.String("--icu-data-dir");
  if (directory.empty() && variable) directory = variable;
  if (!directory.empty()) ICU_FUNCTION(u_setDataDirectory)(directory.c_str());
}

}  // namespace eddy::engine
