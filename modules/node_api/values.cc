// Primitive values: made from C's, read as C's, converted, compared.
#include <climits>
#include <cmath>

#include "bind/convert.h"
#include "node_api/environment.h"

using namespace eddy::node_api;

namespace {

bool ValidLength(const void* text, size_t length) {
  return text ? length == NAPI_AUTO_LENGTH || length <= INT_MAX : length == 0;
}

int V8Length(size_t length) { return length == NAPI_AUTO_LENGTH ? -1 : static_cast<int>(length); }

// --- Making strings, in three encodings. ---

v8::MaybeLocal<v8::String> NewString(v8::Isolate* isolate, const char* text, size_t length, v8::NewStringType type) {
  return v8::String::NewFromUtf8(isolate, text, type, V8Length(length));
}
v8::MaybeLocal<v8::String> NewString(v8::Isolate* isolate, const uint8_t* text, size_t length, v8::NewStringType type) {
  return v8::String::NewFromOneByte(isolate, text, type, V8Length(length));
}
v8::MaybeLocal<v8::String> NewString(v8::Isolate* isolate, const uint16_t* text, size_t length,
                                     v8::NewStringType type) {
  return v8::String::NewFromTwoByte(isolate, text, type, V8Length(length));
}

template <class C>
napi_status CreateString(napi_env env, const C* text, size_t length, napi_value* result,
                         v8::NewStringType type = v8::NewStringType::kNormal) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  if (!ValidLength(text, length)) return entry.Fail(napi_invalid_arg);
  static constexpr C kNothing[1] = {};
  v8::Local<v8::String> made;
  if (!NewString(env->isolate(), text ? text : kNothing, length, type).ToLocal(&made))
    return entry.Fail(napi_generic_failure);
  return entry.Give(result, made);
}

// --- Reading strings. ---

size_t LengthIn(v8::Isolate* isolate, v8::Local<v8::String> string, const char*) {
  return string->Utf8LengthV2(isolate);
}
template <class C>
size_t LengthIn(v8::Isolate*, v8::Local<v8::String> string, const C*) {
  return string->Length();
}

size_t Write(v8::Isolate* isolate, v8::Local<v8::String> string, char* buffer, size_t capacity) {
  return string->WriteUtf8V2(isolate, buffer, capacity, v8::String::WriteFlags::kReplaceInvalidUtf8);
}
size_t Write(v8::Isolate* isolate, v8::Local<v8::String> string, uint8_t* buffer, size_t capacity) {
  auto length = static_cast<uint32_t>(std::min<size_t>(capacity, string->Length()));
  string->WriteOneByteV2(isolate, 0, length, buffer);
  return length;
}
size_t Write(v8::Isolate* isolate, v8::Local<v8::String> string, uint16_t* buffer, size_t capacity) {
  auto length = static_cast<uint32_t>(std::min<size_t>(capacity, string->Length()));
  string->WriteV2(isolate, 0, length, buffer);
  return length;
}

// As much as fits in front of a terminator; without a buffer the length alone.
template <class C>
napi_status ReadString(napi_env env, napi_value value, C* buffer, size_t size, size_t* result) {
  Entry entry(env, value);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsString()) return entry.Fail(napi_string_expected);
  auto string = local.As<v8::String>();
  if (!buffer) {
    if (!result) return entry.Fail(napi_invalid_arg);
    *result = LengthIn(env->isolate(), string, buffer);
    return entry.Ok();
  }
  size_t written = 0;
  if (size > 0) {
    written = Write(env->isolate(), string, buffer, size - 1);
    buffer[written] = 0;
  }
  if (result) *result = written;
  return entry.Ok();
}

// --- Strings in the addon's memory. ---

template <class Resource, class C>
class ExternalText final : public Resource {
 public:
  ExternalText(napi_env env, C* text, size_t length, Finalizer finalizer)
      : env_(env), text_(text), length_(length), finalizer_(finalizer) {}
  const C* data() const override { return text_; }
  size_t length() const override { return length_; }
  // V8 has not taken it: the memory is still the addon's.
  void Refused() {
    finalizer_ = {};
    delete this;
  }

 private:
  // V8 lets go of it within a garbage collection, or with the isolate.
  ~ExternalText() override {
    if (!finalizer_.callback) return;
    if (env_->experimental() || env_->world().ended()) {
      env_->CallFinalizerInCollection(finalizer_);
    } else {
      env_->world().Post(env_, finalizer_);
    }
  }
  napi_env env_;
  C* text_;
  size_t length_;
  Finalizer finalizer_;
};

using ExternalLatin1 = ExternalText<v8::String::ExternalOneByteStringResource, char>;
using ExternalUtf16 = ExternalText<v8::String::ExternalStringResource, uint16_t>;

v8::MaybeLocal<v8::String> NewExternal(v8::Isolate* isolate, ExternalLatin1* resource) {
  return v8::String::NewExternalOneByte(isolate, resource);
}
v8::MaybeLocal<v8::String> NewExternal(v8::Isolate* isolate, ExternalUtf16* resource) {
  return v8::String::NewExternalTwoByte(isolate, resource);
}

template <class Text, class C>
napi_status CreateExternalString(napi_env env, C* text, size_t length, napi_finalize finalize_callback,
                                 void* finalize_hint, napi_value* result, bool* copied) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  if (!ValidLength(text, length)) return entry.Fail(napi_invalid_arg);
  if (length == NAPI_AUTO_LENGTH) length = std::char_traits<C>::length(text);
  if (copied) *copied = false;
  v8::Local<v8::String> made;
  Finalizer finalizer{finalize_callback, text, finalize_hint};
  auto* resource = new Text(env, text, length, finalizer);
  if (!NewExternal(env->isolate(), resource).ToLocal(&made)) {
    resource->Refused();
    return entry.Fail(napi_generic_failure);
  }
  return entry.Give(result, made);
}

const uint8_t* Latin1(const char* text) { return reinterpret_cast<const uint8_t*>(text); }
const uint16_t* Utf16(const char16_t* text) { return reinterpret_cast<const uint16_t*>(text); }

}  // namespace

// --- Singletons and numbers. ---

napi_status napi_get_undefined(napi_env env, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Undefined(env->isolate()));
}

napi_status napi_get_null(napi_env env, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Null(env->isolate()));
}

napi_status napi_get_global(napi_env env, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, env->context()->Global());
}

napi_status napi_get_boolean(napi_env env, bool value, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Boolean::New(env->isolate(), value));
}

napi_status napi_create_double(napi_env env, double value, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Number::New(env->isolate(), value));
}

napi_status napi_create_int32(napi_env env, int32_t value, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Integer::New(env->isolate(), value));
}

napi_status napi_create_uint32(napi_env env, uint32_t value, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Integer::NewFromUnsigned(env->isolate(), value));
}

napi_status napi_create_int64(napi_env env, int64_t value, napi_value* result) {
  return napi_create_double(env, static_cast<double>(value), result);
}

napi_status napi_get_value_double(napi_env env, napi_value value, double* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsNumber()) return entry.Fail(napi_number_expected);
  *result = local.As<v8::Number>()->Value();
  return entry.Ok();
}

napi_status napi_get_value_int32(napi_env env, napi_value value, int32_t* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsNumber()) return entry.Fail(napi_number_expected);
  *result = local->Int32Value(env->context()).FromMaybe(0);  // modulo 2**32; 0 for what is not finite
  return entry.Ok();
}

napi_status napi_get_value_uint32(napi_env env, napi_value value, uint32_t* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsNumber()) return entry.Fail(napi_number_expected);
  *result = local->Uint32Value(env->context()).FromMaybe(0);
  return entry.Ok();
}

napi_status napi_get_value_int64(napi_env env, napi_value value, int64_t* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsNumber()) return entry.Fail(napi_number_expected);
  double number = local.As<v8::Number>()->Value();
  *result = std::isfinite(number) ? eddy::bind::Saturated<int64_t>(number) : 0;
  return entry.Ok();
}

napi_status napi_get_value_bool(napi_env env, napi_value value, bool* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsBoolean()) return entry.Fail(napi_boolean_expected);
  *result = local.As<v8::Boolean>()->Value();
  return entry.Ok();
}

// --- Strings and symbols. ---

napi_status napi_create_string_latin1(napi_env env, const char* str, size_t length, napi_value* result) {
  return CreateString(env, Latin1(str), length, result);
}
napi_status napi_create_string_utf8(napi_env env, const char* str, size_t length, napi_value* result) {
  return CreateString(env, str, length, result);
}
napi_status napi_create_string_utf16(napi_env env, const char16_t* str, size_t length, napi_value* result) {
  return CreateString(env, Utf16(str), length, result);
}
napi_status node_api_create_property_key_latin1(napi_env env, const char* str, size_t length, napi_value* result) {
  return CreateString(env, Latin1(str), length, result, v8::NewStringType::kInternalized);
}
napi_status node_api_create_property_key_utf8(napi_env env, const char* str, size_t length, napi_value* result) {
  return CreateString(env, str, length, result, v8::NewStringType::kInternalized);
}
napi_status node_api_create_property_key_utf16(napi_env env, const char16_t* str, size_t length, napi_value* result) {
  return CreateString(env, Utf16(str), length, result, v8::NewStringType::kInternalized);
}

napi_status node_api_create_external_string_latin1(napi_env env, char* str, size_t length,
                                                   node_api_basic_finalize finalize_callback, void* finalize_hint,
                                                   napi_value* result, bool* copied) {
  return CreateExternalString<ExternalLatin1>(env, str, length, finalize_callback, finalize_hint, result, copied);
}
napi_status node_api_create_external_string_utf16(napi_env env, char16_t* str, size_t length,
                                                  node_api_basic_finalize finalize_callback, void* finalize_hint,
                                                  napi_value* result, bool* copied) {
  return CreateExternalString<ExternalUtf16>(env, reinterpret_cast<uint16_t*>(str), length, finalize_callback,
                                             finalize_hint, result, copied);
}

napi_status napi_get_value_string_latin1(napi_env env, napi_value value, char* buf, size_t bufsize, size_t* result) {
  return ReadString(env, value, reinterpret_cast<uint8_t*>(buf), bufsize, result);
}
napi_status napi_get_value_string_utf8(napi_env env, napi_value value, char* buf, size_t bufsize, size_t* result) {
  return ReadString(env, value, buf, bufsize, result);
}
napi_status napi_get_value_string_utf16(napi_env env, napi_value value, char16_t* buf, size_t bufsize, size_t* result) {
  return ReadString(env, value, reinterpret_cast<uint16_t*>(buf), bufsize, result);
}

napi_status napi_create_symbol(napi_env env, napi_value description, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  if (!description) return entry.Give(result, v8::Symbol::New(env->isolate()));
  auto local = ToLocal(description);
  if (!local->IsString()) return entry.Fail(napi_string_expected);
  return entry.Give(result, v8::Symbol::New(env->isolate(), local.As<v8::String>()));
}

napi_status node_api_symbol_for(napi_env env, const char* utf8description, size_t length, napi_value* result) {
  napi_value description;
  napi_status status = napi_create_string_utf8(env, utf8description, length, &description);
  if (status != napi_ok) return status;
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Symbol::For(env->isolate(), ToLocal(description).As<v8::String>()));
}

// --- BigInts and dates. ---

napi_status napi_create_bigint_int64(napi_env env, int64_t value, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::BigInt::New(env->isolate(), value));
}

napi_status napi_create_bigint_uint64(napi_env env, uint64_t value, napi_value* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::BigInt::NewFromUnsigned(env->isolate(), value));
}

napi_status napi_create_bigint_words(napi_env env, int sign_bit, size_t word_count, const uint64_t* words,
                                     napi_value* result) {
  ScriptEntry entry(env, words, result);
  if (!entry) return entry.status();
  if (word_count > INT_MAX) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::BigInt> made;
  if (!v8::BigInt::NewFromWords(env->context(), sign_bit, static_cast<int>(word_count), words).ToLocal(&made))
    return entry.FailOrPending(napi_generic_failure);
  return entry.Give(result, made);
}

napi_status napi_get_value_bigint_int64(napi_env env, napi_value value, int64_t* result, bool* lossless) {
  Entry entry(env, value, result, lossless);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsBigInt()) return entry.Fail(napi_bigint_expected);
  *result = local.As<v8::BigInt>()->Int64Value(lossless);
  return entry.Ok();
}

napi_status napi_get_value_bigint_uint64(napi_env env, napi_value value, uint64_t* result, bool* lossless) {
  Entry entry(env, value, result, lossless);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsBigInt()) return entry.Fail(napi_bigint_expected);
  *result = local.As<v8::BigInt>()->Uint64Value(lossless);
  return entry.Ok();
}

napi_status napi_get_value_bigint_words(napi_env env, napi_value value, int* sign_bit, size_t* word_count,
                                        uint64_t* words) {
  Entry entry(env, value, word_count);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsBigInt()) return entry.Fail(napi_bigint_expected);
  auto big = local.As<v8::BigInt>();
  if (!sign_bit && !words) {
    *word_count = big->WordCount();
    return entry.Ok();
  }
  if (!sign_bit || !words) return entry.Fail(napi_invalid_arg);
  int count = static_cast<int>(std::min<size_t>(*word_count, INT_MAX));
  big->ToWordsArray(sign_bit, &count, words);
  *word_count = count;
  return entry.Ok();
}

napi_status napi_create_date(napi_env env, double time, napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  v8::Local<v8::Value> made;
  if (!v8::Date::New(env->context(), time).ToLocal(&made)) return entry.FailOrPending(napi_generic_failure);
  return entry.Give(result, made);
}

napi_status napi_is_date(napi_env env, napi_value value, bool* is_date) {
  Entry entry(env, value, is_date);
  if (!entry) return entry.status();
  *is_date = ToLocal(value)->IsDate();
  return entry.Ok();
}

napi_status napi_get_date_value(napi_env env, napi_value value, double* result) {
  ScriptEntry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (!local->IsDate()) return entry.Fail(napi_date_expected);
  *result = local.As<v8::Date>()->ValueOf();
  return entry.Ok();
}

// --- What any value is, and becomes. ---

napi_status napi_typeof(napi_env env, napi_value value, napi_valuetype* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (local->IsNumber()) {
    *result = napi_number;
  } else if (local->IsBigInt()) {
    *result = napi_bigint;
  } else if (local->IsString()) {
    *result = napi_string;
  } else if (local->IsFunction()) {  // before objects, which functions are
    *result = napi_function;
  } else if (local->IsExternal()) {
    *result = napi_external;
  } else if (local->IsObject()) {
    *result = napi_object;
  } else if (local->IsBoolean()) {
    *result = napi_boolean;
  } else if (local->IsSymbol()) {
    *result = napi_symbol;
  } else if (local->IsUndefined()) {
    *result = napi_undefined;
  } else if (local->IsNull()) {
    *result = napi_null;
  } else {
    return entry.Fail(napi_invalid_arg);
  }
  return entry.Ok();
}

napi_status napi_coerce_to_bool(napi_env env, napi_value value, napi_value* result) {
  ScriptEntry entry(env, value, result);
  if (!entry) return entry.status();
  return entry.Give(result, v8::Boolean::New(env->isolate(), ToLocal(value)->BooleanValue(env->isolate())));
}

napi_status napi_coerce_to_number(napi_env env, napi_value value, napi_value* result) {
  ScriptEntry entry(env, value, result);
  if (!entry) return entry.status();
  v8::Local<v8::Number> number;
  if (!ToLocal(value)->ToNumber(env->context()).ToLocal(&number)) return entry.Fail(napi_number_expected);
  return entry.Give(result, number);
}

napi_status napi_coerce_to_object(napi_env env, napi_value value, napi_value* result) {
  ScriptEntry entry(env, value, result);
  if (!entry) return entry.status();
  v8::Local<v8::Object> object;
  if (!ToLocal(value)->ToObject(env->context()).ToLocal(&object)) return entry.Fail(napi_object_expected);
  return entry.Give(result, object);
}

napi_status napi_coerce_to_string(napi_env env, napi_value value, napi_value* result) {
  ScriptEntry entry(env, value, result);
  if (!entry) return entry.status();
  v8::Local<v8::String> string;
  if (!ToLocal(value)->ToString(env->context()).ToLocal(&string)) return entry.Fail(napi_string_expected);
  return entry.Give(result, string);
}

napi_status napi_strict_equals(napi_env env, napi_value lhs, napi_value rhs, bool* result) {
  ScriptEntry entry(env, lhs, rhs, result);
  if (!entry) return entry.status();
  *result = ToLocal(lhs)->StrictEquals(ToLocal(rhs));
  return entry.Ok();
}
