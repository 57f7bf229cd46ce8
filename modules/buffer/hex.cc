// Hexadecimal digits: 32 at a time where the processor can, the rest, and what is no digit, one by one.
#include "buffer/hex.h"

#include <algorithm>
#include <array>

#include "buffer/wide.h"

namespace eddy::buffer {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

constexpr std::array<int8_t, 256> HexTable() {
  std::array<int8_t, 256> table{};
  for (int i = 0; i < 256; ++i) {
    table[i] = static_cast<int8_t>(i >= '0' && i <= '9'   ? i - '0'
                                   : i >= 'a' && i <= 'f' ? i - 'a' + 10
                                   : i >= 'A' && i <= 'F' ? i - 'A' + 10
                                                          : -1);
  }
  return table;
}
constexpr auto kHexValues = HexTable();

// As Node has it, a wide unit counts as its low byte.
int HexValue(uint16_t unit) { return kHexValues[unit & 0xff]; }
int HexValue(char unit) { return kHexValues[static_cast<uint8_t>(unit)]; }

#ifdef EDDY_HAS_WIDE
// Both return how many bytes were done, a multiple of 16.

EDDY_WIDE size_t EncodeWide(const uint8_t* data, size_t length, char* output) {
  const __m256i digits =
      _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(static_cast<const char*>(kDigits))));
  const __m256i low = _mm256_set1_epi8(0x0f);
  size_t done = 0;
  for (; length - done >= 16; done += 16) {
    // Each byte as a unit of two: its high half first.
    __m256i bytes = _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + done)));
    __m256i halves = _mm256_and_si256(_mm256_or_si256(_mm256_srli_epi16(bytes, 4), _mm256_slli_epi16(bytes, 8)), low);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(output + 2 * done), _mm256_shuffle_epi8(digits, halves));
  }
  return done;
}

// Ends in front of a block with something that is no digit.
EDDY_WIDE size_t DecodeWide(const char* text, size_t pairs, char* output) {
  const __m256i nine = _mm256_set1_epi8(9), five = _mm256_set1_epi8(5), weights = _mm256_set1_epi16(0x0110);
  size_t done = 0;
  for (; pairs - done >= 16; done += 16) {
    __m256i units = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 2 * done));
    __m256i digit = _mm256_sub_epi8(units, _mm256_set1_epi8('0'));
    __m256i letter = _mm256_sub_epi8(_mm256_or_si256(units, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('a'));
    __m256i is_digit = _mm256_cmpeq_epi8(_mm256_min_epu8(digit, nine), digit);
    __m256i is_letter = _mm256_cmpeq_epi8(_mm256_min_epu8(letter, five), letter);
    if (_mm256_movemask_epi8(_mm256_or_si256(is_digit, is_letter)) != -1) break;
    __m256i values = _mm256_blendv_epi8(_mm256_add_epi8(letter, _mm256_set1_epi8(10)), digit, is_digit);
    __m256i bytes = _mm256_maddubs_epi16(values, weights);  // high * 16 + low
    __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi16(bytes, bytes), 0xd8);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(output + done), _mm256_castsi256_si128(packed));
  }
  return done;
}
#endif

template <class Unit>
size_t DecodePairs(const Unit* text, size_t from, size_t pairs, char* output) {
  for (size_t i = from; i < pairs; ++i) {
    int high = HexValue(text[2 * i]), low = HexValue(text[2 * i + 1]);
    if ((high | low) < 0) return i;
    output[i] = static_cast<char>(high << 4 | low);
  }
  return pairs;
}

}  // namespace

void EncodeHex(const uint8_t* data, size_t length, char* output) {
  size_t done = 0;
#ifdef EDDY_HAS_WIDE
  if (HasWide()) done = EncodeWide(data, length, output);
#endif
  for (; done < length; ++done) {
    output[2 * done] = kDigits[data[done] >> 4];
    output[2 * done + 1] = kDigits[data[done] & 15];
  }
}

size_t DecodeHex(const char* text, size_t length, char* output, size_t capacity) {
  size_t pairs = std::min(length / 2, capacity), done = 0;
#ifdef EDDY_HAS_WIDE
  if (HasWide()) done = DecodeWide(text, pairs, output);
#endif
  return DecodePairs(text, done, pairs, output);
}

size_t DecodeHex(const uint16_t* text, size_t length, char* output, size_t capacity) {
  return DecodePairs(text, 0, std::min(length / 2, capacity), output);
}

}  // namespace eddy::buffer
