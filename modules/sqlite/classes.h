// The classes of node:sqlite as JavaScript sees them. Their methods are functions of V8's, looked up on enumerable
// prototypes, as Node's are; what looks like a field (isOpen, sourceSQL) is an accessor of each object.
#pragma once
#include <span>

#include "bind/object.h"
#include "v8.h"

namespace eddy::sqlite {

// Makes the JavaScript half of `native`, which keeps `kept` alive. Empty: an exception is pending, and `native` is
// deleted.
template <class T>
v8::MaybeLocal<v8::Object> Instantiate(v8::Isolate* isolate, T* native, v8::Local<v8::Object> kept);

// The object that was kept alive.
v8::Local<v8::Object> KeptBy(v8::Local<v8::Object> wrapper);

// Objects that every statement gives. Empty: the thread is being stopped.
// { lastInsertRowid, changes }
v8::MaybeLocal<v8::Object> NewChanges(v8::Isolate* isolate, v8::Local<v8::Value> rowid, v8::Local<v8::Value> changes);
// { done, value }, without a prototype
v8::MaybeLocal<v8::Object> NewResult(v8::Isolate* isolate, bool done, v8::Local<v8::Value> value);
// { column, database, name, table, type }, without a prototype
v8::MaybeLocal<v8::Object> NewColumn(v8::Isolate* isolate, std::span<v8::Local<v8::Value>> values);

}  // namespace eddy::sqlite
