#include "http2/text_cache.h"

namespace eddy::http2 {
namespace {

constexpr size_t kLongest = 256;

v8::Local<v8::String> NewText(v8::Isolate* isolate, nghttp2_vec bytes, v8::NewStringType type) {
  v8::Local<v8::String> text;
  if (!v8::String::NewFromOneByte(isolate, bytes.base, type, static_cast<int>(bytes.len)).ToLocal(&text)) return {};
  return text;
}

}  // namespace

v8::Local<v8::String> TextCache::Get(v8::Isolate* isolate, nghttp2_rcbuf* key) {
  nghttp2_vec bytes = nghttp2_rcbuf_get_buf(key);
  if (bytes.len == 0) return v8::String::Empty(isolate);
  if (bytes.len > kLongest) return NewText(isolate, bytes, v8::NewStringType::kNormal);
  if (!entries_) entries_ = std::make_unique<std::array<Entry, kEntries>>();
  Entry& entry = (*entries_)[(reinterpret_cast<uintptr_t>(key) >> 4) % kEntries];
  if (entry.key == key) {
    if (!entry.text.IsEmpty()) return entry.text.Get(isolate);
    auto text = NewText(isolate, bytes, v8::NewStringType::kInternalized);
    if (!text.IsEmpty()) entry.text.Reset(isolate, text);
    return text;
  }
  if (entry.key) nghttp2_rcbuf_decref(entry.key);
  nghttp2_rcbuf_incref(key);
  entry.key = key;
  entry.text.Reset();
  return NewText(isolate, bytes, v8::NewStringType::kNormal);
}

void TextCache::Clear() {
  if (!entries_) return;
  for (Entry& entry : *entries_) {
    if (entry.key) nghttp2_rcbuf_decref(entry.key);
  }
  entries_.reset();
}

}  // namespace eddy::http2
