// The native half of Buffer: strings to bytes and back, comparing, searching, copying. JavaScript checks the arguments
// of what its own functions call; only the methods that users reach directly (utf8Slice, hexWrite, ...) check here.
// What optimised code calls often has a fast call beside the ordinary one: the same parameters, without V8's handles.
#include "bind/buffer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

#include "bind/module.h"
#include "bind/spare_blocks.h"
#include "buffer/byte_order.h"
#include "buffer/codec.h"
#include "buffer/search.h"
#include "buffer/simdutf.h"
#include "buffer/view.h"

namespace eddy::buffer {
namespace {

using bind::CallInfo;
using bind::Error;
using v8::FastOneByteString;
using v8::Isolate;
using v8::Local;
using v8::String;
using v8::Value;

// --- Methods of Buffer.prototype that users reach directly. ---

bool ReceiverIsView(const CallInfo& info) {
  if (info.This()->IsArrayBufferView()) return true;
  Error::Type("ERR_INVALID_ARG_TYPE", "argument must be a buffer").Throw(info.GetIsolate());
  return false;
}

enum class Read { kIndex, kNegative, kThrew };

// The integer of an optional argument.
Read ReadIndex(const CallInfo& info, int argument, size_t otherwise, size_t& index) {
  index = otherwise;
  if (info[argument]->IsUndefined()) return Read::kIndex;
  int64_t number;
  if (!info[argument]->IntegerValue(info.GetIsolate()->GetCurrentContext()).To(&number)) return Read::kThrew;
  if (number < 0) return Read::kNegative;
  index = static_cast<size_t>(number);
  return Read::kIndex;
}

// Decoders of UTF-8 look at the bytes more than once: those that another thread may change meanwhile are copied first.
v8::MaybeLocal<String> DecodeView(Isolate* isolate, Local<v8::ArrayBufferView> view, const ReadView& bytes,
                                  size_t start, size_t length, Encoding encoding) {
  const char* data = bytes.data() + start;
  bool is_shared = encoding == Encoding::kUtf8 && view->HasBuffer() && view->Buffer()->IsSharedArrayBuffer();
  if (!is_shared || length == 0) return Decode(isolate, data, length, encoding);
  auto copy = bind::NewBlock(length);
  if (!copy) {
    bind::ThrowStringTooLong(isolate);
    return {};
  }
  memcpy(copy.get(), data, length);
  return Decode(isolate, copy.get(), length, encoding);
}

template <Encoding kEncoding>
void Slice(const CallInfo& info) {
  if (!ReceiverIsView(info)) return;
  Isolate* isolate = info.GetIsolate();
  size_t start, end;
  Read read = ReadIndex(info, 0, 0, start);
  if (read == Read::kIndex) read = ReadIndex(info, 1, info.This().As<v8::ArrayBufferView>()->ByteLength(), end);
  if (read == Read::kThrew) return;
  ReadView bytes(info.This());
  if (read == Read::kIndex) end = std::max(start, end);
  if (read == Read::kNegative || end > bytes.size()) {
    return Error::Range("ERR_OUT_OF_RANGE", "Index out of range").Throw(isolate);
  }
  Local<String> text;
  if (DecodeView(isolate, info.This().As<v8::ArrayBufferView>(), bytes, start, end - start, kEncoding).ToLocal(&text)) {
    info.GetReturnValue().Set(text);
  }
}

void ThrowOutOfBounds(Isolate* isolate, const char* argument) {
  Error::Range("ERR_BUFFER_OUT_OF_BOUNDS", std::string("\"") + argument + "\" is outside of buffer bounds")
      .Throw(isolate);
}

// utf8Write, latin1Write and asciiWrite refuse a length beyond the end; the others stop there.
template <Encoding kEncoding>
void Write(const CallInfo& info) {
  constexpr bool kStrict =
      kEncoding == Encoding::kUtf8 || kEncoding == Encoding::kLatin1 || kEncoding == Encoding::kAscii;
  if (!ReceiverIsView(info)) return;
  Isolate* isolate = info.GetIsolate();
  if (!info[0]->IsString()) return Error::Type("ERR_INVALID_ARG_TYPE", "argument must be a string").Throw(isolate);
  size_t size = info.This().As<v8::ArrayBufferView>()->ByteLength();
  size_t offset, length;
  Read read = ReadIndex(info, 1, 0, offset);
  if (read == Read::kThrew) return;
  if (read == Read::kNegative || offset > size) return ThrowOutOfBounds(isolate, "offset");
  read = ReadIndex(info, 2, size - offset, length);
  if (read == Read::kThrew) return;
  if (read == Read::kNegative || (kStrict && length > size - offset)) return ThrowOutOfBounds(isolate, "length");
  WriteView bytes(info.This());  // looked at last: a valueOf() may have shrunk it
  if (offset > bytes.size()) return info.GetReturnValue().Set(0);
  length = std::min(length, bytes.size() - offset);
  size_t written = Encode(isolate, info[0].As<String>(), kEncoding, bytes.data() + offset, length);
  info.GetReturnValue().Set(static_cast<double>(written));
}

// --- Strings. ---

uint32_t Utf8Length(Isolate* isolate, Local<String> text) {
  return static_cast<uint32_t>(EncodedLength(isolate, text, Encoding::kUtf8));
}
uint32_t FastUtf8Length(Local<Value>, const FastOneByteString& text) {
  return static_cast<uint32_t>(simdutf::utf8_length_from_latin1(text.data, text.length));
}

// Where a write of at most `length` bytes at `offset` may go; whatever the numbers are, it stays inside.
struct Window {
  Window(const WriteView& bytes, double offset, double length) {
    if (!(offset >= 0 && offset <= static_cast<double>(bytes.size()) && length > 0)) return;
    data = bytes.data() + static_cast<size_t>(offset);
    double left = static_cast<double>(bytes.size()) - offset;
    capacity = static_cast<size_t>(std::min(left, length));
  }
  char* data = nullptr;
  size_t capacity = 0;
};

double WriteString(Isolate* isolate, Local<v8::Uint8Array> view, Local<String> text, double offset, double length,
                   int32_t encoding) {
  WriteView bytes(view);
  Window window(bytes, offset, length);
  return static_cast<double>(Encode(isolate, text, static_cast<Encoding>(encoding), window.data, window.capacity));
}

double FastWriteString(Local<Value>, Local<Value> view, const FastOneByteString& text, double offset, double length,
                       int32_t encoding) {
  WriteView bytes(view);
  Window window(bytes, offset, length);
  return static_cast<double>(
      EncodeOneByte(text.data, text.length, static_cast<Encoding>(encoding), window.data, window.capacity));
}

double WriteUtf8(Isolate* isolate, Local<v8::Uint8Array> view, Local<String> text, double offset, double length) {
  return WriteString(isolate, view, text, offset, length, static_cast<int32_t>(Encoding::kUtf8));
}
double FastWriteUtf8(Local<Value>, Local<Value> view, const FastOneByteString& text, double offset, double length) {
  WriteView bytes(view);
  Window window(bytes, offset, length);
  return static_cast<double>(EncodeLatin1AsUtf8(text.data, text.length, window.data, window.capacity));
}

double WriteLatin1(Isolate* isolate, Local<v8::Uint8Array> view, Local<String> text, double offset, double length) {
  return WriteString(isolate, view, text, offset, length, static_cast<int32_t>(Encoding::kLatin1));
}
double FastWriteLatin1(Local<Value>, Local<Value> view, const FastOneByteString& text, double offset, double length) {
  WriteView bytes(view);
  Window window(bytes, offset, length);
  size_t count = std::min<size_t>(text.length, window.capacity);
  if (count > 0) memcpy(window.data, text.data, count);
  return static_cast<double>(count);
}

v8::MaybeLocal<String> DecodeBytes(Isolate* isolate, Local<v8::ArrayBufferView> view, double start, double end,
                                   int32_t encoding) {
  ReadView bytes(view);
  auto size = static_cast<double>(bytes.size());
  start = std::isnan(start) ? 0 : std::clamp(start, 0.0, size);
  end = std::isnan(end) ? start : std::clamp(end, start, size);
  auto from = static_cast<size_t>(start);
  return DecodeView(isolate, view, bytes, from, static_cast<size_t>(end) - from, static_cast<Encoding>(encoding));
}

// --- Comparing and copying. ---

int32_t CompareSpans(const char* a, size_t a_length, const char* b, size_t b_length) {
  size_t common = std::min(a_length, b_length);
  int order = common == 0 ? 0 : memcmp(a, b, common);
  if (order != 0) return order < 0 ? -1 : 1;
  return a_length == b_length ? 0 : a_length < b_length ? -1 : 1;
}

int32_t FastCompare(Local<Value>, Local<Value> a, Local<Value> b) {
  ReadView left(a), right(b);
  return CompareSpans(left.data(), left.size(), right.data(), right.size());
}
int32_t Compare(Local<v8::Uint8Array> a, Local<v8::Uint8Array> b) { return FastCompare({}, a, b); }

bool FastEquals(Local<Value>, Local<Value> a, Local<Value> b) {
  ReadView left(a), right(b);
  return left.size() == right.size() && memcmp(left.data(), right.data(), left.size()) == 0;
}
bool Equals(Local<v8::Uint8Array> a, Local<v8::Uint8Array> b) { return FastEquals({}, a, b); }

int32_t FastCompareRanges(Local<Value>, Local<Value> a, double a_start, double a_end, Local<Value> b, double b_start,
                          double b_end) {
  ReadView left(a), right(b);
  auto clamp = [](double index, const ReadView& bytes) {
    return std::isnan(index) ? 0 : static_cast<size_t>(std::clamp(index, 0.0, static_cast<double>(bytes.size())));
  };
  size_t left_start = clamp(a_start, left), right_start = clamp(b_start, right);
  return CompareSpans(left.data() + left_start, std::max(clamp(a_end, left), left_start) - left_start,
                      right.data() + right_start, std::max(clamp(b_end, right), right_start) - right_start);
}
int32_t CompareRanges(Local<v8::Uint8Array> a, double a_start, double a_end, Local<v8::Uint8Array> b, double b_start,
                      double b_end) {
  return FastCompareRanges({}, a, a_start, a_end, b, b_start, b_end);
}

void FastCopy(Local<Value>, Local<Value> source, double source_start, Local<Value> target, double target_start,
              double length) {
  WriteView to(target);
  ReadView from(source);
  auto from_size = static_cast<double>(from.size()), to_size = static_cast<double>(to.size());
  if (!(source_start >= 0 && target_start >= 0 && source_start <= from_size && target_start <= to_size)) return;
  double count = std::min({length, from_size - source_start, to_size - target_start});
  if (!(count > 0)) return;
  memmove(to.data() + static_cast<size_t>(target_start), from.data() + static_cast<size_t>(source_start),
          static_cast<size_t>(count));
}
void Copy(Local<v8::Value> source, double source_start, Local<v8::Value> target, double target_start, double length) {
  if (source->IsArrayBufferView() && target->IsArrayBufferView()) {
    FastCopy({}, source, source_start, target, target_start, length);
  }
}

// Fills [start, end) with `pattern`, over and over: what is filled already is copied, twice as much with each step.
void FastFillPattern(Local<Value>, Local<Value> target, Local<Value> pattern, double start, double end) {
  WriteView to(target);
  ReadView bytes(pattern);
  if (bytes.size() == 0 || !(start >= 0 && start < end && end <= static_cast<double>(to.size()))) return;
  char* first = to.data() + static_cast<size_t>(start);
  auto wanted = static_cast<size_t>(end) - static_cast<size_t>(start);
  size_t filled = std::min(bytes.size(), wanted);
  memmove(first, bytes.data(), filled);
  while (filled < wanted) {
    size_t step = std::min(filled, wanted - filled);
    memcpy(first + filled, first, step);
    filled += step;
  }
}
void FillPattern(Local<v8::Value> target, Local<v8::Value> pattern, double start, double end) {
  FastFillPattern({}, target, pattern, start, end);
}

// --- Searching. ---

double FastIndexOfByte(Local<Value>, Local<Value> view, uint32_t byte, double offset, bool forward) {
  ReadView bytes(view);
  return static_cast<double>(SearchByte(bytes.data(), bytes.size(), static_cast<uint8_t>(byte), offset, forward));
}
double IndexOfByte(Local<v8::Value> view, uint32_t byte, double offset, bool forward) {
  return view->IsArrayBufferView() ? FastIndexOfByte({}, view, byte, offset, forward) : -1;
}

double FastIndexOfBytes(Local<Value>, Local<Value> view, Local<Value> needle, double offset, bool utf16, bool forward) {
  ReadView bytes(view), wanted(needle);
  return static_cast<double>(
      Search(bytes.data(), bytes.size(), wanted.data(), wanted.size(), offset, forward, utf16 ? 2 : 1));
}
double IndexOfBytes(Local<v8::Value> view, Local<v8::Value> needle, double offset, bool utf16, bool forward) {
  if (!view->IsArrayBufferView() || !needle->IsArrayBufferView()) return -1;
  return FastIndexOfBytes({}, view, needle, offset, utf16, forward);
}

// What is looked for, encoded.
class Needle {
 public:
  explicit Needle(size_t capacity) : capacity_(capacity) {
    if (capacity <= sizeof on_stack_) return;
    on_heap_ = std::make_unique_for_overwrite<char[]>(capacity);
    data_ = on_heap_.get();
  }
  char* data() const { return data_; }
  size_t capacity() const { return capacity_; }

 private:
  const size_t capacity_;
  char on_stack_[256];
  std::unique_ptr<char[]> on_heap_;
  char* data_ = on_stack_;
};

double IndexOfNeedle(Local<Value> view, const Needle& needle, size_t length, double offset, Encoding encoding,
                     bool forward) {
  ReadView bytes(view);
  size_t unit = encoding == Encoding::kUtf16le ? 2 : 1;
  return static_cast<double>(Search(bytes.data(), bytes.size(), needle.data(), length, offset, forward, unit));
}

double IndexOfString(Isolate* isolate, Local<v8::Value> view, Local<String> text, double offset, int32_t encoding,
                     bool forward) {
  if (!view->IsArrayBufferView()) return -1;
  auto kind = static_cast<Encoding>(encoding);
  Needle needle(EncodedLength(isolate, text, kind) + 3);
  size_t length = Encode(isolate, text, kind, needle.data(), needle.capacity());
  return IndexOfNeedle(view, needle, length, offset, kind, forward);
}
double FastIndexOfString(Local<Value>, Local<Value> view, const FastOneByteString& text, double offset,
                         int32_t encoding, bool forward) {
  auto kind = static_cast<Encoding>(encoding);
  Needle needle(size_t{2} * text.length + 3);  // no encoding makes more of a character
  size_t length = EncodeOneByte(text.data, text.length, kind, needle.data(), needle.capacity());
  return IndexOfNeedle(view, needle, length, offset, kind, forward);
}

// An ASCII needle is the same bytes in UTF-8, Latin-1 and ASCII. JavaScript sends only the first of these here.
double IndexOfUtf8(Isolate* isolate, Local<v8::Value> view, Local<String> text, double offset, bool forward) {
  return IndexOfString(isolate, view, text, offset, static_cast<int32_t>(Encoding::kUtf8), forward);
}
double FastIndexOfUtf8(Local<Value>, Local<Value> view, const FastOneByteString& text, double offset, bool forward) {
  ReadView bytes(view);
  if (simdutf::validate_ascii(text.data, text.length)) {
    return static_cast<double>(Search(bytes.data(), bytes.size(), text.data, text.length, offset, forward, 1));
  }
  auto needle = std::make_unique_for_overwrite<char[]>(text.length * 2);
  size_t length = EncodeLatin1AsUtf8(text.data, text.length, needle.get(), text.length * 2);
  return static_cast<double>(Search(bytes.data(), bytes.size(), needle.get(), length, offset, forward, 1));
}

// --- Byte order. ---

template <size_t kUnit>
void FastSwap(Local<Value>, Local<Value> view) {
  WriteView bytes(view);
  ReverseUnits<kUnit>(bytes.data(), bytes.size());
}
template <size_t kUnit>
void Swap(Local<v8::Uint8Array> view) {
  FastSwap<kUnit>({}, view);
}

// --- Memory. ---

v8::MaybeLocal<v8::ArrayBuffer> CreateUnsafe(Isolate* isolate, double size) {
  v8::MaybeLocal<v8::ArrayBuffer> made;
  if (size >= 0 && size <= static_cast<double>(v8::TypedArray::kMaxByteLength)) {
    made = v8::ArrayBuffer::MaybeNew(isolate, static_cast<size_t>(size),
                                     v8::BackingStoreInitializationMode::kUninitialized);
  }
  if (made.IsEmpty()) {
    isolate->ThrowException(
        v8::Exception::RangeError(String::NewFromUtf8Literal(isolate, "Array buffer allocation failed")));
  }
  return made;
}

// --- What bytes are. ---

bool IsUtf8(std::span<const std::byte> bytes) {
  return simdutf::validate_utf8(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}
bool IsAscii(std::span<const std::byte> bytes) {
  return simdutf::validate_ascii(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}
bool IsDetached(Local<v8::Value> value) {
  if (value->IsArrayBufferView()) return value.As<v8::ArrayBufferView>()->Buffer()->WasDetached();
  return value->IsArrayBuffer() && value.As<v8::ArrayBuffer>()->WasDetached();
}

bool IsAnyArrayBuffer(Local<v8::Value> value) { return value->IsArrayBuffer() || value->IsSharedArrayBuffer(); }

// Own string keys that are no array indices; only the enumerable ones unless `hidden`.
v8::MaybeLocal<v8::Array> NamedKeys(Local<v8::Context> context, Local<v8::Object> object, bool hidden) {
  int filter = hidden ? v8::SKIP_SYMBOLS : v8::ONLY_ENUMERABLE | v8::SKIP_SYMBOLS;
  return object->GetPropertyNames(context, v8::KeyCollectionMode::kOwnOnly, static_cast<v8::PropertyFilter>(filter),
                                  v8::IndexFilter::kSkipIndices);
}

// --- atob and btoa: null is an invalid character, false a length that cannot be. ---

Local<Value> Btoa(Isolate* isolate, Local<String> text) {
  if (!text->ContainsOnlyOneByte()) return v8::Null(isolate);
  auto latin1 = std::make_unique_for_overwrite<char[]>(text->Length());
  size_t length = Encode(isolate, text, Encoding::kLatin1, latin1.get(), text->Length());
  Local<String> encoded;
  if (!Decode(isolate, latin1.get(), length, Encoding::kBase64).ToLocal(&encoded)) return {};
  return encoded;
}

simdutf::result DecodeForgivingly(const String::ValueView& text, char* output) {
  return text.is_one_byte() ? simdutf::base64_to_binary(reinterpret_cast<const char*>(text.data8()), text.length(),
                                                        output, simdutf::base64_default, simdutf::loose)
                            : simdutf::base64_to_binary(reinterpret_cast<const char16_t*>(text.data16()), text.length(),
                                                        output, simdutf::base64_default, simdutf::loose);
}

Local<Value> Atob(Isolate* isolate, Local<String> text) {
  constexpr int kInputRemainder = 8;  // simdutf's BASE64_INPUT_REMAINDER
  auto bytes = std::make_unique_for_overwrite<char[]>(text->Length() + 3);
  auto decoded = DecodeForgivingly(String::ValueView(isolate, text), bytes.get());
  if (decoded.error == kInputRemainder) return v8::False(isolate);
  if (decoded.error != simdutf::SUCCESS) return v8::Null(isolate);
  return Decode(isolate, bytes.get(), decoded.count, Encoding::kLatin1).FromMaybe(Local<String>());
}

// --- TextEncoder and TextDecoder. ---

// A Buffer for the rooms below the Buffer class.
bind::OwnedBytes BufferOfText(const std::string& text) { return bind::OwnedBytes(std::string_view(text)); }

// How many code units of one-byte text its first `written` bytes of UTF-8 are: one or two bytes each.
size_t UnitsRead(const FastOneByteString& text, size_t written, size_t capacity) {
  if (capacity / 2 >= text.length) return text.length;
  if (written <= text.length && simdutf::validate_ascii(text.data, written)) return written;
  size_t units = 0;
  for (size_t bytes = 0; bytes < written; ++units) bytes += static_cast<uint8_t>(text.data[units]) < 0x80 ? 1 : 2;
  return units;
}

// The same of bytes that were written.
size_t UnitsIn(const char* data, size_t length) { return simdutf::utf16_length_from_utf8(data, length); }

void Report(Local<Value> progress, size_t read, size_t written) {
  const uint32_t counts[2] = {static_cast<uint32_t>(read), static_cast<uint32_t>(written)};
  WriteView place(progress);
  if (place.size() >= sizeof counts) memcpy(place.data(), counts, sizeof counts);
}

// Leaves how many code units were read and bytes written in `progress`.
void EncodeInto(Isolate* isolate, Local<String> text, Local<v8::Uint8Array> target, Local<v8::Uint32Array> progress) {
  WriteView bytes(target);
  size_t written = Encode(isolate, text, Encoding::kUtf8, bytes.data(), bytes.size());
  Report(progress, UnitsIn(bytes.data(), written), written);
}
void FastEncodeInto(Local<Value>, const FastOneByteString& text, Local<Value> target, Local<Value> progress) {
  WriteView bytes(target);
  size_t written = EncodeLatin1AsUtf8(text.data, text.length, bytes.data(), bytes.size());
  Report(progress, UnitsRead(text, written, bytes.size()), written);
}

v8::MaybeLocal<String> DecodeUtf8Text(Isolate* isolate, Local<Value> value, bool ignore_bom, bool fatal) {
  auto given = bind::BytesOf(value);
  if (!given) {
    bind::ThrowWrongArgument(isolate, 0, "an ArrayBuffer or a view of one");
    return {};
  }
  std::span<const std::byte> bytes = *given;
  std::optional<bind::Bytes> copy;  // of shared memory, as above
  if (value->IsSharedArrayBuffer() ||
      (value->IsArrayBufferView() && value.As<v8::ArrayBufferView>()->Buffer()->IsSharedArrayBuffer())) {
    copy = bind::Bytes::From(value);
    if (!copy) {
      bind::ThrowStringTooLong(isolate);
      return {};
    }
    bytes = copy->span();
  }
  auto data = reinterpret_cast<const char*>(bytes.data());
  size_t length = bytes.size();
  if (fatal && !simdutf::validate_utf8(data, length)) {
    Error::Type("ERR_ENCODING_INVALID_ENCODED_DATA", "The encoded data was not valid for encoding utf-8")
        .Throw(isolate);
    return {};
  }
  if (!ignore_bom && length >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
    data += 3;
    length -= 3;
  }
  return Decode(isolate, data, length, Encoding::kUtf8);
}

}  // namespace

EDDY_MODULE(buffer) {
  Function<Slice<Encoding::kUtf8>>("utf8Slice");
  Function<Slice<Encoding::kUtf16le>>("ucs2Slice");
  Function<Slice<Encoding::kLatin1>>("latin1Slice");
  Function<Slice<Encoding::kAscii>>("asciiSlice");
  Function<Slice<Encoding::kBase64>>("base64Slice");
  Function<Slice<Encoding::kBase64url>>("base64urlSlice");
  Function<Slice<Encoding::kHex>>("hexSlice");
  Function<Write<Encoding::kUtf8>>("utf8Write");
  Function<Write<Encoding::kUtf16le>>("ucs2Write");
  Function<Write<Encoding::kLatin1>>("latin1Write");
  Function<Write<Encoding::kAscii>>("asciiWrite");
  Function<Write<Encoding::kBase64>>("base64Write");
  Function<Write<Encoding::kBase64url>>("base64urlWrite");
  Function<Write<Encoding::kHex>>("hexWrite");

  Function<Utf8Length, FastUtf8Length>("utf8Length", 1);
  Function<WriteString, FastWriteString>("writeString", 5);
  Function<WriteUtf8, FastWriteUtf8>("writeUtf8", 4);
  Function<WriteLatin1, FastWriteLatin1>("writeLatin1", 4);
  Function<DecodeBytes>("decode");

  Function<Compare, FastCompare>("compare", 2);
  Function<Equals, FastEquals>("equals", 2);
  Function<CompareRanges, FastCompareRanges>("compareRanges", 6);
  Function<Copy, FastCopy>("copy", 5);
  Function<FillPattern, FastFillPattern>("fillPattern", 4);

  Function<IndexOfByte, FastIndexOfByte>("indexOfByte", 4);
  Function<IndexOfBytes, FastIndexOfBytes>("indexOfBytes", 5);
  Function<IndexOfString, FastIndexOfString>("indexOfString", 5);
  Function<IndexOfUtf8, FastIndexOfUtf8>("indexOfUtf8", 4);

  Function<Swap<2>, FastSwap<2>>("swap16", 1);
  Function<Swap<4>, FastSwap<4>>("swap32", 1);
  Function<Swap<8>, FastSwap<8>>("swap64", 1);

  Function<CreateUnsafe>("createUnsafe");
  Function<IsUtf8>("isUtf8");
  Function<IsAscii>("isAscii");
  Function<IsDetached>("isDetached");
  Function<IsAnyArrayBuffer>("isAnyArrayBuffer");
  Function<NamedKeys>("namedKeys");
  Function<Atob>("atob");
  Function<Btoa>("btoa");
  Function<BufferOfText>("bufferOfText");
  Function<EncodeInto, FastEncodeInto>("encodeInto", 3);
  Function<DecodeUtf8Text>("decodeUtf8");
  Constant("kStringMaxLength", String::kMaxLength);
  Constant("UTF8", static_cast<int>(Encoding::kUtf8));
  Constant("UTF16LE", static_cast<int>(Encoding::kUtf16le));
  Constant("LATIN1", static_cast<int>(Encoding::kLatin1));
  Constant("ASCII", static_cast<int>(Encoding::kAscii));
  Constant("BASE64", static_cast<int>(Encoding::kBase64));
  Constant("BASE64URL", static_cast<int>(Encoding::kBase64url));
  Constant("HEX", static_cast<int>(Encoding::kHex));
}

}  // namespace eddy::buffer
