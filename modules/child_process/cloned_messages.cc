// Messages in the format of the structured clone algorithm, each after its length in four bytes, the most significant
// first. Views of buffers are written without the rest of their buffers; of objects of native classes, only the
// properties.
#include <algorithm>
#include <cstring>
#include <limits>

#include "child_process/message_decoder.h"
#include "runtime/runtime.h"

namespace eddy::child_process {
namespace {

constexpr size_t kLengthBytes = 4;
constexpr size_t kMostReserved = 16 << 20;  // a length is only what the other side says

// What V8 hands to us.
constexpr uint32_t kView = 0;
constexpr uint32_t kPlain = 1;

// Kinds of views, by the numbers that v8.DefaultSerializer gives them.
enum ViewKind : uint32_t {
  kInt8,
  kUint8,
  kUint8Clamped,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kFloat32,
  kFloat64,
  kDataView,
  kBuffer,
  kBigInt64,
  kBigUint64,
  kFloat16,
};

bool IsBuffer(v8::Isolate* isolate, v8::Local<v8::Object> view) {
  auto prototype = Runtime::Of(isolate).buffer_prototype();
  if (prototype.IsEmpty()) return false;
  for (auto next = view->GetPrototypeV2(); next->IsObject(); next = next.As<v8::Object>()->GetPrototypeV2()) {
    if (next->StrictEquals(prototype)) return true;
  }
  return false;
}

ViewKind KindOf(v8::Isolate* isolate, v8::Local<v8::Object> view) {
  if (view->IsUint8Array()) return IsBuffer(isolate, view) ? kBuffer : kUint8;
  if (view->IsInt8Array()) return kInt8;
  if (view->IsUint8ClampedArray()) return kUint8Clamped;
  if (view->IsInt16Array()) return kInt16;
  if (view->IsUint16Array()) return kUint16;
  if (view->IsInt32Array()) return kInt32;
  if (view->IsUint32Array()) return kUint32;
  if (view->IsFloat32Array()) return kFloat32;
  if (view->IsFloat64Array()) return kFloat64;
  if (view->IsBigInt64Array()) return kBigInt64;
  if (view->IsBigUint64Array()) return kBigUint64;
  if (view->IsFloat16Array()) return kFloat16;
  return kDataView;
}

class Writer : public v8::ValueSerializer::Delegate {
 public:
  explicit Writer(v8::Isolate* isolate) : isolate_(isolate), serializer_(isolate, this) {
    serializer_.SetTreatArrayBufferViewsAsHostObjects(true);
  }

  v8::MaybeLocal<v8::Value> Write(v8::Local<v8::Context> context, v8::Local<v8::Value> message) {
    constexpr uint8_t kLater[kLengthBytes] = {};
    serializer_.WriteRawBytes(kLater, kLengthBytes);
    serializer_.WriteHeader();
    bool written = serializer_.WriteValue(context, message).FromMaybe(false);
    auto [data, size] = serializer_.Release();  // `bytes_` has them
    if (!written) return {};
    size_t length = size - kLengthBytes;
    if (length > std::numeric_limits<uint32_t>::max()) {
      bind::Error::Range("ERR_OUT_OF_RANGE", "The message is larger than 4 GiB").Throw(isolate_);
      return {};
    }
    for (size_t i = 0; i < kLengthBytes; ++i) data[i] = static_cast<uint8_t>(length >> (24 - 8 * i));
    bytes_.Truncate(size);
    return bytes_.ToBuffer(isolate_).As<v8::Value>();
  }

  void* ReallocateBufferMemory(void* old_buffer, size_t size, size_t* actual_size) override {
    if (!bytes_.Grow(size)) return nullptr;
    *actual_size = size;
    return bytes_.data();
  }
  void FreeBufferMemory(void*) override {}

  void ThrowDataCloneError(v8::Local<v8::String> text) override {
    isolate_->ThrowException(v8::Exception::Error(text));
  }
  v8::Maybe<bool> WriteHostObject(v8::Isolate*, v8::Local<v8::Object> object) override {
    if (!object->IsArrayBufferView()) return WriteProperties(object);
    auto view = object.As<v8::ArrayBufferView>();
    serializer_.WriteUint32(kView);
    serializer_.WriteUint32(KindOf(isolate_, object));
    serializer_.WriteUint32(static_cast<uint32_t>(view->ByteLength()));
    uint8_t on_heap[64];  // small views may have no memory of their own
    v8::MemorySpan<uint8_t> bytes = view->GetContents(v8::MemorySpan<uint8_t>(on_heap, sizeof(on_heap)));
    serializer_.WriteRawBytes(bytes.data(), bytes.size());
    return v8::Just(true);
  }

 private:
  v8::Maybe<bool> WriteProperties(v8::Local<v8::Object> object) {
    auto context = isolate_->GetCurrentContext();
    v8::Local<v8::Array> names;
    auto copy = v8::Object::New(isolate_);
    if (!object->GetOwnPropertyNames(context).ToLocal(&names)) return v8::Nothing<bool>();
    for (uint32_t i = 0; i < names->Length(); ++i) {
      v8::Local<v8::Value> name, value;
      if (!names->Get(context, i).ToLocal(&name) || !object->Get(context, name).ToLocal(&value) ||
          copy->CreateDataProperty(context, name.As<v8::Name>(), value).IsNothing()) {
        return v8::Nothing<bool>();
      }
    }
    serializer_.WriteUint32(kPlain);
    return serializer_.WriteValue(context, copy);
  }

  v8::Isolate* isolate_;
  bind::OwnedBytes bytes_;
  v8::ValueSerializer serializer_;
};

// The message's bytes as a Buffer. @throws Error for what cannot be cloned
v8::MaybeLocal<v8::Value> Encode(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> message) {
  return Writer(isolate).Write(context, message);
}

class Reader : public v8::ValueDeserializer::Delegate {
 public:
  // `memory`, when given, has the body in it, and views of it become views of that.
  Reader(v8::Isolate* isolate, std::string_view body, v8::Local<v8::ArrayBuffer> memory = {})
      : isolate_(isolate),
        memory_(memory),
        deserializer_(isolate, reinterpret_cast<const uint8_t*>(body.data()), body.size(), this) {}

  v8::MaybeLocal<v8::Value> Read(v8::Local<v8::Context> context) {
    if (deserializer_.ReadHeader(context).IsNothing()) return {};
    return deserializer_.ReadValue(context);
  }

  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate*) override {
    uint32_t what;
    if (!deserializer_.ReadUint32(&what)) return Malformed();
    if (what == kView) return ReadView();
    v8::Local<v8::Value> object;
    if (!deserializer_.ReadValue(isolate_->GetCurrentContext()).ToLocal(&object)) return {};
    if (!object->IsObject()) return Malformed();
    return object.As<v8::Object>();
  }

 private:
  v8::MaybeLocal<v8::Object> Malformed() {
    isolate_->ThrowException(v8::Exception::Error(bind::NewString(isolate_, "Unable to deserialize cloned data.")));
    return {};
  }

  v8::MaybeLocal<v8::Object> ReadView() {
    uint32_t kind, size;
    const void* data;
    if (!deserializer_.ReadUint32(&kind) || !deserializer_.ReadUint32(&size) ||
        !deserializer_.ReadRawBytes(size, &data)) {
      return Malformed();
    }
    if (kind == kBuffer && !memory_.IsEmpty()) {
      auto place = static_cast<size_t>(static_cast<const char*>(data) - static_cast<const char*>(memory_->Data()));
      return bind::NewBuffer(isolate_, memory_, place, size);
    }
    if (kind == kBuffer) {
      return bind::OwnedBytes(std::string_view(static_cast<const char*>(data), size)).ToBuffer(isolate_);
    }
    auto memory = bind::OwnedBytes(std::string_view(static_cast<const char*>(data), size)).ToArrayBuffer(isolate_);
    if (memory.IsEmpty()) return {};
    switch (kind) {
      case kInt8: return View<v8::Int8Array, 1>(memory);
      case kUint8: return View<v8::Uint8Array, 1>(memory);
      case kUint8Clamped: return View<v8::Uint8ClampedArray, 1>(memory);
      case kInt16: return View<v8::Int16Array, 2>(memory);
      case kUint16: return View<v8::Uint16Array, 2>(memory);
      case kInt32: return View<v8::Int32Array, 4>(memory);
      case kUint32: return View<v8::Uint32Array, 4>(memory);
      case kFloat32: return View<v8::Float32Array, 4>(memory);
      case kFloat64: return View<v8::Float64Array, 8>(memory);
      case kDataView: return View<v8::DataView, 1>(memory);
      case kBigInt64: return View<v8::BigInt64Array, 8>(memory);
      case kBigUint64: return View<v8::BigUint64Array, 8>(memory);
      case kFloat16: return View<v8::Float16Array, 2>(memory);
      default: return Malformed();
    }
  }

  template <class T, size_t kElement>
  v8::MaybeLocal<v8::Object> View(v8::Local<v8::ArrayBuffer> memory) {
    if (memory->ByteLength() % kElement != 0) return Malformed();
    return T::New(memory, 0, memory->ByteLength() / kElement).template As<v8::Object>();
  }

  v8::Isolate* isolate_;
  v8::Local<v8::ArrayBuffer> memory_;
  v8::ValueDeserializer deserializer_;
};

class ClonedDecoder : public bind::Object<ClonedDecoder, MessageDecoder> {
 public:
  std::span<char> ReadInto() override {
    auto size = SizeOf(begun_.text());
    if (!size || *size < kLarge) return {};
    size_t missing = *size - begun_.text().size();
    auto room = begun_.Room(std::min(missing, kMostReserved));
    return room.subspan(0, std::min({room.size(), missing, kOneRead}));
  }

 protected:
  v8::Local<v8::Array> Decode(v8::Local<v8::Context> context, std::string_view bytes) override {
    auto messages = v8::Array::New(isolate());
    size_t lost = std::min(lost_, bytes.size());
    lost_ -= lost;
    bytes.remove_prefix(lost);
    if (begun_.empty()) {
      std::string_view rest = DecodeWhole(context, bytes, messages);
      if (!begun_.Append(rest)) LoseMessage(rest, rest.size());
      return messages;
    }
    if (!begun_.Append(bytes)) {
      LoseMessage(begun_.text(), begun_.text().size());
      return Decode(context, bytes);
    }
    auto size = WholeMessage(begun_.text());
    if (!size) return messages;
    if (*size == begun_.text().size() && *size >= kLarge) {
      DecodeLarge(context, messages);
    } else {
      begun_.Drop(begun_.text().size() - DecodeWhole(context, begun_.text(), messages).size());
    }
    return messages;
  }

 private:
  // With the length's own bytes, once these are there.
  static std::optional<size_t> SizeOf(std::string_view bytes) {
    if (bytes.size() < kLengthBytes) return std::nullopt;
    size_t length = 0;
    for (size_t i = 0; i < kLengthBytes; ++i) length = length << 8 | static_cast<uint8_t>(bytes[i]);
    return kLengthBytes + length;
  }
  static std::optional<size_t> WholeMessage(std::string_view bytes) {
    auto size = SizeOf(bytes);
    return size && *size <= bytes.size() ? size : std::nullopt;
  }

  // What begins with `start`, `received` bytes of which are here: the rest of it goes where they went.
  void LoseMessage(std::string_view start, size_t received) {
    lost_ = SizeOf(start).value_or(std::numeric_limits<size_t>::max()) - received;
    Lose(NoMemory());
  }

  // Gives what is left behind the whole messages, or behind a malformed one.
  std::string_view DecodeWhole(v8::Local<v8::Context> context, std::string_view bytes, v8::Local<v8::Array> messages) {
    for (auto size = WholeMessage(bytes); size && !Failed(); size = WholeMessage(bytes)) {
      Add(context, Reader(isolate(), bytes.substr(kLengthBytes, *size - kLengthBytes)), messages);
      bytes.remove_prefix(*size);
    }
    return bytes;
  }

  // A message alone: its Buffers need no copy.
  void DecodeLarge(v8::Local<v8::Context> context, v8::Local<v8::Array> messages) {
    size_t size = begun_.text().size();
    auto memory = begun_.Take(size).ToBuffer(isolate())->Buffer();
    std::string_view bytes(static_cast<const char*>(memory->Data()), size);
    Add(context, Reader(isolate(), bytes.substr(kLengthBytes), memory), messages);
  }

  void Add(v8::Local<v8::Context> context, Reader&& reader, v8::Local<v8::Array> messages) {
    v8::TryCatch malformed(isolate());
    v8::Local<v8::Value> message;
    if (reader.Read(context).ToLocal(&message)) {
      messages->CreateDataProperty(context, messages->Length(), message).IsNothing();
    } else if (malformed.HasCaught() && !malformed.HasTerminated()) {
      failure_.Reset(isolate(), malformed.Exception());
    }
  }

  size_t lost_ = 0;  // bytes to come of a message that found no memory
};

}  // namespace

EDDY_MODULE(cloned_messages) {
  Function<Encode>("encode");
  Class<ClonedDecoder>("ClonedDecoder")
      .Constructor<>()
      .Method<&ClonedDecoder::Consume>("consume")
      .Method<&ClonedDecoder::ThrowFailure>("throwFailure")
      .Getter<&ClonedDecoder::InMessage>("inMessage")
      .Getter<&ClonedDecoder::Failed>("failed");
}

}  // namespace eddy::child_process
