// Percent-encoding, and the conversions between the encodings of texts that are parsed.
#include "url/percent.h"

#include <cstring>

namespace eddy::url {

void AppendEncoded(std::string& out, std::string_view utf8, int set) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  size_t copied = 0;
  for (size_t i = 0; i < utf8.size(); ++i) {
    if (!Is(utf8[i], set)) continue;
    out.append(utf8, copied, i - copied);
    const auto byte = static_cast<unsigned char>(utf8[i]);
    const char encoded[] = {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    out.append(encoded, 3);
    copied = i + 1;
  }
  out.append(utf8, copied);
}

std::string PercentDecode(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char byte = text[i];
    if (byte == '%' && text.size() - i > 2) {
      const int high = HexValue(text[i + 1]), low = HexValue(text[i + 2]);
      if (high >= 0 && low >= 0) {
        byte = static_cast<char>(high << 4 | low);
        i += 2;
      }
    }
    bytes.push_back(byte);
  }
  return bytes;
}

std::u16string Utf16FromUtf8(std::string_view utf8) {
  std::u16string text;
  text.reserve(utf8.size());
  for (size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i++]);
    if (first < 0x80) {
      text.push_back(first);
      continue;
    }
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4) {
      text.push_back(0xfffd);
      continue;
    }
    // The second byte's range keeps out overlong forms, surrogates and what is beyond U+10FFFF.
    unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    uint32_t point = first & (0x3f >> more);
    for (; more > 0 && i < utf8.size(); --more) {
      const auto next = static_cast<unsigned char>(utf8[i]);
      if (next < least || next > most) break;
      point = point << 6 | (next & 0x3f);
      least = 0x80;
      most = 0xbf;
      ++i;
    }
    if (more > 0) {
      text.push_back(0xfffd);
    } else if (point < 0x10000) {
      text.push_back(static_cast<char16_t>(point));
    } else {
      text.push_back(static_cast<char16_t>(0xd7c0 + (point >> 10)));
      text.push_back(static_cast<char16_t>(0xdc00 | (point & 0x3ff)));
    }
  }
  return text;
}

static void AppendPoint(std::string& out, uint32_t point) {
  auto push = [&out](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) return push(point);
  if (point < 0x800) {
    push(0xc0 | point >> 6);
  } else {
    if (point < 0x10000) {
      push(0xe0 | point >> 12);
    } else {
      push(0xf0 | point >> 18);
      push(0x80 | (point >> 12 & 0x3f));
    }
    push(0x80 | (point >> 6 & 0x3f));
  }
  push(0x80 | (point & 0x3f));
}

void AppendUtf8(std::string& out, std::u16string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    uint32_t point = text[i];
    if (point >= 0xd800 && point <= 0xdfff) {
      const bool is_pair = point < 0xdc00 && i + 1 < text.size() && (text[i + 1] & 0xfc00) == 0xdc00;
      point = is_pair ? 0x10000 + ((point & 0x3ff) << 10) + (text[++i] & 0x3ff) : 0xfffd;
    }
    AppendPoint(out, point);
  }
}

void AppendUtf8FromLatin1(std::string& out, std::string_view latin1) {
  for (char c : latin1) AppendPoint(out, static_cast<unsigned char>(c));
}

bool IsAscii(std::string_view text) {
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    if (word & 0x8080808080808080) return false;
  }
  for (; i < text.size(); ++i) {
    if (static_cast<signed char>(text[i]) < 0) return false;
  }
  return true;
}

}  // namespace eddy::url
