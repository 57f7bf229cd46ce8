// Conversions between C++ and JavaScript values, chosen by the C++ type alone.
//
// Convert<T>::From turns a JavaScript value into a T (or nothing, when it is of another type); Convert<T>::To turns a
// T into a JavaScript value; Convert<T>::kExpected names the JavaScript type for the error message. Numbers follow
// JavaScript's own rules inside the type's range and refuse what does not fit.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "bind/error.h"
#include "bind/object.h"
#include "v8-fast-api-calls.h"
#include "v8.h"

namespace eddy::bind {

template <class T>
struct Convert;

// A string of the runtime's own text, or of a message: what is too long for a string is cut. What a program's data make
// goes through Convert<std::string>, which throws.
v8::Local<v8::String> NewString(v8::Isolate* isolate, std::string_view utf8);
// For names, which are short.
inline v8::Local<v8::String> Symbolic(v8::Isolate* isolate, std::string_view ascii) {
  return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(ascii.data()),
                                    v8::NewStringType::kInternalized, static_cast<int>(ascii.size()))
      .ToLocalChecked();
}
// Throws ERR_STRING_TOO_LONG.
void ThrowStringTooLong(v8::Isolate* isolate);

// Gives an object a property of its own, whatever setters and read-only properties a program put on its prototypes.
// Nothing is done with an empty value, whose exception is pending, or where the thread is being stopped.
inline void Define(v8::Local<v8::Context> context, v8::Local<v8::Object> object, v8::Local<v8::Name> name,
                   v8::Local<v8::Value> value) {
  if (!value.IsEmpty()) object->CreateDataProperty(context, name, value).IsNothing();
}
inline void Define(v8::Local<v8::Context> context, v8::Local<v8::Object> object, std::string_view name,
                   v8::Local<v8::Value> value) {
  Define(context, object, Symbolic(context->GetIsolate(), name).As<v8::Name>(), value);
}

// A double as an integer: what does not fit becomes the nearest that does, and what is no number 0.
template <class T>
T Saturated(double number) {
  constexpr double kBeyond =
      sizeof(T) == 8 ? (std::is_signed_v<T> ? 0x1p63 : 0x1p64) : static_cast<double>(std::numeric_limits<T>::max()) + 1;
  if (!(number > static_cast<double>(std::numeric_limits<T>::min()))) {
    return std::isnan(number) ? T{0} : std::numeric_limits<T>::min();
  }
  return number < kBeyond ? static_cast<T>(number) : std::numeric_limits<T>::max();
}

template <>
struct Convert<bool> {
  static constexpr const char* kExpected = "a boolean";
  static std::optional<bool> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    if (!value->IsBoolean()) return std::nullopt;
    return value->BooleanValue(isolate);
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, bool value) { return v8::Boolean::New(isolate, value); }
};

template <>
struct Convert<double> {
  static constexpr const char* kExpected = "a number";
  static std::optional<double> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if (!value->IsNumber()) return std::nullopt;
    return value.As<v8::Number>()->Value();
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, double value) { return v8::Number::New(isolate, value); }
};

// Integers of 32 bits and less; 64-bit ones take numbers (safe integers) and bigints.
template <class T>
requires std::is_integral_v<T>
struct Convert<T> {
  static constexpr const char* kExpected = std::is_signed_v<T> ? "an integer" : "a non-negative integer";
  static std::optional<T> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if constexpr (sizeof(T) == 8) {
      if (value->IsBigInt()) return FromBigInt(value.As<v8::BigInt>());
    }
    if (!value->IsNumber()) return std::nullopt;
    double number = value.As<v8::Number>()->Value();
    constexpr double kLow = static_cast<double>(std::numeric_limits<T>::min());
    // The type's maximum may round up to the next power of two as a double, hence the half-open comparison.
    constexpr double kBeyond = sizeof(T) == 8 ? (std::is_signed_v<T> ? 0x1p63 : 0x1p64)
                                              : static_cast<double>(std::numeric_limits<T>::max()) + 1;
    if (!(number >= kLow && number < kBeyond) || number != std::trunc(number)) return std::nullopt;
    return static_cast<T>(number);
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, T value) {
    if constexpr (sizeof(T) == 8) {
      return v8::Number::New(isolate, static_cast<double>(value));
    } else if constexpr (std::is_signed_v<T>) {
      return v8::Integer::New(isolate, value);
    } else {
      return v8::Integer::NewFromUnsigned(isolate, value);
    }
  }

 private:
  static std::optional<T> FromBigInt(v8::Local<v8::BigInt> value) {
    bool lossless = false;
    T result;
    if constexpr (std::is_signed_v<T>) {
      result = value->Int64Value(&lossless);
    } else {
      result = value->Uint64Value(&lossless);
    }
    return lossless ? std::optional<T>(result) : std::nullopt;
  }
};

template <class T>
requires std::is_enum_v<T>
struct Convert<T> {
  using Underlying = std::underlying_type_t<T>;
  static constexpr const char* kExpected = Convert<Underlying>::kExpected;
  static std::optional<T> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    auto number = Convert<Underlying>::From(isolate, value);
    if (!number) return std::nullopt;
    return static_cast<T>(*number);
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, T value) {
    return Convert<Underlying>::To(isolate, static_cast<Underlying>(value));
  }
};

// UTF-8 text. Lone surrogates become U+FFFD, as everywhere on the way from JavaScript to bytes. On the way back, what
// is too long for a string throws ERR_STRING_TOO_LONG, and the value is empty.
template <>
struct Convert<std::string> {
  static constexpr const char* kExpected = "a string";
  static std::optional<std::string> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    if (!value->IsString()) return std::nullopt;
    auto string = value.As<v8::String>();
    std::string text(string->Utf8LengthV2(isolate), '\0');
    string->WriteUtf8V2(isolate, text.data(), text.size(), v8::String::WriteFlags::kReplaceInvalidUtf8);
    return text;
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const std::string& value) {
    if (value.size() <= v8::String::kMaxLength) return NewString(isolate, value);
    ThrowStringTooLong(isolate);
    return {};
  }
};

template <>
struct Convert<std::string_view> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, std::string_view value) { return NewString(isolate, value); }
};
template <>
struct Convert<const char*> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const char* value) { return NewString(isolate, value); }
};

// The bytes of a TypedArray, DataView, ArrayBuffer or SharedArrayBuffer, without a copy. Valid only until JavaScript
// runs, which may shrink or detach them: what goes on longer takes bind::Bytes or bind::Room.
inline std::optional<std::span<std::byte>> BytesOf(v8::Local<v8::Value> value) {
  auto make = [](void* data, size_t offset, size_t length) {
    return std::span<std::byte>(static_cast<std::byte*>(data) + offset, length);
  };
  if (value->IsArrayBufferView()) {
    auto view = value.As<v8::ArrayBufferView>();
    return make(view->Buffer()->Data(), view->ByteOffset(), view->ByteLength());
  }
  if (value->IsArrayBuffer()) {
    auto buffer = value.As<v8::ArrayBuffer>();
    return make(buffer->Data(), 0, buffer->ByteLength());
  }
  if (value->IsSharedArrayBuffer()) {
    auto buffer = value.As<v8::SharedArrayBuffer>();
    return make(buffer->Data(), 0, buffer->ByteLength());
  }
  return std::nullopt;
}

// A span over the elements of a typed array of that element type; std::byte and uint8_t take any buffer's bytes.
template <class T>
struct Convert<std::span<T>> {
  using Element = std::remove_const_t<T>;
  static constexpr bool kAnyBytes = std::is_same_v<Element, std::byte> || std::is_same_v<Element, uint8_t>;
  static constexpr const char* kExpected = kAnyBytes ? "an ArrayBuffer or a view of one" : "a typed array";
  static std::optional<std::span<T>> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if (!IsOfElementType(value)) return std::nullopt;
    auto bytes = BytesOf(value);
    if (!bytes) return std::nullopt;
    return std::span<T>(reinterpret_cast<T*>(bytes->data()), bytes->size() / sizeof(T));
  }

 private:
  static bool IsOfElementType(v8::Local<v8::Value> value) {
    if constexpr (kAnyBytes) return true;
    if constexpr (std::is_same_v<Element, double>) return value->IsFloat64Array();
    if constexpr (std::is_same_v<Element, float>) return value->IsFloat32Array();
    if constexpr (std::is_same_v<Element, int32_t>) return value->IsInt32Array();
    if constexpr (std::is_same_v<Element, uint32_t>) return value->IsUint32Array();
    if constexpr (std::is_same_v<Element, uint16_t>) return value->IsUint16Array();
    if constexpr (std::is_same_v<Element, uint64_t>) return value->IsBigUint64Array();
    if constexpr (std::is_same_v<Element, int64_t>) return value->IsBigInt64Array();
    return false;
  }
};

// Part of a view, where JavaScript says which: a program may have replaced the properties that this was computed from,
// so what it says is checked here, against the memory itself.
template <class T>
Result<std::span<T>> Part(std::span<T> all, uint64_t offset, uint64_t length) {
  if (offset > all.size()) return OutOfRange("offset", all.size(), offset);
  if (length > all.size() - offset) return OutOfRange("length", all.size() - offset, length);
  return all.subspan(offset, length);
}

// Bytes to be read, also behind the call and on other threads: detaching or collecting the view does no harm. Memory
// that a program may shrink, or that other threads change, is copied.
class Bytes {
 public:
  static std::optional<Bytes> From(v8::Local<v8::Value> value);
  std::span<const std::byte> span() const { return {data_, size_}; }
  const std::byte* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  std::shared_ptr<const void> kept_;
  const std::byte* data_ = nullptr;
  size_t size_ = 0;
};

template <>
struct Convert<Bytes> {
  static constexpr const char* kExpected = "an ArrayBuffer or a view of one";
  static std::optional<Bytes> From(v8::Isolate*, v8::Local<v8::Value> value) { return Bytes::From(value); }
};

// Memory to be written to behind the call, where it is.
class Room {
 public:
  static std::optional<Room> From(v8::Local<v8::Value> value);
  // As large as when it was given. On another thread only for system calls: memory that a program shrank meanwhile is
  // gone, which they answer with EFAULT.
  std::span<std::byte> span() const { return {start(), size_}; }
  size_t size() const { return size_; }
  bool may_shrink() const { return store_->IsResizableByUserJavaScript(); }
  // On the program's own thread: what is left of it now.
  std::span<std::byte> left() const;
  // On the program's own thread: writes there what fits.
  void Write(size_t offset, std::span<const std::byte> bytes) const;

 private:
  std::byte* start() const { return static_cast<std::byte*>(store_->Data()) + offset_; }

  std::shared_ptr<v8::BackingStore> store_;  // V8's own ownership type
  size_t offset_ = 0, size_ = 0;
};

template <>
struct Convert<Room> {
  static constexpr const char* kExpected = "an ArrayBuffer or a view of one";
  static std::optional<Room> From(v8::Isolate*, v8::Local<v8::Value> value) { return Room::From(value); }
};

// A JavaScript value of a given class, passed through untouched.
template <class T>
struct Convert<v8::Local<T>> {
  static constexpr const char* kExpected = "a value of another type";
  static std::optional<v8::Local<T>> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if constexpr (std::is_same_v<T, v8::Value>) return value;
    bool matches = true;
    if constexpr (std::is_same_v<T, v8::Object>) matches = value->IsObject();
    if constexpr (std::is_same_v<T, v8::Function>) matches = value->IsFunction();
    if constexpr (std::is_same_v<T, v8::String>) matches = value->IsString();
    if constexpr (std::is_same_v<T, v8::Array>) matches = value->IsArray();
    if constexpr (std::is_same_v<T, v8::Promise>) matches = value->IsPromise();
    if constexpr (std::is_same_v<T, v8::Symbol>) matches = value->IsSymbol();
    if constexpr (std::is_same_v<T, v8::Uint8Array>) matches = value->IsUint8Array();
    if constexpr (std::is_same_v<T, v8::Name>) matches = value->IsName();
    if (!matches) return std::nullopt;
    return value.As<T>();
  }
  static v8::Local<v8::Value> To(v8::Isolate*, v8::Local<T> value) { return value; }
};

template <class T>
struct Convert<std::optional<T>> {
  static constexpr const char* kExpected = Convert<T>::kExpected;
  static std::optional<std::optional<T>> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    if (value->IsNullOrUndefined()) return std::optional<T>();
    auto inner = Convert<T>::From(isolate, value);
    if (!inner) return std::nullopt;
    return std::optional<T>(std::move(*inner));
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const std::optional<T>& value) {
    if (!value) return v8::Undefined(isolate);
    return Convert<T>::To(isolate, *value);
  }
};

template <class Container>
v8::Local<v8::Value> ToArray(v8::Isolate* isolate, const Container& values) {
  using T = typename Container::value_type;
  v8::LocalVector<v8::Value> items(isolate);
  items.reserve(values.size());
  for (const auto& value : values) {
    items.push_back(Convert<T>::To(isolate, value));
    if (items.back().IsEmpty()) return {};  // its exception is pending
  }
  return v8::Array::New(isolate, items.data(), items.size());
}

// Elements may be getters, which run JavaScript.
template <class T>
inline constexpr bool kIsSpan = false;
template <class T>
inline constexpr bool kIsSpan<std::span<T>> = true;
template <class T>
inline constexpr bool kRunsJavaScript = false;
template <class T>
inline constexpr bool kRunsJavaScript<std::vector<T>> = true;

template <class T>
struct Convert<std::vector<T>> {
  static_assert(!kIsSpan<T>, "the next element's getter may free what a span points to: take bind::Bytes");
  static constexpr const char* kExpected = "an array";
  static std::optional<std::vector<T>> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    if (!value->IsArray()) return std::nullopt;
    auto array = value.As<v8::Array>();
    auto context = isolate->GetCurrentContext();
    std::vector<T> result;
    result.reserve(std::min(array->Length(), 1024u));  // a sparse array may claim any length
    for (uint32_t i = 0; i < array->Length(); ++i) {
      v8::Local<v8::Value> item;
      if (!array->Get(context, i).ToLocal(&item)) return std::nullopt;
      auto converted = Convert<T>::From(isolate, item);
      if (!converted) return std::nullopt;
      result.push_back(std::move(*converted));
    }
    return result;
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const std::vector<T>& values) {
    return ToArray(isolate, values);
  }
};

template <class T, size_t N>
struct Convert<std::array<T, N>> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const std::array<T, N>& values) {
    return ToArray(isolate, values);
  }
};

// A native object, by pointer: null and undefined give nullptr.
template <class T>
requires std::is_base_of_v<Wrapped, T>
struct Convert<T*> {
  static constexpr const char* kExpected = "a native object of the right class";
  static std::optional<T*> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if (value->IsNullOrUndefined()) return nullptr;
    T* object = Unwrap<T>(value);
    if (!object) return std::nullopt;
    return object;
  }
  static v8::Local<v8::Value> To(v8::Isolate* isolate, T* object) {
    if (!object) return v8::Null(isolate);
    return object->wrapper(isolate);
  }
};

}  // namespace eddy::bind
