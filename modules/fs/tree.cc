// Work on whole paths and trees in one trip: mkdir with parents, rm with contents, realpath.
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <ctime>

#include "bind/module.h"
#include "fs/listing.h"
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

int MakeOne(const std::string& path, int mode) {
  Request request;
  return uv_fs_mkdir(nullptr, request.get(), path.c_str(), mode, nullptr);
}

// The file type bits at `path`, or a negative errno.
int TypeAt(const std::string& path, bool follow) {
  Request request;
  int error = follow ? uv_fs_stat(nullptr, request.get(), path.c_str(), nullptr)
                     : uv_fs_lstat(nullptr, request.get(), path.c_str(), nullptr);
  return error ? error : static_cast<int>(request->statbuf.st_mode & S_IFMT);
}

// "a/b//c/" → "a/b"; "" when there is nothing above.
std::string ParentOf(const std::string& path) {
  size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return "";
  size_t slash = path.rfind('/', end);
  if (slash == std::string::npos) return "";
  size_t last = path.find_last_not_of('/', slash);
  return last == std::string::npos ? "/" : path.substr(0, last + 1);
}

// --- mkdir ---

// Makes `path` and what is missing above it. `first` becomes the topmost directory made. Returns 0 or a negative errno.
int MakeWithParents(const std::string& path, int mode, std::optional<std::string>& first) {
  int error = MakeOne(path, mode);
  if (error == UV_ENOENT) {
    std::string parent = ParentOf(path);
    if (parent.empty() || parent == path) return error;
    error = MakeWithParents(parent, mode, first);
    if (error) return error == UV_EEXIST ? UV_ENOTDIR : error;
    error = MakeOne(path, mode);
  }
  if (error == 0) {
    if (!first) first = path;
    return 0;
  }
  if (error == UV_ENOENT || error == UV_ENOTDIR) return error;
  int type = TypeAt(path, true);
  if (type == S_IFDIR) return 0;
  return type < 0 ? type : error;
}

Job<std::optional<Text>> MakeDirectory(Path path, int32_t mode, bool recursive, bool latin1) {
  return Work<std::optional<Text>>([=, path = std::move(path)]() -> Result<std::optional<Text>> {
    std::optional<std::string> first;
    int error = recursive ? MakeWithParents(path.bytes, mode, first) : MakeOne(path.bytes, mode);
    if (error) return Error::System(error, "mkdir", path.bytes);
    if (!first) return std::optional<Text>();
    return std::optional<Text>(Text{std::move(*first), latin1});
  });
}

// --- rm ---

// How often an entry that is busy is tried again, and how much longer it is waited each time.
struct Patience {
  uint32_t retries = 0;
  uint32_t delay_ms = 0;
};

struct Failure {
  int error = 0;
  const char* syscall = nullptr;
  std::string path;
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
    if (!RemoveTree(fs::Join(path, entry.name), entry.type == UV_DIRENT_DIR, patience, failure)) return false;
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
Job<void> Remove(Path path, bool force, bool recursive, uint32_t retries, uint32_t delay_ms) {
  return Work<void>([=, path = std::move(path)]() -> Result<void> {
    int type = TypeAt(path.bytes, false);
    if (type == UV_ENOENT && force) return {};
    if (type < 0) return Error::System(type, "lstat", path.bytes);
    if (type == S_IFDIR && !recursive) return Error::System(UV_EISDIR, "rm", path.bytes);
    Failure failure;
    if (RemoveTree(path.bytes, type == S_IFDIR, {retries, delay_ms}, failure)) return {};
    return Error::System(failure.error, failure.syscall, failure.path);
  });
}

// rmdir with all contents; what is no directory is refused, as rmdir refuses it.
Job<void> RemoveDirectoryTree(Path path, uint32_t retries, uint32_t delay_ms) {
  return Work<void>([=, path = std::move(path)]() -> Result<void> {
    Failure failure{0, "rmdir", path.bytes};
    int type = TypeAt(path.bytes, false);
    if (type != S_IFDIR) {
      failure.error = type < 0 ? type : UV_ENOTDIR;
    } else if (RemoveTree(path.bytes, true, {retries, delay_ms}, failure)) {
      return {};
    }
    return Error::System(failure.error, failure.syscall, failure.path);
  });
}

// --- realpath ---

Job<Text> RealPathNative(Path path, bool latin1) {
  return Work<Text>([path = std::move(path), latin1]() -> Result<Text> {
    Request request;
    int error = uv_fs_realpath(nullptr, request.get(), path.c_str(), nullptr);
    if (error < 0) return Error::System(error, "realpath", path.bytes);
    return Text{static_cast<const char*>(request->ptr), latin1};
  });
}

// The first directory or link on the way that cannot be passed: Node resolves part by part and reports that one.
Error FirstObstacle(const std::string& path, int error) {
  for (size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    std::string part = path.substr(0, end);
    int type = TypeAt(part, false);
    if (type < 0) return Error::System(type, "lstat", part);
    if (type == S_IFLNK) {
      int target = TypeAt(part, true);
      if (target < 0) return Error::System(target, "stat", part);
    }
    if (end == std::string::npos) return Error::System(error, "lstat", path);
  }
}

// What lies behind a link of /proc to a pipe or a socket has no path: the link's own stands for it.
bool LeadsNowhere(const std::string& path) {
  int type = TypeAt(path, true);
  return type == S_IFIFO || type == S_IFSOCK || type == S_IFCHR;
}

// `path` is absolute.
Job<Text> RealPath(Path path, bool latin1) {
  return Work<Text>([path = std::move(path), latin1]() -> Result<Text> {
    char resolved[PATH_MAX];
    if (realpath(path.c_str(), resolved)) return Text{resolved, latin1};
    int error = uv_translate_sys_error(errno);
    if (LeadsNowhere(path.bytes)) return Text{path.bytes, latin1};
    return FirstObstacle(path.bytes, error);
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
