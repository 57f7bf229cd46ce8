// From JavaScript's description of a child to libuv's.
#include "child_process/spawn_options.h"

#include <algorithm>
#include <csignal>
#include <utility>

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
    : file_(options.Text("file").value_or("")),
      args_(options.Texts("args")),
      env_(options.Texts("envPairs")),
      cwd_(options.Text("cwd")),
      own_env_(options.Get("envPairs")->IsArray()) {
  if (args_.empty()) args_.push_back(file_);
  if (cwd_ && cwd_->empty()) cwd_.reset();
  if (options.Flag("detached")) flags_ |= UV_PROCESS_DETACHED;
  if (auto uid = options.Number("uid")) {
    flags_ |= UV_PROCESS_SETUID;
    uid_ = static_cast<uv_uid_t>(bind::Saturated<int64_t>(*uid));
  }
  if (auto gid = options.Number("gid")) {
    flags_ |= UV_PROCESS_SETGID;
    gid_ = static_cast<uv_gid_t>(bind::Saturated<int64_t>(*gid));
  }
  if (permission::IsOn()) InheritPermissions();
}

// A child gets our rules by its NODE_OPTIONS, unless it is given some of its own.
void SpawnOptions::InheritPermissions() {
  if (cli::Parse(args_, "", cli::Scope::kThread).options.Given("--permission")) return;
  if (!std::exchange(own_env_, true)) {
    for (const auto& [name, value] : ProcessEnvironment::Get().All()) env_.push_back(name + "=" + value);
  }
  const std::string kName = "NODE_OPTIONS=";
  auto options = std::ranges::find_if(env_, [&](const std::string& pair) { return pair.starts_with(kName); });
  if (options == env_.end()) {
    env_.push_back(kName + permission::InheritedOptions());
  } else if (options->find("--permission") == std::string::npos) {
    *options += " " + permission::InheritedOptions();
  }
}

bool SpawnOptions::HasNul() const {
  auto any = [](const std::vector<std::string>& texts) {
    return std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return bind::HasNul(text); });
  };
  return bind::HasNul(file_) || (cwd_ && bind::HasNul(*cwd_)) || any(args_) || any(env_);
}

uv_process_options_t SpawnOptions::ForUv(std::vector<uv_stdio_container_t>& stdio, uv_exit_cb on_exit) {
  auto point = [](std::vector<std::string>& texts, std::vector<char*>* pointers) {
    pointers->clear();
    for (auto& text : texts) pointers->push_back(text.data());
    pointers->push_back(nullptr);
    return pointers->data();
  };
  uv_process_options_t options{};
  options.exit_cb = on_exit;
  options.file = file_.c_str();
  options.args = point(args_, &arg_pointers_);
  if (own_env_) options.env = point(env_, &env_pointers_);
  if (cwd_) options.cwd = cwd_->c_str();
  options.flags = flags_;
  options.uid = uid_;
  options.gid = gid_;
  options.stdio = stdio.data();
  options.stdio_count = static_cast<int>(stdio.size());
  return options;
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
