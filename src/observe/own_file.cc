#include "observe/own_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace eddy::observe {

std::string OwnName(const std::string& file) {
  int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return file;
  bool is_taken = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(fd);
  return is_taken ? file + "." + std::to_string(getpid()) : file;
}

void KeepAsOwn(int fd) { flock(fd, LOCK_EX | LOCK_NB); }

}  // namespace eddy::observe
