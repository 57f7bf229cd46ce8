// Text from bytes in one of ICU's encodings, whole or in pieces cut anywhere. The ICU is the one inside the V8 library,
// the same that Node's TextDecoder uses; nothing of its tables is read before a converter is opened.
#pragma once
#include <memory>
#include <span>
#include <string>

struct UConverter;  // ICU's

namespace eddy::encoding {

class Converter {
 public:
  enum class Result { kText, kIllFormed, kTooLong };

  // `name` as the Encoding Standard has it; null when ICU has no such encoding. With `fatal` ill-formed bytes end the
  // decoding with kIllFormed, else each gives U+FFFD.
  static std::unique_ptr<Converter> Open(const std::string& name, bool fatal);

  // Appends what was left over and `bytes` to `text`. With `flush` an unfinished character at the end is ill-formed,
  // and the next call begins anew; without, it waits for the next call. kTooLong: `text` would exceed `most` code
  // units. After an error the next call begins anew.
  Result Decode(std::span<const std::byte> bytes, bool flush, size_t most, std::u16string& text);

 private:
  struct Close {
    void operator()(UConverter* converter) const;
  };
  explicit Converter(UConverter* converter) : converter_(converter) {}

  // One slice of the input. ICU counts a slice in 32 bits.
  Result DecodeSlice(std::span<const std::byte> bytes, bool flush, size_t most, std::u16string& text);

  std::unique_ptr<UConverter, Close> converter_;
};

}  // namespace eddy::encoding
