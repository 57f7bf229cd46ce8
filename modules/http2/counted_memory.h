// The memory of one nghttp2 session, counted: it is what options.maxSessionMemory limits.
#pragma once
#include <malloc.h>
#include <nghttp2/nghttp2.h>

#include <cstdlib>

namespace eddy::http2 {

class CountedMemory {
 public:
  CountedMemory() : functions_{this, Allocate, Free, AllocateZeroed, Resize} {}
  CountedMemory(const CountedMemory&) = delete;
  CountedMemory& operator=(const CountedMemory&) = delete;

  nghttp2_mem* functions() { return &functions_; }
  size_t used() const { return used_; }

 private:
  static CountedMemory& Of(void* self) { return *static_cast<CountedMemory*>(self); }
  static void* Counted(void* self, void* block) {
    if (block) Of(self).used_ += malloc_usable_size(block);
    return block;
  }
  static void* Allocate(size_t size, void* self) { return Counted(self, std::malloc(size)); }
  static void* AllocateZeroed(size_t count, size_t size, void* self) { return Counted(self, std::calloc(count, size)); }
  static void Free(void* block, void* self) {
    if (!block) return;
    Of(self).used_ -= malloc_usable_size(block);
    std::free(block);
  }
  static void* Resize(void* block, size_t size, void* self) {
    size_t before = block ? malloc_usable_size(block) : 0;
    void* resized = std::realloc(block, size);
    if (resized) Of(self).used_ += malloc_usable_size(resized) - before;
    return resized;
  }

  nghttp2_mem functions_;
  size_t used_ = 0;
};

}  // namespace eddy::http2
