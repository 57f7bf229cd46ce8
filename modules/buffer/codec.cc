// Between strings and bytes: UTF-8 and base64 by simdutf where the input is well-formed, by plain loops where it is
// not.
#include "buffer/codec.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "bind/convert.h"
#include "buffer/hex.h"
#include "buffer/simdutf.h"

namespace eddy::buffer {
namespace {

using v8::Isolate;
using v8::Local;
using v8::MaybeLocal;
using v8::String;

// From this size on a string keeps its characters outside of V8's heap, where nothing copies them again.
constexpr size_t kExternalFrom = 1 << 20;
constexpr size_t kOnStack = 2048;

#define EDDY_VECTORIZE __attribute__((optimize("O3")))

class OwnedOneByte final : public String::ExternalOneByteStringResource {
 public:
  OwnedOneByte(std::unique_ptr<char[]> data, size_t length) : data_(std::move(data)), length_(length) {}
  const char* data() const override { return data_.get(); }
  size_t length() const override { return length_; }

 private:
  std::unique_ptr<char[]> data_;
  size_t length_;
};

class OwnedTwoByte final : public String::ExternalStringResource {
 public:
  OwnedTwoByte(std::unique_ptr<char16_t[]> data, size_t length) : data_(std::move(data)), length_(length) {}
  const uint16_t* data() const override { return reinterpret_cast<const uint16_t*>(data_.get()); }
  size_t length() const override { return length_; }

 private:
  std::unique_ptr<char16_t[]> data_;
  size_t length_;
};

MaybeLocal<String> TooLong(Isolate* isolate) {
  ThrowStringTooLong(isolate);
  return {};
}

MaybeLocal<String> CopyOneByte(Isolate* isolate, const char* data, size_t length) {
  if (length > String::kMaxLength) return TooLong(isolate);
  return String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(data), v8::NewStringType::kNormal,
                                static_cast<int>(length));
}

MaybeLocal<String> CopyTwoByte(Isolate* isolate, const char16_t* data, size_t length) {
  if (length > String::kMaxLength) return TooLong(isolate);
  return String::NewFromTwoByte(isolate, reinterpret_cast<const uint16_t*>(data), v8::NewStringType::kNormal,
                                static_cast<int>(length));
}

// A string of `length` characters that `fill` writes; `fill` gives how many there are in the end.
template <class Fill>
MaybeLocal<String> MakeOneByte(Isolate* isolate, size_t length, Fill fill) {
  if (length > String::kMaxLength) return TooLong(isolate);
  if (length <= kOnStack) {
    char characters[kOnStack];
    return CopyOneByte(isolate, characters, fill(characters));
  }
  auto characters = std::make_unique_for_overwrite<char[]>(length);
  size_t filled = fill(characters.get());
  if (filled < kExternalFrom) return CopyOneByte(isolate, characters.get(), filled);
  return String::NewExternalOneByte(isolate, new OwnedOneByte(std::move(characters), filled));
}

// `room`: how many `fill` may write, if that is more.
template <class Fill>
MaybeLocal<String> MakeTwoByte(Isolate* isolate, size_t length, Fill fill, size_t room = 0) {
  if (length > String::kMaxLength) return TooLong(isolate);
  length = std::max(length, room);
  if (length <= kOnStack / 2) {
    char16_t characters[kOnStack / 2];
    return CopyTwoByte(isolate, characters, fill(characters));
  }
  auto characters = std::make_unique_for_overwrite<char16_t[]>(length);
  size_t filled = fill(characters.get());
  if (filled * 2 < kExternalFrom) return CopyTwoByte(isolate, characters.get(), filled);
  return String::NewExternalTwoByte(isolate, new OwnedTwoByte(std::move(characters), filled));
}

// --- UTF-8. ---

MaybeLocal<String> DecodeUtf8(Isolate* isolate, const char* data, size_t length) {
  if (simdutf::validate_ascii(data, length)) {
    if (length < kExternalFrom) return CopyOneByte(isolate, data, length);
    return MakeOneByte(isolate, length, [&](char* out) {
      memcpy(out, data, length);
      return length;
    });
  }
  // V8's own decoder is the one that knows where to put U+FFFD; for short text it is also the fastest.
  if (length < 64 || !simdutf::validate_utf8(data, length)) {
    if (length > static_cast<size_t>(INT32_MAX)) return TooLong(isolate);
    Local<String> decoded;
    if (String::NewFromUtf8(isolate, data, v8::NewStringType::kNormal, static_cast<int>(length)).ToLocal(&decoded)) {
      return decoded;
    }
    return TooLong(isolate);
  }
  size_t units = simdutf::utf16_length_from_utf8(data, length);
  if (units > String::kMaxLength) return TooLong(isolate);
  // Places have room for a unit a byte, which is the most: another thread may write to shared memory meanwhile. Pages
  // that nothing is written to are not taken.
  // Text within Latin-1 stays one byte a character; other text usually shows itself within a few bytes.
  auto narrow = std::make_unique_for_overwrite<char[]>(length);
  if (simdutf::convert_utf8_to_latin1(data, length, narrow.get()) == units) {
    if (units < kExternalFrom) return CopyOneByte(isolate, narrow.get(), units);
    return String::NewExternalOneByte(isolate, new OwnedOneByte(std::move(narrow), units));
  }
  return MakeTwoByte(
      isolate, units, [&](char16_t* out) { return simdutf::convert_utf8_to_utf16le(data, length, out); }, length);
}

}  // namespace

MaybeLocal<String> DecodeOwned(Isolate* isolate, std::unique_ptr<char[]> data, size_t length) {
  if (length >= kExternalFrom && simdutf::validate_ascii(data.get(), length)) {
    if (length > String::kMaxLength) return TooLong(isolate);
    return String::NewExternalOneByte(isolate, new OwnedOneByte(std::move(data), length));
  }
  size_t mark = std::string_view(data.get(), length).starts_with("\xEF\xBB\xBF") ? 3 : 0;
  return DecodeUtf8(isolate, data.get() + mark, length - mark);
}

namespace {

bool IsLead(uint16_t unit) { return (unit & 0xfc00) == 0xd800; }
bool IsTrail(uint16_t unit) { return (unit & 0xfc00) == 0xdc00; }

size_t PutUtf8(uint32_t point, char* out) {
  if (point < 0x80) {
    out[0] = static_cast<char>(point);
    return 1;
  }
  if (point < 0x800) {
    out[0] = static_cast<char>(0xc0 | (point >> 6));
    out[1] = static_cast<char>(0x80 | (point & 0x3f));
    return 2;
  }
  if (point < 0x10000) {
    out[0] = static_cast<char>(0xe0 | (point >> 12));
    out[1] = static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    out[2] = static_cast<char>(0x80 | (point & 0x3f));
    return 3;
  }
  out[0] = static_cast<char>(0xf0 | (point >> 18));
  out[1] = static_cast<char>(0x80 | ((point >> 12) & 0x3f));
  out[2] = static_cast<char>(0x80 | ((point >> 6) & 0x3f));
  out[3] = static_cast<char>(0x80 | (point & 0x3f));
  return 4;
}

size_t Utf8Size(uint32_t point) { return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4; }

// Code points of UTF-16 text, lone surrogates as U+FFFD; `visit` gives whether to go on.
template <class Visit>
void VisitCodePoints(const uint16_t* data, size_t length, Visit visit) {
  for (size_t i = 0; i < length; ++i) {
    uint32_t point = data[i];
    if (IsLead(data[i]) && i + 1 < length && IsTrail(data[i + 1])) {
      point = 0x10000 + ((point & 0x3ff) << 10) + (data[++i] & 0x3ff);
    } else if (IsLead(data[i]) || IsTrail(data[i])) {
      point = 0xfffd;
    }
    if (!visit(point)) return;
  }
}

// No unit takes more than three bytes; where that is too much, the text is counted.
bool FitsWhole(const char16_t* units, size_t length, size_t capacity) {
  if (capacity / 3 >= length) return true;
  return capacity >= length && simdutf::validate_utf16le(units, length) &&
         simdutf::utf8_length_from_utf16le(units, length) <= capacity;
}

size_t EncodeUtf16AsUtf8(const uint16_t* data, size_t length, char* output, size_t capacity) {
  auto units = reinterpret_cast<const char16_t*>(data);
  if (FitsWhole(units, length, capacity)) {
    size_t written = simdutf::convert_utf16le_to_utf8(units, length, output);
    if (written > 0) return written;
  }
  size_t written = 0;
  VisitCodePoints(data, length, [&](uint32_t point) {
    if (capacity - written < Utf8Size(point)) return false;
    written += PutUtf8(point, output + written);
    return true;
  });
  return written;
}

size_t Utf8LengthOfUtf16(const uint16_t* data, size_t length) {
  auto units = reinterpret_cast<const char16_t*>(data);
  if (simdutf::validate_utf16le(units, length)) return simdutf::utf8_length_from_utf16le(units, length);
  size_t bytes = 0;
  VisitCodePoints(data, length, [&](uint32_t point) {
    bytes += Utf8Size(point);
    return true;
  });
  return bytes;
}

// --- UTF-16, Latin-1, ASCII. ---

MaybeLocal<String> DecodeUtf16(Isolate* isolate, const char* data, size_t length) {
  size_t units = length / 2;
  if (reinterpret_cast<uintptr_t>(data) % alignof(char16_t) == 0) {
    return CopyTwoByte(isolate, reinterpret_cast<const char16_t*>(data), units);
  }
  return MakeTwoByte(isolate, units, [&](char16_t* out) {
    memcpy(out, data, units * 2);
    return units;
  });
}

EDDY_VECTORIZE void ClearHighBits(const char* data, size_t length, char* output) {
  for (size_t i = 0; i < length; ++i) output[i] = data[i] & 0x7f;
}

EDDY_VECTORIZE void Narrow(const uint16_t* data, size_t length, char* output) {
  for (size_t i = 0; i < length; ++i) output[i] = static_cast<char>(data[i]);
}

EDDY_VECTORIZE void Widen(const uint8_t* data, size_t length, char* output) {
  for (size_t i = 0; i < length; ++i) {
    output[2 * i] = static_cast<char>(data[i]);
    output[2 * i + 1] = 0;
  }
}

// --- Base64. ---

constexpr int8_t kSkip = -1, kPadding = -2;

constexpr std::array<int8_t, 256> Base64Table() {
  std::array<int8_t, 256> table{};
  for (auto& value : table) value = kSkip;
  for (int i = 0; i < 26; ++i) {
    table['A' + i] = static_cast<int8_t>(i);
    table['a' + i] = static_cast<int8_t>(26 + i);
  }
  for (int i = 0; i < 10; ++i) table['0' + i] = static_cast<int8_t>(52 + i);
  table['+'] = table['-'] = 62;
  table['/'] = table['_'] = 63;
  table['='] = kPadding;
  return table;
}
constexpr auto kBase64Values = Base64Table();

// Both alphabets at once, whatever else there is skipped, up to the first '='.
template <class Unit>
size_t DecodeBase64Leniently(const Unit* text, size_t length, char* output, size_t capacity) {
  size_t written = 0;
  uint32_t bits = 0;
  int count = 0;
  for (size_t i = 0; i < length && written < capacity; ++i) {
    int8_t value = text[i] > 0xff ? kSkip : kBase64Values[text[i]];
    if (value == kPadding) break;
    if (value == kSkip) continue;
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    output[written++] = static_cast<char>(bits >> count);
  }
  return written;
}

template <class Unit>
size_t DecodeBase64(const Unit* text, size_t length, char* output, size_t capacity, Encoding encoding) {
  using Character = std::conditional_t<sizeof(Unit) == 1, char, char16_t>;
  if (capacity >= length / 4 * 3 + 3) {
    auto options = encoding == Encoding::kBase64url ? simdutf::base64_url : simdutf::base64_default;
    auto decoded =
        simdutf::base64_to_binary(reinterpret_cast<const Character*>(text), length, output, options, simdutf::loose);
    if (decoded.error == simdutf::SUCCESS) return decoded.count;
  }
  return DecodeBase64Leniently(text, length, output, capacity);
}

MaybeLocal<String> EncodeBase64(Isolate* isolate, const char* data, size_t length, Encoding encoding) {
  auto options = encoding == Encoding::kBase64url ? simdutf::base64_url : simdutf::base64_default;
  return MakeOneByte(isolate, (length + 2) / 3 * 4,
                     [&](char* out) { return simdutf::binary_to_base64(data, length, out, options); });
}

size_t Base64Size(const String::ValueView& text) {
  size_t length = text.length();
  auto isPadding = [&](size_t i) { return (text.is_one_byte() ? text.data8()[i] : text.data16()[i]) == '='; };
  if (length > 0 && isPadding(length - 1)) --length;
  if (length > 0 && length < text.length() && isPadding(length - 1)) --length;
  return length / 4 * 3 + length % 4 * 3 / 4;
}

}  // namespace

void ThrowStringTooLong(Isolate* isolate) { bind::ThrowStringTooLong(isolate); }

size_t EncodeLatin1AsUtf8(const char* data, size_t length, char* output, size_t capacity) {
  if (capacity / 2 >= length) return simdutf::convert_latin1_to_utf8(data, length, output);
  size_t fits = std::min(length, capacity);
  if (simdutf::validate_ascii(data, fits)) {
    if (fits > 0) memcpy(output, data, fits);  // an empty buffer has no address
    return fits;
  }
  size_t written = 0;
  for (size_t i = 0; i < length; ++i) {
    auto point = static_cast<uint8_t>(data[i]);
    if (capacity - written < Utf8Size(point)) break;
    written += PutUtf8(point, output + written);
  }
  return written;
}

MaybeLocal<String> Decode(Isolate* isolate, const char* data, size_t length, Encoding encoding) {
  if (length == 0) return String::Empty(isolate);
  switch (encoding) {
    case Encoding::kUtf8: return DecodeUtf8(isolate, data, length);
    case Encoding::kUtf16le: return DecodeUtf16(isolate, data, length);
    case Encoding::kLatin1: return CopyOneByte(isolate, data, length);
    case Encoding::kAscii:
      if (simdutf::validate_ascii(data, length)) return CopyOneByte(isolate, data, length);
      return MakeOneByte(isolate, length, [&](char* out) {
        ClearHighBits(data, length, out);
        return length;
      });
    case Encoding::kBase64:
    case Encoding::kBase64url: return EncodeBase64(isolate, data, length, encoding);
    case Encoding::kHex:
      return MakeOneByte(isolate, length * 2, [&](char* out) {
        EncodeHex(reinterpret_cast<const uint8_t*>(data), length, out);
        return length * 2;
      });
  }
  return String::Empty(isolate);
}

size_t EncodeOneByte(const char* text, size_t length, Encoding encoding, char* output, size_t capacity) {
  if (length == 0 || capacity == 0) return 0;
  auto units = reinterpret_cast<const uint8_t*>(text);
  switch (encoding) {
    case Encoding::kUtf8: return EncodeLatin1AsUtf8(text, length, output, capacity);
    case Encoding::kUtf16le:
      length = std::min(length, capacity / 2);
      Widen(units, length, output);
      return length * 2;
    case Encoding::kLatin1:
    case Encoding::kAscii:
      length = std::min(length, capacity);
      memcpy(output, text, length);
      return length;
    case Encoding::kBase64:
    case Encoding::kBase64url: return DecodeBase64(units, length, output, capacity, encoding);
    case Encoding::kHex: return DecodeHex(text, length, output, capacity);
  }
  return 0;
}

static size_t EncodeTwoByte(const uint16_t* text, size_t length, Encoding encoding, char* output, size_t capacity) {
  if (length == 0 || capacity == 0) return 0;
  switch (encoding) {
    case Encoding::kUtf8: return EncodeUtf16AsUtf8(text, length, output, capacity);
    case Encoding::kUtf16le:
      length = std::min(length, capacity / 2);
      memcpy(output, text, length * 2);
      return length * 2;
    case Encoding::kLatin1:
    case Encoding::kAscii:
      length = std::min(length, capacity);
      Narrow(text, length, output);
      return length;
    case Encoding::kBase64:
    case Encoding::kBase64url: return DecodeBase64(text, length, output, capacity, encoding);
    case Encoding::kHex: return DecodeHex(text, length, output, capacity);
  }
  return 0;
}

size_t Encode(Isolate* isolate, Local<String> string, Encoding encoding, char* output, size_t capacity) {
  String::ValueView text(isolate, string);
  if (!text.is_one_byte()) return EncodeTwoByte(text.data16(), text.length(), encoding, output, capacity);
  return EncodeOneByte(reinterpret_cast<const char*>(text.data8()), text.length(), encoding, output, capacity);
}

size_t EncodedLength(Isolate* isolate, Local<String> string, Encoding encoding) {
  size_t length = string->Length();
  switch (encoding) {
    case Encoding::kUtf8: {
      String::ValueView text(isolate, string);
      return text.is_one_byte() ? simdutf::utf8_length_from_latin1(reinterpret_cast<const char*>(text.data8()), length)
                                : Utf8LengthOfUtf16(text.data16(), length);
    }
    case Encoding::kUtf16le: return length * 2;
    case Encoding::kLatin1:
    case Encoding::kAscii: return length;
    case Encoding::kBase64:
    case Encoding::kBase64url: return Base64Size(String::ValueView(isolate, string));
    case Encoding::kHex: return length / 2;
  }
  return 0;
}

}  // namespace eddy::buffer
