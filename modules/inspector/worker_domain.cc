// A worker's session has two halves: the parent's thread knows it by an id, the worker's by a number. Messages travel
// through the threads' task queues.
#include "inspector/worker_domain.h"

#include <atomic>

#include "inspector/agent.h"
#include "inspector/host.h"
#include "inspector/session.h"

namespace eddy::inspector {

// One attached worker, seen from both threads.
struct WorkerDomain::Attachment {
  std::string id;
  std::shared_ptr<ThreadLink> worker;
  int number = 0;  // of the session in the worker's agent; only touched by the worker
};

// Outlives the domain: workers call it from their threads.
class WorkerDomain::Watcher final : public WorkerWatcher, public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(std::shared_ptr<ThreadLink> parent, int session) : parent_(std::move(parent)), session_(session) {}

  int parent_id() const override { return parent_->id; }
  void set_waits(bool waits) { waits_ = waits; }

  // On the worker's thread.
  void OnWorkerStarted(std::shared_ptr<ThreadLink> worker) override {
    bool waits = waits_;
    Agent& agent = Agent::OfThisThread();
    auto attachment = Begin(agent, worker);
    Announce(attachment, waits);
    if (waits) agent.WaitForDebugger();
  }

  // On the parent's thread: a worker that runs already.
  void Attach(std::shared_ptr<ThreadLink> worker) {
    auto self = shared_from_this();
    auto attachment = std::make_shared<Attachment>();
    attachment->id = NextId();
    attachment->worker = worker;
    attachments_[attachment->id] = attachment;
    worker->queue->Post([self, attachment] { self->Connect(Agent::OfThisThread(), *attachment); });
    self->Tell(*attachment, false);
  }

  // The next ones on the parent's thread.
  void Send(const std::string& id, std::string message) {
    auto found = attachments_.find(id);
    if (found == attachments_.end()) return;
    auto attachment = found->second;
    attachment->worker->queue->Post([attachment, message = std::move(message)] {
      Agent* agent = Agent::Find();
      Session* session = agent ? agent->FindSession(attachment->number) : nullptr;
      if (session) session->DispatchUtf8(message);
    });
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

  void DetachAll() {
    while (!attachments_.empty()) Detach(attachments_.begin()->first);
  }

  // Has the parent's session hear something, by `tell`, unless it has ended.
  void AtParent(std::function<void(Session&)> tell) {
    parent_->queue->Post([self = shared_from_this(), tell = std::move(tell)] {
      Agent* agent = Agent::Find();
      Session* session = agent ? agent->FindSession(self->session_) : nullptr;
      if (session == nullptr) return;
      v8::HandleScope handles(agent->runtime().isolate());
      v8::Context::Scope scope(agent->runtime().context());
      tell(*session);
    });
  }

 private:
  static std::string NextId() {
    static std::atomic<int> last = 0;
    return std::to_string(++last);
  }

  std::shared_ptr<Attachment> Begin(Agent& agent, const std::shared_ptr<ThreadLink>& worker) {
    auto attachment = std::make_shared<Attachment>();
    attachment->id = NextId();
    attachment->worker = worker;
    Connect(agent, *attachment);
    return attachment;
  }

  void Announce(std::shared_ptr<Attachment> attachment, bool waits) {
    auto self = shared_from_this();
    AtParent([self, attachment, waits](Session&) {
      self->attachments_[attachment->id] = attachment;
      self->Tell(*attachment, waits);
    });
  }

  // On the worker's thread.
  void Connect(Agent& agent, Attachment& attachment) {
    auto self = shared_from_this();
    auto sink = [self, id = attachment.id](const v8_inspector::StringView& message) {
      self->AtParent([id, text = json::ToUtf8(message)](Session& session) {
        v8::Isolate* isolate = session.agent().runtime().isolate();
        session.Notify("NodeWorker.receivedMessageFromWorker",
                       "{\"sessionId\":\"" + id + "\",\"message\":" + json::Quoted(isolate, text) + "}");
      });
    };
    Session* session = agent.Connect(sink, Session::Kind::kRemote);
    attachment.number = session->number();
    session->OnEnd([self, id = attachment.id] {
      self->AtParent([self, id](Session& session) {
        if (self->attachments_.erase(id) == 0) return;
        session.Notify("NodeWorker.detachedFromWorker", "{\"sessionId\":\"" + id + "\"}");
      });
    });
  }

  // On the parent's thread.
  void Tell(const Attachment& attachment, bool waits) {
    Agent* agent = Agent::Find();
    Session* session = agent ? agent->FindSession(session_) : nullptr;
    if (session == nullptr) return;
    v8::Isolate* isolate = agent->runtime().isolate();
    const ThreadLink& worker = *attachment.worker;
    session->Notify("NodeWorker.attachedToWorker",
                    "{\"sessionId\":\"" + attachment.id + "\",\"workerInfo\":{\"workerId\":\"" +
                        std::to_string(worker.id) + "\",\"type\":\"worker\",\"title\":" +
                        json::Quoted(isolate, worker.title) + ",\"url\":" + json::Quoted(isolate, UrlOf(worker.url)) +
                        "},\"waitingForDebugger\":" + (waits ? "true" : "false") + "}");
  }

  const std::shared_ptr<ThreadLink> parent_;
  const int session_;
  std::atomic<bool> waits_ = false;
  std::map<std::string, std::shared_ptr<Attachment>> attachments_;  // only touched by the parent
};

WorkerDomain::WorkerDomain(Session& session) : session_(session) {}

WorkerDomain::~WorkerDomain() { Disable(); }

void WorkerDomain::Enable(bool waits) {
  if (watcher_) return watcher_->set_waits(waits);
  auto link = session_.agent().shared_link();
  watcher_ = std::make_shared<Watcher>(link, session_.number());
  watcher_->set_waits(waits);
  for (auto& worker : threads::WatchAndList(watcher_)) watcher_->Attach(worker);
}

void WorkerDomain::Disable() {
  if (!watcher_) return;
  threads::Unwatch(watcher_);
  watcher_->DetachAll();
  watcher_.reset();
}

bool WorkerDomain::Handle(const std::string& method, const json::Object& parameters, Answer* answer) {
  if (method == "NodeWorker.enable") {
    auto waits = parameters.Boolean("waitForDebuggerOnStart");
    answer->invalid = !waits;
    if (waits) Enable(*waits);
  } else if (method == "NodeWorker.disable") {
    Disable();
  } else if (method == "NodeWorker.sendMessageToWorker") {
    auto id = parameters.String("sessionId"), message = parameters.String("message");
    answer->invalid = !id || !message;
    if (!answer->invalid && watcher_) watcher_->Send(*id, *message);
  } else if (method == "NodeWorker.detach") {
    auto id = parameters.String("sessionId");
    answer->invalid = !id;
    if (id && watcher_) watcher_->Detach(*id);
  } else {
    return false;
  }
  return true;
}

}  // namespace eddy::inspector
