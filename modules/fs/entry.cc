// Directory entries by path: what they are, and their names, links, modes, owners and times.
//
// Statistics come over as one typed array: dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, and the times
// of access, modification, change and birth, in milliseconds (Float64Array) or nanoseconds (BigInt64Array). stats.js
// reads it.
#include <array>

#include "bind/module.h"
#include "fs/cached.h"
#include "fs/copy_file.h"
#include "fs/paths.h"
#include "fs/request.h"
#include "fs/standard_descriptors.h"
#include "fs/stat_record.h"

namespace eddy {
namespace {

using bind::Error;
using bind::Job;
using bind::Result;
using fs::BigStatRecord;
using fs::Path;
using fs::Request;
using fs::StatRecord;
using fs::Text;
using fs::Work;

// --- Statistics. ---

enum class Subject : int32_t { kPath, kLink };

// What a link is itself may be asked where what it leads to may not.
std::optional<Error> DenialOf(const Path& path, Subject subject) {
  auto last = subject == Subject::kLink ? permission::Last::kItself : permission::Last::kFollowed;
  return permission::Denial(permission::Scope::kFileSystemRead, path.place(), last, &path.bytes);
}

int StatPath(uv_fs_t* request, const char* path, Subject subject) {
  return subject == Subject::kLink ? uv_fs_lstat(nullptr, request, path, nullptr)
                                   : uv_fs_stat(nullptr, request, path, nullptr);
}

struct StatOrder {
  Path path;
  Subject subject;

  template <class Record>
  Result<Record> Answer(int error, const uv_stat_t& stat) const {
    if (error) return Error::System(error, subject == Subject::kLink ? "lstat" : "stat", path.bytes);
    return Record(stat);
  }
};

template <class Record>
Job<Record> Stat(fs::OpenPath path, Subject subject) {
  if (auto denial = DenialOf(path, subject)) return fs::Failed<Record>(*denial);
  auto order = std::make_shared<StatOrder>(StatOrder{std::move(path), subject});
  return fs::WorkOrAtOnce<Record>(
      [order] {
        Request request;
        int error = StatPath(request.get(), order->path.c_str(), order->subject);
        if (!error) fs::cached::Meet(order->path.c_str(), request->statbuf.st_dev);
        return order->Answer<Record>(error, request->statbuf);
      },
      [order]() -> std::optional<Result<Record>> {
        uv_stat_t stat;
        auto error = fs::cached::Stat(order->path.c_str(), order->subject != Subject::kLink, &stat);
        if (!error) return std::nullopt;
        return order->Answer<Record>(*error, stat);
      });
}

template <class Record>
Job<Record> StatDescriptor(int32_t fd) {
  return Work<Record>([fd]() -> Result<Record> {
    if (fs::IsStandardClosed(fd)) return Error::System(UV_EBADF, "fstat");
    Request request;
    int error = uv_fs_fstat(nullptr, request.get(), fd, nullptr);
    if (error) return Error::System(error, "fstat");
    return Record(request->statbuf);
  });
}

// statInto(path, subject, values): now, into `values`. Returns 0 or a negative errno.
template <class Record>
Result<int32_t> StatInto(fs::OpenPath path, Subject subject, std::span<typename Record::Number> values) {
  if (auto denial = DenialOf(path, subject)) return *denial;
  Request request;
  int error = StatPath(request.get(), path.c_str(), subject);
  if (!error) Record(request->statbuf).Fill(values);
  return error;
}
template <class Record>
int32_t StatDescriptorInto(int32_t fd, std::span<typename Record::Number> values) {
  if (fs::IsStandardClosed(fd)) return UV_EBADF;
  Request request;
  int error = uv_fs_fstat(nullptr, request.get(), fd, nullptr);
  if (!error) Record(request->statbuf).Fill(values);
  return error;
}

// What stands at a path: the mode's file type bits, or a negative errno.
int32_t TypeOf(fs::ReadPath path) {
  Request request;
  int error = uv_fs_stat(nullptr, request.get(), path.c_str(), nullptr);
  return error ? error : static_cast<int32_t>(request->statbuf.st_mode & S_IFMT);
}

// type, bsize, blocks, bfree, bavail, files, ffree
Job<fs::FileSystemRecord> StatFileSystem(fs::ReadPath path) {
  return Work<fs::FileSystemRecord>([path = std::move(path)]() -> Result<fs::FileSystemRecord> {
    Request request;
    int error = uv_fs_statfs(nullptr, request.get(), path.c_str(), nullptr);
    if (error) return Error::System(error, "statfs", path.bytes);
    auto* all = static_cast<uv_statfs_t*>(request->ptr);
    return fs::FileSystemRecord{
        {all->f_type, all->f_bsize, all->f_blocks, all->f_bfree, all->f_bavail, all->f_files, all->f_ffree}};
  });
}

// --- One path. ---

template <class F>
Job<void> OnPath(const char* syscall, Path path, F call) {
  return Work<void>([syscall, path = std::move(path), call = std::move(call)]() -> Result<void> {
    Request request;
    int error = call(request.get(), path.c_str());
    if (error < 0) return Error::System(error, syscall, path.bytes);
    return {};
  });
}

Job<void> Access(fs::ReadPath path, int32_t mode) {
  return OnPath("access", std::move(path), [mode](uv_fs_t* request, const char* path) {
    return uv_fs_access(nullptr, request, path, mode, nullptr);
  });
}
bool Exists(fs::ReadPath path) {
  Request request;
  return uv_fs_access(nullptr, request.get(), path.c_str(), F_OK, nullptr) == 0;
}
Job<void> ChangeMode(fs::WritePathAtOnce path, int32_t mode) {
  return OnPath("chmod", std::move(path), [mode](uv_fs_t* request, const char* path) {
    return uv_fs_chmod(nullptr, request, path, mode, nullptr);
  });
}
Job<void> ChangeOwner(fs::WritePath path, uint32_t user, uint32_t group) {
  return OnPath("chown", std::move(path), [=](uv_fs_t* request, const char* path) {
    return uv_fs_chown(nullptr, request, path, user, group, nullptr);
  });
}
Job<void> ChangeLinkOwner(fs::WriteEntry path, uint32_t user, uint32_t group) {
  return OnPath("lchown", std::move(path), [=](uv_fs_t* request, const char* path) {
    return uv_fs_lchown(nullptr, request, path, user, group, nullptr);
  });
}
Job<void> SetTimes(fs::WritePathAtOnce path, double accessed, double modified) {
  return OnPath("utime", std::move(path), [=](uv_fs_t* request, const char* path) {
    return uv_fs_utime(nullptr, request, path, accessed, modified, nullptr);
  });
}
Job<void> SetLinkTimes(fs::WriteEntryAtOnce path, double accessed, double modified) {
  return OnPath("lutime", std::move(path), [=](uv_fs_t* request, const char* path) {
    return uv_fs_lutime(nullptr, request, path, accessed, modified, nullptr);
  });
}
Job<void> Unlink(fs::WriteEntry path) {
  return OnPath("unlink", std::move(path),
                [](uv_fs_t* request, const char* path) { return uv_fs_unlink(nullptr, request, path, nullptr); });
}
Job<void> RemoveDirectory(fs::WriteEntryAtOnce path) {
  return OnPath("rmdir", std::move(path),
                [](uv_fs_t* request, const char* path) { return uv_fs_rmdir(nullptr, request, path, nullptr); });
}

// truncate(path, length): opens for writing, sets the length, closes.
Job<void> Truncate(fs::ReadWritePath path, int64_t length) {
  return Work<void>([path = std::move(path), length]() -> Result<void> {
    Request opening, cutting;
    fs::Descriptor file(uv_fs_open(nullptr, opening.get(), path.c_str(), O_RDWR, 0666, nullptr));
    if (file.get() < 0) return Error::System(file.get(), "open", path.bytes);
    int error = uv_fs_ftruncate(nullptr, cutting.get(), file.get(), length, nullptr);
    if (error < 0) return Error::System(error, "ftruncate");
    return {};
  });
}

// --- Two paths. ---

// Each of them may put a link where none was.
template <class F>
Job<void> OnPaths(const char* syscall, Path from, Path to, F call) {
  return Work<void>([=, from = std::move(from), to = std::move(to)]() -> Result<void> {
    Request request;
    int error = call(request.get(), from.c_str(), to.c_str());
    permission::ForgetPlaces();
    if (error < 0) return Error::System(error, syscall, from.bytes, to.bytes);
    return {};
  });
}

Job<void> Rename(fs::ReadWriteEntry from, fs::WriteEntry to) {
  return OnPaths("rename", std::move(from), std::move(to), [](uv_fs_t* request, const char* from, const char* to) {
    return uv_fs_rename(nullptr, request, from, to, nullptr);
  });
}
Job<void> Link(fs::ReadWriteEntry existing, fs::WriteEntry added) {
  return OnPaths("link", std::move(existing), std::move(added), [](uv_fs_t* request, const char* from, const char* to) {
    return uv_fs_link(nullptr, request, from, to, nullptr);
  });
}
Job<void> Symlink(fs::LinkTarget target, fs::WriteEntryAtOnce path, int32_t flags) {
  return OnPaths("symlink", std::move(target), std::move(path),
                 [flags](uv_fs_t* request, const char* target, const char* path) {
                   return uv_fs_symlink(nullptr, request, target, path, flags, nullptr);
                 });
}
Job<void> CopyFile(fs::ReadPath from, fs::WritePath to, int32_t flags) {
  return Work<void>([=, from = std::move(from), to = std::move(to)]() -> Result<void> {
    int error = fs::CopyFile(from.c_str(), to.c_str(), flags);
    if (error < 0) return Error::System(error, "copyfile", from.bytes, to.bytes);
    return {};
  });
}

// --- Paths that the system returns. ---

Job<Text> ReadLink(fs::ReadEntryAtOnce path, bool latin1) {
  return Work<Text>([path = std::move(path), latin1]() -> Result<Text> {
    Text target{"", latin1};
    if (int error = fs::ReadLink(path.bytes, &target.bytes)) return Error::System(error, "readlink", path.bytes);
    return target;
  });
}

// Makes a directory of a new name that begins with `prefix`.
Job<Text> MakeTemporary(fs::TemplatePath prefix, bool latin1) {
  return Work<Text>([prefix = std::move(prefix), latin1]() -> Result<Text> {
    Request request;
    std::string pattern = prefix.place() + "XXXXXX";
    int error = uv_fs_mkdtemp(nullptr, request.get(), pattern.c_str(), nullptr);
    if (error < 0) return Error::System(error, "mkdtemp", prefix.Shown(pattern));
    return Text{prefix.Shown(request->path), latin1};
  });
}

}  // namespace

EDDY_MODULE(fs_entry) {
  Function<Stat<StatRecord>>("stat");
  Function<Stat<BigStatRecord>>("statBig");
  Function<StatDescriptor<StatRecord>>("fstat");
  Function<StatDescriptor<BigStatRecord>>("fstatBig");
  Function<StatInto<StatRecord>>("statInto");
  Function<StatInto<BigStatRecord>>("statBigInto");
  Function<StatDescriptorInto<StatRecord>>("fstatInto");
  Function<StatDescriptorInto<BigStatRecord>>("fstatBigInto");
  Function<TypeOf>("typeOf");
  Function<StatFileSystem>("statfs");
  Function<Access>("access");
  Function<Exists>("exists");
  Function<ChangeMode>("chmod");
  Function<ChangeOwner>("chown");
  Function<ChangeLinkOwner>("lchown");
  Function<SetTimes>("utimes");
  Function<SetLinkTimes>("lutimes");
  Function<Unlink>("unlink");
  Function<RemoveDirectory>("rmdir");
  Function<Truncate>("truncate");
  Function<Rename>("rename");
  Function<Link>("link");
  Function<Symlink>("symlink");
  Function<CopyFile>("copyFile");
  Function<ReadLink>("readlink");
  Function<MakeTemporary>("mkdtemp");
}

}  // namespace eddy
