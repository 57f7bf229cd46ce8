// What NodeWorker's client asks, and is told.
#include "inspector/worker_domain.h"

#include "inspector/agent.h"
#include "inspector/host.h"
#include "inspector/session.h"

namespace eddy::inspector {

class WorkerDomain::Face final : public WorkerSessions::Face {
 public:
  void OnAttached(Session& session, const ThreadLink& worker, const std::string& id, bool waits) override {
    v8::Isolate* isolate = session.agent().runtime().isolate();
    session.Notify("NodeWorker.attachedToWorker",
                   "{\"sessionId\":\"" + id + "\",\"workerInfo\":{\"workerId\":\"" + std::to_string(worker.id) +
                       "\",\"type\":\"worker\",\"title\":" + json::Quoted(isolate, worker.title) +
                       ",\"url\":" + json::Quoted(isolate, UrlOf(worker.url)) +
                       "},\"waitingForDebugger\":" + (waits ? "true" : "false") + "}");
  }
  void OnMessage(Session& session, const std::string& id, std::string message) override {
    v8::Isolate* isolate = session.agent().runtime().isolate();
    session.Notify("NodeWorker.receivedMessageFromWorker",
                   "{\"sessionId\":\"" + id + "\",\"message\":" + json::Quoted(isolate, message) + "}");
  }
  void OnDetached(Session& session, const ThreadLink&, const std::string& id) override {
    session.Notify("NodeWorker.detachedFromWorker", "{\"sessionId\":\"" + id + "\"}");
  }
};

void WorkerDomain::Enable(bool waits) {
  WorkerSessions::Policy policy{.attaches = true, .waits = waits, .pauses = true};
  if (workers_) return workers_->SetPolicy(policy);
  workers_ = std::make_unique<WorkerSessions>(session_, std::make_unique<Face>(), policy);
}

bool WorkerDomain::Handle(const std::string& method, const json::Object& parameters, Answer* answer) {
  if (method == "NodeWorker.enable") {
    auto waits = parameters.Boolean("waitForDebuggerOnStart");
    answer->invalid = !waits;
    if (waits) Enable(*waits);
  } else if (method == "NodeWorker.disable") {
    workers_.reset();
  } else if (method == "NodeWorker.sendMessageToWorker") {
    auto id = parameters.String("sessionId"), message = parameters.String("message");
    answer->invalid = !id || !message;
    if (!answer->invalid && workers_) workers_->Send(*id, *message);
  } else if (method == "NodeWorker.detach") {
    auto id = parameters.String("sessionId");
    answer->invalid = !id;
    if (id && workers_) workers_->Detach(*id);
  } else {
    return false;
  }
  return true;
}

}  // namespace eddy::inspector
