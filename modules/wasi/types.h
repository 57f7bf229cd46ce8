// The numbers of WASI preview 1 (github.com/WebAssembly/WASI, legacy/preview1/docs.md): errors, rights, types of files,
// flags.
#pragma once
#include <cstdint>

namespace eddy::wasi {

enum class Errno : uint16_t {
  kSuccess = 0,
  kBadFd = 8,
  kInvalid = 28,
  kIsDirectory = 31,
  kLoop = 32,
  kNameTooLong = 37,
  kNoBuffers = 42,
  kNotImplemented = 52,
  kNotDirectory = 54,
  kNotSupported = 58,
  kOverflow = 61,
  kNotPermitted = 63,
  kNotCapable = 76,
};

// errno(3) as WASI numbers it.
Errno FromHost(int error);
// Its name in capitals, "EBADF"; those that opening a descriptor cannot give are "EIO".
const char* ConstructionCode(int error);

// What a descriptor may be used for. Those for directories are said of what is below it.
enum Right : uint64_t {
  kFdDatasync = 1ull << 0,
  kFdRead = 1ull << 1,
  kFdSeek = 1ull << 2,
  kFdSetFlags = 1ull << 3,
  kFdSync = 1ull << 4,
  kFdTell = 1ull << 5,
  kFdWrite = 1ull << 6,
  kFdAdvise = 1ull << 7,
  kFdAllocate = 1ull << 8,
  kPathCreateDirectory = 1ull << 9,
  kPathCreateFile = 1ull << 10,
  kPathLinkSource = 1ull << 11,
  kPathLinkTarget = 1ull << 12,
  kPathOpen = 1ull << 13,
  kFdReaddir = 1ull << 14,
  kPathReadlink = 1ull << 15,
  kPathRenameSource = 1ull << 16,
  kPathRenameTarget = 1ull << 17,
  kPathStat = 1ull << 18,
  kPathSetSize = 1ull << 19,
  kPathSetTimes = 1ull << 20,
  kFdStat = 1ull << 21,
  kFdSetSize = 1ull << 22,
  kFdSetTimes = 1ull << 23,
  kPathSymlink = 1ull << 24,
  kPathRemoveDirectory = 1ull << 25,
  kPathUnlink = 1ull << 26,
  kPoll = 1ull << 27,
  kSocketShutdown = 1ull << 28,
  kSocketAccept = 1ull << 29,
  kAllRights = (1ull << 30) - 1,
};

enum class FileType : uint8_t {
  kUnknown,
  kBlockDevice,
  kCharacterDevice,
  kDirectory,
  kRegularFile,
  kSocketDatagram,
  kSocketStream,
  kSymbolicLink,
};

// Of st_mode; a pipe is a stream.
FileType TypeOf(uint32_t mode);

enum OpenFlag : uint32_t { kCreate = 1, kMustBeDirectory = 2, kExclusive = 4, kTruncate = 8 };
enum FdFlag : uint32_t { kAppend = 1, kDsync = 2, kNonblock = 4, kRsync = 8, kSync = 16 };
enum TimesFlag : uint32_t { kSetAtime = 1, kAtimeNow = 2, kSetMtime = 4, kMtimeNow = 8 };
constexpr uint32_t kFollowLink = 1;

}  // namespace eddy::wasi
