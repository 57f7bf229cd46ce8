// Messages as lines of JSON: bytes in, an array of messages out. Lines that come together are parsed together.
#include <algorithm>
#include <cstring>

#include "buffer/simdutf.h"
#include "child_process/message_frames.h"

namespace eddy::child_process {
namespace {

v8::MaybeLocal<v8::Value> Parse(v8::Isolate* isolate, v8::Local<v8::Context> context, std::string_view json) {
  v8::MaybeLocal<v8::String> text;
  if (json.size() > static_cast<size_t>(v8::String::kMaxLength)) {
    // falls through to the error
  } else if (simdutf::validate_ascii(json.data(), json.size())) {
    text = v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(json.data()),
                                      v8::NewStringType::kNormal, static_cast<int>(json.size()));
  } else {
    text = v8::String::NewFromUtf8(isolate, json.data(), v8::NewStringType::kNormal, static_cast<int>(json.size()));
  }
  v8::Local<v8::String> string;
  if (text.ToLocal(&string)) return v8::JSON::Parse(context, string);
  bind::Error::Plain("ERR_STRING_TOO_LONG", "Cannot create a string longer than 0x1fffffe8 characters").Throw(isolate);
  return {};
}

class JsonDecoder : public bind::Object<JsonDecoder>, public MessageDecoder {
 public:
  v8::MaybeLocal<v8::Value> Decode(v8::Isolate* isolate, v8::Local<v8::Context> context, std::span<std::byte> bytes) {
    std::string_view chunk(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    size_t end = LastNewline(chunk);
    if (end == std::string_view::npos) {
      pending_.append(chunk);
      return v8::Array::New(isolate).As<v8::Value>();
    }
    std::string begun = std::move(pending_);
    std::string_view lines = chunk.substr(0, end);
    if (!begun.empty()) {
      begun.append(lines);
      lines = begun;
    }
    pending_.assign(chunk.substr(end + 1));
    return DecodeLines(isolate, context, lines);
  }

 private:
  // memrchr looks at many bytes at a time, rfind does not.
  static size_t LastNewline(std::string_view text) {
    const void* place = memrchr(text.data(), '\n', text.size());
    return place ? static_cast<size_t>(static_cast<const char*>(place) - text.data()) : std::string_view::npos;
  }
  static uint32_t CountLines(std::string_view text) {
    uint32_t count = 1;
    for (const char *at = text.data(), *end = at + text.size();; ++at, ++count) {
      at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
      if (!at) return count;
    }
  }

  v8::MaybeLocal<v8::Value> DecodeLines(v8::Isolate* isolate, v8::Local<v8::Context> context, std::string_view lines) {
    uint32_t count = CountLines(lines);
    v8::Local<v8::Value> parsed;
    if (count > 1) {
      v8::TryCatch quiet(isolate);
      if (Parse(isolate, context, AsArray(lines)).ToLocal(&parsed) && parsed->IsArray() &&
          parsed.As<v8::Array>()->Length() == count) {
        return parsed;
      }
      if (quiet.HasTerminated()) return {};
    }
    return OneByOne(isolate, context, lines);
  }

  // No newline is inside of a message: JSON.stringify escapes those in strings.
  static std::string AsArray(std::string_view lines) {
    std::string array;
    array.reserve(lines.size() + 2);
    array += '[';
    array += lines;
    array += ']';
    std::replace(array.begin(), array.end(), '\n', ',');
    return array;
  }

  v8::MaybeLocal<v8::Value> OneByOne(v8::Isolate* isolate, v8::Local<v8::Context> context, std::string_view lines) {
    auto messages = v8::Array::New(isolate);
    for (uint32_t i = 0;; ++i) {
      size_t end = std::min(lines.find('\n'), lines.size());
      v8::TryCatch malformed(isolate);
      v8::Local<v8::Value> message;
      if (!Parse(isolate, context, lines.substr(0, end)).ToLocal(&message)) {
        if (malformed.HasTerminated()) return {};
        failure_.Reset(isolate, malformed.Exception());
        if (end < lines.size()) pending_ = std::string(lines.substr(end + 1)) + '\n' + pending_;
        return messages.As<v8::Value>();
      }
      if (messages->CreateDataProperty(context, i, message).IsNothing()) return {};
      if (end == lines.size()) return messages.As<v8::Value>();
      lines.remove_prefix(end + 1);
    }
  }
};

}  // namespace

EDDY_MODULE(json_messages) {
  Class<JsonDecoder>("JsonDecoder")
      .Constructor<>()
      .Method<&JsonDecoder::Decode>("decode")
      .Method<&JsonDecoder::ThrowFailure>("throwFailure")
      .Getter<&JsonDecoder::InMessage>("inMessage")
      .Getter<&JsonDecoder::Failed>("failed");
}

}  // namespace eddy::child_process
