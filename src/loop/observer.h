// Sees what the loop does. With none set, each of these points costs the loop one predictable branch.
#pragma once
#include <cstdint>

namespace eddy::loop {

class Resource;

// In the order in which one turn of the loop passes through them.
enum class Phase : uint8_t { kTimers, kPending, kIdle, kPrepare, kPoll, kCheck, kClose };
const char* PhaseName(Phase phase);

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void TurnBegin(uint64_t /*turn*/) {}
  virtual void PhaseBegin(Phase) {}
  virtual void PhaseEnd(Phase) {}
  virtual void CallbackBegin() {}  // a user's function is about to be called from the loop
  virtual void CallbackEnd() {}    // it returned, and its ticks and promise jobs have run
  // The answer is kept as the resource's cause().
  virtual uint32_t ResourceMade(const Resource&) { return 0; }
  virtual void ResourceGone(const Resource&) {}
};

}  // namespace eddy::loop
