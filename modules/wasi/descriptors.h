// A module's descriptors: 0, 1, 2, the folders that it was given, and what it opens.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "wasi/folder.h"

namespace eddy::wasi {

struct Descriptor {
  HostFd host;
  FileType type = FileType::kUnknown;
  uint64_t base = 0;        // what may be done with it
  uint64_t inheriting = 0;  // and with what is opened by it
  bool given = false;       // it is one of the folders themselves
  // Of directories: the folder that they are in, and the way to them from there.
  std::shared_ptr<Folder> folder;
  Components inside;
};

// The most that makes sense for a descriptor: { base, inheriting }.
std::pair<uint64_t, uint64_t> RightsOf(FileType type, bool terminal);

class Descriptors {
 public:
  // The descriptor, or nullptr.
  Descriptor* Get(uint32_t fd) { return fd < all_.size() && all_[fd] ? &*all_[fd] : nullptr; }
  // The same if it may be used for all that `rights` say; else `error` says why not.
  Descriptor* Get(uint32_t fd, uint64_t rights, Errno* error);
  // Gives it the lowest number that is free.
  uint32_t Add(Descriptor descriptor);
  bool Close(uint32_t fd);
  // Closes `to`, and makes `from` that. False where one of them is none.
  bool Move(uint32_t from, uint32_t to);

 private:
  std::vector<std::optional<Descriptor>> all_;
};

}  // namespace eddy::wasi
