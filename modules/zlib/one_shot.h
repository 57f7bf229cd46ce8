// The whole of a buffer at once.
#pragma once
#include <span>

#include "bind/buffer.h"
#include "zlib/codec.h"

namespace eddy::zlib {

struct OneShot {
  std::span<const std::byte> input;
  int finish_flush;   // the flush flag of the one step
  size_t max_output;  // more is ERR_BUFFER_TOO_LARGE
};

// What `settings` make of the input. Any thread.
bind::Result<bind::OwnedBytes> Run(const Settings& settings, const OneShot& task);

bind::Error TooLarge(size_t max_output);

uint32_t Crc32(uint32_t start, std::span<const std::byte> data);

}  // namespace eddy::zlib
