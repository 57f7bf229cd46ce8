// From native memory to Buffers.
#include "bind/buffer.h"

#include "runtime/runtime.h"

namespace eddy::bind {

void OwnedBytes::Truncate(size_t size) {
  if (size >= size_) return;
  // A little slack is cheaper than moving the bytes.
  if (size_ - size > size_ / 4) Resize(data_, size_, size);
  size_ = size;
}

bool OwnedBytes::Grow(size_t size) {
  if (!Resize(data_, size_, size)) return false;
  size_ = size;
  return true;
}

v8::Local<v8::Uint8Array> OwnedBytes::ToBuffer(v8::Isolate* isolate) {
  size_t size = size_;
  auto memory = ToArrayBuffer(isolate);
  if (memory.IsEmpty()) return {};
  return NewBuffer(isolate, memory, 0, size);
}

v8::Local<v8::ArrayBuffer> OwnedBytes::ToArrayBuffer(v8::Isolate* isolate) {
  size_t size = std::exchange(size_, 0);
  if (!data_ && size > 0) {
    Error::Range("ERR_MEMORY_ALLOCATION_FAILED", "Array buffer allocation failed").Throw(isolate);
    return {};
  }
  auto give_back = [](void* data, size_t, void* spare_size) {
    GiveBack{reinterpret_cast<size_t>(spare_size)}(static_cast<char*>(data));
  };
  auto* spare_size = reinterpret_cast<void*>(data_.get_deleter().spare_size);
  auto store = v8::ArrayBuffer::NewBackingStore(data_.release(), size, give_back, spare_size);
  return v8::ArrayBuffer::New(isolate, std::move(store));
}

v8::Local<v8::Uint8Array> NewBuffer(v8::Isolate* isolate, v8::Local<v8::ArrayBuffer> memory, size_t offset,
                                    size_t length) {
  auto buffer = v8::Uint8Array::New(memory, offset, length);
  Runtime& runtime = Runtime::Of(isolate);
  auto prototype = runtime.buffer_prototype();
  if (!prototype.IsEmpty()) buffer->SetPrototypeV2(runtime.context(), prototype).IsNothing();
  return buffer;
}

}  // namespace eddy::bind
