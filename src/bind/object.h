// Native objects behind JavaScript ones, with lifetimes that cannot go wrong by hand.
//
// A class derives from bind::Object<Self>; the glue makes one instance for each `new Self()` in JavaScript and ties the
// two together. The native half lives while its wrapper is reachable or while it holds itself (Hold/LetGo, used while
// work is under way: an open handle, a request), and is deleted when neither is so. What is left when its isolate goes
// is deleted by the Registry.
#pragma once
#include <type_traits>
#include <unordered_map>

#include "v8.h"

namespace eddy::bind {

class Wrapped;

// All native objects of one isolate. Owned by the Runtime; found through the isolate.
class Registry {
 public:
  explicit Registry(v8::Isolate* isolate);
  ~Registry();  // deletes every object that is left
  static Registry& Of(v8::Isolate* isolate);
  void Add(Wrapped* object);
  void Remove(Wrapped* object);

  // The templates of classes whose instances C++ makes, by class id; empty when not yet kept.
  v8::Local<v8::FunctionTemplate> TemplateOf(const void* class_id) const;
  void KeepTemplate(const void* class_id, v8::Local<v8::FunctionTemplate> made);

 private:
  v8::Isolate* const isolate_;
  std::unordered_map<const void*, v8::Global<v8::FunctionTemplate>> templates_;
  Wrapped* first_ = nullptr;
};

class Wrapped {
 public:
  Wrapped(const Wrapped&) = delete;
  Wrapped& operator=(const Wrapped&) = delete;

  v8::Local<v8::Object> wrapper(v8::Isolate* isolate) const { return wrapper_.Get(isolate); }
  v8::Isolate* isolate() const { return isolate_; }

  // Ties this to its JavaScript half. Called once, by the glue.
  void Attach(v8::Isolate* isolate, v8::Local<v8::Object> wrapper);

  virtual bool IsA(const void* class_id) const { return class_id == &kClassId; }
  static inline const char kClassId = 0;

 protected:
  Wrapped() = default;
  virtual ~Wrapped();

  // While held, the wrapper (and so this) stays alive although no JavaScript reaches it. Calls nest.
  void Hold();
  void LetGo();

 private:
  friend class Registry;
  static void OnCollected(const v8::WeakCallbackInfo<Wrapped>& info);
  static void OnSecondPass(const v8::WeakCallbackInfo<Wrapped>& info);

  v8::Isolate* isolate_ = nullptr;
  v8::Global<v8::Object> wrapper_;
  int holds_ = 0;
  Wrapped* previous_ = nullptr;
  Wrapped* next_ = nullptr;
};

// The base to derive from: `class Pipe : public bind::Object<Pipe>`, or `bind::Object<Tcp, Stream>` for a subclass of
// one.
template <class Self, class Base = Wrapped>
class Object : public Base {
 public:
  using Base::Base;
  static inline const char kClassId = 0;
  bool IsA(const void* class_id) const override { return class_id == &kClassId || Base::IsA(class_id); }
};

// Internal fields of every wrapper: the native half, and a mark that distinguishes our objects from others with fields.
enum WrapperField { kNativeField, kMarkField, kWrapperFieldCount };
inline char wrapper_mark alignas(8) = 0;

// The native half of `value` when it is one of class T, otherwise nullptr.
template <class T>
T* Unwrap(v8::Local<v8::Value> value) {
  if (!value->IsObject()) return nullptr;
  auto object = value.As<v8::Object>();
  if (object->InternalFieldCount() < kWrapperFieldCount) return nullptr;
  if (object->GetAlignedPointerFromInternalField(kMarkField) != &wrapper_mark) return nullptr;
  auto* wrapped = static_cast<Wrapped*>(object->GetAlignedPointerFromInternalField(kNativeField));
  return wrapped && wrapped->IsA(&T::kClassId) ? static_cast<T*>(wrapped) : nullptr;
}

}  // namespace eddy::bind
