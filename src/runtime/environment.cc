// Environment variables, the process's and those that workers have for themselves.
#include "runtime/environment.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

extern char** environ;

namespace eddy {

ProcessEnvironment& ProcessEnvironment::Get() {
  static auto* environment = new ProcessEnvironment;  // threads may outlive static objects
  return *environment;
}

std::optional<std::string> ProcessEnvironment::Get(const std::string& name) {
  std::lock_guard lock(mutex_);
  const char* value = std::getenv(name.c_str());
  if (!value) return std::nullopt;
  return value;
}

void ProcessEnvironment::Set(const std::string& name, const std::string& value) {
  std::lock_guard lock(mutex_);
  setenv(name.c_str(), value.c_str(), 1);
}

void ProcessEnvironment::Delete(const std::string& name) {
  std::lock_guard lock(mutex_);
  unsetenv(name.c_str());
}

Environment::Variables ProcessEnvironment::All() {
  std::lock_guard lock(mutex_);
  Variables all;
  for (char** entry = environ; entry && *entry; ++entry) {
    std::string_view text = *entry;
    size_t equals = text.find('=', 1);
    if (equals != text.npos) all.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

Environment::Variables::iterator PrivateEnvironment::Find(const std::string& name) {
  return std::find_if(variables_.begin(), variables_.end(),
                      [&](const auto& variable) { return variable.first == name; });
}

std::optional<std::string> PrivateEnvironment::Get(const std::string& name) {
  std::lock_guard lock(mutex_);
  auto found = Find(name);
  if (found == variables_.end()) return std::nullopt;
  return found->second;
}

void PrivateEnvironment::Set(const std::string& name, const std::string& value) {
  std::lock_guard lock(mutex_);
  auto found = Find(name);
  if (found != variables_.end()) {
    found->second = value;
  } else {
    variables_.emplace_back(name, value);
  }
}

void PrivateEnvironment::Delete(const std::string& name) {
  std::lock_guard lock(mutex_);
  auto found = Find(name);
  if (found != variables_.end()) variables_.erase(found);
}

Environment::Variables PrivateEnvironment::All() {
  std::lock_guard lock(mutex_);
  return variables_;
}

}  // namespace eddy
