// What Target's client asks, and is told.
//
// A client hears of each worker. Whether it wants to attach it says by setAutoAttach; a worker that starts before it
// has said so waits for it when the program itself was told to wait for debuggers.
#include "inspector/target_domain.h"

#include "inspector/agent.h"
#include "inspector/host.h"
#include "inspector/session.h"

namespace eddy::inspector {
namespace {

std::string InfoOf(Session& session, const ThreadLink& worker) {
  v8::Isolate* isolate = session.agent().runtime().isolate();
  return "{\"targetId\":\"" + std::to_string(worker.id) +
         "\",\"type\":\"node_worker\",\"title\":" + json::Quoted(isolate, worker.title) +
         ",\"url\":" + json::Quoted(isolate, UrlOf(worker.url)) + ",\"attached\":false,\"canAccessOpener\":true}";
}

}  // namespace

class TargetDomain::Face final : public WorkerSessions::Face {
 public:
  void OnStarted(Session& session, const ThreadLink& worker) override {
    session.Notify("Target.targetCreated", "{\"targetInfo\":" + InfoOf(session, worker) + "}");
  }
  void OnAttached(Session& session, const ThreadLink& worker, const std::string& id, bool waits) override {
    session.Notify("Target.attachedToTarget", "{\"sessionId\":\"" + id +
                                                  "\",\"targetInfo\":" + InfoOf(session, worker) +
                                                  ",\"waitingForDebugger\":" + (waits ? "true" : "false") + "}");
  }
  // The id goes into the message itself, at its end.
  void OnMessage(Session& session, const std::string& id, std::string message) override {
    size_t end = message.rfind('}');
    if (end == message.npos) return;
    message.insert(end, ",\"sessionId\":\"" + id + "\"");
    session.Send(message);
  }
  void OnDetached(Session& session, const ThreadLink& worker, const std::string& id) override {
    session.Notify("Target.detachedFromTarget",
                   "{\"sessionId\":\"" + id + "\",\"targetId\":\"" + std::to_string(worker.id) + "\"}");
    session.Notify("Target.targetDestroyed", "{\"targetId\":\"" + std::to_string(worker.id) + "\"}");
  }
};

TargetDomain::TargetDomain(Session& session) {
  const auto& options = session.agent().runtime().options();
  if (!options.Boolean("--experimental-worker-inspection")) return;
  pauses_ = options.Boolean("--inspect-brk");
  bool waits = (pauses_ || options.Boolean("--inspect-wait")) && session.kind() == Session::Kind::kRemote;
  WorkerSessions::Policy policy{.attaches = false, .waits = waits, .pauses = pauses_};
  workers_ = std::make_unique<WorkerSessions>(session, std::make_unique<Face>(), policy);
}

void TargetDomain::SetAutoAttach(const json::Object& parameters, Answer* answer) {
  auto attaches = parameters.Boolean("autoAttach"), waits = parameters.Boolean("waitForDebuggerOnStart");
  answer->invalid = !attaches || !waits;
  if (answer->invalid) return;
  workers_->SetPolicy({.attaches = *attaches, .waits = *attaches && *waits, .pauses = pauses_});
  if (*attaches) {
    workers_->AttachToAll();
  } else {
    workers_->DetachAll();
  }
}

bool TargetDomain::Handle(const std::string& method, const json::Object& parameters, Answer* answer) {
  if (!workers_) return false;
  if (method == "Target.setAutoAttach") {
    SetAutoAttach(parameters, answer);
  } else if (method == "Target.detachFromTarget") {
    auto id = parameters.String("sessionId");
    answer->invalid = !id;
    if (id && !workers_->Has(*id)) answer->error = "No session with given id";
    if (id) workers_->Detach(*id);
  } else {
    return false;
  }
  return true;
}

bool TargetDomain::Forward(const std::string& session_id, const std::string& message) {
  if (!workers_ || !workers_->Has(session_id)) return false;
  workers_->Send(session_id, message);
  return true;
}

}  // namespace eddy::inspector
