// Text of HTTP's heads as reports and records show it.
#pragma once
#include <algorithm>
#include <string>

namespace eddy::observe {

inline std::string Utf8OfLatin1(std::string text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return text;
  std::string result;
  result.reserve(text.size());
  for (char c : text) {
    auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      result += c;
    } else {
      result += static_cast<char>(0xc0 | code >> 6);
      result += static_cast<char>(0x80 | (code & 0x3f));
    }
  }
  return result;
}

}  // namespace eddy::observe
