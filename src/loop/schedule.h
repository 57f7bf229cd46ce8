// --fuzz-seed: the loop takes another order that is as legal as the plain one. Each place where the order is open asks
// here; what is answered is drawn from the seed, the kind of choice and how many of that kind there were, so that a
// seed means the same after a small change of the program. While no loop is fuzzed, asking costs one predictable
// branch. The turns of a fuzzed loop are in fuzzed_run.h, its time in virtual_time.h.
//
// What comes to the loop (a result of the pool, data of a socket, timers that are due) is an *event*. The choice is how
// long it waits, or is *held*: until other events have come, for some milliseconds, until nothing else can be done
// without waiting, until timers have run. What is never asked, as it is no choice: the order of ticks, promise jobs and
// immediates, of timers among themselves, of one stream's data, of one port's messages.
//
// A seed stands for one of two strategies. One draws for each event alike, by a rate of its own. The other mostly
// leaves the order as it is, and holds an event where others of its kind are outstanding: they may touch the same
// thing.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace eddy::loop {

class Resource;

enum class Choice : uint8_t {
  kWork,     // a job of the pool begins later
  kResult,   // its result comes later
  kOrder,    // which of the results that are there comes next
  kTimer,    // timers that are due run later
  kRead,     // a descriptor that is ready is not read yet
  kSplit,    // not all that could be read is
  kMessage,  // messages of other threads wait
  kAccept,   // a connection is not accepted yet
  kClose,    // a handle that was closed says so later
  kCount
};

extern bool is_fuzzed;
inline bool IsFuzzed() { return is_fuzzed; }
// Requests that a loop may do at once in one turn; none when it is fuzzed, so that there is a choice.
extern int at_once_in_turn;

class Schedule {
 public:
  struct Settings {
    uint64_t seed = 0;
    bool keeps_all = true;
    std::set<std::string> keep;  // otherwise: the choices that are taken ("result:3"); all others are the plain ones
    std::map<std::string, std::string> after;  // events that are held until another one has come, in place of a draw
    std::string log;  // a file that gets a line for each event, and for each choice that is not the plain one; "": none
  };
  // Once, before any loop runs. `start_ns`: when the process began. An error in words, or "".
  static std::string Begin(Settings settings, uint64_t start_ns);
  // This thread's.
  static Schedule& Of();

  // For how long an event is held.
  struct Hold {
    enum class Until : uint8_t { kNothing, kEvents, kMs, kQuiet, kTimers, kNamed };
    Until until = Until::kNothing;
    uint64_t mark = 0;       // the number of events, the time in ms, how often timers had run
    uint64_t latest_ms = 0;  // not longer than to then
    std::string other;       // kNamed
  };
  // An event that is there, and waits until Ends(hold).
  struct Event {
    std::string name;  // "result:3"
    Hold hold;
    uint64_t ready_us = 0;
    const Resource* resource = nullptr;
  };

  // Begins with an event of this kind: names it and draws for how long it is held. `rivals`: how many others of its
  // kind are outstanding.
  Event Draw(Choice choice, const Resource* resource, size_t rivals);
  bool Ends(const Hold& hold) const;
  // It is delivered now.
  void Run(const Event& event);

  // A timer's callback begins, one of those of an event: for the log.
  void RunTimer(const std::string& site);

  // For what can only be asked anew each turn: whether `who` has to wait longer.
  bool Postpones(Choice choice, const void* who, const Resource* resource);
  // For what can be put aside: calls `go` now, or later from the loop. `who`: see Forget.
  void Deliver(Choice choice, const void* who, const Resource* resource, std::function<void()> go);
  // `who` is gone: what was put aside for it is not called.
  void Forget(const void* who);
  // One of 0 to `count` - 1; 0 is the plain choice.
  unsigned Pick(Choice choice, unsigned count, const Resource* resource = nullptr);
  // How many bytes are read at most.
  size_t ReadAtMost(size_t room, const Resource* resource);

  // The loop closes: what was put aside and is to be called all the same is called, and nothing waits any more.
  void End();

  // --- For FuzzedRun. ---
  // Calls what was put aside and waits no longer.
  void DeliverAside();
  bool HasAside() const { return !aside_.empty(); }
  // Whether somebody asks anew each turn, and is answered that he waits.
  bool HasPostponed() const { return !postponed_.empty(); }
  uint64_t events() const { return events_; }
  void TimersRan() { ++timers_ran_; }
  // Nothing can be done but to wait: ends what is held until then. Whether anything was.
  bool Quiet();
  // When the first of what is held comes at the latest, in ms; UINT64_MAX: nothing is held.
  uint64_t Nearest();
  // Those of FuzzedRun, for the two above.
  void Hear(std::function<void(const std::function<void(Event&)>&)> each) { each_other_ = std::move(each); }

 private:
  struct Aside {
    Event event;
    const void* who;
    std::function<void()> go;
  };
  Schedule();
  std::string NextName(Choice choice, uint64_t* random);
  bool IsKept(const std::string& name) const;
  Hold HoldFor(unsigned value);
  size_t Rivals(Choice choice, const Resource* resource) const;
  void EachHeld(const std::function<void(Event&)>& visit);
  static void LogChoice(const std::string& name, unsigned value, const Resource* resource);

  const int thread_;
  uint64_t indexes_[static_cast<int>(Choice::kCount)] = {};
  std::unordered_map<const void*, Event> postponed_;
  std::vector<Aside> aside_;
  std::function<void(const std::function<void(Event&)>&)> each_other_;
  uint64_t events_ = 0, timers_ran_ = 0;
  uint64_t timers_logged_ = 0;
  uint64_t held_ms_ = 0;  // drawn so far
  bool has_ended_ = false;
  std::set<std::string> ran_;  // of those that others are held for
};

}  // namespace eddy::loop
