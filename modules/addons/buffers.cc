// Buffers of addons of V8's own interface.
#include "addons/include/node_buffer.h"
#include "addons/world.h"
#include "bind/buffer.h"
#include "buffer/codec.h"

using eddy::addons::Find;
using eddy::addons::Of;
using eddy::addons::World;

namespace node::Buffer {
namespace {

using MaybeBuffer = v8::MaybeLocal<v8::Object>;

// Whether the current context has Buffers; throws where it has not.
bool Here(v8::Isolate* isolate) {
  World* world = Find(isolate);
  if (world && world->Knows(isolate->GetCurrentContext())) return true;
  eddy::bind::Error::Plain("ERR_BUFFER_CONTEXT_NOT_AVAILABLE", "Buffer is not available for the current Context")
      .Throw(isolate);
  return false;
}

// What becomes of a result that may be empty.
template <class View>
v8::MaybeLocal<View> Escape(v8::EscapableHandleScope& handles, v8::Local<v8::Uint8Array> buffer) {
  if (buffer.IsEmpty()) return {};
  return handles.Escape(buffer.As<View>());
}

MaybeBuffer FromBytes(v8::Isolate* isolate, eddy::bind::OwnedBytes bytes) {
  v8::EscapableHandleScope handles(isolate);
  return Escape<v8::Object>(handles, bytes.ToBuffer(isolate));
}

// Calls free(data, hint) in the form that Node-API's finalizers have.
struct Freeing {
  FreeCallback free;
  void* hint;
  static void Run(napi_env, void* data, void* hint) {
    std::unique_ptr<Freeing> freeing(static_cast<Freeing*>(hint));
    freeing->free(static_cast<char*>(data), freeing->hint);
  }
};

}  // namespace

bool HasInstance(v8::Local<v8::Value> value) { return value->IsArrayBufferView(); }
bool HasInstance(v8::Local<v8::Object> value) { return value->IsArrayBufferView(); }

char* Data(v8::Local<v8::Value> value) {
  if (!HasInstance(value)) return nullptr;
  auto view = value.As<v8::ArrayBufferView>();
  auto* memory = static_cast<char*>(view->Buffer()->Data());
  return memory ? memory + view->ByteOffset() : nullptr;
}
char* Data(v8::Local<v8::Object> value) { return Data(value.As<v8::Value>()); }

size_t Length(v8::Local<v8::Value> value) {
  return HasInstance(value) ? value.As<v8::ArrayBufferView>()->ByteLength() : 0;
}
size_t Length(v8::Local<v8::Object> value) { return Length(value.As<v8::Value>()); }

MaybeBuffer Copy(v8::Isolate* isolate, const char* data, size_t length) {
  if (!Here(isolate)) return {};
  eddy::bind::OwnedBytes bytes(length);
  if (bytes.allocated() && length > 0) std::memcpy(bytes.data(), data, length);
  return FromBytes(isolate, std::move(bytes));
}
MaybeBuffer Copy(Environment* env, const char* data, size_t length) {
  return Copy(Of(env).runtime().isolate(), data, length);
}

MaybeBuffer New(v8::Isolate* isolate, size_t length) {
  if (!Here(isolate)) return {};
  return FromBytes(isolate, eddy::bind::OwnedBytes(length));
}

MaybeBuffer New(v8::Isolate* isolate, v8::Local<v8::String> text, encoding encoding) {
  ssize_t length = DecodeBytes(isolate, text, encoding);
  if (length < 0 || !Here(isolate)) return {};
  eddy::bind::OwnedBytes bytes(static_cast<size_t>(length));
  if (bytes.allocated())
    bytes.Truncate(static_cast<size_t>(DecodeWrite(isolate, bytes.data(), length, text, encoding)));
  return FromBytes(isolate, std::move(bytes));
}

MaybeBuffer New(v8::Isolate* isolate, char* data, size_t length) {
  return New(
      isolate, data, length, [](char* data, void*) { free(data); }, nullptr);
}

MaybeBuffer New(v8::Isolate* isolate, char* data, size_t length, FreeCallback free, void* hint) {
  if (!Here(isolate)) {
    free(data, hint);
    return {};
  }
  v8::EscapableHandleScope handles(isolate);
  World& world = *Find(isolate);
  auto* freeing = new Freeing{free, hint};  // deleted by Run
  if (!data) {
    // V8 keeps nothing of no memory: there is nothing to wait for.
    world.Post(world.shared_environment(), {Freeing::Run, data, freeing});
    return Escape<v8::Object>(handles, eddy::bind::NewBuffer(isolate, v8::ArrayBuffer::New(isolate, 0), 0, 0));
  }
  auto memory = world.NewExternalMemory(world.shared_environment(), data, length, {Freeing::Run, data, freeing});
  return Escape<v8::Object>(handles, eddy::bind::NewBuffer(isolate, memory, 0, length));
}

v8::MaybeLocal<v8::Uint8Array> New(v8::Isolate* isolate, v8::Local<v8::ArrayBuffer> memory, size_t offset,
                                   size_t length) {
  if (!Here(isolate)) return {};
  v8::EscapableHandleScope handles(isolate);
  return Escape<v8::Uint8Array>(handles, eddy::bind::NewBuffer(isolate, memory, offset, length));
}

}  // namespace node::Buffer
