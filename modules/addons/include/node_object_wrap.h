// A C++ object that belongs to a JavaScript object: when that is collected, it is deleted.
//
//   class Counter : public node::ObjectWrap { ... };
//   (new Counter)->Wrap(args.This());                           the object's template has an internal field
//   auto* counter = node::ObjectWrap::Unwrap<Counter>(args.This());
#ifndef EDDY_ADDONS_NODE_OBJECT_WRAP_H_
#define EDDY_ADDONS_NODE_OBJECT_WRAP_H_

#include <cassert>

#include "v8.h"

namespace node {

class ObjectWrap {
 public:
  ObjectWrap() : refs_(0) {}

  virtual ~ObjectWrap() {
    if (handle_.IsEmpty()) return;
    handle_.ClearWeak();
    handle_.Reset();
  }

  template <class T>
  static inline T* Unwrap(v8::Local<v8::Object> object) {
    assert(!object.IsEmpty());
    assert(object->InternalFieldCount() > 0);
    return static_cast<T*>(static_cast<ObjectWrap*>(object->GetAlignedPointerFromInternalField(0)));
  }

  v8::Local<v8::Object> handle() { return handle(v8::Isolate::GetCurrent()); }
  v8::Local<v8::Object> handle(v8::Isolate* isolate) { return v8::Local<v8::Object>::New(isolate, handle_); }
  v8::Persistent<v8::Object>& persistent() { return handle_; }

 protected:
  // Ties this object to `object`, once.
  inline void Wrap(v8::Local<v8::Object> object) {
    assert(handle_.IsEmpty());
    assert(object->InternalFieldCount() > 0);
    object->SetAlignedPointerInInternalField(0, this);
    handle_.Reset(v8::Isolate::GetCurrent(), object);
    MakeWeak();
  }

  inline void MakeWeak() { handle_.SetWeak(this, OnCollected, v8::WeakCallbackType::kParameter); }

  // While references are counted, the JavaScript object stays.
  virtual void Ref() {
    assert(!handle_.IsEmpty());
    handle_.ClearWeak();
    ++refs_;
  }

  virtual void Unref() {
    assert(!handle_.IsEmpty());
    assert(!handle_.IsWeak());
    assert(refs_ > 0);
    if (--refs_ == 0) MakeWeak();
  }

  int refs_;

 private:
  ObjectWrap(const ObjectWrap&) = delete;
  void operator=(const ObjectWrap&) = delete;

  static void OnCollected(const v8::WeakCallbackInfo<ObjectWrap>& info) {
    ObjectWrap* wrap = info.GetParameter();
    assert(wrap->refs_ == 0);
    wrap->handle_.Reset();
    delete wrap;
  }

  v8::Persistent<v8::Object> handle_;
};

}  // namespace node

#endif  // EDDY_ADDONS_NODE_OBJECT_WRAP_H_
