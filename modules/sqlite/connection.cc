// Opening, closing, and the lifetime of what is open.
#include "sqlite/connection.h"

#include "bind/convert.h"
#include "engine/check.h"
#include "permission/permission.h"
#include "sqlite/file_access.h"
#include "sqlite/session.h"
#include "sqlite/statement.h"

namespace eddy::sqlite {

bind::Error ErrorOf(int code) {
  return bind::Error::Plain("ERR_SQLITE_ERROR", sqlite3_errstr(code)).With("errcode", static_cast<double>(code));
}

// --- Opening and closing. ---

bind::Result<std::unique_ptr<Connection>> Connection::Open(v8::Isolate* isolate, const std::string& location,
                                                           const ConnectionSettings& settings) {
  PrepareFileAccess();
  // Only this thread uses it, and the pool's under mutex_: SQLite need not lock. Extensions may have threads.
  int flags = SQLITE_OPEN_URI | (settings.allow_extension ? SQLITE_OPEN_FULLMUTEX : SQLITE_OPEN_NOMUTEX) |
              (settings.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* db = nullptr;
  int code = sqlite3_open_v2(location.c_str(), &db, flags, nullptr);
  if (!db) return ErrorOf(SQLITE_NOMEM);
  std::unique_ptr<Connection> connection(new Connection(isolate, db));
  if (code != SQLITE_OK) return connection->LastError();
  connection->Configure(settings);
  return connection;
}

void Connection::Configure(const ConnectionSettings& settings) {
  auto set = [&](int option, bool on) { sqlite3_db_config(db_, option, on ? 1 : 0, nullptr); };
  set(SQLITE_DBCONFIG_DQS_DML, settings.double_quoted_strings);
  set(SQLITE_DBCONFIG_DQS_DDL, settings.double_quoted_strings);
  set(SQLITE_DBCONFIG_ENABLE_FKEY, settings.foreign_keys);
  set(SQLITE_DBCONFIG_DEFENSIVE, settings.defensive);
  if (settings.allow_extension) set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, true);
  sqlite3_busy_timeout(db_, settings.timeout);
  // Temporary files lie where the program may not write.
  if (!permission::Allows(permission::Scope::kFileSystemWrite)) {
    sqlite3_exec(db_, "PRAGMA temp_store = MEMORY", nullptr, nullptr, nullptr);
  }
}

void Connection::Close(std::unique_ptr<Connection> connection) {
  auto* self = connection.get();
  Use use(*self);
  while (self->first_statement_) self->first_statement_->Detach();
  while (!self->sessions_.empty()) self->sessions_.back()->Detach();
  self->own_self_ = std::move(connection);
  self->busy_leaving_ = true;
}

Connection::~Connection() {
  CHECK(depth_ == 0 && backups_ == 0 && !first_statement_ && sessions_.empty());
  freeing_ = true;
  sqlite3_set_authorizer(db_, nullptr, nullptr);
  FreeDiscarded();
  sqlite3_close_v2(db_);
}

// --- Uses. ---

void Connection::Lock() {
  mutex_.lock();
  locked_ = true;
  busy_leaving_ = true;
}

void Connection::LeaveLast() {
  busy_leaving_ = false;
  FreeDiscarded();
  if (locked_) {
    locked_ = false;
    mutex_.unlock();
  }
  if (!own_self_) return;
  busy_leaving_ = true;
  if (backups_ == 0) auto gone = std::move(own_self_);
}

void Connection::EndBackup() {
  CHECK(backups_ > 0);
  --backups_;
  if (own_self_ && depth_ == 0 && backups_ == 0) auto gone = std::move(own_self_);
}

// --- What is open on it. ---

void Connection::Add(Statement* statement) {
  statement->next_ = first_statement_;
  if (first_statement_) first_statement_->previous_ = statement;
  first_statement_ = statement;
}

void Connection::Remove(Statement* statement) {
  (statement->previous_ ? statement->previous_->next_ : first_statement_) = statement->next_;
  if (statement->next_) statement->next_->previous_ = statement->previous_;
  statement->previous_ = statement->next_ = nullptr;
}

void Connection::Discard(sqlite3_stmt* statement) {
  if (!statement) return;
  discarded_statements_.push_back(statement);
  busy_leaving_ = true;
}

void Connection::Discard(sqlite3_session* session) {
  sqlite3session_enable(session, 0);
  discarded_sessions_.push_back(session);
  busy_leaving_ = true;
}

void Connection::FreeDiscarded() {
  bool outer = std::exchange(freeing_, true);
  for (auto* session : std::exchange(discarded_sessions_, {})) sqlite3session_delete(session);
  for (auto* statement : std::exchange(discarded_statements_, {})) sqlite3_finalize(statement);
  freeing_ = outer;
}

void Connection::Reset(sqlite3_stmt* statement) {
  bool outer = std::exchange(freeing_, true);
  sqlite3_reset(statement);
  freeing_ = outer;
}

// --- Failures. ---

void Connection::Fail(v8::TryCatch& caught) {
  failed_ = true;
  terminated_ = caught.HasTerminated();
  if (caught.HasCaught() && !terminated_) exception_.Reset(isolate_, caught.Exception());
}

void Connection::Fail(const bind::Error& error) {
  failed_ = true;
  exception_.Reset(isolate_, error.ToException(isolate_));
}

bool Connection::Rethrow() {
  if (!failed_) return false;
  failed_ = false;
  if (std::exchange(terminated_, false)) {
    isolate_->TerminateExecution();
  } else {
    isolate_->ThrowException(exception_.Get(isolate_));
  }
  exception_.Reset();
  return true;
}

bind::Error Connection::LastError() {
  if (auto denial = TakeDenial()) return std::move(*denial);
  int code = sqlite3_extended_errcode(db_);
  return bind::Error::Plain("ERR_SQLITE_ERROR", sqlite3_errmsg(db_))
      .With("errcode", static_cast<double>(code))
      .With("errstr", std::string(sqlite3_errstr(code)));
}

void Connection::Throw() {
  if (!Rethrow()) LastError().Throw(isolate_);
}

// --- The authorizer. ---

void Connection::SetAuthorizer(v8::Local<v8::Value> callback) {
  if (callback->IsNull()) {
    sqlite3_set_authorizer(db_, nullptr, nullptr);
    authorizer_.Reset();
    return;
  }
  authorizer_.Reset(isolate_, callback.As<v8::Function>());
  sqlite3_set_authorizer(db_, Authorize, this);
}

bool Connection::RefuseToAuthorizer() {
  if (authorizing_ == 0) return false;
  bind::Error::Plain("ERR_INVALID_STATE", "database cannot be used by its authorizer").Throw(isolate_);
  return true;
}

int Connection::Authorize(void* data, int action, const char* first, const char* second, const char* database,
                          const char* source) {
  auto& self = *static_cast<Connection*>(data);
  if (!self.may_call()) return SQLITE_DENY;
  v8::Isolate* isolate = self.isolate_;
  v8::HandleScope handles(isolate);
  auto context = isolate->GetCurrentContext();
  auto text = [&](const char* value) -> v8::Local<v8::Value> {
    if (!value) return v8::Null(isolate);
    return bind::NewString(isolate, value);
  };
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, action), text(first), text(second), text(database),
                                      text(source)};
  v8::TryCatch caught(isolate);
  v8::Local<v8::Value> answer;
  ++self.authorizing_;
  bool good = self.authorizer_.Get(isolate)->Call(context, v8::Undefined(isolate), 5, arguments).ToLocal(&answer);
  --self.authorizing_;
  if (!good) {
    self.Fail(caught);
    return SQLITE_DENY;
  }
  if (!answer->IsInt32()) {
    self.Fail(bind::Error::Type(nullptr, "Authorizer callback must return an integer authorization code"));
    return SQLITE_DENY;
  }
  int code = answer.As<v8::Int32>()->Value();
  if (code == SQLITE_OK || code == SQLITE_DENY || code == SQLITE_IGNORE) return code;
  self.Fail(bind::Error::Range(nullptr, "Authorizer callback returned a invalid authorization code"));
  return SQLITE_DENY;
}

}  // namespace eddy::sqlite
