// DatabaseSync.
#pragma once
#include <memory>
#include <string>

#include "bind/function.h"
#include "bind/object.h"
#include "sqlite/connection.h"
#include "sqlite/statement.h"

namespace eddy::sqlite {

class Database : public bind::Object<Database> {
 public:
  static void New(const bind::CallInfo& info);
  explicit Database(const bind::CallInfo& info);
  ~Database() override;
  std::optional<bind::Error> construction_error() { return std::exchange(error_, std::nullopt); }

  // Null while it is closed.
  Connection* connection() const { return connection_.get(); }
  const StatementSettings& statement_settings() const { return statement_settings_; }

  void Open(const bind::CallInfo& info);
  void Close(const bind::CallInfo& info);
  void Dispose(const bind::CallInfo& info);
  void IsOpen(const bind::CallInfo& info);
  void IsTransaction(const bind::CallInfo& info);
  void Location(const bind::CallInfo& info);
  void Exec(const bind::CallInfo& info);
  void Prepare(const bind::CallInfo& info);
  void CreateTagStore(const bind::CallInfo& info);
  void Function(const bind::CallInfo& info);
  void Aggregate(const bind::CallInfo& info);
  void SetAuthorizer(const bind::CallInfo& info);
  void CreateSession(const bind::CallInfo& info);
  void ApplyChangeset(const bind::CallInfo& info);
  void EnableLoadExtension(const bind::CallInfo& info);
  void LoadExtension(const bind::CallInfo& info);
  void EnableDefensive(const bind::CallInfo& info);

  // The thread ends: what a program left open is closed as it would close it, so that no log stays beside the file.
  static void CloseAll();

  // Throws ERR_INVALID_STATE where it is closed.
  bool RequireOpen(v8::Isolate* isolate);

 private:
  bool ReadSettings(v8::Local<v8::Object> options, bool* open);
  std::optional<bind::Error> Connect(v8::Isolate* isolate);
  void Disconnect();

  std::string path_;
  ConnectionSettings settings_;
  StatementSettings statement_settings_;
  bool extensions_enabled_ = false;
  std::unique_ptr<Connection> connection_;
  std::optional<bind::Error> error_;
};

}  // namespace eddy::sqlite
