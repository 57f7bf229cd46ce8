// Work on whole paths and trees in one trip: mkdir with parents, rm with contents, realpath.
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <ctime>

#include "bind/module.h"
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
using fs::Text;
using fs::Work;

// --- mkdir. ---

// The directory `made`, which is `path` or above it, as it is written in the path that was given.
std::string ShownParent(const Path& path, const std::string& made) {
  size_t below = path.place().size() - made.size();
  bool is_written_out =
      path.settled.empty() || below >= path.bytes.size() || path.bytes.find("..") != std::string::npos;
  return is_written_out ? made : path.bytes.substr(0, path.bytes.size() - below);
}

Job<std::optional<Text>> MakeDirectory(fs::WriteEntryAtOnce path, int32_t mode, bool recursive, bool latin1) {
  return Work<std::optional<Text>>([=, path = std::move(path)]() -> Result<std::optional<Text>> {
    std::optional<std::string> first;
    Request request;
    int error = recursive ? fs::MakeWithParents(path.place(), mode, first)
                          : uv_fs_mkdir(nullptr, request.get(), path.c_str(), mode, nullptr);
    if (error) return Error::System(error, "mkdir", path.bytes);
    if (!first) return std::optional<Text>();
    return std::optional<Text>(Text{ShownParent(path, *first), latin1});
  });
}

// --- rm. ---

// How often an entry that is busy is tried again, and how much longer it is waited each time.
struct Patience {
  uint32_t retries = 0;
  uint32_t delay_ms = 0;
};

struct Failure {
  int error = 0;
  const char* syscall = nullptr;
  std::string path;
  std::optional<Error> denial{};

  // As an error about something in or at `root`.
  Error In(const Path& root) const { return denial ? *denial : Error::System(error, syscall, root.Shown(path)); }
};

bool MayPass(int error) {
  return error == UV_EBUSY || error == UV_EMFILE || error == UV_ENFILE || error == UV_ENOTEMPTY || error == UV_EPERM;
}

// Calls `attempt`, which returns a negative errno, until it succeeds or the patience is gone.
template <class F>
int TryPatiently(const Patience& patience, F attempt) {
  int error = attempt();
  for (uint32_t retry = 1; error && retry <= patience.retries && MayPass(error); ++retry) {
    uint64_t wait = static_cast<uint64_t>(patience.delay_ms) * retry;
    timespec time{static_cast<time_t>(wait / 1000), static_cast<long>(wait % 1000 * 1000000)};
    nanosleep(&time, nullptr);
    error = attempt();
  }
  return error;
}

bool RemoveTree(const std::string& path, bool is_directory, const Patience& patience, Failure& failure);

// What is in a directory that may be written may not, where the rules name single files.
bool MayRemove(const std::string& path, Failure& failure) {
  failure.denial = permission::Denial(permission::Scope::kFileSystemWrite, path, permission::Last::kItself);
  return !failure.denial;
}

bool RemoveContents(const std::string& path, const Patience& patience, Failure& failure) {
  std::vector<fs::DirectoryEntry> entries;
  int error = TryPatiently(patience, [&] {
    entries.clear();
    return fs::ReadDirectory(path, entries);
  });
  if (error == UV_ENOENT) return true;
  if (error) {
    failure = {error, "scandir", path};
    return false;
  }
  for (const auto& entry : entries) {
    std::string inside = fs::Join(path, entry.name);
    if (!MayRemove(inside, failure)) return false;
    if (!RemoveTree(inside, entry.type == UV_DIRENT_DIR, patience, failure)) return false;
  }
  return true;
}

// What vanishes meanwhile is as good as removed.
bool RemoveTree(const std::string& path, bool is_directory, const Patience& patience, Failure& failure) {
  if (is_directory && !RemoveContents(path, patience, failure)) return false;
  int error =
      TryPatiently(patience, [&] { return (is_directory ? rmdir(path.c_str()) : unlink(path.c_str())) ? -errno : 0; });
  if (error == 0 || error == UV_ENOENT) return true;
  failure = {error, is_directory ? "rmdir" : "unlink", path};
  return false;
}

// remove(path, force, recursive, retries, delay). A directory without `recursive` gives EISDIR of the syscall "rm",
// which JavaScript words as ERR_FS_EISDIR.
Job<void> Remove(fs::ReadWriteEntry path, bool force, bool recursive, uint32_t retries, uint32_t delay_ms) {
  return Work<void>([=, path = std::move(path)]() -> Result<void> {
    int type = fs::TypeAt(path.place(), false);
    if (type == UV_ENOENT && force) return {};
    if (type < 0) return Error::System(type, "lstat", path.bytes);
    if (type == S_IFDIR && !recursive) return Error::System(UV_EISDIR, "rm", path.bytes);
    Failure failure;
    if (RemoveTree(path.place(), type == S_IFDIR, {retries, delay_ms}, failure)) return {};
    return failure.In(path);
  });
}

// rmdir with all contents; what is no directory is refused, as rmdir refuses it.
Job<void> RemoveDirectoryTree(fs::WriteEntryAtOnce path, uint32_t retries, uint32_t delay_ms) {
  return Work<void>([=, path = std::move(path)]() -> Result<void> {
    Failure failure{0, "rmdir", path.place()};
    int type = fs::TypeAt(path.place(), false);
    if (type != S_IFDIR) {
      failure = type < 0 ? Failure{type, "lstat", path.place()} : Failure{UV_ENOTDIR, "rmdir", path.place()};
    } else if (RemoveTree(path.place(), true, {retries, delay_ms}, failure)) {
      return {};
    }
    return failure.In(path);
  });
}

// --- realpath. ---

Job<Text> RealPathNative(fs::OpenPath path, bool latin1) {
  return Work<Text>([path = std::move(path), latin1]() -> Result<Text> {
    Request request;
    int error = uv_fs_realpath(nullptr, request.get(), path.c_str(), nullptr);
    if (error < 0) return Error::System(error, "realpath", path.bytes);
    return Text{static_cast<const char*>(request->ptr), latin1};
  });
}

// "a//b/./c" → {"a", "b", ".", "c"}, the first part last.
std::vector<std::string> PartsOf(const std::string& path) {
  std::vector<std::string> parts;
  for (size_t end = path.size(); end > 0;) {
    size_t slash = path.rfind('/', end - 1);
    size_t start = slash == std::string::npos ? 0 : slash + 1;
    if (start < end) parts.push_back(path.substr(start, end - start));
    end = slash == std::string::npos ? 0 : slash;
  }
  return parts;
}

// What realpath(3) does, part by part: it passes as many links as there are, and reports at which it failed.
Result<std::string> ResolveParts(const std::string& path) {
  std::string resolved;
  auto parts = PartsOf(path);
  while (!parts.empty()) {
    std::string part = std::move(parts.back());
    parts.pop_back();
    if (part == ".") continue;
    if (part == "..") {
      resolved.resize(resolved.empty() ? 0 : resolved.rfind('/'));
      continue;
    }
    std::string entry = resolved + "/" + part;
    int type = fs::TypeAt(entry, false);
    if (type < 0) return Error::System(type, "lstat", entry);
    if (type != S_IFLNK) {
      resolved = std::move(entry);
      continue;
    }
    // A link that leads round in a circle fails here.
    int target_type = fs::TypeAt(entry, true);
    if (target_type < 0) return Error::System(target_type, "stat", entry);
    std::string target;
    if (int error = fs::ReadLink(entry, &target)) return Error::System(error, "readlink", entry);
    if (target[0] == '/') resolved.clear();
    for (auto& further : PartsOf(target)) parts.push_back(std::move(further));
  }
  return resolved.empty() ? "/" : resolved;
}

// What lies behind a link of /proc to a pipe or a socket has no path: the link's own stands for it.
bool LeadsNowhere(const std::string& path) {
  int type = fs::TypeAt(path, true);
  return type == S_IFIFO || type == S_IFSOCK || type == S_IFCHR;
}

// `path` is absolute.
Job<Text> RealPath(fs::OpenPath path, bool latin1) {
  return Work<Text>([path = std::move(path), latin1]() -> Result<Text> {
    char resolved[PATH_MAX];
    if (realpath(path.c_str(), resolved)) return Text{resolved, latin1};
    if (LeadsNowhere(path.place())) return Text{path.bytes, latin1};
    auto by_parts = ResolveParts(path.place());
    if (!by_parts.ok()) return by_parts.error();
    return Text{std::move(by_parts.value()), latin1};
  });
}

}  // namespace

EDDY_MODULE(fs_tree) {
  Function<MakeDirectory>("mkdir");
  Function<Remove>("rm");
  Function<RemoveDirectoryTree>("rmdir");
  Function<RealPathNative>("realpathNative");
  Function<RealPath>("realpath");
}

}  // namespace eddy
