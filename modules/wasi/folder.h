// A folder that a program gave to a WebAssembly module, and the way to what is in it: no path, no "..", no symbolic
// link leads out, also while other processes move things about. Each component is opened from its parent's descriptor
// without following links; links are read and followed here.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wasi/types.h"

namespace eddy::wasi {

// A file descriptor of the system's that is closed with its owner.
class HostFd {
 public:
  HostFd() = default;
  explicit HostFd(int fd) : fd_(fd) {}
  HostFd(HostFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  HostFd& operator=(HostFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~HostFd();
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

using Components = std::vector<std::string>;

// Where an operation takes place: `name` in the directory `parent`. No link is at `name` when links were to be followed
// (what takes its place meanwhile is not followed by calls with O_NOFOLLOW or AT_SYMLINK_NOFOLLOW, which all of them
// are).
struct Place {
  HostFd owned;
  int parent = -1;
  std::string name;
  bool must_be_directory = false;  // the path ended with "/"
  Components inside;               // the way from the folder to it
};

// kBoth is also for what gets a further name: by that it may be read and written.
enum class Access { kRead, kWrite, kBoth };

class Folder {
 public:
  // `guest` is the name that the module knows it by. Fails with errno(3).
  static std::shared_ptr<Folder> Open(const std::string& host, std::string guest, int* error);

  int host() const { return host_.get(); }
  const std::string& guest() const { return guest_; }

  // The place of `path`, seen from the directory `base` below the folder. Paths and links are read as text: ".." takes
  // the component before it away, and they may go out of the folder if they come back by its guest's name.
  Errno Find(const Components& base, std::string_view path, bool follow, Access access, Place* place) const;
  // Whether a link at `link` with this text leads to somewhere in the folder.
  Errno CheckLink(const Components& link, std::string_view target) const;

 private:
  Errno Normalize(const Components& base, std::string_view path, Components* inside) const;
  bool Allows(const Components& inside, Access access) const;

  HostFd host_;
  std::string guest_;
  std::string host_path_;  // absolute
  Components guest_components_;
  bool absolute_ = false;
};

// `text` without "", "." and, where something is before them, "..".
Components Split(std::string_view text);

}  // namespace eddy::wasi
