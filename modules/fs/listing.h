// The names in a directory, or in a tree of them.
#pragma once
#include <string>
#include <vector>

#include "bind/error.h"
#include "bind/module.h"
#include "fs/request.h"

namespace eddy::fs {

struct DirectoryEntry {
  std::string name;
  int32_t type;         // a uv_dirent_type_t
  uint32_t parent = 0;  // index of its directory in Listing::directories
};

struct Listing {
  std::vector<DirectoryEntry> entries;
  std::vector<std::string> directories;  // paths from the root of the walk, which is ""
  bool tree = false;
  bool follow = false;  // whether links to directories are entered, too
  bool with_types = false;
  bool latin1 = false;
};

// Adds the names in `path` to `entries`, sorted by their bytes. Returns 0 or a negative errno.
int ReadDirectory(const std::string& path, std::vector<DirectoryEntry>& entries);

// `directory` + '/' + `name`.
std::string Join(const std::string& directory, const std::string& name);

}  // namespace eddy::fs
