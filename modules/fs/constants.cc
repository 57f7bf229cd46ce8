// The numbers of this system's file interface, by their documented names.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include "bind/module.h"

namespace eddy {
namespace {

struct Named {
  const char* name;
  int number;
};

constexpr Named kConstants[] = {
#define NUMBER(name) \
  { #name, name }
    NUMBER(UV_FS_SYMLINK_DIR),
    NUMBER(UV_FS_SYMLINK_JUNCTION),
    NUMBER(O_RDONLY),
    NUMBER(O_WRONLY),
    NUMBER(O_RDWR),
    NUMBER(UV_DIRENT_UNKNOWN),
    NUMBER(UV_DIRENT_FILE),
    NUMBER(UV_DIRENT_DIR),
    NUMBER(UV_DIRENT_LINK),
    NUMBER(UV_DIRENT_FIFO),
    NUMBER(UV_DIRENT_SOCKET),
    NUMBER(UV_DIRENT_CHAR),
    NUMBER(UV_DIRENT_BLOCK),
    NUMBER(S_IFMT),
    NUMBER(S_IFREG),
    NUMBER(S_IFDIR),
    NUMBER(S_IFCHR),
    NUMBER(S_IFBLK),
    NUMBER(S_IFIFO),
    NUMBER(S_IFLNK),
    NUMBER(S_IFSOCK),
    NUMBER(O_CREAT),
    NUMBER(O_EXCL),
    NUMBER(UV_FS_O_FILEMAP),
    NUMBER(O_NOCTTY),
    NUMBER(O_TRUNC),
    NUMBER(O_APPEND),
    NUMBER(O_DIRECTORY),
#ifdef O_NOATIME
    NUMBER(O_NOATIME),
#endif
    NUMBER(O_NOFOLLOW),
    NUMBER(O_SYNC),
    NUMBER(O_DSYNC),
#ifdef O_SYMLINK
    NUMBER(O_SYMLINK),
#endif
#ifdef O_DIRECT
    NUMBER(O_DIRECT),
#endif
    NUMBER(O_NONBLOCK),
    NUMBER(S_IRWXU),
    NUMBER(S_IRUSR),
    NUMBER(S_IWUSR),
    NUMBER(S_IXUSR),
    NUMBER(S_IRWXG),
    NUMBER(S_IRGRP),
    NUMBER(S_IWGRP),
    NUMBER(S_IXGRP),
    NUMBER(S_IRWXO),
    NUMBER(S_IROTH),
    NUMBER(S_IWOTH),
    NUMBER(S_IXOTH),
    NUMBER(F_OK),
    NUMBER(R_OK),
    NUMBER(W_OK),
    NUMBER(X_OK),
    NUMBER(UV_FS_COPYFILE_EXCL),
    {"COPYFILE_EXCL", UV_FS_COPYFILE_EXCL},
    NUMBER(UV_FS_COPYFILE_FICLONE),
    {"COPYFILE_FICLONE", UV_FS_COPYFILE_FICLONE},
    NUMBER(UV_FS_COPYFILE_FICLONE_FORCE),
    {"COPYFILE_FICLONE_FORCE", UV_FS_COPYFILE_FICLONE_FORCE},
#undef NUMBER
};

void Constants(v8::Local<v8::Context> context, v8::Local<v8::Object> exports) {
  v8::Isolate* isolate = context->GetIsolate();
  auto constants = v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
  for (const auto& constant : kConstants) {
    bind::Define(context, constants, constant.name, v8::Integer::New(isolate, constant.number));
  }
  bind::Define(context, exports, "constants", constants);
}

}  // namespace

EDDY_MODULE(fs_constants) { Initialize(Constants); }

}  // namespace eddy
