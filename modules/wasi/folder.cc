#include "wasi/folder.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "bind/nul.h"
#include "permission/permission.h"

namespace eddy::wasi {

HostFd::~HostFd() {
  if (fd_ >= 0) close(fd_);
}

namespace {

constexpr int kMostLinks = 32;

std::string_view NextComponent(std::string_view* rest) {
  size_t slash = rest->find('/');
  std::string_view component = rest->substr(0, slash);
  rest->remove_prefix(slash == std::string_view::npos ? rest->size() : slash + 1);
  return component;
}

// Adds what `path` says to `components`; false where ".." goes beyond their beginning.
bool Append(std::string_view path, Components* components) {
  bool beyond = false;
  while (!path.empty()) {
    std::string_view component = NextComponent(&path);
    if (component.empty() || component == ".") continue;
    if (component != "..") {
      components->emplace_back(component);
    } else if (components->empty()) {
      beyond = true;
    } else {
      components->pop_back();
    }
  }
  return !beyond;
}

}  // namespace

Components Split(std::string_view text) {
  Components components;
  Append(text, &components);
  return components;
}

std::shared_ptr<Folder> Folder::Open(const std::string& host, std::string guest, int* error) {
  auto folder = std::make_shared<Folder>();
  folder->host_ = HostFd(open(host.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder->host_.ok()) {
    *error = errno;
    return nullptr;
  }
  char real[PATH_MAX];
  if (!realpath(host.c_str(), real)) {
    *error = errno;
    return nullptr;
  }
  folder->host_path_ = real;
  folder->guest_components_ = Split(guest);
  folder->absolute_ = guest.starts_with('/');
  folder->guest_ = std::move(guest);
  return folder;
}

// Within the guest's names, where ".." of the root is the root.
Errno Folder::Normalize(const Components& base, std::string_view path, Components* inside) const {
  Components all;
  bool from_root = path.starts_with('/');
  if (from_root && !absolute_) return Errno::kNotCapable;
  if (!from_root) {
    all = guest_components_;
    all.insert(all.end(), base.begin(), base.end());
  }
  if (!Append(path, &all) && !absolute_) return Errno::kNotCapable;
  size_t depth = guest_components_.size();
  if (all.size() < depth) return Errno::kNotCapable;
  for (size_t i = 0; i < depth; i++) {
    if (all[i] != guest_components_[i]) return Errno::kNotCapable;
  }
  inside->assign(std::make_move_iterator(all.begin() + static_cast<ptrdiff_t>(depth)),
                 std::make_move_iterator(all.end()));
  return Errno::kSuccess;
}

bool Folder::Allows(const Components& inside, Access access) const {
  if (!permission::IsOn()) return true;
  std::string path = host_path_;
  for (const std::string& component : inside) path += "/" + component;
  auto allows = [&](permission::Scope scope) {
    return permission::Allows(scope, path, permission::Last::kItself);  // links have been followed
  };
  if (access != Access::kWrite && !allows(permission::Scope::kFileSystemRead)) return false;
  return access == Access::kRead || allows(permission::Scope::kFileSystemWrite);
}

Errno Folder::Find(const Components& base, std::string_view path, bool follow, Access access, Place* place) const {
  if (path.empty() || bind::HasNul(path)) return Errno::kInvalid;
  if (path.starts_with('/')) return Errno::kNotCapable;
  place->must_be_directory = path.ends_with('/');
  follow = follow || place->must_be_directory;
  Components inside;
  if (Errno error = Normalize(base, path, &inside); error != Errno::kSuccess) return error;
  int links = 0;
  place->parent = host_.get();
  place->name = ".";
  for (size_t i = 0; i < inside.size(); i++) {
    bool last = i + 1 == inside.size();
    place->name = inside[i];
    if (last && !follow) break;
    HostFd next(openat(place->parent, inside[i].c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!next.ok() && last && errno == ENOENT) break;  // it may be made there
    if (!next.ok()) return FromHost(errno);
    struct stat status;
    if (fstat(next.get(), &status) != 0) return FromHost(errno);
    if (S_ISLNK(status.st_mode)) {
      char text[PATH_MAX];
      ssize_t length = readlinkat(next.get(), "", text, sizeof text);
      if (length < 0) return FromHost(errno);
      if (length == static_cast<ssize_t>(sizeof text)) return Errno::kNameTooLong;
      if (++links > kMostLinks) return Errno::kLoop;
      std::string target(text, static_cast<size_t>(length));
      for (size_t k = i + 1; k < inside.size(); k++) target += "/" + inside[k];
      inside.resize(i);
      if (Errno error = Normalize(Components(inside), target, &inside); error != Errno::kSuccess) return error;
      *place = {HostFd(), host_.get(), ".", place->must_be_directory, {}};
      i = static_cast<size_t>(-1);  // from the folder again
      continue;
    }
    if (last) break;
    if (!S_ISDIR(status.st_mode)) return Errno::kNotDirectory;
    place->owned = std::move(next);
    place->parent = place->owned.get();
  }
  if (!Allows(inside, access)) return Errno::kNotCapable;
  place->inside = std::move(inside);
  return Errno::kSuccess;
}

Errno Folder::CheckLink(const Components& link, std::string_view target) const {
  if (target.empty() || bind::HasNul(target)) return Errno::kInvalid;
  if (target.starts_with('/')) return Errno::kNotPermitted;
  Components base(link), inside;
  if (!base.empty()) base.pop_back();
  return Normalize(base, target, &inside);
}

}  // namespace eddy::wasi
