// What console.table() needs from V8: the entries of a Map's or Set's iterator, which stays where
// it is.
#include "bind/module.h"

namespace eddy {
namespace {

// previewEntries(iterator): [entries, whether they are keys and values in turn].
v8::Local<v8::Value> PreviewEntries(v8::Isolate* isolate, v8::Local<v8::Value> iterator) {
  bool are_keyed = false;
  v8::Local<v8::Array> entries;
  if (!iterator->IsObject() || !iterator.As<v8::Object>()->PreviewEntries(&are_keyed).ToLocal(&entries)) {
    return v8::Undefined(isolate);
  }
  v8::Local<v8::Value> pair[] = {entries, v8::Boolean::New(isolate, are_keyed)};
  return v8::Array::New(isolate, pair, 2);
}

}  // namespace

EDDY_MODULE(console) { Function<PreviewEntries>("previewEntries"); }

}  // namespace eddy
