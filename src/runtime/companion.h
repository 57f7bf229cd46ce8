// What a room adds to a thread's runtime (native addons): ended before the loop and the isolate are closed, destroyed
// when both are gone.
#pragma once
#include <memory>

namespace eddy {

class Runtime;

class Companion {
 public:
  virtual ~Companion() = default;
  virtual void End() = 0;  // called once; no JavaScript runs any more
};

// Of this thread's runtime.
void Accompany(std::unique_ptr<Companion> companion);
// The program has ended: stops the runtime and ends its companions, the youngest first. Nothing where there are none.
void EndCompanions(Runtime& runtime);

}  // namespace eddy
