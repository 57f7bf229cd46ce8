// Bytes that native code made and JavaScript gets as a Buffer, without a copy.
//
//   bind::Result<bind::OwnedBytes> Read() { bind::OwnedBytes bytes(size); fill(bytes.data()); bytes.Truncate(used); … }
#pragma once
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "bind/convert.h"
#include "bind/spare_blocks.h"
#include "v8.h"

namespace eddy::bind {

// A block of memory with one owner; can be made and filled on any thread.
class OwnedBytes {
 public:
  OwnedBytes() = default;
  explicit OwnedBytes(size_t size) : data_(NewBlock(size)), size_(size) {}
  explicit OwnedBytes(std::string_view bytes) : OwnedBytes(bytes.size()) {
    if (data_ && size_) std::memcpy(data_.get(), bytes.data(), size_);
  }
  char* data() const { return data_.get(); }
  size_t size() const { return size_; }
  bool allocated() const { return data_ != nullptr; }  // false: no memory was to be had
  // Gives back what lies behind the first `size` bytes.
  void Truncate(size_t size);
  // Makes room for `size` bytes, keeping the contents. False when there is no memory.
  bool Grow(size_t size);
  // To JavaScript; empty afterwards. The result is empty, and a RangeError pending, where no memory was to be had.
  // JavaScript that is hot makes its Buffer of an ArrayBuffer itself: that is cheaper.
  v8::Local<v8::Uint8Array> ToBuffer(v8::Isolate* isolate);
  v8::Local<v8::ArrayBuffer> ToArrayBuffer(v8::Isolate* isolate);

 private:
  Block data_;
  size_t size_ = 0;
};

// A Buffer over part of a backing store.
v8::Local<v8::Uint8Array> NewBuffer(v8::Isolate* isolate, v8::Local<v8::ArrayBuffer> memory, size_t offset,
                                    size_t length);

template <>
struct Convert<OwnedBytes> {
  // The value is given up: results are passed through once.
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const OwnedBytes& bytes) {
    return const_cast<OwnedBytes&>(bytes).ToBuffer(isolate);
  }
};

}  // namespace eddy::bind
