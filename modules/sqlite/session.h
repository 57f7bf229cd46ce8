// Sessions, which record changes, and changesets, which repeat them elsewhere.
#pragma once
#include <sqlite3.h>

#include "bind/function.h"
#include "bind/object.h"
#include "sqlite/connection.h"

namespace eddy::sqlite {

class Database;

class Session : public bind::Object<Session> {
 public:
  static void Create(Database& database, const bind::CallInfo& info);
  ~Session() override;

  void Changeset(const bind::CallInfo& info) { Give(info, sqlite3session_changeset); }
  void Patchset(const bind::CallInfo& info) { Give(info, sqlite3session_patchset); }
  void Close(const bind::CallInfo& info);
  void Dispose(const bind::CallInfo& info);

  // The connection is closed.
  void Detach();

 private:
  Session(Connection& connection, sqlite3_session* session) : connection_(&connection), session_(session) {
    connection.Add(this);
  }
  using Maker = int (*)(sqlite3_session*, int*, void**);
  void Give(const bind::CallInfo& info, Maker make);
  bool IsOpen();

  Connection* connection_;    // null: the database is closed
  sqlite3_session* session_;  // null: the session is
};

void ApplyChangeset(Database& database, const bind::CallInfo& info);

}  // namespace eddy::sqlite
