// What stands at paths, and the directories above them: shared by what walks, makes, copies and removes trees.
#pragma once
#include <optional>
#include <string>

namespace eddy::fs {

// The file type bits at `path` (S_IFDIR and its like), or a negative errno.
int TypeAt(const std::string& path, bool follow);

// "a/b//c/" → "a/b"; "" when there is nothing above.
std::string ParentOf(const std::string& path);

// Makes the directory `path` and what is missing above it. `first` becomes the topmost directory made. Returns 0 or a
// negative errno.
int MakeWithParents(const std::string& path, int mode, std::optional<std::string>& first);

// Where the symbolic link `path` leads. Returns 0 or a negative errno.
int ReadLink(const std::string& path, std::string* target);

}  // namespace eddy::fs
