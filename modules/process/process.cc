// This process, for JavaScript.
#include <unistd.h>
#include <uv.h>

#include "bind/module.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

void ReallyExit(int32_t code) {
  fflush(stdout);
  fflush(stderr);
  _exit(code);
}

bind::Result<std::string> Cwd() {
  char path[4096];
  size_t size = sizeof(path);
  if (int error = uv_cwd(path, &size)) return bind::Error::System(error, "uv_cwd");
  return std::string(path, size);
}

// What belongs to this one process, when it starts.
v8::Local<v8::Object> Start(v8::Isolate* isolate, v8::Local<v8::Context> context, Runtime& runtime) {
  auto start = v8::Object::New(isolate);
  auto set = [&](const char* name, v8::Local<v8::Value> value) {
    start->Set(context, bind::Symbolic(isolate, name), value).Check();
  };
  const Runtime::Settings& settings = runtime.settings();
  char path[4096];
  size_t size = sizeof(path);
  if (uv_exepath(path, &size) != 0) size = 0;
  set("argv", bind::Convert<std::vector<std::string>>::To(isolate, settings.argv));
  set("execArgv", bind::Convert<std::vector<std::string>>::To(isolate, settings.exec_argv));
  set("argv0", bind::NewString(isolate, settings.argv0));
  set("execPath", bind::NewString(isolate, {path, size}));
  set("pid", v8::Integer::New(isolate, uv_os_getpid()));
  return start;
}

}  // namespace

EDDY_MODULE(process) {
  Function<ReallyExit>("reallyExit");
  Function<Cwd>("cwd");
  Function<Start>("start");
}

}  // namespace eddy
