// v8::Object::New makes a dictionary with a hidden class of its own of each object without a prototype, which costs
// several times as much as copying one and setting what differs. The model's fields have held numbers and others, so
// that no later value changes the hidden class.
#include "sqlite/shape.h"

namespace eddy::sqlite {

Shape::Shape(v8::Isolate* isolate, std::span<const std::string_view> names, Prototype prototype) {
  auto context = isolate->GetCurrentContext();
  auto model = v8::Object::New(isolate);
  if (prototype == Prototype::kNull) model->SetPrototypeV2(context, v8::Null(isolate)).IsNothing();
  for (auto name : names) {
    v8::Local<v8::String> string;
    if (!v8::String::NewFromUtf8(isolate, name.data(), v8::NewStringType::kInternalized, static_cast<int>(name.size()))
             .ToLocal(&string)) {
      string = v8::String::Empty(isolate);
    }
    names_.emplace_back(isolate, string);
    model->CreateDataProperty(context, string, v8::Integer::New(isolate, 0)).IsNothing();
  }
  for (auto& name : names_) {
    model->CreateDataProperty(context, name.Get(isolate), v8::Undefined(isolate)).IsNothing();
  }
  model_.Reset(isolate, model);
}

v8::MaybeLocal<v8::Object> Shape::New(v8::Isolate* isolate, std::span<v8::Local<v8::Value>> values) const {
  auto context = isolate->GetCurrentContext();
  auto made = model_.Get(isolate)->Clone(isolate);
  for (size_t i = 0; i < values.size(); ++i) {
    if (made->CreateDataProperty(context, names_[i].Get(isolate), values[i]).IsNothing()) return {};
  }
  return made;
}

}  // namespace eddy::sqlite
