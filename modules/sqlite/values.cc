// Conversions. Text is read up to its first NUL, as Node reads it.
#include "sqlite/values.h"

#include <cstring>
#include <string>

#include "bind/buffer.h"

namespace eddy::sqlite {
namespace {

constexpr size_t kShort = 64;
constexpr size_t kKept = 1 << 16;  // larger memory is not kept from call to call

v8::MaybeLocal<v8::Value> ToText(v8::Isolate* isolate, const char* text, size_t size) {
  if (!text) return v8::String::Empty(isolate);
  if (size <= kShort) {
    unsigned char all = 0;
    size_t length = 0;
    for (; length < size && text[length]; ++length) all |= static_cast<unsigned char>(text[length]);
    if (all < 0x80) {
      return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text), v8::NewStringType::kNormal,
                                        static_cast<int>(length))
          .FromMaybe(v8::Local<v8::String>());
    }
    size = length;
  } else if (const void* end = std::memchr(text, 0, size)) {
    size = static_cast<const char*>(end) - text;
  }
  v8::Local<v8::String> string;
  if (v8::String::NewFromUtf8(isolate, text, v8::NewStringType::kNormal, static_cast<int>(size)).ToLocal(&string)) {
    return string;
  }
  if (!isolate->HasPendingException()) bind::ThrowStringTooLong(isolate);
  return {};
}

v8::MaybeLocal<v8::Value> ToBytes(v8::Isolate* isolate, const void* bytes, size_t size) {
  bind::OwnedBytes copy(std::string_view(static_cast<const char*>(bytes), size));
  auto memory = copy.ToArrayBuffer(isolate);
  if (memory.IsEmpty()) return {};
  return v8::Uint8Array::New(memory, 0, size);
}

v8::MaybeLocal<v8::Value> TooLarge(v8::Isolate* isolate, int64_t value) {
  bind::Error::Range("ERR_OUT_OF_RANGE",
                     "Value is too large to be represented as a JavaScript number: " + std::to_string(value))
      .Throw(isolate);
  return {};
}

// The bytes of a string, in `bytes`: their number, or -1 where there is no memory.
int64_t WriteText(v8::Isolate* isolate, v8::Local<v8::String> string, BoundBytes& bytes) {
  size_t length = static_cast<size_t>(string->Length());
  if (string->IsOneByte()) {
    char* memory = bytes.Reserve(length);
    if (!memory) return -1;
    auto* units = reinterpret_cast<uint8_t*>(memory);
    string->WriteOneByteV2(isolate, 0, static_cast<uint32_t>(length), units);
    uint8_t all = 0;
    for (size_t i = 0; i < length; ++i) all |= units[i];
    if (all < 0x80) return static_cast<int64_t>(length);
  }
  size_t size = string->Utf8LengthV2(isolate);
  char* memory = bytes.Reserve(size);
  if (!memory) return -1;
  string->WriteUtf8V2(isolate, memory, size, v8::String::WriteFlags::kReplaceInvalidUtf8);
  return static_cast<int64_t>(size);
}

}  // namespace

char* BoundBytes::Reserve(size_t size) {
  if (size == 0) size = 1;
  if (memory_ && size <= size_ && (size_ <= kKept || size * 2 > size_)) return memory_.get();
  memory_.reset();
  size_ = size < kKept ? size * 2 : size;
  memory_.reset(static_cast<char*>(std::malloc(size_)));
  if (!memory_) size_ = 0;
  return memory_.get();
}

v8::MaybeLocal<v8::Value> ToJavaScript(v8::Isolate* isolate, sqlite3_value* value, bool big_ints) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: {
      constexpr int64_t kMaxSafe = (int64_t{1} << 53) - 1;
      int64_t number = sqlite3_value_int64(value);
      if (!big_ints && (number > kMaxSafe || number < -kMaxSafe)) return TooLarge(isolate, number);
      return ToInteger(isolate, number, big_ints);
    }
    case SQLITE_FLOAT: return v8::Number::New(isolate, sqlite3_value_double(value));
    case SQLITE_TEXT: {
      auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));  // before its size is known
      return ToText(isolate, text, static_cast<size_t>(sqlite3_value_bytes(value)));
    }
    case SQLITE_BLOB: {
      const void* bytes = sqlite3_value_blob(value);
      return ToBytes(isolate, bytes, static_cast<size_t>(sqlite3_value_bytes(value)));
    }
    default: return v8::Null(isolate);
  }
}

int BindValue(v8::Isolate* isolate, sqlite3_stmt* statement, int index, v8::Local<v8::Value> value, BoundBytes& bytes) {
  if (value->IsNumber()) return sqlite3_bind_double(statement, index, value.As<v8::Number>()->Value());
  if (value->IsString()) {
    int64_t size = WriteText(isolate, value.As<v8::String>(), bytes);
    if (size < 0) return SQLITE_NOMEM;
    return sqlite3_bind_text64(statement, index, bytes.Reserve(size), size, SQLITE_STATIC, SQLITE_UTF8);
  }
  if (value->IsNull()) return sqlite3_bind_null(statement, index);
  if (value->IsArrayBufferView()) {
    if (value.As<v8::ArrayBufferView>()->Buffer()->WasDetached()) return sqlite3_bind_null(statement, index);
    auto view = bind::BytesOf(value);
    char* memory = bytes.Reserve(view->size());
    if (!memory) return SQLITE_NOMEM;
    if (!view->empty()) std::memcpy(memory, view->data(), view->size());
    return sqlite3_bind_blob64(statement, index, memory, view->size(), SQLITE_STATIC);
  }
  if (value->IsBigInt()) {
    bool lossless = false;
    int64_t number = value.As<v8::BigInt>()->Int64Value(&lossless);
    return lossless ? sqlite3_bind_int64(statement, index, number) : kBigIntTooLarge;
  }
  return kNotBindable;
}

void SetResult(v8::Isolate* isolate, sqlite3_context* call, v8::Local<v8::Value> value) {
  if (value->IsNullOrUndefined()) {
    sqlite3_result_null(call);
  } else if (value->IsNumber()) {
    sqlite3_result_double(call, value.As<v8::Number>()->Value());
  } else if (value->IsString()) {
    BoundBytes bytes;
    int64_t size = WriteText(isolate, value.As<v8::String>(), bytes);
    if (size < 0) return sqlite3_result_error_nomem(call);
    sqlite3_result_text64(call, bytes.Reserve(size), size, SQLITE_TRANSIENT, SQLITE_UTF8);
  } else if (value->IsArrayBufferView()) {
    auto view = bind::BytesOf(value);
    // A blob of no bytes is not NULL.
    sqlite3_result_blob64(call, view->empty() ? reinterpret_cast<const std::byte*>("") : view->data(), view->size(),
                          SQLITE_TRANSIENT);
  } else if (value->IsBigInt()) {
    bool lossless = false;
    int64_t number = value.As<v8::BigInt>()->Int64Value(&lossless);
    if (!lossless) return sqlite3_result_error(call, "BigInt value is too large for SQLite", -1);
    sqlite3_result_int64(call, number);
  } else if (value->IsPromise()) {
    sqlite3_result_error(call, "Asynchronous user-defined functions are not supported", -1);
  } else {
    sqlite3_result_error(call, "Returned JavaScript value cannot be converted to a SQLite value", -1);
  }
}

}  // namespace eddy::sqlite
