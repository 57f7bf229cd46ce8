// Memory for buffers. Small blocks are malloc's. Large ones, when given back, wait for the next of about their size: to
// have the system clear some megabytes anew costs as much as reading them from a file does.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <memory>

namespace eddy::bind {

// Gives a block back. `spare_size`: of a large one, how much it holds; 0 for one of malloc's.
struct GiveBack {
  size_t spare_size = 0;
  void operator()(char* data) const;
};
using Block = std::unique_ptr<char, GiveBack>;

Block NewBlock(size_t size);  // uninitialised; null when there is no memory
Block NewZeroedBlock(size_t size);
// Frees a block of such a size that was released.
void FreeBlock(char* data, size_t size);
// Frees the large blocks that have waited since the last call but one: said after each full garbage collection.
void FreeIdleBlocks();
size_t SpareBytes();  // how much waits
// Keeps the contents, as far as they fit. False when there is no memory: the block is as it was.
bool Resize(Block& block, size_t size, size_t wanted);

}  // namespace eddy::bind
