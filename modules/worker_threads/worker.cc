// Starting and ending worker threads, and what a worker thread asks about itself.
#include "worker_threads/worker.h"

#include <algorithm>

#include "cli/options.h"
#include "engine/isolate.h"
#include "loop/callback_scope.h"
#include "messaging/port.h"
#include "observe/note.h"

namespace eddy::worker {
namespace {

constexpr double kMebibyte = 1024 * 1024;

v8::Local<v8::Value> Field(v8::Local<v8::Context> context, v8::Local<v8::Object> object, const char* name) {
  v8::Local<v8::Value> value;
  if (object->Get(context, bind::Symbolic(context->GetIsolate(), name)).ToLocal(&value)) return value;
  return v8::Undefined(context->GetIsolate());
}

template <class T>
T FieldAs(v8::Local<v8::Context> context, v8::Local<v8::Object> object, const char* name) {
  return bind::Convert<T>::From(context->GetIsolate(), Field(context, object, name)).value_or(T());
}

// V8's flags are the process's, too.
bool IsProcessWide(const cli::Option& option) { return option.type == cli::Type::kV8 || option.of_process; }

// Those of `words` that are options a worker cannot have.
std::vector<std::string> Unavailable(const std::vector<std::string>& words) {
  std::vector<std::string> wrong;
  for (const auto& word : words) {
    if (word == "--") break;
    if (word.empty() || word[0] != '-') continue;
    std::string name = word.substr(0, word.find('='));
    if (name.starts_with("--")) std::replace(name.begin() + 2, name.end(), '_', '-');
    const cli::Option* option = cli::Find(name);
    if (!option && name.starts_with("--no-")) option = cli::Find("--" + name.substr(5));
    if (!option || IsProcessWide(*option)) wrong.push_back(word);
  }
  return wrong;
}

// V8's flags may stand in a worker's NODE_OPTIONS, and say nothing there.
bool IsSilent(const std::string& word) {
  if (!word.starts_with("--")) return false;
  std::string name = word.substr(0, word.find('='));
  std::replace(name.begin() + 2, name.end(), '_', '-');
  const cli::Option* option = cli::Find(name);
  return option && (option->type == cli::Type::kV8 || std::string_view(option->name) == "--max-old-space-size" ||
                    std::string_view(option->name) == "--stack-trace-limit");
}

std::vector<std::string> CheckEnvironment(const std::string& node_options) {
  cli::CommandLine line = cli::Parse({"eddy"}, node_options, cli::Scope::kThread);
  if (!line.error.empty()) return {line.error};
  std::vector<std::string> words, wrong;
  cli::SplitEnvironment(node_options, &words);
  for (const auto& word : Unavailable(words)) {
    if (!IsSilent(word)) wrong.push_back(word.substr(0, word.find('=')) + " is not allowed in NODE_OPTIONS");
  }
  return wrong;
}

// parseOptions(execArgv, nodeOptions): what is wrong with them; empty when nothing is.
std::vector<std::string> CheckOptions(std::vector<std::string> exec_argv, std::string node_options) {
  if (auto wrong = CheckEnvironment(node_options); !wrong.empty()) return wrong;
  std::vector<std::string> words{"eddy"};
  words.insert(words.end(), exec_argv.begin(), exec_argv.end());
  cli::CommandLine line = cli::Parse(words, "", cli::Scope::kThread);
  if (!line.error.empty() && line.bad_options.empty()) return {line.error};
  return Unavailable(exec_argv);
}

}  // namespace

Worker::Worker(Runtime& runtime, messaging::Messaging* messaging)
    : Resource(runtime.loop(), Type::kHandle, "Worker"),
      runtime_(runtime),
      messaging_(*messaging),
      async_context_(runtime.isolate()) {}

Worker::~Worker() {
  if (!thread_) return;
  thread_->ForgetWorker();
  thread_->RequestStop(1);
  thread_->Join();
}

v8::MaybeLocal<v8::Value> Worker::Start(v8::Local<v8::Context> context, v8::Local<v8::Object> plan,
                                        v8::Local<v8::Function> drain, v8::Local<v8::Function> on_exit) {
  v8::Isolate* isolate = context->GetIsolate();
  Thread::Plan thread;
  thread.name = FieldAs<std::string>(context, plan, "name");
  thread.url = FieldAs<std::string>(context, plan, "url");
  auto& settings = thread.settings;
  settings.argv = FieldAs<std::vector<std::string>>(context, plan, "argv");
  settings.argv0 = runtime_.settings().argv0;
  auto exec_argv = Field(context, plan, "execArgv");
  auto node_options = FieldAs<std::string>(context, plan, "nodeOptions");
  if (exec_argv->IsArray() || !node_options.empty()) {
    std::vector<std::string> words{"eddy"};
    auto given = bind::Convert<std::vector<std::string>>::From(isolate, exec_argv);
    settings.exec_argv = given ? *given : runtime_.settings().exec_argv;
    std::erase(settings.exec_argv, "--");
    words.insert(words.end(), settings.exec_argv.begin(), settings.exec_argv.end());
    settings.options = cli::Parse(words, node_options, cli::Scope::kThread).options;
  } else {
    settings.exec_argv = runtime_.settings().exec_argv;
    settings.options = runtime_.options();
  }
  auto env = Field(context, plan, "env");
  if (env->IsArray()) {
    auto pairs = bind::Convert<std::vector<std::string>>::From(isolate, env).value_or(std::vector<std::string>());
    Environment::Variables variables;
    for (size_t i = 0; i + 1 < pairs.size(); i += 2) variables.emplace_back(pairs[i], pairs[i + 1]);
    settings.environment = std::make_shared<PrivateEnvironment>(variables);
  } else if (env->IsUndefined()) {
    settings.environment = std::make_shared<PrivateEnvironment>(runtime_.environment().All());
  } else {
    settings.environment = runtime_.settings().environment;  // shared
  }
  auto limits = FieldAs<std::vector<double>>(context, plan, "limits");
  limits.resize(4);
  settings.heap_limits.young_space_mb = bind::Saturated<size_t>(limits[0]);
  settings.heap_limits.old_space_mb = bind::Saturated<size_t>(limits[1]);
  settings.heap_limits.code_range_mb = bind::Saturated<size_t>(limits[2]);
  thread.stack_bytes = std::max(bind::Saturated<size_t>(limits[3] * kMebibyte), 2 * kStackReserve);

  auto transfer = Field(context, plan, "transfer");
  thread.data = messaging::Message::Write(messaging_, context, Field(context, plan, "data"),
                                          transfer->IsArray() ? transfer.As<v8::Array>() : v8::Local<v8::Array>());
  if (!thread.data) return {};
  drain_.Reset(isolate, drain);
  on_exit_.Reset(isolate, on_exit);
  thread_ = std::make_shared<Thread>(std::move(thread), this, runtime_.loop().mailbox());
  if (int error = thread_->Start()) {
    thread_.reset();
    return v8::Integer::New(isolate, error).As<v8::Value>();
  }
  Hold();
  Reference();
  return v8::Integer::New(isolate, 0).As<v8::Value>();
}

void Worker::Terminate() {
  if (thread_) thread_->RequestStop(1);
}

bool Worker::Ask(v8::Local<v8::Context> context, v8::Local<v8::Value> question) {
  auto message = messaging::Message::Write(messaging_, context, question, {});
  return message && thread_ && thread_->Ask(std::move(message));
}

v8::MaybeLocal<v8::Value> Worker::AskAndWait(v8::Local<v8::Context> context, v8::Local<v8::Value> question,
                                             int32_t most_ms) {
  auto message = messaging::Message::Write(messaging_, context, question, {});
  if (!message) return {};
  auto answer = thread_ ? thread_->AskAndWait(std::move(message), std::chrono::milliseconds(most_ms)) : nullptr;
  if (!answer) return v8::Undefined(context->GetIsolate()).As<v8::Value>();
  v8::LocalVector<v8::Value> objects(context->GetIsolate());
  return answer->Read(messaging_, context, &objects);
}

std::optional<bool> Worker::HasReference() {
  if (ended_) return std::nullopt;
  return referenced_;
}

void Worker::Reference() {
  if (referenced_ || !thread_) return;
  referenced_ = true;
  runtime_.loop().mailbox().Reference();
}

void Worker::Unreference() {
  if (!referenced_) return;
  referenced_ = false;
  runtime_.loop().mailbox().Unreference();
}

std::array<double, 3> Worker::LoopTimes() {
  auto times = thread_ ? thread_->loop_times() : Thread::LoopTimes();
  return {times.began, times.now, times.idle};
}

void Worker::Ended() {
  v8::Isolate* isolate = runtime_.isolate();
  v8::HandleScope handles(isolate);
  auto thread = std::exchange(thread_, nullptr);
  thread->ForgetWorker();
  // Each message is a callback of its own: whoever awaits one goes on before 'exit' comes.
  auto context = runtime_.context();
  drain_.Get(isolate)->Call(context, v8::Undefined(isolate), 0, nullptr).IsEmpty();
  {
    loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
    observe::NoteKind("worker ended");
    scope
        .Call(on_exit_, v8::Integer::New(isolate, thread->exit_code()).As<v8::Value>(),
              v8::Boolean::New(isolate, thread->out_of_memory()).As<v8::Value>(),
              v8::Integer::New(isolate, thread->init_error()).As<v8::Value>())
        .IsEmpty();
  }
  ended_ = true;
  drain_.Reset();
  on_exit_.Reset();
  if (referenced_) {
    referenced_ = false;
    runtime_.loop().mailbox().Unreference();
  }
  LetGo();
}

namespace {

// --- What a thread asks about itself. ---

int32_t ThreadId(Runtime& runtime) { return runtime.settings().thread ? runtime.settings().thread->id() : 0; }
std::string ThreadName(Runtime& runtime) { return runtime.settings().thread ? runtime.settings().thread->name() : ""; }

bool KeepDescriptor(Runtime& runtime, int32_t fd) { return runtime.settings().thread->KeepDescriptor(fd); }
bool ForgetDescriptor(Runtime& runtime, int32_t fd) { return runtime.settings().thread->ForgetDescriptor(fd); }

// startData(messaging): what the parent sent along.
v8::MaybeLocal<v8::Value> StartData(v8::Local<v8::Context> context, Runtime& runtime, messaging::Messaging* messaging) {
  auto message = runtime.settings().thread->TakeData();
  v8::LocalVector<v8::Value> objects(context->GetIsolate());
  return message->Read(*messaging, context, &objects);
}

// onQuestion(messaging, function): what the parent asks is for the function, which is called whenever JavaScript can be
// interrupted, also within other functions.
void OnQuestion(v8::Isolate* isolate, Runtime& runtime, messaging::Messaging* messaging,
                v8::Local<v8::Function> function) {
  runtime.settings().thread->OnQuestion(isolate, messaging, function);
}

// [young, old, code] generation sizes in MiB that an isolate gets for these wishes; 0: no wish.
std::array<double, 3> ResolveLimits(double young, double old, double code) {
  engine::HeapLimits limits;
  limits.young_space_mb = bind::Saturated<size_t>(young);
  limits.old_space_mb = bind::Saturated<size_t>(old);
  limits.code_range_mb = bind::Saturated<size_t>(code);
  auto constraints = engine::ConstraintsFor(limits);
  return {static_cast<double>(constraints.max_young_generation_size_in_bytes()) / kMebibyte,
          static_cast<double>(constraints.max_old_generation_size_in_bytes()) / kMebibyte,
          static_cast<double>(constraints.code_range_size_in_bytes()) / kMebibyte};
}

}  // namespace

EDDY_MODULE(worker) {
  Class<Worker>("Worker")
      .Constructor<Runtime&, messaging::Messaging*>()
      .Method<&Worker::Start>("start")
      .Method<&Worker::Terminate>("terminate")
      .Method<&Worker::Ask>("ask")
      .Method<&Worker::AskAndWait>("askAndWait")
      .Method<&Worker::Reference>("ref")
      .Method<&Worker::Unreference>("unref")
      .Method<&Worker::HasReference>("hasRef")
      .Method<&Worker::Id>("id")
      .Method<&Worker::LoopTimes>("loopTimes");
  Function<ThreadId>("threadId");
  Function<ThreadName>("threadName");
  Function<StartData>("startData");
  Function<OnQuestion>("onQuestion");
  Function<KeepDescriptor>("keepDescriptor");
  Function<ForgetDescriptor>("forgetDescriptor");
  Function<ResolveLimits>("resolveLimits");
  Function<CheckOptions>("checkOptions");
}

}  // namespace eddy::worker
