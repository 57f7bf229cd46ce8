// The permission model (--permission): what the process may do with files, children, threads, the network and native
// code. The rules are the process's, set before any JavaScript runs; a program can only drop some of them. Native
// halves ask here before they act, so that no way around it exists in JavaScript.
//
// A file may be read, or written, where the rules name its path and where they name the place that its links lead to.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bind/error.h"
#include "permission/place.h"

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
  kAddon,
  kNet
};

// What is known of a scope besides its rules. This table, Switches(), is the one place that lists scopes.
struct Switch {
  const char* option;
  const char* name;  // in errors and records
  const char* word;  // for process.permission
  Scope scope;
  bool lets_out;  // who may do this may do anything: the option is warned of
};
std::span<const Switch> Switches();
bool IsOfFiles(Scope scope);
// The scopes that process.permission's `word` means: two for "fs", none for an unknown one.
std::span<const Switch> ScopesOf(std::string_view word);

// Sets the rules of the command line. The file `program`, "" for none, may be read: it is what runs.
void Begin(const cli::Options& options, const std::string& program);

// Whether --permission was given, or one of the two options that imply it. Without them everything is allowed.
bool IsOn();

// Whether `api`, which could be used to get round the rules, is refused whatever they allow.
bool IsRestricted(const char* api);

// Whether everything of `scope` is allowed. Asked about what is done next: with --permission-audit it is noted.
bool Allows(Scope scope);
// Whether `path`, which may be relative to the working directory, may be read or written.
bool Allows(Scope scope, std::string_view path, Last last = Last::kFollowed);
// The same for a program that only wants to know.
bool WouldAllow(Scope scope);
bool WouldAllow(Scope scope, std::string_view path);

// ERR_ACCESS_DENIED about `resource`, or nothing where it is allowed. Of files, a path as for Allows; the error names
// `given` where the program has written it in another way.
std::optional<bind::Error> Denial(Scope scope, const std::string& resource = "", Last last = Last::kFollowed,
                                  const std::string* given = nullptr);
// The same of a file that is opened with open(2)'s `flags`.
std::optional<bind::Error> DenialToOpen(const std::string& path, int flags, const std::string* given = nullptr);
// The same of what tells only where `path` leads: also of directories above what may be read or written.
std::optional<bind::Error> DenialToResolve(const std::string& path, const std::string* given = nullptr);
// The same of an open file, found by its descriptor. Nothing of what has no path.
std::optional<bind::Error> DenialOfDescriptor(Scope scope, int fd);

// The same of what may concern any file of the scope.
std::optional<bind::Error> DenialOfAll(Scope scope, const std::string& resource);

// Whether a variable of the environment named `path` before the program ran: those of certificates, which TLS reads for
// whoever started the process.
bool IsNamedAtStart(const std::string& path);

// For functions that give 0 or a negative errno: 0, or kRefused, of which JavaScript's makers of errors (errors/system)
// know that TakeDenial() has the error.
inline constexpr int kRefused = -20000;
int Refused(Scope scope, const std::string& resource);
bind::Error TakeDenial();

// The path that the system is to take for `path`: one that no later chdir, and no link before a "..", leads elsewhere.
std::string Settled(const std::string& path);

// Takes back what was allowed, for good: all of `scope`, or the rule for exactly `path`. What is open stays open.
void Drop(Scope scope, const std::optional<std::string>& path);

// The options by which a child gets the same rules: for its NODE_OPTIONS. "" while the model is off.
std::string InheritedOptions();

}  // namespace eddy::permission
