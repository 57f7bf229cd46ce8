// The class Storage: methods, and items as properties. An item whose name is on the prototype (getItem, toString) is
// not seen as a property, and can be read by getItem alone.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bind/module.h"
#include "runtime/companion.h"
#include "storage/items.h"

namespace eddy {
namespace storage {
namespace {

using Intercepted = v8::Intercepted;

Items::Text ToText(v8::Isolate* isolate, v8::Local<v8::String> string) {
  Items::Text text(static_cast<size_t>(string->Length()), u'\0');
  string->WriteV2(isolate, 0, static_cast<uint32_t>(text.size()), reinterpret_cast<uint16_t*>(text.data()));
  return text;
}

v8::Local<v8::Value> ToString(v8::Isolate* isolate, const Items::Text& text) {
  v8::Local<v8::String> string;
  if (!v8::String::NewFromTwoByte(isolate, reinterpret_cast<const uint16_t*>(text.data()), v8::NewStringType::kNormal,
                                  static_cast<int>(text.size()))
           .ToLocal(&string)) {
    bind::ThrowStringTooLong(isolate);
  }
  return string;
}

class Storage : public bind::Object<Storage> {
 public:
  explicit Storage(std::string location) : items_(std::move(location)) { areas.push_back(this); }
  ~Storage() override { std::erase(areas, this); }
  // The thread ends: no log stays beside a file.
  static void CloseAll() {
    for (auto* area : areas) area->items_.Close();
  }

  void Length(const bind::CallInfo& info);
  void Clear(const bind::CallInfo& info);
  void GetItem(const bind::CallInfo& info);
  void Key(const bind::CallInfo& info);
  void RemoveItem(const bind::CallInfo& info);
  void SetItem(const bind::CallInfo& info);

  // False: an exception is pending.
  bool Set(v8::Isolate* isolate, const Items::Text& key, v8::Local<v8::Value> value);
  Items& items() { return items_; }

 private:
  static inline thread_local std::vector<Storage*> areas;  // this thread's
  Items items_;
};

// One thread's.
class Class final : public Companion {
 public:
  ~Class() override { current_ = nullptr; }
  void End() override {
    Storage::CloseAll();
    made_.Reset();
    quota_error_.Reset();
  }
  static Class& Get() {
    if (!current_) {
      auto made = std::make_unique<Class>();
      current_ = made.get();
      Accompany(std::move(made));
    }
    return *current_;
  }

  v8::Global<v8::FunctionTemplate> made_;
  v8::Global<v8::Function> quota_error_;  // makes one

 private:
  static inline thread_local Class* current_ = nullptr;
};

// --- Methods. ---

// The argument at `index` as text. False: an exception is pending.
bool ReadText(const bind::CallInfo& info, int index, Items::Text* text) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::Local<v8::String> string;
  if (!info[index]->ToString(isolate->GetCurrentContext()).ToLocal(&string)) return false;
  *text = ToText(isolate, string);
  return true;
}

bool HasArguments(const bind::CallInfo& info, const char* method, int count) {
  if (info.Length() >= count) return true;
  bind::Error::Type("ERR_MISSING_ARGS", std::string("Failed to execute '") + method +
                                            "' on 'Storage': " + std::to_string(count) +
                                            (count == 1 ? " argument" : " arguments") + " required")
      .Throw(info.GetIsolate());
  return false;
}

// Whether there is a value; else it throws the error.
template <class T>
bool IsGood(v8::Isolate* isolate, const bind::Result<T>& result) {
  if (!result.ok()) result.error().Throw(isolate);
  return result.ok();
}

void Return(const bind::CallInfo& info, bind::Result<std::optional<Items::Text>> text) {
  if (!IsGood(info.GetIsolate(), text)) return;
  if (!text.value()) return info.GetReturnValue().SetNull();
  auto string = ToString(info.GetIsolate(), *text.value());
  if (!string.IsEmpty()) info.GetReturnValue().Set(string);
}

void Storage::Length(const bind::CallInfo& info) {
  auto count = items_.Count();
  if (IsGood(info.GetIsolate(), count)) info.GetReturnValue().Set(static_cast<double>(count.value()));
}

void Storage::Clear(const bind::CallInfo& info) { IsGood(info.GetIsolate(), items_.Clear()); }

void Storage::GetItem(const bind::CallInfo& info) {
  Items::Text key;
  if (HasArguments(info, "getItem", 1) && ReadText(info, 0, &key)) Return(info, items_.Get(key));
}

void Storage::Key(const bind::CallInfo& info) {
  uint32_t index;
  if (!HasArguments(info, "key", 1)) return;
  if (info[0]->Uint32Value(info.GetIsolate()->GetCurrentContext()).To(&index)) Return(info, items_.KeyAt(index));
}

void Storage::RemoveItem(const bind::CallInfo& info) {
  Items::Text key;
  if (HasArguments(info, "removeItem", 1) && ReadText(info, 0, &key)) IsGood(info.GetIsolate(), items_.Remove(key));
}

void Storage::SetItem(const bind::CallInfo& info) {
  Items::Text key;
  if (HasArguments(info, "setItem", 2) && ReadText(info, 0, &key)) Set(info.GetIsolate(), key, info[1]);
}

bool Storage::Set(v8::Isolate* isolate, const Items::Text& key, v8::Local<v8::Value> value) {
  auto context = isolate->GetCurrentContext();
  v8::Local<v8::String> string;
  if (!value->ToString(context).ToLocal(&string)) return false;
  auto result = items_.Set(key, ToText(isolate, string));
  if (!IsGood(isolate, result)) return false;
  if (result.value()) return true;
  v8::Local<v8::Value> error;
  if (Class::Get().quota_error_.Get(isolate)->Call(context, v8::Undefined(isolate), 0, nullptr).ToLocal(&error)) {
    isolate->ThrowException(error);
  }
  return false;
}

// --- Items as properties. ---

// The area whose item `name` is meant, if one is: not on objects that inherit from it, nor where the prototype has that
// name.
template <class T>
Storage* AreaOf(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<T>& info, bool hides_prototype = false) {
  auto holder = info.Holder();
  auto context = info.GetIsolate()->GetCurrentContext();
  if (!hides_prototype && holder->GetRealNamedPropertyAttributesInPrototypeChain(context, name).IsJust())
    return nullptr;
  return bind::Unwrap<Storage>(holder);
}

Intercepted Get(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Storage* area = AreaOf(name, info);
  if (!area) return Intercepted::kNo;
  auto text = area->items().Get(ToText(isolate, name.As<v8::String>()));
  if (!IsGood(isolate, text)) return Intercepted::kYes;
  if (!text.value()) return Intercepted::kNo;
  auto string = ToString(isolate, *text.value());
  if (!string.IsEmpty()) info.GetReturnValue().Set(string);
  return Intercepted::kYes;
}

Intercepted Set(v8::Local<v8::Name> name, v8::Local<v8::Value> value, const v8::PropertyCallbackInfo<void>& info) {
  Storage* area = AreaOf(name, info, true);
  if (!area) return Intercepted::kNo;
  area->Set(info.GetIsolate(), ToText(info.GetIsolate(), name.As<v8::String>()), value);
  return Intercepted::kYes;
}

Intercepted Query(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Integer>& info) {
  Storage* area = AreaOf(name, info);
  if (!area) return Intercepted::kNo;
  auto text = area->items().Get(ToText(info.GetIsolate(), name.As<v8::String>()));
  if (!IsGood(info.GetIsolate(), text)) return Intercepted::kYes;
  if (!text.value()) return Intercepted::kNo;
  info.GetReturnValue().Set(v8::None);
  return Intercepted::kYes;
}

Intercepted Delete(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Boolean>& info) {
  Storage* area = AreaOf(name, info);
  if (!area) return Intercepted::kNo;
  IsGood(info.GetIsolate(), area->items().Remove(ToText(info.GetIsolate(), name.As<v8::String>())));
  info.GetReturnValue().Set(true);
  return Intercepted::kYes;
}

void Enumerate(const v8::PropertyCallbackInfo<v8::Array>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Storage* area = bind::Unwrap<Storage>(info.Holder());
  if (!area) return;
  auto keys = area->items().Keys();
  if (!IsGood(isolate, keys)) return;
  v8::LocalVector<v8::Value> names(isolate);
  for (const auto& key : keys.value()) {
    names.push_back(ToString(isolate, key));
    if (names.back().IsEmpty()) return;
  }
  info.GetReturnValue().Set(v8::Array::New(isolate, names.data(), names.size()));
}

// An item is a value; what else a descriptor says is left aside, as on Node.
Intercepted Define(v8::Local<v8::Name> name, const v8::PropertyDescriptor& descriptor,
                   const v8::PropertyCallbackInfo<void>& info) {
  return descriptor.has_value() ? Set(name, descriptor.value(), info) : Intercepted::kYes;
}

v8::Local<v8::Name> NameOf(v8::Isolate* isolate, uint32_t index) {
  return bind::Symbolic(isolate, std::to_string(index)).As<v8::Name>();
}
Intercepted GetIndex(uint32_t index, const v8::PropertyCallbackInfo<v8::Value>& info) {
  return Get(NameOf(info.GetIsolate(), index), info);
}
Intercepted SetIndex(uint32_t index, v8::Local<v8::Value> value, const v8::PropertyCallbackInfo<void>& info) {
  return Set(NameOf(info.GetIsolate(), index), value, info);
}
Intercepted QueryIndex(uint32_t index, const v8::PropertyCallbackInfo<v8::Integer>& info) {
  return Query(NameOf(info.GetIsolate(), index), info);
}
Intercepted DeleteIndex(uint32_t index, const v8::PropertyCallbackInfo<v8::Boolean>& info) {
  return Delete(NameOf(info.GetIsolate(), index), info);
}
Intercepted DefineIndex(uint32_t index, const v8::PropertyDescriptor& descriptor,
                        const v8::PropertyCallbackInfo<void>& info) {
  return Define(NameOf(info.GetIsolate(), index), descriptor, info);
}

// --- The class. ---

void RefuseConstruction(const bind::CallInfo& info) {
  bind::Error::Plain("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor").Throw(info.GetIsolate());
}

v8::Local<v8::FunctionTemplate> MakeTemplate(v8::Isolate* isolate) {
  auto made = v8::FunctionTemplate::New(isolate, RefuseConstruction);
  made->SetClassName(bind::Symbolic(isolate, "Storage"));
  auto instances = made->InstanceTemplate();
  instances->SetInternalFieldCount(bind::kWrapperFieldCount);
  instances->SetHandler(v8::NamedPropertyHandlerConfiguration(Get, Set, Query, Delete, Enumerate, Define, nullptr, {},
                                                              v8::PropertyHandlerFlags::kOnlyInterceptStrings));
  instances->SetHandler(v8::IndexedPropertyHandlerConfiguration(GetIndex, SetIndex, QueryIndex, DeleteIndex, nullptr,
                                                                DefineIndex, nullptr));
  auto function = [&](v8::FunctionCallback call) {
    return v8::FunctionTemplate::New(isolate, call, {}, v8::Signature::New(isolate, made), 0,
                                     v8::ConstructorBehavior::kThrow);
  };
  auto prototype = made->PrototypeTemplate();
  prototype->SetAccessorProperty(bind::Symbolic(isolate, "length"),
                                 function(bind::CallMethod<Storage, &Storage::Length>), {}, v8::DontDelete);
  auto method = [&](const char* name, v8::FunctionCallback call) {
    prototype->Set(bind::Symbolic(isolate, name), function(call));
  };
  method("clear", bind::CallMethod<Storage, &Storage::Clear>);
  method("getItem", bind::CallMethod<Storage, &Storage::GetItem>);
  method("key", bind::CallMethod<Storage, &Storage::Key>);
  method("removeItem", bind::CallMethod<Storage, &Storage::RemoveItem>);
  method("setItem", bind::CallMethod<Storage, &Storage::SetItem>);
  return made;
}

// makeClass(makeQuotaError): the class Storage. Once a thread.
v8::MaybeLocal<v8::Function> MakeClass(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                       v8::Local<v8::Function> make_quota_error) {
  auto& kept = Class::Get();
  auto made = MakeTemplate(isolate);
  kept.made_.Reset(isolate, made);
  kept.quota_error_.Reset(isolate, make_quota_error);
  return made->GetFunction(context);
}

// create(location): a Storage.
v8::MaybeLocal<v8::Object> Create(v8::Isolate* isolate, v8::Local<v8::Context> context, std::string location) {
  v8::Local<v8::Object> wrapper;
  if (!Class::Get().made_.Get(isolate)->InstanceTemplate()->NewInstance(context).ToLocal(&wrapper)) return {};
  auto* made = new Storage(std::move(location));  // its wrapper's from here on
  made->Attach(isolate, wrapper);
  return wrapper;
}

}  // namespace
}  // namespace storage

EDDY_MODULE(storage) {
  Function<storage::MakeClass>("makeClass");
  Function<storage::Create>("create");
}

}  // namespace eddy
