// scrypt (RFC 7914): the part between its two PBKDF2s.
#pragma once
#include <cstdint>
#include <span>

namespace eddy::crypto {

// scryptROMix (5) on each of the blocks of 128 * r bytes in `blocks`; n is a power of two. False: there is no memory
// for it.
bool MixForScrypt(std::span<unsigned char> blocks, uint64_t n, uint64_t r);

}  // namespace eddy::crypto
