// Watches one thread's loop: times its callbacks, and reports those that block it for longer than a limit.
//
//   loop's observer, note.h ─▶ Watch: when the running callback began ──▶ returned, within the limit: nothing
//                        │                                    └─▶ returned late: its samples → culprit → report
//        Watchdog thread ┘ still running: an interrupt; endless ones are reported while they last
#pragma once
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "loop/loop.h"
#include "loop/mailbox.h"
#include "observe/listeners.h"
#include "observe/report.h"
#include "observe/sampler.h"
#include "observe/seen_lines.h"
#include "runtime/companion.h"
#include "v8.h"

namespace eddy {
class Runtime;
}

namespace eddy::observe {

class Watch final : public Listener, public Companion {
 public:
  struct Settings {
    double limit_ms = 50;
    bool json = false;   // the form of what is written
    bool writes = true;  // to standard error
    int thread = 0;
  };

  // `due_timers` is a function in JavaScript: how many timers are due, and since when, as [count, milliseconds].
  Watch(Runtime& runtime, const Settings& settings, v8::Local<v8::Function> due_timers);
  ~Watch() override;

  // This thread's, or nullptr.
  static Watch* Of();

  // `listener` gets each report as JSON, in a turn behind the callback. An empty one: nobody.
  void SetListener(v8::Local<v8::Function> listener);
  // How long the running callback has been running, and how many samples there are of it.
  std::pair<double, double> Running();
  double limit_ms() const { return settings_.limit_ms; }
  uint64_t reported() const { return reported_; }

  // --- The loop's observer. ---
  void TurnBegin(uint64_t now) override { sampler_->ForgetOld(now); }
  void PhaseBegin(loop::Phase phase) override { phase_ = phase; }
  void CallbackBegin(uint64_t now) override;
  void CallbackEnd(uint64_t now) override;

  // --- What callers of callbacks note. ---
  void NextCallback(Step step, double due_ms, v8::Local<v8::Value> function, uint32_t cause) override;
  void NoteKind(const char* kind, const loop::Resource* resource) override;
  void NoteDrain() override;
  void NoteRun(bool runs) override;
  void NoteRequest(std::string_view what) override;
  void WriteRest() override;

  // --- A companion of the runtime. ---
  void End() override;

 private:
  friend class Watchdog;
  class Notice;
  struct Current {
    uint64_t begin_ns = 0, drain_ns = 0;
    uint64_t processor_ns = 0;                 // of the thread when it began, at most
    double late_ms = 0;                        // of a timer: when it began after it was due
    const loop::Resource* resource = nullptr;  // perhaps gone by now
    const char* resource_kind = "";
    bool is_fresh = true;     // nothing has run in it but what calls the first of several
    size_t request_size = 0;  // of request_; 0: it is none
    uint64_t jobs_before = 0;
    int32_t ticks_before = 0;
    int collections = 0;
    double collections_ms = 0;
    uint64_t collections_waited_ns = 0;  // of that, while the thread did not compute
  };
  // What became of one line: when it blocked, for how long.
  struct Site {
    std::string name;
    std::deque<std::pair<uint64_t, double>> times;  // of the last minute
    uint64_t written_ns = 0;
    int unwritten = 0;
  };

  void Begin(const char* kind, uint64_t now);
  void Finish(uint64_t now);
  void OnBlocked(uint64_t now);
  BlockReport Compose(uint64_t now, bool goes_on);
  bool IsKnown(const BlockReport& report, uint64_t own_ns);
  void Publish(BlockReport report, uint64_t now);
  void Write(const std::string& text);
  Waiting CountWaiting(bool asks_timers);
  void TakeSamples();
  std::string DetailOf();
  const loop::Resource* LivingResource();
  void CountJobs(bool on);

  // Called by the watchdog's thread.
  bool Look(uint64_t now);  // whether to look again soon: the callback takes long
  void Witness(uint64_t now, uint64_t begin);
  void AskForLine(uint64_t now, uint64_t begin);
  void AskOfLong(uint64_t now, uint64_t begin);
  void NoteRunDelay(uint64_t now);
  void WriteStuck(uint64_t now, uint64_t begin);
  // In the loop's thread, between two steps of its JavaScript.
  void OnOverLimit(uint64_t begin);
  void OnStillRunning();
  uint64_t RunDelaySince(uint64_t begin);
  uint64_t TakenByOthers(uint64_t now);
  uint64_t ProcessorTimeAt(uint64_t now);
  uint64_t OwnTime() const;

  static void OnCollectionBegin(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data);
  static void OnCollectionEnd(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data);

  Runtime& runtime_;
  v8::Isolate* const isolate_;
  const Settings settings_;
  const uint64_t limit_ns_;
  std::unique_ptr<Sampler> sampler_;
  v8::Global<v8::Function> due_timers_, listener_;
  std::shared_ptr<Notice> notice_;
  std::vector<std::string> unread_;  // reports for the listener
  loop::Phase phase_ = loop::Phase::kPoll;
  Current running_;
  std::vector<Stack> stacks_;  // of it, taken before its end
  SeenLines seen_;
  char request_[200];  // "GET /", Latin-1, of an HTTP request that runs
  bool loop_runs_;
  bool counts_jobs_ = false;
  uint64_t processor_read_ns_ = 0, processor_ns_ = 0;  // when the thread's processor time was read, and what it was
  uint64_t taken_ns_ = 0;                              // when samples of the running callback were last taken
  uint64_t collection_began_ns_ = 0, collection_processor_ns_ = 0;
  std::map<std::string, Site> sites_;
  uint64_t reported_ = 0;
  bool ended_ = false;

  // What the watchdog reads.
  std::atomic<uint64_t> begin_ns_ = 0;  // of the running callback; 0: none
  std::atomic<const char*> kind_ = "";
  // For how long it has seen the running callback run, and which one that is, by its begin.
  std::atomic<uint64_t> witnessed_ns_ = 0, witnessed_begin_ns_ = 0;
  // What it alone has.
  uint64_t looked_ns_ = 0, asked_ns_ = 0, last_question_ns_ = 0, stuck_written_ = 0, next_line_ns_ = 0;
  std::atomic<uint64_t> next_question_ns_ = 0;
  std::atomic<bool> question_open_ = false;  // an interrupt was asked for and has not come
  std::atomic<bool> line_open_ = false;      // the same of one that looks for the line
  int statistics_fd_ = -1;
  std::mutex delays_mutex_;
  std::deque<std::pair<uint64_t, uint64_t>>
      delays_;  // when, and how long the thread had waited for a processor by then
};

}  // namespace eddy::observe
