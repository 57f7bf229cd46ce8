#include "sqlite/rows.h"

#include <array>
#include <vector>

#include "sqlite/values.h"

namespace eddy::sqlite {
namespace {

constexpr int kFew = 16;

}  // namespace

void Rows::LearnNames(v8::Isolate* isolate, sqlite3_stmt* statement) {
  std::vector<std::string_view> names;
  for (int i = 0; i < columns_; ++i) {
    const char* name = sqlite3_column_name(statement, i);
    names.emplace_back(name ? name : "");
  }
  shape_.emplace(isolate, names, Shape::Prototype::kNull);
}

v8::MaybeLocal<v8::Value> Rows::Row(v8::Isolate* isolate, sqlite3_stmt* statement, bool big_ints, bool as_array) {
  int columns = sqlite3_column_count(statement);
  std::array<v8::Local<v8::Value>, kFew> few;
  v8::LocalVector<v8::Value> many(isolate);
  v8::Local<v8::Value>* values = few.data();
  if (columns > kFew) {
    many.resize(columns);
    values = many.data();
  }
  for (int i = 0; i < columns; ++i) {
    if (!ToJavaScript(isolate, sqlite3_column_value(statement, i), big_ints).ToLocal(&values[i])) return {};
  }
  if (as_array) return v8::Array::New(isolate, values, columns);
  int prepared = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_REPREPARE, 0);
  if (columns != columns_ || prepared != prepared_) {
    columns_ = columns;
    prepared_ = prepared;
    LearnNames(isolate, statement);
  }
  return shape_->New(isolate, {values, static_cast<size_t>(columns)}).FromMaybe(v8::Local<v8::Object>());
}

}  // namespace eddy::sqlite
