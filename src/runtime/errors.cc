// Errors on their way out: the text of stacks, rejected promises, and what happens to an error that nobody caught.
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "bind/convert.h"
#include "runtime/exit_trace.h"
#include "runtime/runtime.h"
#include "runtime/terminal.h"
#include "worker_threads/thread.h"

namespace eddy {
namespace {

std::string StackText(v8::Isolate* isolate, v8::Local<v8::StackTrace> stack) {
  std::string text;
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    auto frame = stack->GetFrame(isolate, i);
    v8::String::Utf8Value function(isolate, frame->GetFunctionName());
    v8::String::Utf8Value file(isolate, frame->GetScriptNameOrSourceURL());
    std::string place = std::string(*file, file.length()) + ":" + std::to_string(frame->GetLineNumber()) + ":" +
                        std::to_string(frame->GetColumn());
    text += "\n    at " + (function.length() ? std::string(*function, function.length()) + " (" + place + ")" : place);
  }
  return text;
}

// With --trace-uncaught: the stack of the throw, as text; otherwise undefined.
v8::Local<v8::Value> ThrowStack(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Message> message) {
  auto stack = message.IsEmpty() ? v8::Local<v8::StackTrace>() : message->GetStackTrace();
  if (stack.IsEmpty() || stack->GetFrameCount() == 0) return v8::Undefined(isolate);
  return bind::NewString(isolate, StackText(isolate, stack));
}

}  // namespace

std::string CurrentStackText(Runtime& runtime) {
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  const cli::Options& options = runtime.options();
  int frames = options.Given("--stack-trace-limit") ? static_cast<int>(options.Number("--stack-trace-limit")) : 10;
  return StackText(isolate, v8::StackTrace::CurrentStackTrace(isolate, frames, v8::StackTrace::kDetailed));
}

void PrintExitTrace(Runtime& runtime, int exit_code) {
  const worker::Thread* thread = runtime.settings().thread;
  std::string place = thread ? ", thread:" + std::to_string(thread->id()) : "";
  fprintf(stderr, "(node:%d%s) WARNING: Exited the environment with code %d%s\n", getpid(), place.c_str(), exit_code,
          CurrentStackText(runtime).c_str());
}

void PrintSigintTrace(Runtime& runtime) {
  fprintf(stderr, "KEYBOARD_INTERRUPT: Script execution was interrupted by `SIGINT`%s\n",
          CurrentStackText(runtime).c_str());
}

// V8 asks for the text of error.stack when it is first read.
v8::MaybeLocal<v8::Value> Runtime::PrepareStackTrace(v8::Local<v8::Context> context, v8::Local<v8::Value> error,
                                                     v8::Local<v8::Array> frames) {
  v8::Isolate* isolate = context->GetIsolate();
  Runtime& runtime = Runtime::Of(isolate);
  v8::Local<v8::Value> realm_error;
  if (!context->Global()->Get(context, bind::Symbolic(isolate, "Error")).ToLocal(&realm_error)) return {};
  v8::Local<v8::Value> arguments[] = {realm_error, error, frames};
  return runtime.hooks().prepare_stack_trace.Get(isolate)->Call(context, v8::Undefined(isolate), 3, arguments);
}

class Runtime::SpareStack {
 public:
  explicit SpareStack(Runtime& runtime) : runtime_(runtime), given_(!runtime.uses_spare_stack_) {
    const Settings& settings = runtime.settings();
    given_ = given_ && settings.stack_limit != 0 && settings.spare_stack != 0;
    if (!given_) return;
    runtime.uses_spare_stack_ = true;
    runtime.isolate()->SetStackLimit(settings.stack_limit - settings.spare_stack);
  }
  ~SpareStack() {
    if (!given_) return;
    runtime_.uses_spare_stack_ = false;
    runtime_.isolate()->SetStackLimit(runtime_.settings().stack_limit);
  }
  SpareStack(const SpareStack&) = delete;

 private:
  Runtime& runtime_;
  bool given_;
};

void Runtime::PrintCaught(v8::TryCatch& try_catch) {
  v8::Local<v8::Value> stack;
  if (!try_catch.StackTrace(context()).ToLocal(&stack)) stack = try_catch.Exception();
  v8::String::Utf8Value text(isolate(), stack);
  fprintf(stderr, "%s\n%s\n\n", SourceArrow(isolate(), context(), try_catch.Message()).c_str(), *text ? *text : "");
}

void Runtime::OnPromiseReject(v8::PromiseRejectMessage message) {
  if (stopping()) return;
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  v8::Local<v8::Value> reason = message.GetValue();
  if (reason.IsEmpty()) reason = v8::Undefined(isolate);
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, message.GetEvent()), message.GetPromise(), reason};
  v8::TryCatch try_catch(isolate);
  auto hook = hooks_.on_rejection.Get(isolate);
  if (!hook->Call(context(), v8::Undefined(isolate), 3, arguments).IsEmpty() || try_catch.HasTerminated()) return;
  // No listener may be called from here, where the stack may be used up.
  fprintf(stderr, "Exception in PromiseRejectCallback:\n");
  PrintCaught(try_catch);
}

void Runtime::HandleUncaught(v8::TryCatch& try_catch) {
  if (try_catch.HasTerminated() || stopping()) return;
  auto error = try_catch.Exception();
  auto message = try_catch.Message();
  try_catch.Reset();
  HandleUncaught(error, message);
}

void Runtime::HandleUncaught(v8::Local<v8::Value> error, v8::Local<v8::Message> message) {
  if (stopping()) return;
  v8::HandleScope handles(isolate());
  auto context = this->context();
  v8::Context::Scope scope(context);
  auto undefined = v8::Undefined(isolate());
  SpareStack spare(*this);
  // The hook returns only when the error was handled; otherwise it prints, emits 'exit' and ends the process itself.
  v8::TryCatch try_catch(isolate());
  v8::Local<v8::Value> arguments[] = {error, v8::False(isolate()),
                                      bind::NewString(isolate(), SourceArrow(isolate(), context, message)),
                                      ThrowStack(isolate(), context, message)};
  auto result = hooks_.on_uncaught.Get(isolate())->Call(context, undefined, 4, arguments);
  if (!result.IsEmpty() || stopping() || try_catch.HasTerminated()) return;

  // The handler threw itself.
  v8::Local<v8::Value> failure[] = {try_catch.Exception(),
                                    bind::NewString(isolate(), SourceArrow(isolate(), context, try_catch.Message()))};
  v8::TryCatch in_report(isolate());
  bool reported = !hooks_.on_handler_failure.Get(isolate())->Call(context, undefined, 2, failure).IsEmpty();
  if (stopping() || in_report.HasTerminated()) return;
  if (!reported) PrintCaught(try_catch);
  RestoreTerminal();
  Exit(kFatalHandlerFailed);
}

std::string SourceArrow(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Message> message) {
  v8::Local<v8::String> line;
  if (message.IsEmpty() || !message->GetSourceLine(context).ToLocal(&line)) return {};
  int number = message->GetLineNumber(context).FromMaybe(0);
  if (number == 0) return {};
  v8::Local<v8::Value> name = message->GetScriptResourceName();
  v8::String::Utf8Value file(isolate, name);
  v8::String::Utf8Value source(isolate, line);
  int start = message->GetStartColumn(context).FromMaybe(0), end = message->GetEndColumn(context).FromMaybe(0);
  // Columns of a script's first line count what stands before it in its document.
  v8::ScriptOrigin origin = message->GetScriptOrigin();
  if (number - 1 == origin.LineOffset()) {
    start = std::max(0, start - origin.ColumnOffset());
    end = std::max(0, end - origin.ColumnOffset());
  }
  std::string text(*source, strnlen(*source, source.length()));  // as much as a terminal would show
  std::string arrow = name->IsUndefined() ? "<anonymous_script>" : std::string(*file, file.length());
  arrow += ":" + std::to_string(number) + "\n" + text + "\n";
  // A place behind the end of the line, as JSON.parse reports, cannot be pointed at.
  if (start > end || end > static_cast<int>(text.size())) return arrow;
  for (int i = 0; i < start; ++i) arrow += text[i] == '\t' ? '\t' : ' ';
  arrow.append(end - start, '^');
  return arrow + "\n";
}

}  // namespace eddy
