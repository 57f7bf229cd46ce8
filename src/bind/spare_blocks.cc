// A short list of large blocks that nobody uses.
#include "bind/spare_blocks.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <cstring>
#include <mutex>
#include <vector>

namespace eddy::bind {
namespace {

constexpr size_t kLarge = 1 << 20;
constexpr size_t kMostKept = 128 << 20;  // about what V8 lets be garbage before it collects

class SpareBlocks {
 public:
  // The smallest block that holds `size`, and not more than twice as much; null when there is none.
  Block Take(size_t size) {
    std::lock_guard lock(mutex_);
    auto best = blocks_.end();
    for (auto it = blocks_.begin(); it != blocks_.end(); ++it) {
      if (it->size >= size && it->size / 2 <= size && (best == blocks_.end() || it->size < best->size)) best = it;
    }
    if (best == blocks_.end()) return nullptr;
    Block block(best->data, {best->size});
    kept_ -= best->size;
    blocks_.erase(best);
    return block;
  }

  void Give(char* data, size_t size) {
    if (size > kMostKept) return std::free(data);
    std::lock_guard lock(mutex_);
    while (kept_ + size > kMostKept) FreeOldest();
    blocks_.push_back({data, size, round_});
    kept_ += size;
  }

  size_t kept() {
    std::lock_guard lock(mutex_);
    return kept_;
  }

  void FreeIdle() {
    std::lock_guard lock(mutex_);
    while (!blocks_.empty() && blocks_.front().round < round_) FreeOldest();
    ++round_;
  }

 private:
  struct Spare {
    char* data;
    size_t size;
    uint64_t round;  // in which it was given
  };
  void FreeOldest() {
    std::free(blocks_.front().data);
    kept_ -= blocks_.front().size;
    blocks_.erase(blocks_.begin());
  }

  std::mutex mutex_;
  std::vector<Spare> blocks_;
  size_t kept_ = 0;
  uint64_t round_ = 0;
};

SpareBlocks& Spares() {
  static auto* spares = new SpareBlocks;  // never destroyed: other threads may give back late
  return *spares;
}

}  // namespace

void GiveBack::operator()(char* data) const { spare_size ? Spares().Give(data, spare_size) : std::free(data); }

Block NewBlock(size_t size) {
  if (size < kLarge) return Block(static_cast<char*>(std::malloc(size ? size : 1)));
  if (auto spare = Spares().Take(size)) return spare;
  return Block(static_cast<char*>(std::malloc(size)), {size});
}

Block NewZeroedBlock(size_t size) {
  Block spare = size < kLarge ? nullptr : Spares().Take(size);
  if (spare) {
    std::memset(spare.get(), 0, size);
    return spare;
  }
  size_t spare_size = size < kLarge ? 0 : size;
  return Block(static_cast<char*>(std::calloc(size ? size : 1, 1)), {spare_size});
}

void FreeBlock(char* data, size_t size) {
  if (size < kLarge) return std::free(data);
#ifdef __GLIBC__
  size = malloc_usable_size(data);  // it may have been made for more
#endif
  Spares().Give(data, size);
}

void FreeIdleBlocks() { Spares().FreeIdle(); }
size_t SpareBytes() { return Spares().kept(); }

bool Resize(Block& block, size_t size, size_t wanted) {
  size_t& spare_size = block.get_deleter().spare_size;
  if (wanted <= spare_size && wanted > spare_size / 2) return true;
  if (wanted >= kLarge && wanted > size) {
    if (auto spare = Spares().Take(wanted)) {
      if (size > 0) std::memcpy(spare.get(), block.get(), size);
      block = std::move(spare);
      return true;
    }
  }
  char* resized = static_cast<char*>(std::realloc(block.get(), wanted ? wanted : 1));
  if (!resized) return wanted <= size;
  static_cast<void>(block.release());
  block.reset(resized);
  spare_size = wanted < kLarge ? 0 : wanted;
  return true;
}

}  // namespace eddy::bind
