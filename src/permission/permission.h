// The permission model (--permission): what the process may do with files, children, threads and native code. The rules
// are the process's, set before any JavaScript runs and never changed. Native halves ask here before they act, so that
// no way around it exists in JavaScript.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bind/error.h"

namespace eddy::cli {
class Options;
}

namespace eddy::permission {

enum class Scope : uint8_t {
  kFileSystemRead,
  kFileSystemWrite,
  kChildProcess,
  kWorkerThreads,
  kInspector,
  kWasi,
  kAddon
};

// Sets the rules of the command line. The file `program`, "" for none, may be read: it is what runs.
void Begin(const cli::Options& options, const std::string& program);

// Whether --permission was given, or one of the two options that imply it. Without them everything is allowed.
bool IsOn();

// Whether `api`, which could be used to get round the rules, is refused whatever they allow.
bool IsRestricted(const char* api);

// Whether everything of `scope` is allowed. Asked about what is done next: with --permission-audit it is noted.
bool Allows(Scope scope);
// Whether `path`, which may be relative to the working directory, may be read or written.
bool Allows(Scope scope, std::string_view path);
// The same for a program that only wants to know.
bool WouldAllow(Scope scope);
bool WouldAllow(Scope scope, std::string_view path);

// ERR_ACCESS_DENIED about `resource`, or nothing where it is allowed.
std::optional<bind::Error> Denial(Scope scope, const std::string& resource = "");
// The same of a file that is opened with open(2)'s `flags`.
std::optional<bind::Error> DenialToOpen(const std::string& path, int flags);

// `path` as it is judged: absolute, without "." and "..", so that a link before a ".." leads nowhere else.
std::string Absolute(std::string_view path);

// The options by which a child gets the same rules: for its NODE_OPTIONS. "" while the model is off.
const std::string& InheritedOptions();

}  // namespace eddy::permission
