// util.parseEnv for JavaScript.
#include "bind/module.h"
#include "cli/env_file.h"

namespace eddy {
namespace {

v8::Local<v8::Object> Parse(v8::Isolate* isolate, v8::Local<v8::Context> context, std::string text) {
  auto variables = v8::Object::New(isolate);
  for (const auto& [name, value] : cli::ParseEnvText(text)) {
    bind::Define(context, variables, bind::NewString(isolate, name).As<v8::Name>(), bind::NewString(isolate, value));
  }
  return variables;
}

}  // namespace

EDDY_MODULE(env_text) { Function<Parse>("parse"); }

}  // namespace eddy
