// Locks by name that all threads of the process share. Web Locks API (https://w3c.github.io/web-locks/), section 4.
#include <algorithm>
#include <list>
#include <map>
#include <mutex>

#include "bind/module.h"
#include "loop/callback_scope.h"
#include "loop/mailbox.h"
#include "observe/note.h"
#include "runtime/runtime.h"
#include "worker_threads/thread.h"

namespace eddy {
namespace {

class LockRequest;

// One request, waiting or holding. Shared by the manager and the thread that made it.
struct Claim final : public loop::Mailbox::Recipient {
  enum Event { kGranted = 1, kStolen = 2 };

  Claim(std::string name, bool exclusive, int thread, loop::Mailbox& mailbox)
      : name(std::move(name)), exclusive(exclusive), thread(thread), mailbox(&mailbox) {}
  void Deliver() override;

  const std::string name;
  const bool exclusive;
  const int thread;
  // Guarded by the manager's mutex:
  loop::Mailbox* mailbox;          // null: its thread does not want to hear of it
  LockRequest* request = nullptr;  // used on its thread only
  int events = 0;
  bool announced = false;
};
using ClaimPointer = std::shared_ptr<Claim>;

class Manager {
 public:
  static Manager& Get() {
    static auto* manager = new Manager;  // threads may outlive static objects
    return *manager;
  }

  // False: only wanted if available, and it is not.
  bool Request(const ClaimPointer& claim, bool if_available, bool steal) {
    std::lock_guard lock(mutex_);
    Resource& resource = resources_[claim->name];
    if (steal) {
      for (auto& held : resource.held) Tell(held, Claim::kStolen);
      resource.held.clear();
      Grant(resource, claim);
      return true;
    }
    if (resource.queue.empty() && Grantable(resource, *claim)) {
      Grant(resource, claim);
      return true;
    }
    if (if_available) return false;
    resource.queue.push_back(claim);
    return true;
  }

  // Gives the lock up, or the place in the queue.
  void Drop(const ClaimPointer& claim) {
    std::lock_guard lock(mutex_);
    auto found = resources_.find(claim->name);
    if (found == resources_.end()) return;
    Resource& resource = found->second;
    resource.held.remove(claim);
    resource.queue.remove(claim);
    while (!resource.queue.empty() && Grantable(resource, *resource.queue.front())) {
      ClaimPointer next = resource.queue.front();
      resource.queue.pop_front();
      Grant(resource, next);
    }
    if (resource.held.empty() && resource.queue.empty()) resources_.erase(found);
  }

  void Forget(Claim& claim) {
    std::lock_guard lock(mutex_);
    claim.mailbox = nullptr;
  }
  int TakeEvents(Claim& claim) {
    std::lock_guard lock(mutex_);
    claim.announced = false;
    if (!claim.mailbox) return 0;
    return std::exchange(claim.events, 0);
  }

  template <class F>
  void ForEach(F visit) {
    std::lock_guard lock(mutex_);
    for (auto& [name, resource] : resources_) {
      for (auto& claim : resource.held) visit(*claim, true);
      for (auto& claim : resource.queue) visit(*claim, false);
    }
  }

 private:
  struct Resource {
    std::list<ClaimPointer> held, queue;
  };
  static bool Grantable(const Resource& resource, const Claim& claim) {
    if (claim.exclusive) return resource.held.empty();
    return std::none_of(resource.held.begin(), resource.held.end(), [](const auto& held) { return held->exclusive; });
  }
  static void Grant(Resource& resource, const ClaimPointer& claim) {
    resource.held.push_front(claim);
    Tell(claim, Claim::kGranted);
  }
  static void Tell(const ClaimPointer& claim, Claim::Event event) {
    claim->events |= event;
    if (claim->announced || !claim->mailbox) return;
    claim->announced = true;
    claim->mailbox->Announce(claim);
  }

  std::mutex mutex_;
  std::map<std::string, Resource> resources_;
};

// The JavaScript half of a claim: keeps the loop alive until it is granted.
class LockRequest : public bind::Object<LockRequest> {
 public:
  explicit LockRequest(Runtime& runtime) : runtime_(runtime) {}
  ~LockRequest() override {
    if (!claim_) return;
    Manager::Get().Forget(*claim_);
    Manager::Get().Drop(claim_);
  }

  enum class Start : int32_t { kUnavailable, kGranted, kWaits };

  // callback(granted, stolen) reports later changes, in turns of the loop of their own. kUnavailable: the lock is only
  // wanted if available, and is not.
  Start Begin(std::string name, bool exclusive, bool if_available, bool steal, v8::Local<v8::Function> callback) {
    auto* thread = runtime_.settings().thread;
    claim_ = std::make_shared<Claim>(std::move(name), exclusive, thread ? thread->id() : 0, runtime_.loop().mailbox());
    claim_->request = this;
    if (!Manager::Get().Request(claim_, if_available, steal)) {
      claim_.reset();
      return Start::kUnavailable;
    }
    callback_.Reset(isolate(), callback);
    Hold();
    // A thief waits for its turn, which also keeps the loop until those whose lock was stolen have heard of it.
    if (!steal && Manager::Get().TakeEvents(*claim_) != 0) return Start::kGranted;
    Reference(true);
    return Start::kWaits;
  }
  // Whether the lock was stolen, and the callback has not said so.
  bool Release() {
    if (!claim_) return false;
    bool stolen = (Manager::Get().TakeEvents(*claim_) & Claim::kStolen) != 0;
    Manager::Get().Forget(*claim_);
    Manager::Get().Drop(std::exchange(claim_, nullptr));
    callback_.Reset();
    Reference(false);
    LetGo();
    return stolen;
  }
  void Deliver(int events) {
    v8::Isolate* isolate = runtime_.isolate();
    v8::HandleScope handles(isolate);
    loop::CallbackScope scope(runtime_);
    observe::NoteKind("lock");
    Reference(false);
    scope
        .Call(callback_, v8::Boolean::New(isolate, events & Claim::kGranted).As<v8::Value>(),
              v8::Boolean::New(isolate, events & Claim::kStolen).As<v8::Value>())
        .IsEmpty();
  }

 private:
  void Reference(bool on) {
    if (referenced_ == on) return;
    referenced_ = on;
    auto& mailbox = runtime_.loop().mailbox();
    on ? mailbox.Reference() : mailbox.Unreference();
  }

  Runtime& runtime_;
  ClaimPointer claim_;
  v8::Global<v8::Function> callback_;
  bool referenced_ = false;
};

void Claim::Deliver() {
  int taken = Manager::Get().TakeEvents(*this);
  if (taken != 0) request->Deliver(taken);
}

// query(): [name, isExclusive, isHeld, thread id] for each request, flat.
v8::Local<v8::Array> Query(v8::Isolate* isolate) {
  v8::LocalVector<v8::Value> list(isolate);
  Manager::Get().ForEach([&](const Claim& claim, bool held) {
    list.push_back(bind::NewString(isolate, claim.name));
    list.push_back(v8::Boolean::New(isolate, claim.exclusive));
    list.push_back(v8::Boolean::New(isolate, held));
    list.push_back(v8::Integer::New(isolate, claim.thread));
  });
  return v8::Array::New(isolate, list.data(), list.size());
}

}  // namespace

EDDY_MODULE(locks) {
  Function<Query>("query");
  Class<LockRequest>("LockRequest")
      .Constructor<Runtime&>()
      .Method<&LockRequest::Begin>("start")
      .Method<&LockRequest::Release>("release");
}

}  // namespace eddy
