// A host's text in, its serialization out.
#include "url/host.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "url/idna.h"
#include "url/percent.h"

namespace eddy::url {
namespace {

using Pieces = std::array<uint16_t, 8>;

bool Contains(std::string_view text, int characters) {
  return std::any_of(text.begin(), text.end(), [characters](char c) { return Is(c, characters); });
}

void AppendNumber(std::string& out, uint32_t number, int base) {
  char digits[16];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number, base).ptr);
}

// --- IPv4
// --------------------------------------------------------------------------------------------------------------- One
// part of an address: decimal, 0x hexadecimal or 0 octal. What is beyond 32 bits comes as 2^32.
std::optional<uint64_t> Ipv4Number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int base = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    base = 8;
    text.remove_prefix(1);
  }
  uint64_t number = 0;
  for (char c : text) {
    const int digit = HexValue(c);
    if (digit < 0 || digit >= base) return std::nullopt;
    number = std::min<uint64_t>(number * base + digit, 1ull << 32);
  }
  return number;
}

// https://url.spec.whatwg.org/#ends-in-a-number-checker
bool EndsInNumber(std::string_view domain) {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  const auto label = domain.substr(domain.rfind('.') + 1);  // npos + 1 is 0
  if (label.empty() || !IsDigit(label[0])) return false;
  return std::all_of(label.begin(), label.end(), IsDigit) || Ipv4Number(label).has_value();
}

// https://url.spec.whatwg.org/#concept-ipv4-parser
bool AppendIpv4(std::string& out, std::string_view text) {
  if (IsCanonicalIpv4(text)) {
    out.append(text);
    return true;
  }
  if (text.ends_with('.')) text.remove_suffix(1);
  std::array<uint64_t, 4> numbers;
  size_t count = 0;
  for (size_t start = 0; start <= text.size();) {
    const size_t end = std::min(text.find('.', start), text.size());
    const auto number = Ipv4Number(text.substr(start, end - start));
    if (!number || count == numbers.size()) return false;
    numbers[count++] = *number;
    start = end + 1;
  }
  // The last part may fill all bytes that the others left.
  uint64_t address = numbers[count - 1];
  if (address >= 1ull << (8 * (5 - count))) return false;
  for (size_t i = 0; i + 1 < count; ++i) {
    if (numbers[i] > 255) return false;
    address += numbers[i] << (8 * (3 - i));
  }
  for (int shift = 24; shift >= 0; shift -= 8) {
    AppendNumber(out, address >> shift & 255, 10);
    if (shift > 0) out.push_back('.');
  }
  return true;
}

// --- IPv6
// --------------------------------------------------------------------------------------------------------------- A
// dotted IPv4 address, which ends an IPv6 one, as two pieces.
bool ReadIpv4Tail(std::string_view text, uint16_t* pieces) {
  if (!IsCanonicalIpv4(text)) return false;
  uint32_t address = 0, number = 0;
  for (char c : text) {
    if (c == '.') {
      address = address << 8 | number;
      number = 0;
    } else {
      number = number * 10 + (c - '0');
    }
  }
  address = address << 8 | number;
  pieces[0] = address >> 16;
  pieces[1] = address & 0xffff;
  return true;
}

// Pieces with colons between them, none for empty text. Gives their number, or -1.
int ReadPieces(std::string_view text, bool may_end_in_ipv4, Pieces& pieces) {
  if (text.empty()) return 0;
  int count = 0;
  for (size_t start = 0; start <= text.size();) {
    const size_t end = std::min(text.find(':', start), text.size());
    const auto part = text.substr(start, end - start);
    if (count == 8) return -1;
    if (part.size() >= 1 && part.size() <= 4 && part.find('.') == part.npos) {
      uint32_t piece = 0;
      for (char c : part) {
        const int digit = HexValue(c);
        if (digit < 0) return -1;
        piece = piece << 4 | static_cast<uint32_t>(digit);
      }
      pieces[count++] = static_cast<uint16_t>(piece);
    } else {
      if (!may_end_in_ipv4 || end != text.size() || count > 6 || !ReadIpv4Tail(part, &pieces[count])) return -1;
      count += 2;
    }
    start = end + 1;
  }
  return count;
}

// https://url.spec.whatwg.org/#concept-ipv6-parser
bool ReadIpv6(std::string_view text, Pieces& pieces) {
  const size_t gap = text.find("::");
  if (gap == text.npos) return ReadPieces(text, true, pieces) == 8;
  Pieces after{};
  const int before_count = ReadPieces(text.substr(0, gap), false, pieces);
  const int after_count = ReadPieces(text.substr(gap + 2), true, after);
  if (before_count < 0 || after_count < 0 || before_count + after_count > 7) return false;
  std::fill(pieces.begin() + before_count, pieces.end(), 0);
  std::copy_n(after.begin(), after_count, pieces.end() - after_count);
  return true;
}

// https://url.spec.whatwg.org/#concept-ipv6-serializer
void AppendIpv6(std::string& out, const Pieces& pieces) {
  int gap = -1, gap_length = 1;  // the first longest run of two or more zero pieces
  for (int i = 0; i < 8; ++i) {
    int end = i;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - i > gap_length) {
      gap = i;
      gap_length = end - i;
    }
    if (end > i) i = end;
  }
  out.push_back('[');
  for (int i = 0; i < 8; ++i) {
    if (i == gap) {
      out.append(i == 0 ? "::" : ":");
      i += gap_length - 1;
      continue;
    }
    AppendNumber(out, pieces[i], 16);
    if (i < 7) out.push_back(':');
  }
  out.push_back(']');
}

bool AppendDomain(std::string& out, std::string_view text) {
  const bool is_encoded = text.find('%') != text.npos;
  const auto domain = DomainToAscii(is_encoded ? std::string_view(PercentDecode(text)) : text);
  if (!domain || Contains(*domain, kForbiddenInDomain)) return false;
  if (EndsInNumber(*domain)) return AppendIpv4(out, *domain);
  out.append(*domain);
  return true;
}

}  // namespace

bool IsCanonicalIpv4(std::string_view text) {
  if (text.size() > 15) return false;
  size_t i = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (i >= text.size() || text[i++] != '.')) return false;
    const size_t start = i;
    int number = 0;
    while (i < text.size() && i < start + 3 && IsDigit(text[i])) number = number * 10 + (text[i++] - '0');
    if (i == start || number > 255 || (text[start] == '0' && i > start + 1)) return false;
  }
  return i == text.size();
}

bool AppendHost(std::string& out, std::string_view text, bool is_opaque) {
  if (text.starts_with('[')) {
    Pieces pieces{};
    if (text.size() < 2 || !text.ends_with(']') || !ReadIpv6(text.substr(1, text.size() - 2), pieces)) return false;
    AppendIpv6(out, pieces);
    return true;
  }
  if (!is_opaque) return AppendDomain(out, text);
  if (Contains(text, kForbiddenInHost)) return false;
  AppendEncoded(out, text, kC0Control);
  return true;
}

}  // namespace eddy::url
