// Whole files in one trip: open, size, read all or write all, close.
//
// In: a path or a descriptor, and for writing a string (written as UTF-8) or bytes. Out: a Buffer, or a string.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <variant>

#include "bind/buffer.h"
#include "bind/module.h"
#include "buffer/codec.h"
#include "fs/cached.h"
#include "fs/request.h"

namespace eddy {
namespace {

using bind::Bytes;
using bind::Error;
using bind::Job;
using bind::OwnedBytes;
using bind::Result;
using fs::Path;
using fs::Request;
using fs::Work;
using fs::WorkOrAtOnce;

constexpr size_t kLargestFile = 0x7fffffff;  // what one read may ask for, as documented: 2 GiB
constexpr size_t kFirstChunk = 8 * 1024;     // for files that don't tell their size: pipes, /proc
constexpr size_t kSlice = 512 * 1024;        // an abort is noticed after so many bytes

// What is written: a string's UTF-8, or bytes that are kept alive.
struct Content {
  std::variant<std::string, Bytes> kept;
  const char* data() const {
    if (auto* text = std::get_if<std::string>(&kept)) return text->data();
    return reinterpret_cast<const char*>(std::get<Bytes>(kept).data());
  }
  size_t size() const {
    if (auto* text = std::get_if<std::string>(&kept)) return text->size();
    return std::get<Bytes>(kept).size();
  }
};

// What cannot be had, told to JavaScript as a number, which makes the error of it; 0: nothing is wrong. All else is
// thrown here, so that JavaScript has nothing to catch: a missing file would pay for two stack traces.
using Flaw = double;
constexpr Flaw kTextTooLong = -1;  // a positive one is the size of a file that is too large

struct FileBytes {
  OwnedBytes bytes;
  Flaw flaw = 0;
};
// A file's bytes that shall become a string.
struct FileText {
  OwnedBytes bytes;
  bool ascii = false;
  Flaw flaw = 0;
};

// Set to 1 in JavaScript when the operation was aborted; nothing further is read or written then.
class AbortFlag {
 public:
  AbortFlag() = default;  // for what cannot be aborted
  explicit AbortFlag(bind::Room flag)
      : kept_(std::make_shared<bind::Room>(std::move(flag))),
        flag_(reinterpret_cast<unsigned char*>(kept_->span().data())) {}
  bool raised() const { return flag_ && __atomic_load_n(flag_, __ATOMIC_RELAXED) != 0; }

 private:
  std::shared_ptr<const bind::Room> kept_;
  unsigned char* flag_ = nullptr;
};

Error Aborted() { return Error::System(UV_ECANCELED, "read"); }
Error OutOfMemory(const char* syscall) { return Error::System(UV_ENOMEM, syscall); }

// --- Reading. ---

Result<int> ReadSome(int fd, char* data, size_t size) {
  Request request;
  uv_buf_t buffer = uv_buf_init(data, static_cast<unsigned>(size));
  int got = uv_fs_read(nullptr, request.get(), fd, &buffer, 1, -1, nullptr);
  if (got < 0) return Error::System(got, "read");
  return got;
}

// A regular file: as many bytes as it has now, or fewer when it shrinks meanwhile.
Result<OwnedBytes> ReadSized(int fd, size_t size, const AbortFlag& abort) {
  OwnedBytes bytes(size);
  if (!bytes.allocated()) return OutOfMemory("read");
  size_t filled = 0;
  while (filled < size) {
    if (abort.raised()) return Aborted();
    auto got = ReadSome(fd, bytes.data() + filled, std::min(size - filled, size > kSlice ? kSlice : size));
    if (!got.ok()) return got.error();
    if (got.value() == 0) break;
    filled += static_cast<size_t>(got.value());
  }
  bytes.Truncate(filled);
  return bytes;
}

Result<FileBytes> ReadToEnd(int fd, const AbortFlag& abort) {
  OwnedBytes bytes(kFirstChunk);
  size_t filled = 0;
  for (;;) {
    if (!bytes.allocated()) return OutOfMemory("read");
    if (abort.raised()) return Aborted();
    auto got = ReadSome(fd, bytes.data() + filled, std::min(bytes.size() - filled, kSlice));
    if (!got.ok()) return got.error();
    if (got.value() == 0) break;
    filled += static_cast<size_t>(got.value());
    if (filled > kLargestFile) return FileBytes{OwnedBytes(0), static_cast<Flaw>(filled)};
    if (filled == bytes.size() && !bytes.Grow(filled * 2)) return OutOfMemory("read");
  }
  bytes.Truncate(filled);
  return FileBytes{std::move(bytes)};
}

// `path`: where `fd` was opened, if known.
Result<FileBytes> ReadAll(int fd, const AbortFlag& abort, const char* path = nullptr) {
  Request request;
  int error = uv_fs_fstat(nullptr, request.get(), fd, nullptr);
  if (error) return Error::System(error, "fstat");
  const uv_stat_t& stat = request->statbuf;
  if (path) fs::cached::Meet(path, stat.st_dev);
  bool regular = (stat.st_mode & S_IFMT) == S_IFREG;
  if (regular && stat.st_size > kLargestFile) return FileBytes{OwnedBytes(0), static_cast<Flaw>(stat.st_size)};
  if (!regular || stat.st_size == 0) return ReadToEnd(fd, abort);
  auto read = ReadSized(fd, stat.st_size, abort);
  if (!read.ok()) return read.error();
  return FileBytes{std::move(read.value())};
}

Result<FileBytes> ReadPath(const Path& path, int flags, const AbortFlag& abort) {
  Request request;
  fs::Descriptor file(uv_fs_open(nullptr, request.get(), path.c_str(), flags, 0666, nullptr));
  if (file.get() < 0) return Error::System(file.get(), "open", path.bytes);
  return ReadAll(file.get(), abort, path.c_str());
}

// What a job needs to know.
struct ReadOrder {
  Path path;
  int flags;
  AbortFlag abort;
  Result<FileBytes> Read() const { return ReadPath(path, flags, abort); }
  std::optional<OwnedBytes> ReadCached() const {
    if (flags != O_RDONLY) return std::nullopt;
    return fs::cached::Read(path.c_str());
  }
};

Job<FileBytes> ReadFile(fs::OpenPath path, int32_t flags, AbortFlag abort) {
  if (auto denial = permission::DenialToOpen(path.place(), flags, &path.bytes)) return fs::Failed<FileBytes>(*denial);
  auto order = std::make_shared<ReadOrder>(ReadOrder{std::move(path), flags, std::move(abort)});
  return WorkOrAtOnce<FileBytes>([order] { return order->Read(); },
                                 [order]() -> std::optional<Result<FileBytes>> {
                                   auto bytes = order->ReadCached();
                                   if (!bytes) return std::nullopt;
                                   return FileBytes{std::move(*bytes)};
                                 });
}
Job<FileBytes> ReadDescriptor(int32_t fd, AbortFlag abort) {
  return Work<FileBytes>([fd, abort = std::move(abort)] { return ReadAll(fd, abort); });
}

bool IsAscii(const char* data, size_t size) {
  uint64_t seen = 0;
  size_t i = 0;
  for (; i + sizeof(seen) <= size; i += sizeof(seen)) {
    uint64_t word;
    memcpy(&word, data + i, sizeof(word));
    seen |= word;
  }
  for (; i < size; ++i) seen |= static_cast<uint8_t>(data[i]);
  return (seen & 0x8080808080808080) == 0;
}

// Characters of the string that UTF-8 text becomes, at least: each byte that begins one counts.
size_t CharactersIn(const char* data, size_t size) {
  return static_cast<size_t>(std::count_if(data, data + size, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

Result<FileText> AsText(Result<FileBytes> read) {
  if (!read.ok()) return read.error();
  FileText text{std::move(read.value().bytes)};
  text.flaw = read.value().flaw;
  const OwnedBytes& bytes = text.bytes;
  text.ascii = IsAscii(bytes.data(), bytes.size());
  bool fits =
      bytes.size() <= v8::String::kMaxLength || CharactersIn(bytes.data(), bytes.size()) <= v8::String::kMaxLength;
  if (!fits) text.flaw = kTextTooLong;
  return text;
}

Job<FileText> ReadText(fs::OpenPath path, int32_t flags, AbortFlag abort) {
  if (auto denial = permission::DenialToOpen(path.place(), flags, &path.bytes)) return fs::Failed<FileText>(*denial);
  auto order = std::make_shared<ReadOrder>(ReadOrder{std::move(path), flags, std::move(abort)});
  return WorkOrAtOnce<FileText>([order] { return AsText(order->Read()); },
                                [order]() -> std::optional<Result<FileText>> {
                                  auto bytes = order->ReadCached();
                                  if (!bytes) return std::nullopt;
                                  return AsText(FileBytes{std::move(*bytes)});
                                });
}
Job<FileText> ReadDescriptorText(int32_t fd, AbortFlag abort) {
  return Work<FileText>([fd, abort = std::move(abort)] { return AsText(ReadAll(fd, abort)); });
}

// For readFileSync(), which reports a bad descriptor as the read's fault when it is asked for text.
Job<FileText> ReadDescriptorTextNow(int32_t fd) {
  return Work<FileText>([fd]() -> Result<FileText> {
    Request request;
    if (int error = uv_fs_fstat(nullptr, request.get(), fd, nullptr)) return Error::System(error, "read");
    return AsText(ReadAll(fd, AbortFlag()));
  });
}

// --- Writing. ---

// `done` becomes how many bytes were written.
Result<void> WriteAll(int fd, const Content& content, const AbortFlag& abort, size_t& done) {
  size_t size = content.size();
  while (done < size) {
    if (abort.raised()) return Aborted();
    Request request;
    // Sliced only where an abort may come: one write otherwise, as far as the system takes one.
    size_t length = std::min(size - done, kLargestFile);
    uv_buf_t buffer = uv_buf_init(const_cast<char*>(content.data()) + done, static_cast<unsigned>(length));
    int put = uv_fs_write(nullptr, request.get(), fd, &buffer, 1, -1, nullptr);
    if (put < 0) return Error::System(put, "write");
    done += static_cast<size_t>(put);
  }
  return {};
}

Result<void> Flush(int fd) {
  Request request;
  int error = uv_fs_fsync(nullptr, request.get(), fd, nullptr);
  if (error) return Error::System(error, "fsync");
  return {};
}

Result<void> WriteAndFlush(int fd, const Content& content, bool flush, const AbortFlag& abort) {
  size_t done = 0;
  auto written = WriteAll(fd, content, abort, done);
  return written.ok() && flush ? Flush(fd) : written;
}

// A file to be replaced is written over and then cut. To empty it first is what O_TRUNC says, but then ext4 has its
// blocks on the disk before the file is closed, which takes ten times as long.
bool IsReplaced(int flags) { return (flags & (O_TRUNC | O_ACCMODE | O_APPEND)) == (O_TRUNC | O_WRONLY); }

Result<void> Replace(int fd, const Content& content, bool flush, const AbortFlag& abort) {
  size_t done = 0;
  auto result = WriteAll(fd, content, abort, done);
  struct stat about;
  if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
    // Also where nothing was written: the file has changed then.
    bool is_cut = about.st_size > static_cast<off_t>(done) || done == 0;
    if (is_cut && ftruncate(fd, static_cast<off_t>(done)) != 0 && result.ok())
      return Error::System(-errno, "ftruncate");
  }
  return result.ok() && flush ? Flush(fd) : result;
}

Job<void> WriteFile(fs::OpenPath path, Content content, int32_t flags, int32_t mode, bool flush, AbortFlag abort) {
  if (auto denial = permission::DenialToOpen(path.place(), flags, &path.bytes)) return fs::Failed<void>(*denial);
  return Work<void>(
      [=, path = std::move(path), content = std::move(content), abort = std::move(abort)]() -> Result<void> {
        Request request;
        bool replaced = IsReplaced(flags);
        int how = replaced ? flags & ~O_TRUNC : flags;
        fs::Descriptor file(uv_fs_open(nullptr, request.get(), path.c_str(), how, mode, nullptr));
        if (file.get() < 0) return Error::System(file.get(), "open", path.bytes);
        auto written =
            replaced ? Replace(file.get(), content, flush, abort) : WriteAndFlush(file.get(), content, flush, abort);
        if (!written.ok()) return written;
        int error = file.Close();
        if (error) return Error::System(error, "close");
        return {};
      });
}
Job<void> WriteDescriptor(int32_t fd, Content content, bool flush, AbortFlag abort) {
  return Work<void>(
      [=, content = std::move(content), abort = std::move(abort)] { return WriteAndFlush(fd, content, flush, abort); });
}

}  // namespace

namespace bind {

template <>
struct Convert<FileBytes> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, FileBytes& file) {
    if (file.flaw != 0) return v8::Number::New(isolate, file.flaw);
    return Convert<OwnedBytes>::To(isolate, file.bytes);
  }
};

template <>
struct Convert<FileText> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const FileText& text) {
    if (text.flaw != 0) return v8::Number::New(isolate, text.flaw);
    auto encoding = text.ascii ? buffer::Encoding::kLatin1 : buffer::Encoding::kUtf8;
    return buffer::Decode(isolate, text.bytes.data(), text.bytes.size(), encoding).FromMaybe(v8::Local<v8::String>());
  }
};

template <>
struct Convert<AbortFlag> {
  static constexpr const char* kExpected = "a Uint8Array or undefined";
  // Not inlined: g++ 12 would warn of uninitialised members of an optional that is empty.
  [[gnu::noinline]] static std::optional<AbortFlag> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if (value->IsUndefined()) return AbortFlag();
    auto flag = Room::From(value);
    if (!flag || flag->size() == 0 || flag->may_shrink()) return std::nullopt;
    return AbortFlag(std::move(*flag));
  }
};

template <>
struct Convert<Content> {
  static constexpr const char* kExpected = "a string or a view of a buffer";
  static std::optional<Content> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    if (auto text = Convert<std::string>::From(isolate, value)) return Content{std::move(*text)};
    if (auto bytes = Bytes::From(value)) return Content{std::move(*bytes)};
    return std::nullopt;
  }
};

}  // namespace bind

EDDY_MODULE(fs_whole_file) {
  Function<ReadFile>("readFile");
  Function<ReadDescriptor>("readDescriptor");
  Function<ReadText>("readText");
  Function<ReadDescriptorText>("readDescriptorText");
  Function<ReadDescriptorTextNow>("readDescriptorTextNow");
  Function<WriteFile>("writeFile");
  Function<WriteDescriptor>("writeDescriptor");
}

}  // namespace eddy
