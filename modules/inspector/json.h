// Reading the parameters of requests, and writing strings, as JSON. On a thread with an isolate.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "v8-inspector.h"
#include "v8.h"

namespace eddy::inspector::json {

// An object of JSON; every question is answered with nothing where it has no such property of that type.
class Object {
 public:
  Object(v8::Local<v8::Context> context, v8::Local<v8::Value> value);
  // Empty when `text` is not JSON of an object.
  static Object Parse(v8::Local<v8::Context> context, const v8_inspector::StringView& text);

  explicit operator bool() const { return !object_.IsEmpty(); }
  std::optional<bool> Boolean(const char* key) const;
  std::optional<int> Integer(const char* key) const;
  std::optional<std::string> String(const char* key) const;
  // A list of nothing but strings.
  std::optional<std::vector<std::string>> Strings(const char* key) const;
  Object Of(const char* key) const;
  v8::Local<v8::Value> value() const;  // undefined when there is none

 private:
  v8::MaybeLocal<v8::Value> Get(const char* key) const;
  v8::Local<v8::Context> context_;
  v8::Local<v8::Object> object_;
};

std::string Quoted(v8::Isolate* isolate, std::string_view utf8);

// Touches nothing of the heap: messages are also sent while a snapshot of it is taken.
std::string ToUtf8(const v8_inspector::StringView& view);
v8::Local<v8::String> ToString(v8::Isolate* isolate, const v8_inspector::StringView& view);
// Of bytes that are ASCII.
v8_inspector::StringView AsciiView(std::string_view text);
// Does the text have that ASCII word in it?
bool Contains(const v8_inspector::StringView& text, std::string_view word);

}  // namespace eddy::inspector::json
