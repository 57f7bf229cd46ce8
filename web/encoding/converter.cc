// What TextDecoder asks of ICU's converters (https://unicode-org.github.io/icu/userguide/conversion/converters.html).
// V8's library comes without ICU's headers: the few functions of its stable C interface are declared here.
#include "encoding/converter.h"

#include <algorithm>

#define ICU_FUNCTION(name) name##_77  // the functions' names end with ICU's major version, which deps/pins fixes

using UErrorCode = int;  // negative: a warning, positive: a failure
enum UConverterCallbackReason : int;
struct UConverterToUnicodeArgs;
using UConverterToUCallback = void (*)(const void* context, UConverterToUnicodeArgs* arguments, const char* bytes,
                                       int32_t length, UConverterCallbackReason reason, UErrorCode* error);
constexpr UErrorCode kNoError = 0;
constexpr int kLastReasonOfBadBytes = 2;  // UCNV_UNASSIGNED, _ILLEGAL, _IRREGULAR; others tell of resets and the like
constexpr UErrorCode kOutputIsFull = 15;  // U_BUFFER_OVERFLOW_ERROR

extern "C" {
UConverter* ICU_FUNCTION(ucnv_open)(const char* name, UErrorCode* error);
void ICU_FUNCTION(ucnv_close)(UConverter* converter);
void ICU_FUNCTION(ucnv_reset)(UConverter* converter);
void ICU_FUNCTION(ucnv_setToUCallBack)(UConverter* converter, UConverterToUCallback callback, const void* context,
                                       UConverterToUCallback* old_callback, const void** old_context,
                                       UErrorCode* error);
void ICU_FUNCTION(ucnv_toUnicode)(UConverter* converter, char16_t** target, const char16_t* target_end,
                                  const char** source, const char* source_end, int32_t* offsets, int8_t flush,
                                  UErrorCode* error);
void ICU_FUNCTION(ucnv_cbToUWriteUChars)(UConverterToUnicodeArgs* arguments, const char16_t* text, int32_t length,
                                         int32_t offset, UErrorCode* error);
void ICU_FUNCTION(UCNV_TO_U_CALLBACK_STOP)(const void* context, UConverterToUnicodeArgs* arguments, const char* bytes,
                                           int32_t length, UConverterCallbackReason reason, UErrorCode* error);
}

namespace eddy::encoding {
namespace {

constexpr size_t kSlice = 64 * 1024;  // bytes that are decoded at a time

// U+FFFD for every sequence that means nothing. ICU's own callback writes U+001A for some in some encodings.
void Replace(const void*, UConverterToUnicodeArgs* arguments, const char*, int32_t, UConverterCallbackReason reason,
             UErrorCode* error) {
  if (reason > kLastReasonOfBadBytes) return;
  *error = kNoError;
  ICU_FUNCTION(ucnv_cbToUWriteUChars)(arguments, u"\ufffd", 1, 0, error);
}

}  // namespace

void Converter::Close::operator()(UConverter* converter) const { ICU_FUNCTION(ucnv_close)(converter); }

std::unique_ptr<Converter> Converter::Open(const std::string& name, bool fatal) {
  UErrorCode error = kNoError;
  UConverter* opened = ICU_FUNCTION(ucnv_open)(name.c_str(), &error);
  if (opened == nullptr) return nullptr;
  std::unique_ptr<Converter> converter(new Converter(opened));
  if (error > kNoError) return nullptr;
  error = kNoError;
  auto on_bad_bytes = fatal ? ICU_FUNCTION(UCNV_TO_U_CALLBACK_STOP) : Replace;
  ICU_FUNCTION(ucnv_setToUCallBack)(opened, on_bad_bytes, nullptr, nullptr, nullptr, &error);
  return error > kNoError ? nullptr : std::move(converter);
}

Converter::Result Converter::Decode(std::span<const std::byte> bytes, bool flush, size_t most, std::u16string& text) {
  Result result;
  do {
    auto slice = bytes.first(std::min(bytes.size(), kSlice));
    bytes = bytes.subspan(slice.size());
    result = DecodeSlice(slice, flush && bytes.empty(), most, text);
  } while (result == Result::kText && !bytes.empty());
  if (flush || result != Result::kText) ICU_FUNCTION(ucnv_reset)(converter_.get());
  return result;
}

Converter::Result Converter::DecodeSlice(std::span<const std::byte> bytes, bool flush, size_t most,
                                         std::u16string& text) {
  auto source = reinterpret_cast<const char*>(bytes.data());
  const char* const end = source + bytes.size();
  char16_t chunk[2048];
  for (;;) {
    UErrorCode error = kNoError;
    char16_t* target = chunk;
    ICU_FUNCTION(ucnv_toUnicode)(converter_.get(), &target, std::end(chunk), &source, end, nullptr, flush, &error);
    auto written = static_cast<size_t>(target - chunk);
    if (written > most - text.size()) return Result::kTooLong;
    text.append(chunk, written);
    if (error == kOutputIsFull) continue;
    return error > kNoError ? Result::kIllFormed : Result::kText;
  }
}

}  // namespace eddy::encoding
