#include "observe/perfetto.h"

#include <time.h>
#include <unistd.h>
#include <uv.h>

#include <cstring>
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
  kTimestampClock = 58,
  kTrackDescriptor = 60
};
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
  kType = 9,
  kTrack = 11,
  kCategory = 22,
  kEventName = 23,
  kCounterValue = 30,
  kAnnotation = 4,
  kFlow = 47
};
enum AnnotationField { kInteger = 3, kString = 6, kAnnotationName = 10 };
enum EventType { kBegin = 1, kEnd = 2, kInstant = 3, kCounted = 4 };
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

uint64_t Hash(uint64_t a, uint64_t b) {
  uint64_t value = (a ^ b * 0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd;
  return (value ^ value >> 32) | 1;
}

uint64_t TimeBy(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

template <class F>
void AddPacket(std::string* out, F write) {
  ProtoWriter(out).Message(kPacket, [&](ProtoWriter& packet) {
    packet.Number(kSequence, kOurSequence);
    write(packet);
  });
}

template <class F>
void AddEvent(std::string* out, uint64_t time_ns, EventType type, uint64_t track, F write) {
  AddPacket(out, [&](ProtoWriter& packet) {
    packet.Number(kTimestamp, time_ns).Number(kTimestampClock, kMonotonic);
    packet.Message(kTrackEvent, [&](ProtoWriter& event) {
      event.Number(kType, type).Number(kTrack, track);
      write(event);
    });
  });
}

void AddEnd(std::string* out, uint64_t time_ns, uint64_t track) {
  AddEvent(out, time_ns, kEnd, track, [](ProtoWriter&) {});
}

void Annotate(ProtoWriter& event, const char* name, uint64_t value) {
  if (value == 0) return;
  event.Message(kAnnotation, [&](ProtoWriter& one) { one.Text(kAnnotationName, name).Number(kInteger, value); });
}

void Annotate(ProtoWriter& event, const char* name, std::string_view value) {
  if (value.empty()) return;
  event.Message(kAnnotation, [&](ProtoWriter& one) { one.Text(kAnnotationName, name).Text(kString, value); });
}

std::string NameOfPhase(uint8_t phase) {
  return phase == kNoPhase ? "outside of the loop" : loop::PhaseName(static_cast<loop::Phase>(phase));
}

}  // namespace

// --- Protobuf's wire format. ---

void ProtoWriter::Varint(uint64_t value) {
  for (; value >= 0x80; value >>= 7) out_->push_back(static_cast<char>(value | 0x80));
  out_->push_back(static_cast<char>(value));
}

ProtoWriter& ProtoWriter::Number(int field, uint64_t value) {
  Varint(static_cast<uint64_t>(field) << 3);
  Varint(value);
  return *this;
}

ProtoWriter& ProtoWriter::Fixed64(int field, uint64_t value) {
  Varint(static_cast<uint64_t>(field) << 3 | 1);
  for (int i = 0; i < 8; ++i) out_->push_back(static_cast<char>(value >> 8 * i));
  return *this;
}

ProtoWriter& ProtoWriter::Double(int field, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return Fixed64(field, bits);
}

ProtoWriter& ProtoWriter::Text(int field, std::string_view value) {
  Varint(static_cast<uint64_t>(field) << 3 | 2);
  Varint(value.size());
  out_->append(value);
  return *this;
}

size_t ProtoWriter::Open(int field) {
  Varint(static_cast<uint64_t>(field) << 3 | 2);
  out_->append(4, '\0');
  return out_->size();
}

void ProtoWriter::Close(size_t begin) {
  size_t length = out_->size() - begin;
  for (size_t i = 0; i < 4; ++i) {
    (*out_)[begin - 4 + i] = static_cast<char>((length >> 7 * i & 0x7f) | (i < 3 ? 0x80 : 0));
  }
}

// --- What there is: clocks, process, threads, tracks. ---

void PerfettoTrace::AddClocks(std::string* out) {
  AddPacket(out, [](ProtoWriter& packet) {
    packet.Message(kClockSnapshot, [](ProtoWriter& snapshot) {
      std::pair<Clock, clockid_t> clocks[] = {
          {kRealtime, CLOCK_REALTIME}, {kMonotonic, CLOCK_MONOTONIC}, {kBoottime, CLOCK_BOOTTIME}};
      for (auto [number, clock] : clocks) {
        snapshot.Message(1, [&](ProtoWriter& one) { one.Number(1, number).Number(2, TimeBy(clock)); });
      }
    });
  });
}

void PerfettoTrace::AddProcess(const RingCopy& copy, std::string* out) {
  AddClocks(out);
  pid_ = copy.pid;
  process_track_ = Hash(static_cast<uint64_t>(pid_), 0);
  AddPacket(out, [&](ProtoWriter& packet) {
    packet.Message(kTrackDescriptor, [&](ProtoWriter& track) {
      track.Number(kUuid, process_track_);
      track.Message(kProcess, [&](ProtoWriter& process) {
        process.Number(1, static_cast<uint64_t>(pid_)).Text(2, copy.program).Text(6, "eddy");
      });
    });
  });
}

PerfettoTrace::Thread& PerfettoTrace::ThreadOf(const RingCopy& copy, std::string* out) {
  if (process_track_ == 0) AddProcess(copy, out);
  auto [found, is_new] = threads_.try_emplace(copy.thread);
  Thread& thread = found->second;
  if (!is_new) return thread;
  thread.track = Hash(process_track_, static_cast<uint64_t>(copy.thread) + 1);
  std::string name = copy.thread == 0 ? "main thread" : "worker " + std::to_string(copy.thread);
  AddPacket(out, [&](ProtoWriter& packet) {
    packet.Message(kTrackDescriptor, [&](ProtoWriter& track) {
      track.Number(kUuid, thread.track).Number(kParent, process_track_).Number(kOrdering, kExplicit);
      track.Message(kThread, [&](ProtoWriter& description) {
        // The main thread has the number of its process; workers get others, which only have to differ.
        description.Number(1, static_cast<uint64_t>(pid_));
        description.Number(2, static_cast<uint64_t>(pid_) + static_cast<uint64_t>(copy.thread)).Text(5, name);
      });
    });
  });
  // In the order in which a turn passes through them.
  for (uint8_t phase = 0; phase <= kNoPhase; ++phase) {
    if (phase != static_cast<uint8_t>(loop::Phase::kIdle) && phase != static_cast<uint8_t>(loop::Phase::kPrepare)) {
      TrackOf(thread.track, kPhases + phase, out, [&] { return NameOfPhase(phase); });
    }
  }
  return thread;
}

template <class F>
uint64_t PerfettoTrace::TrackOf(uint64_t parent, uint64_t number, std::string* out, F name) {
  uint64_t uuid = Hash(parent, number);
  if (!tracks_.insert(uuid).second) return uuid;
  AddPacket(out, [&](ProtoWriter& packet) {
    packet.Message(kTrackDescriptor, [&](ProtoWriter& track) {
      track.Number(kUuid, uuid).Number(kParent, parent).Text(kName, name()).Number(kRank, number);
      if (number >= kCounters && number < kPool) track.Message(kCounter, [](ProtoWriter&) {});
    });
  });
  return uuid;
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
    uint64_t track = TrackOf(thread.track, number++, out, [&] { return name; });
    auto [last, is_new] = thread.counts.try_emplace(name, copy.Get(count));
    if (!is_new && std::exchange(last->second, copy.Get(count)) == copy.Get(count)) continue;
    AddEvent(out, now, kCounted, track, [&](ProtoWriter& event) { event.Number(kCounterValue, copy.Get(count)); });
  }
}

void PerfettoTrace::AddRecord(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out) {
  const Record& record = copy.records[index];
  if (record.type == RecordType::kCallback) return AddCallback(copy, index, end_ns, thread, out);
  uint64_t track = 0;
  std::string_view name;
  if (record.type == RecordType::kTurn) {
    track = TrackOf(thread.track, kTurns, out, [] { return "turns"; });
    name = "turn";
  } else if (record.type == RecordType::kCollection) {
    track = TrackOf(thread.track, kCollections, out, [] { return "garbage collection"; });
    name = copy.Name(record.kind);
  } else {
    uint64_t pool = TrackOf(process_track_, kPool, out, [] { return "thread pool"; });
    track =
        TrackOf(pool, kPool + record.other_us, out, [&] { return "pool thread " + std::to_string(record.other_us); });
    name = copy.Name(record.kind);
  }
  uint64_t arrow = record.type == RecordType::kWork ? AddArrow(copy, record, thread, out) : 0;
  AddEvent(out, record.start_ns, kBegin, track, [&](ProtoWriter& event) {
    event.Text(kEventName, name);
    if (arrow != 0) event.Fixed64(kFlow, arrow);
    if (record.type == RecordType::kTurn) Annotate(event, "waited us", record.other_us);
    if (record.type == RecordType::kWork) Annotate(event, "queued us", record.late_us);
  });
  AddEnd(out, end_ns, track);
}

void PerfettoTrace::AddCallback(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out) {
  const Record& record = copy.records[index];
  uint64_t number = copy.first + index;
  uint64_t track = TrackOf(thread.track, kPhases + record.phase, out, [&] { return NameOfPhase(record.phase); });
  thread.places[number % thread.places.size()] = {number, record.start_ns, track};
  uint64_t arrow = AddArrow(copy, record, thread, out);
  const std::string& kind = copy.Name(record.kind);
  std::string_view name = kind.empty() ? "callback" : std::string_view(kind);
  auto write = [&](ProtoWriter& event) {
    event.Text(kCategory, "loop").Text(kEventName, name);
    if (arrow != 0) event.Fixed64(kFlow, arrow);
    Annotate(event, "what", copy.details[index]);
    Annotate(event, "site", copy.Name(record.site));
    Annotate(event, "late us", record.late_us);
    Annotate(event, "ticks", record.ticks);
    Annotate(event, "promise jobs", record.jobs);
  };
  AddEvent(out, record.start_ns, kBegin, track, write);
  uint64_t drain_ns = static_cast<uint64_t>(record.other_us) * 1000;
  bool shows_drain = (record.ticks > 0 || record.jobs > 0) && drain_ns > 0 && record.start_ns + drain_ns <= end_ns;
  if (shows_drain) {
    AddEvent(out, end_ns - drain_ns, kBegin, track,
             [](ProtoWriter& event) { event.Text(kEventName, "ticks and jobs"); });
    AddEnd(out, end_ns, track);
  }
  AddEnd(out, end_ns, track);
  if (!(record.resource & kIsHandle)) return;
  uint64_t of = TrackOf(thread.track, kResources + record.resource, out,
                        [&] { return std::string(name) + " #" + std::to_string(record.resource % 100000); });
  AddEvent(out, record.start_ns, kBegin, of, [&](ProtoWriter& event) { event.Text(kEventName, name); });
  AddEnd(out, end_ns, of);
}

// From a point within the callback that made what this one is called for; 0: that is not known.
uint64_t PerfettoTrace::AddArrow(const RingCopy&, const Record& record, Thread& thread, std::string* out) {
  const Place& cause = thread.places[record.cause % thread.places.size()];
  if (record.cause == 0 || cause.number != record.cause || cause.start_ns > record.start_ns) return 0;
  uint64_t arrow = Hash(process_track_, 0x10000 + ++arrows_);
  AddEvent(out, cause.start_ns, kInstant, cause.track,
           [&](ProtoWriter& event) { event.Text(kEventName, "scheduled here").Fixed64(kFlow, arrow); });
  return arrow;
}

}  // namespace eddy::observe
