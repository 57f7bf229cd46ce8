// V8 is asked to interrupt the script, which is then ended where it runs code of the program's own: a stream that is
// stopped between two of its steps would never write again.
#include "vm/running_script.h"

#include <string_view>

namespace eddy::vm {
namespace {

// Built-in code that runs on by itself, as a comparison of large objects does, is ended after so many attempts. They
// are apart so that the script moves on in between: V8 calls an interrupt that is requested during another at the same
// place.
constexpr int kAttempts = 40;
constexpr std::chrono::milliseconds kBetweenAttempts(1);

// Whether the script has called a built-in function that has not returned. It may have called back code of the program.
bool IsInBuiltin(v8::Isolate* isolate) {
  constexpr int kFrames = 100;
  v8::HandleScope handles(isolate);
  auto options = static_cast<v8::StackTrace::StackTraceOptions>(v8::StackTrace::kScriptName |
                                                                v8::StackTrace::kExposeFramesAcrossSecurityOrigins);
  auto stack = v8::StackTrace::CurrentStackTrace(isolate, kFrames, options);
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    v8::Local<v8::String> name = stack->GetFrame(isolate, static_cast<uint32_t>(i))->GetScriptName();
    if (name.IsEmpty()) continue;
    v8::String::Utf8Value utf8(isolate, name);
    std::string_view text(*utf8 ? *utf8 : "", *utf8 ? static_cast<size_t>(utf8.length()) : 0);
    if (text == "node:vm" || text.starts_with("node:internal/vm/")) return false;  // what runs the script
    if (text.starts_with("node:")) return true;
  }
  return false;
}

}  // namespace

bool RunningScript::WaitUntilOver(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, most, [this] { return over_; });
}

void RunningScript::End(Cause cause) {
  std::unique_lock lock(mutex_);
  if (over_) return;
  (cause == Cause::kTimeout ? timed_out_ : interrupted_) = true;
  for (int i = 0; i < kAttempts && !over_; ++i) {
    answer_ = Answer::kNone;
    auto self = std::make_unique<std::shared_ptr<RunningScript>>(shared_from_this());
    isolate_->RequestInterrupt(OnInterrupt, self.release());
    changed_.wait(lock, [this] { return over_ || answer_ != Answer::kNone; });
    if (answer_ == Answer::kEnded) return;
    changed_.wait_for(lock, kBetweenAttempts, [this] { return over_; });
  }
  if (!over_) isolate_->TerminateExecution();
}

void RunningScript::OnInterrupt(v8::Isolate* isolate, void* data) {
  std::unique_ptr<std::shared_ptr<RunningScript>> owned(static_cast<std::shared_ptr<RunningScript>*>(data));
  RunningScript& script = **owned;
  std::lock_guard lock(script.mutex_);
  if (script.over_) return;
  script.answer_ = IsInBuiltin(isolate) ? Answer::kInBuiltin : Answer::kEnded;
  if (script.answer_ == Answer::kEnded) isolate->TerminateExecution();
  script.changed_.notify_all();
}

void RunningScript::SetOver() {
  {
    std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
}

}  // namespace eddy::vm
