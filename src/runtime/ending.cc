// The last steps of the process.
#include "runtime/ending.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <vector>

#include "loop/output.h"
#include "runtime/terminal.h"
#include "trace/file.h"

namespace eddy {
namespace {

int flags_at_start[3] = {-1, -1, -1};
std::mutex at_end_mutex;
std::vector<void (*)()> at_end;

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

void AtEnd(void (*what)()) {
  std::lock_guard lock(at_end_mutex);
  if (std::ranges::find(at_end, what) == at_end.end()) at_end.push_back(what);
}

static void CallAtEnd() {
  std::vector<void (*)()> all;
  {
    std::lock_guard lock(at_end_mutex);
    all.swap(at_end);
  }
  for (auto what : all) what();
}

void EndProcess(int exit_code) {
  CallAtEnd();
  trace::Finish();
  fflush(stdout);
  fflush(stderr);
  loop::Output::Finish();
  RestoreTerminal();
  RestoreDescriptors();
  // The kernel takes everything back faster than we can.
  _exit(exit_code);
}

}  // namespace eddy
