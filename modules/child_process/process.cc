// A child process as a handle of the loop. spawn(options, onExit) starts it; onExit(exitCode, signalName) is called
// when it has ended and was waited for. Pipes to it are net's handles, given in options.stdio.
#include <algorithm>

#include "bind/module.h"
#include "child_process/spawn_options.h"
#include "loop/handle.h"
#include "observe/note.h"

namespace eddy::child_process {
namespace {

class Process : public loop::Handle<Process, uv_process_t> {
 public:
  explicit Process(Runtime& runtime) : Handle(runtime, "ProcessWrap") {}

  // 0 or a negative errno.
  bind::Result<int32_t> Spawn(v8::Local<v8::Context> context, v8::Local<v8::Object> options,
                              v8::Local<v8::Function> on_exit);

  int32_t Kill(int32_t signal) { return running_ ? uv_process_kill(uv(), signal) : UV_ESRCH; }
  int32_t Pid() { return pid_; }

 private:
  static bool ReadStdio(v8::Local<v8::Context> context, const ObjectReader& options,
                        std::vector<uv_stdio_container_t>* stdio);
  static void OnExit(uv_process_t* process, int64_t exit_code, int signal);

  bool running_ = false;
  int32_t pid_ = 0;
  v8::Global<v8::Function> on_exit_;
};

// Each item is {type: 'ignore'}, {type: 'pipe' | 'overlapped' | 'wrap', handle} or {type: 'inherit' | 'fd', fd}.
bool Process::ReadStdio(v8::Local<v8::Context> context, const ObjectReader& options,
                        std::vector<uv_stdio_container_t>* stdio) {
  for (auto value : options.List("stdio")) {
    uv_stdio_container_t& container = stdio->emplace_back();
    container.flags = UV_IGNORE;
    if (!value->IsObject()) return false;
    ObjectReader item(context, value.As<v8::Object>());
    std::string type = item.Text("type").value_or("");
    if (type == "ignore") continue;
    if (type == "inherit" || type == "fd") {
      container.flags = UV_INHERIT_FD;
      container.data.fd = bind::Saturated<int>(item.Number("fd").value_or(-1));
      continue;
    }
    auto* handle = bind::Unwrap<loop::HandleBase>(item.Get("handle"));
    if (!handle || !handle->open()) return false;
    if (type == "wrap") {
      container.flags = UV_INHERIT_FD;
      if (uv_fileno(handle->uv_handle(), &container.data.fd) != 0) return false;
      continue;
    }
    container.data.stream = reinterpret_cast<uv_stream_t*>(handle->uv_handle());
    int flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE;
    if (type == "overlapped") flags |= UV_OVERLAPPED_PIPE;
    container.flags = static_cast<uv_stdio_flags>(flags);
  }
  // A getter of a later item may have closed the handle of one before it.
  return std::none_of(stdio->begin(), stdio->end(), [](const uv_stdio_container_t& container) {
    return (container.flags & UV_CREATE_PIPE) != 0 &&
           uv_is_closing(reinterpret_cast<uv_handle_t*>(container.data.stream)) != 0;
  });
}

bind::Result<int32_t> Process::Spawn(v8::Local<v8::Context> context, v8::Local<v8::Object> object,
                                     v8::Local<v8::Function> on_exit) {
  if (was_opened()) return UV_EINVAL;
  ObjectReader reader(context, object);
  SpawnOptions options(reader);
  if (options.HasNul()) return UV_EINVAL;
  if (auto denial = options.Denial()) return *denial;
  std::vector<uv_stdio_container_t> stdio;
  if (!ReadStdio(context, reader, &stdio)) return UV_EINVAL;
  auto uv_options = options.ForUv(stdio, OnExit);
  int error = uv_spawn(runtime().loop().uv(), uv(), &uv_options);
  Opened();  // uv_spawn makes a handle of it even when it fails
  if (error) return error;
  running_ = true;
  pid_ = uv()->pid;
  on_exit_.Reset(isolate(), on_exit);
  return 0;
}

void Process::OnExit(uv_process_t* process, int64_t exit_code, int signal) {
  Process* self = From(process);
  self->running_ = false;
  if (self->on_exit_.IsEmpty() || self->runtime().stopping()) return;
  v8::Isolate* isolate = self->isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(self->runtime(), self->async_context());
  observe::NoteKind("child process ended", self);
  auto on_exit = self->on_exit_.Get(isolate);
  self->on_exit_.Reset();
  v8::Local<v8::Value> arguments[] = {v8::Number::New(isolate, static_cast<double>(exit_code)),
                                      bind::Symbolic(isolate, SignalName(signal))};
  scope.Call(self->wrapper(isolate), on_exit, 2, arguments).IsEmpty();
}

// Whether `value` is an open handle that a child can inherit: a stream or a UDP socket.
bool IsInheritable(v8::Local<v8::Value> value) {
  auto* handle = bind::Unwrap<loop::HandleBase>(value);
  if (!handle || !handle->open()) return false;
  uv_handle_type type = uv_handle_get_type(handle->uv_handle());
  return type == UV_TCP || type == UV_NAMED_PIPE || type == UV_TTY || type == UV_UDP;
}

}  // namespace

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
