// Which characters the URL Standard treats in which way, as bits of one table: the percent-encode sets
// (https://url.spec.whatwg.org/#percent-encoded-bytes), what hosts forbid, and what ends the scanner's loops.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace eddy::url {

enum Characters : uint16_t {
  kC0Control = 1 << 0,  // percent-encode sets; each has all bytes beyond ASCII
  kFragment = 1 << 1,
  kQuery = 1 << 2,
  kSpecialQuery = 1 << 3,
  kPath = 1 << 4,
  kUserinfo = 1 << 5,
  kForbiddenInHost = 1 << 6,    // https://url.spec.whatwg.org/#forbidden-host-code-point
  kForbiddenInDomain = 1 << 7,  // https://url.spec.whatwg.org/#forbidden-domain-code-point
  kInScheme = 1 << 8,           // letters, digits, '+', '-', '.'
  kNotPlainHost = 1 << 9,       // ends a run of a host that is its own serialization; '.' does, too
  kEndsPlainSegment = 1 << 10,  // kPath, and '/' and '\'
  kIgnored = 1 << 11,           // tab and newlines, which the parser drops
  kEndsPath = 1 << 12,          // '?' and '#'
  kEndsAuthority = 1 << 13,     // those and '/'
  kBackslash = 1 << 14,
};

constexpr std::array<uint16_t, 256> MakeCharacters() {
  std::array<uint16_t, 256> table{};
  auto add = [&table](std::string_view characters, int bits) {
    for (char c : characters) table[static_cast<unsigned char>(c)] |= bits;
  };
  constexpr int kAllSets = kC0Control | kFragment | kQuery | kSpecialQuery | kPath | kUserinfo;
  for (int c = 0; c < 256; ++c) {
    if (c < 0x20 || c >= 0x7f) table[c] |= kAllSets;
    if (c <= 0x20 || c >= 0x7f) table[c] |= kForbiddenInDomain;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) table[c] |= kInScheme;
  }
  add("+-.", kInScheme);
  add(" \"<>", kFragment | kQuery | kSpecialQuery | kPath | kUserinfo);
  add("#", kQuery | kSpecialQuery | kPath | kUserinfo);
  add("`", kFragment | kPath | kUserinfo);
  add("'", kSpecialQuery);
  add("?^{}", kPath | kUserinfo);
  add("/:;=@[\\]|", kUserinfo);
  add(std::string_view("\0\t\n\r #/:<>?@[\\]^|", 17), kForbiddenInHost | kForbiddenInDomain);
  add("%", kForbiddenInDomain);
  add("\t\n\r", kIgnored);
  add("?#", kEndsPath | kEndsAuthority);
  add("/", kEndsAuthority);
  add("\\", kBackslash);
  for (int c = 0; c < 256; ++c) {
    if ((table[c] & kForbiddenInDomain) || (c >= 'A' && c <= 'Z') || c == '.') table[c] |= kNotPlainHost;
    if ((table[c] & kPath) || c == '/' || c == '\\') table[c] |= kEndsPlainSegment;
  }
  return table;
}
inline constexpr std::array<uint16_t, 256> kCharacters = MakeCharacters();

constexpr bool Is(char c, int bits) { return (kCharacters[static_cast<unsigned char>(c)] & bits) != 0; }
// The first character of `text` from `from` on that is one of `bits`, or the end.
constexpr size_t Find(std::string_view text, size_t from, int bits) {
  while (from < text.size() && !Is(text[from], bits)) ++from;
  return from;
}
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
// The value of a hexadecimal digit, or -1.
constexpr int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// 'C:' or 'C|', and whether that is how `text` begins (https://url.spec.whatwg.org/#windows-drive-letter).
constexpr bool IsDriveLetter(std::string_view text) {
  return text.size() == 2 && IsLetter(text[0]) && (text[1] == ':' || text[1] == '|');
}
constexpr bool BeginsWithDriveLetter(std::string_view text) {
  if (!IsDriveLetter(text.substr(0, 2))) return false;
  return text.size() == 2 || text[2] == '/' || text[2] == '\\' || text[2] == '?' || text[2] == '#';
}

// The length of a segment '.', '..' or one with %2e in place of a dot, when `text` begins with dots of that kind.
struct Dots {
  int count;      // 0: none; 3: more than two
  size_t length;  // of their text
};
constexpr Dots LeadingDots(std::string_view text) {
  Dots dots{0, 0};
  while (dots.count < 3 && dots.length < text.size()) {
    if (text[dots.length] == '.') {
      dots.length += 1;
    } else if (text.size() - dots.length >= 3 && text[dots.length] == '%' && text[dots.length + 1] == '2' &&
               (text[dots.length + 2] | 0x20) == 'e') {
      dots.length += 3;
    } else {
      break;
    }
    dots.count += 1;
  }
  return dots;
}

}  // namespace eddy::url
