// The groups and their flags, the sinks, and what V8 calls to record its events.
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "trace/trace.h"

namespace eddy::trace {
namespace {

int64_t CpuMicroseconds() {
  timespec time;
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) return 0;
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

int64_t WallMicroseconds() { return static_cast<int64_t>(uv_hrtime() / 1000); }

int ThreadId() {
  static thread_local const int id = static_cast<int>(syscall(SYS_gettid));
  return id;
}

// Calls `use` with each category of a group.
template <class F>
bool AnyCategory(std::string_view group, F use) {
  while (true) {
    size_t end = group.find(',');
    if (use(group.substr(0, end))) return true;
    if (end == group.npos) return false;
    group.remove_prefix(end + 1);
  }
}

// --- V8's events: as its macros give them (base/trace_event/common/trace_event_common.h of Chromium). ---

constexpr unsigned kHasId = 1 << 1, kFlowIn = 1 << 8, kFlowOut = 1 << 9;
enum ValueType : uint8_t { kBool = 1, kUint, kInt, kDouble, kPointer, kString, kCopiedString, kConvertible };

std::string Hex(uint64_t value) {
  char text[24];
  snprintf(text, sizeof(text), "\"0x%llx\"", static_cast<unsigned long long>(value));
  return text;
}

std::string DoubleAsJson(double value) {
  if (value != value) return "\"NaN\"";
  if (value - value != 0) return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  char text[32];
  snprintf(text, sizeof(text), "%.17g", value);
  return text;
}

std::string ValueAsJson(uint8_t type, uint64_t bits) {
  switch (type) {
    case kBool: return bits ? "true" : "false";
    case kUint: return std::to_string(bits);
    case kInt: return std::to_string(static_cast<int64_t>(bits));
    case kDouble: {
      double value;
      std::memcpy(&value, &bits, sizeof(value));
      return DoubleAsJson(value);
    }
    case kPointer: return Hex(bits);
    case kString:
    case kCopiedString: {
      const char* text = reinterpret_cast<const char*>(static_cast<uintptr_t>(bits));
      return Quoted(text ? text : "NULL");
    }
  }
  return "null";
}

using Convertibles = std::unique_ptr<v8::ConvertableToTraceFormat>*;

std::string ArgumentsAsJson(int count, const char** names, const uint8_t* types, const uint64_t* values,
                            Convertibles convertibles) {
  std::string json = "{";
  for (int i = 0; i < count; ++i) {
    if (i > 0) json += ',';
    json += Quoted(names[i]) + ':';
    if (types[i] == kConvertible) {
      if (convertibles && convertibles[i]) convertibles[i]->AppendAsTraceFormat(&json);
    } else {
      json += ValueAsJson(types[i], values[i]);
    }
  }
  return json + '}';
}

// --- The recorder. ---

class Recorder final : public v8::TracingController {
 public:
  Group& Find(std::string_view name);
  void Change(Sink& sink, const std::vector<std::string>& added, const std::vector<std::string>& removed);
  void Remove(Sink& sink, const std::function<void()>& last);
  void Deliver(const std::shared_ptr<Event>& event);
  void AddMetadata(const std::shared_ptr<Event>& event);
  void End(Event& event);

  const uint8_t* GetCategoryGroupEnabled(const char* name) override { return &Find(name).on; }
  uint64_t AddTraceEvent(char phase, const uint8_t* flag, const char* name, const char* scope, uint64_t id,
                         uint64_t bind_id, int32_t count, const char** names, const uint8_t* types,
                         const uint64_t* values, Convertibles convertibles, unsigned flags) override {
    return AddTraceEventWithTimestamp(phase, flag, name, scope, id, bind_id, count, names, types, values, convertibles,
                                      flags, WallMicroseconds());
  }
  uint64_t AddTraceEventWithTimestamp(char phase, const uint8_t* flag, const char* name, const char* scope, uint64_t id,
                                      uint64_t bind_id, int32_t count, const char** names, const uint8_t* types,
                                      const uint64_t* values, Convertibles convertibles, unsigned flags,
                                      int64_t timestamp) override;
  void UpdateTraceEventDuration(const uint8_t*, const char*, uint64_t handle) override;
  void AddTraceStateObserver(TraceStateObserver* observer) override;
  void RemoveTraceStateObserver(TraceStateObserver* observer) override;

 private:
  void UpdateFlags();
  void TellObservers(bool was_recording);

  std::mutex mutex_;
  std::vector<Group*> groups_{&metadata, &bootstrap, &environment, &pool_async, &pool_sync, &vm_script};
  struct Found {
    std::string name;
    Group group;
  };
  std::deque<Found> found_;
  std::vector<Sink*> sinks_;
  std::vector<std::shared_ptr<Event>> metadata_;
  std::unordered_map<uint64_t, std::shared_ptr<Event>> open_;  // V8's, by handle
  uint64_t last_handle_ = 0;
  std::unordered_set<TraceStateObserver*> observers_;
};

Recorder& TheRecorder() {
  static auto* recorder = new Recorder;  // other threads record until the process ends
  return *recorder;
}

Group& Recorder::Find(std::string_view name) {
  std::lock_guard lock(mutex_);
  for (Group* group : groups_) {
    if (name == group->name) return *group;
  }
  Found& found = found_.emplace_back(Found{std::string(name), {}});
  found.group.name = found.name.c_str();
  found.group.on = std::ranges::any_of(sinks_, [&](Sink* sink) { return sink->Wants(name); });
  groups_.push_back(&found.group);
  return found.group;
}

void Recorder::UpdateFlags() {
  __atomic_store_n(&recording, !sinks_.empty(), __ATOMIC_RELAXED);
  for (Group* group : groups_) {
    bool on = std::ranges::any_of(sinks_, [&](Sink* sink) { return sink->Wants(group->name); });
    __atomic_store_n(&group->on, on ? 1 : 0, __ATOMIC_RELAXED);
  }
}

void Recorder::TellObservers(bool was_recording) {
  std::unordered_set<TraceStateObserver*> observers;
  bool is_recording;
  {
    std::lock_guard lock(mutex_);
    observers = observers_;
    is_recording = !sinks_.empty();
  }
  for (auto* observer : observers) {
    if (was_recording) observer->OnTraceDisabled();
    if (is_recording) observer->OnTraceEnabled();
  }
}

void Recorder::Change(Sink& sink, const std::vector<std::string>& added, const std::vector<std::string>& removed) {
  bool was_recording;
  {
    std::lock_guard lock(mutex_);
    was_recording = !sinks_.empty();
    for (const auto& category : added) sink.categories.insert(category);
    for (const auto& category : removed) {
      auto found = sink.categories.find(category);
      if (found != sink.categories.end()) sink.categories.erase(found);
    }
    bool known = std::ranges::find(sinks_, &sink) != sinks_.end();
    if (!known && !added.empty()) {
      sinks_.push_back(&sink);
      for (const auto& event : metadata_) sink.Push(event);
    } else if (known && sink.categories.empty()) {
      std::erase(sinks_, &sink);
    }
    UpdateFlags();
  }
  TellObservers(was_recording);
}

void Recorder::Remove(Sink& sink, const std::function<void()>& last) {
  bool was_known;
  {
    std::lock_guard lock(mutex_);
    was_known = std::erase(sinks_, &sink) > 0;
    UpdateFlags();
    if (last) last();
  }
  if (was_known) TellObservers(true);
}

void Recorder::Deliver(const std::shared_ptr<Event>& event) {
  std::lock_guard lock(mutex_);
  for (Sink* sink : sinks_) {
    if (sink->Wants(event->group->name)) sink->Push(event);
  }
}

void Recorder::AddMetadata(const std::shared_ptr<Event>& event) {
  std::lock_guard lock(mutex_);
  metadata_.push_back(event);
  for (Sink* sink : sinks_) sink->Push(event);
}

void Recorder::End(Event& event) {
  std::lock_guard lock(mutex_);
  event.wall_duration_us = WallMicroseconds() - event.wall_us;
  event.cpu_duration_us = CpuMicroseconds() - event.cpu_us;
  event.open = false;
}

std::shared_ptr<Event> Make(char phase, const Group& group, std::string_view name, std::optional<uint64_t> id,
                            std::string arguments, int64_t wall_us) {
  auto event = std::make_shared<Event>();
  event->phase = phase;
  event->group = &group;
  event->name = name;
  event->id = id;
  event->arguments = std::move(arguments);
  event->wall_us = wall_us ? wall_us : WallMicroseconds();
  event->cpu_us = CpuMicroseconds();
  event->thread = ThreadId();
  return event;
}

uint64_t Recorder::AddTraceEventWithTimestamp(char phase, const uint8_t* flag, const char* name, const char* scope,
                                              uint64_t id, uint64_t bind_id, int32_t count, const char** names,
                                              const uint8_t* types, const uint64_t* values, Convertibles convertibles,
                                              unsigned flags, int64_t timestamp) {
  const Group& group = *reinterpret_cast<const Group*>(flag);
  auto event = Make(phase, group, name, {}, ArgumentsAsJson(count, names, types, values, convertibles), timestamp);
  if (flags & kHasId) event->id = id;
  if (scope) event->more += ",\"scope\":" + Quoted(scope);
  if (flags & (kFlowIn | kFlowOut)) event->more += ",\"bind_id\":" + Hex(bind_id);
  if (flags & kFlowIn) event->more += ",\"flow_in\":true";
  if (flags & kFlowOut) event->more += ",\"flow_out\":true";
  event->open = phase == 'X';
  Deliver(event);
  if (!event->open) return 0;
  std::lock_guard lock(mutex_);
  open_.emplace(++last_handle_, std::move(event));
  return last_handle_;
}

void Recorder::UpdateTraceEventDuration(const uint8_t*, const char*, uint64_t handle) {
  std::shared_ptr<Event> event;
  {
    std::lock_guard lock(mutex_);
    auto found = open_.find(handle);
    if (found == open_.end()) return;
    event = std::move(found->second);
    open_.erase(found);
  }
  End(*event);
}

void Recorder::AddTraceStateObserver(TraceStateObserver* observer) {
  {
    std::lock_guard lock(mutex_);
    observers_.insert(observer);
    if (sinks_.empty()) return;
  }
  observer->OnTraceEnabled();
}

void Recorder::RemoveTraceStateObserver(TraceStateObserver* observer) {
  std::lock_guard lock(mutex_);
  observers_.erase(observer);
}

}  // namespace

// --- What others call. ---

bool Sink::Wants(std::string_view group) const {
  if (group == metadata.name) return true;
  return AnyCategory(group, [&](std::string_view category) { return categories.contains(category); });
}

std::string Event::Json() const {
  std::string json = "{\"pid\":" + std::to_string(getpid()) + ",\"tid\":" + std::to_string(thread) +
                     ",\"ts\":" + std::to_string(wall_us) + ",\"tts\":" + std::to_string(cpu_us) + ",\"ph\":\"" +
                     phase + "\",\"cat\":" + Quoted(group->name) + ",\"name\":" + Quoted(name) +
                     ",\"dur\":" + std::to_string(wall_duration_us) + ",\"tdur\":" + std::to_string(cpu_duration_us);
  if (id) json += ",\"id\":" + Hex(*id);
  return json + more + ",\"args\":" + arguments + "}";
}

Group& Find(std::string_view name) { return TheRecorder().Find(name); }

void Enable(Sink& sink, const std::vector<std::string>& categories) { TheRecorder().Change(sink, categories, {}); }
void Disable(Sink& sink, const std::vector<std::string>& categories) { TheRecorder().Change(sink, {}, categories); }
void Remove(Sink& sink, const std::function<void()>& last) { TheRecorder().Remove(sink, last); }

void Add(Group& group, char phase, std::string_view name, std::optional<uint64_t> id, std::string arguments,
         int64_t wall_us) {
  TheRecorder().Deliver(Make(phase, group, name, id, std::move(arguments), wall_us));
}

void AddMetadata(std::string name, std::string arguments) {
  TheRecorder().AddMetadata(Make('M', metadata, name, {}, std::move(arguments), 0));
}

namespace {
std::mutex expecting;
std::condition_variable expected_all;
int expected = 0;
}  // namespace

void ExpectMetadata(int count) {
  std::lock_guard lock(expecting);
  expected += count;
  if (expected == 0) expected_all.notify_all();
}

void AwaitMetadata() {
  constexpr std::chrono::seconds kMost{10};  // a worker may be busy with something long
  std::unique_lock lock(expecting);
  expected_all.wait_for(lock, kMost, [] { return expected == 0; });
}

void Span::Begin(Group& group, const char* name) {
  event_ = Make('X', group, name, {}, "{}", 0);
  event_->open = true;
  TheRecorder().Deliver(event_);
}

void Span::End() { TheRecorder().End(*event_); }

v8::TracingController* Controller() { return &TheRecorder(); }

}  // namespace eddy::trace
