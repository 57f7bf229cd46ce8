// The native half of node:inspector: sessions of this thread's programs, the server, and what JavaScript reports.
#include <deque>
#include <map>
#include <mutex>

#include "bind/module.h"
#include "inspector/agent.h"
#include "inspector/host.h"
#include "loop/callback_scope.h"
#include "permission/permission.h"

namespace eddy::inspector {
namespace {

using v8::Local;
using v8_inspector::StringView;

// A text as V8's inspector takes it.
class Units {
 public:
  Units(v8::Isolate* isolate, Local<v8::Value> text) : value_(isolate, text) {}
  StringView view() const { return {*value_, static_cast<size_t>(value_.length())}; }

 private:
  v8::String::Value value_;
};

// --- A session with this thread's own inspector: messages are handled, and answered, at once. ---

bool IsAllowed() { return permission::Allows(permission::Scope::kInspector); }
std::optional<bind::Error> DenialToConnect() { return permission::Denial(permission::Scope::kInspector, "Connect"); }

class LocalConnection final : public bind::Object<LocalConnection> {
 public:
  LocalConnection(Runtime& runtime, Local<v8::Function> on_message) {
    if (!IsAllowed()) return;
    v8::Isolate* isolate = runtime.isolate();
    on_message_.Reset(isolate, on_message);
    auto sink = [this, &runtime](const StringView& message) { Deliver(runtime, message); };
    number_ = Agent::Of(runtime).Connect(sink, Session::Kind::kLocal)->number();
  }
  std::optional<bind::Error> construction_error() const { return DenialToConnect(); }
  ~LocalConnection() override {
    on_message_.Reset();  // nobody would hear what it still says
    Disconnect();
  }

  void Dispatch(v8::Isolate* isolate, Local<v8::String> message) {
    Units units(isolate, message);
    if (Session* session = Find()) session->Dispatch(units.view());
  }
  void Disconnect() {
    Session* session = Find();
    number_ = 0;
    if (session) session->agent().Disconnect(session);
  }
  int Number() const { return number_; }

 private:
  Session* Find() const {
    Agent* agent = Agent::Find();
    return agent && number_ != 0 ? agent->FindSession(number_) : nullptr;
  }
  // While V8 walks through its heap for a snapshot no JavaScript may run: what it reports of its progress comes in
  // front of the next message.
  void Deliver(Runtime& runtime, const StringView& message) {
    if (json::Contains(message, "\"HeapProfiler.reportHeapSnapshotProgress\"")) {
      held_.push_back(json::ToUtf8(message));
      return;
    }
    std::vector<std::string> held;
    held.swap(held_);
    for (const std::string& text : held) Give(runtime, json::AsciiView(text));
    Give(runtime, message);
  }
  void Give(Runtime& runtime, const StringView& message) {
    if (on_message_.IsEmpty()) return;
    v8::Isolate* isolate = runtime.isolate();
    v8::HandleScope handles(isolate);
    auto context = runtime.context();
    v8::Context::Scope scope(context);
    v8::TryCatch ignored(isolate);  // the function reports errors itself
    Local<v8::Value> text = json::ToString(isolate, message);
    (void)on_message_.Get(isolate)->Call(context, v8::Undefined(isolate), 1, &text).IsEmpty();
  }

  int number_ = 0;
  std::vector<std::string> held_;
  v8::Global<v8::Function> on_message_;
};

// --- A worker's session with the main thread's inspector. ---

// Shared with the main thread, where only the queue and the number are looked at.
struct MainThreadSession : std::enable_shared_from_this<MainThreadSession> {
  std::shared_ptr<TaskQueue> main, own;
  int number = 0;  // only touched by the main thread
  // Only touched by the worker.
  std::deque<std::string> received;
  v8::Global<v8::Function> on_message;
  bool scheduled = false;

  void Receive(std::string text) {
    if (on_message.IsEmpty()) return;
    received.push_back(std::move(text));
    if (std::exchange(scheduled, true)) return;
    // As a promise job: what the program is doing is not interrupted.
    v8::Isolate* isolate = v8::Isolate::GetCurrent();
    v8::HandleScope handles(isolate);
    auto deliver = [](void* data) {
      std::unique_ptr<std::shared_ptr<MainThreadSession>> self(static_cast<std::shared_ptr<MainThreadSession>*>(data));
      (*self)->DeliverAll();
    };
    auto held = std::make_unique<std::shared_ptr<MainThreadSession>>(shared_from_this());
    auto* queue = Runtime::Of(isolate).context()->GetMicrotaskQueue();
    queue->EnqueueMicrotask(isolate, deliver, held.release());
  }

  void DeliverAll() {
    scheduled = false;
    std::deque<std::string> texts;
    texts.swap(received);
    v8::Isolate* isolate = v8::Isolate::GetCurrent();
    v8::HandleScope handles(isolate);
    auto context = Runtime::Of(isolate).context();
    v8::Context::Scope scope(context);
    for (const std::string& text : texts) {
      if (on_message.IsEmpty()) return;
      v8::TryCatch ignored(isolate);
      Local<v8::Value> message = bind::NewString(isolate, text);
      (void)on_message.Get(isolate)->Call(context, v8::Undefined(isolate), 1, &message).IsEmpty();
    }
  }
};

class MainThreadConnection final : public bind::Object<MainThreadConnection> {
 public:
  MainThreadConnection(Runtime& runtime, Local<v8::Function> on_message)
      : session_(std::make_shared<MainThreadSession>()) {
    if (!IsAllowed()) return;
    auto main = threads::Main();
    session_->own = threads::Own(runtime)->queue;
    session_->main = main ? main->queue : session_->own;
    session_->on_message.Reset(runtime.isolate(), on_message);
    session_->main->Post([session = session_] {
      auto sink = [session](const StringView& message) {
        std::string text = json::ToUtf8(message);
        session->own->Post([session, text = std::move(text)] { session->Receive(text); });
      };
      session->number = Agent::OfThisThread().Connect(sink, Session::Kind::kRemote)->number();
    });
  }
  std::optional<bind::Error> construction_error() const { return DenialToConnect(); }
  ~MainThreadConnection() override { Disconnect(); }

  void Dispatch(std::string message) {
    auto kind = TaskQueue::KindOf(message);
    auto dispatch = [session = session_, message = std::move(message)] {
      Session* found = Agent::OfThisThread().FindSession(session->number);
      if (found) found->DispatchUtf8(message);
    };
    session_->main->Post(std::move(dispatch), kind);
  }
  void Disconnect() {
    if (session_->on_message.IsEmpty()) return;
    session_->on_message.Reset();
    session_->main->Post([session = session_] {
      Agent* agent = Agent::Find();
      Session* found = agent ? agent->FindSession(session->number) : nullptr;
      if (found) agent->Disconnect(found);
    });
  }

 private:
  const std::shared_ptr<MainThreadSession> session_;
};

// --- The server. ---

// open(host, port, published over HTTP, on stderr, the program's file or ''): whether it listens.
bind::Result<bool> Open(Runtime& runtime, std::string host, double port, bool over_http, bool on_stderr,
                        std::string script) {
  if (auto denial = permission::Denial(permission::Scope::kInspector, "StartIoThread")) return *denial;
  Agent& agent = Agent::Of(runtime);
  return agent.Listen({host, bind::Saturated<int>(port), over_http, on_stderr, script});
}

bool IsLoopbackHost(std::string host) { return IsLoopback(host); }

Server* CurrentServer() {
  Agent* agent = Agent::Find();
  return agent ? agent->server() : nullptr;
}

void Close() {
  if (Agent* agent = Agent::Find()) agent->CloseServer();
}

std::optional<std::string> Url() {
  Server* server = CurrentServer();
  return server ? std::optional(server->url()) : std::nullopt;
}

// The port it listens on; 0: on none.
double Port() {
  Server* server = CurrentServer();
  return server ? server->port() : 0;
}

void WaitForDebugger() {
  if (Agent* agent = Agent::Find()) agent->WaitForDebugger();
}

// The next statement pauses, whoever's it is.
void PauseSoon() { Agent::OfThisThread().SchedulePause(); }

// callAndPause(function, receiver, ...arguments): the first statement of a program's that runs within pauses.
void CallAndPause(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::LocalVector<v8::Value> arguments(isolate);
  for (int i = 2; i < info.Length(); ++i) arguments.push_back(info[i]);
  Agent& agent = Agent::OfThisThread();
  agent.SchedulePause();
  Local<v8::Value> result;
  bool returned =
      info[0]
          .As<v8::Function>()
          ->Call(isolate->GetCurrentContext(), info[1], static_cast<int>(arguments.size()), arguments.data())
          .ToLocal(&result);
  agent.CancelPause();
  if (returned) info.GetReturnValue().Set(result);
}

// --- The console. ---

// A console's method: first V8's, which notifies the clients, then ours. Native, so that it is no frame of the
// stack that those are shown.
void CallBoth(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto context = isolate->GetCurrentContext();
  auto methods = info.Data().As<v8::Array>();
  v8::LocalVector<v8::Value> arguments(isolate);
  for (int i = 0; i < info.Length(); ++i) arguments.push_back(info[i]);
  auto call = [&](uint32_t index, Local<v8::Value>* result) {
    Local<v8::Value> method;
    return methods->Get(context, index).ToLocal(&method) &&
           method.As<v8::Function>()
               ->Call(context, info.This(), static_cast<int>(arguments.size()), arguments.data())
               .ToLocal(result);
  };
  Local<v8::Value> result;
  thread_local bool in_call = false;  // a client in this thread may log what it receives
  if (!in_call && Agent::Find()) {
    in_call = true;
    bool told = call(0, &result);
    in_call = false;
    if (!told) return;
  }
  if (call(1, &result)) info.GetReturnValue().Set(result);
}

// both(inspectorMethod, method): a function that calls the one, then the other, and returns what that returns.
v8::MaybeLocal<v8::Function> Both(Local<v8::Context> context, Local<v8::Value> inspector_method,
                                  Local<v8::Value> method) {
  Local<v8::Value> methods[] = {inspector_method, method};
  auto data = v8::Array::New(context->GetIsolate(), methods, 2);
  return v8::Function::New(context, CallBoth, data, 0, v8::ConstructorBehavior::kThrow);
}

// --- Network resources, which all threads of the process share. ---

struct Resources {
  std::mutex mutex;
  std::map<std::string, std::string, std::less<>> texts;  // by URL
};

Resources& AllResources() {
  static Resources resources;
  return resources;
}

void PutResource(std::string url, std::string text) {
  Resources& all = AllResources();
  std::lock_guard lock(all.mutex);
  all.texts[std::move(url)] = std::move(text);
}

// Its text, or undefined.
std::optional<std::string> GetResource(std::string url) {
  Resources& all = AllResources();
  std::lock_guard lock(all.mutex);
  auto found = all.texts.find(url);
  return found == all.texts.end() ? std::nullopt : std::optional(found->second);
}

// --- What JavaScript reports. ---

void Activate(Runtime& runtime) { Agent::Of(runtime); }

void SetHooks(Runtime& runtime, Local<v8::Function> require, Local<v8::Function> track, Local<v8::Function> handle) {
  Agent::Of(runtime).SetHooks(require, track, handle);
}

// notify(session's number, method, params as JSON)
void Notify(int32_t session, std::string method, std::string params) {
  Agent* agent = Agent::Find();
  Session* found = agent ? agent->FindSession(session) : nullptr;
  if (found) found->Notify(method, params);
}

// The stack here as the protocol's Runtime.StackTrace, in JSON.
std::string CaptureStack(v8::Isolate* isolate) {
  Agent* agent = Agent::Find();
  auto stack = agent ? agent->inspector().captureStackTrace(true) : nullptr;
  std::string json;
  for (const auto& frame : stack ? stack->frames() : std::vector<v8_inspector::V8StackFrame>()) {
    auto text = [&](const StringView& view) { return json::Quoted(isolate, json::ToUtf8(view)); };
    json += std::string(json.empty() ? "" : ",") + "{\"functionName\":" + text(frame.functionName) +
            ",\"scriptId\":\"" + std::to_string(frame.scriptId) + "\",\"url\":" + text(frame.sourceURL) +
            ",\"lineNumber\":" + std::to_string(frame.lineNumber) +
            ",\"columnNumber\":" + std::to_string(frame.columnNumber) + "}";
  }
  return "{\"callFrames\":[" + json + "]}";
}

// The odd ones are V8's own, of promises.
void* TaskOf(double id) { return reinterpret_cast<void*>(bind::Saturated<uintptr_t>(id) << 1); }

void TaskScheduled(v8::Isolate* isolate, Local<v8::String> name, double id) {
  Units units(isolate, name);
  if (Agent* agent = Agent::Find()) agent->inspector().asyncTaskScheduled(units.view(), TaskOf(id), true);
}
void TaskStarted(double id) {
  if (Agent* agent = Agent::Find()) agent->inspector().asyncTaskStarted(TaskOf(id));
}
void TaskFinished(double id) {
  if (Agent* agent = Agent::Find()) agent->inspector().asyncTaskFinished(TaskOf(id));
}
void TaskCanceled(double id) {
  if (Agent* agent = Agent::Find()) agent->inspector().asyncTaskCanceled(TaskOf(id));
}
void AllTasksCanceled() {
  if (Agent* agent = Agent::Find()) agent->inspector().allAsyncTasksCanceled();
}

}  // namespace
}  // namespace eddy::inspector

namespace eddy {

EDDY_MODULE(inspector) {
  using namespace inspector;
  Function<Activate>("activate");
  Function<SetHooks>("setHooks");
  Function<Open>("open");
  Function<inspector::Close>("close");
  Function<Url>("url");
  Function<Port>("port");
  Function<WaitForDebugger>("waitForDebugger");
  Function<PauseSoon>("pauseSoon");
  Function<CallAndPause>("callAndPause");
  Function<PutResource>("putResource");
  Function<GetResource>("getResource");
  Function<Both>("both");
  Function<Notify>("notify");
  Function<CaptureStack>("captureStack");
  Function<TaskScheduled>("taskScheduled");
  Function<TaskStarted>("taskStarted");
  Function<TaskFinished>("taskFinished");
  Function<TaskCanceled>("taskCanceled");
  Function<AllTasksCanceled>("allTasksCanceled");
  Function<IsLoopbackHost>("isLoopback");
  Class<LocalConnection>("LocalConnection")
      .Constructor<Runtime&, v8::Local<v8::Function>>()
      .Method<&LocalConnection::Dispatch>("dispatch")
      .Method<&LocalConnection::Disconnect>("disconnect");
  Class<MainThreadConnection>("MainThreadConnection")
      .Constructor<Runtime&, v8::Local<v8::Function>>()
      .Method<&MainThreadConnection::Dispatch>("dispatch")
      .Method<&MainThreadConnection::Disconnect>("disconnect");
}

}  // namespace eddy
