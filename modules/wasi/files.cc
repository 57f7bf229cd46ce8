// Functions on descriptors: fd_*.
#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <limits>

#include "wasi/preview1.h"

namespace eddy::wasi {
namespace {

constexpr uint64_t kMostOffset = static_cast<uint64_t>(std::numeric_limits<off_t>::max());

// The descriptor `fd` when it has `rights`, otherwise returns from the function with the reason.
// NOLINTBEGIN(bugprone-macro-parentheses): a name that is declared cannot stand in parentheses
#define USE_DESCRIPTOR(descriptor, fd, rights)                                \
  Errno descriptor##_error = Errno::kSuccess;                                 \
  Descriptor* descriptor = descriptors_.Get(fd, rights, &descriptor##_error); \
  if (!descriptor) return descriptor##_error
// NOLINTEND(bugprone-macro-parentheses)

// O_SYNC has O_DSYNC's bit, too.
uint32_t FlagsOf(int host) {
  uint32_t flags = 0;
  if (host & O_APPEND) flags |= kAppend;
  if (host & O_NONBLOCK) flags |= kNonblock;
  if ((host & O_SYNC) == O_SYNC) return flags | kSync;
  return host & O_DSYNC ? flags | kDsync : flags;
}

uint64_t Nanoseconds(const timespec& time) {
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

timespec Time(uint64_t nanoseconds) {
  return {static_cast<time_t>(nanoseconds / 1'000'000'000), static_cast<long>(nanoseconds % 1'000'000'000)};
}

}  // namespace

void PutStatus(const Memory& memory, uint32_t result, const struct stat& status) {
  memory.Put(result, static_cast<uint64_t>(status.st_dev));
  memory.Put(result + 8, static_cast<uint64_t>(status.st_ino));
  memory.Put(result + 16, static_cast<uint64_t>(TypeOf(status.st_mode)));  // one byte, and padding
  memory.Put(result + 24, static_cast<uint64_t>(status.st_nlink));
  memory.Put(result + 32, static_cast<uint64_t>(status.st_size));
  memory.Put(result + 40, Nanoseconds(status.st_atim));
  memory.Put(result + 48, Nanoseconds(status.st_mtim));
  memory.Put(result + 56, Nanoseconds(status.st_ctim));
}

Errno ReadTimes(uint64_t atime, uint64_t mtime, uint32_t flags, timespec (&times)[2]) {
  constexpr uint32_t kAll = kSetAtime | kAtimeNow | kSetMtime | kMtimeNow;
  bool both = (flags & kSetAtime && flags & kAtimeNow) || (flags & kSetMtime && flags & kMtimeNow);
  if ((flags & ~kAll) != 0 || both) return Errno::kInvalid;
  times[0] = flags & kSetAtime ? Time(atime) : timespec{0, flags & kAtimeNow ? UTIME_NOW : UTIME_OMIT};
  times[1] = flags & kSetMtime ? Time(mtime) : timespec{0, flags & kMtimeNow ? UTIME_NOW : UTIME_OMIT};
  return Errno::kSuccess;
}

// --- Space and durability. ---

Errno Preview1::FdAdvise(Memory, uint32_t fd, uint64_t offset, uint64_t length, uint32_t advice) {
  constexpr int kAdvice[] = {POSIX_FADV_NORMAL,   POSIX_FADV_SEQUENTIAL, POSIX_FADV_RANDOM,
                             POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED,   POSIX_FADV_NOREUSE};
  if (advice >= std::size(kAdvice)) return Errno::kInvalid;
  USE_DESCRIPTOR(file, fd, kFdAdvise);
  if (offset > kMostOffset || length > kMostOffset) return Errno::kInvalid;
  int error = posix_fadvise(file->host.get(), static_cast<off_t>(offset), static_cast<off_t>(length), kAdvice[advice]);
  return error == 0 ? Errno::kSuccess : FromHost(error);
}

Errno Preview1::FdAllocate(Memory, uint32_t fd, uint64_t offset, uint64_t length) {
  USE_DESCRIPTOR(file, fd, kFdAllocate);
  if (offset > kMostOffset || length > kMostOffset) return Errno::kInvalid;
  int error = posix_fallocate(file->host.get(), static_cast<off_t>(offset), static_cast<off_t>(length));
  return error == 0 ? Errno::kSuccess : FromHost(error);
}

Errno Preview1::FdDatasync(Memory, uint32_t fd) {
  USE_DESCRIPTOR(file, fd, kFdDatasync);
  return Outcome([&] { return fdatasync(file->host.get()); });
}

Errno Preview1::FdSync(Memory, uint32_t fd) {
  USE_DESCRIPTOR(file, fd, kFdSync);
  return Outcome([&] { return fsync(file->host.get()); });
}

// --- Descriptors themselves. ---

Errno Preview1::FdClose(Memory, uint32_t fd) { return descriptors_.Close(fd) ? Errno::kSuccess : Errno::kBadFd; }

Errno Preview1::FdRenumber(Memory, uint32_t from, uint32_t to) {
  return descriptors_.Move(from, to) ? Errno::kSuccess : Errno::kBadFd;
}

Errno Preview1::FdFdstatGet(Memory memory, uint32_t fd, uint32_t result) {
  if (!memory.Has(result, 24)) return Errno::kOverflow;
  USE_DESCRIPTOR(file, fd, 0);
  int flags = fcntl(file->host.get(), F_GETFL);
  if (flags < 0) return FromHost(errno);
  memory.Put(result, static_cast<uint16_t>(file->type));
  memory.Put(result + 2, static_cast<uint16_t>(FlagsOf(flags)));
  memory.Put(result + 4, uint32_t{0});
  memory.Put(result + 8, file->base);
  memory.Put(result + 16, file->inheriting);
  return Errno::kSuccess;
}

// The system changes kAppend and kNonblock of what is open, and lets the others be.
Errno Preview1::FdFdstatSetFlags(Memory, uint32_t fd, uint32_t flags) {
  USE_DESCRIPTOR(file, fd, kFdSetFlags);
  int host = fcntl(file->host.get(), F_GETFL);
  if (host < 0) return FromHost(errno);
  host &= ~(O_APPEND | O_NONBLOCK);
  if (flags & kAppend) host |= O_APPEND;
  if (flags & kNonblock) host |= O_NONBLOCK;
  return Outcome([&] { return fcntl(file->host.get(), F_SETFL, host); });
}

// Rights can only be given up.
Errno Preview1::FdFdstatSetRights(Memory, uint32_t fd, uint64_t base, uint64_t inheriting) {
  USE_DESCRIPTOR(file, fd, 0);
  if ((base & ~file->base) != 0 || (inheriting & ~file->inheriting) != 0) return Errno::kNotCapable;
  file->base = base;
  file->inheriting = inheriting;
  return Errno::kSuccess;
}

Errno Preview1::FdPrestatGet(Memory memory, uint32_t fd, uint32_t result) {
  if (!memory.Has(result, 8)) return Errno::kOverflow;
  USE_DESCRIPTOR(folder, fd, 0);
  if (!folder->given) return Errno::kInvalid;
  memory.Put(result, uint32_t{0});  // a directory, the only kind there is
  memory.Put(result + 4, static_cast<uint32_t>(folder->folder->guest().size()));
  return Errno::kSuccess;
}

Errno Preview1::FdPrestatDirName(Memory memory, uint32_t fd, uint32_t path, uint32_t length) {
  if (!memory.Has(path, length)) return Errno::kOverflow;
  USE_DESCRIPTOR(folder, fd, 0);
  if (!folder->given) return Errno::kBadFd;
  const std::string& name = folder->folder->guest();
  if (name.size() > length) return Errno::kNoBuffers;
  memory.PutText(path, name);
  return Errno::kSuccess;
}

// --- What is known of a file. ---

Errno Preview1::FdFilestatGet(Memory memory, uint32_t fd, uint32_t result) {
  if (!memory.Has(result, kStatusSize)) return Errno::kOverflow;
  USE_DESCRIPTOR(file, fd, kFdStat);
  struct stat status;
  if (fstat(file->host.get(), &status) != 0) return FromHost(errno);
  PutStatus(memory, result, status);
  return Errno::kSuccess;
}

Errno Preview1::FdFilestatSetSize(Memory, uint32_t fd, uint64_t size) {
  USE_DESCRIPTOR(file, fd, kFdSetSize);
  if (size > kMostOffset) return Errno::kInvalid;
  return Outcome([&] { return ftruncate(file->host.get(), static_cast<off_t>(size)); });
}

Errno Preview1::FdFilestatSetTimes(Memory, uint32_t fd, uint64_t atime, uint64_t mtime, uint32_t flags) {
  timespec times[2];
  if (Errno error = ReadTimes(atime, mtime, flags, times); error != Errno::kSuccess) return error;
  USE_DESCRIPTOR(file, fd, kFdSetTimes);
  return Outcome([&] { return futimens(file->host.get(), times); });
}

// --- Reading and writing. ---

namespace {

// One call of readv and its like, whose count goes to `result`.
template <class Call>
Errno Transfer(const Memory& memory, uint32_t pieces, uint32_t count, uint32_t result, Call call) {
  std::vector<iovec> list;
  if (Errno error = memory.Pieces(pieces, count, &list); error != Errno::kSuccess) return error;
  ssize_t done = Repeat([&] { return call(list.data(), static_cast<int>(list.size())); });
  if (done < 0) return FromHost(errno);
  memory.Put(result, static_cast<uint32_t>(done));
  return Errno::kSuccess;
}

}  // namespace

Errno Preview1::FdRead(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t result) {
  if (!memory.Has(result, 4)) return Errno::kOverflow;
  USE_DESCRIPTOR(file, fd, kFdRead);
  return Transfer(memory, pieces, count, result,
                  [&](iovec* list, int length) { return readv(file->host.get(), list, length); });
}

Errno Preview1::FdWrite(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t result) {
  if (!memory.Has(result, 4)) return Errno::kOverflow;
  USE_DESCRIPTOR(file, fd, kFdWrite);
  return Transfer(memory, pieces, count, result,
                  [&](iovec* list, int length) { return writev(file->host.get(), list, length); });
}

Errno Preview1::FdPread(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint64_t offset, uint32_t result) {
  if (!memory.Has(result, 4)) return Errno::kOverflow;
  USE_DESCRIPTOR(file, fd, kFdRead | kFdSeek);
  if (offset > kMostOffset) return Errno::kInvalid;
  return Transfer(memory, pieces, count, result, [&](iovec* list, int length) {
    return preadv(file->host.get(), list, length, static_cast<off_t>(offset));
  });
}

Errno Preview1::FdPwrite(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint64_t offset,
                         uint32_t result) {
  if (!memory.Has(result, 4)) return Errno::kOverflow;
  USE_DESCRIPTOR(file, fd, kFdWrite | kFdSeek);
  if (offset > kMostOffset) return Errno::kInvalid;
  return Transfer(memory, pieces, count, result, [&](iovec* list, int length) {
    return pwritev(file->host.get(), list, length, static_cast<off_t>(offset));
  });
}

Errno Preview1::FdSeek(Memory memory, uint32_t fd, uint64_t offset, uint32_t whence, uint32_t result) {
  constexpr int kWhence[] = {SEEK_SET, SEEK_CUR, SEEK_END};
  if (!memory.Has(result, 8)) return Errno::kOverflow;
  bool only_tells = offset == 0 && whence == 1;
  USE_DESCRIPTOR(file, fd, only_tells ? kFdTell : kFdSeek);
  if (whence >= std::size(kWhence)) return Errno::kInvalid;
  off_t position = lseek(file->host.get(), static_cast<off_t>(offset), kWhence[whence]);
  if (position < 0) return FromHost(errno);
  memory.Put(result, static_cast<uint64_t>(position));
  return Errno::kSuccess;
}

Errno Preview1::FdTell(Memory memory, uint32_t fd, uint32_t result) {
  if (!memory.Has(result, 8)) return Errno::kOverflow;
  USE_DESCRIPTOR(file, fd, kFdTell);
  off_t position = lseek(file->host.get(), 0, SEEK_CUR);
  if (position < 0) return FromHost(errno);
  memory.Put(result, static_cast<uint64_t>(position));
  return Errno::kSuccess;
}

// --- Directories. ---

namespace {

// As getdents64(2) gives them; glibc's struct dirent64 has the same fields.
struct Entry {
  uint64_t inode;
  int64_t next;
  uint16_t size;
  uint8_t type;
  char name[1];
};

FileType TypeOfEntry(int directory, uint8_t type, const char* name) {
  if (type != DT_UNKNOWN) return TypeOf(DTTOIF(static_cast<uint32_t>(type)));
  struct stat status;
  if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return FileType::kUnknown;
  return TypeOf(status.st_mode);
}

// Fills a module's buffer with entries; the last one may be cut off, as the interface wants it.
class EntryWriter {
 public:
  EntryWriter(const Memory& memory, uint32_t buffer, uint32_t length)
      : memory_(memory), buffer_(buffer), length_(length) {}
  bool full() const { return used_ == length_; }
  uint32_t used() const { return used_; }
  void Add(const Entry& entry, FileType type) {
    std::string_view name(entry.name);
    char head[24] = {};
    auto length = static_cast<uint32_t>(name.size());
    std::memcpy(head, &entry.next, 8);
    std::memcpy(head + 8, &entry.inode, 8);
    std::memcpy(head + 16, &length, 4);
    head[20] = static_cast<char>(type);
    Append({head, sizeof head});
    Append(name);
  }

 private:
  void Append(std::string_view bytes) {
    bytes = bytes.substr(0, length_ - used_);
    memory_.PutText(buffer_ + used_, bytes);
    used_ += static_cast<uint32_t>(bytes.size());
  }

  const Memory& memory_;
  const uint32_t buffer_, length_;
  uint32_t used_ = 0;
};

}  // namespace

// Cookies are the file system's own: they hold while entries come and go.
Errno Preview1::FdReaddir(Memory memory, uint32_t fd, uint32_t buffer, uint32_t length, uint64_t cookie,
                          uint32_t result) {
  if (!memory.Has(buffer, length) || !memory.Has(result, 4)) return Errno::kOverflow;
  USE_DESCRIPTOR(directory, fd, kFdReaddir);
  int host = directory->host.get();
  if (cookie > kMostOffset) return Errno::kInvalid;
  if (lseek(host, static_cast<off_t>(cookie), SEEK_SET) < 0) return FromHost(errno);
  EntryWriter writer(memory, buffer, length);
  alignas(8) char entries[32 * 1024];
  while (!writer.full()) {
    long size = syscall(SYS_getdents64, host, entries, sizeof entries);
    if (size < 0) return FromHost(errno);
    if (size == 0) break;
    for (long at = 0; at < size && !writer.full();) {
      const auto& entry = *reinterpret_cast<const Entry*>(entries + at);
      at += entry.size;
      std::string_view name(entry.name);
      if (name == "." || name == "..") continue;
      writer.Add(entry, TypeOfEntry(host, entry.type, entry.name));
    }
  }
  memory.Put(result, writer.used());
  return Errno::kSuccess;
}

}  // namespace eddy::wasi
