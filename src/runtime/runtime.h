// A Runtime is one thread's world: an isolate, a loop, and the built-in modules in a context. Nothing is shared between
// two of them; the main program has one, each worker thread one of its own.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "bind/object.h"
#include "bind/slots.h"
#include "cli/options.h"
#include "engine/isolate.h"
#include "loop/loop.h"
#include "runtime/environment.h"
#include "runtime/milestones.h"
#include "v8.h"

namespace eddy {

namespace loop {
class CallbackScope;
}
namespace worker {
class Thread;
}

// Numbers that C++ and JavaScript both read and write, so that neither has to call the other to ask. The list stands
// again, as names, in src/runtime/bootstrap.js.
enum class State : int {
  kTicksPending,           // the nextTick queue is not empty
  kRejectionsPending,      // promises were rejected with nobody handling it
  kImmediates,             // immediates waiting
  kReferencedImmediates,   // those of them that keep the loop alive
  kImmediatesInterrupted,  // an immediate threw: the rest of this turn's still has to run
  kLoopKeptByImmediates,   // the loop's idle handle is active
  kUncaughtIsCaptured,     // one function takes the errors nobody caught: --abort-on-uncaught-exception does not abort
  kTicksRun,               // how many ticks have run; wraps around
  kCount,
};

// The functions that C++ calls in JavaScript. The names stand again in bootstrap.js.
struct Hooks {
  v8::Global<v8::Function> main, process_ticks, process_timers, process_immediates, on_uncaught, on_handler_failure,
      on_rejection, prepare_stack_trace, load_lazy_property, before_exit, on_exit, exit_code;
};

class Runtime {
 public:
  struct Settings {
    std::vector<std::string> argv;       // as process.argv: executable, program, arguments
    std::vector<std::string> exec_argv;  // options before the program
    std::string argv0;
    cli::Options options;
    bool ends_process = false;  // process.exit ends the process at once, not this thread's runtime alone
    // What only a worker thread's runtime has:
    worker::Thread* thread = nullptr;
    uv_loop_t* loop = nullptr;                 // made already; must outlive the runtime, which closes it
    std::shared_ptr<Environment> environment;  // none: the process's own
    engine::HeapLimits heap_limits;
    v8::NearHeapLimitCallback on_near_heap_limit = nullptr;  // gets `thread`
    uintptr_t stack_limit = 0;  // the lowest address that JavaScript's stack may reach; 0: V8's own idea of it
    size_t spare_stack = 0;     // bytes below it that handlers of errors may use
  };

  explicit Runtime(Settings settings);
  ~Runtime();
  Runtime(const Runtime&) = delete;
  static Runtime& Of(v8::Isolate* isolate) { return *static_cast<Runtime*>(isolate->GetData(bind::kRuntimeSlot)); }

  // Boots the built-in modules in a fresh isolate, lets them run the program `program` once, so that what is on its
  // way is compiled, and returns the start-up snapshot of it.
  static v8::StartupData BuildSnapshot(const char* program);

  // Runs the program to its end and returns the exit code.
  int Run();

  v8::Isolate* isolate() const { return isolate_->v8(); }
  v8::Local<v8::Context> context() const { return context_.Get(isolate_->v8()); }
  loop::Loop& loop() { return *loop_; }
  const Settings& settings() const { return settings_; }
  cli::Options& options() { return settings_.options; }
  Environment& environment() {
    return settings_.environment ? *settings_.environment : static_cast<Environment&>(ProcessEnvironment::Get());
  }
  Hooks& hooks() { return hooks_; }
  // Buffer.prototype; empty until the buffer room is there.
  v8::Local<v8::Object> buffer_prototype() const {
    if (buffer_prototype_.IsEmpty()) return {};
    return buffer_prototype_.Get(isolate());
  }
  int32_t state(State field) const { return state_[static_cast<int>(field)]; }
  void set_state(State field, int32_t value) { state_[static_cast<int>(field)] = value; }

  void RunMicrotasks();
  // Gives a caught exception to 'uncaughtException'; ends the process when nobody handles it.
  void HandleUncaught(v8::TryCatch& try_catch);
  void HandleUncaught(v8::Local<v8::Value> error, v8::Local<v8::Message> message);

  // Set once the thread shall run no more JavaScript.
  bool stopping() const { return stop_.load(std::memory_order_relaxed) != kRunning; }
  void Stop(int exit_code);
  // Stop from another thread, wherever this one is: in JavaScript, waiting in the loop, not yet started. The loop's
  // mailbox must be there.
  void RequestStop(int exit_code);
  // When the loop began, in milliseconds since the thread's time origin; -1: not yet. From any thread.
  double loop_began_ms() const { return loop_began_ms_; }
  double now_ms() const { return static_cast<double>(uv_hrtime() - time_origin_) / 1e6; }
  // process.reallyExit: ends the process or, in a thread beside the main one, stops this runtime.
  void Exit(int exit_code);

 private:
  friend class loop::CallbackScope;
  explicit Runtime(std::unique_ptr<engine::Isolate> isolate);
  void Boot();  // runs bootstrap.js in a new context
  void RestoreFromSnapshot();
  void WarmUp(const char* program);
  void ConnectHooks();
  void DisconnectHooks();
  void InstallCallbacks();
  void BeginLoop();
  void RunLoop();
  int exit_code() const { return static_cast<int>(stop_.load()); }
  void OnPromiseReject(v8::PromiseRejectMessage message);
  // Says on stderr what was caught, with nothing but native code where JavaScript fails too.
  void PrintCaught(v8::TryCatch& try_catch);
  // While it lives, JavaScript has more stack: errors come from where the program's is used up, too.
  class SpareStack;
  static v8::MaybeLocal<v8::Value> PrepareStackTrace(v8::Local<v8::Context> context, v8::Local<v8::Value> error,
                                                     v8::Local<v8::Array> frames);

  Settings settings_;
  std::unique_ptr<engine::Isolate> isolate_;
  std::unique_ptr<bind::Registry> registry_;
  std::unique_ptr<loop::Loop> loop_;
  v8::Global<v8::Context> context_;
  Hooks hooks_;
  v8::Global<v8::Object> buffer_prototype_;
  std::shared_ptr<v8::BackingStore> state_store_;
  int32_t* state_ = nullptr;
  int callback_depth_ = 0;
  bool uses_spare_stack_ = false;
  const uint64_t time_origin_ = milestones[static_cast<int>(Milestone::kTimeOrigin)];
  std::atomic<double> loop_began_ms_ = -1;
  static constexpr int64_t kRunning = -1LL << 40;
  std::atomic<int64_t> stop_ = kRunning;  // the exit code once the runtime shall stop; the first one counts
};

// The exit code when the machinery that deals with errors fails itself.
inline constexpr int kFatalHandlerFailed = 7;

// The text that Node shows above an uncaught error: "file:line\nsource line\n   ^^^\n". Empty when unknown.
std::string SourceArrow(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Message> message);

}  // namespace eddy
