// The inspector of one thread: V8's own, with what it asks of its surroundings, and the sessions that talk to it.
// Made when inspection begins, and not before.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "inspector/domain.h"
#include "inspector/json.h"
#include "inspector/server.h"
#include "inspector/session.h"
#include "inspector/threads.h"
#include "runtime/companion.h"
#include "runtime/runtime.h"
#include "v8-inspector.h"

namespace eddy::inspector {

inline constexpr int kContextGroup = 1;

class Agent final : public Companion, public v8_inspector::V8InspectorClient {
 public:
  static Agent* Find();  // of this thread, or nullptr
  static Agent& Of(Runtime& runtime);
  static Agent& OfThisThread() { return Of(Runtime::Of(v8::Isolate::GetCurrent())); }
  explicit Agent(Runtime& runtime);
  ~Agent() override;

  Runtime& runtime() { return runtime_; }
  v8_inspector::V8Inspector& inspector() { return *inspector_; }
  ThreadLink& link() { return *link_; }
  std::shared_ptr<ThreadLink> shared_link() { return link_; }

  // --- The server. ---

  struct Address {
    std::string host;
    int port = 0;
    bool over_http = true, on_stderr = true;  // where the URL is published
    std::string script;                       // the program's file, or ""
  };
  // Prints where it listens, or why not. False: it does not.
  bool Listen(const Address& address);
  void CloseServer();
  Server* server() { return server_.get(); }

  // --- Sessions. ---

  Session* Connect(Session::Sink sink, Session::Kind kind);
  void Disconnect(Session* session);
  // The session of that number, or nullptr when it has ended.
  Session* FindSession(int number);
  std::vector<Session*> Sessions() const;
  void FreeEnded();  // nothing of them is on the stack any more
  bool waiting_for_debugger() const { return waiting_; }
  // Until a client has the program run.
  void WaitForDebugger();
  // The same in a worker, for those who watch it: not once none of them is there any more.
  void WaitForAttached();
  void StopWaitingForNobody();
  // The first statement of the program pauses.
  void PauseOnStart();
  // The next statement that runs pauses, whoever's it is.
  void SchedulePause();
  void CancelPause();

  // --- What happens in the program. ---

  void OnUncaught(v8::Local<v8::Value> error);
  void AddContext(v8::Local<v8::Context> context, std::string_view name, std::string_view origin, bool is_default);
  // What JavaScript does for us (activation.js): {commandLineRequire, trackAsyncTasks, handleRequest}.
  void SetHooks(v8::Local<v8::Function> command_line_require, v8::Local<v8::Function> track_async_tasks,
                v8::Local<v8::Function> handle_request);
  // False: no domain has such a method.
  bool HandleInJavaScript(Session& session, const std::string& method, const json::Object& parameters, Answer* answer);

  void End() override;

 private:
  class Clients;
  bool HasRemoteSession() const;
  void Leave();
  void RunNestedLoop(const std::function<bool()>& goes_on);
  bool AnyoneWantsToKnowOfLeaving() const;
  void OnClient(int client);
  void OnClientMessage(int client, const std::string& text);
  void OnClientGone(int client);

  void runMessageLoopOnPause(int) override;
  void quitMessageLoopOnPause() override;
  void runIfWaitingForDebugger(int) override;
  v8::Local<v8::Context> ensureDefaultContextInGroup(int) override { return runtime_.context(); }
  double currentTimeMS() override;
  std::unique_ptr<v8_inspector::StringBuffer> resourceNameToUrl(const v8_inspector::StringView& name) override;
  void installAdditionalCommandLineAPI(v8::Local<v8::Context> context, v8::Local<v8::Object> api) override;
  void maxAsyncCallStackDepthChanged(int depth) override;
  void startRepeatingTimer(double seconds, TimerCallback callback, void* data) override;
  void cancelTimer(void* data) override;

  Runtime& runtime_;
  const std::shared_ptr<ThreadLink> link_;
  std::unique_ptr<v8_inspector::V8Inspector> inspector_;
  std::map<int, std::unique_ptr<Session>> sessions_;
  int last_session_ = 0;
  std::unique_ptr<Server> server_;
  std::map<int, Session*> clients_;              // by the server's number
  std::vector<std::unique_ptr<Session>> ended_;  // while they are on the stack
  bool waiting_ = false, waits_for_attached_ = false, paused_ = false, leaving_ = false, prints_ = true,
       tracks_async_tasks_ = false;
  struct Timer;
  struct IdleWatch;
  IdleWatch* idle_watch_ = nullptr;  // deleted when its handles are closed
  void WatchIdleTime();
  std::map<void*, Timer*> timers_;
  v8::Global<v8::Function> command_line_require_, track_async_tasks_, handle_request_;
};

}  // namespace eddy::inspector
