// Recordings as ui.perfetto.dev and trace_processor read them: protobuf's messages of Perfetto's TrackEvent
// (protos/perfetto/trace/track_event in its repository).
//
//   process ─ "main thread", "worker 1" … ─ a track for each phase, for turns, collections, each resource
//           └ pool ─ a track for each of its threads            counters beside them
// A callback has an arrow from a point within the callback that made its timer, request or handle. Names stand in the
// trace once; events refer to them by their numbers (Perfetto's "interned data").
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "observe/proto_writer.h"
#include "observe/ring.h"

namespace eddy::observe {

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
    uint64_t began_ns = 0;  // of the ring whose names are known
    // The numbers, in the trace, of the ring's names: as names of events, as places in the program. 0: not yet there.
    std::vector<uint32_t> kinds, sites;
    std::array<uint64_t, kNoPhase + 1> phases{};  // tracks
    std::unordered_map<uint32_t, uint64_t> resources;
    // The callbacks that were recorded last, each at its number modulo the size.
    std::vector<Place> places = std::vector<Place>(1 << 16);
    std::map<std::string_view, uint64_t> counts;  // as they were written last
  };

  void Begin(const RingCopy& copy, std::string* out);
  void AddNames(std::string* out);
  Thread& ThreadOf(const RingCopy& copy, std::string* out);
  uint64_t AddThread(const RingCopy& copy, std::string* out);
  // Tracks are declared before they are used. `name` gives the name of one that is new.
  template <class F>
  uint64_t TrackOf(uint64_t parent, uint64_t number, std::string* out, F name);
  uint64_t DeclareTrack(uint64_t parent, uint64_t number, std::string_view name, std::string* out);
  uint32_t KindOf(const RingCopy& copy, uint16_t name, Thread& thread, std::string* out);
  uint32_t SiteOf(const RingCopy& copy, uint32_t name, Thread& thread, std::string* out);
  void AddCounters(const RingCopy& copy, Thread& thread, std::string* out);
  void AddRecord(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out);
  void AddCallback(const RingCopy& copy, size_t index, uint64_t end_ns, Thread& thread, std::string* out);
  void AddDrain(const Record& record, uint64_t end_ns, uint64_t track, std::string* out);
  uint64_t AddArrow(const Record& record, Thread& thread, std::string* out);

  std::map<int, Thread> threads_;
  std::map<std::pair<uint64_t, uint64_t>, uint64_t> tracks_;  // by parent and number
  uint64_t process_track_ = 0, last_track_ = 0, arrows_ = 0;
  uint32_t last_kind_ = 0, last_site_ = 0;
  int pid_ = 0;
};

}  // namespace eddy::observe
