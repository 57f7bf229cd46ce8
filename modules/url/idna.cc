// UTS #46 by ICU. V8's library comes without ICU's headers: the few functions of its stable C interface are declared
// here (https://unicode-org.github.io/icu-docs/apidoc/released/icu4c/uidna_8h.html).
#include "url/idna.h"

#include <cstdint>

#include "url/percent.h"

#define ICU_FUNCTION(name) name##_77  // the functions' names end with ICU's major version, which deps/pins fixes

using UErrorCode = int;  // negative: a warning, positive: a failure
struct UIDNA;
struct UIDNAInfo {
  int16_t size = sizeof(UIDNAInfo);
  int8_t is_transitional_different = 0;
  int8_t reserved = 0;
  uint32_t errors = 0;
  int32_t reserved2 = 0;
  int32_t reserved3 = 0;
};
constexpr UErrorCode kOutputIsFull = 15;  // U_BUFFER_OVERFLOW_ERROR

extern "C" {
UIDNA* ICU_FUNCTION(uidna_openUTS46)(uint32_t options, UErrorCode* error);
int32_t ICU_FUNCTION(uidna_nameToASCII)(const UIDNA* idna, const char16_t* name, int32_t length, char16_t* to,
                                        int32_t capacity, UIDNAInfo* info, UErrorCode* error);
int32_t ICU_FUNCTION(uidna_nameToUnicode)(const UIDNA* idna, const char16_t* name, int32_t length, char16_t* to,
                                          int32_t capacity, UIDNAInfo* info, UErrorCode* error);
}

namespace eddy::url {
namespace {

// CheckBidi, CheckJoiners, and no transitional processing either way.
constexpr uint32_t kOptions = 0x4 | 0x8 | 0x10 | 0x20;
// What the standard does not ask for: empty and long labels, long names (VerifyDnsLength), and hyphens (CheckHyphens).
constexpr uint32_t kToleratedErrors = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x20;
constexpr size_t kLongestName = 1 << 24;  // ICU counts in 32 bits, and a label's Punycode may be several times as long

// One for all threads: it is not changed by use.
const UIDNA* Processor() {
  static const UIDNA* const processor = [] {
    UErrorCode error = 0;
    return ICU_FUNCTION(uidna_openUTS46)(kOptions, &error);
  }();
  return processor;
}

using Conversion = int32_t (*)(const UIDNA*, const char16_t*, int32_t, char16_t*, int32_t, UIDNAInfo*, UErrorCode*);

std::optional<std::u16string> Convert(Conversion conversion, std::u16string_view name, uint32_t* errors) {
  if (Processor() == nullptr || name.size() > kLongestName) return std::nullopt;
  std::u16string result(name.size() * 2 + 64, u'\0');
  for (;;) {
    UIDNAInfo info;
    UErrorCode error = 0;
    int32_t length = conversion(Processor(), name.data(), static_cast<int32_t>(name.size()), result.data(),
                                static_cast<int32_t>(result.size()), &info, &error);
    if (error == kOutputIsFull && length > static_cast<int32_t>(result.size())) {
      result.resize(length);
      continue;
    }
    if (error > 0) return std::nullopt;
    *errors = info.errors & ~kToleratedErrors;
    result.resize(length);
    return result;
  }
}

// Whether a label of `domain` begins with 'xn--', in any case.
bool HasPunycode(std::string_view domain) {
  for (size_t i = 0; i + 4 <= domain.size(); ++i) {
    if ((i == 0 || domain[i - 1] == '.') && (domain[i] | 0x20) == 'x' && (domain[i + 1] | 0x20) == 'n' &&
        domain[i + 2] == '-' && domain[i + 3] == '-') {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> DomainToAscii(std::string_view domain) {
  if (domain.empty()) return std::nullopt;
  std::string ascii;
  if (IsAscii(domain) && !HasPunycode(domain)) {
    ascii.reserve(domain.size());
    for (char c : domain) ascii.push_back(Lower(c));
    return ascii;
  }
  uint32_t errors = 0;
  auto result = Convert(ICU_FUNCTION(uidna_nameToASCII), Utf16FromUtf8(domain), &errors);
  if (!result || errors != 0 || result->empty()) return std::nullopt;
  AppendUtf8(ascii, *result);
  return ascii;
}

std::string DomainToUnicode(std::string_view domain) {
  std::string unicode(domain);
  if (!HasPunycode(domain)) return unicode;
  uint32_t errors = 0;
  auto result = Convert(ICU_FUNCTION(uidna_nameToUnicode), Utf16FromUtf8(domain), &errors);
  if (!result) return unicode;
  unicode.clear();
  AppendUtf8(unicode, *result);
  return unicode;
}

}  // namespace eddy::url
