// Bytes and V8's strings, read against the tables of RFC 9110.
#include "http/field_syntax.h"

#include <llhttp/llhttp.h>

#include <array>
#include <string>
#include <vector>

#include "bind/module.h"

namespace eddy::http {

namespace {

constexpr std::array<bool, 256> Table(bool (*contains)(unsigned)) {
  std::array<bool, 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) table[byte] = contains(byte);
  return table;
}

constexpr bool IsAlphanumeric(unsigned byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

constexpr auto kTokens = Table([](unsigned byte) {
  return IsAlphanumeric(byte) ||
         (byte != 0 && std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(byte)) != std::string_view::npos);
});
constexpr auto kValues = Table([](unsigned byte) { return byte == '\t' || (byte >= 0x20 && byte != 0x7f); });
constexpr auto kWords = Table([](unsigned byte) { return IsAlphanumeric(byte) || byte == '_'; });

bool AllIn(const std::array<bool, 256>& table, std::string_view text) {
  for (unsigned char byte : text) {
    if (!table[byte]) return false;
  }
  return true;
}

char Lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte; }

// The text, when it has no characters beyond Latin-1.
class Latin1 {
 public:
  Latin1(v8::Isolate* isolate, v8::Local<v8::String> string) : view_(isolate, string) {
    if (view_.is_one_byte()) {
      text_ = {reinterpret_cast<const char*>(view_.data8()), view_.length()};
      return;
    }
    for (uint32_t i = 0; i < view_.length(); ++i) {
      if (view_.data16()[i] > 0xff) fits_ = false;
      copy_.push_back(static_cast<char>(view_.data16()[i]));
    }
    text_ = copy_;
  }
  bool fits() const { return fits_; }
  std::string_view text() const { return text_; }

 private:
  v8::String::ValueView view_;
  std::string copy_;
  std::string_view text_;
  bool fits_ = true;
};

bool IsValue(v8::Isolate* isolate, v8::Local<v8::String> text) {
  Latin1 latin1(isolate, text);
  return latin1.fits() && IsFieldValue(latin1.text());
}

bool HasWordIn(v8::Isolate* isolate, v8::Local<v8::String> text, std::string word) {
  return HasWord(Latin1(isolate, text).text(), word);
}

// The name in lower case; undefined when it is none.
v8::Local<v8::Value> LowerName(v8::Isolate* isolate, v8::Local<v8::String> name) {
  std::string lower;
  {
    Latin1 latin1(isolate, name);
    if (!latin1.fits() || !IsToken(latin1.text())) return v8::Undefined(isolate);
    lower = latin1.text();
  }
  for (char& byte : lower) byte = Lower(byte);
  v8::Local<v8::String> result;
  if (!v8::String::NewFromUtf8(isolate, lower.data(), v8::NewStringType::kInternalized, static_cast<int>(lower.size()))
           .ToLocal(&result)) {
    return v8::Undefined(isolate);
  }
  return result;
}

// llhttp's methods by their numbers.
std::vector<std::string> MethodNames() {
  std::vector<std::string> names;
#define EDDY_NAME(number, name, string)                     \
  if (names.size() <= (number)) names.resize((number) + 1); \
  names[number] = #string;
  HTTP_ALL_METHOD_MAP(EDDY_NAME)
#undef EDDY_NAME
  return names;
}

}  // namespace

bool IsToken(std::string_view text) { return !text.empty() && AllIn(kTokens, text); }

bool IsFieldValue(std::string_view text) { return AllIn(kValues, text); }

bool HasWord(std::string_view text, std::string_view word) {
  auto is_free = [&](size_t at) { return at >= text.size() || !kWords[static_cast<unsigned char>(text[at])]; };
  for (size_t at = 0; at + word.size() <= text.size(); ++at) {
    size_t length = 0;
    while (length < word.size() && Lower(text[at + length]) == word[length]) ++length;
    if (length == word.size() && is_free(at - 1) && is_free(at + length)) return true;
  }
  return false;
}

}  // namespace eddy::http

EDDY_MODULE(http_fields) {
  using namespace eddy::http;
  Function<IsValue>("isFieldValue");
  Function<LowerName>("lowerFieldName");
  Function<HasWordIn>("hasWord");
  Function<MethodNames>("methodNames");
  Constant("FIRST_NO_METHOD", HTTP_PRI);
}
