#include "sqlite/session.h"

#include <memory>

#include "bind/buffer.h"
#include "sqlite/arguments.h"
#include "sqlite/classes.h"
#include "sqlite/database.h"

namespace eddy::sqlite {

// --- Sessions. ---

void Session::Create(Database& database, const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  std::string table, name = "main";
  bool has_table = false;
  if (info.Length() > 0) {
    v8::Local<v8::Object> options;
    if (!ReadOptions(info, 0, &options)) return;
    table.assign(1, '\0');  // which no name is
    if (!ReadOwnOption(options, "table", &table) || !ReadOwnOption(options, "db", &name)) return;
    has_table = table != std::string(1, '\0');
  }
  if (!database.RequireOpen(isolate)) return;
  Connection& connection = *database.connection();
  Use use(connection);
  sqlite3_session* session = nullptr;
  int code = sqlite3session_create(connection.db(), name.c_str(), &session);
  if (code != SQLITE_OK) return connection.Throw();
  code = sqlite3session_attach(session, has_table ? table.c_str() : nullptr);
  if (code != SQLITE_OK) {
    connection.Discard(session);
    return connection.Throw();
  }
  v8::Local<v8::Object> made;
  if (Instantiate(isolate, new Session(connection, session), info.This()).ToLocal(&made)) {
    info.GetReturnValue().Set(made);
  }
}

Session::~Session() {
  if (!connection_) return;
  Use use(*connection_);
  Detach();
}

void Session::Detach() {
  if (!connection_) return;
  connection_->Remove(this);
  if (session_) connection_->Discard(session_);
  connection_ = nullptr;
  session_ = nullptr;
}

bool Session::IsOpen() {
  if (session_) return !connection_->RefuseToAuthorizer();
  bind::Error::Plain("ERR_INVALID_STATE", connection_ ? "session is not open" : "database is not open")
      .Throw(isolate());
  return false;
}

void Session::Give(const bind::CallInfo& info, Maker make) {
  if (!IsOpen()) return;
  Connection& connection = *connection_;
  Use use(connection);
  int size = 0;
  void* bytes = nullptr;
  int code = make(session_, &size, &bytes);
  std::unique_ptr<void, decltype(&sqlite3_free)> owned(bytes, sqlite3_free);
  if (connection.Rethrow()) return;
  if (code != SQLITE_OK) return ErrorOf(code).Throw(info.GetIsolate());
  bind::OwnedBytes copy(std::string_view(static_cast<const char*>(bytes), static_cast<size_t>(size)));
  auto memory = copy.ToArrayBuffer(info.GetIsolate());
  if (!memory.IsEmpty()) info.GetReturnValue().Set(v8::Uint8Array::New(memory, 0, static_cast<size_t>(size)));
}

void Session::Close(const bind::CallInfo& info) {
  if (IsOpen()) Dispose(info);
}

void Session::Dispose(const bind::CallInfo&) {
  if (!session_) return;
  Use use(*connection_);
  connection_->Discard(std::exchange(session_, nullptr));
}

// --- Changesets. ---

namespace {

struct Application {
  Connection& connection;
  v8::Local<v8::Function> on_conflict, filter;

  v8::MaybeLocal<v8::Value> Call(v8::Local<v8::Function> function, v8::Local<v8::Value> argument) {
    v8::Isolate* isolate = connection.isolate();
    v8::TryCatch caught(isolate);
    v8::Local<v8::Value> answer;
    if (function->Call(isolate->GetCurrentContext(), v8::Undefined(isolate), 1, &argument).ToLocal(&answer)) {
      return answer;
    }
    connection.Fail(caught);
    return {};
  }

  // What is no integer is none of SQLite's answers, which it refuses.
  static int OnConflict(void* data, int kind, sqlite3_changeset_iter*) {
    auto& self = *static_cast<Application*>(data);
    constexpr int kNoAnswer = -1;
    if (!self.connection.may_call() || self.on_conflict.IsEmpty()) return SQLITE_CHANGESET_ABORT;
    v8::HandleScope handles(self.connection.isolate());
    v8::Local<v8::Value> answer;
    if (!self.Call(self.on_conflict, v8::Integer::New(self.connection.isolate(), kind)).ToLocal(&answer)) {
      return SQLITE_CHANGESET_ABORT;
    }
    return answer->IsInt32() ? answer.As<v8::Int32>()->Value() : kNoAnswer;
  }

  static int Filter(void* data, const char* table) {
    auto& self = *static_cast<Application*>(data);
    if (!self.connection.may_call()) return 0;
    v8::Isolate* isolate = self.connection.isolate();
    v8::HandleScope handles(isolate);
    v8::Local<v8::Value> answer;
    if (!self.Call(self.filter, bind::NewString(isolate, table)).ToLocal(&answer)) return 0;
    return answer->BooleanValue(isolate) ? 1 : 0;
  }
};

}  // namespace

void ApplyChangeset(Database& database, const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  if (!info[0]->IsUint8Array()) return ThrowWrongType(isolate, "changeset", "a Uint8Array");
  v8::Local<v8::Function> on_conflict, filter;
  if (info.Length() > 1 && !info[1]->IsUndefined()) {
    v8::Local<v8::Object> options;
    if (!ReadOptions(info, 1, &options) || !ReadOption(options, "onConflict", &on_conflict) ||
        !ReadOwnOption(options, "filter", &filter)) {
      return;
    }
  }
  if (!database.RequireOpen(isolate)) return;
  Connection& connection = *database.connection();
  Use use(connection);
  auto bytes = bind::BytesOf(info[0]);
  // A copy: callbacks may detach or change what the program gave.
  std::string copy(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  Application application{connection, on_conflict, filter};
  int code =
      sqlite3changeset_apply(connection.db(), static_cast<int>(copy.size()), copy.data(),
                             filter.IsEmpty() ? nullptr : Application::Filter, Application::OnConflict, &application);
  if (connection.Rethrow()) return;
  if (code == SQLITE_OK || code == SQLITE_ABORT) return info.GetReturnValue().Set(code == SQLITE_OK);
  ErrorOf(code).Throw(isolate);
}

}  // namespace eddy::sqlite
