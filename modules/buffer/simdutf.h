// What we use of simdutf, which is inside V8's static library but whose header is not shipped with it.
// (https://github.com/simdutf/simdutf; these declarations have been stable since its version 5.)
#pragma once
#include <cstddef>
#include <cstdint>

namespace simdutf {

enum error_code : int { SUCCESS = 0 };
struct result {
  error_code error;
  size_t count;  // on success: bytes written; else: position in the input
};
enum base64_options : uint64_t { base64_default = 0, base64_url = 1 };
enum last_chunk_handling_options : uint64_t { loose = 0 };

bool validate_ascii(const char* data, size_t length) noexcept;
bool validate_utf8(const char* data, size_t length) noexcept;
bool validate_utf16le(const char16_t* data, size_t length) noexcept;

size_t utf8_length_from_latin1(const char* data, size_t length) noexcept;
size_t utf8_length_from_utf16le(const char16_t* data, size_t length) noexcept;
size_t utf16_length_from_utf8(const char* data, size_t length) noexcept;

// All give the number of units written, 0 when the input is ill-formed or does not fit the encoding.
size_t convert_latin1_to_utf8(const char* data, size_t length, char* output) noexcept;
size_t convert_utf8_to_latin1(const char* data, size_t length, char* output) noexcept;
size_t convert_utf8_to_utf16le(const char* data, size_t length, char16_t* output) noexcept;
size_t convert_utf16le_to_utf8(const char16_t* data, size_t length, char* output) noexcept;

size_t binary_to_base64(const char* data, size_t length, char* output, base64_options options) noexcept;
result base64_to_binary(const char* data, size_t length, char* output, base64_options options,
                        last_chunk_handling_options last_chunk) noexcept;
result base64_to_binary(const char16_t* data, size_t length, char* output, base64_options options,
                        last_chunk_handling_options last_chunk) noexcept;

}  // namespace simdutf
