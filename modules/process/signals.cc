// Signals as events: one handle for each signal that a program listens to.
#include <csignal>

#include "bind/module.h"
#include "loop/handle.h"
#include "loop/output.h"
#include "observe/note.h"

namespace eddy {
namespace {

class Signal : public loop::Handle<Signal, uv_signal_t> {
 public:
  explicit Signal(Runtime& runtime) : Handle(runtime, "SignalWrap") {}

  // Starts listening. Returns 0 or a negative errno; the handle does not keep the loop alive.
  int32_t Start(int32_t number, v8::Local<v8::Function> callback) {
    if (was_opened()) return UV_EALREADY;
    int error = uv_signal_init(runtime().loop().uv(), uv());
    if (error) return error;
    Opened();
    Unref();
    callback_.Reset(isolate(), callback);
    return uv_signal_start(uv(), OnSignal, number);
  }
  void Stop() { Close(v8::Undefined(isolate())); }

 private:
  static void OnSignal(uv_signal_t* handle, int number) {
    Signal* self = From(handle);
    if (number == SIGTERM || number == SIGINT || number == SIGHUP || number == SIGQUIT) loop::Output::Hurry();
    v8::HandleScope handles(self->isolate());
    loop::CallbackScope scope(self->runtime(), self->async_context());
    observe::NoteKind("signal", self);
    scope.Call(self->callback_, v8::Integer::New(self->isolate(), number).As<v8::Value>()).IsEmpty();
  }
  v8::Global<v8::Function> callback_;
};

struct Name {
  const char* name;
  int number;
};

constexpr Name kSignals[] = {
#define SIGNAL(name) \
  { #name, name }
    SIGNAL(SIGHUP),  SIGNAL(SIGINT),  SIGNAL(SIGQUIT),   SIGNAL(SIGILL),  SIGNAL(SIGTRAP),  SIGNAL(SIGABRT),
    SIGNAL(SIGIOT),  SIGNAL(SIGBUS),  SIGNAL(SIGFPE),    SIGNAL(SIGKILL), SIGNAL(SIGUSR1),  SIGNAL(SIGSEGV),
    SIGNAL(SIGUSR2), SIGNAL(SIGPIPE), SIGNAL(SIGALRM),   SIGNAL(SIGTERM), SIGNAL(SIGCHLD),  SIGNAL(SIGSTKFLT),
    SIGNAL(SIGCONT), SIGNAL(SIGSTOP), SIGNAL(SIGTSTP),   SIGNAL(SIGTTIN), SIGNAL(SIGTTOU),  SIGNAL(SIGURG),
    SIGNAL(SIGXCPU), SIGNAL(SIGXFSZ), SIGNAL(SIGVTALRM), SIGNAL(SIGPROF), SIGNAL(SIGWINCH), SIGNAL(SIGIO),
    SIGNAL(SIGPOLL), SIGNAL(SIGPWR),  SIGNAL(SIGSYS),
#undef SIGNAL
};

void SignalNumbers(v8::Local<v8::Context> context, v8::Local<v8::Object> exports) {
  v8::Isolate* isolate = context->GetIsolate();
  auto numbers = v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
  for (const auto& signal : kSignals) {
    bind::Define(context, numbers, signal.name, v8::Integer::New(isolate, signal.number));
  }
  bind::Define(context, exports, "numbers", numbers);
}

}  // namespace

EDDY_MODULE(signals) {
  Class<Signal>("Signal")
      .Constructor<Runtime&>()
      .Method<&Signal::Start>("start")
      .Method<&Signal::Stop>("stop")
      .Method<&Signal::Ref>("ref")
      .Method<&Signal::Unref>("unref");
  Initialize(SignalNumbers);
}

}  // namespace eddy
