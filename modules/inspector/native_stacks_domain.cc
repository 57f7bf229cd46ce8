#include "inspector/native_stacks_domain.h"

#include "inspector/agent.h"
#include "inspector/json.h"
#include "inspector/session.h"
#include "runtime/runtime.h"

namespace eddy::inspector {
namespace {

template <class... Numbers>
void Append(std::string* list, Numbers... numbers) {
  ((*list += (list->back() == '[' ? "" : ",") + std::to_string(numbers)), ...);
}

std::string Json(v8::Isolate* isolate, const observe::NativeStacks::Taken& taken) {
  std::string libraries = "[", functions = "[", nodes = "[", samples = "[";
  for (const auto& path : taken.libraries) {
    libraries += (libraries.back() == '[' ? "" : ",") + json::Quoted(isolate, path);
  }
  for (const auto& function : taken.functions) Append(&functions, function.library, function.address);
  for (const auto& node : taken.nodes) Append(&nodes, node.parent, node.function);
  uint64_t before = 0;
  for (const auto& sample : taken.samples) {
    Append(&samples, sample.begin_us - before, sample.length_us, sample.node);
    before = sample.begin_us;
  }
  return "{\"libraries\":" + libraries + "],\"functions\":" + functions + "],\"nodes\":" + nodes +
         "],\"samples\":" + samples + "]}";
}

}  // namespace

bool NativeStacksDomain::Handle(const std::string& method, Answer* answer) {
  if (method == "NativeStacks.start") {
    Start(answer);
  } else if (method == "NativeStacks.stop") {
    Stop(answer);
  } else {
    return false;
  }
  return true;
}

void NativeStacksDomain::Start(Answer* answer) {
  auto started = observe::NativeStacks::Start(session_.agent().runtime().isolate());
  if (!started) {
    answer->error = "No profile is being recorded, or its native stacks are already";
    return;
  }
  stacks_ = std::move(started);
}

void NativeStacksDomain::Stop(Answer* answer) {
  if (!stacks_) {
    answer->error = "No native stacks are being recorded";
    return;
  }
  answer->result = Json(session_.agent().runtime().isolate(), stacks_->Stop());
  stacks_.reset();
}

}  // namespace eddy::inspector
