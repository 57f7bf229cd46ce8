// Messages by V8's serializer (the format of the structured clone algorithm), with what it leaves to its embedder:
// transferred and shared memory, WebAssembly modules, and objects that are more than their properties.
#include "messaging/message.h"

#include <cstring>

#include "bind/buffer.h"
#include "bind/module.h"
#include "engine/check.h"
#include "runtime/runtime.h"

namespace eddy::messaging {
namespace {

// What stands in the place of a host object; its own data follows.
enum class Tag : uint32_t { kView, kPlain, kSerialized, kHeld, kResizableView };

enum class ViewKind : uint32_t {
  kInt8,
  kUint8,
  kUint8Clamped,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kFloat16,
  kFloat32,
  kFloat64,
  kBigInt64,
  kBigUint64,
  kDataView,
  kCount,
};

// From here on, copying a buffer aside beats having it in the stream of bytes, which is copied while it grows.
constexpr size_t kLargeBuffer = 4096;

// Null when there is no memory.
std::unique_ptr<v8::BackingStore> CopyOf(v8::Isolate* isolate, v8::Local<v8::ArrayBuffer> buffer) {
  auto copy = v8::ArrayBuffer::NewBackingStore(isolate, buffer->ByteLength(),
                                               v8::BackingStoreInitializationMode::kUninitialized,
                                               v8::BackingStoreOnFailureMode::kReturnNull);
  if (copy && copy->ByteLength() > 0) std::memcpy(copy->Data(), buffer->Data(), buffer->ByteLength());
  return copy;
}

ViewKind KindOf(v8::Local<v8::ArrayBufferView> view) {
  if (view->IsUint8Array()) return ViewKind::kUint8;
  if (view->IsFloat64Array()) return ViewKind::kFloat64;
  if (view->IsInt32Array()) return ViewKind::kInt32;
  if (view->IsUint32Array()) return ViewKind::kUint32;
  if (view->IsFloat32Array()) return ViewKind::kFloat32;
  if (view->IsInt8Array()) return ViewKind::kInt8;
  if (view->IsUint8ClampedArray()) return ViewKind::kUint8Clamped;
  if (view->IsInt16Array()) return ViewKind::kInt16;
  if (view->IsUint16Array()) return ViewKind::kUint16;
  if (view->IsFloat16Array()) return ViewKind::kFloat16;
  if (view->IsBigInt64Array()) return ViewKind::kBigInt64;
  if (view->IsBigUint64Array()) return ViewKind::kBigUint64;
  return ViewKind::kDataView;
}

template <class Buffer>
v8::Local<v8::Object> NewView(ViewKind kind, v8::Local<Buffer> buffer, size_t offset, size_t bytes) {
  switch (kind) {
    case ViewKind::kInt8: return v8::Int8Array::New(buffer, offset, bytes);
    case ViewKind::kUint8: return v8::Uint8Array::New(buffer, offset, bytes);
    case ViewKind::kUint8Clamped: return v8::Uint8ClampedArray::New(buffer, offset, bytes);
    case ViewKind::kInt16: return v8::Int16Array::New(buffer, offset, bytes / 2);
    case ViewKind::kUint16: return v8::Uint16Array::New(buffer, offset, bytes / 2);
    case ViewKind::kFloat16: return v8::Float16Array::New(buffer, offset, bytes / 2);
    case ViewKind::kInt32: return v8::Int32Array::New(buffer, offset, bytes / 4);
    case ViewKind::kUint32: return v8::Uint32Array::New(buffer, offset, bytes / 4);
    case ViewKind::kFloat32: return v8::Float32Array::New(buffer, offset, bytes / 4);
    case ViewKind::kFloat64: return v8::Float64Array::New(buffer, offset, bytes / 8);
    case ViewKind::kBigInt64: return v8::BigInt64Array::New(buffer, offset, bytes / 8);
    case ViewKind::kBigUint64: return v8::BigUint64Array::New(buffer, offset, bytes / 8);
    default: return v8::DataView::New(buffer, offset, bytes);
  }
}

// What a program may forbid of an object. Kept by the object itself, where no program sees it.
enum class Mark : int32_t { kUncloneable, kUntransferable };

thread_local bool uncloneable_marked = false;  // before the first mark nobody has to look

v8::Local<v8::Private> MarkName(v8::Isolate* isolate, Mark mark) {
  const char* name = mark == Mark::kUncloneable ? "eddy:uncloneable" : "eddy:untransferable";
  return v8::Private::ForApi(isolate, bind::Symbolic(isolate, name));
}

bool IsMarked(v8::Local<v8::Context> context, v8::Local<v8::Object> object, Mark mark) {
  return object->HasPrivate(context, MarkName(context->GetIsolate(), mark)).FromMaybe(false);
}

void MarkAs(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> object, Mark mark) {
  if (mark == Mark::kUncloneable) uncloneable_marked = true;
  object->SetPrivate(context, MarkName(isolate, mark), v8::True(isolate)).IsNothing();
}

}  // namespace

void MarkUntransferable(v8::Local<v8::Context> context, v8::Local<v8::Object> object) {
  MarkAs(context->GetIsolate(), context, object, Mark::kUntransferable);
}

bool HasUncloneables() { return uncloneable_marked; }

// --- Writing. ---

class Writer final : public v8::ValueSerializer::Delegate {
 public:
  Writer(Messaging& messaging, v8::Local<v8::Context> context, Message& message, Message::Readers readers)
      : messaging_(messaging),
        isolate_(context->GetIsolate()),
        context_(context),
        message_(message),
        readers_(readers),
        scratch_(messaging.TakeScratch()),
        transferred_(isolate_),
        plain_prototype_(v8::Object::New(isolate_)->GetPrototypeV2()),
        serializer_(isolate_, this) {
    outer_ = std::exchange(active_, this);
  }
  ~Writer() override {
    active_ = outer_;
    if (scratch_) messaging_.GiveScratchBack();
  }

  bool Write(v8::Local<v8::Value> value, v8::Local<v8::Array> transfer) {
    bool written = WriteAll(value, transfer);
    if (message_.has_exceptions_) {
      v8::TryCatch try_catch(isolate_);
      auto unmark = messaging_.hook(Messaging::Hook::kUnmark);
      unmark->Call(context_, v8::Undefined(isolate_), 0, nullptr).IsEmpty();
    }
    return written;
  }
  // isWriting(): is this thread writing a message?
  static bool IsWriting() { return active_ != nullptr; }
  static void NoteException() { active_->message_.has_exceptions_ = true; }

  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    v8::Local<v8::Value> text = message, error;
    auto make = messaging_.hook(Messaging::Hook::kCloneError);
    if (make->Call(context_, v8::Undefined(isolate_), 1, &text).ToLocal(&error)) isolate_->ThrowException(error);
  }

  bool HasCustomHostObject(v8::Isolate*) override { return true; }
  // Asked of each object that is no array, map, date...: plain ones must be recognized at once.
  v8::Maybe<bool> IsHostObject(v8::Isolate*, v8::Local<v8::Object> object) override {
    if (object->InternalFieldCount() > 0) return v8::Just(true);
    if (uncloneable_marked && IsMarked(context_, object, Mark::kUncloneable)) return v8::Just(true);
    v8::Local<v8::Value> prototype = object->GetPrototypeV2();
    if (prototype == plain_prototype_ || prototype == last_ordinary_prototype_) return v8::Just(false);
    v8::Local<v8::Value> argument = object, special;
    auto ask = messaging_.hook(Messaging::Hook::kIsSpecial);
    if (!ask->Call(context_, v8::Undefined(isolate_), 1, &argument).ToLocal(&special)) return v8::Nothing<bool>();
    if (special->IsFalse()) last_ordinary_prototype_.Reset(isolate_, prototype);
    return v8::Just(special->IsTrue());
  }
  v8::Maybe<bool> WriteHostObject(v8::Isolate*, v8::Local<v8::Object> object) override {
    if (object->IsArrayBufferView()) return WriteView(object.As<v8::ArrayBufferView>());
    if (uncloneable_marked && IsMarked(context_, object, Mark::kUncloneable)) return RefuseType();
    if (auto* portable = bind::Unwrap<Portable>(object)) return WriteHeld(object, portable);
    v8::Local<v8::Value> special, argument = object;
    auto ask = messaging_.hook(Messaging::Hook::kIsSpecial);
    if (!ask->Call(context_, v8::Undefined(isolate_), 1, &argument).ToLocal(&special)) return v8::Nothing<bool>();
    if (special->IsTrue()) return WriteSerialized(object);
    if (object->InternalFieldCount() == 0) return WritePlain(object);
    return RefuseType();
  }
  v8::Maybe<uint32_t> GetSharedArrayBufferId(v8::Isolate*, v8::Local<v8::SharedArrayBuffer> buffer) override {
    for (uint32_t i = 0; i < shared_.size(); ++i) {
      if (shared_[i] == buffer) return v8::Just(i);
    }
    shared_.emplace_back(isolate_, buffer);
    message_.shared_buffers_.push_back(buffer->GetBackingStore());
    return v8::Just(static_cast<uint32_t>(shared_.size() - 1));
  }
  v8::Maybe<uint32_t> GetWasmModuleTransferId(v8::Isolate*, v8::Local<v8::WasmModuleObject> module) override {
    message_.wasm_modules_.push_back(module->GetCompiledModule());
    return v8::Just(static_cast<uint32_t>(message_.wasm_modules_.size() - 1));
  }

  void* ReallocateBufferMemory(void* old_buffer, size_t size, size_t* actual_size) override {
    if (scratch_ && (old_buffer == nullptr || old_buffer == scratch_)) {
      if (size <= Messaging::kScratchSize) {
        *actual_size = Messaging::kScratchSize;
        return scratch_;
      }
      *actual_size = size;
      void* memory = std::malloc(size);
      if (memory && old_buffer) std::memcpy(memory, old_buffer, Messaging::kScratchSize);
      return memory;
    }
    *actual_size = size;
    return std::realloc(old_buffer, size);
  }
  void FreeBufferMemory(void* buffer) override {
    if (buffer != scratch_) std::free(buffer);
  }

 private:
  v8::Maybe<bool> RefuseType() {
    ThrowDataCloneError(bind::NewString(isolate_, "Cannot clone object of unsupported type."));
    return v8::Nothing<bool>();
  }
  v8::Maybe<bool> WriteView(v8::Local<v8::ArrayBufferView> view) {
    auto buffer = view->Buffer().As<v8::Object>();
    if (IsResizable(buffer)) return WriteResizableView(view, buffer);
    if (readers_ == Message::Readers::kOne && buffer->IsArrayBuffer()) CopyAside(buffer.As<v8::ArrayBuffer>());
    serializer_.WriteUint32(static_cast<uint32_t>(Tag::kView));
    serializer_.WriteUint32(static_cast<uint32_t>(KindOf(view)));
    serializer_.WriteUint64(view->ByteOffset());
    serializer_.WriteUint64(view->ByteLength());
    return serializer_.WriteValue(context_, buffer);
  }
  // Only V8 knows whether such a view follows its buffer's length: it writes the view alone, and we the buffer.
  v8::Maybe<bool> WriteResizableView(v8::Local<v8::ArrayBufferView> view, v8::Local<v8::Object> buffer) {
    ViewWriter writer(*this);
    auto [data, size] = writer.Write(context_, view, buffer);
    if (!data) return v8::Nothing<bool>();
    serializer_.WriteUint32(static_cast<uint32_t>(Tag::kResizableView));
    serializer_.WriteUint32(static_cast<uint32_t>(size));
    serializer_.WriteRawBytes(data, size);
    std::free(data);
    return serializer_.WriteValue(context_, buffer);
  }
  class ViewWriter final : public v8::ValueSerializer::Delegate {
   public:
    explicit ViewWriter(Writer& outer) : outer_(outer), serializer_(outer.isolate_, this) {}
    // {} when an exception is pending.
    std::pair<uint8_t*, size_t> Write(v8::Local<v8::Context> context, v8::Local<v8::ArrayBufferView> view,
                                      v8::Local<v8::Object> buffer) {
      serializer_.WriteHeader();
      if (buffer->IsArrayBuffer()) serializer_.TransferArrayBuffer(0, buffer.As<v8::ArrayBuffer>());
      if (!serializer_.WriteValue(context, view).FromMaybe(false)) return {};
      return serializer_.Release();
    }
    void ThrowDataCloneError(v8::Local<v8::String> message) override { outer_.ThrowDataCloneError(message); }
    v8::Maybe<uint32_t> GetSharedArrayBufferId(v8::Isolate*, v8::Local<v8::SharedArrayBuffer>) override {
      return v8::Just(0u);
    }

   private:
    Writer& outer_;
    v8::ValueSerializer serializer_;
  };
  static bool IsResizable(v8::Local<v8::Object> buffer) {
    if (buffer->IsArrayBuffer()) return buffer.As<v8::ArrayBuffer>()->IsResizableByUserJavaScript();
    return buffer.As<v8::SharedArrayBuffer>()->GetBackingStore()->IsResizableByUserJavaScript();
  }
  // A large buffer that is not transferred is copied to memory that is.
  void CopyAside(v8::Local<v8::ArrayBuffer> buffer) {
    if (buffer->ByteLength() < kLargeBuffer || buffer->IsResizableByUserJavaScript()) return;
    for (const auto& known : transferred_buffers_) {
      if (known == buffer) return;
    }
    auto copy = CopyOf(isolate_, buffer);
    if (!copy) return;
    Transfer(buffer, std::move(copy));
  }
  // `store` is empty when the buffer itself gives its memory, later.
  void Transfer(v8::Local<v8::ArrayBuffer> buffer, std::shared_ptr<v8::BackingStore> store) {
    serializer_.TransferArrayBuffer(static_cast<uint32_t>(transferred_buffers_.size()), buffer);
    transferred_buffers_.emplace_back(isolate_, buffer);
    message_.buffers_.push_back(std::move(store));
  }

  v8::Maybe<bool> WriteHeld(v8::Local<v8::Object> object, Portable* portable) {
    serializer_.WriteUint32(static_cast<uint32_t>(Tag::kHeld));
    serializer_.WriteUint32(static_cast<uint32_t>(portables_.size()));
    portables_.push_back(portable);
    packed_.emplace_back(isolate_, object);  // lives until it is packed
    return v8::Just(true);
  }
  v8::Maybe<bool> WriteSerialized(v8::Local<v8::Object> object) {
    bool transferred = false;
    for (const auto& one : transferred_) transferred = transferred || one == object;
    v8::Local<v8::Value> arguments[] = {object, v8::Boolean::New(isolate_, transferred)}, description;
    auto serialize = messaging_.hook(Messaging::Hook::kSerialize);
    if (!serialize->Call(context_, v8::Undefined(isolate_), 2, arguments).ToLocal(&description)) {
      return v8::Nothing<bool>();
    }
    serializer_.WriteUint32(static_cast<uint32_t>(Tag::kSerialized));
    return serializer_.WriteValue(context_, description);
  }
  // An object of native code without native state (process.env): its properties.
  v8::Maybe<bool> WritePlain(v8::Local<v8::Object> object) {
    v8::Local<v8::Array> names;
    auto copy = v8::Object::New(isolate_);
    if (!object->GetOwnPropertyNames(context_).ToLocal(&names)) return v8::Nothing<bool>();
    for (uint32_t i = 0; i < names->Length(); ++i) {
      v8::Local<v8::Value> name, value;
      if (!names->Get(context_, i).ToLocal(&name) || !object->Get(context_, name).ToLocal(&value) ||
          copy->CreateDataProperty(context_, name.As<v8::Name>(), value).IsNothing()) {
        return v8::Nothing<bool>();
      }
    }
    serializer_.WriteUint32(static_cast<uint32_t>(Tag::kPlain));
    return serializer_.WriteValue(context_, copy);
  }
  void Release();

  bool WriteAll(v8::Local<v8::Value> value, v8::Local<v8::Array> transfer);

  static inline thread_local Writer* active_ = nullptr;
  Writer* outer_;
  Messaging& messaging_;
  v8::Isolate* const isolate_;
  v8::Local<v8::Context> context_;
  Message& message_;
  const Message::Readers readers_;
  uint8_t* const scratch_;  // null: another writer has it
  v8::LocalVector<v8::Object> transferred_;
  // What V8 hands to a method of the delegate is gone with the handle scope around the call: globals are kept.
  std::vector<v8::Global<v8::ArrayBuffer>> transferred_buffers_;
  std::vector<v8::Global<v8::SharedArrayBuffer>> shared_;
  std::vector<v8::Global<v8::Object>> packed_;
  std::vector<Portable*> portables_;
  v8::Local<v8::Value> plain_prototype_;
  v8::Global<v8::Value> last_ordinary_prototype_;
  v8::ValueSerializer serializer_;
};

bool Writer::WriteAll(v8::Local<v8::Value> value, v8::Local<v8::Array> transfer) {
  uint32_t count = transfer.IsEmpty() ? 0 : transfer->Length();
  for (uint32_t i = 0; i < count; ++i) {
    v8::Local<v8::Value> item;
    if (!transfer->Get(context_, i).ToLocal(&item)) return false;
    if (item->IsArrayBuffer()) {
      Transfer(item.As<v8::ArrayBuffer>(), nullptr);
    } else {
      transferred_.push_back(item.As<v8::Object>());
    }
  }
  // A buffer that is the message itself, or in no view, is not seen by WriteHostObject.
  if (readers_ == Message::Readers::kOne && value->IsArrayBuffer()) CopyAside(value.As<v8::ArrayBuffer>());
  serializer_.SetTreatArrayBufferViewsAsHostObjects(true);
  serializer_.WriteHeader();
  if (!serializer_.WriteValue(context_, value).FromMaybe(false)) return false;
  for (const auto& object : transferred_) {
    if (!serializer_.WriteValue(context_, object).FromMaybe(false)) return false;
  }
  message_.object_count_ = static_cast<uint32_t>(transferred_.size());
  // All is written: now what is transferred leaves its owner.
  for (uint32_t i = 0; i < transferred_buffers_.size(); ++i) {
    if (message_.buffers_[i]) continue;
    auto buffer = transferred_buffers_[i].Get(isolate_);
    if (buffer->WasDetached()) {  // by a getter, after its views had been written
      ThrowDataCloneError(bind::NewString(isolate_, "An ArrayBuffer is detached and could not be cloned."));
      return false;
    }
    message_.buffers_[i] = buffer->GetBackingStore();
    if (buffer->Detach(v8::Local<v8::Value>()).IsNothing()) return false;
  }
  for (Portable* portable : portables_) message_.holders_.push_back(portable->Pack());
  Release();
  return true;
}

void Writer::Release() {
  auto [data, size] = serializer_.Release();
  if (data == scratch_) {
    message_.Allocate(size);
    std::memcpy(message_.bytes_.get(), data, size);
  } else {
    message_.bytes_.reset(data);
    message_.size_ = size;
  }
}

// --- Reading. ---

class Reader final : public v8::ValueDeserializer::Delegate {
 public:
  Reader(Messaging& messaging, v8::Local<v8::Context> context, Message& message)
      : messaging_(messaging),
        isolate_(context->GetIsolate()),
        context_(context),
        message_(message),
        deserializer_(isolate_, message.bytes_.get(), message.size_, this) {}

  v8::MaybeLocal<v8::Value> Read(v8::LocalVector<v8::Value>* objects) {
    for (uint32_t i = 0; i < message_.buffers_.size(); ++i) {
      deserializer_.TransferArrayBuffer(i, v8::ArrayBuffer::New(isolate_, std::move(message_.buffers_[i])));
    }
    v8::Local<v8::Value> value, object;
    if (deserializer_.ReadHeader(context_).IsNothing()) return {};
    if (!deserializer_.ReadValue(context_).ToLocal(&value)) return {};
    for (uint32_t i = 0; i < message_.object_count_; ++i) {
      if (!deserializer_.ReadValue(context_).ToLocal(&object)) return {};
      objects->push_back(object);
    }
    if (message_.has_exceptions_) {
      auto restore = messaging_.hook(Messaging::Hook::kRestore);
      if (restore->Call(context_, v8::Undefined(isolate_), 1, &value).IsEmpty()) return {};
    }
    return value;
  }

  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate*) override {
    v8::Isolate::AllowJavascriptExecutionScope allow(isolate_);
    uint32_t tag = 0, number = 0;
    v8::Local<v8::Value> value;
    if (!deserializer_.ReadUint32(&tag)) return {};
    switch (static_cast<Tag>(tag)) {
      case Tag::kView: return ReadView();
      case Tag::kResizableView: return ReadResizableView();
      case Tag::kHeld:
        if (!deserializer_.ReadUint32(&number) || number >= message_.holders_.size()) return {};
        return message_.holders_[number]->Unpack(messaging_, context_);
      case Tag::kPlain:
        if (!deserializer_.ReadValue(context_).ToLocal(&value)) return {};
        return value.As<v8::Object>();
      case Tag::kSerialized: return ReadSerialized();
    }
    return {};
  }
  v8::MaybeLocal<v8::SharedArrayBuffer> GetSharedArrayBufferFromId(v8::Isolate*, uint32_t id) override {
    return v8::SharedArrayBuffer::New(isolate_, message_.shared_buffers_.at(id));
  }
  v8::MaybeLocal<v8::WasmModuleObject> GetWasmModuleFromId(v8::Isolate*, uint32_t id) override {
    return v8::WasmModuleObject::FromCompiledModule(isolate_, message_.wasm_modules_.at(id));
  }

 private:
  v8::MaybeLocal<v8::Object> ReadView() {
    uint32_t kind;
    uint64_t offset, length;
    v8::Local<v8::Value> buffer;
    if (!deserializer_.ReadUint32(&kind) || !deserializer_.ReadUint64(&offset) || !deserializer_.ReadUint64(&length) ||
        !deserializer_.ReadValue(context_).ToLocal(&buffer)) {
      return {};
    }
    auto view_kind = static_cast<ViewKind>(kind);
    size_t room = buffer->IsSharedArrayBuffer() ? buffer.As<v8::SharedArrayBuffer>()->ByteLength()
                  : buffer->IsArrayBuffer()     ? buffer.As<v8::ArrayBuffer>()->ByteLength()
                                                : 0;
    if (offset > room || length > room - offset) {  // V8 ends the process
      isolate_->ThrowException(v8::Exception::Error(bind::NewString(isolate_, "Unable to deserialize cloned data.")));
      return {};
    }
    if (buffer->IsSharedArrayBuffer()) return NewView(view_kind, buffer.As<v8::SharedArrayBuffer>(), offset, length);
    return NewView(view_kind, buffer.As<v8::ArrayBuffer>(), offset, length);
  }
  v8::MaybeLocal<v8::Object> ReadResizableView() {
    uint32_t size;
    const void* data;
    v8::Local<v8::Value> buffer, view;
    if (!deserializer_.ReadUint32(&size) || !deserializer_.ReadRawBytes(size, &data) ||
        !deserializer_.ReadValue(context_).ToLocal(&buffer)) {
      return {};
    }
    struct Delegate final : v8::ValueDeserializer::Delegate {
      explicit Delegate(v8::Local<v8::Value> buffer) : buffer(buffer) {}
      v8::MaybeLocal<v8::SharedArrayBuffer> GetSharedArrayBufferFromId(v8::Isolate*, uint32_t) override {
        return buffer.As<v8::SharedArrayBuffer>();
      }
      v8::Local<v8::Value> buffer;
    } delegate(buffer);
    v8::ValueDeserializer reader(isolate_, static_cast<const uint8_t*>(data), size, &delegate);
    if (buffer->IsArrayBuffer()) reader.TransferArrayBuffer(0, buffer.As<v8::ArrayBuffer>());
    if (reader.ReadHeader(context_).IsNothing() || !reader.ReadValue(context_).ToLocal(&view)) return {};
    return view.As<v8::Object>();
  }
  v8::MaybeLocal<v8::Object> ReadSerialized() {
    v8::Local<v8::Value> description, object;
    if (!deserializer_.ReadValue(context_).ToLocal(&description)) return {};
    auto pair = description.As<v8::Array>();
    v8::Local<v8::Value> arguments[3];
    arguments[2] = v8::Undefined(isolate_);
    if (context_ != Runtime::Of(isolate_).context()) arguments[2] = context_->Global();
    if (!pair->Get(context_, 0).ToLocal(&arguments[0]) || !pair->Get(context_, 1).ToLocal(&arguments[1])) return {};
    auto deserialize = messaging_.hook(Messaging::Hook::kDeserialize);
    if (!deserialize->Call(context_, v8::Undefined(isolate_), 3, arguments).ToLocal(&object)) return {};
    return object.As<v8::Object>();
  }

  Messaging& messaging_;
  v8::Isolate* const isolate_;
  v8::Local<v8::Context> context_;
  Message& message_;
  v8::ValueDeserializer deserializer_;
};

// --- A message. ---

void Message::Allocate(size_t size) {
  bytes_.reset(static_cast<uint8_t*>(std::malloc(size ? size : 1)));
  size_ = size;
}

bool Message::WritePrimitive(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (value->IsString()) {
    auto text = value.As<v8::String>();
    auto length = static_cast<uint32_t>(text->Length());
    if (text->IsOneByte()) {
      kind_ = Kind::kLatin1;
      Allocate(length);
      text->WriteOneByteV2(isolate, 0, length, bytes_.get());
    } else {
      kind_ = Kind::kUtf16;
      Allocate(length * sizeof(uint16_t));
      text->WriteV2(isolate, 0, length, reinterpret_cast<uint16_t*>(bytes_.get()));
    }
  } else if (value->IsNumber()) {
    kind_ = Kind::kNumber;
    number_ = value.As<v8::Number>()->Value();
  } else if (value->IsUndefined()) {
    kind_ = Kind::kUndefined;
  } else if (value->IsNull()) {
    kind_ = Kind::kNull;
  } else if (value->IsBoolean()) {
    kind_ = value->IsTrue() ? Kind::kTrue : Kind::kFalse;
  } else {
    return false;
  }
  return true;
}

bool Message::WriteBuffer(v8::Local<v8::Context> context, v8::Local<v8::Value> value, v8::Local<v8::Array> transfer) {
  bool is_view = value->IsArrayBufferView();
  if (!is_view && !value->IsArrayBuffer()) return false;
  v8::Local<v8::Value> memory = value, moved;
  if (is_view) memory = value.As<v8::ArrayBufferView>()->Buffer();
  if (!memory->IsArrayBuffer()) return false;
  auto buffer = memory.As<v8::ArrayBuffer>();
  if (buffer->WasDetached() || buffer->IsResizableByUserJavaScript()) return false;
  bool moves = !transfer.IsEmpty();
  if (moves && (transfer->Length() != 1 || !transfer->Get(context, 0).ToLocal(&moved) || moved != buffer ||
                !buffer->IsDetachable())) {
    return false;
  }
  if (is_view) {
    auto view = value.As<v8::ArrayBufferView>();
    view_kind_ = static_cast<uint32_t>(KindOf(view));
    view_offset_ = view->ByteOffset();
    size_ = view->ByteLength();
  }
  std::shared_ptr<v8::BackingStore> store;
  if (moves) {
    store = buffer->GetBackingStore();
  } else {
    store = CopyOf(context->GetIsolate(), buffer);
  }
  if (!store || (moves && !buffer->Detach(v8::Local<v8::Value>()).FromMaybe(false))) return false;
  kind_ = is_view ? Kind::kView : Kind::kBuffer;
  buffers_.push_back(std::move(store));
  return true;
}

v8::Local<v8::Value> Message::ReadBuffer(v8::Isolate* isolate) {
  auto buffer = v8::ArrayBuffer::New(isolate, std::move(buffers_[0]));
  if (kind_ == Kind::kBuffer) return buffer;
  return NewView(static_cast<ViewKind>(view_kind_), buffer, view_offset_, size_);
}

v8::Local<v8::Value> Message::ReadPrimitive(v8::Isolate* isolate) const {
  constexpr auto kNormal = v8::NewStringType::kNormal;
  switch (kind_) {
    case Kind::kLatin1:
      return v8::String::NewFromOneByte(isolate, bytes_.get(), kNormal, static_cast<int>(size_))
          .FromMaybe(v8::String::Empty(isolate));
    case Kind::kUtf16:
      return v8::String::NewFromTwoByte(isolate, reinterpret_cast<uint16_t*>(bytes_.get()), kNormal,
                                        static_cast<int>(size_ / sizeof(uint16_t)))
          .FromMaybe(v8::String::Empty(isolate));
    case Kind::kNumber: return v8::Number::New(isolate, number_);
    case Kind::kNull: return v8::Null(isolate);
    case Kind::kTrue: return v8::True(isolate);
    case Kind::kFalse: return v8::False(isolate);
    default: return v8::Undefined(isolate);
  }
}

std::shared_ptr<Message> Message::Write(Messaging& messaging, v8::Local<v8::Context> context,
                                        v8::Local<v8::Value> value, v8::Local<v8::Array> transfer, Readers readers) {
  auto message = std::make_shared<Message>();
  if (transfer.IsEmpty() && message->WritePrimitive(context->GetIsolate(), value)) return message;
  if (readers == Readers::kOne && message->WriteBuffer(context, value, transfer)) return message;
  Writer writer(messaging, context, *message, readers);
  if (!writer.Write(value, transfer)) return nullptr;
  return message;
}

std::shared_ptr<Message> Message::WritePlain(v8::Local<v8::Context> context, const PlainScratch& scratch,
                                             PlainCounts counts) {
  auto message = std::make_shared<Message>();
  message->kind_ = Kind::kPlain;
  message->bytes_.reset(scratch.Write(context, counts));
  return message->bytes_ ? message : nullptr;
}

std::shared_ptr<Message> Message::Close() {
  auto message = std::make_shared<Message>();
  message->kind_ = Kind::kClose;
  return message;
}

v8::MaybeLocal<v8::Value> Message::Read(Messaging& messaging, v8::Local<v8::Context> context,
                                        v8::LocalVector<v8::Value>* objects) {
  if (kind_ == Kind::kBuffer || kind_ == Kind::kView) return ReadBuffer(context->GetIsolate());
  if (kind_ == Kind::kPlain) return ReadPlain(messaging.plain_templates(), context, bytes_.get());
  if (kind_ != Kind::kSerialized) return ReadPrimitive(context->GetIsolate());
  return Reader(messaging, context, *this).Read(objects);
}

// --- JavaScript's part. ---

Messaging::Messaging(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Array> hooks)
    : isolate_(isolate) {
  for (uint32_t i = 0; i < static_cast<uint32_t>(Hook::kCount); ++i) {
    v8::Local<v8::Value> hook;
    CHECK(hooks->Get(context, i).ToLocal(&hook) && hook->IsFunction());  // messaging.js's own literal
    hooks_[i].Reset(isolate, hook.As<v8::Function>());
  }
  Hold();  // as long as the thread's runtime
}

uint8_t* Messaging::TakeScratch() {
  if (scratch_taken_) return nullptr;
  scratch_taken_ = true;
  if (!scratch_) scratch_ = std::make_unique<uint8_t[]>(kScratchSize);
  return scratch_.get();
}

v8::MaybeLocal<v8::Value> Messaging::Clone(v8::Local<v8::Context> context, v8::Local<v8::Value> value,
                                           std::optional<v8::Local<v8::Array>> transfer) {
  auto message = Message::Write(*this, context, value, transfer.value_or(v8::Local<v8::Array>()));
  if (!message) return {};
  v8::LocalVector<v8::Value> objects(isolate_);
  return message->Read(*this, context, &objects);
}

v8::Local<v8::Value> Messaging::ClonePlain(v8::Local<v8::Context> context, PlainScratch* scratch, uint32_t codes,
                                           uint32_t numbers, uint32_t strings) {
  uint8_t* message = scratch->Write(context, {codes, numbers, strings});
  if (!message) return {};
  auto copy = ReadPlain(plain_templates_, context, message);
  std::free(message);
  return copy;
}

namespace {

// Bytes that nobody changes any more, shared by the threads instead of copied: a Blob's.
class SharedBytes : public bind::Object<SharedBytes, Portable> {
 public:
  explicit SharedBytes(bind::Bytes bytes) : bytes_(std::move(bytes)) {}
  std::unique_ptr<DataHolder> Pack() override { return std::make_unique<Shared>(bytes_); }
  v8::Local<v8::Value> View(v8::Isolate* isolate) {
    auto memory = v8::ArrayBuffer::New(isolate, Alias(bytes_));
    return bind::NewBuffer(isolate, memory, 0, bytes_.size());
  }

 private:
  class Shared final : public DataHolder {
   public:
    explicit Shared(bind::Bytes bytes) : bytes_(std::move(bytes)) {}
    v8::MaybeLocal<v8::Object> Unpack(Messaging&, v8::Local<v8::Context> context) override {
      return bind::Wrap(context, new SharedBytes(bytes_));
    }

   private:
    bind::Bytes bytes_;
  };
  // Memory of its own kind, which keeps the original: V8 allows no two ArrayBuffers over one backing store.
  static std::unique_ptr<v8::BackingStore> Alias(const bind::Bytes& bytes) {
    auto* keeper = new bind::Bytes(bytes);
    return v8::ArrayBuffer::NewBackingStore(
        const_cast<std::byte*>(keeper->data()), keeper->size(),
        [](void*, size_t, void* data) { delete static_cast<bind::Bytes*>(data); }, keeper);
  }
  const bind::Bytes bytes_;
};

}  // namespace

namespace {

// Memory of WebAssembly is not, and what was transferred is no more.
bool CanDetach(v8::Local<v8::Value> value) {
  if (!value->IsArrayBuffer()) return false;
  auto buffer = value.As<v8::ArrayBuffer>();
  return buffer->IsDetachable() && !buffer->WasDetached();
}

}  // namespace

namespace {

// revive(messaging, hooks): a native half for a Messaging that has lost its own (src/runtime/user_snapshot.cc).
bool Revive(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Object> wrapper,
            v8::Local<v8::Array> hooks) {
  if (wrapper->InternalFieldCount() != bind::kWrapperFieldCount) return false;
  if (wrapper->GetAlignedPointerFromInternalField(bind::kMarkField) != nullptr) return false;
  (new Messaging(isolate, context, hooks))->Attach(isolate, wrapper);
  return true;
}

}  // namespace

EDDY_MODULE(messages) {
  Function<Revive>("revive");
  Function<CanDetach>("canDetach");
  Function<MarkAs>("mark");
  Function<IsMarked>("isMarked");
  Function<Writer::IsWriting>("isWriting");
  Function<Writer::NoteException>("noteException");
  Constant("UNCLONEABLE", static_cast<int>(Mark::kUncloneable));
  Constant("UNTRANSFERABLE", static_cast<int>(Mark::kUntransferable));
  Class<Messaging>("Messaging")
      .Constructor<v8::Isolate*, v8::Local<v8::Context>, v8::Local<v8::Array>>()
      .Method<&Messaging::Clone>("clone")
      .Method<&Messaging::ClonePlain>("clonePlain");
  Class<SharedBytes>("SharedBytes").Constructor<bind::Bytes>().Method<&SharedBytes::View>("view");
}

}  // namespace eddy::messaging
