// Small questions about paths, answered on the calling thread.
#include "fs/paths.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "fs/request.h"

namespace eddy::fs {
namespace {

int MakeOne(const std::string& path, int mode) {
  Request request;
  return uv_fs_mkdir(nullptr, request.get(), path.c_str(), mode, nullptr);
}

}  // namespace

int TypeAt(const std::string& path, bool follow) {
  Request request;
  int error = follow ? uv_fs_stat(nullptr, request.get(), path.c_str(), nullptr)
                     : uv_fs_lstat(nullptr, request.get(), path.c_str(), nullptr);
  return error ? error : static_cast<int>(request->statbuf.st_mode & S_IFMT);
}

std::string ParentOf(const std::string& path) {
  size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return "";
  size_t slash = path.rfind('/', end);
  if (slash == std::string::npos) return "";
  size_t last = path.find_last_not_of('/', slash);
  return last == std::string::npos ? "/" : path.substr(0, last + 1);
}

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

// libuv asks for a page of memory for it, and gives most of it back.
int ReadLink(const std::string& path, std::string* target) {
  char place[PATH_MAX];
  ssize_t size = readlink(path.c_str(), place, sizeof place);
  if (size < 0) return uv_translate_sys_error(errno);
  target->assign(place, static_cast<size_t>(size));
  return 0;
}

}  // namespace eddy::fs
