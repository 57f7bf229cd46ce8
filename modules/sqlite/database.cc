// DatabaseSync: what programs call, checked, on its Connection.
#include "sqlite/database.h"

#include "permission/permission.h"
#include "sqlite/arguments.h"
#include "sqlite/classes.h"
#include "sqlite/functions.h"
#include "sqlite/session.h"
#include "sqlite/tag_store.h"

namespace eddy::sqlite {
namespace {

bind::Error InvalidState(const char* message) { return bind::Error::Plain("ERR_INVALID_STATE", message); }

// This thread's.
thread_local std::vector<Database*> open_databases;

}  // namespace

// --- Opening and closing. ---

void Database::New(const bind::CallInfo& info) {
  if (!info.IsConstructCall()) {
    return bind::Error::Type("ERR_CONSTRUCT_CALL_REQUIRED", "Cannot call constructor without `new`")
        .Throw(info.GetIsolate());
  }
  bind::Construct<Database, const bind::CallInfo&>(info);
}

Database::Database(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  bool open = true;
  if (!ReadPath(isolate, info[0], &path_)) return;
  if (info.Length() > 1) {
    v8::Local<v8::Object> options;
    if (!ReadOptions(info, 1, &options) || !ReadSettings(options, &open)) return;
  }
  if (settings_.allow_extension && permission::IsRestricted("SQLite extensions")) {
    error_ = bind::Error::Plain("ERR_LOAD_SQLITE_EXTENSION",
                                "Cannot load SQLite extensions when the permission model is enabled.");
  } else if (open) {
    error_ = Connect(isolate);
  }
}

bool Database::ReadSettings(v8::Local<v8::Object> options, bool* open) {
  return ReadOption(options, "open", open) && ReadOption(options, "readOnly", &settings_.read_only) &&
         ReadOption(options, "enableForeignKeyConstraints", &settings_.foreign_keys) &&
         ReadOption(options, "enableDoubleQuotedStringLiterals", &settings_.double_quoted_strings) &&
         ReadOption(options, "allowExtension", &settings_.allow_extension) &&
         ReadOption(options, "timeout", &settings_.timeout) &&
         ReadOption(options, "readBigInts", &statement_settings_.read_big_ints) &&
         ReadOption(options, "returnArrays", &statement_settings_.return_arrays) &&
         ReadOption(options, "allowBareNamedParameters", &statement_settings_.bare_named_parameters) &&
         ReadOption(options, "allowUnknownNamedParameters", &statement_settings_.unknown_named_parameters) &&
         ReadOption(options, "defensive", &settings_.defensive);
}

Database::~Database() { Disconnect(); }

std::optional<bind::Error> Database::Connect(v8::Isolate* isolate) {
  auto opened = Connection::Open(isolate, path_, settings_);
  if (!opened.ok()) return opened.error();
  connection_ = std::move(opened.value());
  open_databases.push_back(this);
  extensions_enabled_ = settings_.allow_extension;
  return std::nullopt;
}

void Database::Disconnect() {
  if (!connection_) return;
  std::erase(open_databases, this);
  Connection::Close(std::move(connection_));
}

void Database::CloseAll() {
  while (!open_databases.empty()) open_databases.back()->Disconnect();
}

bool Database::RequireOpen(v8::Isolate* isolate) {
  if (connection_) return !connection_->RefuseToAuthorizer();
  InvalidState("database is not open").Throw(isolate);
  return false;
}

void Database::Open(const bind::CallInfo& info) {
  if (connection_) return InvalidState("database is already open").Throw(info.GetIsolate());
  if (auto error = Connect(info.GetIsolate())) error->Throw(info.GetIsolate());
}

void Database::Close(const bind::CallInfo& info) {
  if (!connection_) return InvalidState("database is not open").Throw(info.GetIsolate());
  Disconnect();
}

void Database::Dispose(const bind::CallInfo&) { Disconnect(); }

void Database::IsOpen(const bind::CallInfo& info) { info.GetReturnValue().Set(connection_ != nullptr); }

void Database::IsTransaction(const bind::CallInfo& info) {
  if (RequireOpen(info.GetIsolate())) info.GetReturnValue().Set(sqlite3_get_autocommit(connection_->db()) == 0);
}

void Database::Location(const bind::CallInfo& info) {
  if (!RequireOpen(info.GetIsolate())) return;
  std::string name = "main";
  if (info.Length() > 0 && !info[0]->IsUndefined() && !ReadString(info, 0, "dbName", &name)) return;
  const char* file = sqlite3_db_filename(connection_->db(), name.c_str());
  if (!file || !*file) return info.GetReturnValue().SetNull();
  info.GetReturnValue().Set(bind::NewString(info.GetIsolate(), file));
}

// --- Running SQL. ---

void Database::Exec(const bind::CallInfo& info) {
  std::string sql;
  if (!RequireOpen(info.GetIsolate()) || !ReadString(info, 0, "sql", &sql)) return;
  Connection& connection = *connection_;
  Use use(connection);
  int code = sqlite3_exec(connection.db(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK || connection.has_failed()) connection.Throw();
}

void Database::Prepare(const bind::CallInfo& info) {
  std::string sql;
  if (!RequireOpen(info.GetIsolate()) || !ReadString(info, 0, "sql", &sql)) return;
  v8::Local<v8::Object> statement;
  if (Statement::Prepare(*connection_, info.This(), sql, statement_settings_).ToLocal(&statement)) {
    info.GetReturnValue().Set(statement);
  }
}

void Database::CreateTagStore(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!RequireOpen(isolate)) return;
  int capacity = 1000;
  if (info[0]->IsNumber()) capacity = info[0]->Int32Value(isolate->GetCurrentContext()).FromMaybe(0);
  v8::Local<v8::Object> store;
  if (Instantiate(isolate, new TagStore(*this, capacity), info.This()).ToLocal(&store))
    info.GetReturnValue().Set(store);
}

// --- Callbacks. ---

void Database::Function(const bind::CallInfo& info) {
  if (RequireOpen(info.GetIsolate())) DefineFunction(*this, info);
}

void Database::Aggregate(const bind::CallInfo& info) {
  if (RequireOpen(info.GetIsolate())) DefineAggregate(*this, info);
}

void Database::SetAuthorizer(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!info[0]->IsFunction() && !info[0]->IsNull()) {
    return ThrowWrongType(isolate, "callback", "a function or null");
  }
  if (!connection_) return InvalidState("database is not open").Throw(isolate);
  Use use(*connection_);
  connection_->SetAuthorizer(info[0]);
}

// --- Sessions. ---

void Database::CreateSession(const bind::CallInfo& info) {
  if (RequireOpen(info.GetIsolate())) Session::Create(*this, info);
}

void Database::ApplyChangeset(const bind::CallInfo& info) {
  if (RequireOpen(info.GetIsolate())) sqlite::ApplyChangeset(*this, info);
}

// --- Extensions and safety. ---

void Database::EnableLoadExtension(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!info[0]->IsBoolean()) return ThrowWrongType(isolate, "allow", "a boolean");
  bool enable = info[0]->IsTrue();
  if (enable && !settings_.allow_extension) {
    return InvalidState("Cannot enable extension loading because it was disabled at database creation.").Throw(isolate);
  }
  if (connection_ && connection_->RefuseToAuthorizer()) return;
  extensions_enabled_ = enable;
  if (!connection_) return;
  Use use(*connection_);
  sqlite3_db_config(connection_->db(), SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, enable ? 1 : 0, nullptr);
}

void Database::LoadExtension(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!RequireOpen(isolate)) return;
  if (!extensions_enabled_ || permission::IsRestricted("SQLite extensions"))
    return InvalidState("extension loading is not allowed").Throw(isolate);
  std::string path;
  if (!ReadString(info, 0, "path", &path)) return;
  Use use(*connection_);
  char* message = nullptr;
  if (sqlite3_load_extension(connection_->db(), path.c_str(), nullptr, &message) == SQLITE_OK) return;
  bind::Error::Plain("ERR_LOAD_SQLITE_EXTENSION", message ? message : "cannot load extension").Throw(isolate);
  sqlite3_free(message);
}

void Database::EnableDefensive(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!RequireOpen(isolate)) return;
  if (!info[0]->IsBoolean()) return ThrowWrongType(isolate, "active", "a boolean");
  Use use(*connection_);
  sqlite3_db_config(connection_->db(), SQLITE_DBCONFIG_DEFENSIVE, info[0]->IsTrue() ? 1 : 0, nullptr);
}

}  // namespace eddy::sqlite
