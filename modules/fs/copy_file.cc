// libuv empties a target before it copies. To ext4 that is a file being replaced, whose blocks it wants on the disk
// when it is closed: a tree copied so takes twice as long, and five times as long to be removed. Here a target that was
// there is written over and cut at the end.
#include "fs/copy_file.h"

#ifdef __linux__
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#endif

#include "fs/request.h"

namespace eddy::fs {

#ifdef __linux__
namespace {

constexpr size_t kBlock = 128 * 1024;
constexpr size_t kMostAtOnce = size_t{1} << 30;

// Returns 0 or a negative errno.
int WriteAll(int fd, const char* bytes, size_t size) {
  while (size > 0) {
    ssize_t written = write(fd, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    bytes += written;
    size -= static_cast<size_t>(written);
  }
  return 0;
}

// Where the kernel cannot copy by itself: between file systems that don't let it, or out of files without a size
// (/proc).
int CopyThroughHere(int from, int to) {
  char block[kBlock];
  while (true) {
    ssize_t count = read(from, block, sizeof(block));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0 ? 0 : -errno;
    if (int error = WriteAll(to, block, static_cast<size_t>(count))) return error;
  }
}

int CopyContents(int from, int to) {
  bool begun = false;
  while (true) {
    ssize_t count = copy_file_range(from, nullptr, to, nullptr, kMostAtOnce, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count == 0 && begun) return 0;
    if (count <= 0) return begun ? -errno : CopyThroughHere(from, to);
    begun = true;
  }
}

int Clone(int from, int to, int flags) {
  if (!(flags & (UV_FS_COPYFILE_FICLONE | UV_FS_COPYFILE_FICLONE_FORCE))) return -ENOTSUP;
  return ioctl(to, FICLONE, from) == 0 ? 0 : -errno;
}

int CopyInto(int to, int from, const struct stat& source, int flags) {
  struct stat target;
  if (fstat(to, &target) != 0) return -errno;
  if (target.st_ino == source.st_ino && target.st_dev == source.st_dev) return 0;
  if (target.st_mode != source.st_mode && fchmod(to, source.st_mode & 07777) != 0) return -errno;
  int error = Clone(from, to, flags);
  if (error == 0 || (flags & UV_FS_COPYFILE_FICLONE_FORCE)) return error;
  error = CopyContents(from, to);
  if (error != 0) return error;
  off_t size = lseek(to, 0, SEEK_CUR);
  bool is_cut = S_ISREG(target.st_mode) && target.st_size > size;
  return is_cut && ftruncate(to, size) != 0 ? -errno : 0;
}

}  // namespace

int CopyFile(const char* from, const char* to, int flags) {
  Descriptor source(open(from, O_RDONLY | O_CLOEXEC));
  struct stat about;
  if (source.get() < 0 || fstat(source.get(), &about) != 0) return -errno;
  int how = O_WRONLY | O_CREAT | O_CLOEXEC | (flags & UV_FS_COPYFILE_EXCL ? O_EXCL : 0);
  Descriptor target(open(to, how, about.st_mode & 07777));
  if (target.get() < 0) return -errno;
  int error = CopyInto(target.get(), source.get(), about, flags);
  if (error == 0) error = target.Close();
  if (error != 0) unlink(to);
  return error;
}
#else
int CopyFile(const char* from, const char* to, int flags) {
  Request request;
  return uv_fs_copyfile(nullptr, request.get(), from, to, flags, nullptr);
}
#endif

}  // namespace eddy::fs
