// What V8's inspector asks of its surroundings: to wait while the program is paused, URLs, timers, async stacks.
#include "inspector/agent.h"

#include <sys/time.h>
#include <unistd.h>

#include <cstdio>

#include "bind/convert.h"
#include "engine/check.h"
#include "inspector/hold.h"
#include "inspector/host.h"
#include "inspector/start.h"
#include "loop/uncaught_messages.h"
#include "runtime/leaving.h"
#include "runtime/require.h"
#include "vm/context.h"

namespace eddy::inspector {

using v8_inspector::StringBuffer;
using v8_inspector::StringView;
using v8_inspector::V8ContextInfo;
using v8_inspector::V8Inspector;

namespace {

thread_local Agent* own = nullptr;

std::string ProcessTitle(Runtime& runtime) {
  if (runtime.settings().thread) return "Worker[" + std::to_string(threads::Own(runtime)->id) + "]";
  return runtime.settings().argv0 + "[" + std::to_string(getpid()) + "]";
}

}  // namespace

Agent* Agent::Find() { return own; }

Agent& Agent::Of(Runtime& runtime) {
  if (own == nullptr) Accompany(std::make_unique<Agent>(runtime));
  return *own;
}

Agent::Agent(Runtime& runtime) : runtime_(runtime), link_(threads::Own(runtime)) {
  own = this;
  Hold hold(*link_->queue);  // what clients send is for an agent that is whole
  loop::LetDebuggersSeeUncaught();
  WhenLeaving([] {
    if (own) own->Leave();
  });
  v8::HandleScope handles(runtime.isolate());
  v8::Context::Scope scope(runtime.context());
  inspector_ = V8Inspector::create(runtime.isolate(), this);
  WatchIdleTime();
  AddContext(runtime.context(), ProcessTitle(runtime), "", true);
  vm::VmContext::ForEach([this](v8::Local<v8::Context> context, std::string_view name, std::string_view origin) {
    AddContext(context, name, origin, false);
  });
  vm::VmContext::OnMade([](v8::Local<v8::Context> context, std::string_view name, std::string_view origin) {
    if (own) own->AddContext(context, name, origin, false);
  });
  RequireBuiltin(runtime, "inspector/activation").IsEmpty();
}

Agent::~Agent() { End(); }

void Agent::AddContext(v8::Local<v8::Context> context, std::string_view name, std::string_view origin,
                       bool is_default) {
  std::string details = is_default ? "{\"isDefault\":true}" : "{\"isDefault\":false}";
  v8::Isolate* isolate = runtime_.isolate();
  v8::String::Value name_units(isolate, bind::NewString(isolate, name));
  v8::String::Value origin_units(isolate, bind::NewString(isolate, origin));
  V8ContextInfo info(context, kContextGroup, StringView(*name_units, static_cast<size_t>(name_units.length())));
  info.origin = StringView(*origin_units, static_cast<size_t>(origin_units.length()));
  info.auxData = json::AsciiView(details);
  info.hasMemoryOnConsole = true;
  inspector_->contextCreated(info);
}

// --- The server. ---

// Gives what clients do to the thread that is inspected.
class Agent::Clients final : public Server::Listener {
 public:
  explicit Clients(std::shared_ptr<TaskQueue> queue) : queue_(std::move(queue)) {}
  void OnConnected(int client) override {
    queue_->Post([client] {
      if (own) own->OnClient(client);
    });
  }
  void OnMessage(int client, std::string text) override {
    auto kind = TaskQueue::KindOf(text);
    auto dispatch = [client, text = std::move(text)] {
      if (own) own->OnClientMessage(client, text);
    };
    queue_->Post(std::move(dispatch), kind);
  }
  void OnDisconnected(int client) override {
    queue_->Post([client] {
      if (own) own->OnClientGone(client);
    });
  }

 private:
  const std::shared_ptr<TaskQueue> queue_;
};

void Agent::OnClient(int client) {
  if (!server_) return;
  fprintf(stderr, "Debugger attached.\n");
  auto sink = [this, client](const StringView& message) {
    if (server_) server_->Send(client, json::ToUtf8(message));
  };
  clients_[client] = Connect(sink, Session::Kind::kRemote);
}

void Agent::OnClientMessage(int client, const std::string& text) {
  auto found = clients_.find(client);
  if (found != clients_.end()) found->second->DispatchUtf8(text);
}

void Agent::OnClientGone(int client) {
  auto found = clients_.find(client);
  if (found == clients_.end()) return;
  Session* session = found->second;
  clients_.erase(found);
  Disconnect(session);
  if (prints_ && clients_.empty() && server_ && !leaving_) {
    fprintf(stderr, "Debugger ending on %s\nFor help, see: https://nodejs.org/en/docs/inspector\n",
            server_->url().c_str());
  }
}

bool Agent::Listen(const Address& address) {
  CHECK(!server_);
  Server::Settings settings{address.host, address.port, address.over_http, "", ""};
  settings.title = address.script.empty() ? ProcessTitle(runtime_) : address.script;
  settings.url = address.script.empty() ? "file://" : UrlOf(address.script);
  auto server = std::make_unique<Server>(std::move(settings), std::make_shared<Clients>(link_->queue));
  std::string problem = server->Start();
  if (!problem.empty()) {
    fprintf(stderr, "%s\n", problem.c_str());
    return false;
  }
  server_ = std::move(server);
  prints_ = address.on_stderr;
  if (prints_) {
    fprintf(stderr, "Debugger listening on %s\nFor help, see: https://nodejs.org/en/docs/inspector\n",
            server_->url().c_str());
  }
  return true;
}

void Agent::CloseServer() {
  if (!server_) return;
  std::unique_ptr<Server> server = std::move(server_);
  server->Stop();
  std::map<int, Session*> clients;
  clients.swap(clients_);
  for (auto [client, session] : clients) Disconnect(session);
}

// --- Sessions. ---

Session* Agent::Connect(Session::Sink sink, Session::Kind kind) {
  FreeEnded();
  int number = ++last_session_;
  auto session = std::make_unique<Session>(*this, number, std::move(sink), kind);
  return (sessions_[number] = std::move(session)).get();
}

// It may end while it is on the stack: the object goes when it is not any more.
void Agent::Disconnect(Session* session) {
  auto found = sessions_.find(session->number());
  if (found == sessions_.end()) return;
  std::unique_ptr<Session> ended = std::move(found->second);
  sessions_.erase(found);
  StopWaitingForNobody();
  v8::HandleScope handles(runtime_.isolate());
  v8::Context::Scope scope(runtime_.context());
  if (ended->in_use()) {
    ended->End();
    ended_.push_back(std::move(ended));
  }
}

void Agent::FreeEnded() {
  std::erase_if(ended_, [](const auto& session) { return !session->in_use(); });
}

Session* Agent::FindSession(int number) {
  auto found = sessions_.find(number);
  return found == sessions_.end() ? nullptr : found->second.get();
}

std::vector<Session*> Agent::Sessions() const {
  std::vector<Session*> sessions;
  for (const auto& [number, session] : sessions_) sessions.push_back(session.get());
  return sessions;
}

bool Agent::HasRemoteSession() const {
  for (const auto& [number, session] : sessions_) {
    if (session->kind() == Session::Kind::kRemote) return true;
  }
  return false;
}

void Agent::RunNestedLoop(const std::function<bool()>& goes_on) {
  while (goes_on()) {
    if (!link_->queue->Wait()) return;
    v8::HandleScope handles(runtime_.isolate());
    link_->queue->RunOne();
  }
}

void Agent::WaitForDebugger() {
  waiting_ = true;
  for (Session* session : Sessions()) session->OnWaitingForDebugger();
  RunNestedLoop([this] { return waiting_; });
}

void Agent::WaitForAttached() {
  waits_for_attached_ = true;
  WaitForDebugger();
  waits_for_attached_ = false;
}

void Agent::StopWaitingForNobody() {
  if (waits_for_attached_ && !HasRemoteSession()) waiting_ = false;
}

void Agent::PauseOnStart() { CallStart(runtime_, "pauseOnStart"); }

void Agent::runIfWaitingForDebugger(int) { waiting_ = false; }

// The program's own sessions are called back at once; only others' answers are waited for.
void Agent::runMessageLoopOnPause(int) {
  if (paused_) return;
  paused_ = true;
  RunNestedLoop([this] { return paused_ && HasRemoteSession(); });
  paused_ = false;
}

void Agent::quitMessageLoopOnPause() { paused_ = false; }

void Agent::SchedulePause() {
  constexpr std::string_view kReason = "Break on start", kDetails = "{}";
  for (Session* session : Sessions()) {
    session->v8().schedulePauseOnNextStatement(json::AsciiView(kReason), json::AsciiView(kDetails));
  }
}

void Agent::CancelPause() {
  for (Session* session : Sessions()) session->v8().cancelPauseOnNextStatement();
}

// --- What V8 asks for. ---

double Agent::currentTimeMS() {
  timeval now;
  gettimeofday(&now, nullptr);
  return static_cast<double>(now.tv_sec) * 1000 + static_cast<double>(now.tv_usec) / 1000;
}

std::unique_ptr<StringBuffer> Agent::resourceNameToUrl(const StringView& name) {
  std::string text = json::ToUtf8(name);
  if (!text.starts_with("/")) return nullptr;
  return StringBuffer::create(json::AsciiView(UrlOf(text)));
}

void Agent::SetHooks(v8::Local<v8::Function> command_line_require, v8::Local<v8::Function> track_async_tasks,
                     v8::Local<v8::Function> handle_request) {
  command_line_require_.Reset(runtime_.isolate(), command_line_require);
  track_async_tasks_.Reset(runtime_.isolate(), track_async_tasks);
  handle_request_.Reset(runtime_.isolate(), handle_request);
}

void Agent::installAdditionalCommandLineAPI(v8::Local<v8::Context> context, v8::Local<v8::Object> api) {
  v8::Isolate* isolate = runtime_.isolate();
  if (context != runtime_.context() || command_line_require_.IsEmpty()) return;
  v8::TryCatch ignored(isolate);
  v8::Local<v8::Value> require;
  if (!command_line_require_.Get(isolate)->Call(context, v8::Undefined(isolate), 0, nullptr).ToLocal(&require)) return;
  bind::Define(context, api, "require", require);
}

void Agent::maxAsyncCallStackDepthChanged(int depth) {
  bool tracks = depth > 0;
  if (tracks == tracks_async_tasks_ || track_async_tasks_.IsEmpty()) return;
  tracks_async_tasks_ = tracks;
  v8::Isolate* isolate = runtime_.isolate();
  v8::HandleScope handles(isolate);
  v8::Context::Scope scope(runtime_.context());
  v8::TryCatch ignored(isolate);
  v8::Local<v8::Value> argument = v8::Boolean::New(isolate, tracks);
  (void)track_async_tasks_.Get(isolate)->Call(runtime_.context(), v8::Undefined(isolate), 1, &argument).IsEmpty();
}

// The hook gives JSON of the result, [message] for an error, or undefined when it does not know the method.
bool Agent::HandleInJavaScript(Session& session, const std::string& method, const json::Object& parameters,
                               Answer* answer) {
  if (handle_request_.IsEmpty()) return false;
  v8::Isolate* isolate = runtime_.isolate();
  auto context = runtime_.context();
  v8::TryCatch try_catch(isolate);
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, session.number()), bind::NewString(isolate, method),
                                      parameters.value()};
  v8::Local<v8::Value> result;
  if (!handle_request_.Get(isolate)->Call(context, v8::Undefined(isolate), 3, arguments).ToLocal(&result)) {
    v8::String::Utf8Value text(isolate, try_catch.Exception());
    answer->error = *text ? *text : "the request failed";
    return true;
  }
  if (result->IsUndefined()) return false;
  if (result->IsString()) {
    answer->result = *bind::Convert<std::string>::From(isolate, result);
    return true;
  }
  json::Object problem(context, result);
  answer->invalid = problem.Boolean("invalid").value_or(false);
  answer->error = problem.String("error").value_or("");
  return true;
}

// --- Timers, for V8's samplers. ---

struct Agent::Timer {
  uv_timer_t handle;
  TimerCallback callback;
  void* data;
};

void Agent::startRepeatingTimer(double seconds, TimerCallback callback, void* data) {
  auto* timer = new Timer{{}, callback, data};  // deleted when its handle is closed
  uv_timer_init(runtime_.loop().uv(), &timer->handle);
  timer->handle.data = timer;
  auto interval = static_cast<uint64_t>(seconds * 1000);
  auto fire = [](uv_timer_t* handle) {
    auto* timer = static_cast<Timer*>(handle->data);
    timer->callback(timer->data);
  };
  uv_timer_start(&timer->handle, fire, interval, interval);
  uv_unref(reinterpret_cast<uv_handle_t*>(&timer->handle));
  timers_[data] = timer;
}

void Agent::cancelTimer(void* data) {
  auto found = timers_.find(data);
  if (found == timers_.end()) return;
  uv_close(reinterpret_cast<uv_handle_t*>(&found->second->handle),
           [](uv_handle_t* handle) { delete static_cast<Timer*>(handle->data); });
  timers_.erase(found);
}

// --- Idle time, for profiles. ---

// Two handles around the loop's poll, which keep nothing alive.
struct Agent::IdleWatch {
  uv_prepare_t before;
  uv_check_t after;
  int open = 2;

  static void OnClosed(uv_handle_t* handle) {
    auto* self = static_cast<IdleWatch*>(handle->data);
    if (--self->open == 0) delete self;
  }
  void Close() {
    uv_close(reinterpret_cast<uv_handle_t*>(&before), OnClosed);
    uv_close(reinterpret_cast<uv_handle_t*>(&after), OnClosed);
  }
};

void Agent::WatchIdleTime() {
  idle_watch_ = new IdleWatch;  // see Close
  uv_loop_t* loop = runtime_.loop().uv();
  uv_prepare_init(loop, &idle_watch_->before);
  uv_check_init(loop, &idle_watch_->after);
  idle_watch_->before.data = idle_watch_->after.data = idle_watch_;
  uv_prepare_start(&idle_watch_->before, [](uv_prepare_t*) {
    if (own) own->inspector_->idleStarted();
  });
  uv_check_start(&idle_watch_->after, [](uv_check_t*) {
    if (own) own->inspector_->idleFinished();
  });
  uv_unref(reinterpret_cast<uv_handle_t*>(&idle_watch_->before));
  uv_unref(reinterpret_cast<uv_handle_t*>(&idle_watch_->after));
}

// --- Errors and the end. ---

void Agent::OnUncaught(v8::Local<v8::Value> error) {
  v8::Isolate* isolate = runtime_.isolate();
  auto context = runtime_.context();
  v8::TryCatch ignored(isolate);
  auto message = v8::Exception::CreateMessage(isolate, error);
  v8::String::Value text(isolate, message->Get());
  v8::String::Value url(isolate, message->GetScriptResourceName());
  int script = message->GetScriptOrigin().ScriptId();
  auto stack = message->GetStackTrace();
  if (!stack.IsEmpty() && stack->GetFrameCount() > 0 && stack->GetFrame(isolate, 0)->GetScriptId() == script)
    script = 0;
  constexpr std::string_view kUncaught = "Uncaught";
  inspector_->exceptionThrown(context, json::AsciiView(kUncaught), error,
                              StringView(*text, static_cast<size_t>(text.length())),
                              StringView(*url, static_cast<size_t>(url.length())),
                              static_cast<unsigned>(message->GetLineNumber(context).FromMaybe(0)),
                              static_cast<unsigned>(message->GetStartColumn(context).FromMaybe(0)),
                              inspector_->createStackTrace(stack), script);
}

// Clients that asked for it hear that the program is about to end and go when they like; for the others the context is
// destroyed, and those of our own server are waited for.
void Agent::Leave() {
  if (leaving_ || !HasRemoteSession()) return;
  leaving_ = true;
  v8::HandleScope handles(runtime_.isolate());
  v8::Context::Scope scope(runtime_.context());
  if (server_) server_->StopAccepting();
  if (!clients_.empty()) fprintf(stderr, "Waiting for the debugger to disconnect...\n");
  for (Session* session : Sessions()) {
    if (session->wants_to_know_of_leaving()) session->Notify("NodeRuntime.waitingForDisconnect");
  }
  RunNestedLoop([this] { return AnyoneWantsToKnowOfLeaving(); });
  inspector_->contextDestroyed(runtime_.context());
  RunNestedLoop([this] { return !clients_.empty(); });
}

bool Agent::AnyoneWantsToKnowOfLeaving() const {
  for (const auto& [number, session] : sessions_) {
    if (session->wants_to_know_of_leaving()) return true;
  }
  return false;
}

void Agent::End() {
  if (own != this) return;
  own = nullptr;
  link_->queue->Close();
  server_.reset();
  v8::HandleScope handles(runtime_.isolate());
  v8::Context::Scope scope(runtime_.context());
  clients_.clear();
  sessions_.clear();
  ended_.clear();
  while (!timers_.empty()) cancelTimer(timers_.begin()->first);
  idle_watch_->Close();
  inspector_.reset();
  for (auto* hook : {&command_line_require_, &track_async_tasks_, &handle_request_}) hook->Reset();
}

}  // namespace eddy::inspector
