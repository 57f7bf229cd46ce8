// This process, for JavaScript: where it is, what it uses, how it ends.
#include <ares.h>
#include <brotli/decode.h>
#include <fcntl.h>
#include <llhttp/llhttp.h>
#include <nghttp2/nghttp2ver.h>
#include <openssl/opensslv.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "bind/module.h"
#include "bind/nul.h"
#include "engine/cgroup.h"
#include "engine/clock.h"
#include "loop/loop.h"
#include "loop/output.h"
#include "main.h"
#include "permission/permission.h"
#include "runtime/runtime.h"
#include "runtime/version.h"
#include "trace/trace.h"

// Of SQLite's header, which only modules/sqlite is compiled with.
extern "C" const char* sqlite3_libversion(void);

namespace eddy {
namespace {

using bind::Error;
using bind::Result;

// --- Start and end. ---

// Programs take their interpreter's name from the last word of its path (yargs prints it when that is not `node`), and
// start it again by this path. So where a link named `node` leads to us, its path is ours: the one we were started by,
// or one beside the executable. Empty: there is none.
std::string PathOfNodeLink(const std::string& argv0, const std::string& executable) {
  auto leads_here = [&](const std::string& path) {
    struct stat link, self;
    return stat(path.c_str(), &link) == 0 && stat(executable.c_str(), &self) == 0 && link.st_dev == self.st_dev &&
           link.st_ino == self.st_ino;
  };
  size_t slash = argv0.rfind('/');
  if (argv0.substr(slash + 1) == "node") {
    if (slash != argv0.npos) {
      std::error_code error;
      std::string path = std::filesystem::absolute(argv0, error).lexically_normal();
      return !error && leads_here(path) ? path : "";
    }
    const char* variable = std::getenv("PATH");
    std::istringstream folders(variable ? variable : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
      if (folder.starts_with('/') && leads_here(folder + "/node")) return folder + "/node";
    }
  }
  std::string beside = executable.substr(0, executable.rfind('/') + 1) + "node";
  return leads_here(beside) ? beside : "";
}

// What belongs to this one process, when it starts.
v8::Local<v8::Object> Start(v8::Isolate* isolate, v8::Local<v8::Context> context, Runtime& runtime) {
  auto start = v8::Object::New(isolate);
  auto set = [&](const char* name, v8::Local<v8::Value> value) { bind::Define(context, start, name, value); };
  const Runtime::Settings& settings = runtime.settings();
  char path[PATH_MAX];
  size_t size = sizeof(path);
  if (uv_exepath(path, &size) != 0) size = 0;
  set("argv", bind::Convert<std::vector<std::string>>::To(isolate, settings.argv));
  set("execArgv", bind::Convert<std::vector<std::string>>::To(isolate, settings.exec_argv));
  set("argv0", bind::NewString(isolate, settings.argv0));
  std::string executable(path, size), link = PathOfNodeLink(settings.argv0, executable);
  set("execPath", bind::NewString(isolate, link.empty() ? executable : link));
  set("pid", v8::Integer::New(isolate, uv_os_getpid()));
  set("ppid", v8::Integer::New(isolate, uv_os_getppid()));
  return start;
}

bool IsMainThread(Runtime& runtime) { return runtime.settings().thread == nullptr; }

void ReallyExit(Runtime& runtime, int32_t code) { runtime.Exit(code); }

void Abort() {
  fflush(stdout);
  loop::Output::Finish();
  abort();
}

void WriteToStderr(Runtime& runtime, std::string text) {
  loop::Output::WriteTo(runtime.settings().thread == nullptr ? &runtime.loop() : nullptr, STDERR_FILENO, text);
}

// Replaces this process by another program. Returns only when that failed.
Error Execve(std::string path, std::vector<std::string> argv, std::vector<std::string> environment) {
  auto pointers = [](std::vector<std::string>& words) {
    std::vector<char*> list;
    list.reserve(words.size() + 1);
    for (auto& word : words) list.push_back(word.data());
    list.push_back(nullptr);
    return list;
  };
  auto has_nul = [](const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) { return bind::HasNul(word); });
  };
  if (bind::HasNul(path) || has_nul(argv) || has_nul(environment)) return Error::System(UV_EINVAL, "execve", path);
  loop::Output::Finish();
  // Only the standard descriptors survive.
  for (int fd = 0; fd <= 2; ++fd) fcntl(fd, F_SETFD, 0);
  execve(path.c_str(), pointers(argv).data(), pointers(environment).data());
  int error = errno;
  for (int fd = 0; fd <= 2; ++fd) fcntl(fd, F_SETFD, FD_CLOEXEC);
  return Error::System(uv_translate_sys_error(error), "execve", path);
}
Result<bool> ExecveOrFail(std::string path, std::vector<std::string> argv, std::vector<std::string> environment) {
  if (auto denial = permission::Denial(permission::Scope::kChildProcess, path)) return *denial;
  return Execve(std::move(path), std::move(argv), std::move(environment));
}

// --- Where. ---

Result<std::string> Cwd() {
  char path[PATH_MAX];
  size_t size = sizeof(path);
  if (int error = uv_cwd(path, &size)) return Error::System(error, "uv_cwd");
  return std::string(path, size);
}

Result<void> Chdir(std::string directory) {
  if (auto denial = permission::Denial(permission::Scope::kFileSystemRead, directory)) return *denial;
  if (int error = uv_chdir(directory.c_str())) {
    char here[PATH_MAX];
    size_t size = sizeof(here);
    std::string from = uv_cwd(here, &size) == 0 ? std::string(here, size) : "";
    return Error::System(error, "chdir", from, directory);
  }
  return {};
}

// Returns the mask before. A negative `mask` only asks.
int32_t Umask(int32_t mask) {
  mode_t before = umask(mask < 0 ? 0 : static_cast<mode_t>(mask));
  if (mask < 0) umask(before);
  return static_cast<int32_t>(before);
}

std::string Title() {
  char title[1024] = "";
  uv_get_process_title(title, sizeof(title));
  return title;
}
void SetTitle(std::string title) {
  uv_set_process_title(title.c_str());
  if (trace::Recording()) trace::AddMetadata("process_name", "{\"name\":" + trace::Quoted(Title()) + "}");
}

// Whether trace events are recorded, or NODE_DEBUG asks for something.
bool WantsTraces() { return trace::Recording() || std::getenv("NODE_DEBUG") != nullptr; }

// --- What it uses. ---

double MonotonicNanoseconds() { return static_cast<double>(engine::clock.monotonic_ns()); }

// The monotonic clock in functions of plain numbers, which optimised JavaScript calls without a detour: readClock()
// looks at it, and the others tell parts of what it saw.
thread_local uint64_t clock_read = 0;
constexpr uint64_t kSecond = 1'000'000'000;

void ReadClock() { clock_read = engine::clock.monotonic_ns(); }
double ClockSeconds() {
  uint64_t seconds = clock_read / kSecond;
  return static_cast<double>(seconds);
}
double ClockNanoseconds() { return static_cast<double>(clock_read % kSecond); }
// All of it in nanoseconds, in two halves.
uint32_t ClockLow() { return static_cast<uint32_t>(clock_read); }
uint32_t ClockHigh() { return static_cast<uint32_t>(clock_read >> 32); }

double StartNanoseconds() { return static_cast<double>(ProcessStartNanoseconds()); }

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}
double MicrosecondsOf(const uv_timeval_t& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

std::array<double, 2> ThreadCpuUsage() {
  rusage usage;
  getrusage(RUSAGE_THREAD, &usage);
  return {Seconds(usage.ru_utime), Seconds(usage.ru_stime)};
}

// In the order of uv_rusage_t; times in microseconds.
Result<std::array<double, 16>> ResourceUsage() {
  uv_rusage_t usage;
  if (int error = uv_getrusage(&usage)) return Error::System(error, "uv_getrusage");
  auto n = [](uint64_t value) { return static_cast<double>(value); };
  return std::array<double, 16>{MicrosecondsOf(usage.ru_utime),
                                MicrosecondsOf(usage.ru_stime),
                                n(usage.ru_maxrss),
                                n(usage.ru_ixrss),
                                n(usage.ru_idrss),
                                n(usage.ru_isrss),
                                n(usage.ru_minflt),
                                n(usage.ru_majflt),
                                n(usage.ru_nswap),
                                n(usage.ru_inblock),
                                n(usage.ru_oublock),
                                n(usage.ru_msgsnd),
                                n(usage.ru_msgrcv),
                                n(usage.ru_nsignals),
                                n(usage.ru_nvcsw),
                                n(usage.ru_nivcsw)};
}

Result<double> ResidentBytes() {
  size_t bytes;
  if (int error = uv_resident_set_memory(&bytes)) return Error::System(error, "uv_resident_set_memory");
  return static_cast<double>(bytes);
}

// rss, heapTotal, heapUsed, external, arrayBuffers: bytes.
Result<std::array<double, 5>> MemoryUsage(v8::Isolate* isolate) {
  size_t resident;
  if (int error = uv_resident_set_memory(&resident)) return Error::System(error, "uv_resident_set_memory");
  v8::HeapStatistics heap;
  isolate->GetHeapStatistics(&heap);
  return std::array<double, 5>{static_cast<double>(resident), static_cast<double>(heap.total_heap_size()),
                               static_cast<double>(heap.used_heap_size()), static_cast<double>(heap.external_memory()),
                               static_cast<double>(heap.external_memory())};
}

// The limit that a container sets on this process's memory; 0 where none is known.
double ConstrainedMemory() { return static_cast<double>(engine::ConstrainedMemory()); }
double AvailableMemory() { return static_cast<double>(engine::AvailableMemory()); }

// --- Signals sent. ---

// Whether this signal to ourselves is the end of us.
bool EndsUs(int32_t signal) {
  for (int deadly : {SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGKILL, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM}) {
    struct sigaction current;
    if (signal == deadly) return sigaction(signal, nullptr, &current) == 0 && current.sa_handler == SIG_DFL;
  }
  return false;
}

int32_t Kill(int32_t pid, int32_t signal) {
  if (pid == uv_os_getpid() && EndsUs(signal)) loop::Output::Finish();
  return uv_kill(pid, signal);
}

// --- What the loop waits for. ---

// The kinds of handles (that keep the loop alive) and requests under way.
std::vector<std::string> ActiveResources(Runtime& runtime, bool requests) {
  std::vector<std::string> kinds;
  auto type = requests ? loop::Resource::Type::kRequest : loop::Resource::Type::kHandle;
  for (auto* resource = runtime.loop().resources(); resource; resource = resource->next()) {
    if (resource->type() == type && resource->referenced()) kinds.insert(kinds.begin(), resource->kind());
  }
  return kinds;
}

// Their JavaScript halves: `owner` where a handle's wrapper names one, the wrapper itself otherwise.
v8::Local<v8::Value> ActiveOwners(v8::Isolate* isolate, v8::Local<v8::Context> context, Runtime& runtime,
                                  bool requests) {
  v8::LocalVector<v8::Value> owners(isolate);
  auto type = requests ? loop::Resource::Type::kRequest : loop::Resource::Type::kHandle;
  for (auto* resource = runtime.loop().resources(); resource; resource = resource->next()) {
    if (resource->type() != type || !resource->referenced()) continue;
    v8::Local<v8::Object> wrapper = resource->javascript_half(isolate);
    v8::Local<v8::Value> owner;
    if (wrapper.IsEmpty()) wrapper = v8::Object::New(isolate);
    if (!wrapper->Get(context, bind::Symbolic(isolate, "owner")).ToLocal(&owner) || !owner->IsObject()) owner = wrapper;
    owners.insert(owners.begin(), owner);
  }
  return v8::Array::New(isolate, owners.data(), owners.size());
}

}  // namespace

EDDY_MODULE(process) {
  Function<Start>("start");
  Function<IsMainThread>("isMainThread");
  Function<ReallyExit>("reallyExit");
  Function<Abort>("abort");
  Function<WriteToStderr>("writeToStderr");
  Function<ExecveOrFail>("execve");
  Function<Cwd>("cwd");
  Function<Chdir>("chdir");
  Function<Umask>("umask");
  Function<Title>("title");
  Function<WantsTraces>("wantsTraces");
  Function<SetTitle>("setTitle");
  Function<MonotonicNanoseconds>("monotonicNanoseconds");
  Function<ReadClock>("readClock");
  Function<ClockSeconds>("clockSeconds");
  Function<ClockNanoseconds>("clockNanoseconds");
  Function<ClockLow>("clockLow");
  Function<ClockHigh>("clockHigh");
  Function<StartNanoseconds>("startNanoseconds");
  Function<ThreadCpuUsage>("threadCpuUsage");
  Function<ResourceUsage>("resourceUsage");
  Function<ResidentBytes>("residentBytes");
  Function<MemoryUsage>("memoryUsage");
  Function<ConstrainedMemory>("constrainedMemory");
  Function<AvailableMemory>("availableMemory");
  Function<Kill>("kill");
  Function<ActiveResources>("activeResources");
  Function<ActiveOwners>("activeOwners");
#if defined(__x86_64__)
  Constant("arch", "x64");
#elif defined(__aarch64__)
  Constant("arch", "arm64");
#endif
#if defined(__linux__)
  Constant("platform", "linux");
#elif defined(__APPLE__)
  Constant("platform", "darwin");
#endif
#ifdef EDDY_FULL_TEARDOWN
  Constant("asan", 1.0);
#else
  Constant("asan", 0.0);
#endif
  Constant("nodeVersion", EDDY_NODE_VERSION);
  Constant("eddyVersion", EDDY_VERSION);
  static const std::string brotli_version = [] {
    uint32_t version = BrotliDecoderVersion();
    return std::to_string(version >> 24) + '.' + std::to_string(version >> 12 & 0xfff) + '.' +
           std::to_string(version & 0xfff);
  }();
  Constant("brotliVersion", brotli_version.c_str());
  Constant("aresVersion", ares_version(nullptr));
  static const std::string llhttp_version = std::to_string(LLHTTP_VERSION_MAJOR) + '.' +
                                            std::to_string(LLHTTP_VERSION_MINOR) + '.' +
                                            std::to_string(LLHTTP_VERSION_PATCH);
  Constant("llhttpVersion", llhttp_version.c_str());
  Constant("nghttp2Version", NGHTTP2_VERSION);
  Constant("opensslVersion", OPENSSL_VERSION_STR);
  Constant("zlibVersion", ZLIB_VERSION);
  Constant("zstdVersion", ZSTD_VERSION_STRING);
  Constant("sqliteVersion", sqlite3_libversion());
  Constant("uvVersion", uv_version_string());
  Constant("v8Version", v8::V8::GetVersion());
}

}  // namespace eddy
