#include "permission/permission.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <uv.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <vector>

#include "cli/options.h"

namespace eddy::permission {
namespace {

// Files that may be read, or written: single ones, and all whose path begins in a certain way.
class Files {
 public:
  // `rule` is a path, where a directory stands for all that is in it. From a '*' on it is any path that begins so.
  void Add(const std::string& rule) {
    if (size_t star = rule.find('*'); star != rule.npos) return AddPrefix(rule.substr(0, star));
    std::string path = Absolute(rule);
    struct stat about;
    if (rule.ends_with('/') || (stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode))) {
      prefixes_.push_back(path == "/" ? path : path + "/");
    }
    paths_.push_back(std::move(path));
  }

  bool Contain(const std::string& path) const {
    if (std::ranges::find(paths_, path) != paths_.end()) return true;
    // A directory is in the set of what is in it.
    return std::ranges::any_of(prefixes_, [&](const std::string& prefix) {
      return path.starts_with(prefix) ||
             (prefix.ends_with('/') && prefix.size() == path.size() + 1 && prefix.starts_with(path));
    });
  }
  bool ContainAll() const {
    return std::ranges::any_of(prefixes_, [](const std::string& prefix) { return prefix.empty() || prefix == "/"; });
  }

 private:
  void AddPrefix(const std::string& rule) {
    if (rule.empty()) {
      prefixes_.emplace_back("");
      return;
    }
    std::string path = Absolute(rule);
    prefixes_.push_back(rule.ends_with('/') && path != "/" ? path + "/" : path);
  }

  std::vector<std::string> paths_, prefixes_;
};

struct Switch {
  Scope scope;
  const char* option;
  const char* name;  // in errors
};
constexpr Switch kSwitches[] = {{Scope::kFileSystemRead, "--allow-fs-read", "FileSystemRead"},
                                {Scope::kFileSystemWrite, "--allow-fs-write", "FileSystemWrite"},
                                {Scope::kChildProcess, "--allow-child-process", "ChildProcess"},
                                {Scope::kWorkerThreads, "--allow-worker", "WorkerThreads"},
                                {Scope::kInspector, "--allow-inspector", "Inspector"},
                                {Scope::kWasi, "--allow-wasi", "WASI"},
                                {Scope::kAddon, "--allow-addons", "Addon"}};

struct Rules {
  bool on = false;
  Files readable, writable;
  bool switched_on[std::size(kSwitches)] = {};
  std::string inherited;
};
Rules rules;

const Switch& SwitchOf(Scope scope) { return kSwitches[static_cast<size_t>(scope)]; }
bool IsOfFiles(Scope scope) { return scope == Scope::kFileSystemRead || scope == Scope::kFileSystemWrite; }
const Files& FilesOf(Scope scope) { return scope == Scope::kFileSystemRead ? rules.readable : rules.writable; }

std::string Inherited(const cli::Options& options) {
  std::string text = "--permission";
  for (const auto& item : kSwitches) {
    if (!IsOfFiles(item.scope)) {
      if (rules.switched_on[static_cast<size_t>(item.scope)]) text += std::string(" ") + item.option;
      continue;
    }
    for (const auto& rule : options.List(item.option)) text += std::string(" ") + item.option + "=" + rule;
  }
  return text;
}

}  // namespace

void Begin(const cli::Options& options, const std::string& program) {
  if (!options.Boolean("--permission")) return;
  rules.on = true;
  for (const auto& rule : options.List("--allow-fs-read")) rules.readable.Add(rule);
  for (const auto& rule : options.List("--allow-fs-write")) rules.writable.Add(rule);
  for (const auto& item : kSwitches) {
    if (!IsOfFiles(item.scope)) rules.switched_on[static_cast<size_t>(item.scope)] = options.Boolean(item.option);
  }
  rules.inherited = Inherited(options);
  if (!program.empty()) {
    rules.readable.Add(program);
    char real[PATH_MAX];
    if (realpath(program.c_str(), real)) rules.readable.Add(real);
  }
  for (const char* name : {"--require", "--import"}) {
    for (const auto& preloaded : options.List(name)) {
      if (preloaded.starts_with('.') || preloaded.starts_with('/')) rules.readable.Add(preloaded);
    }
  }
}

bool IsOn() { return rules.on; }

bool Allows(Scope scope) {
  if (!rules.on) return true;
  return IsOfFiles(scope) ? FilesOf(scope).ContainAll() : rules.switched_on[static_cast<size_t>(scope)];
}

bool Allows(Scope scope, std::string_view path) {
  if (!rules.on) return true;
  return IsOfFiles(scope) ? FilesOf(scope).Contain(Absolute(path)) : Allows(scope);
}

std::optional<bind::Error> Denial(Scope scope, const std::string& resource) {
  if (!rules.on) return std::nullopt;
  if (IsOfFiles(scope) ? Allows(scope, resource) : Allows(scope)) return std::nullopt;
  const Switch& denied = SwitchOf(scope);
  return bind::Error::Plain("ERR_ACCESS_DENIED", std::string("Access to this API has been restricted. Use ") +
                                                     denied.option + " to manage permissions.")
      .With("permission", std::string(denied.name))
      .With("resource", resource);
}

std::optional<bind::Error> DenialToOpen(const std::string& path, int flags) {
  if (!rules.on) return std::nullopt;
  int mode = flags & O_ACCMODE;
  if (mode != O_WRONLY) {
    if (auto denial = Denial(Scope::kFileSystemRead, path)) return denial;
  }
  bool writes = mode != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  return writes ? Denial(Scope::kFileSystemWrite, path) : std::nullopt;
}

std::string Absolute(std::string_view path) {
  std::string whole;
  if (!path.starts_with('/')) {
    char here[PATH_MAX];
    size_t size = sizeof(here);
    if (uv_cwd(here, &size) == 0) whole.assign(here, size);
  }
  whole += '/';
  whole += path;
  std::string out;
  for (size_t at = 0; at < whole.size();) {
    size_t end = std::min(whole.find('/', at), whole.size());
    std::string_view part(whole.data() + at, end - at);
    if (part == "..") {
      out.erase(out.empty() ? 0 : out.rfind('/'));
    } else if (!part.empty() && part != ".") {
      out += '/';
      out += part;
    }
    at = end + 1;
  }
  return out.empty() ? "/" : out;
}

const std::string& InheritedOptions() { return rules.inherited; }

}  // namespace eddy::permission
