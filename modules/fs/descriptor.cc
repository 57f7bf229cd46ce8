// Open files: open, read, write, close and what else works on a descriptor.
//
// In: numbers and views, checked by descriptors.js; out: counts of bytes.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <vector>

#include "bind/module.h"
#include "fs/cached.h"
#include "fs/request.h"
#include "fs/standard_descriptors.h"

namespace eddy {
namespace fs {

int Descriptor::Close() {
  if (fd_ < 0) return 0;
  return CloseFd(std::exchange(fd_, -1));
}

}  // namespace fs

namespace {

using bind::Bytes;
using bind::Error;
using bind::Job;
using bind::Result;
using bind::Room;
using fs::Path;
using fs::Request;
using fs::Work;

struct OpenOrder {
  Path path;
  int32_t flags, mode;

  Result<int32_t> Answer(int fd) const {
    if (fd < 0) return Error::System(fd, "open", path.bytes);
    return fd;
  }
  Result<int32_t> Open() const {
    Request request;
    int fd = uv_fs_open(nullptr, request.get(), path.c_str(), flags, mode, nullptr);
    struct stat about;
    if (fd >= 0 && flags == O_RDONLY && fstat(fd, &about) == 0) fs::cached::Meet(path.c_str(), about.st_dev);
    return Answer(fs::InClosedStandardPlace(fd));
  }
  std::optional<Result<int32_t>> OpenCached() const {
    if (flags != O_RDONLY || fs::AnyStandardClosed()) return std::nullopt;
    auto fd = fs::cached::Open(path.c_str());
    if (!fd) return std::nullopt;
    return Answer(*fd);
  }
};

Job<int32_t> Open(fs::OpenPath path, int32_t flags, int32_t mode) {
  if (auto denial = permission::DenialToOpen(path.place(), flags, &path.bytes)) return fs::Failed<int32_t>(*denial);
  auto order = std::make_shared<OpenOrder>(OpenOrder{std::move(path), flags, mode});
  return fs::WorkOrAtOnce<int32_t>([order] { return order->Open(); }, [order] { return order->OpenCached(); });
}

// Work on a descriptor that gives nothing but an error.
template <class F>
Job<void> OnDescriptor(const char* syscall, int fd, F call) {
  return Work<void>([syscall, call = std::move(call), fd_is_gone = fs::IsStandardClosed(fd)]() -> Result<void> {
    Request request;
    int error = fd_is_gone ? UV_EBADF : call(request.get());
    if (error < 0) return Error::System(error, syscall);
    return {};
  });
}

Job<void> Close(int32_t fd) {
  return fs::WorkOrAtOnce<void>(
      [fd]() -> Result<void> {
        int error = fs::CloseFd(fd);
        if (error < 0) return Error::System(error, "close");
        return {};
      },
      [fd]() -> std::optional<Result<void>> {
        if (!fs::cached::Close(fd)) return std::nullopt;
        return Result<void>();
      });
}
Job<void> Sync(int32_t fd) {
  return OnDescriptor("fsync", fd, [fd](uv_fs_t* request) { return uv_fs_fsync(nullptr, request, fd, nullptr); });
}
Job<void> SyncData(int32_t fd) {
  return OnDescriptor("fdatasync", fd,
                      [fd](uv_fs_t* request) { return uv_fs_fdatasync(nullptr, request, fd, nullptr); });
}
Job<void> Truncate(int32_t fd, int64_t length) {
  return OnDescriptor("ftruncate", fd, [fd, length](uv_fs_t* request) {
    return uv_fs_ftruncate(nullptr, request, fd, length, nullptr);
  });
}
// The permission model knows paths only, and a descriptor says nothing of what it may be used for.
std::optional<Error> DenialOf(const char* function) {
  if (!permission::IsRestricted(function)) return std::nullopt;
  return Error::Plain("ERR_ACCESS_DENIED", std::string(function) + " API is disabled when Permission Model is enabled.")
      .With("permission", std::string())
      .With("resource", std::string());
}

Job<void> ChangeMode(int32_t fd, int32_t mode) {
  if (auto denial = DenialOf("fchmod")) return fs::Failed<void>(*denial);
  return OnDescriptor("fchmod", fd,
                      [fd, mode](uv_fs_t* request) { return uv_fs_fchmod(nullptr, request, fd, mode, nullptr); });
}
Job<void> ChangeOwner(int32_t fd, uint32_t user, uint32_t group) {
  if (auto denial = DenialOf("fchown")) return fs::Failed<void>(*denial);
  return OnDescriptor("fchown", fd,
                      [=](uv_fs_t* request) { return uv_fs_fchown(nullptr, request, fd, user, group, nullptr); });
}
// A descriptor that is only read does not say that the times may be set.
Job<void> SetTimes(int32_t fd, double accessed, double modified) {
  if (auto denial = permission::DenialOfDescriptor(permission::Scope::kFileSystemWrite, fd)) {
    return fs::Failed<void>(*denial);
  }
  return OnDescriptor(
      "futime", fd, [=](uv_fs_t* request) { return uv_fs_futime(nullptr, request, fd, accessed, modified, nullptr); });
}

// --- Reading and writing. A position below 0 is the descriptor's own. ---

uv_buf_t BufferOf(std::span<const std::byte> bytes) {
  return uv_buf_init(const_cast<char*>(reinterpret_cast<const char*>(bytes.data())),
                     static_cast<unsigned>(std::min<size_t>(bytes.size(), INT_MAX)));
}

Result<int32_t> ReadNow(int32_t fd, uv_buf_t* buffers, size_t count, int64_t position) {
  if (fs::IsStandardClosed(fd)) return Error::System(UV_EBADF, "read");
  Request request;
  int got = uv_fs_read(nullptr, request.get(), fd, buffers, static_cast<unsigned>(count), position, nullptr);
  if (got < 0) return Error::System(got, "read");
  return got;
}

Result<int32_t> WriteNow(int32_t fd, uv_buf_t* buffers, size_t count, int64_t position) {
  if (fs::IsStandardClosed(fd)) return Error::System(UV_EBADF, "write");
  Request request;
  int put = uv_fs_write(nullptr, request.get(), fd, buffers, static_cast<unsigned>(count), position, nullptr);
  if (put < 0) return Error::System(put, "write");
  return put;
}

// readSync(fd, view, offset, length, position)
Result<int32_t> ReadSync(int32_t fd, std::span<std::byte> view, uint64_t offset, uint64_t length, int64_t position) {
  auto part = bind::Part(view, offset, length);
  if (!part.ok()) return part.error();
  uv_buf_t buffer = BufferOf(part.value());
  return ReadNow(fd, &buffer, 1, position);
}

// A read that may begin with what the kernel has cached, and go on on the pool.
struct ReadOrder {
  int32_t fd;
  Room room;
  std::span<std::byte> part;  // of the room
  int64_t position;
  int32_t done = 0;

  std::span<std::byte> Rest() { return part.subspan(static_cast<size_t>(done)); }

  Result<int32_t> Read() {
    uv_buf_t buffer = BufferOf(Rest());
    auto got = ReadNow(fd, &buffer, 1, position < 0 ? position : position + done);
    if (done == 0) return got;
    return got.ok() ? done + got.value() : done;
  }

  std::optional<Result<int32_t>> ReadCached() {
    if (part.size() > fs::cached::kLargest) return std::nullopt;
    auto got = fs::cached::ReadDescriptor(fd, Rest(), position);
    if (!got) return std::nullopt;
    done = static_cast<int32_t>(*got);
    // Of a file whose rest is still on the disk, the pool reads that; anything else gives what it has.
    if (done > 0 && *got < part.size() && fs::cached::IsRegular(fd)) return std::nullopt;
    return done;
  }
};

Result<Job<int32_t>> Read(int32_t fd, Room room, uint64_t offset, uint64_t length, int64_t position) {
  auto part = bind::Part(room.span(), offset, length);
  if (!part.ok()) return part.error();
  auto order = std::make_shared<ReadOrder>(ReadOrder{fd, std::move(room), part.value(), position});
  return fs::WorkOrAtOnce<int32_t>([order] { return order->Read(); }, [order] { return order->ReadCached(); });
}

Result<int32_t> WriteSync(int32_t fd, std::span<const std::byte> view, uint64_t offset, uint64_t length,
                          int64_t position) {
  auto part = bind::Part(view, offset, length);
  if (!part.ok()) return part.error();
  uv_buf_t buffer = BufferOf(part.value());
  return WriteNow(fd, &buffer, 1, position);
}
Result<Job<int32_t>> Write(int32_t fd, Bytes view, uint64_t offset, uint64_t length, int64_t position) {
  auto part = bind::Part(view.span(), offset, length);
  if (!part.ok()) return part.error();
  return Work<int32_t>([fd, view = std::move(view), part = part.value(), position]() -> Result<int32_t> {
    uv_buf_t buffer = BufferOf(part);
    return WriteNow(fd, &buffer, 1, position);
  });
}
// UTF-8.
Job<int32_t> WriteString(int32_t fd, std::string text, int64_t position) {
  return Work<int32_t>([fd, text = std::move(text), position]() -> Result<int32_t> {
    uv_buf_t buffer =
        uv_buf_init(const_cast<char*>(text.data()), static_cast<unsigned>(std::min<size_t>(text.size(), INT_MAX)));
    return WriteNow(fd, &buffer, 1, position);
  });
}

template <class Memory>
std::vector<uv_buf_t> BuffersOf(const std::vector<Memory>& views) {
  std::vector<uv_buf_t> buffers;
  buffers.reserve(views.size());
  for (const auto& view : views) buffers.push_back(BufferOf(view.span()));
  return buffers;
}
Job<int32_t> ReadMany(int32_t fd, std::vector<Room> views, int64_t position) {
  return Work<int32_t>([fd, views = std::move(views), position]() -> Result<int32_t> {
    auto buffers = BuffersOf(views);
    return ReadNow(fd, buffers.data(), buffers.size(), position);
  });
}
Job<int32_t> WriteMany(int32_t fd, std::vector<Bytes> views, int64_t position) {
  return Work<int32_t>([fd, views = std::move(views), position]() -> Result<int32_t> {
    auto buffers = BuffersOf(views);
    return WriteNow(fd, buffers.data(), buffers.size(), position);
  });
}

}  // namespace

EDDY_MODULE(fs_descriptor) {
  Function<Open>("open");
  Function<Close>("close");
  Function<Sync>("fsync");
  Function<SyncData>("fdatasync");
  Function<Truncate>("ftruncate");
  Function<ChangeMode>("fchmod");
  Function<ChangeOwner>("fchown");
  Function<SetTimes>("futimes");
  Function<ReadSync>("readSync");
  Function<Read>("read");
  Function<WriteSync>("writeSync");
  Function<Write>("write");
  Function<WriteString>("writeString");
  Function<ReadMany>("readv");
  Function<WriteMany>("writev");
}

}  // namespace eddy
