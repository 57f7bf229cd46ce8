// The tables are those of Node's files, so that a program finds its items on either runtime. Triggers count the bytes.
#include "storage/items.h"

#include <cstring>

#include "sqlite/file_access.h"

namespace eddy::storage {
namespace {

constexpr const char* kTables = R"(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS nodejs_webstorage_state(
    max_size INTEGER NOT NULL DEFAULT 10485760,
    total_size INTEGER NOT NULL,
    schema_version INTEGER NOT NULL DEFAULT 0,
    single_row_ INTEGER NOT NULL DEFAULT 1 CHECK (single_row_ = 1),
    PRIMARY KEY (single_row_)) STRICT;
  CREATE TABLE IF NOT EXISTS nodejs_webstorage(key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (key)) STRICT;
  INSERT OR IGNORE INTO nodejs_webstorage_state (total_size, schema_version) VALUES (0, 1);
  CREATE TRIGGER IF NOT EXISTS nodejs_quota_insert AFTER INSERT ON nodejs_webstorage BEGIN
    UPDATE nodejs_webstorage_state SET total_size = total_size + length(new.key) + length(new.value);
    SELECT raise(ABORT, 'QuotaExceeded') FROM nodejs_webstorage_state WHERE total_size > max_size;
  END;
  CREATE TRIGGER IF NOT EXISTS nodejs_quota_update AFTER UPDATE ON nodejs_webstorage BEGIN
    UPDATE nodejs_webstorage_state SET total_size = total_size + length(new.value) - length(old.value);
    SELECT raise(ABORT, 'QuotaExceeded') FROM nodejs_webstorage_state WHERE total_size > max_size;
  END;
  CREATE TRIGGER IF NOT EXISTS nodejs_quota_delete AFTER DELETE ON nodejs_webstorage BEGIN
    UPDATE nodejs_webstorage_state SET total_size = total_size - length(old.key) - length(old.value);
  END;
  COMMIT;
)";

constexpr const char* kQueryTexts[] = {
    "SELECT value FROM nodejs_webstorage WHERE key = ?",
    "INSERT INTO nodejs_webstorage (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
    "DELETE FROM nodejs_webstorage WHERE key = ?",
    "DELETE FROM nodejs_webstorage",
    "SELECT count(*) FROM nodejs_webstorage",
    "SELECT key FROM nodejs_webstorage ORDER BY key",
    "SELECT key FROM nodejs_webstorage ORDER BY key LIMIT 1 OFFSET ?"};

constexpr int kBusyTimeout = 5000;  // milliseconds that others may write

void Bind(sqlite3_stmt* statement, int index, const Items::Text& text) {
  sqlite3_bind_blob64(statement, index, text.data() ? static_cast<const void*>(text.data()) : "", text.size() * 2,
                      SQLITE_STATIC);
}

Items::Text TextOf(sqlite3_stmt* statement) {
  const void* bytes = sqlite3_column_blob(statement, 0);
  Items::Text text(static_cast<size_t>(sqlite3_column_bytes(statement, 0)) / 2, u'\0');
  if (!text.empty()) std::memcpy(text.data(), bytes, text.size() * 2);
  return text;
}

// Ends a statement's run at the end of the scope.
class Run {
 public:
  explicit Run(sqlite3_stmt* statement) : statement_(statement) {}
  ~Run() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Run(const Run&) = delete;
  int Step() { return sqlite3_step(statement_); }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

bind::Error Items::LastError() {
  if (auto denial = sqlite::TakeDenial()) return std::move(*denial);
  return bind::Error::Plain("ERR_INVALID_STATE", db_ ? sqlite3_errmsg(db_) : "out of memory");
}

std::optional<bind::Error> Items::Open() {
  sqlite::PrepareFileAccess();
  int code = sqlite3_open_v2(location_.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                             nullptr);
  if (code == SQLITE_OK) {
    sqlite3_busy_timeout(db_, kBusyTimeout);
    code = sqlite3_exec(db_, kTables, nullptr, nullptr, nullptr);
  }
  if (code == SQLITE_OK) return std::nullopt;
  auto error = LastError();
  Close();
  return error;
}

void Items::Close() {
  for (auto*& statement : statements_) sqlite3_finalize(std::exchange(statement, nullptr));
  sqlite3_close_v2(std::exchange(db_, nullptr));
}

sqlite3_stmt* Items::Prepare(Query query, std::optional<bind::Error>* error) {
  if (!db_ && (*error = Open())) return nullptr;
  auto*& statement = statements_[query];
  if (!statement &&
      sqlite3_prepare_v3(db_, kQueryTexts[query], -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    *error = LastError();
    return nullptr;
  }
  return statement;
}

bind::Result<std::optional<Items::Text>> Items::Get(const Text& key) {
  std::optional<bind::Error> error;
  auto* statement = Prepare(kGet, &error);
  if (!statement) return *error;
  Run run(statement);
  Bind(statement, 1, key);
  int code = run.Step();
  if (code == SQLITE_ROW) return std::optional<Text>(TextOf(statement));
  if (code == SQLITE_DONE) return std::optional<Text>();
  return LastError();
}

bind::Result<bool> Items::Set(const Text& key, const Text& value) {
  std::optional<bind::Error> error;
  auto* statement = Prepare(kSet, &error);
  if (!statement) return *error;
  Run run(statement);
  Bind(statement, 1, key);
  Bind(statement, 2, value);
  int code = run.Step();
  if (code == SQLITE_DONE) return true;
  if (code == SQLITE_CONSTRAINT || code == SQLITE_TOOBIG) return false;
  return LastError();
}

bind::Result<void> Items::Remove(const Text& key) {
  std::optional<bind::Error> error;
  auto* statement = Prepare(kRemove, &error);
  if (!statement) return *error;
  Run run(statement);
  Bind(statement, 1, key);
  if (run.Step() != SQLITE_DONE) return LastError();
  return {};
}

bind::Result<void> Items::Clear() {
  std::optional<bind::Error> error;
  auto* statement = Prepare(kClear, &error);
  if (!statement) return *error;
  Run run(statement);
  if (run.Step() != SQLITE_DONE) return LastError();
  return {};
}

bind::Result<int64_t> Items::Count() {
  std::optional<bind::Error> error;
  auto* statement = Prepare(kCount, &error);
  if (!statement) return *error;
  Run run(statement);
  if (run.Step() != SQLITE_ROW) return LastError();
  return static_cast<int64_t>(sqlite3_column_int64(statement, 0));
}

bind::Result<std::vector<Items::Text>> Items::Keys() {
  std::optional<bind::Error> error;
  auto* statement = Prepare(kKeys, &error);
  if (!statement) return *error;
  Run run(statement);
  std::vector<Text> keys;
  int code;
  while ((code = run.Step()) == SQLITE_ROW) keys.push_back(TextOf(statement));
  if (code != SQLITE_DONE) return LastError();
  return keys;
}

bind::Result<std::optional<Items::Text>> Items::KeyAt(int64_t index) {
  std::optional<bind::Error> error;
  auto* statement = Prepare(kKeyAt, &error);
  if (!statement) return *error;
  Run run(statement);
  sqlite3_bind_int64(statement, 1, index);
  int code = run.Step();
  if (code == SQLITE_ROW) return std::optional<Text>(TextOf(statement));
  if (code == SQLITE_DONE) return std::optional<Text>();
  return LastError();
}

}  // namespace eddy::storage
