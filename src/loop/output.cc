// Writing to shared pipes and sockets without a wait.
#include "loop/output.h"

#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "engine/check.h"
#include "loop/loop.h"
#include "loop/uv_buffer.h"

namespace eddy::loop {
namespace {

// How long the end of the process waits for a reader that takes nothing, and for one that takes little.
constexpr int kPatienceMs = 250;
constexpr uint64_t kHurriedNs = 1'000'000'000;
// How long the process that goes on with the rest waits for a reader that takes nothing.
constexpr int kAfterwardsMs = 60'000;

std::atomic<bool> hurried = false;
Output* outputs[3];  // never deleted: those of a listener may be called back until the loop is closed

// S_IFSOCK, S_IFIFO, ...
mode_t TypeOf(int fd) {
  struct stat status;
  return fstat(fd, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

size_t SizeOf(std::span<const uv_buf_t> buffers) {
  size_t size = 0;
  for (const auto& buffer : buffers) size += buffer.len;
  return size;
}

void Advance(std::span<uv_buf_t>& buffers, size_t taken) {
  while (!buffers.empty() && taken >= buffers.front().len) {
    taken -= buffers.front().len;
    buffers = buffers.subspan(1);
  }
  if (buffers.empty()) return;
  buffers.front().base += taken;
  buffers.front().len -= taken;
}

// Whether there is room within the time. -1: however long it takes; otherwise a signal ends the waiting.
bool WaitForRoom(int fd, int milliseconds) {
  pollfd room{fd, POLLOUT, 0};
  int found;
  do {
    found = poll(&room, 1, milliseconds);
  } while (found < 0 && errno == EINTR && milliseconds < 0);
  return found > 0;
}

}  // namespace

Output& Output::Of(Loop& loop, int fd) {
  CHECK(fd == 1 || fd == 2);
  if (!outputs[fd]) outputs[fd] = new Output(loop, fd);
  return *outputs[fd];
}

Output::Output(Loop& loop, int fd)
    : loop_(loop), fd_(fd), is_socket_(TypeOf(fd) == S_IFSOCK), is_pipe_(TypeOf(fd) == S_IFIFO) {}

// --- Writing. ---

// One call of the kernel that does not wait. The number of bytes taken, or -1 and errno.
ssize_t Output::TryOnce(std::span<uv_buf_t> buffers) {
  auto* list = reinterpret_cast<iovec*>(buffers.data());  // uv_buf_t is laid out as one
  size_t count = std::min<size_t>(buffers.size(), IOV_MAX);
  if (is_socket_) {
    msghdr message{};
    message.msg_iov = list;
    message.msg_iovlen = count;
    return sendmsg(fd_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  }
  if (knows_nowait_) {
    ssize_t taken = pwritev2(fd_, list, static_cast<int>(count), -1, RWF_NOWAIT);
    if (taken >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL)) return taken;
    knows_nowait_ = false;
  }
  // A pipe that can be written to has room for this many bytes.
  if (!WaitForRoom(fd_, 0)) return errno = EAGAIN, -1;
  return write(fd_, list->iov_base, std::min<size_t>(list->iov_len, PIPE_BUF));
}

int Output::WriteSome(std::span<uv_buf_t>& buffers) {
  while (!buffers.empty()) {
    if (buffers.front().len == 0) {
      buffers = buffers.subspan(1);
      continue;
    }
    ssize_t taken = TryOnce(buffers);
    if (taken >= 0) {
      Advance(buffers, static_cast<size_t>(taken));
    } else if (errno == EAGAIN) {
      return 0;
    } else if (errno != EINTR) {
      return -errno;
    }
  }
  return 0;
}

int Output::WriteWaiting(std::span<uv_buf_t>& buffers) {
  FlushWaiting(-1);
  for (;;) {
    if (int error = WriteSome(buffers); error || buffers.empty()) return error;
    WaitForRoom(fd_, -1);
  }
}

int Output::TryWrite(std::span<uv_buf_t>& buffers) {
  if (blocking_) return WriteWaiting(buffers);
  if (!queue_.empty()) return 0;
  int error = WriteSome(buffers);
  if (error || buffers.empty() || Watch() == 0) return error;
  knows_nowait_ = false;  // it has become something that cannot be polled, a file
  return WriteWaiting(buffers);
}

int Output::Queue(std::span<const uv_buf_t> buffers, Listener* listener) {
  if (int error = Watch()) return error;
  auto entry = std::make_unique<Entry>();
  entry->buffers.assign(buffers.begin(), buffers.end());
  entry->rest = entry->buffers;
  entry->listener = listener;
  waiting_ += SizeOf(buffers);
  queue_.push_back(std::move(entry));
  return 0;
}

int Output::Write(std::string_view text) {
  uv_buf_t buffer = UvBuffer(text.data(), text.size());
  std::span<uv_buf_t> rest(&buffer, 1);
  if (int error = TryWrite(rest); error || rest.empty()) return error;
  auto copy = std::make_unique<std::string>(rest[0].base, rest[0].len);
  uv_buf_t kept = UvBuffer(copy->data(), copy->size());
  if (int error = Queue({&kept, 1}, nullptr)) return error;
  queue_.back()->copy = std::move(copy);
  return 0;
}

int Output::WriteTo(Loop* loop, int fd, std::string_view text) {
  if (loop && Of(*loop, fd).is_shared()) return Of(*loop, fd).Write(text);
  while (!text.empty()) {
    ssize_t written = write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {
      WaitForRoom(fd, -1);
    } else if (errno != EINTR) {
      return -errno;
    }
  }
  return 0;
}

int Output::QueueEnd(Listener* listener) {
  if (int error = Queue({}, listener)) return error;
  queue_.back()->is_end = true;
  return 0;
}

int Output::End() {
  if (!is_socket_ || shutdown(fd_, SHUT_WR) == 0) return 0;
  return -errno;
}

void Output::Disown() {
  for (auto& entry : queue_) {
    auto* listener = std::exchange(entry->listener, nullptr);
    if (!listener) continue;
    auto copy = std::make_unique<std::string>();
    for (const auto& buffer : entry->rest) copy->append(buffer.base, buffer.len);
    entry->buffers = {UvBuffer(copy->data(), copy->size())};
    entry->rest = entry->buffers;
    entry->copy = std::move(copy);
    listener->OnWritten(UV_ECANCELED);
  }
}

int Output::SetBlocking(bool blocking) {
  blocking_ = blocking;
  return 0;
}

// --- In the loop. ---

int Output::Watch() {
  if (watching_) return 0;
  if (epoll_ < 0) {
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_ < 0) return -errno;
    epoll_event room{};
    room.events = EPOLLOUT;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd_, &room) != 0) return -errno;
    if (int error = uv_poll_init(loop_.uv(), &poll_, epoll_)) return error;
    poll_.data = this;
  }
  watching_ = true;
  return uv_poll_start(&poll_, UV_READABLE, OnRoom);
}

void Output::OnRoom(uv_poll_t* poll, int, int) { static_cast<Output*>(poll->data)->Drain(); }

void Output::Drain() {
  while (!queue_.empty()) {
    Entry& first = *queue_.front();
    size_t before = SizeOf(first.rest);
    int error = WriteSome(first.rest);
    waiting_ -= before - SizeOf(first.rest);
    if (!error && !first.rest.empty()) return;
    if (!error && first.is_end) error = End();
    waiting_ -= SizeOf(first.rest);
    auto done = std::move(queue_.front());  // the listener may write more
    queue_.pop_front();
    if (done->listener) done->listener->OnWritten(error);
  }
  if (!watching_) return;
  watching_ = false;
  uv_poll_stop(&poll_);
}

// --- The end of the process. ---

// Writes all that is kept; listeners are called by the loop, if it goes on. `patience_ms`: how long the reader may take
// nothing, -1: without end. Returns whether all is written, or can never be.
bool Output::FlushWaiting(int patience_ms) {
  uint64_t began = uv_hrtime();
  for (auto& entry : queue_) {
    while (!entry->rest.empty()) {
      size_t before = SizeOf(entry->rest);
      int error = WriteSome(entry->rest);
      size_t after = SizeOf(entry->rest);
      waiting_ -= before - after;
      if (error) return true;
      if (after == 0) break;
      bool is_late = patience_ms >= 0 && hurried && uv_hrtime() - began > kHurriedNs;
      if (is_late || !WaitForRoom(fd_, patience_ms)) return false;
    }
  }
  return true;
}

// A copy of this process that holds nothing but the output and what is to be written there.
void Output::LeaveRestToAnotherProcess() {
  pid_t pid = fork();
  if (pid < 0) return static_cast<void>(FlushWaiting(kAfterwardsMs));
  if (pid > 0) {
    // Should we go on after all, it is done.
    for (auto& entry : queue_) entry->rest = {};
    waiting_ = 0;
    return;
  }
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction current;
    if (sigaction(number, nullptr, &current) == 0 && current.sa_handler != SIG_IGN) signal(number, SIG_DFL);
  }
  syscall(SYS_close_range, 0u, static_cast<unsigned>(fd_ - 1), 0u);
  syscall(SYS_close_range, static_cast<unsigned>(fd_ + 1), ~0u, 0u);
  FlushWaiting(kAfterwardsMs);
  _exit(0);
}

void Output::Hurry() { hurried = true; }

void Output::Finish() {
  bool waits = std::ranges::any_of(outputs, [](Output* output) { return output && output->waiting_ > 0; });
  if (!waits) return;
  for (auto* output : outputs) {
    if (output && output->waiting_ > 0 && !output->FlushWaiting(kPatienceMs)) output->LeaveRestToAnotherProcess();
  }
}

}  // namespace eddy::loop
