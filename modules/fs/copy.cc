// fs.cp(): a file, a link or a whole tree copied in one trip; or entry by entry, where a user's filter decides.
//
// What goes against the rules of cp comes back as [code, message, path, errno], which copy.js words; other failures are
// system errors.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <optional>

#include "bind/module.h"
#include "fs/copy_file.h"
#include "fs/listing.h"
#include "fs/paths.h"
#include "fs/request.h"

namespace eddy {
namespace {

using bind::Error;
using bind::Job;
using bind::Result;
using fs::Path;
using fs::Request;
using fs::Work;

// The bits of the number that copy.js passes.
enum Option : int32_t {
  kDereference = 1,
  kErrorOnExist = 2,
  kForce = 4,
  kPreserveTimestamps = 8,
  kRecursive = 16,
  kVerbatimSymlinks = 32,
  // cpSync(), which has rules of its own for what stands in the way of a link; and with a filter.
  kSync = 64,
  kSyncFiltered = 128,
};

struct Settings {
  int32_t options;
  int32_t mode;  // of copyFile
  bool has(Option option) const { return options & option; }
};

// What a copy came to: nothing to say, a directory whose contents are still to be copied, or a rule that was broken.
struct Outcome {
  bool is_directory = false;
  const char* code = nullptr;
  std::string message, path;
  int error = 0;
};

Result<Outcome> Refuse(const char* code, std::string message, const std::string& path, int error) {
  Outcome outcome;
  outcome.code = code;
  outcome.message = std::move(message);
  outcome.path = path;
  outcome.error = error;
  return outcome;
}

class Entry {
 public:
  // Returns 0 or a negative errno.
  int Look(const std::string& path, bool follow) {
    int error = follow ? uv_fs_stat(nullptr, request_.get(), path.c_str(), nullptr)
                       : uv_fs_lstat(nullptr, request_.get(), path.c_str(), nullptr);
    exists_ = error == 0;
    return error;
  }
  bool exists() const { return exists_; }
  int type() { return static_cast<int>(request_->statbuf.st_mode & S_IFMT); }
  bool is_directory() { return exists_ && type() == S_IFDIR; }
  bool is_link() { return exists_ && type() == S_IFLNK; }
  int mode() { return static_cast<int>(request_->statbuf.st_mode & 07777); }
  const uv_stat_t& stat() { return request_->statbuf; }
  bool SameAs(Entry& other) {
    return exists_ && other.exists_ && stat().st_ino == other.stat().st_ino && stat().st_dev == other.stat().st_dev;
  }

 private:
  Request request_;
  bool exists_ = false;
};

std::string WorkingDirectory() {
  char path[PATH_MAX];
  return getcwd(path, sizeof(path)) ? path : "/";
}

// `path` made absolute, without "." and ".." and doubled slashes.
std::string Absolute(const std::string& path) {
  std::string whole = !path.empty() && path[0] == '/' ? path : WorkingDirectory() + "/" + path;
  std::string result;
  for (size_t start = 0; start < whole.size();) {
    size_t end = whole.find('/', start);
    if (end == std::string::npos) end = whole.size();
    std::string part = whole.substr(start, end - start);
    start = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      size_t slash = result.rfind('/');
      result.resize(slash == std::string::npos ? 0 : slash);
    } else {
      result += "/" + part;
    }
  }
  return result.empty() ? "/" : result;
}

bool IsWithin(const std::string& directory, const std::string& path) {
  if (directory == path || directory == "/") return true;
  return path.size() > directory.size() && path.compare(0, directory.size(), directory) == 0 &&
         path[directory.size()] == '/';
}

// The path of `name` as somebody means it who stands beside `path`.
std::string Beside(const std::string& path, const std::string& name) {
  std::string parent = fs::ParentOf(path);
  return parent.empty() ? name : fs::Join(parent, name);
}

// Empty: no symbolic link.
std::string LinkTarget(const std::string& path) {
  std::string target;
  return fs::ReadLink(path, &target) == 0 ? target : "";
}

std::optional<std::string> RealPath(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) ? std::optional<std::string>(real) : std::nullopt;
}

Error Failed(int error, const char* syscall, const std::string& path) { return Error::System(error, syscall, path); }
Error Failed(int error, const char* syscall, const std::string& path, const std::string& dest) {
  return Error::System(error, syscall, path, dest);
}

// --- Before: may this go there at all? ---

// In a tree that may be read there may be what may not: single files, and where links lead to.
std::optional<Error> DenialToCopy(const std::string& from, const std::string& to, bool follow) {
  if (!permission::IsOn()) return std::nullopt;
  auto last = follow ? permission::Last::kFollowed : permission::Last::kItself;
  if (auto denial = permission::Denial(permission::Scope::kFileSystemRead, from, last)) return denial;
  return permission::Denial(permission::Scope::kFileSystemWrite, to, last);
}

Result<Outcome> CheckPair(const std::string& from, const std::string& to, Entry& source, Entry& target,
                          const Settings& settings) {
  bool follow = settings.has(kDereference);
  if (auto denial = DenialToCopy(from, to, follow)) return *denial;
  if (int error = source.Look(from, follow)) return Failed(error, follow ? "stat" : "lstat", from);
  int error = target.Look(to, follow);
  if (error && error != UV_ENOENT) return Failed(error, follow ? "stat" : "lstat", to);
  if (source.SameAs(target)) {
    return Refuse("ERR_FS_CP_EINVAL", "src and dest cannot be the same", to, UV_EINVAL);
  }
  if (target.exists() && source.is_directory() && !target.is_directory()) {
    return Refuse("ERR_FS_CP_DIR_TO_NON_DIR", "cannot overwrite non-directory " + to + " with directory " + from, to,
                  UV_EISDIR);
  }
  bool is_link_of_sync =
      (settings.has(kSync) || settings.has(kSyncFiltered)) && source.is_link();  // CopyLink says what is wrong
  if (target.exists() && !source.is_directory() && target.is_directory() && !is_link_of_sync) {
    return Refuse("ERR_FS_CP_NON_DIR_TO_DIR", "cannot overwrite directory " + to + " with non-directory " + from, to,
                  UV_ENOTDIR);
  }
  if (source.is_directory() && IsWithin(Absolute(from), Absolute(to))) {
    return Refuse("ERR_FS_CP_EINVAL", "cannot copy " + from + " to a subdirectory of self " + to, to, UV_EINVAL);
  }
  return Outcome();
}

// The checks of the whole: those of a pair, and that no directory above the target is the source.
Result<Outcome> CheckAll(const std::string& from, const std::string& to, const Settings& settings) {
  Entry source, target;
  auto outcome = CheckPair(from, to, source, target, settings);
  if (!outcome.ok() || outcome.value().code) return outcome;
  for (std::string above = fs::ParentOf(Absolute(to)); above != "/"; above = fs::ParentOf(above)) {
    Entry parent;
    if (!parent.Look(above, true) && source.SameAs(parent)) {
      return Refuse("ERR_FS_CP_EINVAL", "cannot copy " + from + " to a subdirectory of self " + to, to, UV_EINVAL);
    }
  }
  return outcome;
}

// Makes what is missing above `path`.
Result<Outcome> MakeParents(const std::string& path) {
  std::string parent = fs::ParentOf(path);
  std::optional<std::string> first;
  if (parent.empty()) return Outcome();
  if (int error = fs::MakeWithParents(parent, 0777, first)) return Failed(error, "mkdir", parent);
  return Outcome();
}

// --- One entry. ---

Result<Outcome> RefuseFile(const std::string& to) {
  return Refuse("ERR_FS_CP_EEXIST", to + " already exists", to, UV_EEXIST);
}

Result<Outcome> CopyBytes(const std::string& from, const std::string& to, Entry& source, const Settings& settings) {
  int error = fs::CopyFile(from.c_str(), to.c_str(), settings.mode);
  if (error) return Failed(error, "copyfile", from, to);
  if (settings.has(kPreserveTimestamps)) {
    // As they were before the copy read the file.
    timespec times[] = {{source.stat().st_atim.tv_sec, source.stat().st_atim.tv_nsec},
                        {source.stat().st_mtim.tv_sec, source.stat().st_mtim.tv_nsec}};
    if (utimensat(AT_FDCWD, to.c_str(), times, 0)) return Failed(-errno, "utime", to);
  }
  return Outcome();
}

Result<Outcome> CopyFile(const std::string& from, const std::string& to, Entry& source, Entry& target,
                         const Settings& settings) {
  if (target.exists()) {
    if (!settings.has(kForce)) return settings.has(kErrorOnExist) ? RefuseFile(to) : Outcome();
    if (unlink(to.c_str())) return Failed(-errno, "unlink", to);
  }
  return CopyBytes(from, to, source, settings);
}

// In a tree that cpSync() copies, a file is written into the one that is there, also where a link leads to it.
Result<Outcome> CopyIntoFile(const std::string& from, const std::string& to, Entry& source, const Settings& settings) {
  if (auto denial = DenialToCopy(from, to, settings.has(kDereference))) return *denial;
  Entry target;
  int error = target.Look(to, true);
  if (error && error != UV_ENOENT) return Failed(error, "stat", to);
  if (target.exists() && target.type() != S_IFREG) {
    return Refuse("EINVAL", "Invalid argument", fs::ParentOf(to), UV_EINVAL);
  }
  if (source.SameAs(target)) return RefuseFile(to);
  bool is_there = target.exists() || (!settings.has(kForce) && !target.Look(to, false));
  if (is_there && !settings.has(kForce)) return settings.has(kErrorOnExist) ? RefuseFile(to) : Outcome();
  return CopyBytes(from, to, source, settings);
}

Result<Outcome> MakeLink(const std::string& target, const std::string& path) {
  int error = symlink(target.c_str(), path.c_str()) ? -errno : 0;
  permission::ForgetPlaces();
  if (error) return Failed(error, "symlink", target, path);
  return Outcome();
}

Result<Outcome> RefuseExisting(const std::string& path) { return Refuse("EEXIST", "File exists", path, UV_EEXIST); }

// Whether the link `to`, which leads to `present`, may come to lead to `goal`: nothing then.
std::optional<Result<Outcome>> CheckLink(const std::string& from, const std::string& to, const std::string& goal,
                                         const std::string& present, const Settings& settings) {
  Entry source;
  const std::string& followed = settings.has(kSyncFiltered) ? to : from;
  if (int error = source.Look(followed, true)) {
    if (settings.has(kSync)) return std::nullopt;
    return Failed(error, "stat", followed);
  }
  if (!source.is_directory()) return std::nullopt;
  if (goal[0] == '/' && IsWithin(goal, present)) {
    return Refuse("ERR_FS_CP_EINVAL", "cannot copy " + goal + " to a subdirectory of self " + present, to, UV_EINVAL);
  }
  // Lest a link that leads into its own directory comes to stand for it.
  if (IsWithin(present, goal)) {
    return Refuse("ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY", "cannot overwrite " + present + " with " + goal, to, UV_EINVAL);
  }
  return std::nullopt;
}

// `is_within`: in a tree.
Result<Outcome> CopyLink(const std::string& from, const std::string& to, Entry& target, const Settings& settings,
                         bool is_within) {
  std::string written = LinkTarget(from), goal = written;
  bool is_verbatim = settings.has(kVerbatimSymlinks), is_in_sync_tree = settings.has(kSync) && is_within;
  if (!is_verbatim && goal[0] != '/') goal = Absolute(Beside(from, goal));
  if (is_in_sync_tree && !is_verbatim) goal = RealPath(from).value_or(goal);
  std::string present = target.exists() ? LinkTarget(to) : "";
  if (is_in_sync_tree && target.exists()) {
    Entry there;
    if (present.empty() && !target.is_directory() && !is_verbatim) return RefuseExisting(to);
    if (present.empty() || is_verbatim || there.Look(to, true)) return RefuseExisting(fs::ParentOf(to));
  }
  if (present.empty()) return MakeLink(goal, to);
  // Relative links are compared as they are written in a tree that cpSync() copies, and verbatim ones not at all.
  bool compares_written = is_in_sync_tree && written[0] != '/';
  if (!compares_written && present[0] != '/') present = Absolute(Beside(to, present));
  if (auto refusal = CheckLink(from, to, compares_written ? written : goal, present, settings)) return *refusal;
  if (unlink(to.c_str())) return Failed(-errno, "unlink", to);
  return MakeLink(goal, to);
}

Result<Outcome> EnterDirectory(const std::string& from, const std::string& to, Entry& source, Entry& target,
                               const Settings& settings) {
  if (!settings.has(kRecursive)) return Refuse("ERR_FS_EISDIR", from + " is a directory (not copied)", from, UV_EISDIR);
  // Writable until its contents are there; LeaveDirectory sets the mode.
  if (!target.exists() && mkdir(to.c_str(), static_cast<mode_t>(source.mode() | 0700)))
    return Failed(-errno, "mkdir", to);
  Outcome outcome;
  outcome.is_directory = true;
  return outcome;
}

// Copies the entry itself; of a directory, that is an empty one.
Result<Outcome> CopyEntry(const std::string& from, const std::string& to, Entry& source, Entry& target,
                          const Settings& settings, bool is_within) {
  switch (source.type()) {
    case S_IFDIR: return EnterDirectory(from, to, source, target, settings);
    case S_IFREG:
    case S_IFCHR:
    case S_IFBLK: return CopyFile(from, to, source, target, settings);
    case S_IFLNK: return CopyLink(from, to, target, settings, is_within);
    case S_IFSOCK: return Refuse("ERR_FS_CP_SOCKET", "cannot copy a socket file: " + to, to, UV_EINVAL);
    case S_IFIFO: return Refuse("ERR_FS_CP_FIFO_PIPE", "cannot copy a FIFO pipe: " + to, to, UV_EINVAL);
    default: return Refuse("ERR_FS_CP_UNKNOWN", "cannot copy an unknown file type: " + to, to, UV_EINVAL);
  }
}

Result<Outcome> LeaveDirectory(const std::string& from, const std::string& to) {
  Entry source;
  if (int error = source.Look(from, true)) return Failed(error, "stat", from);
  if (chmod(to.c_str(), static_cast<mode_t>(source.mode()))) return Failed(-errno, "chmod", to);
  return Outcome();
}

// --- A tree. ---

Result<Outcome> CopyTree(const std::string& from, const std::string& to, const Settings& settings,
                         bool is_within = false) {
  Entry source, target;
  bool follow = settings.has(kDereference);
  if (is_within && settings.has(kSync) && !source.Look(from, follow) && source.type() == S_IFREG) {
    return CopyIntoFile(from, to, source, settings);
  }
  auto outcome = CheckPair(from, to, source, target, settings);
  if (!outcome.ok() || outcome.value().code) return outcome;
  bool existed = target.exists();
  outcome = CopyEntry(from, to, source, target, settings, is_within);
  if (!outcome.ok() || !outcome.value().is_directory) return outcome;
  std::vector<fs::DirectoryEntry> entries;
  if (int error = fs::ReadDirectory(from, entries)) return Failed(error, "opendir", from);
  for (const auto& entry : entries) {
    outcome = CopyTree(fs::Join(from, entry.name), fs::Join(to, entry.name), settings, true);
    if (!outcome.ok() || outcome.value().code) return outcome;
  }
  return existed ? Result<Outcome>(Outcome()) : LeaveDirectory(from, to);
}

Job<Outcome> Copy(fs::ReadEntry from, fs::WriteEntry to, int32_t options, int32_t mode) {
  return Work<Outcome>([from = from.place(), to = to.place(), settings = Settings{options, mode}] {
    auto outcome = CheckAll(from, to, settings);
    if (!outcome.ok() || outcome.value().code) return outcome;
    auto made = MakeParents(to);
    if (!made.ok()) return made;
    return CopyTree(from, to, settings);
  });
}

// check(from, to, options): the checks of the whole, for a filtered copy.
Job<Outcome> Check(fs::ReadEntry from, fs::WriteEntry to, int32_t options) {
  return Work<Outcome>(
      [from = from.place(), to = to.place(), settings = Settings{options, 0}] { return CheckAll(from, to, settings); });
}

// copyEntry(from, to, options, mode, isFirst): one entry, true when it is a directory whose contents come next.
Job<Outcome> CopyOne(fs::ReadEntry from, fs::WriteEntry to, int32_t options, int32_t mode, bool is_first) {
  return Work<Outcome>([from = from.place(), to = to.place(), settings = Settings{options, mode}, is_first] {
    Entry source, target;
    auto outcome = CheckPair(from, to, source, target, settings);
    if (!outcome.ok() || outcome.value().code) return outcome;
    if (is_first) {
      auto made = MakeParents(to);
      if (!made.ok()) return made;
    }
    return CopyEntry(from, to, source, target, settings, !is_first);
  });
}
Job<Outcome> Leave(fs::ReadPath from, fs::WritePath to) {
  return Work<Outcome>([from = from.place(), to = to.place()] { return LeaveDirectory(from, to); });
}

}  // namespace

namespace bind {

template <>
struct Convert<Outcome> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const Outcome& outcome) {
    if (!outcome.code) return v8::Boolean::New(isolate, outcome.is_directory);
    v8::Local<v8::Value> parts[] = {Symbolic(isolate, outcome.code), NewString(isolate, outcome.message),
                                    NewString(isolate, outcome.path), v8::Integer::New(isolate, outcome.error)};
    return v8::Array::New(isolate, parts, std::size(parts));
  }
};

}  // namespace bind

EDDY_MODULE(fs_copy) {
  Function<Copy>("copy");
  Function<Check>("check");
  Function<CopyOne>("copyEntry");
  Function<Leave>("leaveDirectory");
  Constant("DEREFERENCE", kDereference);
  Constant("ERROR_ON_EXIST", kErrorOnExist);
  Constant("FORCE", kForce);
  Constant("PRESERVE_TIMESTAMPS", kPreserveTimestamps);
  Constant("RECURSIVE", kRecursive);
  Constant("VERBATIM_SYMLINKS", kVerbatimSymlinks);
  Constant("SYNC", kSync);
  Constant("SYNC_FILTERED", kSyncFiltered);
}

}  // namespace eddy
