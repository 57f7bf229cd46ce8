// The bytes of an ArrayBufferView during a call, at the least cost that V8's interface allows.
#pragma once
#include <cstddef>
#include <cstdint>

#include "v8.h"

namespace eddy::buffer {

// For reading: bytes that live on V8's heap (arrays of 64 bytes and less) are copied, all others are looked at in
// place. A value that is no view has no bytes.
class ReadView {
 public:
  explicit ReadView(v8::Local<v8::Value> value) {
    if (!value->IsArrayBufferView()) return;
    contents_ = value.As<v8::ArrayBufferView>()->GetContents(v8::MemorySpan<uint8_t>(storage_, sizeof storage_));
  }
  ReadView(const ReadView&) = delete;
  ReadView& operator=(const ReadView&) = delete;
  const char* data() const { return reinterpret_cast<const char*>(contents_.data()); }
  size_t size() const { return contents_.size(); }

 private:
  uint8_t storage_[64];
  v8::MemorySpan<uint8_t> contents_;
};

// For writing: bytes on V8's heap are moved off it first, so that they have an address.
class WriteView {
 public:
  explicit WriteView(v8::Local<v8::Value> value) {
    if (!value->IsArrayBufferView()) return;
    auto view = value.As<v8::ArrayBufferView>();
    uint8_t copy[64];
    contents_ = view->GetContents(v8::MemorySpan<uint8_t>(copy, sizeof copy));
    if (contents_.data() != copy) return;
    v8::HandleScope handles(v8::Isolate::GetCurrent());  // a fast call has none of its own
    view->Buffer();
    contents_ = view->GetContents(v8::MemorySpan<uint8_t>());
  }
  char* data() const { return reinterpret_cast<char*>(contents_.data()); }
  size_t size() const { return contents_.size(); }

 private:
  v8::MemorySpan<uint8_t> contents_;
};

}  // namespace eddy::buffer
