// The bytes of units in the other order.
#pragma once
#include <cstddef>

namespace eddy::buffer {

// Reverses each whole unit of 2, 4 or 8 bytes in place; what is left of `size` stays as it is.
template <size_t kUnit>
void ReverseUnits(char* data, size_t size);

}  // namespace eddy::buffer
