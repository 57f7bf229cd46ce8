// Text → tokens, at once; tokens → values, when somebody takes them.
#include "cli/json_reader.h"

#include <algorithm>
#include <charconv>

#include "buffer/simdutf.h"

namespace eddy::cli {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kStructure = "{}[]:,";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// The number that four hexadecimal digits at `at` stand for.
std::optional<uint32_t> HexDigits(std::string_view text, size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data() + at, text.data() + at + 4, value, 16);
  if (error != std::errc() || end != text.data() + at + 4) return std::nullopt;
  return value;
}

void AppendUtf8(std::string* out, uint32_t point) {
  if (point < 0x80) {
    *out += static_cast<char>(point);
    return;
  }
  constexpr uint8_t kLead[] = {0, 0xc0, 0xe0, 0xf0};
  int further = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  *out += static_cast<char>(kLead[further] | point >> (6 * further));
  while (further-- > 0) *out += static_cast<char>(0x80 | (point >> (6 * further) & 0x3f));
}

// A "\u" escape at *at, with its second half where it is the first of a pair; leaves *at at its last digit.
bool AppendUnicode(std::string_view text, size_t* at, std::string* out) {
  auto point = HexDigits(text, *at + 1);
  if (!point || (*point >= 0xdc00 && *point < 0xe000)) return false;
  *at += 4;
  if (*point >= 0xd800 && *point < 0xdc00) {
    if (text.substr(*at + 1, 2) != "\\u") return false;
    auto low = HexDigits(text, *at + 3);
    if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
    *at += 6;
    *point = 0x10000 + ((*point - 0xd800) << 10) + (*low - 0xdc00);
  }
  AppendUtf8(out, *point);
  return true;
}

// What stands between the quotes; nothing when an escape is none.
std::optional<std::string> Unescape(std::string_view text) {
  constexpr std::string_view kEscapes = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      result += text[i];
    } else if (text[++i] == 'u') {
      if (!AppendUnicode(text, &i, &result)) return std::nullopt;
    } else {
      size_t escape = kEscapes.find(text[i]);
      if (escape == kEscapes.npos) return std::nullopt;
      result += kMeanings[escape];
    }
  }
  return result;
}

// Digits alone, without a zero in front.
template <typename T>
std::optional<T> Integer(std::string_view word) {
  std::string_view digits = word.substr(word.starts_with('-') ? 1 : 0);
  if (digits.size() > 1 && digits[0] == '0') return std::nullopt;
  T value;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

}  // namespace

JsonReader::JsonReader(std::string_view text) : text_(text) {
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  is_text_ = simdutf::validate_utf8(text_.data(), text_.size()) && Split() && !tokens_.empty();
}

size_t JsonReader::EndOfString(size_t quote) const {
  for (size_t i = quote + 1; i < text_.size(); ++i) {
    if (text_[i] == '"') return i + 1;
    if (static_cast<unsigned char>(text_[i]) < ' ') return text_.npos;
    if (text_[i] == '\\') ++i;
  }
  return text_.npos;
}

bool JsonReader::Split() {
  for (size_t i = 0; (i = text_.find_first_not_of(kSpace, i)) != text_.npos;) {
    size_t end;
    if (text_[i] == '"') {
      end = EndOfString(i);
      if (end == text_.npos) return false;
    } else if (kStructure.find(text_[i]) != kStructure.npos) {
      end = i + 1;
    } else {
      end = std::min(text_.find_first_of(" \t\r\n{}[]:,\"", i), text_.size());
    }
    tokens_.push_back({i, end});
    i = end;
  }
  return true;
}

std::string_view JsonReader::TakeToken() {
  if (at_ == tokens_.size()) return {};
  Token token = tokens_[at_++];
  return text_.substr(token.start, token.end - token.start);
}

bool JsonReader::Take(char token) {
  if (Next() != token) return false;
  ++at_;
  return true;
}

std::optional<std::string> JsonReader::TakeString() {
  std::string_view token = TakeToken();
  if (!token.starts_with('"')) return std::nullopt;
  return Unescape(token.substr(1, token.size() - 2));
}

std::optional<bool> JsonReader::TakeBoolean() {
  std::string_view token = TakeToken();
  if (token != "true" && token != "false") return std::nullopt;
  return token == "true";
}

std::optional<int64_t> JsonReader::TakeInteger() { return Integer<int64_t>(TakeToken()); }
std::optional<uint64_t> JsonReader::TakeUnsigned() { return Integer<uint64_t>(TakeToken()); }

bool JsonReader::Skip() {
  if (at_ == tokens_.size() || std::string_view("}]:,").find(Next()) != std::string_view::npos) return false;
  int depth = 0;
  do {
    char first = Next();
    if (first == '{' || first == '[') ++depth;
    if (first == '}' || first == ']') --depth;
    ++at_;
  } while (depth > 0 && at_ < tokens_.size());
  return depth == 0;
}

}  // namespace eddy::cli
