// A sqlite3_vfs over the system's own: what it opens, looks for and deletes is asked of the permission model.
//
// A database's name is judged as the program wrote it; SQLite then follows symbolic links and opens what they lead to
// (xFullPathname, xOpen). The files that SQLite keeps beside a database (journals, the write-ahead log) are as allowed
// as the database itself.
#include "sqlite/file_access.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <map>
#include <mutex>
#include <string>

#include "permission/permission.h"

namespace eddy::sqlite {
namespace {

thread_local std::optional<bind::Error> last_denial;

// What links led to, and the name that was judged.
struct Names {
  std::mutex mutex;
  std::map<std::string, std::string> written;
};
Names& AllNames() {
  static Names names;
  return names;
}

sqlite3_vfs* system_files = nullptr;

std::string DatabaseOf(const std::string& path) {
  for (const char* suffix : {"-journal", "-wal", "-shm"}) {
    if (path.ends_with(suffix)) return path.substr(0, path.size() - std::string(suffix).size());
  }
  size_t super_journal = path.rfind("-mj");
  return super_journal == path.npos ? path : path.substr(0, super_journal);
}

std::string AsWritten(const std::string& path) {
  std::lock_guard lock(AllNames().mutex);
  auto found = AllNames().written.find(path);
  return found == AllNames().written.end() ? path : found->second;
}

bool IsDenied(const std::string& path, int flags) {
  last_denial = permission::DenialToOpen(AsWritten(path), flags);
  return last_denial.has_value();
}

int OpenFile(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  file->pMethods = nullptr;
  bool is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  int wanted = (flags & SQLITE_OPEN_READWRITE) ? O_RDWR | O_CREAT : O_RDONLY;
  if (!name) {  // a temporary file, wherever such files are
    last_denial = permission::Denial(permission::Scope::kFileSystemWrite, "/");
    if (last_denial && !permission::Allows(permission::Scope::kFileSystemWrite)) return SQLITE_CANTOPEN;
    last_denial.reset();
  } else if (IsDenied(is_database ? name : DatabaseOf(name), wanted)) {
    return SQLITE_CANTOPEN;
  }
  return system_files->xOpen(system_files, name, file, flags, flags_out);
}

int DeleteFile(sqlite3_vfs*, const char* name, int sync_directory) {
  if (IsDenied(DatabaseOf(name), O_RDWR)) return SQLITE_IOERR_DELETE;
  return system_files->xDelete(system_files, name, sync_directory);
}

int LookForFile(sqlite3_vfs*, const char* name, int flags, int* result) {
  if (IsDenied(DatabaseOf(name), O_RDONLY)) return SQLITE_IOERR_ACCESS;
  return system_files->xAccess(system_files, name, flags, result);
}

int FullName(sqlite3_vfs*, const char* name, int size, char* result) {
  std::string written = permission::Absolute(name);
  if (IsDenied(written, O_RDONLY)) return SQLITE_CANTOPEN;
  int code = system_files->xFullPathname(system_files, written.c_str(), size, result);
  if ((code == SQLITE_OK || code == SQLITE_OK_SYMLINK) && written != result) {
    std::lock_guard lock(AllNames().mutex);
    AllNames().written[result] = written;
  }
  return code;
}

void Register() {
  system_files = sqlite3_vfs_find(nullptr);
  if (!system_files) return;
  static sqlite3_vfs judged = *system_files;
  judged.zName = "eddy";
  judged.xOpen = OpenFile;
  judged.xDelete = DeleteFile;
  judged.xAccess = LookForFile;
  judged.xFullPathname = FullName;
  sqlite3_vfs_register(&judged, 1);
  // No URI may name another one.
  for (const char* name : {"unix", "unix-none", "unix-dotfile", "unix-excl"}) {
    if (auto* other = sqlite3_vfs_find(name)) sqlite3_vfs_unregister(other);
  }
}

}  // namespace

void PrepareFileAccess() {
  if (!permission::IsOn()) return;
  static std::once_flag once;
  std::call_once(once, Register);
  last_denial.reset();
}

std::optional<bind::Error> TakeDenial() { return std::exchange(last_denial, std::nullopt); }
void ForgetDenial() { last_denial.reset(); }

}  // namespace eddy::sqlite
