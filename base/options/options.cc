// Command-line options for JavaScript.
#include "cli/options.h"

#include "bind/module.h"
#include "cli/config_file.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

bind::Result<v8::Local<v8::Value>> Get(v8::Isolate* isolate, Runtime& runtime, std::string name) {
  const cli::Option* option = cli::Find(name);
  if (!option) return bind::Error::Plain("ERR_INTERNAL_ASSERTION", "No such option: " + name);
  const cli::Options& options = runtime.options();
  bool absent = !options.Given(name) && !option->fallback;
  switch (option->type) {
    case cli::Type::kV8:
    case cli::Type::kIgnored: break;
    case cli::Type::kBoolean:
      if (absent) break;
      return bind::Convert<bool>::To(isolate, options.Boolean(name));
    case cli::Type::kList: return bind::Convert<std::vector<std::string>>::To(isolate, options.List(name));
    case cli::Type::kNumber:
    case cli::Type::kSigned:
      if (absent) break;
      return bind::Convert<double>::To(isolate, options.Number(name));
    case cli::Type::kString:
      if (absent) break;
      return bind::Convert<std::string>::To(isolate, options.String(name));
  }
  return v8::Local<v8::Value>(v8::Undefined(isolate));
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& option : cli::Table()) names.push_back(option.name);
  return names;
}

// The spellings that NODE_OPTIONS may hold: long, short and negated.
std::vector<std::string> InNodeOptions() {
  std::vector<std::string> names;
  for (const auto& option : cli::Table()) {
    if (!option.in_node_options) continue;
    names.push_back(option.name);
    if (option.short_name) names.push_back(option.short_name);
    bool is_short = std::string_view(option.name) == "--trace-events-enabled";
    if (option.type == cli::Type::kBoolean && !is_short) names.push_back(std::string("--no-") + (option.name + 2));
  }
  return names;
}

}  // namespace

EDDY_MODULE(options) {
  Function<Get>("get");
  Function<cli::ConfiguredWords>("configured");
  Function<Names>("names");
  Function<InNodeOptions>("inNodeOptions");
}

}  // namespace eddy
