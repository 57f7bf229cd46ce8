#include "inspector/session.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "inspector/agent.h"
#include "inspector/hold.h"
#include "inspector/json.h"
#include "inspector/native_stacks_domain.h"
#include "inspector/target_domain.h"
#include "inspector/tracing_domain.h"
#include "inspector/worker_domain.h"
#include "runtime/runtime.h"

namespace eddy::inspector {

using v8_inspector::StringBuffer;
using v8_inspector::StringView;
using v8_inspector::V8Inspector;

namespace {

// As the protocol numbers them.
constexpr int kServerError = -32000, kMethodNotFound = -32601, kInvalidParameters = -32602;

// The domains that V8 does not have.
constexpr std::string_view kOwnDomains[] = {"NodeRuntime.", "NodeWorker.", "NodeTracing.", "Network.",
                                            "IO.",          "Target.",     "NativeStacks."};

}  // namespace

struct Session::Request {
  int id;
  std::string method;
  json::Object parameters;
};

Session::Session(Agent& agent, int number, Sink sink, Kind kind)
    : agent_(agent), number_(number), sink_(std::move(sink)), kind_(kind) {
  // Each session may let a waiting program run: as "waiting", V8 would have all of them do so first.
  session_ = agent.inspector().connect(kContextGroup, this, StringView(), V8Inspector::kFullyTrusted,
                                       V8Inspector::kNotWaitingForDebugger);
  workers_ = std::make_unique<WorkerDomain>(*this);
  targets_ = std::make_unique<TargetDomain>(*this);
  tracing_ = std::make_unique<TracingDomain>(*this);
  native_stacks_ = std::make_unique<NativeStacksDomain>(*this);
}

// Requests that wait for a promise fail, which is still sent.
Session::~Session() {
  End();
  session_.reset();
}

void Session::FreeDomains() {
  workers_.reset();
  targets_.reset();
  tracing_.reset();
  native_stacks_.reset();
}

// It may come from what a domain is just telling the client, or from an interrupt of its JavaScript.
void Session::End() {
  if (std::exchange(ended_, true)) return;
  if (handling_ == 0) FreeDomains();
  // First: what is done in JavaScript would run into a pause that the client has asked for, and nobody would end it.
  session_->stop();
  if (uses_javascript_) {
    Answer ignored;
    agent_.HandleInJavaScript(*this, "Network.disable", json::Object(agent_.runtime().context(), {}), &ignored);
  }
  if (on_end_) on_end_();
}

void Session::Dispatch(const StringView& message) {
  v8::Isolate* isolate = agent_.runtime().isolate();
  v8::HandleScope handles(isolate);
  v8::Context::Scope scope(agent_.runtime().context());
  if (ended_) return;
  {
    // V8 evaluates one expression at a time in this way: a second one within it frees what the first one notes in.
    std::optional<Hold> hold;
    if (json::Contains(message, "throwOnSideEffect")) hold.emplace(*agent_.link().queue, Hold::What::kAllButEnds);
    Use use(*this);
    if (!DispatchOwn(message)) session_->dispatchProtocolMessage(message);
  }
  if (ended_) agent_.FreeEnded();  // this, too
}

void Session::DispatchUtf8(std::string_view message) {
  v8::Isolate* isolate = agent_.runtime().isolate();
  v8::HandleScope handles(isolate);
  bool is_ascii = std::ranges::all_of(message, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) return Dispatch(json::AsciiView(message));
  v8::Local<v8::String> text;
  auto made =
      v8::String::NewFromUtf8(isolate, message.data(), v8::NewStringType::kNormal, static_cast<int>(message.size()));
  if (!made.ToLocal(&text)) return;
  v8::String::Value units(isolate, text);
  Dispatch(StringView(*units, static_cast<size_t>(units.length())));
}

// --- Domains of our own. ---

bool Session::DispatchOwn(const StringView& message) {
  bool has_session_id = json::Contains(message, "\"sessionId\"");
  bool names_own =
      std::ranges::any_of(kOwnDomains, [&](std::string_view name) { return json::Contains(message, name); });
  if (!has_session_id && !names_own) return false;
  auto object = json::Object::Parse(agent_.runtime().context(), message);
  auto session_id = object.String("sessionId");
  if (session_id && targets_->Forward(*session_id, json::ToUtf8(message))) return true;
  auto method = object.String("method");
  auto id = object.Integer("id");
  if (!method || !id) return false;  // V8 says what is wrong with it
  bool is_own = std::ranges::any_of(kOwnDomains, [&](std::string_view domain) { return method->starts_with(domain); });
  if (!is_own || v8_inspector::V8InspectorSession::canDispatchMethod(json::AsciiView(*method))) return false;
  Request request{*id, *method, object.Of("params")};
  if (!Handle(request)) Fail(*id, kMethodNotFound, "'" + *method + "' wasn't found");
  return true;
}

bool Session::Handle(const Request& request) {
  ++handling_;
  bool found = HandleByDomain(request);
  if (--handling_ == 0 && ended_) FreeDomains();
  return found;
}

bool Session::HandleByDomain(const Request& request) {
  if (request.method.starts_with("NodeRuntime.")) return HandleNodeRuntime(request);
  Answer answer;
  bool found = workers_->Handle(request.method, request.parameters, &answer) ||
               targets_->Handle(request.method, request.parameters, &answer) ||
               tracing_->Handle(request.method, request.parameters, &answer) ||
               native_stacks_->Handle(request.method, &answer);
  uses_javascript_ = uses_javascript_ || !found;
  found = found || agent_.HandleInJavaScript(*this, request.method, request.parameters, &answer);
  if (!found) return false;
  if (answer.invalid) {
    Fail(request.id, kInvalidParameters, "Invalid parameters");
  } else if (!answer.error.empty()) {
    Fail(request.id, kServerError, answer.error);
  } else {
    Respond(request.id, answer.result);
  }
  return true;
}

bool Session::HandleNodeRuntime(const Request& request) {
  if (request.method == "NodeRuntime.enable") {
    runtime_enabled_ = true;
    OnWaitingForDebugger();
    Respond(request.id);
  } else if (request.method == "NodeRuntime.disable") {
    runtime_enabled_ = false;
    Respond(request.id);
  } else if (request.method == "NodeRuntime.notifyWhenWaitingForDisconnect") {
    auto enabled = request.parameters.Boolean("enabled");
    if (!enabled) return Fail(request.id, kInvalidParameters, "Invalid parameters"), true;
    notify_of_leaving_ = *enabled;
    Respond(request.id);
  } else {
    return false;
  }
  return true;
}

void Session::OnWaitingForDebugger() {
  if (runtime_enabled_ && agent_.waiting_for_debugger()) Notify("NodeRuntime.waitingForDebugger");
}

// --- Messages to the client. ---

void Session::Send(std::string_view text) {
  Use use(*this);
  bool is_ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) return sink_(json::AsciiView(text));
  v8::Isolate* isolate = agent_.runtime().isolate();
  v8::HandleScope handles(isolate);
  v8::Local<v8::String> string;
  auto made = v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kNormal, static_cast<int>(text.size()));
  if (!made.ToLocal(&string)) return;
  v8::String::Value units(isolate, string);
  sink_(StringView(*units, static_cast<size_t>(units.length())));
}

void Session::Notify(std::string_view method, std::string_view params) {
  Send("{\"method\":\"" + std::string(method) + "\",\"params\":" + std::string(params) + "}");
}

void Session::Respond(int id, std::string_view result) {
  Send("{\"id\":" + std::to_string(id) + ",\"result\":" + std::string(result) + "}");
}

void Session::Fail(int id, int code, std::string_view message) {
  v8::Isolate* isolate = agent_.runtime().isolate();
  Send("{\"error\":{\"code\":" + std::to_string(code) + ",\"message\":" + json::Quoted(isolate, message) +
       "},\"id\":" + std::to_string(id) + "}");
}

void Session::sendResponse(int, std::unique_ptr<StringBuffer> message) { sendNotification(std::move(message)); }

void Session::sendNotification(std::unique_ptr<StringBuffer> message) {
  Use use(*this);
  sink_(message->string());
}

}  // namespace eddy::inspector
