// A child process as a handle of the loop. spawn(options, onExit) starts it; onExit(exitCode, signalName) is called
// when it has ended and was waited for. Pipes to it are net's handles, given in options.stdio.
#include "child_process/process.h"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <memory>
#include <vector>

#include "bind/module.h"
#include "child_process/child_stdio.h"
#include "child_process/spawn_options.h"
#include "loop/handle.h"
#include "observe/note.h"
#include "runtime/companion.h"

namespace eddy::child_process {
namespace {

// The handle is an async one that nobody sends to: it keeps the loop alive while the child runs. That the child has
// ended tells SIGCHLD, to which one handle of the loop listens for all children.
class Process : public loop::Handle<Process, uv_async_t> {
 public:
  explicit Process(Runtime& runtime) : Handle(runtime, "ProcessWrap") {}

  // 0 or a negative errno.
  bind::Result<int32_t> Spawn(v8::Local<v8::Context> context, v8::Local<v8::Object> options,
                              v8::Local<v8::Function> on_exit);

  int32_t Kill(int32_t signal) { return running_ ? uv_kill(pid_, signal) : UV_ESRCH; }
  int32_t Pid() { return pid_; }

 private:
  friend class Children;
  static bool ReadStdio(v8::Local<v8::Context> context, const ObjectReader& options, ChildStdio* stdio);
  bool WaitForEnd();
  void ReportEnd();
  void Closed() override;

  bool running_ = false;
  int32_t pid_ = 0;
  End end_;
  v8::Global<v8::Function> on_exit_;
};

// The running children of this thread's loop, in the order in which they were started.
class Children : public Companion {
 public:
  Children() { current_ = this; }
  ~Children() override { current_ = nullptr; }
  void End() override { running_.clear(); }

  static Children* Find() { return current_; }
  static Children& Of() {
    if (!current_) Accompany(std::make_unique<Children>());
    return *current_;
  }

  // To be called before a child is started, so that no end is missed. 0 or a negative errno.
  int Listen(uv_loop_t* loop);
  void Add(Process* process) { running_.push_back(process); }
  void Remove(Process* process) { std::erase(running_, process); }
  const std::vector<Process*>& running() const { return running_; }

 private:
  static void OnSignal(uv_signal_t*, int) { current_->WaitForEnded(); }
  void WaitForEnded();

  static inline thread_local Children* current_ = nullptr;
  bool listens_ = false;
  uv_signal_t end_of_child_;
  std::vector<Process*> running_;
};

int Children::Listen(uv_loop_t* loop) {
  if (listens_) return 0;
  if (int error = uv_signal_init(loop, &end_of_child_)) return error;
  end_of_child_.data = nullptr;
  uv_unref(reinterpret_cast<uv_handle_t*>(&end_of_child_));
  listens_ = true;
  return uv_signal_start(&end_of_child_, OnSignal, SIGCHLD);
}

// One signal may stand for several children: all that have ended are reaped before the first is reported.
void Children::WaitForEnded() {
  std::vector<Process*> ended;
  std::ranges::copy_if(running_, std::back_inserter(ended), [](Process* process) { return process->WaitForEnd(); });
  std::erase_if(running_, [](Process* process) { return !process->running_; });
  for (Process* process : ended) process->ReportEnd();
}

// Each item is {type: 'ignore'}, {type: 'pipe' | 'overlapped' | 'wrap', handle} or {type: 'inherit' | 'fd', fd}.
bool Process::ReadStdio(v8::Local<v8::Context> context, const ObjectReader& options, ChildStdio* stdio) {
  std::vector<uv_pipe_t*> pipes;
  for (auto value : options.List("stdio")) {
    if (!value->IsObject()) return false;
    ObjectReader item(context, value.As<v8::Object>());
    std::string type = item.Text("type").value_or("");
    if (type == "ignore") {
      stdio->AddIgnored();
      continue;
    }
    if (type == "inherit" || type == "fd") {
      stdio->AddDescriptor(bind::Saturated<int>(item.Number("fd").value_or(-1)));
      continue;
    }
    auto* handle = bind::Unwrap<loop::HandleBase>(item.Get("handle"));
    if (!handle || !handle->open()) return false;
    if (type == "wrap") {
      int descriptor;
      if (uv_fileno(handle->uv_handle(), &descriptor) != 0) return false;
      stdio->AddDescriptor(descriptor);
      continue;
    }
    if (uv_handle_get_type(handle->uv_handle()) != UV_NAMED_PIPE) return false;
    pipes.push_back(reinterpret_cast<uv_pipe_t*>(handle->uv_handle()));
    stdio->AddPipe(pipes.back());
  }
  // A getter of a later item may have closed the handle of one before it.
  return std::ranges::none_of(pipes,
                              [](uv_pipe_t* pipe) { return uv_is_closing(reinterpret_cast<uv_handle_t*>(pipe)) != 0; });
}

bind::Result<int32_t> Process::Spawn(v8::Local<v8::Context> context, v8::Local<v8::Object> object,
                                     v8::Local<v8::Function> on_exit) {
  if (was_opened()) return UV_EINVAL;
  ObjectReader reader(context, object);
  SpawnOptions options(reader);
  if (options.HasNul()) return UV_EINVAL;
  if (auto denial = options.Denial()) return *denial;
  ChildStdio stdio;
  if (!ReadStdio(context, reader, &stdio) || was_opened()) return UV_EINVAL;
  uv_loop_t* loop = runtime().loop().uv();
  if (int error = Children::Of().Listen(loop)) return error;
  if (int error = uv_async_init(loop, uv(), nullptr)) return error;
  Opened();
  pid_t pid = stdio.Start(options.program());
  if (pid < 0) {
    Unref();  // JavaScript closes it
    return pid;
  }
  running_ = true;
  pid_ = pid;
  on_exit_.Reset(isolate(), on_exit);
  Children::Of().Add(this);
  return 0;
}

// Whether it has ended.
bool Process::WaitForEnd() {
  if (!open()) return false;
  auto end = EndOf(pid_);
  if (!end) return false;
  running_ = false;
  end_ = *end;
  return true;
}

void Process::ReportEnd() {
  Unref();
  if (on_exit_.IsEmpty() || runtime().stopping()) return;
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime(), async_context());
  observe::NoteKind("child process ended", this);
  auto on_exit = on_exit_.Get(isolate);
  on_exit_.Reset();
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, end_.exit_code),
                                      bind::Symbolic(isolate, SignalName(end_.signal))};
  scope.Call(wrapper(isolate), on_exit, 2, arguments).IsEmpty();
}

void Process::Closed() { Children::Of().Remove(this); }

// Whether `value` is an open handle that a child can inherit: a stream or a UDP socket.
bool IsInheritable(v8::Local<v8::Value> value) {
  auto* handle = bind::Unwrap<loop::HandleBase>(value);
  if (!handle || !handle->open()) return false;
  uv_handle_type type = uv_handle_get_type(handle->uv_handle());
  return type == UV_TCP || type == UV_NAMED_PIPE || type == UV_TTY || type == UV_UDP;
}

}  // namespace

std::optional<pid_t> PidOfChild(const uv_handle_t* handle) {
  if (!Children::Find()) return std::nullopt;
  for (Process* process : Children::Find()->running()) {
    if (process->uv_handle() == handle) return process->Pid();
  }
  return std::nullopt;
}

EDDY_MODULE(child_process) {
  Class<Process>("Process")
      .Constructor<Runtime&>()
      .Method<&Process::Spawn>("spawn")
      .Method<&Process::Kill>("kill")
      .Getter<&Process::Pid>("pid")
      .Method<&loop::HandleBase::Close>("close")
      .Method<&loop::HandleBase::Ref>("ref")
      .Method<&loop::HandleBase::Unref>("unref")
      .Method<&loop::HandleBase::HasRef>("hasRef");
  Function<IsInheritable>("isInheritable");
}

}  // namespace eddy::child_process
