// Lines of the program that the running callback was at whenever V8 looked for interrupts. The profiler (sampler.h)
// sees everything, but gives wrong lines, or none, where the optimizer put a built-in into a function of the program.
// An interrupt comes only between two steps of JavaScript, and so late behind JSON.parse() and its like; but its stack
// is exact.
#pragma once
#include <string>
#include <vector>

#include "v8.h"

namespace eddy::observe {

struct SeenLine {
  std::string file, function;  // as in Frame
  int line = 0;
  double times = 0;
};

class SeenLines {
 public:
  // Adds the program's frames of the stack as it is. To be called by an interrupt.
  void Take(v8::Isolate* isolate);
  void Clear() { lines_.clear(); }
  const std::vector<SeenLine>& all() const { return lines_; }

 private:
  std::vector<SeenLine> lines_;
};

}  // namespace eddy::observe
