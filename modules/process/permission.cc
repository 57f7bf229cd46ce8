// What process.permission answers from.
#include "permission/permission.h"

#include <algorithm>
#include <string>
#include <vector>

#include "bind/module.h"

namespace eddy {
namespace {

using permission::Scope;

// has(word, path): whether all that the word means is allowed. False for a word that is none.
bool Has(std::string word, std::optional<std::string> path) {
  auto scopes = permission::ScopesOf(word);
  return !scopes.empty() && std::ranges::all_of(scopes, [&](const permission::Switch& item) {
    return path ? permission::WouldAllow(item.scope, *path) : permission::WouldAllow(item.scope);
  });
}

// drop(word, path): false for a word that is none.
bool Drop(std::string word, std::optional<std::string> path) {
  auto scopes = permission::ScopesOf(word);
  for (const permission::Switch& item : scopes) permission::Drop(item.scope, path);
  return !scopes.empty();
}

// The options by which a program may get out.
std::vector<std::string> OptionsToWarnOf() {
  std::vector<std::string> options;
  for (const permission::Switch& item : permission::Switches()) {
    if (item.lets_out) options.push_back(item.option);
  }
  return options;
}

v8::Local<v8::Value> TakeDenial(v8::Isolate* isolate) { return permission::TakeDenial().ToException(isolate); }

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

// Whether a directory that may not be read may be passed on the way to what may.
bool MayPass(std::string path) { return !permission::DenialToResolve(path); }
bool IsRestricted(std::string api) { return permission::IsRestricted(api.c_str()); }

}  // namespace

EDDY_MODULE(permission) {
  Function<permission::IsOn>("isOn");
  Function<IsRestricted>("isRestricted");
  Function<Has>("has");
  Function<MayPass>("mayPass");
  Function<Drop>("drop");
  Function<OptionsToWarnOf>("optionsToWarnOf");
  Function<TakeDenial>("takeDenial");
  Constant("REFUSED", permission::kRefused);
  Function<CheckChild>("checkChild");
  Function<CheckWrite>("checkWrite");
}

}  // namespace eddy
