#include "permission/permission.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "cli/options.h"
#include "permission/audit.h"
#include "permission/files.h"

namespace eddy::permission {
namespace {

// In the order of Scope.
constexpr Switch kSwitches[] = {
    {"--allow-fs-read", "FileSystemRead", "fs.read", Scope::kFileSystemRead, false},
    {"--allow-fs-write", "FileSystemWrite", "fs.write", Scope::kFileSystemWrite, false},
    {"--allow-child-process", "ChildProcess", "child", Scope::kChildProcess, true},
    {"--allow-worker", "WorkerThreads", "worker", Scope::kWorkerThreads, true},
    {"--allow-inspector", "Inspector", "inspector", Scope::kInspector, true},
    {"--allow-wasi", "WASI", "wasi", Scope::kWasi, true},
    {"--allow-addons", "Addon", "addon", Scope::kAddon, true},
    {"--allow-net", "Net", "net", Scope::kNet, false},
};

struct Rules {
  bool on = false, audited = false;
  // Drop() changes these while other threads ask.
  std::shared_mutex mutex;
  Files readable, writable;
  bool switched_on[std::size(kSwitches)] = {};
  bool net_is_free = false;  // neither --allow-net nor --no-allow-net was given: Node 24's model knows of no network
  std::vector<std::string> named;  // files in the environment
  std::string audit_options;       // of --permission-audit and --permission-from, those that were given
};
Rules rules;

const Switch& SwitchOf(Scope scope) { return kSwitches[static_cast<size_t>(scope)]; }
Files& FilesOf(Scope scope) { return scope == Scope::kFileSystemRead ? rules.readable : rules.writable; }
bool& IsSwitchedOn(Scope scope) { return rules.switched_on[static_cast<size_t>(scope)]; }

// --- A cache of what is allowed. ---

// Of absolute paths, and for as long as no link was moved: a program asks for the same files again and again, and to
// follow their links each time would cost more than what it does with them.
class AllowedFiles {
 public:
  bool Contain(Scope scope, Last last, std::string_view path) const {
    const Slot& slot = slots_[SlotOf(path)];
    return (slot.uses & UseOf(scope, last)) && slot.version == PlacesVersion() && slot.path == path;
  }
  void Add(Scope scope, Last last, std::string_view path, uint64_t version) {
    if (path.size() > kLongest) return;
    Slot& slot = slots_[SlotOf(path)];
    if (slot.version != version || slot.path != path) slot = {version, 0, std::string(path)};
    slot.uses |= UseOf(scope, last);
  }

 private:
  static constexpr size_t kSlots = 256, kLongest = 512;
  struct Slot {
    uint64_t version = 0;
    uint8_t uses = 0;
    std::string path;
  };
  static size_t SlotOf(std::string_view path) { return std::hash<std::string_view>()(path) % kSlots; }
  static uint8_t UseOf(Scope scope, Last last) {
    return static_cast<uint8_t>(1 << (static_cast<int>(scope) * 2 + static_cast<int>(last)));
  }
  std::vector<Slot> slots_{kSlots};
};
thread_local std::optional<AllowedFiles> known_allowed;

thread_local std::optional<bind::Error> last_denial;  // of Refused()

// --- Answers. ---

bool Grants(Scope scope) {
  if (!rules.on) return true;
  std::shared_lock lock(rules.mutex);
  if (IsOfFiles(scope)) return FilesOf(scope).ContainAll();
  return IsSwitchedOn(scope) || (scope == Scope::kNet && rules.net_is_free);
}

// The path that is not allowed, or nothing.
std::optional<std::string> RefusedFile(Scope scope, std::string_view path, Last last) {
  bool is_absolute = path.starts_with('/');
  if (is_absolute && known_allowed && known_allowed->Contain(scope, last, path)) return std::nullopt;
  uint64_t version = PlacesVersion();
  std::string absolute = Absolute(path);
  std::shared_lock lock(rules.mutex);
  const Files& files = FilesOf(scope);
  if (!files.Contain(absolute)) return absolute;
  if (!files.ContainAll()) {
    // The system follows a link that has a slash behind it.
    std::string place = RealPlace(absolute, path.ends_with('/') ? Last::kFollowed : last);
    if (place != absolute && !files.ContainPlace(place)) return place;
  }
  if (!is_absolute) return std::nullopt;
  if (!known_allowed) known_allowed.emplace();
  known_allowed->Add(scope, last, path, version);
  return std::nullopt;
}

bind::Error Refusal(Scope scope, const std::string& resource) {
  const Switch& denied = SwitchOf(scope);
  return bind::Error::Plain("ERR_ACCESS_DENIED", std::string("Access to this API has been restricted. Use ") +
                                                     denied.option + " to manage permissions.")
      .With("permission", std::string(denied.name))
      .With("resource", resource);
}

// --- Beginning. ---

// Allows what a log of --permission-audit names.
void AddLogged(const std::string& file) {
  for (const Access& access : ReadLog(file)) {
    for (const Switch& item : kSwitches) {
      if (access.permission != item.name) continue;
      if (IsOfFiles(item.scope)) {
        FilesOf(item.scope).AddOne(access.resource);
      } else {
        IsSwitchedOn(item.scope) = true;
      }
    }
  }
}

void AddProgram(const cli::Options& options, const std::string& program) {
  if (!program.empty()) {
    rules.readable.AddImplied(program);
    rules.readable.AddOne(RealPlace(Absolute(program), Last::kFollowed));
  }
  for (const char* name : {"--require", "--import"}) {
    for (const auto& preloaded : options.List(name)) {
      if (preloaded.starts_with('.') || preloaded.starts_with('/')) rules.readable.AddImplied(preloaded);
    }
  }
}

// As one word of NODE_OPTIONS.
std::string Quoted(const std::string& text) {
  if (text.find_first_of(" \"\\") == text.npos) return text;
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::span<const Switch> Switches() { return kSwitches; }

bool IsOfFiles(Scope scope) { return scope == Scope::kFileSystemRead || scope == Scope::kFileSystemWrite; }

std::span<const Switch> ScopesOf(std::string_view word) {
  if (word == "fs") return Switches().first(2);
  for (const Switch& item : kSwitches) {
    if (word == item.word) return {&item, 1};
  }
  return {};
}

void Begin(const cli::Options& options, const std::string& program) {
  if (!options.Boolean("--permission")) return;
  rules.on = true;
  for (const Switch& item : kSwitches) {
    if (IsOfFiles(item.scope)) {
      for (const auto& rule : options.List(item.option)) FilesOf(item.scope).Add(rule);
    } else {
      IsSwitchedOn(item.scope) = options.Boolean(item.option);
    }
  }
  rules.net_is_free = !options.Given("--allow-net");
  if (options.Given("--permission-from")) AddLogged(options.String("--permission-from"));
  if (options.Given("--permission-audit")) {
    OpenLog(options.String("--permission-audit"));
    rules.audited = true;
  }
  for (const char* name : {"--permission-audit", "--permission-from"}) {
    if (!options.Given(name)) continue;
    rules.audit_options += std::string(" ") + name + "=" + Quoted(Absolute(options.String(name)));
  }
  for (const char* variable : {"NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"}) {
    if (const char* value = std::getenv(variable)) rules.named.emplace_back(value);
  }
  AddProgram(options, program);
}

bool IsOn() { return rules.on; }

bool IsRestricted(const char* api) {
  if (rules.audited) LogAccess(kRestricted, api);
  return rules.on && !rules.audited;
}

bool Allows(Scope scope) {
  if (Grants(scope)) return true;
  if (rules.audited) LogAccess(SwitchOf(scope).name, IsOfFiles(scope) ? "*" : "");
  return rules.audited;
}

bool Allows(Scope scope, std::string_view path, Last last) {
  if (!rules.on) return true;
  if (!IsOfFiles(scope)) {
    if (Grants(scope)) return true;
    if (rules.audited) LogAccess(SwitchOf(scope).name, std::string(path));
    return rules.audited;
  }
  std::optional<std::string> refused = RefusedFile(scope, path, last);
  if (!refused) return true;
  if (!rules.audited) return false;
  LogAccess(SwitchOf(scope).name, *refused);
  // With a path that is not allowed goes the place that it leads to.
  std::string absolute = Absolute(path), place = RealPlace(absolute, last);
  std::shared_lock lock(rules.mutex);
  if (place != *refused && !FilesOf(scope).ContainPlace(place)) LogAccess(SwitchOf(scope).name, place);
  return true;
}

bool WouldAllow(Scope scope) {
  if (!rules.on || rules.audited) return true;
  // As Node 24 answers, whose network is free.
  if (scope == Scope::kNet && rules.net_is_free) return false;
  return Grants(scope);
}

bool WouldAllow(Scope scope, std::string_view path) {
  if (!rules.on || rules.audited) return true;
  return IsOfFiles(scope) ? !RefusedFile(scope, path, Last::kFollowed) : WouldAllow(scope);
}

std::optional<bind::Error> Denial(Scope scope, const std::string& resource, Last last, const std::string* given) {
  if (Allows(scope, resource, last)) return std::nullopt;
  return Refusal(scope, given ? *given : resource);
}

std::optional<bind::Error> DenialToOpen(const std::string& path, int flags, const std::string* given) {
  if (!rules.on) return std::nullopt;
  int mode = flags & O_ACCMODE;
  // With both flags a link is not followed; without a file it is made behind one.
  bool stays = (flags & O_NOFOLLOW) != 0 || (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
  Last last = stays ? Last::kItself : Last::kFollowed;
  if (mode != O_WRONLY) {
    if (auto denial = Denial(Scope::kFileSystemRead, path, last, given)) return denial;
  }
  bool writes = mode != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  return writes ? Denial(Scope::kFileSystemWrite, path, last, given) : std::nullopt;
}

std::optional<bind::Error> DenialToResolve(const std::string& path, const std::string* given) {
  if (!rules.on) return std::nullopt;
  {
    std::string absolute = Absolute(path);
    std::shared_lock lock(rules.mutex);
    if (rules.readable.LieBelow(absolute) || rules.writable.LieBelow(absolute)) return std::nullopt;
  }
  if (!RefusedFile(Scope::kFileSystemWrite, path, Last::kFollowed)) return std::nullopt;
  return Denial(Scope::kFileSystemRead, path, Last::kFollowed, given);
}

std::optional<bind::Error> DenialOfDescriptor(Scope scope, int fd) {
  if (!rules.on) return std::nullopt;
  char path[PATH_MAX];
  ssize_t size = readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path, sizeof(path));
  if (size < 0) {
    // Not open, which the system will say itself; or its path cannot be found out: there is no /proc, or it is too
    // long.
    return fcntl(fd, F_GETFD) < 0 ? std::nullopt : DenialOfAll(scope, "");
  }
  if (!std::string_view(path, static_cast<size_t>(size)).starts_with('/')) return std::nullopt;
  return Denial(scope, std::string(path, static_cast<size_t>(size)));
}

std::optional<bind::Error> DenialOfAll(Scope scope, const std::string& resource) {
  if (Allows(scope)) return std::nullopt;
  return Refusal(scope, resource);
}

bool IsNamedAtStart(const std::string& path) { return std::ranges::find(rules.named, path) != rules.named.end(); }

int Refused(Scope scope, const std::string& resource) {
  auto denial = Denial(scope, resource);
  if (!denial) return 0;
  last_denial = std::move(denial);
  return kRefused;
}

bind::Error TakeDenial() {
  auto denial = std::exchange(last_denial, std::nullopt);
  // Another process of a cluster was refused.
  return denial ? *denial : bind::Error::Plain("ERR_ACCESS_DENIED", "Access to this API has been restricted");
}

std::string Settled(const std::string& path) {
  bool is_settled = path.starts_with('/') && path.find("..") == path.npos;
  if (is_settled || path.empty()) return path;
  std::string absolute = Absolute(path);
  // Behind a slash only a directory will do.
  return path.ends_with('/') && absolute != "/" ? absolute + '/' : absolute;
}

void Drop(Scope scope, const std::optional<std::string>& path) {
  std::unique_lock lock(rules.mutex);
  if (!IsOfFiles(scope)) {
    IsSwitchedOn(scope) = false;
    if (scope == Scope::kNet) rules.net_is_free = false;
  } else if (path) {
    FilesOf(scope).Drop(*path);
  } else {
    FilesOf(scope).DropAll();
  }
  ForgetPlaces();
}

std::string InheritedOptions() {
  if (!rules.on) return "";
  std::shared_lock lock(rules.mutex);
  std::string text = "--permission" + rules.audit_options;
  for (const Switch& item : kSwitches) {
    const std::string option = std::string(" ") + item.option;
    if (IsOfFiles(item.scope)) {
      for (const auto& rule : FilesOf(item.scope).Written()) text += option + '=' + Quoted(rule);
    } else if (IsSwitchedOn(item.scope)) {
      text += option;
    } else if (item.scope == Scope::kNet && !rules.net_is_free) {
      text += " --no-allow-net";
    }
  }
  return text;
}

}  // namespace eddy::permission
