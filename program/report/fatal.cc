// A fatal error → a report, which a runtime of its own writes in a thread of its own: in the isolate that failed, no
// JavaScript can run any more. What only the thread that failed can tell is taken before; its loop stands still
// meanwhile.
#include "report/fatal.h"

#include <sys/resource.h>
#include <uv.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bind/module.h"
#include "main.h"
#include "report/report.h"
#include "runtime/exit_trace.h"
#include "runtime/milestones.h"
#include "runtime/require.h"
#include "runtime/runtime.h"
#include "v8/heap_numbers.h"
#include "worker_threads/thread.h"

namespace eddy::report {
namespace {

constexpr std::chrono::seconds kLongest{60};  // then the process ends without it

// What a program has set in place of its options.
struct Wishes {
  bool wants_report;
  std::string settings;  // JSON
};
std::mutex mutex;
std::optional<Wishes> wishes;

std::atomic_flag has_begun;
thread_local bool writes_report = false;

struct Subject {
  Runtime& runtime;
  std::string event;
  bool out_of_memory;
  std::string settings;  // JSON; empty: those of the options
  std::string stack;     // of JavaScript
  std::vector<std::string> native_stack;
  v8::HeapStatistics heap;
  std::vector<v8::HeapSpaceStatistics> spaces;
  rusage usage{};

  int thread() const {
    const auto* worker = runtime.settings().thread;
    return worker ? worker->id() : 0;
  }
};
const Subject* subject;  // of the report that is being written

// The runtime that this thread was in; none: it has none, or none any more.
Runtime* RuntimeHere() {
  v8::Isolate* isolate = v8::Isolate::TryGetCurrent();
  return isolate ? static_cast<Runtime*>(isolate->GetData(bind::kRuntimeSlot)) : nullptr;
}

// The settings of the report, or none where none is wanted.
std::optional<std::string> SettingsFor(Runtime& runtime) {
  std::lock_guard lock(mutex);
  bool is_wanted = wishes ? wishes->wants_report : runtime.options().Boolean("--report-on-fatalerror");
  if (!is_wanted) return std::nullopt;
  return wishes ? wishes->settings : "";
}

Subject Describe(Runtime& runtime, const engine::Death& death, std::string settings) {
  v8::Isolate* isolate = runtime.isolate();
  Subject described{.runtime = runtime,
                    .event = death.event,
                    .out_of_memory = death.out_of_memory,
                    .settings = std::move(settings),
                    .stack = {},
                    .native_stack = NativeStack(),
                    .heap = TakeHeapNumbers(isolate),
                    .spaces = TakeSpaceNumbers(isolate)};
  getrusage(RUSAGE_THREAD, &described.usage);
  if (!death.out_of_memory && isolate->InContext()) described.stack = CurrentStackText(runtime);
  return described;
}

Runtime::Settings SettingsLike(const Runtime::Settings& other) {
  Runtime::Settings settings;
  settings.argv = other.argv;
  settings.exec_argv = other.exec_argv;
  settings.argv0 = other.argv0;
  settings.options = other.options;
  settings.environment = other.environment;
  return settings;
}

void CallWriter(Runtime& runtime) {
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  auto context = runtime.context();
  v8::Context::Scope scope(context);
  v8::TryCatch failure(isolate);
  v8::Local<v8::Value> report, writer;
  bool written = RequireBuiltin(runtime, "report").ToLocal(&report) &&
                 report.As<v8::Object>()->Get(context, bind::Symbolic(isolate, "writeOfDeath")).ToLocal(&writer) &&
                 !writer.As<v8::Function>()->Call(context, v8::Undefined(isolate), 0, nullptr).IsEmpty();
  if (written || !failure.HasCaught()) return;
  v8::String::Utf8Value text(isolate, failure.Exception());
  fprintf(stderr, "\nFailed to write Node.js report: %s\n", *text ? *text : "");
}

// The thread is left to itself: what it runs may fail as well, and the process ends anyway.
void WriteInItsThread() {
  static std::mutex ending;
  static std::condition_variable ended;
  static bool has_ended = false;
  auto write = [](void*) {
    writes_report = true;
    milestones[static_cast<int>(Milestone::kTimeOrigin)] = ProcessStartNanoseconds();
    auto* runtime = new Runtime(SettingsLike(subject->runtime.settings()));  // the process ends before it
    CallWriter(*runtime);
    std::lock_guard lock(ending);
    has_ended = true;
    ended.notify_all();
  };
  uv_thread_t thread;
  if (uv_thread_create(&thread, write, nullptr) != 0) return;
  std::unique_lock lock(ending);
  ended.wait_for(lock, kLongest, [] { return has_ended; });
}

}  // namespace

void WriteOfDeath(const engine::Death& death) {
  Runtime* runtime = RuntimeHere();
  if (writes_report || !runtime) return;
  auto settings = SettingsFor(*runtime);
  if (!settings) return;
  while (has_begun.test_and_set()) std::this_thread::sleep_for(kLongest);  // another thread ends the process
  Subject described = Describe(*runtime, death, std::move(*settings));
  subject = &described;
  WriteInItsThread();
}

// --- For the one who sets, and for the one who writes. ---

namespace {

// setWishes(wantsReport, settings): what process.report has in place of the options.
void SetWishes(bool wants_report, std::string settings) {
  std::lock_guard lock(mutex);
  wishes = Wishes{wants_report, std::move(settings)};
}

// [event, 'true': out of memory, stack, settings, thread]
std::vector<std::string> Facts() {
  return {subject->event, subject->out_of_memory ? "true" : "", subject->stack, subject->settings,
          std::to_string(subject->thread())};
}

v8::Local<v8::Value> Heap(v8::Local<v8::Context> context) {
  return HeapNumbers(context, subject->heap, Naming::kSnakeCase);
}

v8::Local<v8::Value> Spaces(v8::Local<v8::Context> context) {
  return SpaceNumbers(context, subject->spaces, Naming::kSnakeCase);
}

std::vector<std::string> Stack() { return subject->native_stack; }

// Microseconds: [of the program, of the system]
std::vector<double> Usage() {
  auto microseconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return {microseconds(subject->usage.ru_utime), microseconds(subject->usage.ru_stime)};
}

v8::Local<v8::Value> Handles(v8::Local<v8::Context> context, bool names) {
  return HandlesOf(subject->runtime.loop().uv(), context, names);
}

}  // namespace
}  // namespace eddy::report

EDDY_MODULE(report_of_death) {
  using namespace eddy::report;
  Function<SetWishes>("setWishes");
  Function<Facts>("facts");
  Function<Heap>("heapStatistics");
  Function<Spaces>("heapSpaceStatistics");
  Function<Stack>("nativeStack");
  Function<Usage>("threadUsage");
  Function<Handles>("handles");
}
