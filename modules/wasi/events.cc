// Waiting for clocks and descriptors, and sockets that the program passed on: poll_oneoff, sock_*.
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "wasi/preview1.h"

namespace eddy::wasi {

// --- poll_oneoff. ---

namespace {

enum Tag : uint8_t { kClock, kReadable, kWritable };
constexpr uint32_t kSubscriptionSize = 48, kEventSize = 32;
constexpr uint16_t kAbsoluteTime = 1, kHangup = 1;

struct Subscription {
  uint64_t userdata;
  Tag tag;
  uint32_t id;  // of a clock, or a descriptor
  uint64_t timeout;
  uint16_t flags;
  // Of descriptors: where they are in the list for poll(2). Of clocks: when it is over, in nanoseconds of
  // CLOCK_MONOTONIC.
  size_t slot = 0;
  uint64_t deadline = 0;
  Errno error = Errno::kSuccess;
};

uint64_t Now(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

// Nothing where the subscription is of no kind that there is.
std::optional<Subscription> ReadSubscription(const Memory& memory, uint32_t at) {
  auto tag = memory.Get<uint8_t>(at + 8);
  if (tag > kWritable) return std::nullopt;
  return Subscription{memory.Get<uint64_t>(at), static_cast<Tag>(tag), memory.Get<uint32_t>(at + 16),
                      memory.Get<uint64_t>(at + 24), memory.Get<uint16_t>(at + 40)};
}

void SetDeadline(Subscription* clock) {
  if (clock->id > 1) {  // those that count processor time cannot be waited for
    clock->error = Errno::kInvalid;
    return;
  }
  uint64_t now = Now(CLOCK_MONOTONIC), wait = clock->timeout;
  if (clock->flags & kAbsoluteTime) {
    uint64_t current = Now(clock->id == 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC);
    wait = clock->timeout > current ? clock->timeout - current : 0;
  }
  clock->deadline = wait > UINT64_MAX - now ? UINT64_MAX : now + wait;
}

void PutEvent(const Memory& memory, uint32_t at, const Subscription& subscription, uint64_t bytes, uint16_t flags) {
  std::memset(memory.At(at), 0, kEventSize);
  memory.Put(at, subscription.userdata);
  memory.Put(at + 8, static_cast<uint16_t>(subscription.error));
  memory.Put(at + 10, static_cast<uint8_t>(subscription.tag));
  memory.Put(at + 16, bytes);
  memory.Put(at + 24, flags);
}

// How much can be read without a wait, as far as the system says.
uint64_t BytesToRead(int fd) {
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    off_t position = lseek(fd, 0, SEEK_CUR);
    return position >= 0 && position < status.st_size ? static_cast<uint64_t>(status.st_size - position) : 0;
  }
  int bytes = 0;
  return ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0 ? static_cast<uint64_t>(bytes) : 0;
}

// Waits until one of `polled` is ready or `deadline` is over.
Errno Wait(std::vector<pollfd>* polled, uint64_t deadline) {
  while (true) {
    uint64_t now = Now(CLOCK_MONOTONIC), wait = deadline > now ? deadline - now : 0;
    timespec time = {static_cast<time_t>(wait / 1'000'000'000), static_cast<long>(wait % 1'000'000'000)};
    int ready = ppoll(polled->data(), polled->size(), deadline == UINT64_MAX ? nullptr : &time, nullptr);
    if (ready >= 0) return Errno::kSuccess;
    if (errno != EINTR) return FromHost(errno);
  }
}

}  // namespace

Errno Preview1::PollOneoff(Memory memory, uint32_t subscriptions, uint32_t events, uint32_t count, uint32_t result) {
  if (!memory.Has(subscriptions, uint64_t{count} * kSubscriptionSize) ||
      !memory.Has(events, uint64_t{count} * kEventSize) || !memory.Has(result, 4)) {
    return Errno::kOverflow;
  }
  if (count == 0) return Errno::kInvalid;
  std::vector<Subscription> all;
  std::vector<pollfd> polled;
  uint64_t deadline = UINT64_MAX;
  for (uint32_t i = 0; i < count; i++) {
    auto subscription = ReadSubscription(memory, subscriptions + i * kSubscriptionSize);
    if (!subscription) return Errno::kInvalid;
    if (subscription->tag == kClock) {
      SetDeadline(&*subscription);
      deadline = std::min(deadline, subscription->error == Errno::kSuccess ? subscription->deadline : 0);
      all.push_back(*subscription);
      continue;
    }
    // Of subscriptions to the same, the first counts.
    if (std::any_of(all.begin(), all.end(), [&](const Subscription& other) {
          return other.tag == subscription->tag && other.id == subscription->id;
        })) {
      continue;
    }
    uint64_t rights = kPoll | (subscription->tag == kReadable ? kFdRead : kFdWrite);
    Descriptor* file = descriptors_.Get(subscription->id, rights, &subscription->error);
    if (!file) deadline = 0;
    subscription->slot = polled.size();
    polled.push_back(
        {file ? file->host.get() : -1, static_cast<short>(subscription->tag == kReadable ? POLLIN : POLLOUT), 0});
    all.push_back(*subscription);
  }
  if (Errno error = Wait(&polled, deadline); error != Errno::kSuccess) return error;

  uint64_t now = Now(CLOCK_MONOTONIC);
  uint32_t put = 0;
  for (const Subscription& subscription : all) {
    bool failed = subscription.error != Errno::kSuccess;
    if (subscription.tag == kClock) {
      if (failed || subscription.deadline <= now) PutEvent(memory, events + put++ * kEventSize, subscription, 0, 0);
      continue;
    }
    const pollfd& state = polled[subscription.slot];
    if (!failed && state.revents == 0) continue;
    uint64_t bytes = !failed && subscription.tag == kReadable ? BytesToRead(state.fd) : 0;
    PutEvent(memory, events + put++ * kEventSize, subscription, bytes,
             state.revents & (POLLHUP | POLLERR) ? kHangup : 0);
  }
  memory.Put(result, put);
  return Errno::kSuccess;
}

// --- Sockets. ---

Errno Preview1::SockAccept(Memory memory, uint32_t fd, uint32_t flags, uint32_t result) {
  if (!memory.Has(result, 4)) return Errno::kOverflow;
  Errno error = Errno::kSuccess;
  Descriptor* server = descriptors_.Get(fd, kSocketAccept, &error);
  if (!server) return error;
  int host_flags = SOCK_CLOEXEC | (flags & kNonblock ? SOCK_NONBLOCK : 0);
  Descriptor accepted;
  accepted.host = HostFd(Repeat([&] { return accept4(server->host.get(), nullptr, nullptr, host_flags); }));
  if (!accepted.host.ok()) return FromHost(errno);
  accepted.type = FileType::kSocketStream;
  std::tie(accepted.base, accepted.inheriting) = RightsOf(accepted.type, false);
  memory.Put(result, descriptors_.Add(std::move(accepted)));
  return Errno::kSuccess;
}

Errno Preview1::SockRecv(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t flags,
                         uint32_t length_result, uint32_t flags_result) {
  constexpr uint32_t kPeek = 1, kWaitAll = 2;
  if (!memory.Has(length_result, 4) || !memory.Has(flags_result, 2)) return Errno::kOverflow;
  if ((flags & ~(kPeek | kWaitAll)) != 0) return Errno::kInvalid;
  std::vector<iovec> list;
  Errno error = memory.Pieces(pieces, count, &list);
  if (error != Errno::kSuccess) return error;
  Descriptor* socket = descriptors_.Get(fd, kFdRead, &error);
  if (!socket) return error;
  msghdr message = {};
  message.msg_iov = list.data();
  message.msg_iovlen = list.size();
  int host_flags = (flags & kPeek ? MSG_PEEK : 0) | (flags & kWaitAll ? MSG_WAITALL : 0);
  ssize_t size = Repeat([&] { return recvmsg(socket->host.get(), &message, host_flags); });
  if (size < 0) return FromHost(errno);
  memory.Put(length_result, static_cast<uint32_t>(size));
  memory.Put(flags_result, static_cast<uint16_t>(message.msg_flags & MSG_TRUNC ? 1 : 0));
  return Errno::kSuccess;
}

Errno Preview1::SockSend(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t flags, uint32_t result) {
  if (!memory.Has(result, 4)) return Errno::kOverflow;
  if (flags != 0) return Errno::kInvalid;
  std::vector<iovec> list;
  Errno error = memory.Pieces(pieces, count, &list);
  if (error != Errno::kSuccess) return error;
  Descriptor* socket = descriptors_.Get(fd, kFdWrite, &error);
  if (!socket) return error;
  msghdr message = {};
  message.msg_iov = list.data();
  message.msg_iovlen = list.size();
  ssize_t size = Repeat([&] { return sendmsg(socket->host.get(), &message, MSG_NOSIGNAL); });
  if (size < 0) return FromHost(errno);
  memory.Put(result, static_cast<uint32_t>(size));
  return Errno::kSuccess;
}

Errno Preview1::SockShutdown(Memory, uint32_t fd, uint32_t how) {
  constexpr uint32_t kRead = 1, kWrite = 2;
  Errno error = Errno::kSuccess;
  Descriptor* socket = descriptors_.Get(fd, kSocketShutdown, &error);
  if (!socket) return error;
  if (how == 0 || how > (kRead | kWrite)) return Errno::kInvalid;
  int direction = how == kRead ? SHUT_RD : how == kWrite ? SHUT_WR : SHUT_RDWR;
  return Outcome([&] { return shutdown(socket->host.get(), direction); });
}

}  // namespace eddy::wasi
