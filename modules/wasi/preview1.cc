#include "wasi/preview1.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/random.h>
#include <unistd.h>

#include <csignal>

#include "bind/module.h"
#include "permission/permission.h"

namespace eddy::wasi {

// --- Beginning. ---

Preview1::Preview1(std::vector<std::string> arguments, std::vector<std::string> environment,
                   std::vector<std::string> guests, std::vector<std::string> hosts, int32_t standard_input,
                   int32_t standard_output, int32_t standard_error)
    : arguments_(std::move(arguments)), environment_(std::move(environment)) {
  // C strings for the module.
  for (std::string& text : arguments_) text.resize(std::strlen(text.c_str()));
  for (std::string& text : environment_) text.resize(std::strlen(text.c_str()));
  construction_error_ = Begin(std::move(guests), hosts, {standard_input, standard_output, standard_error});
}

namespace {

bind::Error ConstructionError(int error) {
  const char* code = ConstructionCode(error);
  return bind::Error::Plain(code, std::string(code) + ", uvwasi_init");
}

}  // namespace

std::optional<bind::Error> Preview1::Begin(std::vector<std::string> guests, const std::vector<std::string>& hosts,
                                           const int (&standard)[3]) {
  if (auto denied = permission::Denial(permission::Scope::kWasi)) return denied;
  for (int fd : standard) {
    // A copy, so that the module does not close the program's own.
    Descriptor descriptor;
    descriptor.host = HostFd(fcntl(fd, F_DUPFD_CLOEXEC, 3));
    struct stat status;
    if (!descriptor.host.ok() || fstat(descriptor.host.get(), &status) != 0) return ConstructionError(errno);
    descriptor.type = TypeOf(status.st_mode);
    std::tie(descriptor.base, descriptor.inheriting) = RightsOf(descriptor.type, isatty(fd) == 1);
    descriptors_.Add(std::move(descriptor));
  }
  for (size_t i = 0; i < hosts.size(); i++) {
    int error = 0;
    Descriptor descriptor;
    descriptor.folder = Folder::Open(hosts[i], std::move(guests[i]), &error);
    if (!descriptor.folder) return ConstructionError(error);
    descriptor.host = HostFd(fcntl(descriptor.folder->host(), F_DUPFD_CLOEXEC, 3));
    if (!descriptor.host.ok()) return ConstructionError(errno);
    descriptor.type = FileType::kDirectory;
    std::tie(descriptor.base, descriptor.inheriting) = RightsOf(descriptor.type, false);
    descriptor.given = true;
    descriptors_.Add(std::move(descriptor));
  }
  return std::nullopt;
}

bind::Result<bool> Preview1::SetMemory(v8::Local<v8::Value> memory) {
  if (!memory->IsWasmMemoryObject()) {
    return bind::Error::Type("ERR_INVALID_ARG_TYPE",
                             "\"instance.exports.memory\" property must be a WebAssembly.Memory object");
  }
  memory_.Reset(isolate(), memory.As<v8::Object>());
  return true;
}

bind::Result<bool> Preview1::RequireStarted() const {
  if (memory_.IsEmpty()) return NotStarted();
  return true;
}

Memory Preview1::CurrentMemory(v8::Isolate* isolate) const {
  v8::Local<v8::Value> buffer = memory_.Get(isolate).As<v8::WasmMemoryObject>()->Buffer();
  if (buffer->IsSharedArrayBuffer()) {
    auto shared = buffer.As<v8::SharedArrayBuffer>();
    return {static_cast<uint8_t*>(shared->Data()), shared->ByteLength()};
  }
  auto own = buffer.As<v8::ArrayBuffer>();
  return {static_cast<uint8_t*>(own->Data()), own->ByteLength()};
}

// --- Arguments and environment. ---

namespace {

// Texts that end with a zero, one behind the other, and a pointer to each.
Errno PutTexts(const Memory& memory, const std::vector<std::string>& texts, uint32_t pointers, uint32_t at) {
  uint64_t size = 0;
  for (const std::string& text : texts) size += text.size() + 1;
  if (!memory.Has(pointers, uint64_t{texts.size()} * 4) || !memory.Has(at, size)) return Errno::kOverflow;
  for (const std::string& text : texts) {
    memory.Put(pointers, at);
    memory.PutText(at, std::string_view(text.c_str(), text.size() + 1));
    pointers += 4;
    at += static_cast<uint32_t>(text.size() + 1);
  }
  return Errno::kSuccess;
}

Errno PutSizes(const Memory& memory, const std::vector<std::string>& texts, uint32_t count, uint32_t size) {
  if (!memory.Has(count, 4) || !memory.Has(size, 4)) return Errno::kOverflow;
  size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size() + 1;
  memory.Put(count, static_cast<uint32_t>(texts.size()));
  memory.Put(size, static_cast<uint32_t>(bytes));
  return Errno::kSuccess;
}

}  // namespace

Errno Preview1::ArgsGet(Memory memory, uint32_t pointers, uint32_t texts) {
  return PutTexts(memory, arguments_, pointers, texts);
}
Errno Preview1::ArgsSizesGet(Memory memory, uint32_t count, uint32_t size) {
  return PutSizes(memory, arguments_, count, size);
}
Errno Preview1::EnvironGet(Memory memory, uint32_t pointers, uint32_t texts) {
  return PutTexts(memory, environment_, pointers, texts);
}
Errno Preview1::EnvironSizesGet(Memory memory, uint32_t count, uint32_t size) {
  return PutSizes(memory, environment_, count, size);
}

// --- Clocks, signals, random bytes. ---

namespace {

constexpr clockid_t kClocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};

Errno PutTime(const Memory& memory, uint32_t result, uint32_t clock, int (*read)(clockid_t, timespec*)) {
  if (!memory.Has(result, 8)) return Errno::kOverflow;
  timespec time;
  if (clock >= std::size(kClocks)) return Errno::kInvalid;
  if (read(kClocks[clock], &time) != 0) return FromHost(errno);
  memory.Put(result, static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec));
  return Errno::kSuccess;
}

}  // namespace

Errno Preview1::ClockResGet(Memory memory, uint32_t clock, uint32_t result) {
  return PutTime(memory, result, clock, clock_getres);
}
Errno Preview1::ClockTimeGet(Memory memory, uint32_t clock, uint64_t, uint32_t result) {
  return PutTime(memory, result, clock, clock_gettime);
}

Errno Preview1::ProcRaise(Memory, uint32_t signal) {
  // As WASI numbers them, from 1.
  constexpr int kSignals[] = {0,       SIGHUP,    SIGINT,  SIGQUIT,  SIGILL,  SIGTRAP, SIGABRT, SIGBUS,
                              SIGFPE,  SIGKILL,   SIGUSR1, SIGSEGV,  SIGUSR2, SIGPIPE, SIGALRM, SIGTERM,
                              SIGCHLD, SIGCONT,   SIGSTOP, SIGTSTP,  SIGTTIN, SIGTTOU, SIGURG,  SIGXCPU,
                              SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGPOLL, SIGPWR,  SIGSYS};
  if (signal == 0 || signal >= std::size(kSignals)) return Errno::kNotImplemented;
  return Outcome([&] { return raise(kSignals[signal]); });
}

Errno Preview1::RandomGet(Memory memory, uint32_t buffer, uint32_t length) {
  if (!memory.Has(buffer, length)) return Errno::kOverflow;
  for (uint32_t done = 0; done < length;) {
    ssize_t got = Repeat([&] { return getrandom(memory.At(buffer + done), length - done, 0); });
    if (got < 0) return FromHost(errno);
    done += static_cast<uint32_t>(got);
  }
  return Errno::kSuccess;
}

Errno Preview1::SchedYield(Memory) {
  return Outcome([] { return sched_yield(); });
}

}  // namespace eddy::wasi

namespace eddy {

using wasi::EntryOf;
using wasi::Preview1;

EDDY_MODULE(wasi) {
  Class<Preview1>("WASI")
      .Constructor<std::vector<std::string>, std::vector<std::string>, std::vector<std::string>,
                   std::vector<std::string>, int32_t, int32_t, int32_t>()
      .Method<EntryOf<&Preview1::ArgsGet>::kMethod>("args_get")
      .Method<EntryOf<&Preview1::ArgsSizesGet>::kMethod>("args_sizes_get")
      .Method<EntryOf<&Preview1::ClockResGet>::kMethod>("clock_res_get")
      .Method<EntryOf<&Preview1::ClockTimeGet>::kMethod>("clock_time_get")
      .Method<EntryOf<&Preview1::EnvironGet>::kMethod>("environ_get")
      .Method<EntryOf<&Preview1::EnvironSizesGet>::kMethod>("environ_sizes_get")
      .Method<EntryOf<&Preview1::FdAdvise>::kMethod>("fd_advise")
      .Method<EntryOf<&Preview1::FdAllocate>::kMethod>("fd_allocate")
      .Method<EntryOf<&Preview1::FdClose>::kMethod>("fd_close")
      .Method<EntryOf<&Preview1::FdDatasync>::kMethod>("fd_datasync")
      .Method<EntryOf<&Preview1::FdFdstatGet>::kMethod>("fd_fdstat_get")
      .Method<EntryOf<&Preview1::FdFdstatSetFlags>::kMethod>("fd_fdstat_set_flags")
      .Method<EntryOf<&Preview1::FdFdstatSetRights>::kMethod>("fd_fdstat_set_rights")
      .Method<EntryOf<&Preview1::FdFilestatGet>::kMethod>("fd_filestat_get")
      .Method<EntryOf<&Preview1::FdFilestatSetSize>::kMethod>("fd_filestat_set_size")
      .Method<EntryOf<&Preview1::FdFilestatSetTimes>::kMethod>("fd_filestat_set_times")
      .Method<EntryOf<&Preview1::FdPread>::kMethod>("fd_pread")
      .Method<EntryOf<&Preview1::FdPrestatGet>::kMethod>("fd_prestat_get")
      .Method<EntryOf<&Preview1::FdPrestatDirName>::kMethod>("fd_prestat_dir_name")
      .Method<EntryOf<&Preview1::FdPwrite>::kMethod>("fd_pwrite")
      .Method<EntryOf<&Preview1::FdRead>::kMethod>("fd_read")
      .Method<EntryOf<&Preview1::FdReaddir>::kMethod>("fd_readdir")
      .Method<EntryOf<&Preview1::FdRenumber>::kMethod>("fd_renumber")
      .Method<EntryOf<&Preview1::FdSeek>::kMethod>("fd_seek")
      .Method<EntryOf<&Preview1::FdSync>::kMethod>("fd_sync")
      .Method<EntryOf<&Preview1::FdTell>::kMethod>("fd_tell")
      .Method<EntryOf<&Preview1::FdWrite>::kMethod>("fd_write")
      .Method<EntryOf<&Preview1::PathCreateDirectory>::kMethod>("path_create_directory")
      .Method<EntryOf<&Preview1::PathFilestatGet>::kMethod>("path_filestat_get")
      .Method<EntryOf<&Preview1::PathFilestatSetTimes>::kMethod>("path_filestat_set_times")
      .Method<EntryOf<&Preview1::PathLink>::kMethod>("path_link")
      .Method<EntryOf<&Preview1::PathOpen>::kMethod>("path_open")
      .Method<EntryOf<&Preview1::PathReadlink>::kMethod>("path_readlink")
      .Method<EntryOf<&Preview1::PathRemoveDirectory>::kMethod>("path_remove_directory")
      .Method<EntryOf<&Preview1::PathRename>::kMethod>("path_rename")
      .Method<EntryOf<&Preview1::PathSymlink>::kMethod>("path_symlink")
      .Method<EntryOf<&Preview1::PathUnlinkFile>::kMethod>("path_unlink_file")
      .Method<EntryOf<&Preview1::PollOneoff>::kMethod>("poll_oneoff")
      .Method<EntryOf<&Preview1::ProcRaise>::kMethod>("proc_raise")
      .Method<EntryOf<&Preview1::RandomGet>::kMethod>("random_get")
      .Method<EntryOf<&Preview1::SchedYield>::kMethod>("sched_yield")
      .Method<EntryOf<&Preview1::SockAccept>::kMethod>("sock_accept")
      .Method<EntryOf<&Preview1::SockRecv>::kMethod>("sock_recv")
      .Method<EntryOf<&Preview1::SockSend>::kMethod>("sock_send")
      .Method<EntryOf<&Preview1::SockShutdown>::kMethod>("sock_shutdown")
      .Method<&Preview1::RequireStarted>("_requireStarted")
      .Method<&Preview1::SetMemory>("_setMemory");
}

}  // namespace eddy
