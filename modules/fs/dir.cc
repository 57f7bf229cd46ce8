// The contents of directories: all names at once, of one directory or a tree, or some at a time.
#include <dirent.h>

#include <algorithm>
#include <cerrno>

#include "bind/module.h"
#include "fs/listing.h"
#include "fs/request.h"

namespace eddy {
namespace fs {

// On a file system that does not tell, the type is asked for.
int32_t TypeOf(const dirent& entry, const std::string& directory) {
  switch (entry.d_type) {
    case DT_REG: return UV_DIRENT_FILE;
    case DT_DIR: return UV_DIRENT_DIR;
    case DT_LNK: return UV_DIRENT_LINK;
    case DT_FIFO: return UV_DIRENT_FIFO;
    case DT_SOCK: return UV_DIRENT_SOCKET;
    case DT_CHR: return UV_DIRENT_CHAR;
    case DT_BLK: return UV_DIRENT_BLOCK;
    default: break;
  }
  Request request;
  if (uv_fs_lstat(nullptr, request.get(), Join(directory, entry.d_name).c_str(), nullptr)) return UV_DIRENT_UNKNOWN;
  switch (request->statbuf.st_mode & S_IFMT) {
    case S_IFREG: return UV_DIRENT_FILE;
    case S_IFDIR: return UV_DIRENT_DIR;
    case S_IFLNK: return UV_DIRENT_LINK;
    case S_IFIFO: return UV_DIRENT_FIFO;
    case S_IFSOCK: return UV_DIRENT_SOCKET;
    case S_IFCHR: return UV_DIRENT_CHAR;
    case S_IFBLK: return UV_DIRENT_BLOCK;
    default: return UV_DIRENT_UNKNOWN;
  }
}

bool IsSelfOrParent(const char* name) { return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2])); }

int ReadDirectory(const std::string& path, std::vector<DirectoryEntry>& entries) {
  DIR* directory = opendir(path.c_str());
  if (!directory) return -errno;
  size_t before = entries.size();
  errno = 0;
  while (dirent* entry = readdir(directory)) {
    if (!IsSelfOrParent(entry->d_name)) entries.push_back({entry->d_name, TypeOf(*entry, path)});
    errno = 0;
  }
  int error = -errno;
  closedir(directory);
  std::sort(entries.begin() + static_cast<ptrdiff_t>(before), entries.end(),
            [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
  return error;
}

std::string Join(const std::string& directory, const std::string& name) {
  if (directory.empty()) return name;
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  path += directory;
  if (path.back() != '/') path += '/';
  return path += name;
}

}  // namespace fs

namespace {

using bind::Error;
using bind::Job;
using bind::Result;
using fs::Listing;
using fs::Path;
using fs::Work;

// The system ends a circle of links after some forty turns.
bool LeadsToDirectory(const std::string& path) {
  if (!permission::Allows(permission::Scope::kFileSystemRead, path)) return false;
  fs::Request request;
  return !uv_fs_stat(nullptr, request.get(), path.c_str(), nullptr) && (request->statbuf.st_mode & S_IFMT) == S_IFDIR;
}

// What a listing takes in: one directory, a tree, or a tree with the directories that links lead to.
enum class Depth : int32_t { kOne, kTree, kTreeAndLinks };

// The tree below `root`, directory by directory, the nearer to the root first.
Result<Listing> List(const Path& root, Listing listing) {
  listing.directories.push_back("");
  for (size_t next = 0; next < listing.directories.size(); ++next) {
    std::string path = next == 0 ? root.place() : fs::Join(root.place(), listing.directories[next]);
    if (next > 0) {
      if (auto denial = permission::Denial(permission::Scope::kFileSystemRead, path)) return *denial;
    }
    size_t first = listing.entries.size();
    int error = fs::ReadDirectory(path, listing.entries);
    if (error) return Error::System(error, "scandir", root.Shown(path));
    for (size_t i = first; listing.tree && i < listing.entries.size(); ++i) {
      fs::DirectoryEntry& entry = listing.entries[i];
      entry.parent = static_cast<uint32_t>(next);
      bool enter = entry.type == UV_DIRENT_DIR ||
                   (listing.follow && entry.type == UV_DIRENT_LINK && LeadsToDirectory(fs::Join(path, entry.name)));
      if (enter) listing.directories.push_back(fs::Join(listing.directories[next], entry.name));
    }
  }
  return listing;
}

// readdir(path, depth, withTypes, latin1): names, or as documented at Convert<Listing>.
Job<Listing> ReadDirectory(fs::ReadPath path, Depth depth, bool with_types, bool latin1) {
  return Work<Listing>([=, path = std::move(path)]() -> Result<Listing> {
    Listing listing;
    listing.tree = depth != Depth::kOne;
    listing.follow = depth == Depth::kTreeAndLinks;
    listing.with_types = with_types;
    listing.latin1 = latin1;
    return List(path, std::move(listing));
  });
}

// A directory being read some entries at a time.
class Directory : public bind::Object<Directory> {
 public:
  explicit Directory(DIR* open) : directory_(open) {}
  ~Directory() override {
    if (directory_) closedir(directory_);
  }
  // read(path, count, latin1[, callback]): the next entries as [name, type, …], or null at the end.
  Job<std::optional<Listing>> Read(fs::ReadPath path, uint32_t count, bool latin1) {
    return Work<std::optional<Listing>>([=, this, path = std::move(path)]() -> Result<std::optional<Listing>> {
      Listing listing;
      listing.with_types = true;
      listing.latin1 = latin1;
      while (directory_ && listing.entries.size() < count) {
        errno = 0;
        dirent* entry = readdir(directory_);
        if (!entry && errno) return Error::System(uv_translate_sys_error(errno), "scandir");
        if (!entry) break;
        if (!fs::IsSelfOrParent(entry->d_name))
          listing.entries.push_back({entry->d_name, fs::TypeOf(*entry, path.place())});
      }
      if (listing.entries.empty()) return std::optional<Listing>();
      return std::optional<Listing>(std::move(listing));
    });
  }
  Job<void> Close() {
    return Work<void>([this]() -> Result<void> {
      DIR* open = std::exchange(directory_, nullptr);
      if (open && closedir(open)) return Error::System(uv_translate_sys_error(errno), "closedir");
      return {};
    });
  }

 private:
  DIR* directory_;
};

// An open directory on its way to JavaScript.
struct OpenDirectory {
  DIR* directory;
};

Job<OpenDirectory> OpenDir(fs::ReadPath path) {
  return Work<OpenDirectory>([path = std::move(path)]() -> Result<OpenDirectory> {
    DIR* directory = opendir(path.c_str());
    if (!directory) return Error::System(uv_translate_sys_error(errno), "opendir", path.bytes);
    return OpenDirectory{directory};
  });
}

}  // namespace

namespace bind {

// [name, …]; with types [name, type, …]; with types of a tree [name, type, parent, …], parents being paths from the
// root. The names of a tree without types are paths from its root.
template <>
struct Convert<Listing> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const Listing& listing) {
    auto text = [&](const std::string& bytes) { return Convert<fs::Text>::To(isolate, {bytes, listing.latin1}); };
    bool tree = listing.tree;
    v8::LocalVector<v8::Value> items(isolate), parents(isolate);
    if (listing.with_types && tree) {
      for (const auto& directory : listing.directories) parents.push_back(text(directory));
    }
    items.reserve(listing.entries.size() * (listing.with_types ? 3 : 1));
    for (const auto& entry : listing.entries) {
      bool nested = tree && !listing.with_types && entry.parent != 0;
      items.push_back(text(nested ? fs::Join(listing.directories[entry.parent], entry.name) : entry.name));
      if (!listing.with_types) continue;
      items.push_back(v8::Integer::New(isolate, entry.type));
      if (tree) items.push_back(parents[entry.parent]);
    }
    return v8::Array::New(isolate, items.data(), items.size());
  }
};

template <>
struct Convert<OpenDirectory> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const OpenDirectory& open) {
    v8::Local<v8::Object> wrapper;
    if (!Wrap(isolate->GetCurrentContext(), new Directory(open.directory)).ToLocal(&wrapper)) return {};
    return wrapper;
  }
};

}  // namespace bind

EDDY_MODULE(fs_dir) {
  Function<ReadDirectory>("readdir");
  Function<OpenDir>("opendir");
  Constant("ONE", static_cast<double>(Depth::kOne));
  Constant("TREE", static_cast<double>(Depth::kTree));
  Constant("TREE_AND_LINKS", static_cast<double>(Depth::kTreeAndLinks));
  Class<Directory>("DirHandle").Method<&Directory::Read>("read").Method<&Directory::Close>("close");
}

}  // namespace eddy
