// From native code into JavaScript and back out, with everything that must happen between two callbacks.
#include "loop/callback_scope.h"

#include <utility>
#include <vector>

#include "loop/after_ticks.h"
#include "loop/uncaught_messages.h"
#include "observe/note.h"

namespace eddy::loop {

// A thread has one loop.
static thread_local std::vector<AfterTicks*> after_ticks;

void AfterTicks::CallAfterTicks() { after_ticks.push_back(this); }

bool RunAfterTicks() {
  if (after_ticks.empty()) return false;
  std::vector<AfterTicks*> listeners = std::move(after_ticks);
  after_ticks.clear();
  for (AfterTicks* listener : listeners) listener->OnTicksDone();
  return true;
}

CallbackScope::CallbackScope(Runtime& runtime, v8::Local<v8::Value> async_context)
    : runtime_(runtime), isolate_(runtime.isolate()), handles_(isolate_), context_scope_(runtime.context()) {
  if (!async_context.IsEmpty() && !async_context->IsUndefined()) {
    outer_context_ = isolate_->GetContinuationPreservedEmbedderData();
    isolate_->SetContinuationPreservedEmbedderData(async_context);
    swapped_ = true;
  }
  if (++runtime.callback_depth_ == 1 && runtime.loop().observer()) runtime.loop().observer()->CallbackBegin();
}

CallbackScope::~CallbackScope() {
  if (swapped_) isolate_->SetContinuationPreservedEmbedderData(outer_context_);
  if (runtime_.callback_depth_ == 1 && !runtime_.stopping()) {
    observe::NoteDrain();
    if (drains_) {
      DrainTicksAndJobs();
      while (RunAfterTicks() && !runtime_.stopping()) DrainTicksAndJobs();
    }
    if (runtime_.loop().observer()) runtime_.loop().observer()->CallbackEnd();
  }
  --runtime_.callback_depth_;
}

static thread_local bool uncaught_are_messages = false;
static thread_local v8::TryCatch* innermost = nullptr;

void LetDebuggersSeeUncaught() {
  uncaught_are_messages = true;
  if (innermost != nullptr) innermost->SetVerbose(true);  // the program that has just begun
}

v8::MaybeLocal<v8::Value> CallbackScope::Call(v8::Local<v8::Value> receiver, v8::Local<v8::Function> function,
                                              int count, v8::Local<v8::Value>* arguments) {
  observe::NoteFunction(function);
  v8::TryCatch try_catch(isolate_);
  try_catch.SetVerbose(uncaught_are_messages);
  v8::TryCatch* outer = std::exchange(innermost, &try_catch);
  auto result = function->Call(runtime_.context(), receiver, count, arguments);
  innermost = outer;
  if (result.IsEmpty() && !try_catch.IsVerbose()) runtime_.HandleUncaught(try_catch);
  return result;
}

void CallbackScope::DrainBetween(Runtime& runtime) {
  if (runtime.callback_depth_ != 1 || runtime.stopping()) return;
  CallbackScope scope(runtime);
  scope.DrainTicksAndJobs();
}

void CallbackScope::DrainTicksAndJobs() {
  // Nobody called nextTick, the usual case: the promise jobs alone, without a step into JavaScript.
  if (!runtime_.state(State::kTicksPending)) runtime_.RunMicrotasks();
  if (!runtime_.state(State::kTicksPending) && !runtime_.state(State::kRejectionsPending)) return;
  // A tick that throws ends this drain: the rest waits for the end of the next callback, as on Node.
  Call(runtime_.hooks().process_ticks).IsEmpty();
}

}  // namespace eddy::loop
