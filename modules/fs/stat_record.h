// What the system returns about a file, as the numbers that cross into JavaScript.
#pragma once
#include <uv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "bind/convert.h"

namespace eddy::fs {

inline constexpr size_t kStatFields = 14;

template <class T>
class StatNumbers {
 public:
  using Number = T;
  StatNumbers() : values_{} {}
  explicit StatNumbers(const uv_stat_t& stat)
      : values_{static_cast<T>(stat.st_dev),
                static_cast<T>(stat.st_mode),
                static_cast<T>(stat.st_nlink),
                static_cast<T>(stat.st_uid),
                static_cast<T>(stat.st_gid),
                static_cast<T>(stat.st_rdev),
                static_cast<T>(stat.st_blksize),
                static_cast<T>(stat.st_ino),
                static_cast<T>(stat.st_size),
                static_cast<T>(stat.st_blocks),
                Time(stat.st_atim),
                Time(stat.st_mtim),
                Time(stat.st_ctim),
                Time(stat.st_birthtim)} {}
  void Fill(std::span<T> target) const {
    std::copy_n(values_.begin(), std::min(target.size(), kStatFields), target.begin());
  }

 private:
  static T Time(const uv_timespec_t& time) {
    if constexpr (std::is_same_v<T, double>) {
      return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    } else {
      return static_cast<T>(time.tv_sec) * 1000000000 + time.tv_nsec;
    }
  }
  std::array<T, kStatFields> values_;
};
using StatRecord = StatNumbers<double>;
using BigStatRecord = StatNumbers<int64_t>;

struct FileSystemRecord {
  std::array<uint64_t, 7> values;
};

}  // namespace eddy::fs

namespace eddy::bind {

template <>
struct Convert<fs::StatRecord> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const fs::StatRecord& record) {
    auto memory = v8::ArrayBuffer::New(isolate, fs::kStatFields * sizeof(double));
    record.Fill({static_cast<double*>(memory->Data()), fs::kStatFields});
    return v8::Float64Array::New(memory, 0, fs::kStatFields);
  }
};
template <>
struct Convert<fs::BigStatRecord> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const fs::BigStatRecord& record) {
    auto memory = v8::ArrayBuffer::New(isolate, fs::kStatFields * sizeof(int64_t));
    record.Fill({static_cast<int64_t*>(memory->Data()), fs::kStatFields});
    return v8::BigInt64Array::New(memory, 0, fs::kStatFields);
  }
};
template <>
struct Convert<fs::FileSystemRecord> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const fs::FileSystemRecord& record) {
    auto memory = v8::ArrayBuffer::New(isolate, sizeof(record.values));
    std::copy(record.values.begin(), record.values.end(), static_cast<uint64_t*>(memory->Data()));
    return v8::BigUint64Array::New(memory, 0, record.values.size());
  }
};

}  // namespace eddy::bind
