// The clock of performance, the loop's idle time and turns, and V8's garbage collections.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "bind/module.h"
#include "engine/clock.h"
#include "loop/handle.h"
#include "observe/note.h"
#include "runtime/milestones.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

constexpr double kNanosecondsInMs = 1e6;

// Static initialisation comes before main: as near to the start of the process as a program gets.
const uint64_t process_start = uv_hrtime();

uint64_t Origin() {
  uint64_t origin = milestones[static_cast<int>(Milestone::kTimeOrigin)];
  return origin != 0 ? origin : process_start;
}

double SinceOrigin(uint64_t time) {
  return static_cast<double>(static_cast<int64_t>(time - Origin())) / kNanosecondsInMs;
}

// Milliseconds since the thread's time origin.
double Now() { return SinceOrigin(engine::clock.monotonic_ns()); }

// The time origin in milliseconds since 1970.
double TimeOrigin() {
  // The same in all threads, to the last digit.
  static const double origin = [] {
    double now = engine::clock.wall_ms();
    return now - Now();
  }();
  return origin;
}

// The milestones as performance.nodeTiming names them, in the order of the enum.
constexpr std::array<std::string_view, 7> kMilestoneNames = {"timeOrigin",        "nodeStart", "v8Start", "environment",
                                                             "bootstrapComplete", "loopStart", "loopExit"};
static_assert(kMilestoneNames.size() == static_cast<size_t>(Milestone::kCount));

// When the milestone of that name was reached; -1: not yet, or there is none of that name.
double When(std::string name) {
  auto found = std::find(kMilestoneNames.begin(), kMilestoneNames.end(), name);
  if (found == kMilestoneNames.end()) return -1;
  uint64_t time = milestones[static_cast<size_t>(found - kMilestoneNames.begin())];
  return time == 0 ? -1 : SinceOrigin(time);
}

// Milliseconds that poll waited for events. Counted from the first call on: measuring costs two looks at the clock a
// turn, which only those pay who want to know.
double LoopIdleTime(Runtime& runtime) {
  uv_loop_t* loop = runtime.loop().uv();
  uv_loop_configure(loop, UV_METRICS_IDLE_TIME);
  return static_cast<double>(uv_metrics_idle_time(loop)) / kNanosecondsInMs;
}

// Counts the turns of the loop from when it is made, without keeping it alive.
class TurnCounter : public loop::Handle<TurnCounter, uv_prepare_t> {
 public:
  explicit TurnCounter(Runtime& runtime) : Handle(runtime, "TurnCounter") {}

  int32_t Start() {
    if (open()) return 0;
    int error = uv_prepare_init(runtime().loop().uv(), uv());
    if (error) return error;
    Opened();
    Unref();
    return uv_prepare_start(uv(), [](uv_prepare_t* handle) { ++From(handle)->turns_; });
  }
  double Turns() const { return turns_; }

 private:
  double turns_ = 0;
};

// Reports garbage collections: V8 allows no JavaScript in its own callbacks, so they are reported by the loop, later.
class CollectionWatcher : public loop::Handle<CollectionWatcher, uv_async_t> {
 public:
  explicit CollectionWatcher(Runtime& runtime) : Handle(runtime, "GCWatcher") {}
  ~CollectionWatcher() override { Unhook(); }

  // Calls callback(kind, flags, startTime, duration) for each. Returns 0 or a negative errno.
  int32_t Start(v8::Local<v8::Function> callback) {
    if (open()) return UV_EALREADY;
    int error = uv_async_init(runtime().loop().uv(), uv(), OnReport);
    if (error) return error;
    Opened();
    Unref();
    callback_.Reset(isolate(), callback);
    isolate()->AddGCPrologueCallback(OnBegin, this);
    isolate()->AddGCEpilogueCallback(OnEnd, this);
    hooked_ = true;
    return 0;
  }
  void Stop() {
    Unhook();
    Close(v8::Undefined(isolate()));
  }

 private:
  struct Collection {
    int kind;
    int flags;
    uint64_t start;
    uint64_t end;
  };

  void Unhook() {
    if (!hooked_) return;
    hooked_ = false;
    isolate()->RemoveGCPrologueCallback(OnBegin, this);
    isolate()->RemoveGCEpilogueCallback(OnEnd, this);
  }
  static void OnBegin(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data) {
    static_cast<CollectionWatcher*>(data)->begun_ = uv_hrtime();
  }
  static void OnEnd(v8::Isolate*, v8::GCType kind, v8::GCCallbackFlags flags, void* data) {
    auto* self = static_cast<CollectionWatcher*>(data);
    if (self->begun_ == 0 || !self->open()) return;
    self->collections_.push_back({kind, flags, self->begun_, uv_hrtime()});
    self->begun_ = 0;
    uv_async_send(self->uv());
  }
  static void OnReport(uv_async_t* handle) {
    CollectionWatcher* self = From(handle);
    v8::Isolate* isolate = self->isolate();
    std::vector<Collection> collections;
    collections.swap(self->collections_);
    for (const Collection& one : collections) {
      if (!self->open() || self->runtime().stopping()) return;
      loop::CallbackScope scope(self->runtime());
      observe::NoteKind("performance entry");
      double start = SinceOrigin(one.start);
      scope
          .Call(self->callback_, v8::Integer::New(isolate, one.kind).As<v8::Value>(),
                v8::Integer::New(isolate, one.flags).As<v8::Value>(), v8::Number::New(isolate, start).As<v8::Value>(),
                v8::Number::New(isolate, SinceOrigin(one.end) - start).As<v8::Value>())
          .IsEmpty();
    }
  }

  v8::Global<v8::Function> callback_;
  std::vector<Collection> collections_;
  uint64_t begun_ = 0;
  bool hooked_ = false;
};

}  // namespace

EDDY_MODULE(performance) {
  Function<Now>("now");
  Function<TimeOrigin>("timeOrigin");
  Function<When>("when");
  Function<LoopIdleTime>("loopIdleTime");
  Class<TurnCounter>("TurnCounter")
      .Constructor<Runtime&>()
      .Method<&TurnCounter::Start>("start")
      .Method<&TurnCounter::Turns>("turns");
  Class<CollectionWatcher>("CollectionWatcher")
      .Constructor<Runtime&>()
      .Method<&CollectionWatcher::Start>("start")
      .Method<&CollectionWatcher::Stop>("stop");
}

}  // namespace eddy
