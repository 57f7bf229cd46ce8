// Functions on names in folders: path_*.
#include <fcntl.h>
#include <unistd.h>

#include <climits>

#include "permission/permission.h"
#include "wasi/preview1.h"

namespace eddy::wasi {
namespace {

// Finds the place of a path that is in the module's memory, seen from a directory's descriptor with `rights`.
Errno Locate(Descriptors& descriptors, const Memory& memory, uint32_t fd, uint64_t rights, uint32_t path,
             uint32_t length, bool follow, Access access, Place* place) {
  if (!memory.Has(path, length)) return Errno::kOverflow;
  Errno error = Errno::kSuccess;
  Descriptor* directory = descriptors.Get(fd, rights, &error);
  if (!directory) return error;
  if (!directory->folder) return Errno::kNotDirectory;
  std::string text(memory.Text(path, length));  // the module's other threads may change it while it is judged
  return directory->folder->Find(directory->inside, text, follow, access, place);
}

Errno Status(const Place& place, struct stat* status) {
  if (fstatat(place.parent, place.name.c_str(), status, AT_SYMLINK_NOFOLLOW) != 0) return FromHost(errno);
  if (place.must_be_directory && !S_ISDIR(status->st_mode)) return Errno::kNotDirectory;
  return Errno::kSuccess;
}

// Of a call that may put a link where none was.
template <class Call>
Errno LinkOutcome(Call call) {
  Errno error = Outcome(call);
  permission::ForgetPlaces();
  return error;
}

// Refuses a path with "/" at its end where something else than a directory is.
Errno CheckSlash(const Place& place) {
  struct stat status;
  if (!place.must_be_directory) return Errno::kSuccess;
  Errno error = Status(place, &status);
  return error == Errno::kNotDirectory ? error : Errno::kSuccess;
}

}  // namespace

// --- Files' names. ---

Errno Preview1::PathCreateDirectory(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length) {
  Place place;
  Errno error =
      Locate(descriptors_, memory, fd, kPathCreateDirectory, path, path_length, false, Access::kWrite, &place);
  if (error != Errno::kSuccess) return error;
  return Outcome([&] { return mkdirat(place.parent, place.name.c_str(), 0777); });
}

Errno Preview1::PathRemoveDirectory(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length) {
  Place place;
  Errno error =
      Locate(descriptors_, memory, fd, kPathRemoveDirectory, path, path_length, false, Access::kWrite, &place);
  if (error != Errno::kSuccess) return error;
  return Outcome([&] { return unlinkat(place.parent, place.name.c_str(), AT_REMOVEDIR); });
}

Errno Preview1::PathUnlinkFile(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length) {
  Place place;
  Errno error = Locate(descriptors_, memory, fd, kPathUnlink, path, path_length, false, Access::kWrite, &place);
  if (error == Errno::kSuccess) error = CheckSlash(place);
  if (error != Errno::kSuccess) return error;
  return Outcome([&] { return unlinkat(place.parent, place.name.c_str(), 0); });
}

Errno Preview1::PathRename(Memory memory, uint32_t old_fd, uint32_t old_path, uint32_t old_length, uint32_t new_fd,
                           uint32_t new_path, uint32_t new_length) {
  Place from, to;
  Errno error =
      Locate(descriptors_, memory, old_fd, kPathRenameSource, old_path, old_length, false, Access::kBoth, &from);
  if (error == Errno::kSuccess) {
    error = Locate(descriptors_, memory, new_fd, kPathRenameTarget, new_path, new_length, false, Access::kWrite, &to);
  }
  if (error == Errno::kSuccess) error = CheckSlash(from);
  if (error == Errno::kSuccess) error = CheckSlash(to);
  if (error != Errno::kSuccess) return error;
  return LinkOutcome([&] { return renameat(from.parent, from.name.c_str(), to.parent, to.name.c_str()); });
}

// --- Links. ---

Errno Preview1::PathLink(Memory memory, uint32_t old_fd, uint32_t flags, uint32_t old_path, uint32_t old_length,
                         uint32_t new_fd, uint32_t new_path, uint32_t new_length) {
  Place from, to;
  bool follow = (flags & kFollowLink) != 0;
  // A further name of a file is a way to write to it, too.
  Errno error =
      Locate(descriptors_, memory, old_fd, kPathLinkSource, old_path, old_length, follow, Access::kBoth, &from);
  if (error == Errno::kSuccess) {
    error = Locate(descriptors_, memory, new_fd, kPathLinkTarget, new_path, new_length, false, Access::kWrite, &to);
  }
  if (error == Errno::kSuccess) error = CheckSlash(from);
  if (error != Errno::kSuccess) return error;
  return LinkOutcome([&] { return linkat(from.parent, from.name.c_str(), to.parent, to.name.c_str(), 0); });
}

Errno Preview1::PathSymlink(Memory memory, uint32_t target, uint32_t target_length, uint32_t fd, uint32_t path,
                            uint32_t path_length) {
  if (!memory.Has(target, target_length)) return Errno::kOverflow;
  Place place;
  Errno error = Locate(descriptors_, memory, fd, kPathSymlink, path, path_length, false, Access::kWrite, &place);
  if (error != Errno::kSuccess) return error;
  std::string text(memory.Text(target, target_length));
  error = descriptors_.Get(fd)->folder->CheckLink(place.inside, text);
  if (error != Errno::kSuccess) return error;
  return LinkOutcome([&] { return symlinkat(text.c_str(), place.parent, place.name.c_str()); });
}

Errno Preview1::PathReadlink(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length, uint32_t buffer,
                             uint32_t length, uint32_t result) {
  if (!memory.Has(buffer, length) || !memory.Has(result, 4)) return Errno::kOverflow;
  Place place;
  Errno error = Locate(descriptors_, memory, fd, kPathReadlink, path, path_length, false, Access::kRead, &place);
  if (error != Errno::kSuccess) return error;
  char text[PATH_MAX];
  ssize_t size = readlinkat(place.parent, place.name.c_str(), text, sizeof text);
  if (size < 0) return FromHost(errno);
  if (static_cast<size_t>(size) > length) return Errno::kNoBuffers;
  memory.PutText(buffer, std::string_view(text, static_cast<size_t>(size)));
  memory.Put(result, static_cast<uint32_t>(size));
  return Errno::kSuccess;
}

// --- What is known of a file. ---

Errno Preview1::PathFilestatGet(Memory memory, uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_length,
                                uint32_t result) {
  if (!memory.Has(result, kStatusSize)) return Errno::kOverflow;
  Place place;
  bool follow = (flags & kFollowLink) != 0;
  Errno error = Locate(descriptors_, memory, fd, kPathStat, path, path_length, follow, Access::kRead, &place);
  if (error != Errno::kSuccess) return error;
  struct stat status;
  error = Status(place, &status);
  if (error == Errno::kSuccess) PutStatus(memory, result, status);
  return error;
}

Errno Preview1::PathFilestatSetTimes(Memory memory, uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_length,
                                     uint64_t atime, uint64_t mtime, uint32_t times_flags) {
  timespec times[2];
  Errno error = ReadTimes(atime, mtime, times_flags, times);
  if (error != Errno::kSuccess) return error;
  Place place;
  bool follow = (flags & kFollowLink) != 0;
  error = Locate(descriptors_, memory, fd, kPathSetTimes, path, path_length, follow, Access::kWrite, &place);
  if (error == Errno::kSuccess) error = CheckSlash(place);
  if (error != Errno::kSuccess) return error;
  return Outcome([&] { return utimensat(place.parent, place.name.c_str(), times, AT_SYMLINK_NOFOLLOW); });
}

// --- Opening. ---

namespace {

bool Reads(uint64_t rights) { return (rights & (kFdRead | kFdReaddir)) != 0; }
bool Writes(uint64_t rights) { return (rights & (kFdWrite | kFdDatasync | kFdAllocate | kFdSetSize)) != 0; }

int HostFlags(uint32_t open_flags, uint32_t fd_flags, uint64_t rights) {
  int flags = O_NOFOLLOW | O_CLOEXEC | O_NOCTTY;
  flags |= !Writes(rights) ? O_RDONLY : Reads(rights) ? O_RDWR : O_WRONLY;
  if (open_flags & kCreate) flags |= O_CREAT;
  if (open_flags & kMustBeDirectory) flags |= O_DIRECTORY;
  if (open_flags & kExclusive) flags |= O_EXCL;
  if (open_flags & kTruncate) flags |= O_TRUNC;
  if (fd_flags & kAppend) flags |= O_APPEND;
  if (fd_flags & kDsync) flags |= O_DSYNC;
  if (fd_flags & kNonblock) flags |= O_NONBLOCK;
  if (fd_flags & (kRsync | kSync)) flags |= O_SYNC;
  return flags;
}

// What the directory must be allowed to do for it.
uint64_t RightsToOpen(uint32_t open_flags) {
  uint64_t rights = kPathOpen;
  if (open_flags & kCreate) rights |= kPathCreateFile;
  if (open_flags & kTruncate) rights |= kPathSetSize;
  return rights;
}

}  // namespace

Errno Preview1::PathOpen(Memory memory, uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_length,
                         uint32_t open_flags, uint64_t base, uint64_t inheriting, uint32_t fd_flags, uint32_t result) {
  if (!memory.Has(path, path_length) || !memory.Has(result, 4)) return Errno::kOverflow;
  if ((open_flags & kCreate) && (open_flags & kMustBeDirectory)) return Errno::kInvalid;
  uint64_t needed = base | inheriting;
  if (fd_flags & kDsync) needed |= kFdDatasync;
  if (fd_flags & (kRsync | kSync)) needed |= kFdSync;
  Errno error = Errno::kSuccess;
  Descriptor* directory = descriptors_.Get(fd, RightsToOpen(open_flags), &error);
  if (!directory) return error;
  if ((needed & ~directory->inheriting) != 0) return Errno::kNotCapable;

  bool writes = Writes(base) || (open_flags & (kCreate | kTruncate)) != 0;
  bool follow = (flags & kFollowLink) != 0 && !(open_flags & kExclusive && open_flags & kCreate);
  Access access = !writes ? Access::kRead : Reads(base) ? Access::kBoth : Access::kWrite;
  Place place;
  error = Locate(descriptors_, memory, fd, 0, path, path_length, follow, access, &place);
  if (error != Errno::kSuccess) return error;
  int host_flags = HostFlags(open_flags, fd_flags, base) | (place.must_be_directory ? O_DIRECTORY : 0);
  if (place.must_be_directory && (host_flags & O_CREAT)) return Errno::kIsDirectory;

  Descriptor opened;
  opened.host = HostFd(Repeat([&] { return openat(place.parent, place.name.c_str(), host_flags, 0666); }));
  struct stat status;
  if (!opened.host.ok() || fstat(opened.host.get(), &status) != 0) return FromHost(errno);
  opened.type = TypeOf(status.st_mode);
  auto [most, most_inheriting] = RightsOf(opened.type, isatty(opened.host.get()) == 1);
  opened.base = base & most;
  opened.inheriting = inheriting & most_inheriting;
  if (opened.type == FileType::kDirectory) {
    opened.folder = directory->folder;
    opened.inside = std::move(place.inside);
  }
  memory.Put(result, descriptors_.Add(std::move(opened)));
  return Errno::kSuccess;
}

}  // namespace eddy::wasi
