// Strings and bytes of addons of V8's own interface, in Node's encodings.
#include <strings.h>

#include <optional>

#include "addons/include/node_buffer.h"
#include "addons/world.h"
#include "buffer/codec.h"

namespace node {
namespace {

using Code = eddy::buffer::Encoding;

struct Name {
  const char* text;
  encoding number;
};
constexpr Name kNames[] = {{"utf8", UTF8},          {"utf-8", UTF8},    {"ucs2", UCS2},     {"ucs-2", UCS2},
                           {"utf16le", UCS2},       {"utf-16le", UCS2}, {"latin1", LATIN1}, {"binary", LATIN1},
                           {"buffer", BUFFER},      {"base64", BASE64}, {"ascii", ASCII},   {"hex", HEX},
                           {"base64url", BASE64URL}};

// BUFFER's text is UTF-8.
Code CodeOf(encoding encoding) {
  switch (encoding) {
    case ASCII: return Code::kAscii;
    case BASE64: return Code::kBase64;
    case BASE64URL: return Code::kBase64url;
    case UCS2: return Code::kUtf16le;
    case LATIN1: return Code::kLatin1;
    case HEX: return Code::kHex;
    default: return Code::kUtf8;
  }
}

std::optional<std::string_view> BytesOf(v8::Local<v8::Value> value) {
  if (!Buffer::HasInstance(value)) return std::nullopt;
  return std::string_view(Buffer::Data(value), Buffer::Length(value));
}

}  // namespace

encoding ParseEncoding(v8::Isolate* isolate, v8::Local<v8::Value> name, encoding default_encoding) {
  if (!name->IsString()) return default_encoding;
  v8::String::Utf8Value text(isolate, name);
  for (auto& [known, number] : kNames) {
    if (*text && strcasecmp(*text, known) == 0) return number;
  }
  return default_encoding;
}
encoding ParseEncoding(v8::Isolate* isolate, v8::Local<v8::Value> name, v8::Local<v8::Value>,
                       encoding default_encoding) {
  return ParseEncoding(isolate, name, default_encoding);
}

v8::MaybeLocal<v8::Value> TryEncode(v8::Isolate* isolate, const char* data, size_t length, encoding encoding) {
  if (encoding == BUFFER) {
    v8::Local<v8::Object> buffer;
    if (!Buffer::Copy(isolate, data, length).ToLocal(&buffer)) return {};
    return buffer;
  }
  v8::Local<v8::String> text;
  if (!eddy::buffer::Decode(isolate, data, length, CodeOf(encoding)).ToLocal(&text)) return {};
  return text;
}

v8::MaybeLocal<v8::Value> TryEncode(v8::Isolate* isolate, const uint16_t* data, size_t length) {
  return TryEncode(isolate, reinterpret_cast<const char*>(data), length * sizeof(*data), UCS2);
}

v8::Local<v8::Value> Encode(v8::Isolate* isolate, const char* data, size_t length, encoding encoding) {
  return TryEncode(isolate, data, length, encoding).FromMaybe(v8::Local<v8::Value>());
}
v8::Local<v8::Value> Encode(v8::Isolate* isolate, const uint16_t* data, size_t length) {
  return TryEncode(isolate, data, length).FromMaybe(v8::Local<v8::Value>());
}

ssize_t DecodeBytes(v8::Isolate* isolate, v8::Local<v8::Value> value, encoding encoding) {
  v8::HandleScope handles(isolate);
  if (auto bytes = BytesOf(value)) return static_cast<ssize_t>(bytes->size());
  v8::Local<v8::String> text;
  if (!value->ToString(isolate->GetCurrentContext()).ToLocal(&text)) return -1;
  return static_cast<ssize_t>(eddy::buffer::EncodedLength(isolate, text, CodeOf(encoding)));
}

ssize_t DecodeWrite(v8::Isolate* isolate, char* output, size_t capacity, v8::Local<v8::Value> value,
                    encoding encoding) {
  v8::HandleScope handles(isolate);
  if (auto bytes = BytesOf(value)) {
    size_t length = std::min(capacity, bytes->size());
    if (length > 0) std::memcpy(output, bytes->data(), length);
    return static_cast<ssize_t>(length);
  }
  v8::Local<v8::String> text;
  if (!value->ToString(isolate->GetCurrentContext()).ToLocal(&text)) return -1;
  return static_cast<ssize_t>(eddy::buffer::Encode(isolate, text, CodeOf(encoding), output, capacity));
}

}  // namespace node
