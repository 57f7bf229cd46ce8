// The loop's own handles and the list of its resources. libuv turns the loop; the phases call the queues in JavaScript.
#include "loop/loop.h"

#include "bind/convert.h"
#include "engine/check.h"
#include "engine/clock.h"
#include "loop/callback_scope.h"
#include "loop/fuzzed_run.h"
#include "loop/request.h"
#include "loop/schedule.h"
#include "observe/note_run.h"
#include "observe/origin.h"
#include "runtime/runtime.h"
#include "trace/trace.h"

namespace eddy::loop {

const char* PhaseName(Phase phase) {
  static constexpr const char* kNames[] = {"timers", "pending", "idle", "prepare", "poll", "check", "close"};
  return kNames[static_cast<int>(phase)];
}

Resource::Resource(Loop& loop, Type type, const char* kind)
    : loop_(loop), type_(type), kind_(kind), born_ms_(loop.now()) {
  loop.Add(this);
}

Resource::~Resource() { loop_.Remove(this); }

Loop::Loop(Runtime& runtime, uv_loop_t* made) : runtime_(runtime), uv_(made ? *made : own_) {
  if (!made) CHECK(uv_loop_init(&own_) == 0);
  uv_.data = this;
  if (IsFuzzed()) engine::clock.update_loop(&uv_);
  base_ms_ = uv_now(&uv_);
  at_once_left_ = at_once_in_turn;
  uv_timer_init(&uv_, &timer_);
  uv_check_init(&uv_, &check_);
  uv_idle_init(&uv_, &idle_);
  uv_idle_init(&uv_, &keep_turning_);
  uv_prepare_init(&uv_, &before_poll_);
  uv_check_init(&uv_, &after_poll_);
  timer_.data = check_.data = before_poll_.data = after_poll_.data = this;
  uv_check_start(&check_, OnCheck);
  uv_unref(reinterpret_cast<uv_handle_t*>(&check_));  // the idle handle alone keeps the loop alive for immediates
  ReferenceTimers(false);                             // until the first timer that is to keep the loop alive
}

Loop::~Loop() { CHECK(!open_); }

void Loop::Run() {
  if (before_first_wait_ && Alive()) std::exchange(before_first_wait_, nullptr)();
  observe::NoteRun(true);
  IsFuzzed() ? FuzzedRun::Of().Run(*this) : static_cast<void>(uv_run(&uv_, UV_RUN_DEFAULT));
  observe::NoteRun(false);
}

void Loop::Close() {
  if (!open_) return;
  open_ = false;
  for (auto* list : {&done_, &done_this_turn_}) {
    for (auto* request : std::exchange(*list, {})) delete request;
  }
  if (IsFuzzed()) FuzzedRun::Of().Close();
  if (mailbox_) mailbox_->Shut();
  for (Resource* resource = resources_; resource; resource = resource->next_) resource->Cancel();
  auto close = [](uv_handle_t* handle, void*) {
    if (!uv_is_closing(handle)) uv_close(handle, nullptr);
  };
  uv_walk(&uv_, close, nullptr);
  while (uv_run(&uv_, UV_RUN_DEFAULT) != 0) {
    // A stop that came after the loop had ended makes the first run return at once.
  }
  CHECK(uv_loop_close(&uv_) == 0);
}

Mailbox& Loop::mailbox() {
  if (!mailbox_) mailbox_ = std::make_unique<Mailbox>(*this);
  return *mailbox_;
}

void Loop::ScheduleTimers(uint64_t delay_ms) {
  if (IsFuzzed()) return FuzzedRun::Of().StartTimer(&timer_, OnTimers, delay_ms);
  uv_timer_start(&timer_, OnTimers, delay_ms, 0);
}

void Loop::ReferenceTimers(bool referenced) {
  auto* handle = reinterpret_cast<uv_handle_t*>(&timer_);
  referenced ? uv_ref(handle) : uv_unref(handle);
}

void Loop::ReferenceImmediates(bool referenced) {
  runtime_.set_state(State::kLoopKeptByImmediates, referenced);
  referenced ? uv_idle_start(&idle_, OnIdle) : uv_idle_stop(&idle_);
}

// --- The timers phase. ---
void Loop::OnTimers(uv_timer_t* timer) {
  auto& loop = *static_cast<Loop*>(timer->data);
  trace::Span span(trace::environment, "RunTimers");
  if (loop.observer_) loop.observer_->PhaseBegin(Phase::kTimers);
  {
    CallbackScope scope(loop.runtime_);
    // What becomes due while callbacks run waits for the next turn: timers that take longer than their period starve
    // nobody.
    engine::clock.update_loop(&loop.uv_);
    v8::Local<v8::Value> now = v8::Number::New(loop.runtime_.isolate(), static_cast<double>(loop.now()));
    // A timer that threw left the rest of its list waiting: as long as the error was handled, go on.
    v8::Local<v8::Value> next;
    while (!scope.Call(loop.runtime_.hooks().process_timers, now).ToLocal(&next)) {
      if (loop.runtime_.stopping()) return;
    }
    // The answer is when to come back: 0 for never, negative when only unreferenced timers wait.
    double expiry = next->IsNumber() ? next.As<v8::Number>()->Value() : 0;
    if (expiry != 0) {
      double delay = std::abs(expiry) - static_cast<double>(loop.now());
      loop.ScheduleTimers(delay > 1 ? bind::Saturated<uint64_t>(delay) : 1);
      loop.ReferenceTimers(expiry > 0);
    }
  }
  if (loop.observer_) loop.observer_->PhaseEnd(Phase::kTimers);
}

// --- The check phase. ---
void Loop::OnCheck(uv_check_t* check) {
  auto& loop = *static_cast<Loop*>(check->data);
  trace::Span span(trace::environment, "CheckImmediate");
  {
    trace::Span native(trace::environment, "RunAndClearNativeImmediates");
    if (!loop.done_.empty()) loop.DeliverDone();
  }
  loop.RunImmediates();
  loop.at_once_left_ = at_once_in_turn;
  loop.turn_++;
  if (!loop.done_this_turn_.empty()) {
    loop.done_.swap(loop.done_this_turn_);
  } else if (uv_is_active(reinterpret_cast<uv_handle_t*>(&loop.keep_turning_))) {
    uv_idle_stop(&loop.keep_turning_);
  }
}

void Loop::DeliverNextTurn(WorkRequest* request) {
  if (done_.empty() && done_this_turn_.empty()) uv_idle_start(&keep_turning_, OnIdle);
  done_this_turn_.push_back(request);
}

void Loop::DeliverDone() {
  if (observer_) observer_->PhaseBegin(Phase::kPoll);
  // One that threw may have stopped the thread: the rest is deleted then.
  for (auto* request : done_) request->Deliver();
  done_.clear();
  if (observer_) observer_->PhaseEnd(Phase::kPoll);
}

// The immediates that were queued before the phase began.
void Loop::RunImmediates() {
  if (runtime_.state(State::kReferencedImmediates) == 0 && runtime_.state(State::kLoopKeptByImmediates)) {
    // The last one was cleared. This turn was made for it alone if nothing else keeps the loop alive.
    ReferenceImmediates(false);
    if (!Alive()) return;
  }
  if (runtime_.state(State::kImmediates) == 0) return;
  if (observer_) observer_->PhaseBegin(Phase::kCheck);
  // What a tick that threw left waiting runs before the first immediate.
  if (runtime_.state(State::kTicksPending)) CallbackScope drain(runtime_);
  do {
    // Behind an immediate that threw, ticks and jobs wait until the next one has run.
    CallbackScope scope(runtime_);
    if (scope.Call(runtime_.hooks().process_immediates).IsEmpty()) scope.SkipDrain();
  } while (runtime_.state(State::kImmediatesInterrupted) != 0 && !runtime_.stopping());
  if (runtime_.state(State::kReferencedImmediates) == 0) ReferenceImmediates(false);
  if (observer_) observer_->PhaseEnd(Phase::kCheck);
}

// --- The observer. ---
void Loop::Observe(Observer* observer) {
  observer_ = observer;
  if (observer) {
    uv_prepare_start(&before_poll_, OnPrepare);
    uv_check_start(&after_poll_, OnPollEnd);
    uv_unref(reinterpret_cast<uv_handle_t*>(&before_poll_));
    uv_unref(reinterpret_cast<uv_handle_t*>(&after_poll_));
  } else {
    uv_prepare_stop(&before_poll_);
    uv_check_stop(&after_poll_);
  }
}

void Loop::OnPrepare(uv_prepare_t* prepare) {
  auto& loop = *static_cast<Loop*>(prepare->data);
  loop.observer_->TurnBegin(loop.turn_ + 1);
  loop.observer_->PhaseBegin(Phase::kPoll);
}

void Loop::OnPollEnd(uv_check_t* check) { static_cast<Loop*>(check->data)->observer_->PhaseEnd(Phase::kPoll); }

void Loop::Add(Resource* resource) {
  resource->next_ = resources_;
  if (resources_) resources_->previous_ = resource;
  resources_ = resource;
  if (observe::KeepsOrigins()) resource->origin_ = UserLine();
  if (observer_) resource->cause_ = observer_->ResourceMade(*resource);
}

void Loop::Remove(Resource* resource) {
  if (observer_) observer_->ResourceGone(*resource);
  (resource->previous_ ? resource->previous_->next_ : resources_) = resource->next_;
  if (resource->next_) resource->next_->previous_ = resource->previous_;
}

std::string Loop::UserLine() const { return observe::UserLines(runtime_.isolate()); }

}  // namespace eddy::loop
