// SQLite's values as JavaScript's, and the other way.
//
// INTEGER is a number, where it is a safe integer, or a bigint; REAL a number, TEXT a string, BLOB a Uint8Array. A
// number becomes REAL, a bigint INTEGER; a column's affinity makes of them what it holds.
#pragma once
#include <sqlite3.h>

#include <cstdlib>
#include <memory>

#include "bind/convert.h"
#include "bind/error.h"
#include "v8.h"

namespace eddy::sqlite {

// Empty: an exception is pending, ERR_OUT_OF_RANGE for an integer that is no safe one.
v8::MaybeLocal<v8::Value> ToJavaScript(v8::Isolate* isolate, sqlite3_value* value, bool big_ints);

// An integer as a number, or as a bigint.
inline v8::Local<v8::Value> ToInteger(v8::Isolate* isolate, int64_t value, bool big_int) {
  if (big_int) return v8::BigInt::New(isolate, value);
  if (value == static_cast<int32_t>(value)) return v8::Integer::New(isolate, static_cast<int32_t>(value));
  return v8::Number::New(isolate, static_cast<double>(value));
}

// Memory that is used again and again for what is bound to one parameter: SQLite reads it where it is.
class BoundBytes {
 public:
  // Null where there is no memory. Contents are not kept.
  char* Reserve(size_t size);

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };
  std::unique_ptr<char, Free> memory_;
  size_t size_ = 0;
};

// What came of binding: a code of SQLite's, or one of these.
constexpr int kNotBindable = -1;
constexpr int kBigIntTooLarge = -2;
int BindValue(v8::Isolate* isolate, sqlite3_stmt* statement, int index, v8::Local<v8::Value> value, BoundBytes& bytes);

// Gives `value` to SQLite as the result of a function of the program's.
void SetResult(v8::Isolate* isolate, sqlite3_context* call, v8::Local<v8::Value> value);

}  // namespace eddy::sqlite
