// From JavaScript's description of a child to the program to start.
#include "child_process/spawn_options.h"

#include <algorithm>
#include <csignal>

#include "bind/convert.h"
#include "bind/nul.h"
#include "cli/options.h"
#include "runtime/environment.h"

namespace eddy::child_process {

v8::Local<v8::Value> ObjectReader::Get(const char* name) const {
  v8::TryCatch try_catch(isolate());
  v8::Local<v8::Value> value;
  if (!object_->Get(context_, bind::Symbolic(isolate(), name)).ToLocal(&value)) return v8::Undefined(isolate());
  return value;
}

std::optional<std::string> ObjectReader::Text(const char* name) const {
  return bind::Convert<std::string>::From(isolate(), Get(name));
}

std::optional<double> ObjectReader::Number(const char* name) const {
  return bind::Convert<double>::From(isolate(), Get(name));
}

bool ObjectReader::Flag(const char* name) const { return Get(name)->BooleanValue(isolate()); }

std::vector<v8::Local<v8::Value>> ObjectReader::List(const char* name) const {
  std::vector<v8::Local<v8::Value>> items;
  v8::Local<v8::Value> list = Get(name), item;
  if (!list->IsArray()) return items;
  v8::TryCatch try_catch(isolate());
  uint32_t length = list.As<v8::Array>()->Length();
  for (uint32_t i = 0; i < length && list.As<v8::Array>()->Get(context_, i).ToLocal(&item); ++i) items.push_back(item);
  return items;
}

std::vector<std::string> ObjectReader::Texts(const char* name) const {
  std::vector<std::string> texts;
  v8::TryCatch try_catch(isolate());
  for (auto item : List(name)) {
    v8::Local<v8::String> text;
    if (!item->ToString(context_).ToLocal(&text)) text = v8::String::Empty(isolate());
    texts.push_back(*bind::Convert<std::string>::From(isolate(), text));
  }
  return texts;
}

SpawnOptions::SpawnOptions(const ObjectReader& options)
    : program_{.file = options.Text("file").value_or(""),
               .arguments = options.Texts("args"),
               .environment = options.Texts("envPairs"),
               .folder = options.Text("cwd").value_or(""),
               .detached = options.Flag("detached")} {
  if (program_.arguments.empty()) program_.arguments.push_back(program_.file);
  if (!options.Get("envPairs")->IsArray()) {
    for (const auto& [name, value] : ProcessEnvironment::Get().All())
      program_.environment.push_back(name + "=" + value);
  }
  if (auto uid = options.Number("uid")) program_.user = static_cast<uid_t>(bind::Saturated<int64_t>(*uid));
  if (auto gid = options.Number("gid")) program_.group = static_cast<gid_t>(bind::Saturated<int64_t>(*gid));
  if (permission::IsOn()) InheritPermissions();
}

// A child gets our rules by its NODE_OPTIONS, unless it is given some of its own.
void SpawnOptions::InheritPermissions() {
  if (cli::Parse(program_.arguments, "", cli::Scope::kThread).options.Given("--permission")) return;
  const std::string kName = "NODE_OPTIONS=";
  auto& environment = program_.environment;
  auto options = std::ranges::find_if(environment, [&](const std::string& pair) { return pair.starts_with(kName); });
  if (options == environment.end()) {
    environment.push_back(kName + permission::InheritedOptions());
  } else if (options->find("--permission") == std::string::npos) {
    *options += " " + permission::InheritedOptions();
  }
}

bool SpawnOptions::HasNul() const {
  auto any = [](const std::vector<std::string>& texts) {
    return std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return bind::HasNul(text); });
  };
  return bind::HasNul(program_.file) || bind::HasNul(program_.folder) || any(program_.arguments) ||
         any(program_.environment);
}

const char* SignalName(int number) {
  switch (number) {
#define NAME(signal) \
  case signal: return #signal;
    // clang-format off
    NAME(SIGHUP) NAME(SIGINT) NAME(SIGQUIT) NAME(SIGILL) NAME(SIGTRAP) NAME(SIGABRT)
    NAME(SIGBUS) NAME(SIGFPE) NAME(SIGKILL) NAME(SIGUSR1) NAME(SIGSEGV) NAME(SIGUSR2)
    NAME(SIGPIPE) NAME(SIGALRM) NAME(SIGTERM) NAME(SIGCHLD) NAME(SIGCONT) NAME(SIGSTOP)
    NAME(SIGTSTP) NAME(SIGTTIN) NAME(SIGTTOU) NAME(SIGURG) NAME(SIGXCPU) NAME(SIGXFSZ)
    NAME(SIGVTALRM) NAME(SIGPROF) NAME(SIGWINCH) NAME(SIGIO) NAME(SIGSYS)
#ifdef SIGSTKFLT
    NAME(SIGSTKFLT)
#endif
#ifdef SIGPWR
    NAME(SIGPWR)
#endif
    // clang-format on
#undef NAME
                            default : return "";
  }
}

}  // namespace eddy::child_process
