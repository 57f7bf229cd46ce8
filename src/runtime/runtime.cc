// One thread's world from boot to exit.
#include "runtime/runtime.h"

#include <unistd.h>

#include <algorithm>

#include "bind/module.h"
#include "engine/builtins.h"
#include "engine/check.h"
#include "engine/snapshot_file.h"
#include "loop/callback_scope.h"
#include "observe/note.h"
#include "runtime/companion.h"
#include "runtime/ending.h"
#include "runtime/exit_trace.h"
#include "runtime/leaving.h"
#include "runtime/milestones.h"
#include "runtime/require.h"
#include "runtime/tracing.h"
#include "runtime/user_snapshot.h"
#include "shadow_realm/shadow_realm.h"
#include "trace/trace.h"
#include "v8-profiler.h"
#include "webassembly/streaming.h"

// V8's own (src/debug/debug-interface.h, which is not shipped with it). Scripts remember the id of the context that
// they were compiled in; an inspector that comes later shows those of the contexts it knows, and gives its first
// context id 1.
namespace v8::debug {
void SetContextId(Local<Context> context, int id);
}

namespace eddy {
namespace {

constexpr int kMainContextId = 1;
constexpr int kHooksSlot = 1;  // of the context's embedder data; survives in the snapshot

v8::Local<v8::Value> Get(v8::Local<v8::Context> context, v8::Local<v8::Object> object, const char* name) {
  return object->Get(context, bind::Symbolic(context->GetIsolate(), name)).ToLocalChecked();
}

// The context's hooks object, filled by bootstrap.js.
v8::Local<v8::Object> HooksObject(v8::Local<v8::Context> context) {
  return context->GetEmbedderData(kHooksSlot).As<v8::Object>();
}

// compile(id): the built-in's function, or undefined when there is none of that name.
void CompileBuiltinCallback(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::String::Utf8Value id(isolate, info[0]);
  int index = engine::FindBuiltin({*id, static_cast<size_t>(id.length())});
  if (index < 0) return;
  v8::Local<v8::Function> function;
  if (engine::CompileBuiltin(isolate->GetCurrentContext(), index).ToLocal(&function))
    info.GetReturnValue().Set(function);
}

// binding(name): the native half of a room, or undefined.
void BindingCallback(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::String::Utf8Value name(isolate, info[0]);
  auto* module = bind::FindModule({*name, static_cast<size_t>(name.length())});
  if (module) info.GetReturnValue().Set(module->Instantiate(isolate->GetCurrentContext()));
}

engine::HeapLimits LimitsOf(const Runtime::Settings& settings) {
  engine::HeapLimits limits = settings.heap_limits;
  if (!limits.old_space_mb) limits.old_space_mb = static_cast<size_t>(settings.options.Number("--max-old-space-size"));
  return limits;
}

thread_local std::vector<std::unique_ptr<Companion>> companions;
thread_local bool companions_ended = false;
thread_local std::vector<std::function<void()>> leavers;

// The functions that bootstrap.js starts from.
EDDY_MODULE(bootstrap) {
  Function<CompileBuiltinCallback>("compile");
  Function<BindingCallback>("binding");
}

// V8 reports as an uncaught error what a promise hook throws, with the program that made the promise on the stack.
// Where that is used up, the hook could not begin: async_hooks and domains miss a promise, which is no error of the
// program's.
bool HookHadNoStack(Runtime& runtime, v8::Local<v8::Message> message) {
  constexpr intptr_t kEndOfStack = 64 * 1024;
  uintptr_t limit = runtime.settings().stack_limit;
  char here;
  if (limit == 0 || static_cast<intptr_t>(reinterpret_cast<uintptr_t>(&here) - limit) > kEndOfStack) return false;
  v8::HandleScope handles(runtime.isolate());
  return message->Get()->StringEquals(
      bind::NewString(runtime.isolate(), "Uncaught RangeError: Maximum call stack size exceeded"));
}

void OnMessage(v8::Local<v8::Message> message, v8::Local<v8::Value> error) {
  Runtime& runtime = Runtime::Of(v8::Isolate::GetCurrent());
  if (!HookHadNoStack(runtime, message)) runtime.HandleUncaught(error, message);
}

}  // namespace

void Accompany(std::unique_ptr<Companion> companion) { companions.push_back(std::move(companion)); }

void WhenLeaving(std::function<void()> leave) { leavers.push_back(std::move(leave)); }

void Leave() {
  std::vector<std::function<void()>> all;
  all.swap(leavers);
  for (auto& leave : all) leave();
}

void EndCompanions(Runtime& runtime) {
  if (companions.empty() || std::exchange(companions_ended, true)) return;
  runtime.Stop(0);
  for (auto companion = companions.rbegin(); companion != companions.rend(); ++companion) (*companion)->End();
}

// --- From nothing, from the snapshot, into a snapshot. ---

Runtime::Runtime(Settings settings)
    : settings_(std::move(settings)),
      isolate_(BuildsSnapshot(settings_) ? engine::Isolate::ForSnapshot()
                                         : std::make_unique<engine::Isolate>(LimitsOf(settings_))) {
  if (settings_.on_near_heap_limit) isolate()->AddNearHeapLimitCallback(settings_.on_near_heap_limit, settings_.thread);
  if (settings_.stack_limit != 0) isolate()->SetStackLimit(settings_.stack_limit);
  isolate()->SetData(bind::kRuntimeSlot, this);
  registry_ = std::make_unique<bind::Registry>(isolate());
  loop_ = std::make_unique<loop::Loop>(*this, settings_.loop);
  isolate_->tasks().AttachTo(loop_->uv(), isolate(), [](v8::Isolate* isolate, v8::Task& task) {
    Runtime& runtime = Of(isolate);
    if (runtime.stopping()) return;
    loop::CallbackScope scope(runtime);
    observe::NoteKind("engine task");
    task.Run();
  });
  v8::HandleScope handles(isolate());
  if (!isolate_->snapshot_creator()) webassembly::ConnectStreaming(isolate());
  if (engine::StartupSnapshot().empty()) {
    Boot();
  } else {
    RestoreFromSnapshot();
  }
  v8::Context::Scope scope(context());
  v8::debug::SetContextId(context(), kMainContextId);
  ReachMilestone(Milestone::kEnvironment);
  ConnectHooks();
  InstallCallbacks();
}

Runtime::Runtime(std::unique_ptr<engine::Isolate> isolate_for_snapshot) : isolate_(std::move(isolate_for_snapshot)) {
  isolate()->SetData(bind::kRuntimeSlot, this);
  registry_ = std::make_unique<bind::Registry>(isolate());
  loop_ = std::make_unique<loop::Loop>(*this);
}

v8::StartupData Runtime::BuildSnapshot(const char* program) {
  Runtime runtime(engine::Isolate::ForSnapshot());
  auto* creator = runtime.isolate_->snapshot_creator();
  {
    v8::HandleScope handles(runtime.isolate());
    runtime.Boot();
    runtime.WarmUp(program);
    // The default context, which v8::Context::New copies (vm.createContext), is an empty one.
    creator->SetDefaultContext(v8::Context::New(runtime.isolate()));
    creator->AddContext(runtime.context());
  }
  runtime.context_.Reset();
  runtime.isolate()->ClearKeptObjects();  // targets of WeakRefs, which would drag our context into the isolate's part
  return creator->CreateBlob(v8::SnapshotCreator::FunctionCodeHandling::kKeep);
}

void Runtime::WarmUp(const char* program) {
  auto context = this->context();
  v8::Context::Scope scope(context);
  ConnectHooks();
  v8::TryCatch try_catch(isolate());
  v8::Local<v8::Value> file = bind::NewString(isolate(), program);
  auto warm_up = Get(context, HooksObject(context), "warmUp").As<v8::Function>();
  if (warm_up->Call(context, v8::Undefined(isolate()), 1, &file).IsEmpty()) {
    v8::String::Utf8Value text(isolate(), try_catch.Exception());
    fprintf(stderr, "eddy: the warm-up run failed: %s\n%s\n", *text,
            SourceArrow(isolate(), context, try_catch.Message()).c_str());
    _exit(1);
  }
  HooksObject(context)->Delete(context, bind::Symbolic(isolate(), "warmUp")).IsNothing();
  DisconnectHooks();
}

// No object of ours owns it. V8 does not stop it by itself, and it looks into the heap until the end.
static void StopHeapProfiler(Runtime& runtime) {
  v8::HeapProfiler* profiler = runtime.isolate()->GetHeapProfiler();
  profiler->StopSamplingHeapProfiler();
  if (runtime.options().Boolean("--track-heap-objects")) profiler->StopTrackingHeapObjects();
}

Runtime::~Runtime() {
  stop_ = 0;
  EndCompanions(*this);
  isolate_->tasks().Detach();
  loop_->Close();
  StopHeapProfiler(*this);
  registry_.reset();
  loop_.reset();
  DisconnectHooks();
  context_.Reset();
  isolate_.reset();
  companions.clear();
}

void Runtime::Boot() {
  v8::Local<v8::Context> context = v8::Context::New(isolate());
  v8::Context::Scope scope(context);
  context_.Reset(isolate(), context);
  v8::debug::SetContextId(context, kMainContextId);  // debuggers see the built-in files, too
  context->SetEmbedderData(kHooksSlot, v8::Object::New(isolate()));

  v8::TryCatch try_catch(isolate());
  v8::Local<v8::Function> bootstrap;
  v8::Local<v8::Value> arguments[] = {HooksObject(context), v8::Undefined(isolate()), context->Global(),
                                      bind::FindModule("bootstrap")->Instantiate(context)};
  bool booted = engine::CompileBuiltin(context, engine::FindBuiltin("bootstrap")).ToLocal(&bootstrap) &&
                !bootstrap->Call(context, v8::Undefined(isolate()), 4, arguments).IsEmpty();
  if (!booted) {
    v8::Local<v8::Value> stack;
    if (!try_catch.StackTrace(context).ToLocal(&stack)) stack = try_catch.Exception();
    v8::String::Utf8Value text(isolate(), stack);
    fprintf(stderr, "eddy: the built-in modules did not boot: %s\n%s\n", *text,
            SourceArrow(isolate(), context, try_catch.Message()).c_str());
    _exit(1);
  }
}

// A worker begins without the program whose heap the snapshot may have.
void Runtime::RestoreFromSnapshot() {
  bool is_user = engine::StartsFromUserSnapshot() && !settings_.thread;
  auto index = is_user ? engine::kUserContext : engine::kBuiltinContext;
  context_.Reset(isolate(), v8::Context::FromSnapshot(isolate(), index).ToLocalChecked());
}

void Runtime::ConnectHooks() {
  auto context = this->context();
  auto source = HooksObject(context);
  auto connect = [&](v8::Global<v8::Function>& hook, const char* name) {
    auto value = Get(context, source, name);
    CHECK(value->IsFunction());
    hook.Reset(isolate(), value.As<v8::Function>());
  };
  connect(hooks_.main, "main");
  connect(hooks_.process_ticks, "processTicks");
  connect(hooks_.process_timers, "processTimers");
  connect(hooks_.process_immediates, "processImmediates");
  connect(hooks_.on_uncaught, "onUncaught");
  connect(hooks_.on_handler_failure, "onHandlerFailure");
  connect(hooks_.on_rejection, "onRejection");
  connect(hooks_.prepare_stack_trace, "prepareStackTrace");
  connect(hooks_.load_lazy_property, "loadLazyProperty");
  connect(hooks_.before_exit, "beforeExit");
  connect(hooks_.on_exit, "onExit");
  connect(hooks_.exit_code, "exitCode");
  auto prototype = Get(context, source, "bufferPrototype");
  if (prototype->IsObject()) buffer_prototype_.Reset(isolate(), prototype.As<v8::Object>());
  auto state = Get(context, source, "state").As<v8::Int32Array>();
  CHECK(state->Length() == static_cast<size_t>(State::kCount));
  state_store_ = state->Buffer()->GetBackingStore();
  state_ = static_cast<int32_t*>(state_store_->Data());
}

void Runtime::DisconnectHooks() {
  hooks_ = {};
  buffer_prototype_.Reset();
  state_store_.reset();
  state_ = nullptr;
}

void Runtime::InstallCallbacks() {
  isolate()->SetPromiseRejectCallback(
      [](v8::PromiseRejectMessage message) { Of(v8::Isolate::GetCurrent()).OnPromiseReject(message); });
  isolate()->SetPrepareStackTraceCallback(PrepareStackTrace);
  isolate()->SetAbortOnUncaughtExceptionCallback([](v8::Isolate* isolate) {
    Runtime& runtime = Of(isolate);  // a worker gives its errors to its parent
    return !runtime.settings().thread && runtime.state(State::kUncaughtIsCaptured) == 0;
  });
  if (options().Boolean("--experimental-shadow-realm")) shadow_realm::Enable(isolate());
  if (options().Boolean("--track-heap-objects")) isolate()->GetHeapProfiler()->StartTrackingHeapObjects(true);
  if (options().Boolean("--trace-uncaught")) isolate()->SetCaptureStackTraceForUncaughtExceptions(true, 10);
  isolate()->AddMessageListener(OnMessage);
}

// --- The program. ---

int Runtime::Run() {
  int code = [this] {
    v8::Isolate* isolate = this->isolate();
    v8::HandleScope handles(isolate);
    v8::Context::Scope context_scope(context());
    ReachMilestone(Milestone::kBootstrapComplete);
    if (trace::Recording()) TraceStart(*this);
    if (settings_.thread) BeginLoop();  // a worker's program counts as run by its loop
    {
      loop::CallbackScope scope(*this);
      scope.Call(hooks_.main).IsEmpty();
    }
    if (!settings_.thread) BeginLoop();
    do {
      RunLoop();
      if (stopping()) return exit_code();
      trace::Span span(trace::environment, "BeforeExit");
      loop::CallbackScope scope(*this);
      observe::NoteKind("beforeExit");
      scope.Call(hooks_.before_exit).IsEmpty();
    } while (!stopping() && loop_->Alive());
    if (stopping()) return exit_code();

    ReachMilestone(Milestone::kLoopExit);
    {
      loop::CallbackScope scope(*this);
      observe::NoteKind("exit");
      scope.Call(hooks_.on_exit).IsEmpty();
    }
    if (stopping()) return exit_code();
    loop::CallbackScope scope(*this);
    observe::NoteKind("exit");
    v8::Local<v8::Value> code;
    if (!scope.Call(hooks_.exit_code).ToLocal(&code)) return stopping() ? exit_code() : kFatalHandlerFailed;
    return code->Int32Value(context()).FromMaybe(0);
  }();
  if (code != 0 || !BuildsSnapshot(settings_)) return code;
  stop_ = 0;
  EndCompanions(*this);
  companions.clear();
  isolate()->CancelTerminateExecution();
  isolate()->RemoveMessageListeners(OnMessage);
  isolate_->tasks().Detach();
  StopHeapProfiler(*this);
  return KeepHeap({.isolate = *isolate_,
                   .registry = registry_,
                   .loop = loop_,
                   .context = context_,
                   .boot = [this] { engine::StartupSnapshot().empty() ? Boot() : RestoreFromSnapshot(); },
                   .disconnect = [this] { DisconnectHooks(); }});
}

void Runtime::BeginLoop() {
  ReachMilestone(Milestone::kLoopStart);
  loop_began_ms_ = MillisecondsSinceOrigin(Milestone::kLoopStart);
  if (trace::Recording()) TraceLoopStart(*this);
}

// Until nothing is left to wait for: no handle, no request, no work of V8's that a program waits for.
void Runtime::RunLoop() {
  auto& tasks = isolate_->tasks();
  bool awaited, ran;
  do {
    loop_->Run();
    awaited = engine::Platform::Get().HasAwaitedWork();  // asked first: what it ends with is a task for us
    ran = tasks.RunAll();
    if (awaited && !ran && !stopping()) tasks.WaitForWake();
  } while (!stopping() && (awaited || ran || loop_->Alive()));
}

void Runtime::Stop(int exit_code) {
  int64_t running = kRunning;
  stop_.compare_exchange_strong(running, exit_code);
  uv_stop(loop_->uv());
  isolate()->TerminateExecution();
}

void Runtime::RequestStop(int exit_code) {
  int64_t running = kRunning;
  if (!stop_.compare_exchange_strong(running, exit_code)) return;
  isolate()->TerminateExecution();
  loop_->mailbox().Wake();
}

void Runtime::Exit(int exit_code) {
  if (options().Boolean("--trace-exit")) PrintExitTrace(*this, exit_code);
  observe::WriteAll();
  if (!settings_.ends_process) return Stop(exit_code);
  {
    trace::Span span(trace::environment, "RunCleanup");
    Leave();
  }
  if (trace::Recording()) TraceEnd(*this);
  EndProcess(exit_code);
}

v8::MaybeLocal<v8::Value> RequireBuiltin(Runtime& runtime, const char* id) {
  auto context = runtime.context();
  v8::Context::Scope scope(context);
  auto require = Get(context, HooksObject(context), "require").As<v8::Function>();
  v8::Local<v8::Value> name = bind::Symbolic(runtime.isolate(), id);
  return require->Call(context, v8::Undefined(runtime.isolate()), 1, &name);
}

void Runtime::RunMicrotasks() { context()->GetMicrotaskQueue()->PerformCheckpoint(isolate()); }

}  // namespace eddy

namespace eddy::bind {
Runtime& RuntimeOf(v8::Isolate* isolate) { return Runtime::Of(isolate); }
}  // namespace eddy::bind
