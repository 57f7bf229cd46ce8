// Announcements from any thread, delivered by the loop.
#include "loop/mailbox.h"

#include "engine/check.h"
#include "loop/loop.h"
#include "runtime/runtime.h"

namespace eddy::loop {

Mailbox::Mailbox(Loop& loop) : loop_(loop) {
  CHECK(uv_async_init(loop.uv(), &wake_, [](uv_async_t* wake) { static_cast<Mailbox*>(wake->data)->DeliverAll(); }) ==
        0);
  wake_.data = this;
  uv_unref(reinterpret_cast<uv_handle_t*>(&wake_));
}

void Mailbox::Announce(std::shared_ptr<Recipient> recipient) {
  std::lock_guard lock(mutex_);
  if (shut_) return;
  announced_.push_back(std::move(recipient));
  if (announced_.size() == 1) uv_async_send(&wake_);
}

void Mailbox::Wake() {
  std::lock_guard lock(mutex_);
  if (!shut_) uv_async_send(&wake_);
}

void Mailbox::Reference() {
  if (references_++ == 0) uv_ref(reinterpret_cast<uv_handle_t*>(&wake_));
}

void Mailbox::Unreference() {
  CHECK(references_ > 0);
  if (--references_ == 0) uv_unref(reinterpret_cast<uv_handle_t*>(&wake_));
}

void Mailbox::Shut() {
  std::vector<std::shared_ptr<Recipient>> dropped;  // let go outside of the lock
  std::lock_guard lock(mutex_);
  shut_ = true;
  announced_.swap(dropped);
}

void Mailbox::DeliverAll() {
  std::vector<std::shared_ptr<Recipient>> announced;
  {
    std::lock_guard lock(mutex_);
    announced.swap(announced_);
  }
  for (auto& recipient : announced) {
    if (loop_.runtime().stopping()) break;
    recipient->Deliver();
  }
  if (loop_.runtime().stopping()) uv_stop(loop_.uv());
}

}  // namespace eddy::loop
