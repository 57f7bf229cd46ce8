// Bytes as hexadecimal digits, and back.
#pragma once
#include <cstddef>
#include <cstdint>

namespace eddy::buffer {

// Writes two small digits for each byte.
void EncodeHex(const uint8_t* data, size_t length, char* output);

// Decodes pairs of digits, at most `capacity`, up to the first that is none; gives how many.
size_t DecodeHex(const char* text, size_t length, char* output, size_t capacity);
size_t DecodeHex(const uint16_t* text, size_t length, char* output, size_t capacity);

}  // namespace eddy::buffer
