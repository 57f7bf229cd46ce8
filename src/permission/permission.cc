#include "permission/permission.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <uv.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <vector>

#include "cli/options.h"
#include "permission/record.h"

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
  // No directory stands for what is in it.
  void AddOne(std::string path) { paths_.push_back(std::move(path)); }

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
  bool on = false, audited = false;
  Files readable, writable;
  bool switched_on[std::size(kSwitches)] = {};
  std::string inherited;
};
Rules rules;

const Switch& SwitchOf(Scope scope) { return kSwitches[static_cast<size_t>(scope)]; }
bool IsOfFiles(Scope scope) { return scope == Scope::kFileSystemRead || scope == Scope::kFileSystemWrite; }
const Files& FilesOf(Scope scope) { return scope == Scope::kFileSystemRead ? rules.readable : rules.writable; }

bool Grants(Scope scope) {
  if (!rules.on) return true;
  return IsOfFiles(scope) ? FilesOf(scope).ContainAll() : rules.switched_on[static_cast<size_t>(scope)];
}

// `path` is absolute.
bool Grants(Scope scope, const std::string& path) {
  return IsOfFiles(scope) ? FilesOf(scope).Contain(path) : Grants(scope);
}

// With --permission-audit nothing is refused: what would be is noted.
bool Noted(Scope scope, const std::string& resource) {
  if (!rules.audited) return false;
  Note(SwitchOf(scope).name, resource);
  return true;
}

// The rules that stand in a record of --permission-audit.
void AddRecorded(const std::string& file) {
  for (const Access& access : ReadRecord(file)) {
    for (const Switch& item : kSwitches) {
      if (access.permission != item.name) continue;
      if (item.scope == Scope::kFileSystemRead) rules.readable.AddOne(access.resource);
      if (item.scope == Scope::kFileSystemWrite) rules.writable.AddOne(access.resource);
      if (!IsOfFiles(item.scope)) rules.switched_on[static_cast<size_t>(item.scope)] = true;
    }
  }
}

std::string Inherited(const cli::Options& options) {
  std::string text = "--permission";
  for (const char* name : {"--permission-audit", "--permission-from"}) {
    if (options.Given(name)) text += std::string(" ") + name + "=" + Absolute(options.String(name));
  }
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
  if (options.Given("--permission-from")) AddRecorded(options.String("--permission-from"));
  if (options.Given("--permission-audit")) {
    OpenRecord(options.String("--permission-audit"));
    rules.audited = true;
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

bool IsRestricted(const char* api) {
  if (rules.audited) Note(kRestricted, api);
  return rules.on && !rules.audited;
}

bool Allows(Scope scope) { return Grants(scope) || Noted(scope, IsOfFiles(scope) ? "*" : ""); }

bool Allows(Scope scope, std::string_view path) {
  if (!rules.on) return true;
  std::string absolute = IsOfFiles(scope) ? Absolute(path) : std::string(path);
  return Grants(scope, absolute) || Noted(scope, absolute);
}

bool WouldAllow(Scope scope) { return rules.audited || Grants(scope); }

bool WouldAllow(Scope scope, std::string_view path) {
  return !rules.on || rules.audited || Grants(scope, IsOfFiles(scope) ? Absolute(path) : std::string(path));
}

std::optional<bind::Error> Denial(Scope scope, const std::string& resource) {
  if (Allows(scope, resource)) return std::nullopt;
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
