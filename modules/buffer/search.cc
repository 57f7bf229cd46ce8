// Finding bytes in bytes: places whose first and last unit match are found 32 or 16 at a time, then compared whole.
// Where that meets too many false places, libc's memmem, which is linear in the worst case, takes over (forwards).
#include "buffer/search.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "buffer/wide.h"

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

#ifdef EDDY_HAS_WIDE
// --- 32 places at a time, of units of one or two bytes. ---

template <size_t kUnit>
EDDY_WIDE_INLINE __m256i Repeated(const char* unit) {
  if constexpr (kUnit == 1) return _mm256_set1_epi8(unit[0]);
  int16_t value;
  memcpy(&value, unit, sizeof value);
  return _mm256_set1_epi16(value);
}

// A needle's first and last unit, and which of the 32 bytes from `place` on begin such a pair (bit by bit).
template <size_t kUnit>
struct Ends {
  EDDY_WIDE_INLINE Ends(const char* needle, size_t length)
      : to_last(length - kUnit), first(Repeated<kUnit>(needle)), last(Repeated<kUnit>(needle + to_last)) {}

  EDDY_WIDE_INLINE uint32_t MatchesFrom(const char* place) const {
    __m256i here = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(place));
    __m256i there = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(place + to_last));
    if constexpr (kUnit == 1) {
      return _mm256_movemask_epi8(_mm256_and_si256(_mm256_cmpeq_epi8(here, first), _mm256_cmpeq_epi8(there, last)));
    }
    __m256i both = _mm256_and_si256(_mm256_cmpeq_epi16(here, first), _mm256_cmpeq_epi16(there, last));
    return static_cast<uint32_t>(_mm256_movemask_epi8(both)) & 0x55555555;
  }

  const size_t to_last;
  const __m256i first, last;
};

// As Find. With units of two bytes only places a whole number of units behind `from` count, until memmem takes over.
template <size_t kUnit>
EDDY_WIDE const char* FindWide(const char* from, const char* end, const char* needle, size_t length) {
  const Ends<kUnit> ends(needle, length);
  const char* last_place = end - length;
  int false_places = 0;
  const char* place = from;
  for (; last_place - place >= 32 - static_cast<ptrdiff_t>(kUnit); place += 32) {
    for (uint32_t matches = ends.MatchesFrom(place); matches != 0; matches &= matches - 1) {
      const char* match = place + __builtin_ctz(matches);
      if (length <= 2 * kUnit || memcmp(match, needle, length) == 0) return match;
      if (++false_places > kMostFalsePlaces) return FindByMemmem(match + 1, end, needle, length);
    }
  }
  return FindByMemmem(place, end, needle, length);
}

EDDY_WIDE_INLINE __m256i EqualUnits(const char* place, __m256i wanted) {
  return _mm256_cmpeq_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(place)), wanted);
}

// As FindWide<2>, for a single unit.
EDDY_WIDE const char* FindUnit(const char* from, const char* end, const char* unit) {
  const __m256i wanted = Repeated<2>(unit);
  const char* place = from;
  for (; end - place >= 128; place += 128) {
    __m256i first = _mm256_or_si256(EqualUnits(place, wanted), EqualUnits(place + 32, wanted));
    __m256i second = _mm256_or_si256(EqualUnits(place + 64, wanted), EqualUnits(place + 96, wanted));
    __m256i any = _mm256_or_si256(first, second);
    if (!_mm256_testz_si256(any, any)) break;
  }
  return end - place < 2 ? nullptr : FindWide<2>(place, end, unit, 2);
}

// Looks at places from `place` down to the last 32 at the haystack's beginning. Gives the match, or null and in `place`
// the first that was not looked at (-1 or less: none).
template <size_t kUnit>
EDDY_WIDE const char* FindWideBackward(const char* haystack, ptrdiff_t& place, const char* needle, size_t length) {
  const Ends<kUnit> ends(needle, length);
  constexpr ptrdiff_t kSpan = 32 - static_cast<ptrdiff_t>(kUnit);
  for (; place >= kSpan; place -= 32) {
    const char* block = haystack + place - kSpan;
    uint32_t matches = ends.MatchesFrom(block);
    while (matches != 0) {
      int bit = 31 - __builtin_clz(matches);
      if (length <= 2 * kUnit || memcmp(block + bit, needle, length) == 0) return block + bit;
      matches &= ~(uint32_t{1} << bit);
    }
  }
  return nullptr;
}
#endif

const char* FindAny(const char* from, const char* end, const char* needle, size_t length, size_t unit) {
  if (static_cast<size_t>(end - from) < length) return nullptr;
  if (length == 1) return static_cast<const char*>(memchr(from, needle[0], end - from));
#ifdef EDDY_HAS_WIDE
  if (HasWide() && unit == 2 && length == 2) return FindUnit(from, end, needle);
  if (HasWide()) return unit == 1 ? FindWide<1>(from, end, needle, length) : FindWide<2>(from, end, needle, length);
#endif
  return Find(from, end, needle, length);
}

int64_t SearchForward(const char* haystack, size_t haystack_length, const char* needle, size_t length, size_t start,
                      size_t unit) {
  const char* end = haystack + haystack_length;
  const char* from = haystack + start;
  for (;;) {
    const char* found = FindAny(from, end, needle, length, unit);
    if (!found) return kNone;
    if ((found - haystack) % unit == 0) return found - haystack;
    from = found + 1;  // whole units from the beginning again
  }
}

int64_t SearchBackward(const char* haystack, const char* needle, size_t length, size_t start, size_t unit) {
  auto place = static_cast<ptrdiff_t>(start);
#ifdef EDDY_HAS_WIDE
  if (HasWide() && length > 1) {
    const char* found = unit == 1 ? FindWideBackward<1>(haystack, place, needle, length)
                                  : FindWideBackward<2>(haystack, place, needle, length);
    if (found) return found - haystack;
  }
#endif
  while (place >= 0) {
    auto found = static_cast<const char*>(memrchr(haystack, needle[0], static_cast<size_t>(place) + 1));
    if (!found) return kNone;
    place = found - haystack;
    if (static_cast<size_t>(place) % unit == 0 && memcmp(found, needle, length) == 0) return place;
    --place;
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
