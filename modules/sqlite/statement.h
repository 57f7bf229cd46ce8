// Prepared statements (StatementSync), and their iterators.
#pragma once
#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bind/function.h"
#include "bind/object.h"
#include "sqlite/connection.h"
#include "sqlite/rows.h"
#include "sqlite/values.h"

namespace eddy::sqlite {

struct StatementSettings {
  bool read_big_ints = false;
  bool return_arrays = false;
  bool bare_named_parameters = true;
  bool unknown_named_parameters = false;
};

class Statement : public bind::Object<Statement> {
 public:
  // Compiles `sql`. Empty: an exception is pending. `database` is kept alive by the statement.
  // A tag store says less of what is wrong with the SQL, as Node's.
  enum class OnError { kSay, kTagStore };
  static v8::MaybeLocal<v8::Object> Prepare(Connection& connection, v8::Local<v8::Object> database,
                                            const std::string& sql, const StatementSettings& settings,
                                            OnError on_error = OnError::kSay);
  ~Statement() override;

  // The connection is closed.
  void Detach();
  bool is_open() const { return statement_ != nullptr; }

  void All(const bind::CallInfo& info) { Execute(info, 0, &Statement::GiveAll); }
  void Get(const bind::CallInfo& info) { Execute(info, 0, &Statement::GiveFirst); }
  void Run(const bind::CallInfo& info) { Execute(info, 0, &Statement::GiveChanges); }
  void Iterate(const bind::CallInfo& info) { Execute(info, 0, &Statement::GiveIterator); }
  void Columns(const bind::CallInfo& info);
  void SourceSql(const bind::CallInfo& info);
  void ExpandedSql(const bind::CallInfo& info);
  void SetReadBigInts(const bind::CallInfo& info);
  void SetReturnArrays(const bind::CallInfo& info);
  void SetAllowBareNamedParameters(const bind::CallInfo& info);
  void SetAllowUnknownNamedParameters(const bind::CallInfo& info);

  // Binds the arguments from `first` on and runs the statement; `give` returns what it gave.
  using Give = void (Statement::*)(const bind::CallInfo& info);
  void Execute(const bind::CallInfo& info, int first, Give give, bool may_be_named = true);
  void GiveAll(const bind::CallInfo& info);
  void GiveFirst(const bind::CallInfo& info);
  void GiveChanges(const bind::CallInfo& info);
  void GiveIterator(const bind::CallInfo& info);

  // The next row. Empty with `*done` set behind the last one; empty without it: an exception is pending.
  v8::MaybeLocal<v8::Value> Next(bool* done);
  // Ends a run. False: an exception is pending.
  bool Return();

 private:
  friend class Connection;
  Statement(Connection& connection, sqlite3_stmt* statement, const StatementSettings& settings);
  bool IsOpen();  // or throws
  void LearnParameters();
  bool Bind(const bind::CallInfo& info, int first, bool may_be_named);
  bool BindNamed(v8::Local<v8::Object> values);
  int IndexOf(const std::string& name);  // 0: none; -1: an exception is pending
  bool LearnBareNames();
  bool BindOne(int index, v8::Local<v8::Value> value);
  int Step(sqlite3_stmt* statement);
  void Set(const bind::CallInfo& info, const char* name, bool StatementSettings::*setting);

  Connection* connection_;
  sqlite3_stmt* statement_;
  StatementSettings settings_;
  Statement* previous_ = nullptr;
  Statement* next_ = nullptr;
  bool running_ = false;  // SQLite is inside of it

  int parameters_ = 0;
  std::vector<int> anonymous_;             // their indices
  std::unique_ptr<BoundBytes[]> bytes_;    // what is bound, by index
  std::map<std::string, int> bare_names_;  // without their prefix
  bool bare_names_known_ = false;
  Rows rows_;
};

// An iterator over the rows of a statement, which several may share, as in Node: they take turns.
class StatementIterator : public bind::Object<StatementIterator> {
 public:
  explicit StatementIterator(Statement& statement) : statement_(statement) {}
  void Next(const bind::CallInfo& info);
  void Return(const bind::CallInfo& info);

 private:
  Statement& statement_;  // which its wrapper keeps alive
  bool done_ = false;
};

}  // namespace eddy::sqlite
