// A worker's session has two halves: the parent's thread knows it by an id, the worker's by a number. Messages travel
// through the threads' task queues.
#include "inspector/worker_sessions.h"

#include <atomic>
#include <map>

#include "inspector/agent.h"
#include "inspector/json.h"
#include "inspector/session.h"

namespace eddy::inspector {
namespace {

// One attached worker, seen from both threads.
struct Attachment {
  std::string id;
  std::shared_ptr<ThreadLink> worker;
  int number = 0;  // of the session in the worker's agent; only touched by the worker
};

std::string NextId() {
  static std::atomic<int> last = 0;
  return std::to_string(++last);
}

}  // namespace

// Outlives the sessions: workers call it from their threads.
class WorkerSessions::Watcher final : public WorkerWatcher, public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(std::shared_ptr<ThreadLink> parent, int session, std::unique_ptr<Face> face, Policy policy)
      : parent_(std::move(parent)), session_(session), face_(std::move(face)) {
    SetPolicy(policy);
  }

  int parent_id() const override { return parent_->id; }
  void SetPolicy(Policy policy) {
    attaches_ = policy.attaches;
    waits_ = policy.waits;
    pauses_ = policy.pauses;
  }

  // On the worker's thread.
  bool OnWorkerStarted(std::shared_ptr<ThreadLink> worker) override {
    bool waits = waits_;
    Agent& agent = Agent::OfThisThread();
    auto attachment = attaches_ ? std::make_shared<Attachment>(Attachment{NextId(), worker}) : nullptr;
    if (attachment) Connect(agent, *attachment);
    AtParent([self = shared_from_this(), worker, attachment, waits](Session& session) {
      self->face_->OnStarted(session, *worker);
      self->known_[worker->id] = {worker, waits};
      if (attachment) self->Announce(session, attachment, waits);
    });
    return waits;
  }
  // No JavaScript runs before it waits: that would be interrupted by the message that ends the waiting.
  void Wait() override {
    Agent& agent = Agent::OfThisThread();
    agent.WaitForAttached();
    if (pauses_) agent.PauseOnStart();
  }

  // On the parent's thread, as all that follow: a worker that runs already. False: not any more.
  bool Attach(Session& session, std::shared_ptr<ThreadLink> worker, bool waits) {
    auto attachment = std::make_shared<Attachment>(Attachment{NextId(), worker});
    auto connect = [self = shared_from_this(), attachment] { self->Connect(Agent::OfThisThread(), *attachment); };
    if (!worker->queue->Post(connect)) return false;
    Announce(session, attachment, waits);
    return true;
  }

  void List(const std::vector<std::shared_ptr<ThreadLink>>& workers, Session& session) {
    for (auto& worker : workers) {
      face_->OnStarted(session, *worker);
      known_[worker->id] = {worker, false};
      if (attaches_) Attach(session, worker, false);
    }
  }

  void AttachToAll(Session& session) {
    std::erase_if(known_, [&](const auto& entry) {
      const auto& [id, known] = entry;
      return !IsAttachedTo(id) && !Attach(session, known.worker, known.waits);
    });
  }

  bool Has(const std::string& id) const { return attachments_.contains(id); }

  void Send(const std::string& id, std::string message) {
    auto found = attachments_.find(id);
    if (found == attachments_.end()) return;
    auto attachment = found->second;
    auto kind = TaskQueue::KindOf(message);
    auto dispatch = [attachment, message = std::move(message)] {
      Agent* agent = Agent::Find();
      Session* session = agent ? agent->FindSession(attachment->number) : nullptr;
      if (session) session->DispatchUtf8(message);
    };
    attachment->worker->queue->Post(std::move(dispatch), kind);
  }

  void Detach(const std::string& id) {
    auto found = attachments_.find(id);
    if (found == attachments_.end()) return;
    auto attachment = found->second;
    attachments_.erase(found);
    attachment->worker->queue->Post([attachment] {
      Agent* agent = Agent::Find();
      Session* session = agent ? agent->FindSession(attachment->number) : nullptr;
      if (session) agent->Disconnect(session);
    });
  }

  // Workers that wait for a client to attach to them have none to wait for, either.
  void DetachAll() {
    while (!attachments_.empty()) Detach(attachments_.begin()->first);
    for (auto& [id, known] : known_) {
      known.worker->queue->Post([] {
        if (Agent* agent = Agent::Find()) agent->StopWaitingForNobody();
      });
    }
    known_.clear();
  }

 private:
  struct Known {
    std::shared_ptr<ThreadLink> worker;
    bool waits;
  };

  bool IsAttachedTo(int worker) const {
    for (const auto& [id, attachment] : attachments_) {
      if (attachment->worker->id == worker) return true;
    }
    return false;
  }

  // Has the parent's session hear something, by `tell`, unless it has ended.
  void AtParent(std::function<void(Session&)> tell) {
    parent_->queue->Post([self = shared_from_this(), tell = std::move(tell)] {
      Agent* agent = Agent::Find();
      Session* session = agent ? agent->FindSession(self->session_) : nullptr;
      if (session == nullptr) return;
      v8::HandleScope handles(agent->runtime().isolate());
      v8::Context::Scope scope(agent->runtime().context());
      Session::Use use(*session);
      tell(*session);
    });
  }

  void Announce(Session& session, std::shared_ptr<Attachment> attachment, bool waits) {
    attachments_[attachment->id] = attachment;
    face_->OnAttached(session, *attachment->worker, attachment->id, waits);
  }

  // On the worker's thread.
  void Connect(Agent& agent, Attachment& attachment) {
    auto self = shared_from_this();
    auto sink = [self, id = attachment.id](const v8_inspector::StringView& message) {
      self->AtParent(
          [self, id, text = json::ToUtf8(message)](Session& session) { self->face_->OnMessage(session, id, text); });
    };
    Session* session = agent.Connect(sink, Session::Kind::kRemote);
    attachment.number = session->number();
    session->OnEnd([self, worker = attachment.worker, id = attachment.id] {
      self->AtParent([self, worker, id](Session& session) {
        self->known_.erase(worker->id);
        if (self->attachments_.erase(id) != 0) self->face_->OnDetached(session, *worker, id);
      });
    });
  }

  const std::shared_ptr<ThreadLink> parent_;
  const int session_;
  const std::unique_ptr<Face> face_;
  std::atomic<bool> attaches_ = true, waits_ = false, pauses_ = false;
  // Only touched by the parent.
  std::map<std::string, std::shared_ptr<Attachment>> attachments_;
  std::map<int, Known> known_;  // by the worker's id
};

WorkerSessions::WorkerSessions(Session& session, std::unique_ptr<Face> face, Policy policy)
    : watcher_(std::make_shared<Watcher>(session.agent().shared_link(), session.number(), std::move(face), policy)),
      session_(session) {
  watcher_->List(threads::WatchAndList(watcher_), session);
}

WorkerSessions::~WorkerSessions() {
  threads::Unwatch(watcher_);
  watcher_->DetachAll();
}

void WorkerSessions::SetPolicy(Policy policy) { watcher_->SetPolicy(policy); }
void WorkerSessions::AttachToAll() { watcher_->AttachToAll(session_); }
bool WorkerSessions::Has(const std::string& id) const { return watcher_->Has(id); }
void WorkerSessions::Send(const std::string& id, std::string message) { watcher_->Send(id, std::move(message)); }
void WorkerSessions::Detach(const std::string& id) { watcher_->Detach(id); }
void WorkerSessions::DetachAll() { watcher_->DetachAll(); }

}  // namespace eddy::inspector
