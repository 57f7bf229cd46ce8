#include "observe/origin.h"

namespace eddy::observe {

std::atomic<bool> keeps_origins = false;

void KeepOrigins() { keeps_origins = true; }

std::string UserLines(v8::Isolate* isolate) {
  constexpr int kFrames = 64;
  if (!isolate->InContext()) return {};
  v8::HandleScope handles(isolate);
  auto stack = v8::StackTrace::CurrentStackTrace(isolate, kFrames);
  std::string lines;
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    auto frame = stack->GetFrame(isolate, i);
    v8::String::Utf8Value name(isolate, frame->GetScriptNameOrSourceURL()), function(isolate, frame->GetFunctionName());
    std::string file = *name ? *name : "";
    if (file.empty() || file.starts_with("node:")) continue;
    bool is_packages = file.find("/node_modules/") != file.npos;
    if (!lines.empty() && is_packages) continue;
    lines += (lines.empty() ? "" : "\n") + file + ":" + std::to_string(frame->GetLineNumber()) + ":" +
             std::to_string(frame->GetColumn());
    if (*function && function.length() > 0) lines += " " + std::string(*function);
    if (!is_packages) break;
  }
  return lines;
}

}  // namespace eddy::observe
