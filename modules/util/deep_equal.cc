// What comparing objects needs from V8: property names without the indices of an array, which may
// be millions.
#include "bind/module.h"

namespace eddy {
namespace {

// nonIndexKeys(object): the enumerable own string keys that are no array indices. A proxy's trap
// may throw.
v8::Local<v8::Value> NonIndexKeys(v8::Local<v8::Context> context, v8::Local<v8::Object> object) {
  constexpr auto kFilter = static_cast<v8::PropertyFilter>(v8::ONLY_ENUMERABLE | v8::SKIP_SYMBOLS);
  v8::Local<v8::Array> keys;
  if (!object->GetPropertyNames(context, v8::KeyCollectionMode::kOwnOnly, kFilter, v8::IndexFilter::kSkipIndices)
           .ToLocal(&keys)) {
    return {};
  }
  return keys;
}

}  // namespace

EDDY_MODULE(deep_equal) { Function<NonIndexKeys>("nonIndexKeys"); }

}  // namespace eddy
