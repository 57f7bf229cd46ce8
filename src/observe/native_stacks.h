// Stacks of this thread's C++, taken in the moments in which V8's profiler samples its JavaScript: in that profiler's
// own signal, so that the two belong together by their times.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "v8.h"

namespace eddy::observe {

class NativeStacks {
 public:
  class Recorder;

  // What was sampled. A stack is a path from a node to the root, which is node 0 and has no function.
  struct Function {
    int library;       // an index; -1: in none
    uint64_t address;  // as the library's file has it; for what begins nowhere we know, where the sample was
  };
  struct Node {
    uint32_t parent, function;
  };
  struct Sample {
    uint64_t begin_us;  // V8 took its own between this and …
    uint32_t length_us;
    uint32_t node;  // the innermost function
  };
  struct Taken {
    std::vector<std::string> libraries;  // paths; "" is the executable
    std::vector<Function> functions;
    std::vector<Node> nodes;
    std::vector<Sample> samples;
  };

  // nullptr: V8's profiler does not sample this thread now.
  static std::unique_ptr<NativeStacks> Start(v8::Isolate* isolate);
  ~NativeStacks();
  NativeStacks(const NativeStacks&) = delete;

  // Ends it. To be called on the same thread, after V8's profiler has stopped.
  Taken Stop();

 private:
  explicit NativeStacks(std::unique_ptr<Recorder> recorder);
  const std::unique_ptr<Recorder> recorder_;
};

}  // namespace eddy::observe
