// What is recorded of one thread's loop: records of one size, so that a ring of them can be read while it is written,
// by other threads and, from a file, by other processes.
#pragma once
#include <cstdint>

namespace eddy::observe {

enum class RecordType : uint8_t {
  kCallback = 1,
  kTurn,        // of the loop; `other_us`: of it, the wait in poll
  kCollection,  // of garbage, within a callback or not
  kWork,        // on the pool; `other_us`: on which thread of it
};
inline constexpr RecordType kLastRecordType = RecordType::kWork;

// A phase beside libuv's: callbacks that the loop did not call (the main script, 'exit').
inline constexpr uint8_t kNoPhase = 7;

struct Record {
  uint64_t start_ns = 0;  // by the machine's monotonic clock
  uint64_t end_ns = 0;    // 0: it goes on
  uint32_t late_us = 0;   // from when it could have begun until it did
  uint32_t cause = 0;     // the number of the callback that made its timer, request or handle; 0: not known
  uint32_t site = 0;      // of names: "file:line:column function", the program's; 0: not known
  uint32_t detail = 0;    // where in the ring of texts it stands; 0: none
  uint32_t resource = 0;  // which handle or request; 0: none
  uint32_t other_us = 0;  // of a callback: of its time, the ticks and promise jobs behind it
  uint16_t kind = 0;      // of names
  RecordType type = RecordType::kCallback;
  uint8_t phase = kNoPhase;
  uint16_t ticks = 0, jobs = 0;  // that ran in it; the greatest number stands for all above
};
inline constexpr uint32_t kIsHandle = 1;  // a bit of Record::resource
inline constexpr int kWordsInRecord = 6;
static_assert(sizeof(Record) == kWordsInRecord * sizeof(uint64_t));

}  // namespace eddy::observe
