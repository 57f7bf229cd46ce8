// How other threads reach a loop: they announce a recipient, and it is called on the loop's thread. One uv async handle
// serves all, so that many announcements wake the loop once.
#pragma once
#include <uv.h>

#include <memory>
#include <mutex>
#include <vector>

namespace eddy {
class Runtime;
}

namespace eddy::loop {

class Loop;

class Mailbox {
 public:
  // Something that waits for word from other threads.
  class Recipient {
   public:
    virtual ~Recipient() = default;
    virtual void Deliver() = 0;  // on the loop's thread, once for each announcement
  };

  // Wakes the loop when it is let go of: behind locks that the woken thread is going to want.
  class Alarm {
   public:
    Alarm() = default;
    Alarm(Alarm&&) = default;
    Alarm& operator=(Alarm&&) = default;
    ~Alarm();

   private:
    friend class Mailbox;
    explicit Alarm(std::shared_ptr<struct EventDescriptor> event) : event_(std::move(event)) {}
    std::shared_ptr<struct EventDescriptor> event_;
  };

  explicit Mailbox(Loop& loop);
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // From any thread, until the mailbox is destroyed; without effect once it is shut.
  Alarm Announce(std::shared_ptr<Recipient> recipient);
  // On the loop's thread: whether others were announced, and have not been called yet.
  bool HasWaiting();
  void Wake();  // has the loop look whether it shall stop

  // Counted: while it is referred to, the mailbox keeps the loop alive.
  void Reference();
  void Unreference();
  // No more announcements: the loop is about to close.
  void Shut();

 private:
  void DeliverAll();

  Loop& loop_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Recipient>> announced_;
  size_t left_ = 0;  // that DeliverAll() has still to call; on the loop's thread
  bool shut_ = false;
  int references_ = 0;
  uv_async_t wake_;
};

}  // namespace eddy::loop
