// The last steps of the process.
#include "runtime/ending.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "loop/output.h"
#include "runtime/terminal.h"

namespace eddy {
namespace {

int flags_at_start[3] = {-1, -1, -1};

}  // namespace

void RememberDescriptors() {
  for (int fd = 0; fd <= 2; ++fd) flags_at_start[fd] = fcntl(fd, F_GETFL);
}

void RestoreDescriptors() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (flags_at_start[fd] == -1) continue;
    int flags = fcntl(fd, F_GETFL);
    if (flags != -1 && flags != flags_at_start[fd]) fcntl(fd, F_SETFL, flags_at_start[fd]);
  }
}

void EndProcess(int exit_code) {
  fflush(stdout);
  fflush(stderr);
  loop::Output::Finish();
  RestoreTerminal();
  RestoreDescriptors();
  // The kernel takes everything back faster than we can.
  _exit(exit_code);
}

}  // namespace eddy
