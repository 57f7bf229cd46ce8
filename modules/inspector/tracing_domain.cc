#include "inspector/tracing_domain.h"

#include <vector>

#include "bind/convert.h"
#include "inspector/agent.h"
#include "inspector/session.h"
#include "runtime/require.h"
#include "runtime/runtime.h"
#include "trace/trace.h"

namespace eddy::inspector {
namespace {

// What a client may choose from.
constexpr const char* kCategories[] = {"node",
                                       "node.async_hooks",
                                       "node.bootstrap",
                                       "node.console",
                                       "node.dns.native",
                                       "node.environment",
                                       "node.fs.async",
                                       "node.fs.sync",
                                       "node.fs_dir.async",
                                       "node.fs_dir.sync",
                                       "node.http",
                                       "node.net.native",
                                       "node.perf",
                                       "node.perf.timerify",
                                       "node.perf.usertiming",
                                       "node.promises.rejections",
                                       "node.threadpoolwork.async",
                                       "node.threadpoolwork.sync",
                                       "node.vm.script",
                                       "v8"};

constexpr const char* kNotMain = "Tracing properties can only be changed through main thread sessions";
constexpr const char* kStarted = "Call NodeTracing::end to stop tracing before updating the config";

std::string CategoriesAsJson() {
  std::string list;
  for (const char* category : kCategories) list += (list.empty() ? "\"" : ",\"") + std::string(category) + "\"";
  return "{\"categories\":[" + list + "]}";
}

}  // namespace

// Keeps what is recorded until it is asked for.
class TracingDomain::Collector final : public trace::Sink {
 public:
  void Push(const std::shared_ptr<trace::Event>& event) override { events_.push_back(event); }
  // JSON of a list; no more events come.
  std::string Json() const {
    std::string list = "[";
    for (const auto& event : events_) list += (list.size() > 1 ? "," : "") + event->Json();
    return list + "]";
  }

 private:
  std::vector<std::shared_ptr<trace::Event>> events_;
};

TracingDomain::TracingDomain(Session& session) : session_(session) {}

TracingDomain::~TracingDomain() {
  if (collector_) trace::Remove(*collector_);
}

bool TracingDomain::Handle(const std::string& method, const json::Object& parameters, Answer* answer) {
  if (method == "NodeTracing.getCategories") {
    answer->result = CategoriesAsJson();
  } else if (method == "NodeTracing.start") {
    Start(parameters, answer);
  } else if (method == "NodeTracing.stop") {
    if (collector_) Stop();
  } else {
    return false;
  }
  return true;
}

void TracingDomain::Start(const json::Object& parameters, Answer* answer) {
  Runtime& runtime = session_.agent().runtime();
  auto categories = parameters.Of("traceConfig").Strings("includedCategories");
  if (!categories) {
    answer->invalid = true;
  } else if (runtime.settings().thread) {
    answer->error = kNotMain;
  } else if (collector_) {
    answer->error = kStarted;
  } else if (!categories->empty()) {
    collector_ = std::make_unique<Collector>();
    trace::Enable(*collector_, *categories);
    UpdateSources();
  }
}

void TracingDomain::Stop() {
  std::string events;
  trace::Remove(*collector_, [&] { events = collector_->Json(); });
  collector_.reset();
  UpdateSources();
  session_.Notify("NodeTracing.dataCollected", "{\"value\":" + events + "}");
  session_.Notify("NodeTracing.tracingComplete");
}

// The sources in JavaScript.
void TracingDomain::UpdateSources() {
  Runtime& runtime = session_.agent().runtime();
  auto context = runtime.context();
  v8::Context::Scope scope(context);
  v8::TryCatch try_catch(runtime.isolate());
  v8::Local<v8::Value> start, update;
  if (!RequireBuiltin(runtime, "trace_events/start").ToLocal(&start)) return;
  if (!start.As<v8::Object>()->Get(context, bind::Symbolic(runtime.isolate(), "update")).ToLocal(&update)) return;
  update.As<v8::Function>()->Call(context, v8::Undefined(runtime.isolate()), 0, nullptr).IsEmpty();
}

}  // namespace eddy::inspector
