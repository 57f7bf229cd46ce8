// Pipes between a child and us are pairs of Unix sockets: both sides may read, write and pass descriptors.
#include "child_process/child_stdio.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

namespace eddy::child_process {

ChildStdio::~ChildStdio() {
  for (Item& item : items_) {
    if (item.of_child >= 0 && !item.is_given) close(item.of_child);
    if (item.ours >= 0) close(item.ours);
  }
}

int ChildStdio::OpenPipe(Item& item) {
  uv_os_fd_t descriptor;
  if (uv_fileno(reinterpret_cast<uv_handle_t*>(item.pipe), &descriptor) == 0) return UV_EBUSY;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -errno;
  item.ours = ends[0];
  item.of_child = ends[1];
  return 0;
}

int ChildStdio::OpenPipes() {
  for (Item& item : items_) {
    if (item.is_given && item.of_child < 0) return UV_EINVAL;
    int error = item.pipe ? OpenPipe(item) : 0;
    if (error) return error;
  }
  return 0;
}

int ChildStdio::ConnectPipes() {
  for (Item& item : items_) {
    if (!item.pipe) continue;
    close(std::exchange(item.of_child, -1));
    if (int error = uv_pipe_open(item.pipe, item.ours)) return error;
    item.ours = -1;
  }
  return 0;
}

pid_t ChildStdio::Start(const Program& program) {
  if (int error = OpenPipes()) return error;
  std::vector<int> descriptors;
  for (const Item& item : items_) descriptors.push_back(item.of_child);
  pid_t pid = StartProgram(program, std::move(descriptors));
  int error = ConnectPipes();
  if (pid < 0 || error == 0) return pid;
  kill(pid, SIGKILL);
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return error;
}

}  // namespace eddy::child_process
