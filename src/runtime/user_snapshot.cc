// Building: a Runtime whose isolate is V8's for snapshots runs the program (program/main/snapshot.js). Then everything
// ends but the heap, and what is left of it becomes the file. Starting: the file's bytes stand in the place of the
// snapshot that is linked in.
#include "runtime/user_snapshot.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>

#include "bind/module.h"
#include "engine/builtins.h"
#include "engine/snapshot_file.h"
#include "loop/output.h"
#include "runtime/leaving.h"
#include "runtime/require.h"
#include "v8-profiler.h"

extern char** environ;

namespace eddy {
namespace {

// --- What the program's side says. ---

bool without_code_cache = false;

void LeaveOutCodeCache() { without_code_cache = true; }

EDDY_MODULE(startup_snapshot) { Function<LeaveOutCodeCache>("leaveOutCodeCache"); }

// --- Files. ---

bool ReadAll(int fd, std::string* bytes) {
  struct stat facts;
  if (fstat(fd, &facts) != 0) return false;
  if (S_ISDIR(facts.st_mode)) return errno = EISDIR, false;
  bytes->reserve(static_cast<size_t>(facts.st_size));
  char block[64 * 1024];
  for (;;) {
    ssize_t count = read(fd, block, sizeof(block));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0;
    bytes->append(block, static_cast<size_t>(count));
  }
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

// --- Building. ---

// Where V8 gives up on an object of a kind that is not foreseen here, it ends the process in the middle of its work.
void OnFatalSignal(int) {
  constexpr std::string_view kText =
      "eddy: the snapshot cannot be built: the heap holds an object that V8 cannot write to a snapshot\n";
  (void)!write(STDERR_FILENO, kText.data(), kText.size());
  _exit(1);
}

class FatalSignals {
 public:
  FatalSignals() {
    for (int number : kNumbers) signal(number, OnFatalSignal);
  }
  ~FatalSignals() {
    for (int number : kNumbers) signal(number, SIG_DFL);
  }

 private:
  static constexpr int kNumbers[] = {SIGABRT, SIGTRAP, SIGILL, SIGSEGV, SIGBUS};
};

const std::string kStillHolds = "the program still holds what only this process has: ";
const std::string kLetGo = "\nLet go of it before the snapshot is built, and make it anew in a deserialize callback.";

size_t GlobalHandles(v8::Isolate* isolate) {
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  return statistics.used_global_handles_size();
}

// "Gzip, Tcp (2)"
std::string Listed(const std::vector<std::string>& names) {
  std::map<std::string, int> counts;
  for (const auto& name : names) ++counts[name];
  std::string text;
  for (const auto& [name, count] : counts) {
    text += (text.empty() ? "" : ", ") + name + (count > 1 ? " (" + std::to_string(count) + ")" : "");
  }
  return text;
}

// Which of V8's own objects have state outside of its heap: those of Intl.
std::string OutsideState(v8::Isolate* isolate, v8::Local<v8::Context> context) {
  struct All final : v8::QueryObjectPredicate {
    bool Filter(v8::Local<v8::Object>) override { return true; }
  } all;
  v8::Context::Scope scope(context);
  std::vector<v8::Global<v8::Object>> objects;
  isolate->GetHeapProfiler()->QueryObjects(context, &all, &objects);
  std::vector<std::string> names;
  for (const auto& object : objects) {
    v8::String::Utf8Value name(isolate, object.Get(isolate)->GetConstructorName());
    std::string text(*name ? *name : "");
    for (const char* of_intl : {"Collator", "DateTimeFormat", "DisplayNames", "DurationFormat", "ListFormat", "Locale",
                                "NumberFormat", "PluralRules", "RelativeTimeFormat", "Segmenter", "Segments"}) {
      if (text == of_intl) names.push_back("Intl." + text);
    }
  }
  return kStillHolds + (names.empty() ? "an object of V8's with state outside of its heap" : Listed(names)) + kLetGo;
}

}  // namespace

namespace {

std::string kept_snapshot;

// Takes the native halves away from all wrappers, which are returned.
std::vector<v8::Global<v8::Object>> Detach(v8::Isolate* isolate, const v8::Global<v8::Context>& program) {
  v8::HandleScope handles(isolate);
  auto context = program.Get(isolate);
  struct IsWrapper final : v8::QueryObjectPredicate {
    bool Filter(v8::Local<v8::Object> object) override {
      return object->InternalFieldCount() == bind::kWrapperFieldCount &&
             object->GetAlignedPointerFromInternalField(bind::kMarkField) == &bind::wrapper_mark;
    }
  } is_wrapper;
  std::vector<v8::Global<v8::Object>> wrappers;
  isolate->GetHeapProfiler()->QueryObjects(context, &is_wrapper, &wrappers);
  for (auto& wrapper : wrappers) {
    for (int field = 0; field < bind::kWrapperFieldCount; ++field) {
      wrapper.Get(isolate)->SetAlignedPointerInInternalField(field, nullptr);
    }
  }
  return wrappers;
}

// Leaves of this thread's world what is in V8's heap, and returns the classes of the native objects that were lost and
// that the heap still has a use for.
std::vector<std::string> EndAllButHeap(const RuntimeParts& parts) {
  v8::Isolate* isolate = parts.isolate.v8();
  auto wrappers = Detach(isolate, parts.context);
  parts.loop->Close();
  parts.registry.reset();
  parts.disconnect();
  isolate->ClearKeptObjects();
  for (auto& wrapper : wrappers) wrapper.SetWeak();
  isolate->LowMemoryNotification();
  v8::HandleScope handles(isolate);
  std::vector<std::string> names;
  for (const auto& wrapper : wrappers) {
    if (wrapper.IsEmpty()) continue;
    v8::String::Utf8Value name(isolate, wrapper.Get(isolate)->GetConstructorName());
    std::string text(*name, name.length());
    if (text != "Messaging") names.push_back(text);  // the one that is revived, see web/messaging
  }
  return names;
}

// Returns why there is no snapshot; empty: there is one.
std::string MakeSnapshot(const RuntimeParts& parts, std::string* snapshot) {
  auto* creator = parts.isolate.snapshot_creator();
  v8::Isolate* isolate = parts.isolate.v8();
  std::vector<std::string> lost = EndAllButHeap(parts);
  if (!lost.empty()) return kStillHolds + Listed(lost) + kLetGo;
  {
    v8::HandleScope handles(isolate);
    auto program = parts.context.Get(isolate);
    parts.context.Reset();
    if (GlobalHandles(isolate) != 0) return OutsideState(isolate, program);
    creator->SetDefaultContext(v8::Context::New(isolate));
    parts.boot();
    creator->AddContext(parts.context.Get(isolate));
    parts.context.Reset();
    creator->AddContext(program);
  }
  isolate->ClearKeptObjects();  // of WeakRefs, which would drag the contexts into the isolate's part
  FatalSignals fatal_signals;
  v8::StartupData blob = creator->CreateBlob(v8::SnapshotCreator::FunctionCodeHandling::kKeep);
  if (!blob.data) return "V8 could not write it";
  std::unique_ptr<const char[]> owned(blob.data);
  snapshot->assign(blob.data, static_cast<size_t>(blob.raw_size));
  return {};
}

// Puts the functions of program/main/snapshot.js in the place of those that C++ calls otherwise.
bool UseBuilder(Runtime& runtime) {
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  v8::Local<v8::Context> context = runtime.context();
  v8::Context::Scope scope(context);
  v8::Local<v8::Value> builder;
  if (!RequireBuiltin(runtime, "main/snapshot").ToLocal(&builder)) return false;
  auto put = [&](v8::Global<v8::Function>& hook, const char* name) {
    v8::Local<v8::Value> function;
    v8::Local<v8::String> key = bind::Symbolic(isolate, name);
    if (!builder.As<v8::Object>()->Get(context, key).ToLocal(&function)) return false;
    hook.Reset(isolate, function.As<v8::Function>());
    return true;
  };
  Hooks& hooks = runtime.hooks();
  return put(hooks.main, "build") && put(hooks.before_exit, "beforeExit") && put(hooks.exit_code, "finish");
}

}  // namespace

bool BuildsSnapshot(const Runtime::Settings& settings) {
  return !settings.thread && settings.options.Boolean("--build-snapshot");
}

int KeepHeap(const RuntimeParts& parts) {
  std::string why = MakeSnapshot(parts, &kept_snapshot);
  if (why.empty()) return 0;
  fprintf(stderr, "eddy: the snapshot cannot be built: %s\n", why.c_str());
  return 1;
}

namespace {

// A process of its own makes it, as V8 takes a code cache only where the read-only heap is that of the snapshot.
std::string CodeCacheFor(const std::string& snapshot_file, const std::vector<std::string>& v8_flags) {
  int blob = memfd_create("snapshot", 0), cache = memfd_create("code_cache", 0);
  std::string bytes;
  pid_t pid = 0;
  int status = 1;
  if (blob >= 0 && cache >= 0 && WriteAll(blob, snapshot_file)) {
    std::string path = "/proc/self/fd/" + std::to_string(blob);
    std::vector<std::string> words = {"eddy"};
    words.insert(words.end(), v8_flags.begin(), v8_flags.end());
    words.insert(words.end(), {"--snapshot-blob", path, "--build-code-cache"});
    std::vector<char*> argv, environment;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    for (char** variable = environ; *variable; ++variable) {
      if (std::strncmp(*variable, "NODE_", 5) != 0) environment.push_back(*variable);
    }
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, cache, STDOUT_FILENO);
    if (posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, argv.data(), environment.data()) == 0) {
      while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    }
    posix_spawn_file_actions_destroy(&actions);
    lseek(cache, 0, SEEK_SET);
    if (status != 0 || !ReadAll(cache, &bytes)) bytes.clear();
  }
  if (blob >= 0) close(blob);
  if (cache >= 0) close(cache);
  return bytes;
}

}  // namespace

int BuildSnapshotFile(Runtime::Settings settings, const std::vector<std::string>& v8_flags, std::string* bytes) {
  static auto runtime = std::make_unique<Runtime>(std::move(settings));  // never ended: there is too little left of it
  if (!UseBuilder(*runtime)) return 1;
  if (int exit_code = runtime->Run(); exit_code != 0) return exit_code;
  Leave();
  *bytes = engine::WriteSnapshotFile({kept_snapshot, {}});
  if (without_code_cache) return 0;
  std::string cache = CodeCacheFor(*bytes, v8_flags);
  if (!cache.empty()) *bytes = engine::WriteSnapshotFile({kept_snapshot, cache});
  return 0;
}

int BuildSnapshotByOptions(Runtime::Settings settings, const std::vector<std::string>& v8_flags) {
  std::string path = settings.options.String("--snapshot-blob"), bytes;
  if (path.empty()) path = "snapshot.blob";
  if (int exit_code = BuildSnapshotFile(std::move(settings), v8_flags, &bytes); exit_code != 0) return exit_code;
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  bool written = fd >= 0 && WriteAll(fd, bytes);
  if (fd >= 0) written = close(fd) == 0 && written;
  if (written) return 0;
  fprintf(stderr, "Cannot %s %s for writing a snapshot.\n", fd >= 0 ? "write to" : "open", path.c_str());
  return kSnapshotFailed;
}

// --- Starting. ---

std::string UseSnapshotBytes(std::string_view bytes) {
  engine::SnapshotFile file;
  std::string error = engine::ReadSnapshotFile(bytes, &file);
  if (!error.empty()) return error;
  engine::StartFrom(file);
  const char* topics = getenv("NODE_DEBUG_NATIVE");
  if (topics && std::strstr(topics, "CODE_CACHE")) {
    fprintf(stderr, "snapshot contains %zu code cache\n",
            file.code_cache.empty() ? 0 : engine::BuiltinSources().size());
  }
  return {};
}

std::string UseSnapshotFile(const std::string& path) {
  static std::string bytes;
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  bool is_read = fd >= 0 && ReadAll(fd, &bytes);
  int error = errno;
  if (fd >= 0) close(fd);
  if (!is_read) return "Cannot " + std::string(fd >= 0 ? "read " : "open ") + path + ": " + strerror(error);
  return UseSnapshotBytes(bytes);
}

int WriteCodeCache(Runtime::Settings settings) {
  Runtime runtime(std::move(settings));
  v8::HandleScope handles(runtime.isolate());
  v8::Context::Scope scope(runtime.context());
  std::string cache = engine::CodeCacheOfAllBuiltins(runtime.context());
  return !cache.empty() && WriteAll(STDOUT_FILENO, cache) ? 0 : 1;
}

}  // namespace eddy
