// One client's conversation with a thread's inspector: V8's domains, and ours beside them.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "v8-inspector.h"
#include "v8.h"

namespace eddy::inspector {

class Agent;
class NativeStacksDomain;
class TargetDomain;
class TracingDomain;
class WorkerDomain;

class Session final : public v8_inspector::V8Inspector::Channel {
 public:
  // Gets each message, JSON in ASCII.
  using Sink = std::function<void(const v8_inspector::StringView&)>;
  // A remote client is waited for when the program pauses or ends; a session of this thread's own program is not.
  enum class Kind { kLocal, kRemote };

  Session(Agent& agent, int number, Sink sink, Kind kind);
  ~Session() override;

  int number() const { return number_; }
  Kind kind() const { return kind_; }
  Agent& agent() { return agent_; }
  v8_inspector::V8InspectorSession& v8() { return *session_; }

  void Dispatch(const v8_inspector::StringView& message);
  void DispatchUtf8(std::string_view message);
  void Send(std::string_view json);
  void Notify(std::string_view method, std::string_view params = "{}");

  void OnWaitingForDebugger();
  // Whether it wants to hear that the program waits for the debugger to go.
  bool wants_to_know_of_leaving() const { return notify_of_leaving_; }
  // `done` is called when it has ended.
  void OnEnd(std::function<void()> done) { on_end_ = std::move(done); }
  void End();  // takes no more requests

  // While one lives, the session is on the stack: what it tells its client may end it.
  class Use {
   public:
    explicit Use(Session& session) : session_(session) { ++session.uses_; }
    ~Use() { --session_.uses_; }
    Use(const Use&) = delete;

   private:
    Session& session_;
  };
  bool in_use() const { return uses_ > 0; }

 private:
  struct Request;
  bool DispatchOwn(const v8_inspector::StringView& message);
  bool Handle(const Request& request);
  bool HandleByDomain(const Request& request);
  void FreeDomains();
  bool HandleNodeRuntime(const Request& request);
  void Respond(int id, std::string_view result = "{}");
  void Fail(int id, int code, std::string_view message);

  void sendResponse(int, std::unique_ptr<v8_inspector::StringBuffer> message) override;
  void sendNotification(std::unique_ptr<v8_inspector::StringBuffer> message) override;
  void flushProtocolNotifications() override {}

  Agent& agent_;
  const int number_;
  const Sink sink_;
  const Kind kind_;
  int uses_ = 0;
  int handling_ = 0;  // requests that our domains are at
  bool runtime_enabled_ = false, notify_of_leaving_ = false, ended_ = false;
  bool uses_javascript_ = false;  // for domains that are kept there
  std::unique_ptr<v8_inspector::V8InspectorSession> session_;
  std::unique_ptr<WorkerDomain> workers_;
  std::unique_ptr<TargetDomain> targets_;
  std::unique_ptr<TracingDomain> tracing_;
  std::unique_ptr<NativeStacksDomain> native_stacks_;
  std::function<void()> on_end_;
};

}  // namespace eddy::inspector
