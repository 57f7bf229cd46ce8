#include "wasi/descriptors.h"

namespace eddy::wasi {
namespace {

constexpr uint64_t kFileRights = kFdDatasync | kFdRead | kFdSeek | kFdSetFlags | kFdSync | kFdTell | kFdWrite |
                                 kFdAdvise | kFdAllocate | kFdStat | kFdSetSize | kFdSetTimes | kPoll;
constexpr uint64_t kDirectoryRights = kFdSetFlags | kFdSync | kFdAdvise | kPathCreateDirectory | kPathCreateFile |
                                      kPathLinkSource | kPathLinkTarget | kPathOpen | kFdReaddir | kPathReadlink |
                                      kPathRenameSource | kPathRenameTarget | kPathStat | kPathSetSize | kPathSetTimes |
                                      kFdStat | kFdSetTimes | kPathSymlink | kPathRemoveDirectory | kPathUnlink | kPoll;
constexpr uint64_t kDirectoryInheriting = kAllRights & ~(kSocketShutdown | kSocketAccept);
constexpr uint64_t kTerminalRights = kFdRead | kFdSetFlags | kFdWrite | kFdStat | kPoll;
constexpr uint64_t kStreamRights = kTerminalRights | kSocketShutdown | kSocketAccept;

}  // namespace

std::pair<uint64_t, uint64_t> RightsOf(FileType type, bool terminal) {
  switch (type) {
    case FileType::kRegularFile: return {kFileRights, 0};
    case FileType::kDirectory: return {kDirectoryRights, kDirectoryInheriting};
    case FileType::kSocketStream:
    case FileType::kSocketDatagram: return {kStreamRights, kAllRights};
    case FileType::kCharacterDevice:
      if (terminal) return {kTerminalRights, 0};
      return {kAllRights, kAllRights};
    case FileType::kBlockDevice: return {kAllRights, kAllRights};
    default: return {0, 0};
  }
}

Descriptor* Descriptors::Get(uint32_t fd, uint64_t rights, Errno* error) {
  Descriptor* descriptor = Get(fd);
  if (!descriptor) {
    *error = Errno::kBadFd;
  } else if ((~descriptor->base & rights) != 0) {
    *error = Errno::kNotCapable;
    return nullptr;
  }
  return descriptor;
}

uint32_t Descriptors::Add(Descriptor descriptor) {
  size_t fd = 0;
  while (fd < all_.size() && all_[fd]) fd++;
  if (fd == all_.size()) all_.emplace_back();
  all_[fd] = std::move(descriptor);
  return static_cast<uint32_t>(fd);
}

bool Descriptors::Close(uint32_t fd) {
  if (!Get(fd)) return false;
  all_[fd].reset();
  return true;
}

bool Descriptors::Move(uint32_t from, uint32_t to) {
  if (!Get(from) || !Get(to)) return false;
  if (from == to) return true;
  all_[to] = std::move(all_[from]);
  all_[from].reset();
  return true;
}

}  // namespace eddy::wasi
