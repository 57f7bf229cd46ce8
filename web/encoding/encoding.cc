// The native half of TextDecoder, for all encodings but UTF-8: an ICU converter a decoder.
#include "bind/module.h"
#include "encoding/converter.h"

namespace eddy::encoding {
namespace {

// A string of one-byte characters where these will do.
v8::MaybeLocal<v8::String> ToString(v8::Isolate* isolate, const std::u16string& text) {
  char16_t bits = 0;
  for (char16_t unit : text) bits |= unit;
  int length = static_cast<int>(text.size());
  if (bits >= 0x100) {
    auto units = reinterpret_cast<const uint16_t*>(text.data());
    return v8::String::NewFromTwoByte(isolate, units, v8::NewStringType::kNormal, length);
  }
  std::string bytes(text.begin(), text.end());
  auto data = reinterpret_cast<const uint8_t*>(bytes.data());
  return v8::String::NewFromOneByte(isolate, data, v8::NewStringType::kNormal, length);
}

class Decoder final : public bind::Object<Decoder> {
 public:
  Decoder(std::string name, bool fatal) : converter_(Converter::Open(name, fatal)) {}

  // The text of what was left over and of `bytes`, as Converter::Decode has it; undefined when it is ill-formed.
  v8::MaybeLocal<v8::Value> Decode(v8::Isolate* isolate, std::span<const std::byte> bytes, bool stream) {
    std::u16string text;
    auto result = converter_ == nullptr ? Converter::Result::kIllFormed
                                        : converter_->Decode(bytes, !stream, v8::String::kMaxLength, text);
    if (result == Converter::Result::kIllFormed) return v8::Undefined(isolate);
    v8::Local<v8::String> decoded;
    if (result == Converter::Result::kTooLong || !ToString(isolate, text).ToLocal(&decoded)) {
      bind::Error::Plain("ERR_STRING_TOO_LONG", "Cannot create a string longer than 0x1fffffe8 characters")
          .Throw(isolate);
      return {};
    }
    return v8::Local<v8::Value>(decoded);
  }

 private:
  const std::unique_ptr<Converter> converter_;
};

}  // namespace

EDDY_MODULE(encoding) { Class<Decoder>("Decoder").Constructor<std::string, bool>().Method<&Decoder::Decode>("decode"); }

}  // namespace eddy::encoding
