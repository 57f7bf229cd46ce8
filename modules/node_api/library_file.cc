// Reads the head of an ELF file, and its list of segments.
#include "node_api/library_file.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <vector>

namespace eddy::node_api {
namespace {

constexpr unsigned char kOwnClass = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;

class File {
 public:
  explicit File(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // The bytes of a regular file; -1 for anything else.
  off_t Size() const {
    struct stat about;
    return descriptor_ >= 0 && fstat(descriptor_, &about) == 0 && S_ISREG(about.st_mode) ? about.st_size : -1;
  }
  bool Read(void* to, size_t length, off_t at) const {
    return pread(descriptor_, to, length, at) == static_cast<ssize_t>(length);
  }

 private:
  const int descriptor_;
};

}  // namespace

bool IsCutOff(const std::string& path) {
  File file(path);
  off_t size = file.Size();
  ElfW(Ehdr) head;
  if (size < 0 || !file.Read(&head, sizeof(head), 0)) return false;
  if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_ident[EI_CLASS] != kOwnClass) return false;
  if (head.e_phentsize != sizeof(ElfW(Phdr))) return false;
  std::vector<ElfW(Phdr)> segments(head.e_phnum);
  size_t length = segments.size() * sizeof(ElfW(Phdr));
  if (length == 0 || !file.Read(segments.data(), length, static_cast<off_t>(head.e_phoff))) return false;
  for (const auto& segment : segments) {
    if (segment.p_type != PT_LOAD) continue;
    if (segment.p_offset > static_cast<uint64_t>(size) ||
        segment.p_filesz > static_cast<uint64_t>(size) - segment.p_offset)
      return true;
  }
  return false;
}

}  // namespace eddy::node_api
