// What process.permission answers from.
#include "permission/permission.h"

#include "bind/module.h"

namespace eddy {
namespace {

using permission::Scope;

// has(scope, path): `scope` is one of Scope's values.
bool Has(int32_t scope, std::optional<std::string> path) {
  if (scope < 0 || scope > static_cast<int32_t>(Scope::kAddon)) return false;
  auto which = static_cast<Scope>(scope);
  return path ? permission::Allows(which, *path) : permission::Allows(which);
}

// checkChild(file): throws where no other program may be started.
bind::Result<void> CheckChild(std::string file) {
  if (auto denial = permission::Denial(Scope::kChildProcess, file)) return *denial;
  return {};
}

// checkWrite(path): throws where it may not be written.
bind::Result<void> CheckWrite(std::string path) {
  if (auto denial = permission::Denial(Scope::kFileSystemWrite, path)) return *denial;
  return {};
}

}  // namespace

EDDY_MODULE(permission) {
  Function<permission::IsOn>("isOn");
  Function<Has>("has");
  Function<CheckChild>("checkChild");
  Function<CheckWrite>("checkWrite");
}

}  // namespace eddy
