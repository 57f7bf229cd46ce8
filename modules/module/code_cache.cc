#include "module/code_cache.h"

#include <cstring>

#include "bind/convert.h"

namespace eddy::module {

static constexpr size_t kMostCode = 1 << 30;  // V8 counts in an int

std::unique_ptr<v8::ScriptCompiler::CachedData> CodeOf(v8::Local<v8::Context> context, v8::Local<v8::Value> entry) {
  v8::Local<v8::Value> data;
  if (!entry->IsObject() ||
      !entry.As<v8::Object>()->Get(context, bind::Symbolic(context->GetIsolate(), "data")).ToLocal(&data)) {
    return nullptr;
  }
  auto bytes = bind::BytesOf(data);
  if (!bytes) return nullptr;
  if (bytes->size() > kMostCode) return nullptr;
  auto* copy = new uint8_t[bytes->size()];  // CachedData's own
  std::memcpy(copy, bytes->data(), bytes->size());
  return std::make_unique<v8::ScriptCompiler::CachedData>(copy, static_cast<int>(bytes->size()),
                                                          v8::ScriptCompiler::CachedData::BufferOwned);
}

void SetRejected(v8::Local<v8::Context> context, v8::Local<v8::Value> entry, bool rejected) {
  v8::Isolate* isolate = context->GetIsolate();
  bind::Define(context, entry.As<v8::Object>(), "rejected", v8::Boolean::New(isolate, rejected));
}

v8::Local<v8::Value> CodeToBytes(v8::Isolate* isolate, const v8::ScriptCompiler::CachedData* data) {
  if (!data) return v8::Undefined(isolate);
  auto buffer = v8::ArrayBuffer::New(isolate, data->length);
  std::memcpy(buffer->Data(), data->data, data->length);
  return v8::Uint8Array::New(buffer, 0, data->length);
}

}  // namespace eddy::module
