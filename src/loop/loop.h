// The event loop of one thread. One turn is libuv's:
//
//   timers → pending callbacks → idle, prepare → poll (waits here) → check → close callbacks
//
// Timers and immediates are queues in JavaScript (modules/timers); this class gives each its place in the turn: a uv
// timer set for the nearest expiry, and a check handle that runs while immediates wait. Everything else enters through
// handles and requests of the rooms. All of them call into JavaScript through CallbackScope.
#pragma once
#include <uv.h>

#include <functional>
#include <memory>
#include <vector>

#include "loop/mailbox.h"
#include "loop/observer.h"
#include "loop/resource.h"
#include "v8.h"

namespace eddy {
class Runtime;
}

namespace eddy::loop {

class WorkRequest;

class Loop {
 public:
  // `made`: libuv's loop when there is one already; it must outlive this.
  explicit Loop(Runtime& runtime, uv_loop_t* made = nullptr);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  uv_loop_t* uv() { return &uv_; }
  Runtime& runtime() { return runtime_; }
  // Milliseconds since the loop was made, as of the begin of this turn.
  uint64_t now() { return uv_now(&uv_) - base_ms_; }

  void Run();  // until no handle and no request that is referenced is left
  bool Alive() const { return uv_loop_alive(&uv_); }
  // Closes every handle, cancels the requests that wait for the pool, and waits for those under way.
  void Close();
  // Where other threads leave word; made when first asked for.
  Mailbox& mailbox();

  // Timers: the one uv timer for the nearest of all expiries.
  void ScheduleTimers(uint64_t delay_ms);
  void ReferenceTimers(bool referenced);
  // Immediates: a referenced one keeps the loop alive, and keeps poll from waiting.
  void ReferenceImmediates(bool referenced);

  // Counts the turns; one ends with its immediates.
  uint64_t turn() const { return turn_; }
  // Requests whose work needed no wait, done when they were made: their callbacks run once poll has, in the next turn.
  void DeliverNextTurn(WorkRequest* request);
  // Whether one more request may be done at once in this turn. Takes from what a turn may spend so.
  bool MayDoAtOnce() { return at_once_left_ > 0 && at_once_left_-- > 0; }

  void Observe(Observer* observer);
  // `what` is done once, before the loop first runs with something to wait for: not at all in a program that only
  // computes.
  void BeforeFirstWait(std::function<void()> what) { before_first_wait_ = std::move(what); }
  Observer* observer() const { return observer_; }
  Resource* resources() const { return resources_; }

 private:
  friend class Resource;
  void Add(Resource* resource);
  void Remove(Resource* resource);
  std::string UserLine() const;

  static void OnTimers(uv_timer_t* timer);
  static void OnCheck(uv_check_t* check);
  void RunImmediates();
  void DeliverDone();
  static void OnIdle(uv_idle_t*) {}
  static void OnPrepare(uv_prepare_t* prepare);
  static void OnPollEnd(uv_check_t* check);

  Runtime& runtime_;
  uv_loop_t own_;
  uv_loop_t& uv_;
  uv_timer_t timer_;
  uv_check_t check_;
  uv_idle_t idle_;            // active while a referenced immediate waits: makes poll return at once
  uv_idle_t keep_turning_;    // active while done requests wait
  uv_prepare_t before_poll_;  // these two mark the poll phase for the observer
  uv_check_t after_poll_;
  std::vector<WorkRequest*> done_, done_this_turn_;  // to be delivered in this turn, in the next one
  int at_once_left_ = 0;
  uint64_t base_ms_ = 0;
  bool open_ = true;
  std::unique_ptr<Mailbox> mailbox_;
  Observer* observer_ = nullptr;
  std::function<void()> before_first_wait_;
  uint64_t turn_ = 0;
  Resource* resources_ = nullptr;
};

}  // namespace eddy::loop
