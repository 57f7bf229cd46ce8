// Announcements from any thread, delivered by the loop.
#include "loop/mailbox.h"

#ifdef __linux__
#include <sys/eventfd.h>
#endif
#include <unistd.h>

#include <cerrno>

#include "engine/check.h"
#include "loop/loop.h"
#include "loop/schedule.h"
#include "runtime/runtime.h"

namespace eddy::loop {

// An eventfd that the loop polls. Better than a uv_async_t: libuv 1.44 has the woken thread give up its turn when it
// runs before the waking one is through, and on a busy machine the next turn is far away.
struct EventDescriptor {
  explicit EventDescriptor(int fd) : fd(fd) {}
  ~EventDescriptor() { close(fd); }
  EventDescriptor(const EventDescriptor&) = delete;

  uv_poll_t poll;
  const int fd;
  std::shared_ptr<EventDescriptor> self;  // until the poll handle is closed

  // Null where there is none to be had.
  static EventDescriptor* New(Loop& loop, void (*on_event)(uv_poll_t*, int, int), void* data) {
#ifdef __linux__
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd < 0) return nullptr;
    auto event = std::make_shared<EventDescriptor>(fd);
    event->self = event;
    uv_poll_init(loop.uv(), &event->poll, fd);
    event->poll.data = data;
    uv_poll_start(&event->poll, UV_READABLE, on_event);
    return event.get();
#else
    return nullptr;
#endif
  }
  void Signal() const {
    uint64_t one = 1;
    while (write(fd, &one, sizeof(one)) < 0 && errno == EINTR) continue;
  }
  void Clear() const {
    uint64_t count;
    while (read(fd, &count, sizeof(count)) < 0 && errno == EINTR) continue;
  }
  // The end of this, in the loop's close phase, unless an alarm still has it.
  void Close() {
    auto* handle = reinterpret_cast<uv_handle_t*>(&poll);
    handle->data = this;
    uv_close(handle, [](uv_handle_t* handle) { static_cast<EventDescriptor*>(handle->data)->self.reset(); });
  }
};

namespace {

// What wakes the loop: the async handle's data, or, without one, the handle itself.
EventDescriptor* EventOf(const uv_async_t& wake) { return static_cast<EventDescriptor*>(wake.data); }

uv_handle_t* HandleOf(uv_async_t* wake) {
  auto* event = EventOf(*wake);
  return event ? reinterpret_cast<uv_handle_t*>(&event->poll) : reinterpret_cast<uv_handle_t*>(wake);
}

}  // namespace

Mailbox::Mailbox(Loop& loop) : loop_(loop) {
  auto on_event = [](uv_poll_t* poll, int, int) {
    auto* mailbox = static_cast<Mailbox*>(poll->data);
    EventOf(mailbox->wake_)->Clear();
    mailbox->DeliverAll();
  };
  auto on_wake = [](uv_async_t* wake) { static_cast<Loop*>(wake->loop->data)->mailbox().DeliverAll(); };
  wake_.data = EventDescriptor::New(loop, on_event, this);
  if (!wake_.data) CHECK(uv_async_init(loop.uv(), &wake_, on_wake) == 0);
  uv_unref(HandleOf(&wake_));
}

Mailbox::Alarm::~Alarm() {
  if (event_) event_->Signal();
}

Mailbox::Alarm Mailbox::Announce(std::shared_ptr<Recipient> recipient) {
  std::lock_guard lock(mutex_);
  if (shut_) return {};
  announced_.push_back(std::move(recipient));
  if (announced_.size() > 1) return {};  // woken already
  if (auto* event = EventOf(wake_)) return Alarm(event->self);
  uv_async_send(&wake_);
  return {};
}

bool Mailbox::HasWaiting() {
  std::lock_guard lock(mutex_);
  return left_ > 0 || !announced_.empty();
}

void Mailbox::Wake() {
  std::lock_guard lock(mutex_);
  if (shut_) return;
  if (auto* event = EventOf(wake_)) {
    event->Signal();
  } else {
    uv_async_send(&wake_);
  }
}

void Mailbox::Reference() {
  if (references_++ == 0 && !shut_) uv_ref(HandleOf(&wake_));
}

void Mailbox::Unreference() {
  CHECK(references_ > 0);
  if (--references_ == 0 && !shut_) uv_unref(HandleOf(&wake_));
}

void Mailbox::Shut() {
  std::vector<std::shared_ptr<Recipient>> dropped;  // let go outside of the lock
  std::lock_guard lock(mutex_);
  shut_ = true;
  if (auto* event = EventOf(wake_)) event->Close();
  announced_.swap(dropped);
}

void Mailbox::DeliverAll() {
  if (IsFuzzed() && !loop_.runtime().stopping() && Schedule::Of().Postpones(Choice::kMessage, this, nullptr))
    return Wake();
  std::vector<std::shared_ptr<Recipient>> announced;
  {
    std::lock_guard lock(mutex_);
    announced.swap(announced_);
  }
  left_ += announced.size();
  for (auto& recipient : announced) {
    --left_;
    if (!loop_.runtime().stopping()) recipient->Deliver();
  }
  if (loop_.runtime().stopping()) uv_stop(loop_.uv());
}

}  // namespace eddy::loop
