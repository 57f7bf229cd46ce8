#include "fs/standard_descriptors.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include <atomic>
#include <cerrno>

namespace eddy::fs {
namespace {

constexpr int kStandard = 3;
std::atomic<unsigned> closed{0};  // a bit for each

// Puts /dev/null in the place of `fd`. False where that cannot be had: no descriptor is left for the moment in between.
bool Replace(int fd) {
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) return false;
  bool done = dup2(null, fd) == fd;
  close(null);
  return done;
}

}  // namespace

int CloseFd(int fd) {
  if (fd < 0 || fd >= kStandard) return close(fd) == 0 || errno == EINTR ? 0 : uv_translate_sys_error(errno);
  if (fcntl(fd, F_GETFD) == -1) return uv_translate_sys_error(errno);
  if (closed.fetch_or(1u << fd) & (1u << fd)) return UV_EBADF;
  if (!Replace(fd)) {
    // The table is full: the number is free for the blink of an eye, and as the lowest it is the one that open() gives.
    close(fd);
    static_cast<void>(open("/dev/null", O_RDWR | O_CLOEXEC) == fd);
  }
  return 0;
}

bool IsStandardClosed(int fd) { return fd >= 0 && fd < kStandard && (closed.load() & (1u << fd)) != 0; }
bool AnyStandardClosed() { return closed.load(std::memory_order_relaxed) != 0; }

int InClosedStandardPlace(int fd) {
  if (fd < 0) return fd;
  for (int place = 0; place < kStandard; ++place) {
    if (!IsStandardClosed(place) || dup3(fd, place, O_CLOEXEC) != place) continue;
    close(fd);
    closed.fetch_and(~(1u << place));
    return place;
  }
  return fd;
}

}  // namespace eddy::fs
