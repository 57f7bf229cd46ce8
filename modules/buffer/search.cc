// Finding bytes in bytes. Forwards: places whose first and last byte match are found 16 at a time, then compared whole;
// where that meets too many false places, libc's memmem, which is linear in the worst case, takes over.
#include "buffer/search.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace eddy::buffer {
namespace {

typedef uint8_t Bytes16 __attribute__((vector_size(16)));

constexpr int64_t kNone = -1;
constexpr int kMostFalsePlaces = 256;

bool HasBits(Bytes16 mask) {
  uint64_t halves[2];
  memcpy(halves, &mask, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

Bytes16 Load(const char* data) {
  Bytes16 bytes;
  memcpy(&bytes, data, sizeof bytes);
  return bytes;
}

const char* FindByMemmem(const char* from, const char* end, const char* needle, size_t length) {
  return static_cast<const char*>(memmem(from, end - from, needle, length));
}

// The first place of `needle` (two bytes or more) in [from, end).
const char* Find(const char* from, const char* end, const char* needle, size_t length) {
  if (static_cast<size_t>(end - from) < length) return nullptr;
  const char* last_place = end - length;
  Bytes16 first = Bytes16{} + static_cast<uint8_t>(needle[0]);
  Bytes16 last = Bytes16{} + static_cast<uint8_t>(needle[length - 1]);
  int false_places = 0;
  const char* place = from;
  for (; place + 15 <= last_place; place += 16) {
    Bytes16 matches = (Load(place) == first) & (Load(place + length - 1) == last);
    if (!HasBits(matches)) continue;
    for (int i = 0; i < 16; ++i) {
      if (!matches[i]) continue;
      if (memcmp(place + i, needle, length) == 0) return place + i;
      if (++false_places > kMostFalsePlaces) return FindByMemmem(place + i + 1, end, needle, length);
    }
  }
  return FindByMemmem(place, end, needle, length);
}

int64_t SearchForward(const char* haystack, size_t haystack_length, const char* needle, size_t length, size_t start,
                      size_t unit) {
  const char* end = haystack + haystack_length;
  const char* from = haystack + start;
  while (static_cast<size_t>(end - from) >= length) {
    const char* found =
        length == 1 ? static_cast<const char*>(memchr(from, needle[0], end - from)) : Find(from, end, needle, length);
    if (!found) return kNone;
    if ((found - haystack) % unit == 0) return found - haystack;
    from = found + 1;
  }
  return kNone;
}

int64_t SearchBackward(const char* haystack, const char* needle, size_t length, size_t start, size_t unit) {
  size_t candidates = start + 1;
  while (candidates > 0) {
    auto found = static_cast<const char*>(memrchr(haystack, needle[0], candidates));
    if (!found) return kNone;
    size_t place = found - haystack;
    if (place % unit == 0 && memcmp(found, needle, length) == 0) return static_cast<int64_t>(place);
    candidates = place;
  }
  return kNone;
}

// `offset` as a place in the haystack; kNone when nothing can be found from there.
int64_t StartOf(double offset, size_t haystack_length, size_t needle_length, bool forward) {
  auto length = static_cast<double>(haystack_length);
  if (std::isnan(offset)) offset = 0;
  if (offset < 0) {
    if (offset + length >= 0) return static_cast<int64_t>(offset + length);
    return forward || needle_length == 0 ? 0 : kNone;
  }
  if (offset + static_cast<double>(needle_length) <= length) return static_cast<int64_t>(offset);
  if (needle_length == 0) return static_cast<int64_t>(haystack_length);
  return forward ? kNone : static_cast<int64_t>(haystack_length) - 1;
}

}  // namespace

int64_t Search(const char* haystack, size_t haystack_length, const char* needle, size_t needle_length, double offset,
               bool forward, size_t unit) {
  int64_t start = StartOf(offset, haystack_length, needle_length, forward);
  if (needle_length == 0) return start;
  if (start < 0 || needle_length > haystack_length || needle_length < unit) return kNone;
  // UTF-16 is searched in whole units.
  size_t from = static_cast<size_t>(start) / unit * unit;
  if (unit == 2) {
    haystack_length &= ~size_t{1};
    needle_length &= ~size_t{1};
    if (needle_length > haystack_length) return kNone;
  }
  if (forward) return SearchForward(haystack, haystack_length, needle, needle_length, from, unit);
  return SearchBackward(haystack, needle, needle_length, std::min(from, haystack_length - needle_length), unit);
}

int64_t SearchByte(const char* haystack, size_t length, uint8_t byte, double offset, bool forward) {
  int64_t start = StartOf(offset, length, 1, forward);
  if (start < 0 || length == 0) return kNone;
  const void* found = forward ? memchr(haystack + start, byte, length - start) : memrchr(haystack, byte, start + 1);
  return found ? static_cast<const char*>(found) - haystack : kNone;
}

}  // namespace eddy::buffer
