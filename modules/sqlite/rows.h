// The rows of one statement as objects without a prototype, or as arrays.
#pragma once
#include <sqlite3.h>

#include <optional>

#include "sqlite/shape.h"
#include "v8.h"

namespace eddy::sqlite {

class Rows {
 public:
  // The row that `statement` stands on. Empty: an exception is pending.
  v8::MaybeLocal<v8::Value> Row(v8::Isolate* isolate, sqlite3_stmt* statement, bool big_ints, bool as_array);

 private:
  void LearnNames(v8::Isolate* isolate, sqlite3_stmt* statement);

  int columns_ = -1;
  int prepared_ = -1;  // how often SQLite had prepared the statement anew
  std::optional<Shape> shape_;
};

}  // namespace eddy::sqlite
