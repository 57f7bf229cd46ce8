// The functions of WASI preview 1 that a WebAssembly module imports, for one module: its arguments, environment and
// descriptors.
//
// Each function takes the module's numbers and gives WASI's: addresses, descriptors and flags are 32 bits wide, file
// positions and times 64. What does not fit their types is Errno::kInvalid, what lies outside of the memory
// Errno::kOverflow.
#pragma once
#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "bind/function.h"
#include "bind/object.h"
#include "wasi/descriptors.h"
#include "wasi/memory.h"

namespace eddy::wasi {

// An argument as WebAssembly passes it; `valid` is false for anything else.
template <class T>
struct Argument {
  T value = 0;
  bool valid = false;
};

class Preview1 : public bind::Object<Preview1> {
 public:
  Preview1(std::vector<std::string> arguments, std::vector<std::string> environment, std::vector<std::string> guests,
           std::vector<std::string> hosts, int32_t standard_input, int32_t standard_output, int32_t standard_error);
  std::optional<bind::Error> construction_error() const { return construction_error_; }

  // The functions may be called from now on, if that is a WebAssembly.Memory.
  bind::Result<bool> SetMemory(v8::Local<v8::Value> memory);
  // In place of a function that JavaScript has: whether it may be called.
  bind::Result<bool> RequireStarted() const;

  // Reads the arguments of a call, as many as the function has, and calls it.
  template <auto F, class... A>
  bind::Result<int32_t> Enter(const bind::CallInfo& info, Argument<A>... arguments) {
    if (info.Length() != sizeof...(A) || !(arguments.valid && ...)) return static_cast<int32_t>(Errno::kInvalid);
    if (memory_.IsEmpty()) return NotStarted();
    return static_cast<int32_t>((this->*F)(CurrentMemory(info.GetIsolate()), arguments.value...));
  }

  // preview1.cc: what needs no descriptor.
  Errno ArgsGet(Memory memory, uint32_t pointers, uint32_t texts);
  Errno ArgsSizesGet(Memory memory, uint32_t count, uint32_t size);
  Errno EnvironGet(Memory memory, uint32_t pointers, uint32_t texts);
  Errno EnvironSizesGet(Memory memory, uint32_t count, uint32_t size);
  Errno ClockResGet(Memory memory, uint32_t clock, uint32_t result);
  Errno ClockTimeGet(Memory memory, uint32_t clock, uint64_t precision, uint32_t result);
  Errno ProcRaise(Memory memory, uint32_t signal);
  Errno RandomGet(Memory memory, uint32_t buffer, uint32_t length);
  Errno SchedYield(Memory memory);

  // files.cc: descriptors.
  Errno FdAdvise(Memory memory, uint32_t fd, uint64_t offset, uint64_t length, uint32_t advice);
  Errno FdAllocate(Memory memory, uint32_t fd, uint64_t offset, uint64_t length);
  Errno FdClose(Memory memory, uint32_t fd);
  Errno FdDatasync(Memory memory, uint32_t fd);
  Errno FdFdstatGet(Memory memory, uint32_t fd, uint32_t result);
  Errno FdFdstatSetFlags(Memory memory, uint32_t fd, uint32_t flags);
  Errno FdFdstatSetRights(Memory memory, uint32_t fd, uint64_t base, uint64_t inheriting);
  Errno FdFilestatGet(Memory memory, uint32_t fd, uint32_t result);
  Errno FdFilestatSetSize(Memory memory, uint32_t fd, uint64_t size);
  Errno FdFilestatSetTimes(Memory memory, uint32_t fd, uint64_t atime, uint64_t mtime, uint32_t flags);
  Errno FdPread(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint64_t offset, uint32_t result);
  Errno FdPrestatGet(Memory memory, uint32_t fd, uint32_t result);
  Errno FdPrestatDirName(Memory memory, uint32_t fd, uint32_t path, uint32_t length);
  Errno FdPwrite(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint64_t offset, uint32_t result);
  Errno FdRead(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t result);
  Errno FdReaddir(Memory memory, uint32_t fd, uint32_t buffer, uint32_t length, uint64_t cookie, uint32_t result);
  Errno FdRenumber(Memory memory, uint32_t from, uint32_t to);
  Errno FdSeek(Memory memory, uint32_t fd, uint64_t offset, uint32_t whence, uint32_t result);
  Errno FdSync(Memory memory, uint32_t fd);
  Errno FdTell(Memory memory, uint32_t fd, uint32_t result);
  Errno FdWrite(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t result);

  // paths.cc: names in folders. `path` and `path_length` are a text in the memory.
  Errno PathCreateDirectory(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length);
  Errno PathFilestatGet(Memory memory, uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_length,
                        uint32_t result);
  Errno PathFilestatSetTimes(Memory memory, uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_length,
                             uint64_t atime, uint64_t mtime, uint32_t times);
  Errno PathLink(Memory memory, uint32_t old_fd, uint32_t flags, uint32_t old_path, uint32_t old_length,
                 uint32_t new_fd, uint32_t new_path, uint32_t new_length);
  Errno PathOpen(Memory memory, uint32_t fd, uint32_t flags, uint32_t path, uint32_t path_length, uint32_t open_flags,
                 uint64_t base, uint64_t inheriting, uint32_t fd_flags, uint32_t result);
  Errno PathReadlink(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length, uint32_t buffer, uint32_t length,
                     uint32_t result);
  Errno PathRemoveDirectory(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length);
  Errno PathRename(Memory memory, uint32_t old_fd, uint32_t old_path, uint32_t old_length, uint32_t new_fd,
                   uint32_t new_path, uint32_t new_length);
  Errno PathSymlink(Memory memory, uint32_t target, uint32_t target_length, uint32_t fd, uint32_t path,
                    uint32_t path_length);
  Errno PathUnlinkFile(Memory memory, uint32_t fd, uint32_t path, uint32_t path_length);

  // events.cc: waiting, sockets.
  Errno PollOneoff(Memory memory, uint32_t subscriptions, uint32_t events, uint32_t count, uint32_t result);
  Errno SockAccept(Memory memory, uint32_t fd, uint32_t flags, uint32_t result);
  Errno SockRecv(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t flags, uint32_t length_result,
                 uint32_t flags_result);
  Errno SockSend(Memory memory, uint32_t fd, uint32_t pieces, uint32_t count, uint32_t flags, uint32_t result);
  Errno SockShutdown(Memory memory, uint32_t fd, uint32_t how);

 private:
  static bind::Error NotStarted() {
    return bind::Error::Plain("ERR_WASI_NOT_STARTED", "wasi.start() has not been called");
  }
  Memory CurrentMemory(v8::Isolate* isolate) const;
  std::optional<bind::Error> Begin(std::vector<std::string> guests, const std::vector<std::string>& hosts,
                                   const int (&standard)[3]);

  std::vector<std::string> arguments_, environment_;
  Descriptors descriptors_;
  v8::Global<v8::Object> memory_;
  std::optional<bind::Error> construction_error_;
};

// The method behind a function of WASI.
template <auto F, class S = decltype(F)>
struct EntryOf;
template <auto F, class... A>
struct EntryOf<F, Errno (Preview1::*)(Memory, A...)> {
  static constexpr auto kMethod = &Preview1::Enter<F, A...>;
};

// The times that `flags` (TimesFlag) choose, for utimensat(2).
Errno ReadTimes(uint64_t atime, uint64_t mtime, uint32_t flags, timespec (&times)[2]);
// Writes what is known of a file to `result`, 64 bytes.
void PutStatus(const Memory& memory, uint32_t result, const struct stat& status);
constexpr uint32_t kStatusSize = 64;

// What a system call gives, which is repeated when a signal interrupted it.
template <class Call>
auto Repeat(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}
// The same where only its failure is of interest.
template <class Call>
Errno Outcome(Call call) {
  return Repeat(call) < 0 ? FromHost(errno) : Errno::kSuccess;
}

}  // namespace eddy::wasi

namespace eddy::bind {

template <>
struct Convert<wasi::Argument<uint32_t>> {
  static constexpr const char* kExpected = "an integer";
  // WebAssembly passes i32 with a sign.
  static std::optional<wasi::Argument<uint32_t>> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if (value->IsInt32()) return wasi::Argument<uint32_t>{static_cast<uint32_t>(value.As<v8::Int32>()->Value()), true};
    if (value->IsUint32()) return wasi::Argument<uint32_t>{value.As<v8::Uint32>()->Value(), true};
    return wasi::Argument<uint32_t>{};
  }
};
template <>
struct Convert<wasi::Argument<uint64_t>> {
  static constexpr const char* kExpected = "a bigint";
  static std::optional<wasi::Argument<uint64_t>> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if (!value->IsBigInt()) return wasi::Argument<uint64_t>{};
    return wasi::Argument<uint64_t>{value.As<v8::BigInt>()->Uint64Value(), true};
  }
};

}  // namespace eddy::bind
