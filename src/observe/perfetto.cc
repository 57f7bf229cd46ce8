#include "observe/perfetto.h"

#include <time.h>
#include <uv.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "loop/observer.h"

namespace eddy::observe {
namespace {

// The numbers of Perfetto's fields that are used.
constexpr int kPacket = 1;  // of Trace
enum PacketField {
  kClockSnapshot = 6,
  kTimestamp = 8,
  kSequence = 10,
  kTrackEvent = 11,
  kInternedData = 12,
  kSequenceFlags = 13,
  kDefaults = 59,
  kTrackDescriptor = 60
};
enum InternedField { kCategories = 1, kEventNames = 2, kAnnotationNames = 3, kAnnotationValues = 29 };
enum EntryField { kIid = 1, kEntryName = 2 };
enum DefaultsField { kTimestampClock = 58 };
enum DescriptorField {
  kUuid = 1,
  kName = 2,
  kProcess = 3,
  kThread = 4,
  kParent = 5,
  kCounter = 8,
  kOrdering = 11,
  kRank = 12
};
enum EventField {
  kCategoryIid = 3,
  kAnnotation = 4,
  kType = 9,
  kNameIid = 10,
  kTrack = 11,
  kCounterValue = 30,
  kFlow = 47
};
enum AnnotationField { kAnnotationNameIid = 1, kInteger = 3, kString = 6, kStringIid = 17 };
enum EventType { kBegin = 1, kEnd = 2, kInstant = 3, kCounted = 4 };
enum SequenceFlag { kStateCleared = 1, kNeedsState = 2 };
enum Ordering { kExplicit = 3 };
enum Clock { kRealtime = 1, kMonotonic = 3, kBoottime = 6 };

constexpr uint64_t kOurSequence = 1;
// What is below a thread's track, by number.
enum Below : uint64_t {
  kPhases = 1,
  kTurns = 20,
  kCollections = 21,
  kCounters = 30,
  kPool = 1000,
  kResources = 1 << 20
};

// Names that every trace has, by their numbers in it.
constexpr uint64_t kLoopCategory = 1;
enum FixedName : uint32_t { kCallbackName = 1, kTurnName, kDrainName, kScheduledName, kLastFixedName = kScheduledName };
constexpr const char* kFixedNames[] = {"callback", "turn", "ticks and jobs", "scheduled here"};
enum Note : uint64_t { kWhat = 1, kSite, kLate, kTicks, kJobs, kWaited, kQueued };
constexpr const char* kNotes[] = {"what", "site", "late us", "ticks", "promise jobs", "waited us", "queued us"};

uint64_t Hash(uint64_t a, uint64_t b) {
  uint64_t value = (a ^ b * 0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd;
  return (value ^ value >> 32) | 1;
}

uint64_t TimeBy(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

// By how much a clock is ahead of the monotonic one, in whole milliseconds: the same in all processes, whatever passes
// between two readings.
uint64_t AheadNs(clockid_t clock) {
  constexpr uint64_t kMillisecond = 1'000'000;
  uint64_t least = std::numeric_limits<uint64_t>::max();
  for (int i = 0; i < 10; ++i) {
    uint64_t monotonic = TimeBy(CLOCK_MONOTONIC);
    least = std::min(least, TimeBy(clock) - monotonic);
  }
  return least / kMillisecond * kMillisecond;
}

// How the clocks stand to each other, said for one moment that all processes have in common: of traces that stand one
// behind the other in a file, no one then turns a clock back, whichever comes first.
void AddClocks(ProtoWriter& snapshot) {
  constexpr uint64_t kMoment = 1'000'000'000;
  std::pair<Clock, uint64_t> clocks[] = {{kRealtime, kMoment + AheadNs(CLOCK_REALTIME)},
                                         {kMonotonic, kMoment},
                                         {kBoottime, kMoment + AheadNs(CLOCK_BOOTTIME)}};
  for (const auto& [clock, time] : clocks) {
    snapshot.Message(1, [&] {
      snapshot.Number(1, clock);
      snapshot.Number(2, time);
    });
  }
}

template <class F>
void AddPacket(std::string* out, SequenceFlag flags, F write) {
  ProtoWriter packet;
  packet.Message(kPacket, [&] {
    packet.Number(kSequence, kOurSequence);
    packet.Number(kSequenceFlags, flags);
    write(packet);
  });
  out->append(packet.bytes());
}

template <class F>
void AddEvent(std::string* out, uint64_t time_ns, EventType type, uint64_t track, F write) {
  AddPacket(out, kNeedsState, [&](ProtoWriter& packet) {
    packet.Number(kTimestamp, time_ns);
    packet.Message(kTrackEvent, [&] {
      packet.Number(kType, type);
      packet.Number(kTrack, track);
      write(packet);
    });
  });
}

void AddBegin(std::string* out, uint64_t time_ns, uint64_t track, uint32_t name) {
  AddEvent(out, time_ns, kBegin, track, [&](ProtoWriter& event) { event.Number(kNameIid, name); });
}

void AddEnd(std::string* out, uint64_t time_ns, uint64_t track) {
  AddEvent(out, time_ns, kEnd, track, [](ProtoWriter&) {});
}

// `field`: of AnnotationField; without a value, nothing.
void Annotate(ProtoWriter& event, Note note, AnnotationField field, uint64_t value) {
  if (value == 0) return;
  event.Message(kAnnotation, [&] {
    event.Number(kAnnotationNameIid, note);
    event.Number(field, value);
  });
}

void Annotate(ProtoWriter& event, Note note, std::string_view value) {
  if (value.empty()) return;
  event.Message(kAnnotation, [&] {
    event.Number(kAnnotationNameIid, note);
    event.Text(kString, value);
  });
}

void AddEntry(ProtoWriter& data, InternedField field, uint64_t number, std::string_view name) {
  data.Message(field, [&] {
    data.Number(kIid, number);
    data.Text(kEntryName, name);
  });
}

void AddName(std::string* out, InternedField field, uint64_t number, std::string_view name) {
  AddPacket(out, kNeedsState, [&](ProtoWriter& packet) {
    packet.Message(kInternedData, [&] { AddEntry(packet, field, number, name); });
  });
}

std::string_view NameOfPhase(uint8_t phase) {
  return phase == kNoPhase ? "outside of the loop" : loop::PhaseName(static_cast<loop::Phase>(phase));
}

}  // namespace

// --- What there is: clocks, names, process, threads, tracks. ---

void PerfettoTrace::Begin(const RingCopy& copy, std::string* out) {
  pid_ = copy.pid;
  // Traces of several processes may be put one behind the other.
  last_track_ = Hash(static_cast<uint64_t>(pid_), copy.began_ns) >> 48 << 20;
  process_track_ = ++last_track_;
  AddPacket(out, kStateCleared, [](ProtoWriter& packet) {
    packet.Message(kDefaults, [&] { packet.Number(kTimestampClock, kMonotonic); });
    packet.Message(kClockSnapshot, [&] { AddClocks(packet); });
  });
  AddNames(out);
  AddPacket(out, kNeedsState, [&](ProtoWriter& packet) {
    packet.Message(kTrackDescriptor, [&] {
      packet.Number(kUuid, process_track_);
      packet.Message(kProcess, [&] {
        packet.Number(1, static_cast<uint64_t>(pid_));
        packet.Text(2, copy.program);
        packet.Text(6, "eddy");
      });
    });
  });
}

void PerfettoTrace::AddNames(std::string* out) {
  AddPacket(out, kNeedsState, [](ProtoWriter& packet) {
    packet.Message(kInternedData, [&] {
      AddEntry(packet, kCategories, kLoopCategory, "loop");
      uint64_t number = 0;
      for (const char* name : kFixedNames) AddEntry(packet, kEventNames, ++number, name);
      number = 0;
      for (const char* name : kNotes) AddEntry(packet, kAnnotationNames, ++number, name);
    });
  });
  last_kind_ = kLastFixedName;
}

PerfettoTrace::Thread& PerfettoTrace::ThreadOf(const RingCopy& copy, std::string* out) {
  if (process_track_ == 0) Begin(copy, out);
  auto [found, is_new] = threads_.try_emplace(copy.thread);
  Thread& thread = found->second;
  if (is_new) {
    thread.track = AddThread(copy, out);
    // In the order in which a turn passes through them.
    for (uint8_t phase = 0; phase <= kNoPhase; ++phase) {
      if (phase == static_cast<uint8_t>(loop::Phase::kIdle) || phase == static_cast<uint8_t>(loop::Phase::kPrepare)) {
        continue;
      }
      thread.phases[phase] = DeclareTrack(thread.track, kPhases + phase, NameOfPhase(phase), out);
    }
  }
  if (thread.began_ns != copy.began_ns) {  // another recording of that thread: its names have other numbers
    thread.began_ns = copy.began_ns;
    thread.kinds.clear();
    thread.sites.clear();
  }
  thread.kinds.resize(copy.names.size());
  thread.sites.resize(copy.names.size());
  return thread;
}

uint64_t PerfettoTrace::AddThread(const RingCopy& copy, std::string* out) {
  uint64_t uuid = ++last_track_;
  std::string name = copy.thread == 0 ? "main thread" : "worker " + std::to_string(copy.thread);
  AddPacket(out, kNeedsState, [&](ProtoWriter& packet) {
    packet.Message(kTrackDescriptor, [&] {
      packet.Number(kUuid, uuid);
      packet.Number(kParent, process_track_);
      packet.Number(kOrdering, kExplicit);
      packet.Message(kThread, [&] {
        // The main thread has the number of its process; workers get others, which only have to differ.
        packet.Number(1, static_cast<uint64_t>(pid_));
        packet.Number(2, static_cast<uint64_t>(pid_) + static_cast<uint64_t>(copy.thread));
        packet.Text(5, name);
      });
    });
  });
  return uuid;
}

template <class F>
uint64_t PerfettoTrace::TrackOf(uint64_t parent, uint64_t number, std::string* out, F name) {
  auto [found, is_new] = tracks_.try_emplace({parent, number}, 0);
  if (is_new) found->second = DeclareTrack(parent, number, name(), out);
  return found->second;
}

uint64_t PerfettoTrace::DeclareTrack(uint64_t parent, uint64_t number, std::string_view name, std::string* out) {
  uint64_t uuid = ++last_track_;
  AddPacket(out, kNeedsState, [&](ProtoWriter& packet) {
    packet.Message(kTrackDescriptor, [&] {
      packet.Number(kUuid, uuid);
      packet.Number(kParent, parent);
      packet.Text(kName, name);
      packet.Number(kRank, number);
      if (number >= kCounters && number < kPool) packet.Message(kCounter, [] {});
    });
  });
  return uuid;
}

uint32_t PerfettoTrace::KindOf(const RingCopy& copy, uint16_t name, Thread& thread, std::string* out) {
  if (name == 0 || name >= thread.kinds.size()) return kCallbackName;
  uint32_t& number = thread.kinds[name];
  if (number == 0) AddName(out, kEventNames, number = ++last_kind_, copy.names[name]);
  return number;
}

uint32_t PerfettoTrace::SiteOf(const RingCopy& copy, uint32_t name, Thread& thread, std::string* out) {
  if (name == 0 || name >= thread.sites.size()) return 0;
  uint32_t& number = thread.sites[name];
  if (number == 0) AddName(out, kAnnotationValues, number = ++last_site_, copy.names[name]);
  return number;
}

// --- What happened. ---

uint64_t PerfettoTrace::Add(const RingCopy& copy, bool is_last, std::string* out) {
  Thread& thread = ThreadOf(copy, out);
  uint64_t now = uv_hrtime();
  for (size_t i = 0; i < copy.records.size(); ++i) {
    const Record& record = copy.records[i];
    if (record.start_ns == 0) continue;
    if (record.end_ns == 0 && !is_last) {
      AddCounters(copy, thread, out);
      return copy.first + i;
    }
    AddRecord(copy, i, record.end_ns != 0 ? record.end_ns : now, thread, out);
  }
  AddCounters(copy, thread, out);
  return copy.first + copy.records.size();
}

void PerfettoTrace::AddCounters(const RingCopy& copy, Thread& thread, std::string* out) {
  static constexpr std::pair<Count, const char*> kShown[] = {
      {Count::kTimers, "timers"},     {Count::kImmediates, "immediates"}, {Count::kHandles, "handles"},
      {Count::kRequests, "requests"}, {Count::kHeapUsed, "heap used"},    {Count::kResident, "resident memory"},
      {Count::kTicks, "ticks run"},   {Count::kJobs, "promise jobs run"}};
  uint64_t now = uv_hrtime(), number = kCounters;
  for (auto [count, name] : kShown) {
    uint64_t value = copy.Get(count);
    uint64_t track = TrackOf(thread.track, number++, out, [name = name] { return name; });
    auto [last, is_new] = thread.counts.try_emplace(name, value);
    if (!is_new && std::exchange(last->second, value) == value) continue;
    AddEvent(out, now, kCounted, track, [value](ProtoWriter& event) { event.Number(kCounterValue, value); });
  }
}

void PerfettoTrace::AddRecord(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out) {
  const Record& record = copy.records[index];
  if (record.type == RecordType::kCallback) return AddCallback(copy, index, end_ns, thread, out);
  uint64_t track = 0, arrow = 0;
  uint32_t name = kTurnName;
  if (record.type == RecordType::kTurn) {
    track = TrackOf(thread.track, kTurns, out, [] { return "turns"; });
  } else if (record.type == RecordType::kCollection) {
    track = TrackOf(thread.track, kCollections, out, [] { return "garbage collection"; });
    name = KindOf(copy, record.kind, thread, out);
  } else {
    uint64_t pool = TrackOf(process_track_, kPool, out, [] { return "thread pool"; });
    track =
        TrackOf(pool, kPool + record.other_us, out, [&] { return "pool thread " + std::to_string(record.other_us); });
    name = KindOf(copy, record.kind, thread, out);
    arrow = AddArrow(record, thread, out);
  }
  AddEvent(out, record.start_ns, kBegin, track, [&](ProtoWriter& event) {
    event.Number(kNameIid, name);
    if (arrow != 0) event.Fixed64(kFlow, arrow);
    if (record.type == RecordType::kTurn) Annotate(event, kWaited, kInteger, record.other_us);
    if (record.type == RecordType::kWork) Annotate(event, kQueued, kInteger, record.late_us);
  });
  AddEnd(out, end_ns, track);
}

void PerfettoTrace::AddCallback(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out) {
  const Record& record = copy.records[index];
  uint64_t number = copy.first + index;
  uint64_t& track = thread.phases[record.phase];
  if (track == 0) track = DeclareTrack(thread.track, kPhases + record.phase, NameOfPhase(record.phase), out);
  thread.places[number % thread.places.size()] = {number, record.start_ns, track};
  // A handle is made once, and called back often: an arrow leads to the first time.
  bool is_first = !(record.resource & kIsHandle) || !thread.resources.contains(record.resource);
  uint64_t arrow = is_first ? AddArrow(record, thread, out) : 0;
  uint32_t name = KindOf(copy, record.kind, thread, out), site = SiteOf(copy, record.site, thread, out);
  AddEvent(out, record.start_ns, kBegin, track, [&](ProtoWriter& event) {
    event.Number(kCategoryIid, kLoopCategory);
    event.Number(kNameIid, name);
    if (arrow != 0) event.Fixed64(kFlow, arrow);
    Annotate(event, kWhat, copy.details[index]);
    Annotate(event, kSite, kStringIid, site);
    Annotate(event, kLate, kInteger, record.late_us);
    Annotate(event, kTicks, kInteger, record.ticks);
    Annotate(event, kJobs, kInteger, record.jobs);
  });
  AddDrain(record, end_ns, track, out);
  AddEnd(out, end_ns, track);
  if (!(record.resource & kIsHandle)) return;
  uint64_t& of = thread.resources[record.resource];
  if (of == 0) {
    std::string_view kind = record.kind != 0 ? std::string_view(copy.Name(record.kind)) : kFixedNames[0];
    of = DeclareTrack(thread.track, kResources + record.resource,
                      std::string(kind) + " #" + std::to_string(record.resource % 100000), out);
  }
  AddBegin(out, record.start_ns, of, name);
  AddEnd(out, end_ns, of);
}

// Within the callback's slice, one of the ticks and promise jobs behind it.
void PerfettoTrace::AddDrain(const Record& record, uint64_t end_ns, uint64_t track, std::string* out) {
  uint64_t drain_ns = static_cast<uint64_t>(record.other_us) * 1000;
  bool is_shown = (record.ticks > 0 || record.jobs > 0) && drain_ns > 0 && record.start_ns + drain_ns <= end_ns;
  if (!is_shown) return;
  AddBegin(out, end_ns - drain_ns, track, kDrainName);
  AddEnd(out, end_ns, track);
}

// From a point within the callback that made what this one is called for; 0: that is not known.
uint64_t PerfettoTrace::AddArrow(const Record& record, Thread& thread, std::string* out) {
  const Place& cause = thread.places[record.cause % thread.places.size()];
  if (record.cause == 0 || cause.number != record.cause || cause.start_ns > record.start_ns) return 0;
  uint64_t arrow = Hash(process_track_, 0x10000 + ++arrows_);
  AddEvent(out, cause.start_ns, kInstant, cause.track, [&](ProtoWriter& event) {
    event.Number(kNameIid, kScheduledName);
    event.Fixed64(kFlow, arrow);
  });
  return arrow;
}

}  // namespace eddy::observe
