// Finding bytes in bytes, forwards and backwards.
#pragma once
#include <cstddef>
#include <cstdint>

namespace eddy::buffer {

// The place of `needle` in `haystack` at or after (backwards: at or before) `offset`, which counts from the end when
// negative; -1 when there is none. With `unit` 2 only even places count (UTF-16). An empty needle is found at `offset`.
int64_t Search(const char* haystack, size_t haystack_length, const char* needle, size_t needle_length, double offset,
               bool forward, size_t unit);
int64_t SearchByte(const char* haystack, size_t length, uint8_t byte, double offset, bool forward);

}  // namespace eddy::buffer
