// The items of a storage area in a database: strings by string, UTF-16 as JavaScript has them, so that none changes.
#pragma once
#include <sqlite3.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bind/error.h"

namespace eddy::storage {

class Items {
 public:
  // `location` is a file or ":memory:"; it is opened, or made, with the first call of the others.
  explicit Items(std::string location) : location_(std::move(location)) {}
  ~Items() { Close(); }
  Items(const Items&) = delete;

  using Text = std::u16string;
  bind::Result<std::optional<Text>> Get(const Text& key);
  // False: there is no room for it.
  bind::Result<bool> Set(const Text& key, const Text& value);
  bind::Result<void> Remove(const Text& key);
  bind::Result<void> Clear();
  bind::Result<int64_t> Count();
  bind::Result<std::vector<Text>> Keys();  // by their bytes
  bind::Result<std::optional<Text>> KeyAt(int64_t index);
  // Until the next call.
  void Close();

 private:
  enum Query { kGet, kSet, kRemove, kClear, kCount, kKeys, kKeyAt, kQueries };
  // A statement with nothing bound. Null: `error` says why.
  sqlite3_stmt* Prepare(Query query, std::optional<bind::Error>* error);
  std::optional<bind::Error> Open();
  bind::Error LastError();

  const std::string location_;
  sqlite3* db_ = nullptr;
  std::array<sqlite3_stmt*, kQueries> statements_{};
};

}  // namespace eddy::storage
