// From a port to its peer: written by the sender, put into the peer's end, announced to its loop, read and delivered
// there. Ends outlive ports, since a port may be sent through another.
#include "messaging/port.h"

#include <algorithm>

#include "bind/module.h"
#include "loop/callback_scope.h"
#include "loop/schedule.h"
#include "observe/note.h"

namespace eddy::messaging {

// --- Broadcast groups: all channels of one name in this process. ---

class Group {
 public:
  static std::shared_ptr<Group> Of(const std::string& name) {
    std::lock_guard lock(RegistryMutex());
    auto& known = Registry()[name];
    auto group = known.lock();
    if (!group) known = group = std::make_shared<Group>(name);
    return group;
  }
  explicit Group(std::string name) : name_(std::move(name)) {}
  ~Group() {
    std::lock_guard lock(RegistryMutex());
    auto known = Registry().find(name_);
    if (known != Registry().end() && known->second.expired()) Registry().erase(known);
  }

  void Join(std::shared_ptr<End> member) {
    std::lock_guard lock(mutex_);
    members_.push_back(std::move(member));
  }
  void Leave(const End* member) {
    std::shared_ptr<End> left;  // let go outside of the lock
    std::lock_guard lock(mutex_);
    for (auto& one : members_) {
      if (one.get() != member) continue;
      left = std::move(one);
      one = std::move(members_.back());
      members_.pop_back();
      return;
    }
  }
  void Send(const End* sender, const std::shared_ptr<Message>& message) {
    std::lock_guard lock(mutex_);
    for (auto& member : members_) {
      if (member.get() != sender) member->Put(message);
    }
  }

 private:
  using Groups = std::map<std::string, std::weak_ptr<Group>>;
  static Groups& Registry() {
    static auto* groups = new Groups;  // threads may outlive static objects
    return *groups;
  }
  static std::mutex& RegistryMutex() {
    static auto* mutex = new std::mutex;
    return *mutex;
  }

  const std::string name_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<End>> members_;
};

// --- Inboxes: ends that any thread reaches by a number. ---

namespace {

struct Inboxes {
  std::mutex mutex;
  std::map<int, std::shared_ptr<End>> ends;
  static Inboxes& Get() {
    static auto* inboxes = new Inboxes;
    return *inboxes;
  }
};

}  // namespace

std::shared_ptr<End> End::InboxOf(int id) {
  std::lock_guard lock(Inboxes::Get().mutex);
  auto& end = Inboxes::Get().ends[id];
  if (!end) end = std::make_shared<End>();
  return end;
}

void End::RemoveDoor(int id) {
  std::shared_ptr<End> end;
  std::lock_guard lock(Inboxes::Get().mutex);
  auto found = Inboxes::Get().ends.find(id);
  if (found == Inboxes::Get().ends.end()) return;
  end = std::move(found->second);
  Inboxes::Get().ends.erase(found);
}

// --- Ends. ---

std::pair<std::shared_ptr<End>, std::shared_ptr<End>> End::NewPair() {
  auto one = std::make_shared<End>(), other = std::make_shared<End>();
  one->peer_ = other;
  other->peer_ = one;
  return {one, other};
}

std::shared_ptr<End> End::NewMember(const std::string& name) {
  auto end = std::make_shared<End>();
  end->group_ = Group::Of(name);
  end->group_->Join(end);
  return end;
}

bool End::Put(std::shared_ptr<Message> message) {
  loop::Mailbox::Alarm alarm;  // goes off behind the lock
  std::lock_guard lock(mutex_);
  if (closed_) return false;
  messages_.push_back(std::move(message));
  alarm = AnnounceLocked();
  return true;
}

loop::Mailbox::Alarm End::AnnounceLocked() {
  if (announced_ || !mailbox_) return {};
  announced_ = true;
  return mailbox_->Announce(shared_from_this());
}

void End::AttachTo(Port* port, loop::Mailbox& mailbox) {
  std::lock_guard lock(mutex_);
  port_ = port;
  mailbox_ = &mailbox;
  announced_ = false;
  if (!messages_.empty()) AnnounceLocked();
}

void End::Detach() {
  std::lock_guard lock(mutex_);
  port_ = nullptr;
  mailbox_ = nullptr;
}

bool End::TakeAll(std::deque<std::shared_ptr<Message>>& messages, bool for_delivery) {
  std::lock_guard lock(mutex_);
  std::ranges::move(messages_, std::back_inserter(messages));
  messages_.clear();
  announced_ = for_delivery;
  return !messages.empty();
}

void End::EndDelivery(bool is_complete) {
  std::lock_guard lock(mutex_);
  announced_ = false;
  if (!is_complete || !messages_.empty()) AnnounceLocked();
}

void End::GiveBack(std::deque<std::shared_ptr<Message>>& messages) {
  std::lock_guard lock(mutex_);
  messages_.insert(messages_.begin(), std::make_move_iterator(messages.begin()),
                   std::make_move_iterator(messages.end()));
  messages.clear();
}

void End::AnnounceAgain() {
  std::lock_guard lock(mutex_);
  AnnounceLocked();
}

void End::Send(std::shared_ptr<Message> message) {
  if (group_) {
    group_->Send(this, message);
  } else if (peer_) {
    peer_->Put(std::move(message));
  }
}

void End::Close() {
  std::vector<std::shared_ptr<Message>> dropped;  // ends in them close outside of the lock
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
    port_ = nullptr;
    mailbox_ = nullptr;
    dropped.swap(messages_);
  }
  if (group_) group_->Leave(this);
  if (peer_) peer_->Put(Message::Close());
  group_.reset();
  peer_.reset();
}

void End::Deliver() {
  Port* port;
  {
    std::lock_guard lock(mutex_);
    // The port may have moved on to another thread since this was announced.
    if (!port_ || &port_->runtime_ != &Runtime::Of(v8::Isolate::GetCurrent())) return;
    port = port_;
  }
  port->Deliver();
}

// --- Ports under way. ---

class EndHolder final : public DataHolder {
 public:
  explicit EndHolder(std::shared_ptr<End> end) : end_(std::move(end)) {}
  ~EndHolder() override {
    if (end_) end_->Close();  // nobody received it
  }
  const End* end() const { return end_.get(); }
  v8::MaybeLocal<v8::Object> Unpack(Messaging& messaging, v8::Local<v8::Context> context) override {
    Runtime& runtime = Runtime::Of(context->GetIsolate());
    if (!end_) {  // its port was closed or sent elsewhere while the message was written: a port that closes at once
      auto [own, other] = End::NewPair();
      other->Close();
      end_ = std::move(own);
    }
    auto* port = new Port(runtime, messaging, std::move(end_));
    return bind::Wrap(context, port);
  }

 private:
  std::shared_ptr<End> end_;
};

// --- Ports. ---

// Tells a port in the loop's close phase, as handles of libuv are told, that it is closed.
class ClosingNotice final {
 public:
  static std::shared_ptr<ClosingNotice> Begin(Port* port, uv_loop_t* loop) {
    auto notice = std::make_shared<ClosingNotice>(port);
    uv_idle_init(loop, &notice->handle_);
    notice->handle_.data = notice.get();
    notice->self_ = notice;
    uv_close(reinterpret_cast<uv_handle_t*>(&notice->handle_), OnClose);
    return notice;
  }
  explicit ClosingNotice(Port* port) : port_(port) {}
  void Cancel() { port_ = nullptr; }

 private:
  static void OnClose(uv_handle_t* handle) {
    auto self = std::move(static_cast<ClosingNotice*>(handle->data)->self_);
    auto finish = [self] {
      if (self->port_ && !self->port_->runtime_.stopping()) self->port_->BecomeClosed();
    };
    loop::IsFuzzed() ? loop::Schedule::Of().Deliver(loop::Choice::kClose, self.get(), self->port_, finish) : finish();
  }

  uv_idle_t handle_{};
  Port* port_;
  std::shared_ptr<ClosingNotice> self_;  // until libuv has let go of the handle
};

Port::Port(Runtime& runtime, Messaging& messaging, std::shared_ptr<End> end, const char* kind)
    : Resource(runtime.loop(), Type::kHandle, kind),
      runtime_(runtime),
      messaging_(messaging),
      end_(std::move(end)),
      async_context_(runtime.isolate()) {
  Hold();  // as long as it is open
  end_->AttachTo(this, runtime.loop().mailbox());
}

Port::~Port() {
  if (notice_) notice_->Cancel();
  if (end_) end_->Close();
}

v8::Local<v8::Context> Port::context() const {
  return context_.IsEmpty() ? runtime_.context() : context_.Get(runtime_.isolate());
}

bool Port::Post(v8::Local<v8::Context> context, v8::Local<v8::Value> value,
                std::optional<v8::Local<v8::Array>> transfer) {
  auto readers = end_ && end_->is_member() ? Message::Readers::kMany : Message::Readers::kOne;
  auto message = Message::Write(messaging_, context, value, transfer.value_or(v8::Local<v8::Array>()), readers);
  if (!message) return false;
  if (IsOpen()) end_->Send(std::move(message));
  return true;
}

void Port::PostPlain(v8::Local<v8::Context> context, PlainScratch* scratch, uint32_t codes, uint32_t numbers,
                     uint32_t strings) {
  if (!IsOpen()) return;
  if (auto message = Message::WritePlain(context, *scratch, {codes, numbers, strings})) end_->Send(std::move(message));
}

void Port::Start() {
  if (!open() || started_) return;
  started_ = true;
  end_->AnnounceAgain();  // also when there is nothing yet: what `ready_` holds must be delivered
}

void Port::Reference() {
  if (!open() || referenced_) return;
  referenced_ = true;
  runtime_.loop().mailbox().Reference();
}

void Port::Unreference() {
  if (!referenced_) return;
  referenced_ = false;
  runtime_.loop().mailbox().Unreference();
}

void Port::Deliver() {
  if (!closing_) DeliverMessages();
}

namespace {
constexpr size_t kMostAtOnce = 1000;  // as in Node
}

void Port::DeliverMessages() {
  std::shared_ptr<End> end = end_;
  auto& mailbox = runtime_.loop().mailbox();
  end->TakeAll(ready_, true);
  // What comes meanwhile is delivered as well, up to a number: the rest waits for the next turn, so that a port cannot
  // starve the loop. Nor does it while messages wait at other ports: they were sent before.
  for (size_t left = std::max(ready_.size(), kMostAtOnce); left > 0 && open(); --left) {
    if (ready_.empty() && (closing_ || mailbox.HasWaiting() || !end->TakeAll(ready_, true))) break;
    if (ready_.front()->is_close()) return BecomeClosed();
    if (!started_) break;
    auto message = std::move(ready_.front());
    ready_.pop_front();
    Dispatch(*message);
    if (runtime_.stopping()) return;
  }
  if (open()) end->EndDelivery(!started_ || ready_.empty());
}

void Port::Dispatch(Message& message) {
  v8::Isolate* isolate = runtime_.isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("message");
  auto context = this->context();
  v8::LocalVector<v8::Value> objects(isolate);
  v8::Local<v8::Value> value, failure;
  {
    v8::Context::Scope context_scope(context);
    v8::TryCatch try_catch(isolate);
    if (!message.Read(messaging_, context, &objects).ToLocal(&value)) {
      if (try_catch.HasTerminated()) return;
      failure = try_catch.Exception();
    }
  }
  v8::Local<v8::Value> owner = owner_.Get(isolate);
  if (!failure.IsEmpty()) {
    scope.Call(messaging_.hook(Messaging::Hook::kFailed), owner, failure).IsEmpty();
    return;
  }
  v8::Local<v8::Value> list = v8::Undefined(isolate);
  if (!objects.empty()) list = v8::Array::New(isolate, objects.data(), objects.size());
  scope.Call(messaging_.hook(Messaging::Hook::kDeliver), owner, value, list).IsEmpty();
}

v8::MaybeLocal<v8::Value> Port::Receive(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = context->GetIsolate();
  if (!open()) return v8::Undefined(isolate).As<v8::Value>();
  if (ready_.empty()) end_->TakeAll(ready_);
  if (ready_.empty()) return v8::Undefined(isolate).As<v8::Value>();
  if (ready_.front()->is_close()) {
    if (!closing_) AnnounceClosing();
    return v8::Undefined(isolate).As<v8::Value>();
  }
  auto message = std::move(ready_.front());
  ready_.pop_front();
  v8::LocalVector<v8::Value> objects(isolate);
  v8::Local<v8::Value> value;
  if (!message->Read(messaging_, this->context(), &objects).ToLocal(&value)) return {};
  auto result = v8::Object::New(isolate);
  bind::Define(context, result, "message", value);
  return result.As<v8::Value>();
}

void Port::Drain() {
  bool started = std::exchange(started_, true);
  while (open()) {
    if (ready_.empty()) end_->TakeAll(ready_);
    if (ready_.empty()) break;
    DeliverMessages();
    if (runtime_.stopping()) return;
  }
  started_ = started;
}

void Port::Close() {
  if (!IsOpen()) return;
  if (end_->is_member()) {  // receives nothing more, not even what has come
    std::exchange(end_, nullptr)->Close();
    ready_.clear();
  }
  AnnounceClosing();
}

// What has come until then is delivered only where messages are being delivered already.
void Port::AnnounceClosing() {
  closing_ = true;
  notice_ = ClosingNotice::Begin(this, runtime_.loop().uv());
}

void Port::BecomeClosed() {
  if (notice_) {
    notice_->Cancel();
    notice_.reset();
  }
  if (end_) std::exchange(end_, nullptr)->Close();
  ready_.clear();
  Unreference();
  v8::HandleScope handles(runtime_.isolate());
  if (!owner_.IsEmpty()) {
    loop::CallbackScope scope(runtime_, async_context_.Get(runtime_.isolate()));
    observe::NoteKind("message port closed");
    v8::Local<v8::Value> owner = owner_.Get(runtime_.isolate());
    scope.Call(messaging_.hook(Messaging::Hook::kClosed), owner).IsEmpty();
  }
  owner_.Reset();
  LetGo();
}

v8::MaybeLocal<v8::Object> Port::Move(v8::Local<v8::Context> context) { return Pack()->Unpack(messaging_, context); }

std::unique_ptr<DataHolder> Port::Pack() {
  auto end = std::exchange(end_, nullptr);
  if (!end) return std::make_unique<EndHolder>(nullptr);
  end->Detach();
  end->GiveBack(ready_);
  AnnounceClosing();
  return std::make_unique<EndHolder>(std::move(end));
}

namespace {

// channel(messaging): two ports, each the other's peer.
v8::MaybeLocal<v8::Value> NewChannel(v8::Local<v8::Context> context, Runtime& runtime, Messaging* messaging) {
  auto [one, other] = End::NewPair();
  v8::Local<v8::Object> ports[2];
  if (!bind::Wrap(context, new Port(runtime, *messaging, one)).ToLocal(&ports[0])) return {};
  if (!bind::Wrap(context, new Port(runtime, *messaging, other)).ToLocal(&ports[1])) return {};
  v8::Local<v8::Value> list[] = {ports[0], ports[1]};
  return v8::Array::New(context->GetIsolate(), list, 2).As<v8::Value>();
}

// broadcast(messaging, name): a port to all others of that name.
v8::MaybeLocal<v8::Object> NewBroadcast(v8::Local<v8::Context> context, Runtime& runtime, Messaging* messaging,
                                        std::string name) {
  return bind::Wrap(context, new Port(runtime, *messaging, End::NewMember(name), "BroadcastChannel"));
}

// inbox(messaging, id): the port that receives what is posted to that thread.
v8::MaybeLocal<v8::Object> NewInbox(v8::Local<v8::Context> context, Runtime& runtime, Messaging* messaging,
                                    int32_t id) {
  return bind::Wrap(context, new Port(runtime, *messaging, End::InboxOf(id)));
}

// postToThread(messaging, id, value, transfer): false when nobody is there; then nothing was transferred.
bool PostToThread(v8::Local<v8::Context> context, Messaging* messaging, int32_t id, v8::Local<v8::Value> value,
                  v8::Local<v8::Array> transfer) {
  std::shared_ptr<End> end;
  {
    std::lock_guard lock(Inboxes::Get().mutex);
    auto found = Inboxes::Get().ends.find(id);
    if (found == Inboxes::Get().ends.end() || found->second->closed()) return false;
    end = found->second;
  }
  auto message = Message::Write(*messaging, context, value, transfer);
  return message && end->Put(std::move(message));
}

}  // namespace

EDDY_MODULE(ports) {
  Function<NewInbox>("inbox");
  Function<PostToThread>("postToThread");
  Function<NewChannel>("channel");
  Function<NewBroadcast>("broadcast");
  Class<Port>("MessagePort")
      .Method<&Port::SetOwner>("setOwner")
      .Method<&Port::Post>("post")
      .Method<&Port::PostPlain>("postPlain")
      .Method<&Port::Start>("start")
      .Method<&Port::Stop>("stop")
      .Method<&Port::Close>("close")
      .Method<&Port::Reference>("ref")
      .Method<&Port::Unreference>("unref")
      .Method<&Port::HasReference>("hasRef")
      .Method<&Port::IsOpen>("isOpen")
      .Method<&Port::Receive>("receive")
      .Method<&Port::Drain>("drain")
      .Method<&Port::UseContextOf>("useContextOf")
      .Method<&Port::Move>("move")
      .Method<&Port::IsPeer>("isPeer");
}

}  // namespace eddy::messaging
