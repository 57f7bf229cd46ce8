// SQLTagStore: template literals as statements, of which the ones used last are kept.
#pragma once
#include <list>
#include <string>
#include <unordered_map>

#include "bind/function.h"
#include "bind/object.h"
#include "sqlite/statement.h"

namespace eddy::sqlite {

class Database;

class TagStore : public bind::Object<TagStore> {
 public:
  TagStore(Database& database, int capacity) : database_(database), capacity_(capacity) {}

  void Get(const bind::CallInfo& info) { Execute(info, &Statement::GiveFirst); }
  void All(const bind::CallInfo& info) { Execute(info, &Statement::GiveAll); }
  void Iterate(const bind::CallInfo& info) { Execute(info, &Statement::GiveIterator); }
  void Run(const bind::CallInfo& info) { Execute(info, &Statement::GiveChanges); }
  void Clear(const bind::CallInfo& info);
  void Size(const bind::CallInfo& info) { info.GetReturnValue().Set(static_cast<int>(kept_.size())); }
  void Capacity(const bind::CallInfo& info) { info.GetReturnValue().Set(capacity_); }
  void Db(const bind::CallInfo& info);

 private:
  void Execute(const bind::CallInfo& info, Statement::Give give);
  // The SQL of a literal, with a parameter for each value. False: an exception is pending.
  bool ReadSql(const bind::CallInfo& info, std::string* sql);
  v8::MaybeLocal<v8::Object> StatementFor(const bind::CallInfo& info, const std::string& sql);

  struct Kept {
    std::string sql;
    v8::Global<v8::Object> statement;
  };

  Database& database_;  // which its wrapper keeps alive
  const int capacity_;
  std::list<Kept> kept_;  // the one used last is first
  std::unordered_map<std::string_view, std::list<Kept>::iterator> by_sql_;
};

}  // namespace eddy::sqlite
