#include "sqlite/tag_store.h"

#include "bind/convert.h"
#include "sqlite/classes.h"
#include "sqlite/database.h"

namespace eddy::sqlite {

bool TagStore::ReadSql(const bind::CallInfo& info, std::string* sql) {
  v8::Isolate* isolate = info.GetIsolate();
  auto refuse = [&](const char* message) {
    bind::Error::Type("ERR_INVALID_ARG_TYPE", message).Throw(isolate);
    return false;
  };
  if (!info[0]->IsArray()) return refuse("First argument must be an array of strings (template literal).");
  auto parts = info[0].As<v8::Array>();
  auto values = static_cast<uint32_t>(info.Length() - 1);
  for (uint32_t i = 0; i < parts->Length(); ++i) {
    v8::Local<v8::Value> part;
    if (!parts->Get(isolate->GetCurrentContext(), i).ToLocal(&part)) return false;
    auto text = bind::Convert<std::string>::From(isolate, part);
    if (!text) return refuse("Template literal parts must be strings.");
    *sql += *text;
    if (i < values) *sql += '?';
  }
  return true;
}

v8::MaybeLocal<v8::Object> TagStore::StatementFor(const bind::CallInfo& info, const std::string& sql) {
  v8::Isolate* isolate = info.GetIsolate();
  if (auto found = by_sql_.find(sql); found != by_sql_.end()) {
    auto statement = found->second->statement.Get(isolate);
    if (bind::Unwrap<Statement>(statement)->is_open()) {
      kept_.splice(kept_.begin(), kept_, found->second);
      return statement;
    }
    auto gone = found->second;
    by_sql_.erase(found);
    kept_.erase(gone);
  }
  v8::Local<v8::Object> statement;
  if (!Statement::Prepare(*database_.connection(), KeptBy(info.This()), sql, database_.statement_settings(),
                          Statement::OnError::kTagStore)
           .ToLocal(&statement)) {
    return {};
  }
  if (capacity_ == 0) return statement;
  if (capacity_ > 0 && kept_.size() >= static_cast<size_t>(capacity_)) {
    by_sql_.erase(kept_.back().sql);
    kept_.pop_back();
  }
  kept_.push_front({sql, v8::Global<v8::Object>(isolate, statement)});
  by_sql_[kept_.front().sql] = kept_.begin();
  return statement;
}

void TagStore::Execute(const bind::CallInfo& info, Statement::Give give) {
  v8::Isolate* isolate = info.GetIsolate();
  std::string sql;
  if (!database_.RequireOpen(isolate) || !ReadSql(info, &sql)) return;
  if (!database_.RequireOpen(isolate)) return;  // the array may be a program's own, with getters
  Use use(*database_.connection());
  v8::Local<v8::Object> statement;
  if (!StatementFor(info, sql).ToLocal(&statement)) return;
  bind::Unwrap<Statement>(statement)->Execute(info, 1, give, false);
}

void TagStore::Clear(const bind::CallInfo&) {
  by_sql_.clear();
  kept_.clear();
}

void TagStore::Db(const bind::CallInfo& info) { info.GetReturnValue().Set(KeptBy(info.This())); }

}  // namespace eddy::sqlite
