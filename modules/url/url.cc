// What JavaScript asks of the parser. Offsets come in an array that JavaScript reads, texts as they are or by
// takeHref(), so that optimised code may call the parser directly (V8's fast calls make no objects).
#include "bind/module.h"
#include "url/host.h"
#include "url/idna.h"
#include "url/parser.h"
#include "url/percent.h"
#include "url/scan.h"

namespace eddy::url {
namespace {

using v8::FastOneByteString;
using v8::Isolate;
using v8::Local;
using v8::String;
using v8::Value;

// What parse() and set() tell.
enum Outcome : int32_t {
  kFailed = 0,      // or, of a setter: it stays as it was
  kSame = 1,        // the input is the href
  kLacksSlash = 2,  // the input and '/' are
  kChanged = 3,     // takeHref() gives it
};

// This thread's memory, kept from call to call.
struct Memory {
  Offsets own;              // until JavaScript gives its array
  Offsets* offsets = &own;  // of the URL that was parsed last
  Url url, base;
  std::string text, base_text;

  // Long texts are not kept.
  void Trim() {
    for (std::string* each : {&url.href, &base.href, &text, &base_text}) {
      if (each->capacity() > 64 * 1024) *each = {};
    }
  }
};
thread_local Memory memory;

// `latin1` as UTF-8.
std::string_view Utf8Of(std::string_view latin1, std::string& storage) {
  if (IsAscii(latin1)) return latin1;
  storage.clear();
  AppendUtf8FromLatin1(storage, latin1);
  return storage;
}

// A JavaScript string as UTF-8, without a copy where it is ASCII. V8 may collect no garbage while this lives.
class Text {
 public:
  Text(Isolate* isolate, Local<String> string, std::string& storage) : content_(isolate, string) {
    if (content_.is_one_byte()) {
      text_ = Utf8Of({reinterpret_cast<const char*>(content_.data8()), content_.length()}, storage);
    } else {
      storage.clear();
      AppendUtf8(storage, {reinterpret_cast<const char16_t*>(content_.data16()), content_.length()});
      text_ = storage;
    }
  }
  std::string_view view() const { return text_; }

 private:
  String::ValueView content_;
  std::string_view text_;
};

std::string_view Utf8Of(const FastOneByteString& text, std::string& storage) {
  return Utf8Of(std::string_view(text.data, text.length), storage);
}

// `text` is UTF-8. What the scanner takes is ASCII.
Outcome ParseText(std::string_view text) {
  switch (Scan(text, *memory.offsets)) {
    case Scanned::kSame: return kSame;
    case Scanned::kLacksSlash: return kLacksSlash;
    case Scanned::kNo: break;
  }
  if (!Parse(text, nullptr, memory.url)) return kFailed;
  *memory.offsets = memory.url.at;
  return kChanged;
}

// The URL that a base's text is, in memory.base where it is not `text` itself.
bool ParseBase(std::string_view text, UrlView& base) {
  const Scanned scanned = Scan(text, base.at);
  if (scanned == Scanned::kSame) {
    base.href = text;
  } else if (scanned == Scanned::kLacksSlash) {
    base.href = memory.base.href.assign(text).append("/");
  } else {
    if (!Parse(text, nullptr, memory.base)) return false;
    base = memory.base.View();
  }
  return true;
}

Outcome ParseTextAgainst(std::string_view text, std::string_view base_text) {
  UrlView base;
  if (!ParseBase(base_text, base)) return kFailed;
  if (!ResolvePath(text, base, memory.url) && !Parse(text, &base, memory.url)) return kFailed;
  *memory.offsets = memory.url.at;
  return kChanged;
}

int32_t ParseOne(Isolate* isolate, Local<String> input) { return ParseText(Text(isolate, input, memory.text).view()); }
int32_t FastParseOne(Local<Value>, const FastOneByteString& input) { return ParseText(Utf8Of(input, memory.text)); }

// Both are made flat before either is looked at: that may move the other.
int32_t ParseAgainst(Isolate* isolate, Local<String> input, Local<String> base) {
  { String::ValueView flat(isolate, input); }
  Text base_text(isolate, base, memory.base_text), text(isolate, input, memory.text);
  return ParseTextAgainst(text.view(), base_text.view());
}
int32_t FastParseAgainst(Local<Value>, const FastOneByteString& input, const FastOneByteString& base) {
  return ParseTextAgainst(Utf8Of(input, memory.text), Utf8Of(base, memory.base_text));
}

bool IsUrl(std::string_view text) {
  Offsets at;
  return Scan(text, at) != Scanned::kNo || Parse(text, nullptr, memory.url);
}
bool CanParse(Isolate* isolate, Local<String> input) { return IsUrl(Text(isolate, input, memory.text).view()); }
bool FastCanParse(Local<Value>, const FastOneByteString& input) { return IsUrl(Utf8Of(input, memory.text)); }

bool CanParseAgainst(Isolate* isolate, Local<String> input, Local<String> base) {
  { String::ValueView flat(isolate, input); }
  Text base_text(isolate, base, memory.base_text), text(isolate, input, memory.text);
  UrlView base_url;
  return ParseBase(base_text.view(), base_url) && Parse(text.view(), &base_url, memory.url);
}

// `href` is the text of the URL whose offsets are in the array.
int32_t Set(Isolate* isolate, int32_t part, Local<String> href, Local<String> value) {
  { String::ValueView flat(isolate, value); }
  Text href_text(isolate, href, memory.base_text), text(isolate, value, memory.text);
  const UrlView url{href_text.view(), *memory.offsets};
  if (!url.IsSound() || part < 0 || part > static_cast<int32_t>(Part::kHash)) return kFailed;
  auto changed = With(url, static_cast<Part>(part), text.view());
  if (!changed) return kFailed;
  memory.url = std::move(*changed);
  *memory.offsets = memory.url.at;
  return kChanged;
}

v8::MaybeLocal<String> TakeHref(Isolate* isolate) {
  const std::string& href = memory.url.href;
  v8::MaybeLocal<String> text;
  if (href.size() > String::kMaxLength) {
    bind::ThrowStringTooLong(isolate);
  } else {
    text = String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(href.data()), v8::NewStringType::kNormal,
                                  static_cast<int>(href.size()));
  }
  memory.Trim();
  return text;
}

// The array in which offsets come from now on. It lives as long as JavaScript that could call.
void UseOffsets(std::span<int32_t> array) {
  if (array.size_bytes() == sizeof(Offsets)) memory.offsets = reinterpret_cast<Offsets*>(array.data());
}

// The Punycode ASCII form of a domain, undefined when it is not valid.
std::optional<std::string> ToAscii(const std::string& domain) { return DomainToAscii(domain); }
std::string ToUnicode(const std::string& domain) { return DomainToUnicode(domain); }
std::string Hostname(const std::string& domain) { return HostnameOf(domain); }

std::optional<std::string> ParseHost(const std::string& text) {
  std::string host;
  if (!AppendHost(host, text, false)) return std::nullopt;
  return host;
}

}  // namespace

EDDY_MODULE(url) {
  Function<ParseOne, FastParseOne>("parse", 1);
  Function<ParseAgainst, FastParseAgainst>("parseAgainst", 2);
  Function<CanParse, FastCanParse>("canParse", 1);
  Function<CanParseAgainst>("canParseAgainst");
  Function<Set>("set");
  Function<TakeHref>("takeHref");
  Function<UseOffsets>("useOffsets");
  Function<ToAscii>("domainToAscii");
  Function<ToUnicode>("domainToUnicode");
  Function<Hostname>("hostnameOf");
  Function<ParseHost>("parseHost");
}

}  // namespace eddy::url
