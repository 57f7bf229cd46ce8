#include "inspector/json.h"

#include <algorithm>

#include "bind/convert.h"
#include "buffer/simdutf.h"

namespace eddy::inspector::json {

using v8_inspector::StringView;

namespace {

std::string Utf8(v8::Isolate* isolate, v8::Local<v8::Value> string) {
  v8::String::Utf8Value text(isolate, string);
  return {*text, static_cast<size_t>(text.length())};
}

}  // namespace

Object::Object(v8::Local<v8::Context> context, v8::Local<v8::Value> value) : context_(context) {
  if (!value.IsEmpty() && value->IsObject()) object_ = value.As<v8::Object>();
}

Object Object::Parse(v8::Local<v8::Context> context, const StringView& text) {
  v8::TryCatch ignored(context->GetIsolate());
  v8::Local<v8::Value> value;
  if (!v8::JSON::Parse(context, ToString(context->GetIsolate(), text)).ToLocal(&value)) return {context, {}};
  return {context, value};
}

// Own properties alone: what a program puts on Object.prototype is no part of a request.
v8::MaybeLocal<v8::Value> Object::Get(const char* key) const {
  auto name = bind::Symbolic(context_->GetIsolate(), key);
  if (object_.IsEmpty() || !object_->HasOwnProperty(context_, name).FromMaybe(false)) return {};
  return object_->Get(context_, name);
}

std::optional<bool> Object::Boolean(const char* key) const {
  v8::Local<v8::Value> value;
  if (!Get(key).ToLocal(&value) || !value->IsBoolean()) return std::nullopt;
  return value->IsTrue();
}

std::optional<int> Object::Integer(const char* key) const {
  v8::Local<v8::Value> value;
  if (!Get(key).ToLocal(&value) || !value->IsInt32()) return std::nullopt;
  return value.As<v8::Int32>()->Value();
}

std::optional<std::string> Object::String(const char* key) const {
  v8::Local<v8::Value> value;
  if (!Get(key).ToLocal(&value) || !value->IsString()) return std::nullopt;
  return Utf8(context_->GetIsolate(), value);
}

std::optional<std::vector<std::string>> Object::Strings(const char* key) const {
  v8::Local<v8::Value> value;
  if (!Get(key).ToLocal(&value) || !value->IsArray()) return std::nullopt;
  auto list = value.As<v8::Array>();
  std::vector<std::string> strings;
  for (uint32_t i = 0; i < list->Length(); ++i) {
    v8::Local<v8::Value> item;
    if (!list->Get(context_, i).ToLocal(&item) || !item->IsString()) return std::nullopt;
    strings.push_back(Utf8(context_->GetIsolate(), item));
  }
  return strings;
}

Object Object::Of(const char* key) const { return {context_, Get(key).FromMaybe(v8::Local<v8::Value>())}; }

v8::Local<v8::Value> Object::value() const {
  if (object_.IsEmpty()) return v8::Undefined(context_->GetIsolate());
  return object_;
}

std::string Quoted(v8::Isolate* isolate, std::string_view utf8) {
  v8::Local<v8::String> text, json;
  auto made = v8::String::NewFromUtf8(isolate, utf8.data(), v8::NewStringType::kNormal, static_cast<int>(utf8.size()));
  if (!made.ToLocal(&text) || !v8::JSON::Stringify(isolate->GetCurrentContext(), text).ToLocal(&json)) return "\"\"";
  v8::String::Utf8Value bytes(isolate, json);
  return std::string(*bytes, static_cast<size_t>(bytes.length()));
}

v8::Local<v8::String> ToString(v8::Isolate* isolate, const StringView& view) {
  auto length = static_cast<int>(view.length());
  auto made = view.is8Bit()
                  ? v8::String::NewFromOneByte(isolate, view.characters8(), v8::NewStringType::kNormal, length)
                  : v8::String::NewFromTwoByte(isolate, view.characters16(), v8::NewStringType::kNormal, length);
  return made.FromMaybe(v8::String::Empty(isolate));
}

namespace {

// Half of a pair by itself becomes U+FFFD.
std::u16string WellFormed(const uint16_t* units, size_t length) {
  std::u16string text(units, units + length);
  for (size_t i = 0; i < length; ++i) {
    bool is_high = (text[i] & 0xfc00) == 0xd800, is_low = (text[i] & 0xfc00) == 0xdc00;
    if (is_high && i + 1 < length && (text[i + 1] & 0xfc00) == 0xdc00) {
      ++i;
    } else if (is_high || is_low) {
      text[i] = 0xfffd;
    }
  }
  return text;
}

}  // namespace

std::string ToUtf8(const StringView& view) {
  size_t length = view.length();
  if (view.is8Bit()) {
    const auto* units = reinterpret_cast<const char*>(view.characters8());
    std::string text(simdutf::utf8_length_from_latin1(units, length), 0);
    simdutf::convert_latin1_to_utf8(units, length, text.data());
    return text;
  }
  std::u16string units = WellFormed(view.characters16(), length);
  std::string text(simdutf::utf8_length_from_utf16le(units.data(), length), 0);
  simdutf::convert_utf16le_to_utf8(units.data(), length, text.data());
  return text;
}

StringView AsciiView(std::string_view text) {
  return StringView(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

bool Contains(const StringView& text, std::string_view word) {
  auto in = [&](const auto* begin) {
    const auto* end = begin + text.length();
    return std::search(begin, end, word.begin(), word.end(),
                       [](auto a, char b) { return a == static_cast<uint8_t>(b); }) != end;
  };
  return text.is8Bit() ? in(text.characters8()) : in(text.characters16());
}

}  // namespace eddy::inspector::json
