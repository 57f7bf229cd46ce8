// What the kernel has in its caches, looked at without ever waiting for a disk or a network: so a small file, or what
// stands at a path, is read on the loop's own thread in less time than the way to the pool and back takes.
//
// Only file systems of local disks and of memory are looked at, once the pool has met them; all else, and whatever the
// kernel cannot tell at once, is left to the pool.
#pragma once
#include <uv.h>

#include <cstddef>
#include <optional>
#include <span>

#include "bind/buffer.h"
#include "bind/error.h"

namespace eddy::fs::cached {

// The pool reports what it met: `path` is on device `device`.
void Meet(const char* path, uint64_t device);

// All of a regular file of at most kLargest bytes, read as with flags O_RDONLY.
inline constexpr size_t kLargest = 64 * 1024;
std::optional<bind::OwnedBytes> Read(const char* path);

// Opens a regular file for reading, as with O_RDONLY. Gives the descriptor or a negative errno (of an entry that is
// known not to be); nothing where the pool has to open it.
std::optional<int> Open(const char* path);
// Closes a regular file that was only read and still has a name: no such close writes anything or frees blocks on the
// disk. False where the pool has to close it.
bool Close(int fd);

// As pread, or read where `position` is negative: the bytes that are at hand, 0 at the end of the file; nothing where
// the pool has to read.
std::optional<size_t> ReadDescriptor(int fd, std::span<std::byte> target, int64_t position);
bool IsRegular(int fd);

// stat, or lstat where `follow` is false. Gives 0 and fills `stat`, or a negative errno (of an entry that is known not
// to be); nothing where the pool has to look.
std::optional<int> Stat(const char* path, bool follow, uv_stat_t* stat);

}  // namespace eddy::fs::cached
