// Memory: ArrayBuffers, views of them, Buffers, and memory of the addon's that JavaScript uses.
#include "bind/buffer.h"
#include "node_api/environment.h"

using namespace eddy::node_api;

namespace {

napi_status ThrowRange(napi_env env, const char* code, const char* message) {
  napi_throw_range_error(env, code, message);
  return env->Fail(napi_generic_failure);
}

struct ViewType {
  size_t bytes;
  const char* name;
  v8::Local<v8::Value> (*make)(v8::Local<v8::ArrayBuffer>, size_t, size_t);
  bool (v8::Value::*is)() const;
};

template <class View>
v8::Local<v8::Value> Make(v8::Local<v8::ArrayBuffer> memory, size_t offset, size_t length) {
  return View::New(memory, offset, length);
}
template <class View>
constexpr ViewType Type(size_t bytes, const char* name, bool (v8::Value::*is)() const) {
  return {bytes, name, Make<View>, is};
}

// By napi_typedarray_type.
constexpr ViewType kViewTypes[] = {
    Type<v8::Int8Array>(1, "Int8Array", &v8::Value::IsInt8Array),
    Type<v8::Uint8Array>(1, "Uint8Array", &v8::Value::IsUint8Array),
    Type<v8::Uint8ClampedArray>(1, "Uint8ClampedArray", &v8::Value::IsUint8ClampedArray),
    Type<v8::Int16Array>(2, "Int16Array", &v8::Value::IsInt16Array),
    Type<v8::Uint16Array>(2, "Uint16Array", &v8::Value::IsUint16Array),
    Type<v8::Int32Array>(4, "Int32Array", &v8::Value::IsInt32Array),
    Type<v8::Uint32Array>(4, "Uint32Array", &v8::Value::IsUint32Array),
    Type<v8::Float32Array>(4, "Float32Array", &v8::Value::IsFloat32Array),
    Type<v8::Float64Array>(8, "Float64Array", &v8::Value::IsFloat64Array),
    Type<v8::BigInt64Array>(8, "BigInt64Array", &v8::Value::IsBigInt64Array),
    Type<v8::BigUint64Array>(8, "BigUint64Array", &v8::Value::IsBigUint64Array),
    Type<v8::Float16Array>(2, "Float16Array", &v8::Value::IsFloat16Array),
};

void* DataOf(v8::Local<v8::ArrayBufferView> view) {
  auto* memory = static_cast<char*>(view->Buffer()->Data());
  return memory ? memory + view->ByteOffset() : nullptr;
}

// A Buffer of new memory; empty with an exception where there is none to be had.
v8::Local<v8::Uint8Array> NewBuffer(napi_env env, size_t length, const void* contents, void** data) {
  eddy::bind::OwnedBytes bytes(length);
  if (length > 0 && bytes.allocated()) {
    contents ? std::memcpy(bytes.data(), contents, length) : std::memset(bytes.data(), 0, length);
  }
  auto buffer = bytes.ToBuffer(env->isolate());
  if (!buffer.IsEmpty() && data) *data = DataOf(buffer);
  return buffer;
}

}  // namespace

// --- ArrayBuffers. ---

napi_status napi_create_arraybuffer(napi_env env, size_t byte_length, void** data, napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  v8::Local<v8::ArrayBuffer> buffer;
  if (!v8::ArrayBuffer::MaybeNew(env->isolate(), byte_length).ToLocal(&buffer))
    return entry.FailOrPending(napi_generic_failure);
  if (data) *data = buffer->Data();
  return entry.Give(result, buffer);
}

napi_status napi_create_external_arraybuffer(napi_env env, void* external_data, size_t byte_length,
                                             node_api_basic_finalize finalize_cb, void* finalize_hint,
                                             napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  auto buffer =
      env->world().NewExternalMemory(env, external_data, byte_length, {finalize_cb, external_data, finalize_hint});
  if (!external_data) buffer->Detach(v8::Local<v8::Value>()).IsNothing();  // there is nothing to be seen
  return entry.Give(result, buffer);
}

napi_status napi_is_arraybuffer(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  *result = ToLocal(value)->IsArrayBuffer();
  return entry.Ok();
}

napi_status napi_get_arraybuffer_info(napi_env env, napi_value arraybuffer, void** data, size_t* byte_length) {
  Entry entry(env, arraybuffer);
  if (!entry) return entry.status();
  auto value = ToLocal(arraybuffer);
  if (value->IsArrayBuffer()) {
    auto buffer = value.As<v8::ArrayBuffer>();
    if (data) *data = buffer->Data();
    if (byte_length) *byte_length = buffer->ByteLength();
  } else if (value->IsSharedArrayBuffer()) {
    auto buffer = value.As<v8::SharedArrayBuffer>();
    if (data) *data = buffer->Data();
    if (byte_length) *byte_length = buffer->ByteLength();
  } else {
    return entry.Fail(napi_invalid_arg);
  }
  return entry.Ok();
}

napi_status napi_detach_arraybuffer(napi_env env, napi_value arraybuffer) {
  Entry entry(env, arraybuffer);
  if (!entry) return entry.status();
  auto value = ToLocal(arraybuffer);
  if (!value->IsArrayBuffer()) return entry.Fail(napi_arraybuffer_expected);
  auto buffer = value.As<v8::ArrayBuffer>();
  if (!buffer->IsDetachable()) return entry.Fail(napi_detachable_arraybuffer_expected);
  if (!buffer->Detach(v8::Local<v8::Value>()).FromMaybe(false)) return entry.Fail(napi_generic_failure);
  return entry.Ok();
}

napi_status napi_is_detached_arraybuffer(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  *result = local->IsArrayBuffer() && local.As<v8::ArrayBuffer>()->WasDetached();
  return entry.Ok();
}

napi_status node_api_create_sharedarraybuffer(napi_env env, size_t byte_length, void** data, napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  v8::Local<v8::SharedArrayBuffer> buffer;
  if (!v8::SharedArrayBuffer::MaybeNew(env->isolate(), byte_length).ToLocal(&buffer))
    return entry.FailOrPending(napi_generic_failure);
  if (data) *data = buffer->Data();
  return entry.Give(result, buffer);
}

napi_status node_api_is_sharedarraybuffer(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  *result = ToLocal(value)->IsSharedArrayBuffer();
  return entry.Ok();
}

// --- Typed arrays and DataViews. ---

napi_status napi_is_typedarray(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  *result = ToLocal(value)->IsTypedArray();
  return entry.Ok();
}

napi_status napi_create_typedarray(napi_env env, napi_typedarray_type type, size_t length, napi_value arraybuffer,
                                   size_t byte_offset, napi_value* result) {
  ScriptEntry entry(env, arraybuffer, result);
  if (!entry) return entry.status();
  auto value = ToLocal(arraybuffer);
  if (!value->IsArrayBuffer()) return entry.Fail(napi_invalid_arg);
  if (static_cast<size_t>(type) >= std::size(kViewTypes)) return entry.Fail(napi_invalid_arg);
  const ViewType& view = kViewTypes[type];
  if (byte_offset % view.bytes != 0) {
    std::string text =
        std::string("start offset of ") + view.name + " should be a multiple of " + std::to_string(view.bytes);
    return ThrowRange(env, "ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT", text.c_str());
  }
  auto memory = value.As<v8::ArrayBuffer>();
  size_t bytes = memory->ByteLength();
  if (byte_offset > bytes || length > (bytes - byte_offset) / view.bytes)
    return ThrowRange(env, "ERR_NAPI_INVALID_TYPEDARRAY_LENGTH", "Invalid typed array length");
  return entry.Give(result, view.make(memory, byte_offset, length));
}

napi_status napi_get_typedarray_info(napi_env env, napi_value typedarray, napi_typedarray_type* type, size_t* length,
                                     void** data, napi_value* arraybuffer, size_t* byte_offset) {
  Entry entry(env, typedarray);
  if (!entry) return entry.status();
  auto value = ToLocal(typedarray);
  if (!value->IsTypedArray()) return entry.Fail(napi_invalid_arg);
  auto array = value.As<v8::TypedArray>();
  if (type) {
    for (size_t i = 0; i < std::size(kViewTypes); ++i) {
      if (((*value)->*kViewTypes[i].is)()) *type = static_cast<napi_typedarray_type>(i);
    }
  }
  if (length) *length = array->Length();
  if (data) *data = DataOf(array);
  if (arraybuffer) *arraybuffer = FromLocal(array->Buffer());
  if (byte_offset) *byte_offset = array->ByteOffset();
  return entry.Ok();
}

napi_status napi_create_dataview(napi_env env, size_t length, napi_value arraybuffer, size_t byte_offset,
                                 napi_value* result) {
  ScriptEntry entry(env, arraybuffer, result);
  if (!entry) return entry.status();
  auto value = ToLocal(arraybuffer);
  if (!value->IsArrayBuffer()) return entry.Fail(napi_invalid_arg);
  auto memory = value.As<v8::ArrayBuffer>();
  size_t bytes = memory->ByteLength();
  if (byte_offset > bytes || length > bytes - byte_offset) {
    napi_throw_range_error(env, "ERR_NAPI_INVALID_DATAVIEW_ARGS",
                           "byte_offset + byte_length should be less than or equal to the size in bytes of the array "
                           "passed in");
    return entry.Fail(napi_pending_exception);
  }
  return entry.Give(result, v8::DataView::New(memory, byte_offset, length));
}

napi_status napi_is_dataview(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  *result = ToLocal(value)->IsDataView();
  return entry.Ok();
}

napi_status napi_get_dataview_info(napi_env env, napi_value dataview, size_t* bytelength, void** data,
                                   napi_value* arraybuffer, size_t* byte_offset) {
  Entry entry(env, dataview);
  if (!entry) return entry.status();
  auto value = ToLocal(dataview);
  if (!value->IsDataView()) return entry.Fail(napi_invalid_arg);
  auto view = value.As<v8::DataView>();
  if (bytelength) *bytelength = view->ByteLength();
  if (data) *data = DataOf(view);
  if (arraybuffer) *arraybuffer = FromLocal(view->Buffer());
  if (byte_offset) *byte_offset = view->ByteOffset();
  return entry.Ok();
}

// --- Buffers. ---

napi_status napi_create_buffer(napi_env env, size_t length, void** data, napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  auto buffer = NewBuffer(env, length, nullptr, data);
  if (buffer.IsEmpty()) return entry.FailOrPending(napi_generic_failure);
  return entry.Give(result, buffer);
}

napi_status napi_create_buffer_copy(napi_env env, size_t length, const void* data, void** result_data,
                                    napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  auto buffer = NewBuffer(env, length, data, result_data);
  if (buffer.IsEmpty()) return entry.FailOrPending(napi_generic_failure);
  return entry.Give(result, buffer);
}

napi_status napi_create_external_buffer(napi_env env, size_t length, void* data, node_api_basic_finalize finalize_cb,
                                        void* finalize_hint, napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  auto memory = env->world().NewExternalMemory(env, data, length, {finalize_cb, data, finalize_hint});
  return entry.Give(result, eddy::bind::NewBuffer(env->isolate(), memory, 0, length));
}

napi_status node_api_create_buffer_from_arraybuffer(napi_env env, napi_value arraybuffer, size_t byte_offset,
                                                    size_t byte_length, napi_value* result) {
  ScriptEntry entry(env, arraybuffer, result);
  if (!entry) return entry.status();
  auto value = ToLocal(arraybuffer);
  if (!value->IsArrayBuffer()) return entry.Fail(napi_arraybuffer_expected);
  auto memory = value.As<v8::ArrayBuffer>();
  if (byte_offset > memory->ByteLength() || byte_length > memory->ByteLength() - byte_offset) {
    return napi_throw_range_error(env, "ERR_OUT_OF_RANGE", "The byte offset + length is out of range");
  }
  return entry.Give(result, eddy::bind::NewBuffer(env->isolate(), memory, byte_offset, byte_length));
}

napi_status napi_is_buffer(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  *result = ToLocal(value)->IsArrayBufferView();
  return entry.Ok();
}

napi_status napi_get_buffer_info(napi_env env, napi_value value, void** data, size_t* length) {
  Entry entry(env, value);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsArrayBufferView()) return entry.Fail(napi_invalid_arg);
  auto view = local.As<v8::ArrayBufferView>();
  if (data) *data = DataOf(view);
  if (length) *length = view->ByteLength();
  return entry.Ok();
}

napi_status napi_adjust_external_memory(node_api_basic_env env, int64_t change_in_bytes, int64_t* adjusted_value) {
  BasicEntry entry(env, adjusted_value);
  if (!entry) return entry.status();
  *adjusted_value = env->isolate()->AdjustAmountOfExternalAllocatedMemory(change_in_bytes);
  return entry.Ok();
}
