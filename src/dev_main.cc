// The program `eddy-dev`, for those who work on eddy: boots from the JavaScript files in the source tree, so that an
// edit is seen without a build. `eddy-dev --make-snapshot SNAPSHOT` and then `eddy-dev --make-code-cache SNAPSHOT
// CODE_CACHE` write what `eddy` starts from.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/builtins.h"
#include "engine/check.h"
#include "engine/platform.h"
#include "engine/snapshot_file.h"
#include "main.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

void Write(const char* path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  CHECK(file.good());
}

std::string CodeCacheOfAllBuiltins() {
  Runtime runtime((Runtime::Settings()));
  v8::HandleScope handles(runtime.isolate());
  v8::Context::Scope scope(runtime.context());
  v8::TryCatch try_catch(runtime.isolate());
  std::string caches = engine::CodeCacheOfAllBuiltins(runtime.context());
  if (caches.empty()) {
    v8::String::Utf8Value message(runtime.isolate(), try_catch.Exception());
    fprintf(stderr, "eddy-dev: %s\n%s", *message,
            SourceArrow(runtime.isolate(), runtime.context(), try_catch.Message()).c_str());
    exit(1);
  }
  return caches;
}

int BuildSnapshot(const char* snapshot_path) {
  engine::Platform::Initialize(1);
  int output = dup(STDOUT_FILENO), silence = open("/dev/null", O_WRONLY);
  dup2(silence, STDOUT_FILENO);  // the warm-up program prints
  v8::StartupData snapshot = Runtime::BuildSnapshot(EDDY_SOURCE_ROOT "/src/runtime/warm_up/main.js");
  dup2(output, STDOUT_FILENO);
  Write(snapshot_path, {snapshot.data, static_cast<size_t>(snapshot.raw_size)});
  delete[] snapshot.data;
  return 0;
}

// V8 takes a code cache only where the read-only heap is the one it was made with: that of the snapshot.
int BuildCodeCache(const char* snapshot_path, const char* code_cache_path) {
  std::ifstream file(snapshot_path, std::ios::binary);
  std::string snapshot(std::istreambuf_iterator<char>(file), {});
  CHECK(!snapshot.empty());
  engine::StartFromSnapshot(snapshot);
  engine::Platform::Initialize(1);
  Write(code_cache_path, CodeCacheOfAllBuiltins());
  return 0;
}

}  // namespace
}  // namespace eddy

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--make-snapshot") == 0) return eddy::BuildSnapshot(argv[2]);
  if (argc == 4 && std::strcmp(argv[1], "--make-code-cache") == 0) return eddy::BuildCodeCache(argv[2], argv[3]);
  eddy::engine::ReadBuiltinsFrom(EDDY_SOURCE_ROOT);
  return eddy::Main(argc, argv);
}
