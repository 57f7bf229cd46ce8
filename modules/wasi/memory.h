// The memory of a WebAssembly instance: little-endian numbers and bytes at addresses that are checked. Taken anew for
// each call, as the memory may have grown.
#pragma once
#include <sys/uio.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "wasi/types.h"

namespace eddy::wasi {

static_assert(std::endian::native == std::endian::little);

class Memory {
 public:
  Memory(uint8_t* data, size_t size) : data_(data), size_(size) {}

  bool Has(uint64_t at, uint64_t length) const { return at <= size_ && length <= size_ - at; }
  // What follows is for places that Has() was asked about.
  uint8_t* At(uint32_t at) const { return data_ + at; }
  template <class T>
  T Get(uint32_t at) const {
    T value;
    std::memcpy(&value, data_ + at, sizeof value);
    return value;
  }
  template <class T>
  void Put(uint32_t at, T value) const {
    std::memcpy(data_ + at, &value, sizeof value);
  }
  void PutText(uint32_t at, std::string_view text) const {
    if (!text.empty()) std::memcpy(data_ + at, text.data(), text.size());
  }
  std::string_view Text(uint32_t at, uint32_t length) const {
    return {reinterpret_cast<const char*>(data_) + at, length};
  }

  // The pieces of memory that an array of { address, length } names. More than the system takes in one call are left
  // out.
  Errno Pieces(uint32_t at, uint32_t count, std::vector<iovec>* pieces) const {
    constexpr uint32_t kMost = 1024;
    if (!Has(at, uint64_t{count} * 8)) return Errno::kOverflow;
    pieces->reserve(count < kMost ? count : kMost);
    for (uint32_t i = 0; i < count; i++) {
      auto start = Get<uint32_t>(at + i * 8), length = Get<uint32_t>(at + i * 8 + 4);
      if (!Has(start, length)) return Errno::kOverflow;
      if (i < kMost) pieces->push_back({data_ + start, length});
    }
    return Errno::kSuccess;
  }

 private:
  uint8_t* data_;
  size_t size_;
};

}  // namespace eddy::wasi
