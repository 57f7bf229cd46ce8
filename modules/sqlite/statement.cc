// Binding, running and reading. While SQLite runs a statement, the program may do anything in a callback of its own:
// close the database, run other statements, but not this one.
#include "sqlite/statement.h"

#include <cstring>

#include "sqlite/classes.h"

namespace eddy::sqlite {
namespace {

bind::Error InvalidState(std::string message) { return bind::Error::Plain("ERR_INVALID_STATE", std::move(message)); }

}  // namespace

// --- From SQL to a statement, and its end. ---

v8::MaybeLocal<v8::Object> Statement::Prepare(Connection& connection, v8::Local<v8::Object> database,
                                              const std::string& sql, const StatementSettings& settings,
                                              OnError on_error) {
  v8::Isolate* isolate = connection.isolate();
  Use use(connection);
  sqlite3_stmt* compiled = nullptr;
  int code = sqlite3_prepare_v2(connection.db(), sql.c_str(), static_cast<int>(sql.size()) + 1, &compiled, nullptr);
  bool by_tag = on_error == OnError::kTagStore;
  if (code != SQLITE_OK || connection.has_failed() || (by_tag && !compiled)) {
    connection.Discard(compiled);
    if (by_tag && code != SQLITE_OK && !connection.has_failed()) {
      bind::Error::Plain("ERR_SQLITE_ERROR", "Failed to prepare statement").Throw(isolate);
    } else {
      connection.Throw();
    }
    return {};
  }
  if (connection.is_closed()) {  // by the authorizer
    connection.Discard(compiled);
    InvalidState("database is not open").Throw(isolate);
    return {};
  }
  auto* statement = new Statement(connection, compiled, settings);
  return Instantiate(isolate, statement, database);
}

Statement::Statement(Connection& connection, sqlite3_stmt* statement, const StatementSettings& settings)
    : connection_(&connection), statement_(statement), settings_(settings) {
  connection.Add(this);
  if (statement_) LearnParameters();
}

Statement::~Statement() {
  if (!connection_) return;
  Connection& connection = *connection_;
  Use use(connection);
  Detach();
}

void Statement::Detach() {
  if (!connection_) return;
  connection_->Discard(statement_);
  connection_->Remove(this);
  connection_ = nullptr;
  statement_ = nullptr;
}

bool Statement::IsOpen() {
  if (statement_) return !connection_->RefuseToAuthorizer();
  InvalidState("statement has been finalized").Throw(isolate());
  return false;
}

// --- Parameters. ---

// "?" and "?12" are anonymous, ":name", "@name" and "$name" are not.
void Statement::LearnParameters() {
  parameters_ = sqlite3_bind_parameter_count(statement_);
  bytes_ = std::make_unique<BoundBytes[]>(parameters_ + 1);
  for (int i = 1; i <= parameters_; ++i) {
    const char* name = sqlite3_bind_parameter_name(statement_, i);
    if (!name || *name == '?') anonymous_.push_back(i);
  }
}

bool Statement::LearnBareNames() {
  if (bare_names_known_) return true;
  bare_names_.clear();
  for (int i = 1; i <= parameters_; ++i) {
    const char* name = sqlite3_bind_parameter_name(statement_, i);
    if (!name || *name == '?') continue;
    auto [entry, is_new] = bare_names_.emplace(name + 1, i);
    if (is_new) continue;
    const char* other = sqlite3_bind_parameter_name(statement_, entry->second);
    if (std::strcmp(name, other) == 0) continue;
    InvalidState(std::string("Cannot create bare named parameter '") + (name + 1) + "' because of conflicting names '" +
                 other + "' and '" + name + "'.")
        .Throw(isolate());
    return false;
  }
  bare_names_known_ = true;
  return true;
}

int Statement::IndexOf(const std::string& name) {
  if (int index = sqlite3_bind_parameter_index(statement_, name.c_str())) return index;
  if (!settings_.bare_named_parameters) return 0;
  auto found = bare_names_.find(name);
  return found == bare_names_.end() ? 0 : found->second;
}

bool Statement::BindNamed(v8::Local<v8::Object> values) {
  v8::Isolate* isolate = this->isolate();
  auto context = isolate->GetCurrentContext();
  if (settings_.bare_named_parameters && !LearnBareNames()) return false;
  v8::Local<v8::Array> keys;
  if (!values
           ->GetOwnPropertyNames(context, static_cast<v8::PropertyFilter>(v8::ONLY_ENUMERABLE | v8::SKIP_SYMBOLS),
                                 v8::KeyConversionMode::kConvertToString)
           .ToLocal(&keys)) {
    return false;
  }
  for (uint32_t i = 0; i < keys->Length(); ++i) {
    v8::Local<v8::Value> key, value;
    if (!keys->Get(context, i).ToLocal(&key)) return false;
    auto name = bind::Convert<std::string>::From(isolate, key);
    if (!name) return false;
    if (!IsOpen()) return false;
    int index = IndexOf(*name);
    if (index == 0) {
      if (settings_.unknown_named_parameters) continue;
      InvalidState("Unknown named parameter '" + *name + "'").Throw(isolate);
      return false;
    }
    if (!values->Get(context, key).ToLocal(&value)) return false;  // a getter may do anything
    if (!IsOpen() || !BindOne(index, value)) return false;
  }
  return true;
}

bool Statement::BindOne(int index, v8::Local<v8::Value> value) {
  v8::Isolate* isolate = this->isolate();
  // An index beyond the last is refused by SQLite, which then keeps nothing.
  int code = BindValue(isolate, statement_, index, value, bytes_[index <= parameters_ ? index : 0]);
  if (code == SQLITE_OK) return true;
  if (code == kNotBindable) {
    bind::Error::Type("ERR_INVALID_ARG_TYPE",
                      "Provided value cannot be bound to SQLite parameter " + std::to_string(index) + ".")
        .Throw(isolate);
  } else if (code == kBigIntTooLarge) {
    bind::Error::Type("ERR_INVALID_ARG_VALUE", "BigInt value is too large to bind.").Throw(isolate);
  } else {
    connection_->Throw();
  }
  return false;
}

bool Statement::Bind(const bind::CallInfo& info, int first, bool may_be_named) {
  if (parameters_ > 0) sqlite3_clear_bindings(statement_);
  if (may_be_named && first < info.Length() && info[first]->IsObject() && !info[first]->IsArrayBufferView()) {
    if (!BindNamed(info[first].As<v8::Object>())) return false;
    ++first;
  }
  size_t next = 0;
  int beyond = parameters_;
  for (int i = first; i < info.Length(); ++i) {
    int index = next < anonymous_.size() ? anonymous_[next++] : ++beyond;
    if (!BindOne(index, info[i])) return false;
  }
  return true;
}

// --- Running. ---

void Statement::Execute(const bind::CallInfo& info, int first, Give give, bool may_be_named) {
  if (!IsOpen()) return;
  if (running_) return InvalidState("statement is being executed").Throw(info.GetIsolate());
  Connection& connection = *connection_;
  Use use(connection);
  connection.Reset(statement_);
  if (!Bind(info, first, may_be_named)) return;
  if (running_) return InvalidState("statement is being executed").Throw(info.GetIsolate());
  (this->*give)(info);
}

int Statement::Step(sqlite3_stmt* statement) {
  running_ = true;
  int code = sqlite3_step(statement);
  running_ = false;
  return code;
}

void Statement::GiveAll(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Connection& connection = *connection_;
  sqlite3_stmt* statement = statement_;
  v8::LocalVector<v8::Value> rows(isolate);
  int code;
  while ((code = Step(statement)) == SQLITE_ROW) {
    v8::EscapableHandleScope handles(isolate);
    v8::Local<v8::Value> row;
    if (!rows_.Row(isolate, statement, settings_.read_big_ints, settings_.return_arrays).ToLocal(&row)) {
      connection.Reset(statement);
      return;
    }
    rows.push_back(handles.Escape(row));
  }
  if (code != SQLITE_DONE || connection.has_failed()) {
    connection.Throw();
  } else {
    info.GetReturnValue().Set(v8::Array::New(isolate, rows.data(), rows.size()));
  }
  connection.Reset(statement);
}

void Statement::GiveFirst(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Connection& connection = *connection_;
  sqlite3_stmt* statement = statement_;
  int code = Step(statement);
  if ((code != SQLITE_DONE && code != SQLITE_ROW) || connection.has_failed()) {
    connection.Throw();
  } else if (code == SQLITE_ROW && sqlite3_column_count(statement) > 0) {
    v8::Local<v8::Value> row;
    if (rows_.Row(isolate, statement, settings_.read_big_ints, settings_.return_arrays).ToLocal(&row)) {
      info.GetReturnValue().Set(row);
    }
  }
  connection.Reset(statement);
}

void Statement::GiveChanges(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Connection& connection = *connection_;
  sqlite3_stmt* statement = statement_;
  int code = Step(statement);
  if ((code != SQLITE_DONE && code != SQLITE_ROW) || connection.has_failed()) {
    connection.Throw();
    connection.Reset(statement);
    return;
  }
  connection.Reset(statement);
  auto integer = [&](int64_t value) { return ToInteger(isolate, value, settings_.read_big_ints); };
  v8::Local<v8::Object> changes;
  if (NewChanges(isolate, integer(sqlite3_last_insert_rowid(connection.db())),
                 integer(sqlite3_changes64(connection.db())))
          .ToLocal(&changes)) {
    info.GetReturnValue().Set(changes);
  }
}

void Statement::GiveIterator(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto* iterator = new StatementIterator(*this);
  v8::Local<v8::Object> made;
  if (Instantiate(isolate, iterator, wrapper(isolate)).ToLocal(&made)) info.GetReturnValue().Set(made);
}

// --- Row by row. ---

v8::MaybeLocal<v8::Value> Statement::Next(bool* done) {
  *done = false;
  if (!IsOpen()) return {};
  if (running_) {
    InvalidState("statement is being executed").Throw(isolate());
    return {};
  }
  Connection& connection = *connection_;
  sqlite3_stmt* statement = statement_;
  Use use(connection);
  int code = Step(statement);
  if (code == SQLITE_ROW && !connection.has_failed()) {
    return rows_.Row(isolate(), statement, settings_.read_big_ints, settings_.return_arrays);
  }
  *done = code == SQLITE_DONE && !connection.has_failed();
  if (!*done) connection.Throw();
  connection.Reset(statement);
  return {};
}

bool Statement::Return() {
  if (!IsOpen()) return false;
  if (running_) {
    InvalidState("statement is being executed").Throw(isolate());
    return false;
  }
  Use use(*connection_);
  connection_->Reset(statement_);
  return true;
}

void StatementIterator::Next(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  bool done = done_;
  v8::Local<v8::Value> row = v8::Null(isolate);
  if (!done && !statement_.Next(&done).ToLocal(&row)) {
    if (!done) return;
    row = v8::Null(isolate);
  }
  done_ = done;
  v8::Local<v8::Object> result;
  if (NewResult(isolate, done, row).ToLocal(&result)) info.GetReturnValue().Set(result);
}

void StatementIterator::Return(const bind::CallInfo& info) {
  if (!statement_.Return()) return;
  done_ = true;
  v8::Local<v8::Object> result;
  if (NewResult(info.GetIsolate(), true, v8::Null(info.GetIsolate())).ToLocal(&result)) {
    info.GetReturnValue().Set(result);
  }
}

// --- What programs ask about it. ---

void Statement::Columns(const bind::CallInfo& info) {
  if (!IsOpen()) return;
  v8::Isolate* isolate = info.GetIsolate();
  Use use(*connection_);
  v8::LocalVector<v8::Value> columns(isolate);
  auto text = [&](const char* value) -> v8::Local<v8::Value> {
    if (!value) return v8::Null(isolate);
    return bind::NewString(isolate, value);
  };
  for (int i = 0; i < sqlite3_column_count(statement_); ++i) {
    v8::Local<v8::Value> values[] = {
        text(sqlite3_column_origin_name(statement_, i)), text(sqlite3_column_database_name(statement_, i)),
        text(sqlite3_column_name(statement_, i)), text(sqlite3_column_table_name(statement_, i)),
        text(sqlite3_column_decltype(statement_, i))};
    v8::Local<v8::Object> column;
    if (!NewColumn(isolate, values).ToLocal(&column)) return;
    columns.push_back(column);
  }
  info.GetReturnValue().Set(v8::Array::New(isolate, columns.data(), columns.size()));
}

void Statement::SourceSql(const bind::CallInfo& info) {
  if (!IsOpen()) return;
  auto text = bind::Convert<std::string>::To(info.GetIsolate(), sqlite3_sql(statement_));
  if (!text.IsEmpty()) info.GetReturnValue().Set(text);
}

void Statement::ExpandedSql(const bind::CallInfo& info) {
  if (!IsOpen()) return;
  Use use(*connection_);
  std::unique_ptr<char, decltype(&sqlite3_free)> expanded(sqlite3_expanded_sql(statement_), sqlite3_free);
  if (!expanded) {
    return bind::Error::Plain("ERR_SQLITE_ERROR", "Expanded SQL text would exceed configured limits")
        .Throw(info.GetIsolate());
  }
  auto text = bind::Convert<std::string>::To(info.GetIsolate(), expanded.get());
  if (!text.IsEmpty()) info.GetReturnValue().Set(text);
}

void Statement::Set(const bind::CallInfo& info, const char* name, bool StatementSettings::*setting) {
  if (!IsOpen()) return;
  if (!info[0]->IsBoolean()) {
    return bind::Error::Type("ERR_INVALID_ARG_TYPE", std::string("The \"") + name + "\" argument must be a boolean.")
        .Throw(info.GetIsolate());
  }
  settings_.*setting = info[0]->IsTrue();
}

void Statement::SetReadBigInts(const bind::CallInfo& info) {
  Set(info, "readBigInts", &StatementSettings::read_big_ints);
}
void Statement::SetReturnArrays(const bind::CallInfo& info) {
  Set(info, "returnArrays", &StatementSettings::return_arrays);
}
void Statement::SetAllowBareNamedParameters(const bind::CallInfo& info) {
  Set(info, "allowBareNamedParameters", &StatementSettings::bare_named_parameters);
}
void Statement::SetAllowUnknownNamedParameters(const bind::CallInfo& info) {
  Set(info, "enabled", &StatementSettings::unknown_named_parameters);
}

}  // namespace eddy::sqlite
