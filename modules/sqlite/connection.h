// A connection to a database: SQLite's handle, what is open on it, and what keeps it alive.
//
// A program may close a database in any callback that SQLite makes into it (functions, aggregates, authorizers), while
// statements run. What it closes is closed for the program at once; SQLite's own objects go when nothing on the stack
// uses them: when the outermost Use ends, and no backup reads from the connection any more.
#pragma once
#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "bind/error.h"
#include "v8.h"

namespace eddy::sqlite {

class Session;
class Statement;

struct ConnectionSettings {
  bool read_only = false;
  bool foreign_keys = true;
  bool double_quoted_strings = false;
  bool allow_extension = false;
  bool defensive = false;
  int timeout = 0;  // milliseconds to wait for a lock
};

class Connection {
 public:
  // Opens the file, or URI, `location`.
  static bind::Result<std::unique_ptr<Connection>> Open(v8::Isolate* isolate, const std::string& location,
                                                        const ConnectionSettings& settings);
  // Ends everything that is open on it; what SQLite holds is freed as soon as nothing uses it.
  static void Close(std::unique_ptr<Connection> connection);
  ~Connection();
  Connection(const Connection&) = delete;

  sqlite3* db() const { return db_; }
  v8::Isolate* isolate() const { return isolate_; }
  bool is_closed() const { return own_self_ != nullptr; }

  // --- What is open on it. ---
  void Add(Statement* statement);
  void Remove(Statement* statement);
  void Add(Session* session) { sessions_.push_back(session); }
  void Remove(Session* session) { std::erase(sessions_, session); }
  // To be freed when nothing runs.
  void Discard(sqlite3_stmt* statement);
  void Discard(sqlite3_session* session);
  // Ends the run of `statement`. No callback of the program's is called by what this frees.
  void Reset(sqlite3_stmt* statement);

  // --- Callbacks into the program. ---
  // Whether the program may be called: not while something is freed, nor behind a callback that threw.
  bool may_call() const { return !freeing_ && !failed_; }
  // A callback threw; the call that SQLite is in throws it when SQLite has returned.
  void Fail(v8::TryCatch& caught);
  void Fail(const bind::Error& error);
  bool has_failed() const { return failed_; }
  // Throws what a callback threw. False when none did.
  bool Rethrow();
  // Throws why SQLite's last call failed.
  void Throw();
  bind::Error LastError();

  void SetAuthorizer(v8::Local<v8::Value> callback);
  // Whether the authorizer runs: SQLite is compiling SQL, and allows no use of the connection. Then it throws.
  bool RefuseToAuthorizer();

  // --- Backups, which read on threads of the pool. ---
  void BeginBackup() { ++backups_; }
  // On the connection's own thread. The connection may be gone then.
  void EndBackup();
  std::mutex& mutex() { return mutex_; }

 private:
  friend class Use;
  Connection(v8::Isolate* isolate, sqlite3* db) : isolate_(isolate), db_(db) {}
  void Enter() {
    ++depth_;
    if (backups_ > 0 && !locked_) Lock();
  }
  void Leave() {
    if (--depth_ == 0 && busy_leaving_) LeaveLast();
  }
  void Lock();
  void LeaveLast();
  void FreeDiscarded();
  void Configure(const ConnectionSettings& settings);
  static int Authorize(void* self, int action, const char* first, const char* second, const char* database,
                       const char* source);

  v8::Isolate* const isolate_;
  sqlite3* const db_;
  Statement* first_statement_ = nullptr;
  std::vector<Session*> sessions_;
  std::vector<sqlite3_stmt*> discarded_statements_;
  std::vector<sqlite3_session*> discarded_sessions_;
  v8::Global<v8::Function> authorizer_;

  v8::Global<v8::Value> exception_;  // of a callback
  bool failed_ = false;
  bool terminated_ = false;
  bool freeing_ = false;
  int authorizing_ = 0;

  int depth_ = 0;              // uses on the stack
  bool busy_leaving_ = false;  // the last of them has something to do
  int backups_ = 0;
  bool locked_ = false;
  std::mutex mutex_;                      // between this thread and the pool's, while there are backups
  std::unique_ptr<Connection> own_self_;  // once it was closed
};

// Held while SQLite is called on a connection.
class Use {
 public:
  explicit Use(Connection& connection) : connection_(connection) { connection_.Enter(); }
  ~Use() { connection_.Leave(); }
  Use(const Use&) = delete;

 private:
  Connection& connection_;
};

// ERR_SQLITE_ERROR as SQLite describes `code`.
bind::Error ErrorOf(int code);

}  // namespace eddy::sqlite
