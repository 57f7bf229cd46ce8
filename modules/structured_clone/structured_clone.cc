// structuredClone: a value written out and read back, with what is transferred handed over.
// HTML Standard, section 2.7.
#include "bind/module.h"

namespace eddy {
namespace {

// Both delegates throw V8's description as a DataCloneError, which `make_error` makes.
class Delegate : public v8::ValueSerializer::Delegate, public v8::ValueDeserializer::Delegate {
 public:
  Delegate(v8::Isolate* isolate, v8::Local<v8::Function> make_error) : isolate_(isolate), make_error_(make_error) {}
  void set_writer(v8::ValueSerializer* writer) { writer_ = writer; }
  void set_reader(v8::ValueDeserializer* reader) { reader_ = reader; }

  // An object made by native code: without native state (process.env) its properties are cloned, otherwise it cannot be.
  v8::Maybe<bool> WriteHostObject(v8::Isolate*, v8::Local<v8::Object> object) override {
    auto context = isolate_->GetCurrentContext();
    if (object->InternalFieldCount() > 0) {
      ThrowDataCloneError(bind::NewString(isolate_, "Cannot clone object of unsupported type."));
      return v8::Nothing<bool>();
    }
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
    return writer_->WriteValue(context, copy);
  }
  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate*) override {
    v8::Local<v8::Value> copy;
    if (!reader_->ReadValue(isolate_->GetCurrentContext()).ToLocal(&copy)) return {};
    return copy.As<v8::Object>();
  }

  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    v8::Local<v8::Value> text = message, error;
    auto context = isolate_->GetCurrentContext();
    if (make_error_->Call(context, v8::Undefined(isolate_), 1, &text).ToLocal(&error)) isolate_->ThrowException(error);
  }
  v8::Maybe<uint32_t> GetSharedArrayBufferId(v8::Isolate*, v8::Local<v8::SharedArrayBuffer> buffer) override {
    shared_.push_back(buffer->GetBackingStore());
    return v8::Just(static_cast<uint32_t>(shared_.size() - 1));
  }
  v8::MaybeLocal<v8::SharedArrayBuffer> GetSharedArrayBufferFromId(v8::Isolate* isolate, uint32_t id) override {
    return v8::SharedArrayBuffer::New(isolate, shared_.at(id));
  }

 private:
  v8::Isolate* isolate_;
  v8::Local<v8::Function> make_error_;
  v8::ValueSerializer* writer_ = nullptr;
  v8::ValueDeserializer* reader_ = nullptr;
  std::vector<std::shared_ptr<v8::BackingStore>> shared_;
};

// clone(value, transferred ArrayBuffers, makeError)
v8::MaybeLocal<v8::Value> Clone(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Value> value,
                                v8::Local<v8::Array> transfer, v8::Local<v8::Function> make_error) {
  Delegate delegate(isolate, make_error);
  v8::ValueSerializer writer(isolate, &delegate);
  delegate.set_writer(&writer);
  std::vector<v8::Local<v8::ArrayBuffer>> buffers;
  for (uint32_t i = 0; i < transfer->Length(); ++i) {
    auto buffer = transfer->Get(context, i).ToLocalChecked().As<v8::ArrayBuffer>();
    buffers.push_back(buffer);
    writer.TransferArrayBuffer(i, buffer);
  }
  writer.WriteHeader();
  if (writer.WriteValue(context, value).IsNothing()) return {};
  auto [data, size] = writer.Release();
  struct Free {
    void operator()(uint8_t* bytes) const { free(bytes); }
  };
  std::unique_ptr<uint8_t, Free> bytes(data);

  v8::ValueDeserializer reader(isolate, bytes.get(), size, &delegate);
  delegate.set_reader(&reader);
  for (uint32_t i = 0; i < buffers.size(); ++i) {
    auto store = buffers[i]->GetBackingStore();
    buffers[i]->Detach(v8::Local<v8::Value>()).Check();
    reader.TransferArrayBuffer(i, v8::ArrayBuffer::New(isolate, std::move(store)));
  }
  if (reader.ReadHeader(context).IsNothing()) return {};
  return reader.ReadValue(context);
}

}  // namespace

EDDY_MODULE(structured_clone) { Function<Clone>("clone"); }

}  // namespace eddy
