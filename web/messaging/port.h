// Ends of channels: where messages wait until their thread takes them, and the native half of MessagePort and
// BroadcastChannel.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "loop/captured_context.h"
#include "loop/mailbox.h"
#include "loop/resource.h"
#include "messaging/message.h"
#include "runtime/runtime.h"

namespace eddy::messaging {

class Port;
class Group;

// One end of a channel. It moves between threads with its MessagePort; its messages stay with it.
class End final : public loop::Mailbox::Recipient, public std::enable_shared_from_this<End> {
 public:
  static std::pair<std::shared_ptr<End>, std::shared_ptr<End>> NewPair();
  // An end for a BroadcastChannel of that name, of this process.
  static std::shared_ptr<End> NewMember(const std::string& name);

  // The end that any thread reaches by a thread's id (postToThread), made when first asked for.
  static std::shared_ptr<End> InboxOf(int id);
  static void RemoveDoor(int id);

  // From any thread. False: the end is closed.
  bool Put(std::shared_ptr<Message> message);

  // The rest is for whoever has the end: one Port, or one message under way.
  void AttachTo(Port* port, loop::Mailbox& mailbox);
  void Detach();
  // All messages that came, behind those in `messages`. `for_delivery`: until EndDelivery, what comes is not announced.
  // False: there is none.
  bool TakeAll(std::deque<std::shared_ptr<Message>>& messages, bool for_delivery = false);
  void EndDelivery(bool is_complete);  // false: the port has some left for its next turn
  // Back to the front, in their order.
  void GiveBack(std::deque<std::shared_ptr<Message>>& messages);
  void AnnounceAgain();
  void Send(std::shared_ptr<Message> message);
  bool IsPeer(const End* other) const { return peer_.get() == other; }
  bool closed() {
    std::lock_guard lock(mutex_);
    return closed_;
  }
  bool is_member() const { return group_ != nullptr; }
  // Notifies the other side. No message is taken or sent from then on.
  void Close();

 private:
  void Deliver() override;
  loop::Mailbox::Alarm AnnounceLocked();

  std::mutex mutex_;
  std::vector<std::shared_ptr<Message>> messages_;
  loop::Mailbox* mailbox_ = nullptr;
  Port* port_ = nullptr;
  bool announced_ = false, closed_ = false;
  std::shared_ptr<End> peer_;     // only touched by whoever has the end
  std::shared_ptr<Group> group_;  // in place of a peer, for BroadcastChannel
};

// The native half of a MessagePort. `owner` is the JavaScript half.
class Port final : public bind::Object<Port, Portable>, public loop::Resource {
 public:
  Port(Runtime& runtime, Messaging& messaging, std::shared_ptr<End> end, const char* kind = "MessagePort");
  ~Port() override;

  // --- For JavaScript. ---
  void SetOwner(v8::Local<v8::Object> owner) { owner_.Reset(isolate(), owner); }
  // Sends a message; null transfers nothing. False: an exception is pending.
  bool Post(v8::Local<v8::Context> context, v8::Local<v8::Value> value, std::optional<v8::Local<v8::Array>> transfer);
  // The same of what plain.js has found to be plain.
  void PostPlain(v8::Local<v8::Context> context, PlainScratch* scratch, uint32_t codes, uint32_t numbers,
                 uint32_t strings);
  void Start();
  void Stop() { started_ = false; }
  void Close();
  void Reference();
  void Unreference();
  bool HasReference() { return referenced_; }
  bool IsOpen() { return open() && !closing_; }
  // The next message as {message}; undefined when there is none.
  v8::MaybeLocal<v8::Value> Receive(v8::Local<v8::Context> context);
  // Delivers all messages that are there, now.
  void Drain();
  // Messages and events arrive in that context from now on.
  void UseContextOf(v8::Local<v8::Object> object) {
    v8::Local<v8::Context> context;
    if (object->GetCreationContext(isolate()).ToLocal(&context)) context_.Reset(isolate(), context);
  }
  // The same end with another native half; this one is closed.
  v8::MaybeLocal<v8::Object> Move(v8::Local<v8::Context> context);
  // Is `other` the port at the other end, in this thread or on its way?
  bool IsPeer(Port* other) { return other && end_ && other->end_ && end_->IsPeer(other->end_.get()); }

  std::unique_ptr<DataHolder> Pack() override;
  bool referenced() const override { return referenced_; }
  v8::Local<v8::Object> javascript_half(v8::Isolate* isolate) const override {
    return owner_.IsEmpty() ? wrapper(isolate) : owner_.Get(isolate);
  }

 private:
  friend class End;
  friend class ClosingNotice;
  bool open() const { return end_ != nullptr; }
  void Deliver();
  void DeliverMessages();
  void Dispatch(Message& message);
  void AnnounceClosing();  // the port becomes closed in the loop's close phase
  void BecomeClosed();
  v8::Local<v8::Context> context() const;

  Runtime& runtime_;
  Messaging& messaging_;
  std::shared_ptr<End> end_;                     // null once closed or sent away
  std::shared_ptr<class ClosingNotice> notice_;  // while it is closing
  std::deque<std::shared_ptr<Message>> ready_;   // taken from the end, not yet delivered
  v8::Global<v8::Object> owner_;
  v8::Global<v8::Context> context_;  // empty: the runtime's own
  loop::CapturedContext async_context_;
  bool started_ = false, referenced_ = false, closing_ = false;
};

}  // namespace eddy::messaging
