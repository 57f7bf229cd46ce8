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
  return path ? permission::WouldAllow(which, *path) : permission::WouldAllow(which);
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

bool IsRestricted(std::string api) { return permission::IsRestricted(api.c_str()); }

}  // namespace

EDDY_MODULE(permission) {
  Function<permission::IsOn>("isOn");
  Function<IsRestricted>("isRestricted");
  Function<Has>("has");
  Function<CheckChild>("checkChild");
  Function<CheckWrite>("checkWrite");
}

}  // namespace eddy
