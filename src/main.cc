// argv → command line → one Runtime → exit code.
#include "main.h"

#include <fcntl.h>
#ifdef __linux__
#include <malloc.h>
#endif
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "bind/convert.h"
#include "cli/config_file.h"
#include "cli/env_file.h"
#include "cli/options.h"
#include "crypto/openssl_options.h"
#include "crypto/secure_heap.h"
#include "engine/cgroup.h"
#include "engine/fatal.h"
#include "engine/icu_data.h"
#include "engine/platform.h"
#include "engine/snapshot_file.h"
#include "inspector/signal.h"
#include "loop/output.h"
#include "loop/schedule.h"
#include "permission/permission.h"
#include "report/fatal.h"
#include "runtime/companion.h"
#include "runtime/ending.h"
#include "runtime/leaving.h"
#include "runtime/milestones.h"
#include "runtime/require.h"
#include "runtime/runtime.h"
#include "runtime/terminal.h"
#include "runtime/tracing.h"
#include "runtime/user_snapshot.h"
#include "runtime/version.h"
#include "sea/sea.h"
#include "trace/file.h"
#include "trace/trace.h"

namespace eddy {
namespace {

constexpr int kInvalidArgument = 12;  // an exit code of Node's

// Memory of buffers that come and go stays with us: giving each back to the system and faulting it in again costs more
// than reading a file of 64 KiB does.
void KeepFreedMemory() {
#ifdef M_TRIM_THRESHOLD
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

// Signals act as they do by default, whatever our parent blocked or ignored (a shell ignores SIGINT for what it starts
// by `&`), except those that would kill us for an error that the system call reports as well.
void ResetSignals() {
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  constexpr int kFirstOfRealTime = 32;
  for (int number = 1; number < kFirstOfRealTime; ++number) {
    struct sigaction inherited;
    bool is_ignored = sigaction(number, nullptr, &inherited) == 0 && inherited.sa_handler == SIG_IGN;
    if (is_ignored) signal(number, SIG_DFL);
  }
  signal(SIGPIPE, SIG_IGN);  // gives EPIPE
  signal(SIGXFSZ, SIG_IGN);  // gives EFBIG
}

// What a Unix program may not take for granted: descriptors 0–2 are open, children get only what they are given (else
// an IPC channel at descriptor 3 is theirs, too), signals arrive, and many files may be open.
void PrepareProcess() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDWR) != fd) abort();
  }
  RememberDescriptors();
  uv_disable_stdio_inheritance();
  ResetSignals();
  KeepFreedMemory();
  rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
}

void InitializeEngine(const cli::CommandLine& line) {
  int threads = static_cast<int>(line.options.Number("--v8-pool-size"));
  engine::Platform::Initialize(std::clamp(threads, 1, 16));
}

void ApplyV8Flags(const std::vector<std::string>& flags) {
  for (const auto& flag : flags) v8::V8::SetFlagsFromString(flag.c_str(), flag.size());
}

// How much stack JavaScript gets: V8's default, or what its option says.
size_t StackBytes(const std::vector<std::string>& flags) {
  size_t kilobytes = 984;
  for (const auto& flag : flags) {
    for (std::string_view name : {"--stack-size=", "--stack_size="}) {
      if (flag.starts_with(name)) kilobytes = std::strtoul(flag.c_str() + name.size(), nullptr, 10);
    }
  }
  return kilobytes * 1024;
}

// Of what the system gives beyond that, a part for the handlers of errors; the rest is for native code.
size_t SpareStackBytes(size_t stack) {
  constexpr size_t kMost = 256 * 1024, kForNativeCode = 512 * 1024;
  rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur < stack + kForNativeCode + kMost) return 0;
  return kMost;
}

// Variables, and options, that stand for options.
void ApplyVariables(cli::Options* options) {
  constexpr std::pair<const char*, const char*> kVariables[] = {
      {"NODE_PENDING_DEPRECATION", "--pending-deprecation"},
      {"NODE_PRESERVE_SYMLINKS", "--preserve-symlinks"},
      {"NODE_PRESERVE_SYMLINKS_MAIN", "--preserve-symlinks-main"}};
  for (auto [variable, option] : kVariables) {
    const char* value = std::getenv(variable);
    if (value && std::string_view(value) == "1") options->Set(*cli::Find(option), "true");
  }
  if (options->Given("--permission-audit") || options->Given("--permission-from")) {
    options->Set(*cli::Find("--permission"), "true");
  }
  std::string percentage = options->String("--max-old-space-size-percentage");
  if (percentage.empty()) return;
  double mebibytes = engine::UsableMemory() / 1048576.0 * std::strtod(percentage.c_str(), nullptr) / 100;
  options->Set(*cli::Find("--max-old-space-size"), std::to_string(static_cast<uint64_t>(mebibytes)));
}

// --fuzz-seed: the loop takes the order that it stands for. An error, or "".
std::string BeginFuzzing(const cli::Options& options) {
  for (const char* runs_others : {"--fuzz", "--fuzz-check", "--fuzz-shrink"}) {
    if (options.Given(runs_others)) return "";
  }
  if (!options.Given("--fuzz-seed")) return "";
  std::string seed = options.String("--fuzz-seed");
  loop::Schedule::Settings settings;
  char* end;
  settings.seed = std::strtoull(seed.c_str(), &end, 0);
  if (seed.empty() || *end != '\0') return "--fuzz-seed=" + seed + " is no number";
  settings.keeps_all = !options.Given("--fuzz-keep");
  std::istringstream names(options.String("--fuzz-keep"));
  constexpr std::string_view kAfter = "-after-";
  for (std::string name; std::getline(names, name, ',');) {
    auto at = name.find(kAfter);
    if (at == name.npos) {
      settings.keep.insert(name);
    } else {
      settings.after[name.substr(0, at)] = name.substr(at + kAfter.size());
    }
  }
  // Math.random() is the seed's, too.
  std::string random = "--random-seed=" + std::to_string(1 + settings.seed % 0x7ffffffe);
  v8::V8::SetFlagsFromString(random.c_str());
  settings.log = options.String("--fuzz-log");
  std::string error = loop::Schedule::Begin(std::move(settings), ProcessStartNanoseconds());
  return error.empty() ? "" : "--fuzz-log: " + error;
}

// --run: a script of package.json, whatever else the options ask for.
bool RunsScript(const cli::Options& options) { return options.Given("--run") && !sea::Current(); }

// Single executable applications, what makes them, scripts of packages, and what reads V8's logs have functions of
// their own in main()'s place.
void UseOtherMain(Runtime& runtime) {
  const char* file = nullptr;
  if (sea::Current()) {
    if (!sea::Current()->Has(sea::kUsesSnapshot)) file = "main/sea";
  } else if (runtime.options().Given("--experimental-sea-config") || runtime.options().Given("--build-sea")) {
    file = "main/sea_config";
  } else if (runtime.options().Boolean("--prof-process")) {
    file = "profile/prof_process";
  } else if (RunsScript(runtime.options())) {
    file = "main/run_script";
  }
  if (!file) return;
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  v8::Local<v8::Context> context = runtime.context();
  v8::Context::Scope scope(context);
  v8::Local<v8::Value> builtin, function;
  if (!RequireBuiltin(runtime, file).ToLocal(&builtin)) return;
  v8::Local<v8::String> name = bind::Symbolic(isolate, "main");
  if (!builtin.As<v8::Object>()->Get(context, name).ToLocal(&function)) return;
  runtime.hooks().main.Reset(isolate, function.As<v8::Function>());
}

// Whether a start-up snapshot is to be built, and if not, the one to start from. Returns the exit code when that fails.
int PrepareSnapshot(cli::CommandLine* line) {
  cli::Options& options = line->options;
  if (sea::Current()) {
    if (!sea::Current()->Has(sea::kUsesSnapshot)) return 0;
    engine::NoteFlags(line->v8_flags);
    static const std::string aligned(sea::Current()->main);  // a note is not where V8 wants its data
    std::string error = UseSnapshotBytes(aligned);
    if (error.empty()) return 0;
    fprintf(stderr, "%s\n", error.c_str());
    return kSnapshotFailed;
  }
  if (options.Given("--build-snapshot-config")) options.Set(*cli::Find("--build-snapshot"), "true");
  if (options.Boolean("--build-snapshot")) {
    engine::NoteFlags(line->v8_flags);
    // Machine code cannot be in a snapshot, bytecode can.
    ApplyV8Flags({"--regexp-interpret-all", "--no-sparkplug"});
    if (options.Given("--build-snapshot-config") || (!line->arguments.empty() && !options.Given("--eval"))) return 0;
    fputs("--build-snapshot must be used with an entry point script.\nUsage: node --build-snapshot /path/to/entry.js\n",
          stderr);
    return 9;
  }
  if (!options.Given("--snapshot-blob")) return 0;
  engine::NoteFlags(line->v8_flags);
  std::string error = UseSnapshotFile(options.String("--snapshot-blob"));
  if (error.empty()) return 0;
  fprintf(stderr, "%s\n", error.c_str());
  return kSnapshotFailed;
}

// The options of a single executable application: its own, and what it lets in from outside.
cli::CommandLine ReadApplicationOptions(const std::vector<std::string>& argv) {
  const char* variable = std::getenv("NODE_OPTIONS");
  std::string environment = variable ? variable : "";
  std::vector<std::string> words = sea::CommandLine(*sea::Current(), argv, &environment);
  cli::CommandLine line;
  line.error = cli::LoadEnvFiles(words, {});
  return line.error.empty() ? cli::Parse(words, environment) : line;
}

// The options of the command line, the environment, and the files that the former names. Of two that are given in
// several places, the command line's counts, then that of NODE_OPTIONS or of the configuration file, then that of a
// NODE_OPTIONS in a file of variables.
cli::CommandLine ReadOptions(const std::vector<std::string>& words) {
  if (sea::Current()) return ReadApplicationOptions(words);
  cli::CommandLine line;
  cli::ConfigFile config = cli::LoadConfigFile(words);
  fputs(config.detail.c_str(), stderr);
  const char* variable = std::getenv("NODE_OPTIONS");
  std::string environment = config.WithEnvironment(variable);
  line.error = cli::LoadEnvFiles(words, config);
  if (!config.error.empty()) line.error += (line.error.empty() ? "" : "\n") + config.error;
  if (!line.error.empty()) return line;
  const char* of_file = variable ? nullptr : std::getenv("NODE_OPTIONS");
  if (of_file) environment = std::string(of_file) + " " + config.node_options;
  return cli::Parse(words, environment, cli::Scope::kProcess, config.words);
}

}  // namespace

uint64_t ProcessStartNanoseconds() {
  static const uint64_t start = uv_hrtime();
  return start;
}

int Main(int argc, char** argv) {
  milestones[static_cast<int>(Milestone::kTimeOrigin)] = ProcessStartNanoseconds();
  ReachMilestone(Milestone::kNodeStart);
  PrepareProcess();
  if (std::string error = sea::Load(); !error.empty()) return fprintf(stderr, "%s\n", error.c_str()), 1;
  std::string argv0 = argv[0];
  argv = uv_setup_args(argc, argv);
  std::vector<std::string> words(argv, argv + argc);
  cli::CommandLine line = ReadOptions(words);
  if (!line.error.empty()) {
    std::istringstream lines(line.error);
    for (std::string text; std::getline(lines, text);) fprintf(stderr, "%s: %s\n", argv0.c_str(), text.c_str());
    return line.error_exit_code;
  }
  const bool runs_script = RunsScript(line.options);
  if (!runs_script && line.options.Boolean("--version")) return puts("v" EDDY_NODE_VERSION), 0;
  if (!runs_script && line.options.Boolean("--help")) return fputs(cli::Help().c_str(), stdout), 0;
  if (!runs_script && line.options.Boolean("--completion-bash")) return fputs(cli::BashCompletion().c_str(), stdout), 0;
  if (std::string error = BeginFuzzing(line.options); !error.empty()) {
    return fprintf(stderr, "%s: %s\n", argv0.c_str(), error.c_str()), 9;
  }
  // Node lets one bring back a hole it has closed, by its number; eddy has closed none that it could.
  for (const auto& hole : line.options.List("--security-revert")) {
    fprintf(stderr, "%s: Error: Attempt to revert an unknown CVE [%s]\n", argv0.c_str(), hole.c_str());
    return kInvalidArgument;
  }
  ApplyVariables(&line.options);
  engine::UseIcuDataOf(line.options);
  if (line.options.Given("--title")) uv_set_process_title(line.options.String("--title").c_str());
  if (line.options.Boolean("--experimental-shadow-realm")) v8::V8::SetFlagsFromString("--harmony-shadow-realm");
  if (line.options.Boolean("--v8-options")) {
    v8::V8::SetFlagsFromString("--help");  // V8 prints and ends the process
    return 0;
  }
  crypto::BeginSecureHeap(line.options);
  if (int exit_code = crypto::BeginOpenSsl(line.options, argv0); exit_code != 0) return exit_code;
  inspector::CatchSignals(!line.options.Boolean("--disable-sigusr1"));
  trace::Begin(line.options);
  ReachMilestone(Milestone::kV8Start);
  InitializeEngine(line);
  engine::BeforeDeath(report::WriteOfDeath);
  if (int exit_code = PrepareSnapshot(&line); exit_code != 0) return exit_code;
  bool has_file =
      !sea::Current() && !line.arguments.empty() && line.arguments[0] != "-" && !line.options.Given("--eval");
  if (!runs_script) permission::Begin(line.options, has_file ? line.arguments[0] : "");

  Runtime::Settings settings;
  settings.argv0 = argv0;
#ifndef EDDY_FULL_TEARDOWN
  settings.ends_process = true;
#endif
  char here;
  size_t stack = StackBytes(line.v8_flags);
  settings.stack_limit = reinterpret_cast<uintptr_t>(&here) - stack;
  settings.spare_stack = SpareStackBytes(stack);
  settings.exec_argv = std::move(line.exec_argv);
  settings.argv = {argv0};
  auto first = line.arguments.begin();
  if (runs_script && !line.end_of_options) {  // its arguments are behind "--"
    first = std::find(first, line.arguments.end(), "--");
    if (first != line.arguments.end()) ++first;
  }
  settings.argv.insert(settings.argv.end(), first, line.arguments.end());
  settings.options = std::move(line.options);
  if (settings.options.Boolean("--build-snapshot"))
    EndProcess(BuildSnapshotByOptions(std::move(settings), line.v8_flags));
  if (settings.options.Boolean("--build-code-cache")) EndProcess(WriteCodeCache(std::move(settings)));
  auto runtime = std::make_unique<Runtime>(std::move(settings));
  UseOtherMain(*runtime);
  inspector::ListenForSignals(*runtime);
  int exit_code = runtime->Run();
  {
    trace::Span cleanup(trace::environment, "RunCleanup");
    Leave();
  }
  {
    trace::Span at_exit(trace::environment, "AtExit");
    EndCompanions(*runtime);
  }
  TraceEnd(*runtime);
#ifdef EDDY_FULL_TEARDOWN  // sanitizer builds look for leaks
  trace::Finish();
  loop::Output::Finish();
  RestoreTerminal();
  RestoreDescriptors();
  runtime.reset();
  v8::V8::Dispose();
  engine::Platform::Dispose();
  return exit_code;
#else
  EndProcess(exit_code);
#endif
}

}  // namespace eddy
