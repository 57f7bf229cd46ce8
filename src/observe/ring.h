// A ring of records in a block of memory, with the names and texts they point to: in the process's own memory, or in a
// file that is mapped and survives the process (the black box). One thread writes; any may read meanwhile.
//
//   Header | records, kRecords of them, the oldest overwritten | names, each once | texts, a ring of characters
//
// The callback that runs is a record in the header. What becomes known of it is stored there at once, so that it is in
// the file whenever the process dies; it is copied to its place among the others once, when it has ended.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "observe/record.h"

namespace eddy::observe {

// What is counted from the begin of the recording on. Written by the thread whose loop it is.
enum class Count : int {
  kTurns,
  kCallbacks,
  kTicks,
  kJobs,
  kWork,
  // Collections of garbage, and the time they took.
  kMinor,
  kMinorNs,
  kMajor,
  kMajorNs,
  kIncremental,
  kIncrementalNs,
  kWeak,
  kWeakNs,
  // Callbacks that took longer than 50 ms, and all their time.
  kBlocked,
  kBlockedNs,
  // The time in callbacks, by phase, and outside of the loop.
  kTimersNs,
  kPendingNs,
  kIdleNs,
  kPrepareNs,
  kPollNs,
  kCheckNs,
  kCloseNs,
  kOutsideNs,
  // As they were a moment ago:
  kWaitedNs,  // in poll, with nothing to do
  kTimers,
  kImmediates,
  kHandles,
  kRequests,
  kHeapUsed,
  kHeapTotal,
  kResident,
  kCount,
};

// A histogram of microseconds, with eight steps for each power of two.
inline constexpr int kSteps = 256;
int StepOf(uint64_t us);
double MostOf(int step);  // the longest of that step, in microseconds

struct RingHeader {
  static constexpr uint64_t kMagic = 0x31706f6f6c796465;  // "edyloop1"
  static constexpr uint32_t kVersion = 2;
  uint64_t magic = kMagic;
  uint32_t version = kVersion;
  uint32_t header_bytes = 0, record_bytes = sizeof(Record), records = 0, name_bytes = 0, text_bytes = 0;
  int32_t pid = 0, thread = 0;
  uint64_t began_ns = 0;
  int64_t wall_offset_ns = 0;  // to be added to a record's times for those since 1970
  char program[256] = {};      // the command line, cut off
  char eddy_version[16] = {};
  std::atomic<uint64_t> written = 0;         // the number of the youngest record that has ended
  std::atomic<uint64_t> running_number = 0;  // of the callback that runs; 0: none
  Record running;
  std::atomic<uint64_t> names_used = 0;
  std::atomic<uint64_t> texts_written = 1;
  std::atomic<uint64_t> last_end = 0;  // 1: the program ended by itself
  std::atomic<uint64_t> counts[static_cast<int>(Count::kCount)] = {};
  std::atomic<uint64_t> late[kSteps] = {};  // how long callbacks waited from when they could have run
};

// What was read of a ring.
struct RingCopy {
  int pid = 0, thread = 0;
  uint64_t began_ns = 0;
  int64_t wall_offset_ns = 0;
  std::string program, eddy_version;
  bool has_ended = false;
  std::optional<Record> running;  // the callback that ran; it is among the records, too, if its number is asked for
  uint64_t first = 0;             // the number of the first record
  std::vector<Record> records;
  std::vector<std::string> details;  // of each record
  std::vector<std::string> names;
  std::array<uint64_t, static_cast<int>(Count::kCount)> counts{};
  std::array<uint64_t, kSteps> late{};

  uint64_t Get(Count count) const { return counts[static_cast<size_t>(count)]; }
  const std::string& Name(uint32_t id) const { return names[id < names.size() ? id : 0]; }
};

class Ring {
 public:
  static constexpr size_t kRecords = 1 << 14, kNameBytes = 128 << 10, kTextBytes = 128 << 10;
  static size_t Bytes();

  // In memory of its own. InFile: in a file, which is made anew (of another name where a living process has that one,
  // own_file.h); nullptr with `error` set when it cannot be.
  static std::shared_ptr<Ring> InMemory(int thread);
  static std::shared_ptr<Ring> InFile(const std::string& file, int thread, std::string* error);
  ~Ring();
  Ring(const Ring&) = delete;

  // --- For the one who writes. ---
  uint64_t Next() { return ++last_number_; }  // the number of a new record
  // One that has ended.
  void Put(uint64_t number, const Record& record);
  // The callback that runs: what it is set to can be read at once. `number`: of Next.
  void BeginRunning(uint64_t number, uint64_t start_ns, uint8_t phase, uint32_t late_us);
  const Record& running() const { return header_->running; }
  template <class T>
  void SetRunning(T Record::*field, T value) {
    std::atomic_ref(header_->running.*field).store(value, std::memory_order_relaxed);
  }
  Record* running_memory() { return &header_->running; }  // for JavaScript, which sets a field itself
  void EndRunning(uint64_t end_ns);
  // 0 when there is no more room.
  uint32_t NameOf(std::string_view name);
  // Of Latin-1 characters; what is longer than kLongestText is cut off.
  uint32_t AddText(std::string_view text);
  static constexpr size_t kLongestText = 200;
  void Add(Count count, uint64_t value) { Set(count, Get(count) + value); }
  void Set(Count count, uint64_t value) { CountOf(count).store(value, std::memory_order_relaxed); }
  void AddLate(uint64_t us) {
    auto& count = header_->late[StepOf(us)];
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);  // nobody else writes
  }
  void SetEnded() { header_->last_end.store(1, std::memory_order_relaxed); }

  // --- For all. ---
  uint64_t Get(Count count) const { return CountOf(count).load(std::memory_order_relaxed); }
  uint64_t written() const { return header_->written.load(std::memory_order_acquire); }
  const RingHeader& header() const { return *header_; }
  // The records from number `from` on that are still there.
  RingCopy Read(uint64_t from = 0) const;

  // What stands in a file that InFile made, whatever became of it since; an error in words instead.
  static std::optional<RingCopy> FromFile(const std::string& file, std::string* error);

 private:
  explicit Ring(std::byte* memory);     // what is in it
  Ring(std::byte* memory, int thread);  // a new one
  std::atomic<uint64_t>& CountOf(Count count) const { return header_->counts[static_cast<int>(count)]; }

  std::optional<Record> ReadRunning(uint64_t* number) const;
  void ReadNames(RingCopy* copy) const;
  void ReadRecords(uint64_t from, RingCopy* copy) const;
  void DropOverwritten(RingCopy* copy) const;

  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  RingHeader* const header_;
  std::atomic<uint64_t>* records_;
  char *names_, *texts_;
  uint64_t last_number_ = 0;
  int fd_ = -1;
  std::unordered_map<std::string, uint32_t, TextHash, std::equal_to<>> ids_;
};

}  // namespace eddy::observe
