// Recordings as ui.perfetto.dev and trace_processor read them: protobuf's messages of Perfetto's TrackEvent
// (protos/perfetto/trace/track_event in its repository). The few messages are written by hand: the generated classes
// and their library would be larger than all the rest of the recorder.
//
//   process ─ "main thread", "worker 1" … ─ a track for each phase, for turns, collections, each resource
//           └ pool ─ a track for each of its threads            counters beside them
// A callback has an arrow from a point within the callback that made its timer, request or handle.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "observe/ring.h"

namespace eddy::observe {

// A protobuf message that grows at the end of a text.
class ProtoWriter {
 public:
  explicit ProtoWriter(std::string* out) : out_(out) {}
  ProtoWriter& Number(int field, uint64_t value);
  ProtoWriter& Fixed64(int field, uint64_t value);
  ProtoWriter& Double(int field, double value);
  ProtoWriter& Text(int field, std::string_view value);
  // A message within it: what `write(ProtoWriter&)` puts there.
  template <class F>
  ProtoWriter& Message(int field, F write) {
    size_t begin = Open(field);
    write(*this);
    Close(begin);
    return *this;
  }

 private:
  // The length of a message, which is known at its end, stands in front of it: in four bytes, however short it is.
  size_t Open(int field);
  void Close(size_t begin);
  void Varint(uint64_t value);
  std::string* out_;
};

// One trace: what is written of it stands behind what was written before.
class PerfettoTrace {
 public:
  // Appends what `copy` has, up to the first record that has not ended; with `is_last`, those too, as if they ended
  // now. Gives the number of the first record to be read next.
  uint64_t Add(const RingCopy& copy, bool is_last, std::string* out);

 private:
  struct Place {
    uint64_t number = 0, start_ns = 0, track = 0;
  };
  struct Thread {
    uint64_t track = 0;
    // The callbacks that were recorded last, each at its number modulo the size.
    std::vector<Place> places = std::vector<Place>(1 << 16);
    std::map<std::string_view, uint64_t> counts;  // as they were written last
  };

  void AddClocks(std::string* out);
  void AddProcess(const RingCopy& copy, std::string* out);
  Thread& ThreadOf(const RingCopy& copy, std::string* out);
  // Tracks are declared before they are used. `name` gives the name of one that is new.
  template <class F>
  uint64_t TrackOf(uint64_t parent, uint64_t number, std::string* out, F name);
  void AddCounters(const RingCopy& copy, Thread& thread, std::string* out);
  void AddRecord(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out);
  void AddCallback(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out);
  uint64_t AddArrow(const RingCopy& copy, const Record& record, Thread& thread, std::string* out);

  std::map<int, Thread> threads_;
  std::unordered_set<uint64_t> tracks_;
  uint64_t process_track_ = 0, arrows_ = 0;
  int pid_ = 0;
};

}  // namespace eddy::observe
