// Reversing units: 32 bytes at a time where the processor can, the rest one by one.
#include "buffer/byte_order.h"

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "buffer/wide.h"

namespace eddy::buffer {
namespace {

template <size_t kUnit>
using Word = std::conditional_t<kUnit == 2, uint16_t, std::conditional_t<kUnit == 4, uint32_t, uint64_t>>;

uint16_t Reversed(uint16_t word) { return __builtin_bswap16(word); }
uint32_t Reversed(uint32_t word) { return __builtin_bswap32(word); }
uint64_t Reversed(uint64_t word) { return __builtin_bswap64(word); }

#ifdef EDDY_HAS_WIDE
// Returns how many bytes were done.
template <size_t kUnit>
EDDY_WIDE size_t ReverseWide(char* data, size_t size) {
  char order[32];
  for (size_t i = 0; i < 32; ++i) order[i] = static_cast<char>((i % 16) / kUnit * kUnit + (kUnit - 1 - i % kUnit));
  const __m256i places = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(order));
  size_t done = 0;
  for (; size - done >= 32; done += 32) {
    auto* block = reinterpret_cast<__m256i*>(data + done);
    _mm256_storeu_si256(block, _mm256_shuffle_epi8(_mm256_loadu_si256(block), places));
  }
  return done;
}
#endif

}  // namespace

template <size_t kUnit>
void ReverseUnits(char* data, size_t size) {
  size_t done = 0;
#ifdef EDDY_HAS_WIDE
  if (HasWide()) done = ReverseWide<kUnit>(data, size);
#endif
  for (; size - done >= kUnit; done += kUnit) {
    Word<kUnit> word;
    memcpy(&word, data + done, kUnit);
    word = Reversed(word);
    memcpy(data + done, &word, kUnit);
  }
}

template void ReverseUnits<2>(char* data, size_t size);
template void ReverseUnits<4>(char* data, size_t size);
template void ReverseUnits<8>(char* data, size_t size);

}  // namespace eddy::buffer
