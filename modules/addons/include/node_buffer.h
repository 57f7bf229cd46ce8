// Buffers for native addons.
#ifndef EDDY_ADDONS_NODE_BUFFER_H_
#define EDDY_ADDONS_NODE_BUFFER_H_

#include "node.h"

namespace node {
namespace Buffer {

static const size_t kMaxLength = v8::Uint8Array::kMaxLength;

typedef void (*FreeCallback)(char* data, void* hint);

// Whether a value is a Buffer or any other view of memory, and what such a one shows; null and 0 for anything else.
NODE_EXTERN bool HasInstance(v8::Local<v8::Value> value);
NODE_EXTERN bool HasInstance(v8::Local<v8::Object> value);
NODE_EXTERN char* Data(v8::Local<v8::Value> value);
NODE_EXTERN char* Data(v8::Local<v8::Object> value);
NODE_EXTERN size_t Length(v8::Local<v8::Value> value);
NODE_EXTERN size_t Length(v8::Local<v8::Object> value);

// The following are empty, with an exception pending, where there is no memory to be had, or the current context has no
// Buffers.

// A copy of `data`.
NODE_EXTERN v8::MaybeLocal<v8::Object> Copy(v8::Isolate* isolate, const char* data, size_t length);
NODE_EXTERN v8::MaybeLocal<v8::Object> Copy(Environment* env, const char* data, size_t length);
// New memory, with whatever is in it.
NODE_EXTERN v8::MaybeLocal<v8::Object> New(v8::Isolate* isolate, size_t length);
// The bytes of a string.
NODE_EXTERN v8::MaybeLocal<v8::Object> New(v8::Isolate* isolate, v8::Local<v8::String> text, encoding encoding = UTF8);
// `data` itself, which malloc() made: the Buffer owns it.
NODE_EXTERN v8::MaybeLocal<v8::Object> New(v8::Isolate* isolate, char* data, size_t length);
// `data` itself; free(data, hint) is called on this thread when nobody needs it any more, also when this call fails.
NODE_EXTERN v8::MaybeLocal<v8::Object> New(v8::Isolate* isolate, char* data, size_t length, FreeCallback free,
                                           void* hint);
// Part of an ArrayBuffer.
NODE_EXTERN v8::MaybeLocal<v8::Uint8Array> New(v8::Isolate* isolate, v8::Local<v8::ArrayBuffer> memory, size_t offset,
                                               size_t length);

// Whether `length` bytes at `offset` lie within `limit`.
inline bool IsWithinBounds(size_t offset, size_t length, size_t limit) {
  return offset <= limit && length <= limit - offset;
}

}  // namespace Buffer
}  // namespace node

#endif  // EDDY_ADDONS_NODE_BUFFER_H_
