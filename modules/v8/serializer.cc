// Values to bytes and back, in the format of the structured clone algorithm. What V8 cannot write or read by itself
// goes to methods of the JavaScript object: _writeHostObject, _readHostObject, _getSharedArrayBufferId,
// _getDataCloneError.
#include <cstdlib>

#include "bind/buffer.h"
#include "bind/module.h"
#include "engine/check.h"

namespace eddy {
namespace {

// The wrapper's method of that name, or empty.
v8::Local<v8::Function> MethodOf(v8::Local<v8::Context> context, v8::Local<v8::Object> object, const char* name) {
  v8::Local<v8::Value> method;
  if (!object->Get(context, bind::Symbolic(context->GetIsolate(), name)).ToLocal(&method)) return {};
  if (!method->IsFunction()) return {};
  return method.As<v8::Function>();
}

bind::Error Failed(const char* what) { return bind::Error::Plain(nullptr, std::string(what) + "() failed"); }

bind::Error WrongArrayBuffer(const char* expected) {
  return bind::Error::Type("ERR_INVALID_ARG_TYPE", std::string("arrayBuffer must be ") + expected);
}

// A number as JavaScript's own conversions give it; empty: an exception is pending.
std::optional<uint32_t> ToUint32(v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
  uint32_t number;
  if (!value->Uint32Value(context).To(&number)) return std::nullopt;
  return number;
}

// A buffer of what was written; nothing is left with the serializer.
v8::Local<v8::Value> Release(v8::Isolate* isolate, v8::ValueSerializer& serializer) {
  auto [data, size] = serializer.Release();
  auto free_data = [](void* data, size_t, void*) { std::free(data); };
  auto store = v8::ArrayBuffer::NewBackingStore(data, size, free_data, nullptr);
  return bind::NewBuffer(isolate, v8::ArrayBuffer::New(isolate, std::move(store)), 0, size);
}

class Serializer : public bind::Object<Serializer>, public v8::ValueSerializer::Delegate {
 public:
  explicit Serializer(v8::Isolate* isolate) : serializer_(isolate, this) {}

  void WriteHeader() { serializer_.WriteHeader(); }
  v8::MaybeLocal<v8::Value> WriteValue(v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
    bool written;
    if (!serializer_.WriteValue(context, value).To(&written)) return {};
    return v8::Boolean::New(context->GetIsolate(), written).As<v8::Value>();
  }
  // What was written so far, as a Buffer; nothing is left.
  v8::Local<v8::Value> ReleaseBuffer(v8::Isolate* isolate) { return Release(isolate, serializer_); }
  bind::Result<void> TransferArrayBuffer(v8::Local<v8::Context> context, v8::Local<v8::Value> id,
                                         v8::Local<v8::Value> buffer) {
    auto number = ToUint32(context, id);
    if (!number) return {};
    if (!buffer->IsArrayBuffer()) return WrongArrayBuffer("an ArrayBuffer");
    serializer_.TransferArrayBuffer(*number, buffer.As<v8::ArrayBuffer>());
    return {};
  }
  void WriteUint32(v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
    if (auto number = ToUint32(context, value)) serializer_.WriteUint32(*number);
  }
  void WriteUint64(v8::Local<v8::Context> context, v8::Local<v8::Value> high, v8::Local<v8::Value> low) {
    auto high_bits = ToUint32(context, high);
    if (!high_bits) return;
    if (auto low_bits = ToUint32(context, low)) {
      serializer_.WriteUint64(static_cast<uint64_t>(*high_bits) << 32 | *low_bits);
    }
  }
  void WriteDouble(v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
    double number;
    if (value->NumberValue(context).To(&number)) serializer_.WriteDouble(number);
  }
  bind::Result<void> WriteRawBytes(v8::Local<v8::Value> source) {
    auto bytes = bind::BytesOf(source);
    if (!bytes || !source->IsArrayBufferView()) {
      return bind::Error::Type("ERR_INVALID_ARG_TYPE", "source must be a TypedArray or a DataView");
    }
    serializer_.WriteRawBytes(bytes->data(), bytes->size());
    return {};
  }
  void TreatArrayBufferViewsAsHostObjects(v8::Isolate* isolate, v8::Local<v8::Value> mode) {
    serializer_.SetTreatArrayBufferViewsAsHostObjects(mode->BooleanValue(isolate));
  }

  // --- Called by V8. ---

  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    auto context = isolate()->GetCurrentContext();
    auto make = MethodOf(context, wrapper(isolate()), "_getDataCloneError");
    v8::Local<v8::Value> argument = message, error;
    if (make.IsEmpty()) {
      isolate()->ThrowException(v8::Exception::Error(message));
    } else if (make->Call(context, wrapper(isolate()), 1, &argument).ToLocal(&error)) {
      isolate()->ThrowException(error);
    }
  }
  v8::Maybe<bool> WriteHostObject(v8::Isolate* isolate, v8::Local<v8::Object> object) override {
    auto context = isolate->GetCurrentContext();
    auto write = MethodOf(context, wrapper(isolate), "_writeHostObject");
    if (write.IsEmpty()) return v8::ValueSerializer::Delegate::WriteHostObject(isolate, object);
    v8::Local<v8::Value> argument = object;
    if (write->Call(context, wrapper(isolate), 1, &argument).IsEmpty()) return v8::Nothing<bool>();
    return v8::Just(true);
  }
  v8::Maybe<uint32_t> GetSharedArrayBufferId(v8::Isolate* isolate, v8::Local<v8::SharedArrayBuffer> buffer) override {
    auto context = isolate->GetCurrentContext();
    auto identify = MethodOf(context, wrapper(isolate), "_getSharedArrayBufferId");
    if (identify.IsEmpty()) return v8::ValueSerializer::Delegate::GetSharedArrayBufferId(isolate, buffer);
    v8::Local<v8::Value> argument = buffer, id;
    if (!identify->Call(context, wrapper(isolate), 1, &argument).ToLocal(&id)) return v8::Nothing<uint32_t>();
    return id->Uint32Value(context);
  }

 private:
  v8::ValueSerializer serializer_;
};

class Deserializer : public bind::Object<Deserializer>, public v8::ValueDeserializer::Delegate {
 public:
  Deserializer(v8::Isolate* isolate, bind::Bytes bytes)
      : bytes_(std::move(bytes)), deserializer_(isolate, start(), bytes_.size(), this) {}

  v8::MaybeLocal<v8::Value> ReadHeader(v8::Local<v8::Context> context) {
    bool read;
    if (!deserializer_.ReadHeader(context).To(&read)) return {};
    return v8::Boolean::New(context->GetIsolate(), read).As<v8::Value>();
  }
  v8::MaybeLocal<v8::Value> ReadValue(v8::Local<v8::Context> context) { return deserializer_.ReadValue(context); }
  uint32_t WireFormatVersion() { return deserializer_.GetWireFormatVersion(); }
  bind::Result<void> TransferArrayBuffer(v8::Local<v8::Context> context, v8::Local<v8::Value> id,
                                         v8::Local<v8::Value> buffer) {
    auto number = ToUint32(context, id);
    if (!number) return {};
    if (buffer->IsArrayBuffer()) {
      deserializer_.TransferArrayBuffer(*number, buffer.As<v8::ArrayBuffer>());
    } else if (buffer->IsSharedArrayBuffer()) {
      deserializer_.TransferSharedArrayBuffer(*number, buffer.As<v8::SharedArrayBuffer>());
    } else {
      return WrongArrayBuffer("an ArrayBuffer or SharedArrayBuffer");
    }
    return {};
  }
  bind::Result<uint32_t> ReadUint32() {
    uint32_t value;
    if (!deserializer_.ReadUint32(&value)) return Failed("ReadUint32");
    return value;
  }
  // [high, low]
  bind::Result<std::array<uint32_t, 2>> ReadUint64() {
    uint64_t value;
    if (!deserializer_.ReadUint64(&value)) return Failed("ReadUint64");
    return std::array<uint32_t, 2>{static_cast<uint32_t>(value >> 32), static_cast<uint32_t>(value)};
  }
  bind::Result<double> ReadDouble() {
    double value;
    if (!deserializer_.ReadDouble(&value)) return Failed("ReadDouble");
    return value;
  }
  // Where the next `length` bytes begin in the buffer.
  bind::Result<double> ReadRawBytes(v8::Local<v8::Context> context, v8::Local<v8::Value> length) {
    int64_t number;
    if (!length->IntegerValue(context).To(&number)) return 0.0;
    const void* data;
    if (number < 0 || !deserializer_.ReadRawBytes(static_cast<size_t>(number), &data)) return Failed("ReadRawBytes");
    return static_cast<double>(static_cast<const uint8_t*>(data) - start());
  }

  // --- Called by V8. ---

  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate* isolate) override {
    auto context = isolate->GetCurrentContext();
    auto read = MethodOf(context, wrapper(isolate), "_readHostObject");
    if (read.IsEmpty()) return v8::ValueDeserializer::Delegate::ReadHostObject(isolate);
    v8::Local<v8::Value> object;
    // The method may run anything, so V8 must not be in the middle of something that forbids it.
    v8::Isolate::AllowJavascriptExecutionScope allow(isolate);
    if (!read->Call(context, wrapper(isolate), 0, nullptr).ToLocal(&object)) return {};
    if (object->IsObject()) return object.As<v8::Object>();
    bind::Error::Type(nullptr, "readHostObject must return an object").Throw(isolate);
    return {};
  }

 private:
  const uint8_t* start() const { return reinterpret_cast<const uint8_t*>(bytes_.data()); }

  const bind::Bytes bytes_;
  v8::ValueDeserializer deserializer_;
};

// --- All at once: what the Default classes do, without an object of theirs. ---

class Writer final : public v8::ValueSerializer::Delegate {
 public:
  Writer(v8::Isolate* isolate, v8::Local<v8::Function> kind_of) : kind_of_(kind_of), serializer_(isolate, this) {}

  v8::MaybeLocal<v8::Value> Write(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
    serializer_.SetTreatArrayBufferViewsAsHostObjects(true);
    serializer_.WriteHeader();
    if (!serializer_.WriteValue(context, value).FromMaybe(false)) return {};
    return Release(isolate, serializer_);
  }

  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    v8::Isolate::GetCurrent()->ThrowException(v8::Exception::Error(message));
  }
  v8::Maybe<bool> WriteHostObject(v8::Isolate* isolate, v8::Local<v8::Object> object) override {
    auto context = isolate->GetCurrentContext();
    v8::Local<v8::Value> argument = object, kind;
    if (!kind_of_->Call(context, v8::Undefined(isolate), 1, &argument).ToLocal(&kind)) return v8::Nothing<bool>();
    auto bytes = bind::BytesOf(object);
    CHECK(bytes && kind->IsUint32());
    serializer_.WriteUint32(kind.As<v8::Uint32>()->Value());
    serializer_.WriteUint32(static_cast<uint32_t>(bytes->size()));
    serializer_.WriteRawBytes(bytes->data(), bytes->size());
    return v8::Just(true);
  }

 private:
  v8::Local<v8::Function> kind_of_;
  v8::ValueSerializer serializer_;
};

// serialize(value, kindOf): a Buffer. kindOf(object): the number of a view's kind; throws where it is no view.
v8::MaybeLocal<v8::Value> Serialize(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> value,
                                    v8::Local<v8::Function> kind_of) {
  return Writer(isolate, kind_of).Write(isolate, context, value);
}

class Reader final : public v8::ValueDeserializer::Delegate {
 public:
  Reader(v8::Isolate* isolate, std::span<const std::byte> bytes, v8::Local<v8::Function> view_of)
      : start_(reinterpret_cast<const uint8_t*>(bytes.data())),
        view_of_(view_of),
        deserializer_(isolate, start_, bytes.size(), this) {}

  v8::MaybeLocal<v8::Value> Read(v8::Local<v8::Context> context) {
    if (!deserializer_.ReadHeader(context).FromMaybe(false)) return {};
    return deserializer_.ReadValue(context);
  }

  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate* isolate) override {
    uint32_t kind, size;
    const void* data;
    if (!deserializer_.ReadUint32(&kind) || !deserializer_.ReadUint32(&size)) return Refuse(isolate, "ReadUint32");
    if (!deserializer_.ReadRawBytes(size, &data)) return Refuse(isolate, "ReadRawBytes");
    double begin = static_cast<double>(static_cast<const uint8_t*>(data) - start_);
    v8::Local<v8::Value> arguments[] = {v8::Integer::NewFromUnsigned(isolate, kind), v8::Number::New(isolate, begin),
                                        v8::Integer::NewFromUnsigned(isolate, size)};
    v8::Isolate::AllowJavascriptExecutionScope allow(isolate);
    v8::Local<v8::Value> view;
    auto made = view_of_->Call(isolate->GetCurrentContext(), v8::Undefined(isolate), 3, arguments);
    return made.ToLocal(&view) ? view.As<v8::Object>() : v8::MaybeLocal<v8::Object>();
  }

 private:
  static v8::MaybeLocal<v8::Object> Refuse(v8::Isolate* isolate, const char* what) {
    Failed(what).Throw(isolate);
    return {};
  }

  const uint8_t* const start_;
  v8::Local<v8::Function> view_of_;
  v8::ValueDeserializer deserializer_;
};

// deserialize(bytes, viewOf): the value. viewOf(kind, begin, byteLength): a view of that part of the bytes.
v8::MaybeLocal<v8::Value> Deserialize(v8::Isolate* isolate, v8::Local<v8::Context> context, bind::Bytes bytes,
                                      v8::Local<v8::Function> view_of) {
  return Reader(isolate, {bytes.data(), bytes.size()}, view_of).Read(context);
}

}  // namespace

EDDY_MODULE(serdes) {
  Function<Serialize>("serialize");
  Function<Deserialize>("deserialize");
  Class<Serializer>("Serializer")
      .Constructor<v8::Isolate*>()
      .Method<&Serializer::WriteHeader>("writeHeader")
      .Method<&Serializer::WriteValue>("writeValue")
      .Method<&Serializer::ReleaseBuffer>("releaseBuffer")
      .Method<&Serializer::TransferArrayBuffer>("transferArrayBuffer")
      .Method<&Serializer::WriteUint32>("writeUint32")
      .Method<&Serializer::WriteUint64>("writeUint64")
      .Method<&Serializer::WriteDouble>("writeDouble")
      .Method<&Serializer::WriteRawBytes>("writeRawBytes")
      .Method<&Serializer::TreatArrayBufferViewsAsHostObjects>("_setTreatArrayBufferViewsAsHostObjects");
  Class<Deserializer>("Deserializer")
      .Constructor<v8::Isolate*, bind::Bytes>()
      .Method<&Deserializer::ReadHeader>("readHeader")
      .Method<&Deserializer::ReadValue>("readValue")
      .Method<&Deserializer::WireFormatVersion>("getWireFormatVersion")
      .Method<&Deserializer::TransferArrayBuffer>("transferArrayBuffer")
      .Method<&Deserializer::ReadUint32>("readUint32")
      .Method<&Deserializer::ReadUint64>("readUint64")
      .Method<&Deserializer::ReadDouble>("readDouble")
      .Method<&Deserializer::ReadRawBytes>("_readRawBytes");
}

}  // namespace eddy
