#include "observe/seen_lines.h"

#include <algorithm>

namespace eddy::observe {

void SeenLines::Take(v8::Isolate* isolate) {
  constexpr int kFrames = 64;
  constexpr size_t kMostLines = 200;
  if (!isolate->InContext()) return;
  v8::HandleScope handles(isolate);
  auto stack = v8::StackTrace::CurrentStackTrace(isolate, kFrames);
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    auto frame = stack->GetFrame(isolate, i);
    v8::String::Utf8Value name(isolate, frame->GetScriptNameOrSourceURL()), function(isolate, frame->GetFunctionName());
    SeenLine seen{*name ? *name : "", *function ? *function : "", frame->GetLineNumber(), 1};
    if (seen.file.empty() || seen.file.starts_with("node:")) continue;
    auto known = std::ranges::find_if(lines_, [&](const SeenLine& one) {
      return one.line == seen.line && one.file == seen.file && one.function == seen.function;
    });
    if (known != lines_.end()) {
      ++known->times;
    } else if (lines_.size() < kMostLines) {
      lines_.push_back(std::move(seen));
    }
  }
}

}  // namespace eddy::observe
