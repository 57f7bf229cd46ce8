// Strings of header names and values that nghttp2 gives again and again, because the peer sends them by their place in
// the HPACK table: made once, then shared. What is seen for the first time is only noted; long texts are not kept.
#pragma once
#include <nghttp2/nghttp2.h>

#include <array>
#include <cstdint>
#include <memory>

#include "v8.h"

namespace eddy::http2 {

class TextCache {
 public:
  TextCache() = default;
  ~TextCache() { Clear(); }
  TextCache(const TextCache&) = delete;
  TextCache& operator=(const TextCache&) = delete;

  // Latin-1. Empty where V8 cannot make the string; an exception is pending then.
  v8::Local<v8::String> Get(v8::Isolate* isolate, nghttp2_rcbuf* text);
  void Clear();

 private:
  static constexpr size_t kEntries = 64;
  struct Entry {
    nghttp2_rcbuf* key = nullptr;  // a reference of ours: no other text gets its address
    v8::Global<v8::String> text;
  };
  std::unique_ptr<std::array<Entry, kEntries>> entries_;
};

}  // namespace eddy::http2
