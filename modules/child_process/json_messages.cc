// Messages as lines of JSON. Lines that come together are parsed together.
#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "buffer/simdutf.h"
#include "child_process/message_decoder.h"

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
  bind::ThrowStringTooLong(isolate);
  return {};
}

// Bytes that V8 uses as a string where they are.
class StringInPlace final : public v8::String::ExternalOneByteStringResource {
 public:
  explicit StringInPlace(bind::OwnedBytes bytes, size_t size) : bytes_(std::move(bytes)), size_(size) {}
  const char* data() const override { return bytes_.data(); }
  size_t length() const override { return size_; }

 private:
  const bind::OwnedBytes bytes_;
  const size_t size_;
};

class JsonDecoder : public bind::Object<JsonDecoder, MessageDecoder> {
 public:
  std::span<char> ReadInto() override {
    if (begun_.text().size() < kLarge) return {};
    auto room = begun_.Room(kOneRead);
    return room.subspan(0, std::min(room.size(), kOneRead));
  }

 protected:
  v8::Local<v8::Array> Decode(v8::Local<v8::Context> context, std::string_view bytes) override {
    if (lost_ && !SkipLost(&bytes)) return v8::Array::New(isolate());
    size_t end = LastNewline(bytes);
    if (begun_.empty() && end != std::string_view::npos) {
      auto messages = DecodeLines(context, bytes.substr(0, end));
      if (auto error = Keep(bytes.substr(end + 1))) {
        lost_ = true;
        Lose(*error);
      }
      return messages;
    }
    size_t before = begun_.text().size();
    if (auto error = Keep(bytes)) {
      lost_ = true;
      std::string copy(bytes);  // they may be where the lost line is
      Lose(*error);
      return Decode(context, copy);
    }
    if (end == std::string_view::npos) return v8::Array::New(isolate());
    bool is_last = end + 1 == bytes.size();
    end += before;
    if (is_last && end >= kLarge && IsOneAscii(begun_.text().substr(0, end))) return DecodeLarge(context, end);
    auto messages = DecodeLines(context, begun_.text().substr(0, end));
    begun_.Drop(end + 1);
    return messages;
  }

 private:
  // More of a line, or of several. A line that is too long for a string is an error: who writes without an end, ends no
  // process.
  std::optional<bind::Error> Keep(std::string_view bytes) {
    if (begun_.text().size() + std::min(bytes.find('\n'), bytes.size()) > static_cast<size_t>(v8::String::kMaxLength)) {
      return bind::Error::Range(nullptr, "Invalid string length");
    }
    if (!begun_.Append(bytes)) return NoMemory();
    return std::nullopt;
  }

  // False as long as the lost line goes on.
  bool SkipLost(std::string_view* bytes) {
    size_t end = bytes->find('\n');
    lost_ = end == std::string_view::npos;
    if (!lost_) bytes->remove_prefix(end + 1);
    return !lost_;
  }

  // memrchr looks at many bytes at a time, rfind does not.
  static size_t LastNewline(std::string_view text) {
    const void* place = memrchr(text.data(), '\n', text.size());
    return place ? static_cast<size_t>(static_cast<const char*>(place) - text.data()) : std::string_view::npos;
  }
  static bool IsOneAscii(std::string_view text) {
    return text.size() <= static_cast<size_t>(v8::String::kMaxLength) && !std::memchr(text.data(), '\n', text.size()) &&
           simdutf::validate_ascii(text.data(), text.size());
  }
  static uint32_t CountLines(std::string_view text) {
    uint32_t count = 1;
    for (const char *at = text.data(), *end = at + text.size();; ++at, ++count) {
      at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
      if (!at) return count;
    }
  }

  static constexpr size_t kMostJoined = 16 << 20;  // bytes that are copied

  v8::Local<v8::Array> DecodeLines(v8::Local<v8::Context> context, std::string_view lines) {
    uint32_t count = CountLines(lines);
    if (count > 1 && lines.size() <= kMostJoined) {
      v8::TryCatch quiet(isolate());
      v8::Local<v8::Value> parsed;
      if (Parse(isolate(), context, AsArray(lines)).ToLocal(&parsed) && parsed->IsArray() &&
          parsed.As<v8::Array>()->Length() == count) {
        return parsed.As<v8::Array>();
      }
    }
    return OneByOne(context, lines);
  }

  // A line alone, which is parsed where it is.
  v8::Local<v8::Array> DecodeLarge(v8::Local<v8::Context> context, size_t size) {
    auto* text = new StringInPlace(begun_.Take(begun_.text().size()), size);
    v8::TryCatch malformed(isolate());
    v8::Local<v8::String> string;
    v8::Local<v8::Value> message;
    if (!v8::String::NewExternalOneByte(isolate(), text).ToLocal(&string)) {
      delete text;
    } else if (v8::JSON::Parse(context, string).ToLocal(&message)) {
      return v8::Array::New(isolate(), &message, 1);
    }
    if (malformed.HasCaught() && !malformed.HasTerminated()) failure_.Reset(isolate(), malformed.Exception());
    return v8::Array::New(isolate());
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

  // What comes behind a malformed line is lost.
  v8::Local<v8::Array> OneByOne(v8::Local<v8::Context> context, std::string_view lines) {
    auto messages = v8::Array::New(isolate());
    for (uint32_t i = 0;; ++i) {
      size_t end = std::min(lines.find('\n'), lines.size());
      v8::TryCatch malformed(isolate());
      v8::Local<v8::Value> message;
      if (!Parse(isolate(), context, lines.substr(0, end)).ToLocal(&message)) {
        if (!malformed.HasTerminated()) failure_.Reset(isolate(), malformed.Exception());
        return messages;
      }
      messages->CreateDataProperty(context, i, message).IsNothing();
      if (end == lines.size()) return messages;
      lines.remove_prefix(end + 1);
    }
  }

  bool lost_ = false;  // the line that is being received
};

}  // namespace

EDDY_MODULE(json_messages) {
  Class<JsonDecoder>("JsonDecoder")
      .Constructor<>()
      .Method<&JsonDecoder::Consume>("consume")
      .Method<&JsonDecoder::ThrowFailure>("throwFailure")
      .Getter<&JsonDecoder::InMessage>("inMessage")
      .Getter<&JsonDecoder::Failed>("failed");
}

}  // namespace eddy::child_process
