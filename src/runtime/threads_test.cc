// Several runtimes in one process, each on a thread of its own, all busy at once. Under the thread sanitizer this looks
// for state that they share by mistake.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "cli/options.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// Timers, immediates, ticks, promise jobs, files, buffers, code compiled lazily, WebAssembly and garbage collections;
// `done` counts what came back.
constexpr const char* kProgram = R"(
  var done = 0;
  const count = () => { done++; };
  const fs = require('fs');
  for (let i = 0; i < 200; i++) {
    setTimeout(count, i % 7);
    setImmediate(count);
    process.nextTick(count);
    Promise.resolve().then(count);
    fs.stat('/', count);
    fs.readFile('/etc/hostname', count);
    fs.promises.readdir('/').then(count);
    structuredClone({ buffer: Buffer.from('x'.repeat(i)), map: new Map([[i, i]]) });
  }
  fs.stat('/does/not/exist', (error) => { if (error.code === 'ENOENT') count(); });
  WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(count);
  const controller = new AbortController();
  controller.signal.addEventListener('abort', count);
  setTimeout(() => controller.abort(), 1);
  new URL('http://example.org/?a=b').searchParams.get('a');
  let text = '';
  for (let i = 0; i < 2000; i++) text += JSON.stringify({ i });
  if (globalThis.gc) gc();
  process.on('exit', () => { process.exitCode = done === 200 * 7 + 3 ? 42 : done; });
)";
constexpr int kDone = 42;

Runtime::Settings Settings(const std::string& program) {
  cli::CommandLine line = cli::Parse({"eddy", "--eval", program}, "");
  Runtime::Settings settings;
  settings.argv0 = "eddy";
  settings.argv = {"eddy"};
  settings.options = std::move(line.options);
  return settings;
}

TEST(Threads, EachRunsARuntimeOfItsOwn) {
  constexpr int kThreads = 8;
  std::vector<int> codes(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&codes, i] { codes[i] = Runtime(Settings(kProgram)).Run(); });
  }
  for (auto& thread : threads) thread.join();
  for (int code : codes) EXPECT_EQ(code, kDone);
}

TEST(Threads, RuntimesComeAndGoWithWorkUnderWay) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int round = 0; round < 5; ++round) {
        Runtime runtime(
            Settings("for (let i = 0; i < 100; i++) fs.readFile('/etc/hostname', () => {});"
                     "setTimeout(() => {}, 1e6); WebAssembly.compile(new Uint8Array(1)).catch(() => {});"
                     "setTimeout(() => process.reallyExit(7), 1);"));
        EXPECT_EQ(runtime.Run(), 7);
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace eddy
