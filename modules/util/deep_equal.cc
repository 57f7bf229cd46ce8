// What comparing objects needs from V8: property names without the indices of an array, which may
// be millions; and whether hidden classes say at once that two objects have the same ones.
#include <v8-version.h>

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

// --- Hidden classes. ---

// What is below knows where this V8 keeps the facts of a hidden class ("map"). Another V8 has to be looked at first:
// deep_equality_sees_what_hidden_classes_do_not_tell.js notices when they have moved.
static_assert(V8_MAJOR_VERSION == 13 && V8_MINOR_VERSION == 6);

using v8::internal::Address;
using v8::internal::Internals;

class HiddenClass {
 public:
  explicit HiddenClass(Address object)
      : address_(Internals::ReadTaggedPointerField(object, Internals::kHeapObjectMapOffset)),
        facts_(Internals::ReadRawField<uint32_t>(address_, Internals::kMapInstanceTypeOffset + 4)) {}

  bool operator==(const HiddenClass& other) const { return address_ == other.address_; }
  int type() const { return Internals::ReadRawField<uint16_t>(address_, Internals::kMapInstanceTypeOffset); }
  // Properties that are not items, enumerable or not, by names and symbols; -1: the objects keep them in a dictionary.
  int properties() const { return facts_ & (1 << 21) ? -1 : (facts_ >> 10) & 0x3ff; }
  // Enumerable ones with names, once an object of the class was asked for its keys; else more than properties().
  int enumerable_names() const { return facts_ & 0x3ff; }

 private:
  Address address_;
  uint32_t facts_;
};

Address AddressOf(v8::Local<v8::Value> object) { return v8::internal::ValueHelper::ValueAsAddress(*object); }
Address ItemsOf(Address object) { return Internals::ReadTaggedPointerField(object, 2 * v8::internal::kApiTaggedSize); }

// haveSameShape(left, right), objects of which `left` was asked for its keys: do both have the same prototype and the
// same properties, all of them enumerable and none under a symbol? false also where that takes a closer look.
bool HaveSameShape(v8::Local<v8::Value> left, v8::Local<v8::Value> right) {
  Address left_object = AddressOf(left), right_object = AddressOf(right);
  HiddenClass hidden_class(left_object);
  if (!(hidden_class == HiddenClass(right_object))) return false;
  // No proxies, no native objects, no namespaces: what JavaScript's own objects have is said by their class and items.
  int type = hidden_class.type();
  if (type != Internals::kJSObjectType && type <= Internals::kLastJSApiObjectType) return false;
  return hidden_class.properties() == hidden_class.enumerable_names() && ItemsOf(left_object) == ItemsOf(right_object);
}
bool FastHaveSameShape(v8::Local<v8::Value>, v8::Local<v8::Value> left, v8::Local<v8::Value> right) {
  return HaveSameShape(left, right);
}

// Whether an array or a view certainly has no properties but its items, and the former its length.
bool HasOnlyItems(v8::Local<v8::Value> value) {
  if (!value->IsArray() && !value->IsArrayBufferView()) return false;
  return HiddenClass(AddressOf(value)).properties() == (value->IsArray() ? 1 : 0);
}
bool HaveOnlyItems(v8::Local<v8::Value> left, v8::Local<v8::Value> right) {
  return HasOnlyItems(left) && HasOnlyItems(right);
}
bool FastHaveOnlyItems(v8::Local<v8::Value>, v8::Local<v8::Value> left, v8::Local<v8::Value> right) {
  return HaveOnlyItems(left, right);
}

}  // namespace

EDDY_MODULE(deep_equal) {
  Function<NonIndexKeys>("nonIndexKeys");
  Function<HaveSameShape, FastHaveSameShape>("haveSameShape", 2);
  Function<HaveOnlyItems, FastHaveOnlyItems>("haveOnlyItems", 2);
}

}  // namespace eddy
