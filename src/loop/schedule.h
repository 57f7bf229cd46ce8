// --fuzz-seed: the loop takes another order that is as legal as the plain one. Each place where the order is open asks
// here; what is answered is drawn from the seed, the kind of choice and how many of that kind there were, so that a
// seed means the same after a small change of the program. While no loop is fuzzed, asking costs one predictable
// branch.
//
// What may be chosen: results of the thread pool in any order and later; reads later, and in smaller pieces; timers
// later, never one before another that was due earlier; messages of other threads later, all that wait together.
// What may not, and is never asked: the order of ticks, promise jobs and immediates, of one stream's data, of one
// port's messages.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace eddy::loop {

class Resource;

enum class Choice : uint8_t {
  kResult,   // a result of the pool waits
  kOrder,    // which of the results comes next
  kTimer,    // the loop looks for timers later
  kRead,     // a descriptor that is ready is not read yet
  kSplit,    // not all that could be read is
  kMessage,  // messages of other threads wait
};

extern bool is_fuzzed;
inline bool IsFuzzed() { return is_fuzzed; }

class Schedule {
 public:
  struct Settings {
    uint64_t seed = 0;
    bool keeps_all = true;
    std::set<std::string> keep;  // otherwise: the choices that are taken ("result:3"); all others are the plain ones
    std::string log;             // a file that gets a line for each choice that is not the plain one; "": none
  };
  // Once, before any loop runs. An error in words, or "".
  static std::string Begin(Settings settings);
  // This thread's.
  static Schedule& Of();

  // Whether `who` has to wait longer: to be asked until it need not any more. `resource`: of which the choice is.
  bool Postpones(Choice choice, const void* who, const Resource* resource);
  // One of 0 to `count` - 1; 0 is the plain choice.
  unsigned Pick(Choice choice, unsigned count, const Resource* resource = nullptr);
  // By how many milliseconds later timers are looked for.
  uint64_t TimerDelay();
  // How many bytes are read at most.
  size_t ReadAtMost(size_t room, const Resource* resource);

 private:
  Schedule();
  unsigned Draw(Choice choice, unsigned count, const Resource* resource);
  void Log(const std::string& name, unsigned value, const Resource* resource);

  const int thread_;
  uint64_t indexes_[6] = {};
  std::map<const void*, uint64_t> until_ns_;
};

}  // namespace eddy::loop
