// Stacks of a thread's JavaScript, taken by V8's profiler every 10 ms. V8's own profiler, since it alone sees through
// what does not look for interrupts: JSON.parse, sort, a native function that waits in the kernel.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "v8-profiler.h"
#include "v8-unwinder.h"
#include "v8.h"

namespace eddy::observe {

struct Frame {
  std::string function;  // "" for one without a name
  std::string file;      // path or URL; "node:fs" of a built-in; "wasm://…"; "" of what V8 does itself
  int line = 0;  // where it was: the line that called the next frame, or the innermost frame's own; 0: not known
  // The native function that it called. Where that was called by a built-in that is inlined here, the line is the
  // built-in's.
  std::string calls;
  int begins_column = 0;  // of the function's text: where its parameters begin
  bool is_wasm() const { return file.starts_with("wasm:"); }
  // JavaScript of the program's: what has lines.
  bool is_users() const { return !file.empty() && !file.starts_with("node:") && !is_wasm(); }
};

struct Stack {
  std::vector<Frame> frames;  // the outermost first
  double samples = 0;
  v8::StateTag state = v8::StateTag::JS;
};

class Sampler {
 public:
  static constexpr int kIntervalMs = 10;

  explicit Sampler(v8::Isolate* isolate);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  // The stacks that were sampled from `begin_ns` on (by uv_hrtime), and not before the last Take or Forget.
  std::vector<Stack> Take(uint64_t begin_ns);
  // Lets go of what was sampled until now, once it has grown old.
  void ForgetOld(uint64_t now_ns);

 private:
  void StartPeriod();
  v8::CpuProfile* EndPeriod();

  v8::CpuProfiler* const profiler_;
  v8::ProfilerId period_ = 0;
  uint64_t period_began_ns_ = 0;
};

}  // namespace eddy::observe
