// The program `eddy-fuzz`: libFuzzer's inputs for a program in JavaScript.
//
//   eddy-fuzz TARGET.js [options of libFuzzer] [CORPUS...]
//
// TARGET.js sets globalThis.fuzz to a function of a Buffer. It is called with one input after the other; the loop turns
// until the promise that it returned is settled. A rejected one, an uncaught error and the end of the process are
// findings, as is what the sanitizers see. Built-ins are read from $EDDY_FUZZ_ROOT where it has them:
// test/fuzz/count.js leaves copies there that count which of their blocks run, in `hits`, where libFuzzer looks for
// news.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "bind/buffer.h"
#include "bind/module.h"
#include "cli/options.h"
#include "engine/builtins.h"
#include "engine/platform.h"
#include "loop/callback_scope.h"
#include "main.h"
#include "runtime/milestones.h"
#include "runtime/runtime.h"

extern "C" int LLVMFuzzerRunDriver(int* argc, char*** argv, int (*callback)(const uint8_t* data, size_t size));

namespace eddy {
namespace {

constexpr size_t kCounters = 16 * 1024;
__attribute__((section("__libfuzzer_extra_counters"), used)) uint8_t counters[kCounters];

// hits(): the counters that libFuzzer clears before each input and reads after it.
v8::Local<v8::Value> Hits(v8::Isolate* isolate) {
  auto store = v8::ArrayBuffer::NewBackingStore(counters, kCounters, v8::BackingStore::EmptyDeleter, nullptr);
  return v8::Uint8Array::New(v8::ArrayBuffer::New(isolate, std::move(store)), 0, kCounters);
}

EDDY_MODULE(fuzz) { Function<Hits>("hits"); }

Runtime* runtime;
v8::Global<v8::Function> target;

[[noreturn]] void GiveUp(const std::string& why) {
  fprintf(stderr, "eddy-fuzz: %s\n", why.c_str());
  abort();  // libFuzzer keeps the input
}

std::string TextOf(v8::Local<v8::Value> value) {
  auto context = runtime->context();
  v8::Local<v8::Value> stack;
  if (value->IsObject() &&
      value.As<v8::Object>()->Get(context, bind::Symbolic(runtime->isolate(), "stack")).ToLocal(&stack) &&
      stack->IsString()) {
    value = stack;
  }
  v8::String::Utf8Value text(runtime->isolate(), value);
  return *text ? *text : "?";
}

v8::Local<v8::Value> Call(const uint8_t* data, size_t size) {
  v8::EscapableHandleScope handles(runtime->isolate());
  loop::CallbackScope scope(*runtime);
  auto bytes = bind::OwnedBytes({reinterpret_cast<const char*>(data), size}).ToBuffer(runtime->isolate());
  v8::Local<v8::Value> result;
  if (!scope.Call(target, bytes.As<v8::Value>()).ToLocal(&result)) GiveUp("the target threw");
  return handles.Escape(result);
}

int RunInput(const uint8_t* data, size_t size) {
  v8::HandleScope handles(runtime->isolate());
  v8::Local<v8::Value> result = Call(data, size);
  if (!result->IsPromise()) return 0;
  auto promise = result.As<v8::Promise>();
  while (promise->State() == v8::Promise::kPending) {
    uv_run(runtime->loop().uv(), UV_RUN_ONCE);
    if (!runtime->loop().Alive() && promise->State() == v8::Promise::kPending) GiveUp("the target waits for nothing");
  }
  if (promise->State() == v8::Promise::kRejected) GiveUp(TextOf(promise->Result()));
  return 0;
}

// Runs the program, which leaves its function behind.
void Load() {
  auto context = runtime->context();
  {
    loop::CallbackScope scope(*runtime);
    scope.Call(runtime->hooks().main).IsEmpty();
  }
  v8::Local<v8::Value> function;
  auto name = bind::Symbolic(runtime->isolate(), "fuzz");
  if (!context->Global()->Get(context, name).ToLocal(&function) || !function->IsFunction()) {
    fprintf(stderr, "eddy-fuzz: the program sets no globalThis.fuzz\n");
    exit(2);
  }
  target.Reset(runtime->isolate(), function.As<v8::Function>());
}

int Run(int argc, char** argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: eddy-fuzz TARGET.js [options of libFuzzer] [CORPUS...]\n");
    return 2;
  }
  milestones[static_cast<int>(Milestone::kTimeOrigin)] = ProcessStartNanoseconds();
  signal(SIGPIPE, SIG_IGN);
  if (const char* root = std::getenv("EDDY_FUZZ_ROOT")) engine::ReadBuiltinsFrom(root);
  const char* options = std::getenv("NODE_OPTIONS");
  cli::CommandLine line = cli::Parse({argv[0], argv[1]}, options ? options : "");
  v8::V8::SetFlagsFromString("--expose-gc");
  engine::Platform::Initialize(1);
  Runtime::Settings settings;
  settings.argv0 = argv[0];
  settings.argv = {argv[0], argv[1]};
  settings.options = std::move(line.options);
  runtime = new Runtime(std::move(settings));  // libFuzzer ends the process: nobody takes the runtime down
  v8::HandleScope handles(runtime->isolate());
  v8::Context::Scope scope(runtime->context());
  Load();
  argv[1] = argv[0];
  --argc;
  ++argv;
  return LLVMFuzzerRunDriver(&argc, &argv, RunInput);
}

}  // namespace
}  // namespace eddy

int main(int argc, char** argv) {
  int result = eddy::Run(argc, argv);
  fflush(stdout);
  fflush(stderr);
  _exit(result);  // what the runtime still holds is the kernel's
}
