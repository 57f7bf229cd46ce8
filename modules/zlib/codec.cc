// What the codecs share: errors, counted memory, the choice among them.
#include "zlib/codec.h"

#include <cstdlib>

namespace eddy::zlib {

bind::Error Failure(std::string message, std::string code, int number) {
  return bind::Error::Plain(nullptr, std::move(message))
      .With("errno", static_cast<double>(number))
      .With("code", std::move(code));
}

namespace {
// In front of each block, its size; as wide as malloc aligns.
constexpr size_t kHeader = alignof(std::max_align_t);
}  // namespace

void* MemoryCount::Allocate(size_t size) {
  auto* block = static_cast<char*>(std::malloc(size + kHeader));
  if (!block) return nullptr;
  *reinterpret_cast<size_t*>(block) = size + kHeader;
  change_.fetch_add(static_cast<int64_t>(size + kHeader), std::memory_order_relaxed);
  return block + kHeader;
}

void MemoryCount::Free(void* block) {
  if (!block) return;
  char* start = static_cast<char*>(block) - kHeader;
  change_.fetch_sub(static_cast<int64_t>(*reinterpret_cast<size_t*>(start)), std::memory_order_relaxed);
  std::free(start);
}

bind::Result<std::unique_ptr<Codec>> NewCodec(const Settings& settings, MemoryCount& memory) {
  switch (settings.mode) {
    case Mode::kBrotliDecode:
    case Mode::kBrotliEncode: return NewBrotliCodec(settings, memory);
    case Mode::kZstdCompress:
    case Mode::kZstdDecompress: return NewZstdCodec(settings, memory);
    default: return NewZlibCodec(settings, memory);
  }
}

}  // namespace eddy::zlib
