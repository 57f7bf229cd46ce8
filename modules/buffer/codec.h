// Between strings and bytes, for each of Node's encodings. Other rooms' native halves use this too.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>

#include "v8.h"

namespace eddy::buffer {

// The numbers are known to base/encodings/encodings.js.
enum class Encoding : int32_t {
  kUtf8 = 0,
  kUtf16le = 1,
  kLatin1 = 2,
  kAscii = 3,
  kBase64 = 4,
  kBase64url = 5,
  kHex = 6
};

// Bytes to string. Ill-formed UTF-8 becomes U+FFFD. Empty: an exception (ERR_STRING_TOO_LONG) is pending.
v8::MaybeLocal<v8::String> Decode(v8::Isolate* isolate, const char* data, size_t length, Encoding encoding);

// Text in UTF-8, without a byte order mark at its begin. Much ASCII becomes the string's own, and is not copied.
v8::MaybeLocal<v8::String> DecodeOwned(v8::Isolate* isolate, std::unique_ptr<char[]> data, size_t length);

// String to at most `capacity` bytes at `output`; gives how many were written. A character that does not fit whole is
// left out; hex ends at the first pair that is none; base64 skips what is not of its alphabet and ends at '='.
size_t Encode(v8::Isolate* isolate, v8::Local<v8::String> string, Encoding encoding, char* output, size_t capacity);

// How many bytes Encode needs at most: exact but for base64 with characters to skip, and ill-formed hex.
size_t EncodedLength(v8::Isolate* isolate, v8::Local<v8::String> string, Encoding encoding);

// The same for Latin-1 text that is no V8 string.
size_t EncodeOneByte(const char* text, size_t length, Encoding encoding, char* output, size_t capacity);

// Latin-1 text as UTF-8, bounded by `capacity`.
size_t EncodeLatin1AsUtf8(const char* data, size_t length, char* output, size_t capacity);

void ThrowStringTooLong(v8::Isolate* isolate);

}  // namespace eddy::buffer
