// Records what one thread's loop does, in a ring (ring.h): each callback with its phase, kind, site and cause, when it
// could have begun, began and ended; turns, collections of garbage, and work of the pool.
#pragma once
#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

#include "observe/listeners.h"
#include "observe/ring.h"
#include "runtime/companion.h"
#include "v8.h"

namespace eddy {
class Runtime;
}

namespace eddy::observe {

class Recorder final : public Listener, public Companion {
 public:
  // `count_timers`: a function in JavaScript that returns how many timers wait.
  // `is_full`: turns, counts of promise jobs and the lines that made requests, too, which cost more.
  // `in_main_script`: that runs now, and is the first callback; the loop has not begun.
  Recorder(Runtime& runtime, std::shared_ptr<Ring> ring, bool is_full, bool in_main_script,
           v8::Local<v8::Function> count_timers);
  ~Recorder() override;

  // This thread's, or nullptr.
  static Recorder* Of();
  // The rings of all threads that record, or did a moment ago. From any thread.
  static std::vector<std::shared_ptr<Ring>> AllRings();

  const std::shared_ptr<Ring>& ring() const { return ring_; }
  bool is_full() const { return is_full_; }
  void BecomeFull();
  // From now on the wait in poll is measured, which costs each turn two looks at the clock.
  void MeasureWaits();
  // Of the running callback; 0: none runs.
  uint32_t number() const { return static_cast<uint32_t>(number_); }
  // The place of a function of the program's, as Record::site has it; 0 for others.
  uint32_t SiteOf(v8::Local<v8::Function> function);
  void Stop();    // no more records; to be called outside of callbacks
  void Sample();  // brings the counts up to date that are not kept at each callback

  // --- A listener. ---
  void TurnBegin(uint64_t now) override;
  void PhaseBegin(loop::Phase phase) override;
  void PhaseEnd(loop::Phase phase) override;
  void CallbackBegin(uint64_t now) override { Begin(now); }
  void CallbackEnd(uint64_t now) override;
  uint32_t ResourceMade(const loop::Resource& resource) override;
  void NextCallback(Step step, double due_ms, v8::Local<v8::Value> function, uint32_t cause) override;
  void NoteKind(const char* kind, const loop::Resource* resource) override;
  void NoteFunction(v8::Local<v8::Function> function) override;
  void NoteDrain() override;
  void NoteRun(bool runs) override;
  void NoteRequest(std::string_view what) override;
  void NoteWorkDone(const loop::WorkRequest& request, const PoolTimes& times) override;
  void WriteRest() override;

  // --- A companion of the runtime. ---
  void End() override;

 private:
  // What two literals are called, "read" and "TCPSocketWrap": a name's number in the ring.
  struct Kind {
    const char *kind = nullptr, *resource = nullptr;
    uint16_t name = 0;
  };

  void Begin(uint64_t now);
  void Finish(uint64_t now);
  template <class T>
  void Set(T Record::*field, T value) {
    ring_->SetRunning(field, value);
  }
  uint16_t KindOf(const char* kind, const char* resource_kind);
  uint32_t NewSite(v8::Local<v8::Function> function);
  void OnCollected(v8::GCType type);
  uint64_t Waited();

  static void OnCollectionBegin(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data);
  static void OnCollectionEnd(v8::Isolate*, v8::GCType type, v8::GCCallbackFlags, void* data);

  Runtime& runtime_;
  v8::Isolate* const isolate_;
  const std::shared_ptr<Ring> ring_;
  v8::Global<v8::Function> count_timers_;
  bool is_full_ = false, is_stopped_ = false;

  // Of the callback that runs, besides what stands in the ring.
  uint64_t number_ = 0;          // 0: none
  bool is_fresh_ = true;         // nothing has run in it but what calls the first of several
  bool is_named_ = false;        // its kind is known
  bool is_site_certain_ = true;  // false: it is where the resource was made, for lack of a function of the program's
  bool is_draining_ = false;     // it has returned, and its ticks and promise jobs run
  uint64_t drain_ns_ = 0;        // since when; of a full recording
  uint32_t ticks_before_ = 0;
  uint64_t jobs_before_ = 0;

  bool loop_runs_;
  uint8_t phase_ = kNoPhase;
  uint64_t ready_ns_ = 0;  // when the callbacks of this phase could have begun; 0: not yet known
  uint64_t turn_began_ns_ = 0, turn_waited_ns_ = 0;
  uint64_t collection_began_ns_ = 0;
  uint64_t sampled_ns_ = 0;
  uint64_t pool_result_ns_ = 0;  // when the work was done whose callback comes next
  bool measures_waits_ = false;
  uint64_t waited_before_ns_ = 0;  // by the time that they were measured

  uint16_t request_kind_ = 0;                     // of HTTP requests
  std::array<Kind, 128> kinds_;                   // by the literals' addresses
  std::unordered_map<uint64_t, uint32_t> sites_;  // by script and place in it
};

}  // namespace eddy::observe
