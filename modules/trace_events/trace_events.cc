// What JavaScript records, and the categories that go to the file.
#include <atomic>

#include "bind/module.h"
#include "engine/platform.h"
#include "trace/file.h"
#include "trace/trace.h"

namespace eddy {
namespace {

bool IsOn(std::string group) { return trace::On(trace::Find(group)); }

// add(phase, group, name, id | undefined, JSON of an object)
void Add(std::string phase, std::string group, std::string name, std::optional<double> id, std::string arguments) {
  trace::Group& found = trace::Find(group);
  if (!trace::On(found) || phase.empty()) return;
  std::optional<uint64_t> number;
  if (id) number = bind::Saturated<uint64_t>(*id);
  trace::Add(found, phase[0], name, number, std::move(arguments));
}

// An id for one operation, which no other has in this process: not on another thread, and neither the small numbers of
// async resources nor the addresses of requests reach this far. Readers join events by the id alone.
double NewId() {
  static std::atomic<uint64_t> last{uint64_t{1} << 48};
  return static_cast<double>(++last);
}

// V8's workers are distinguished by a task on each, which the end of the process waits for.
class NamingTask final : public v8::Task {
 public:
  NamingTask() { trace::ExpectMetadata(1); }
  ~NamingTask() override { trace::ExpectMetadata(-1); }
  void Run() override {
    static thread_local bool is_named = false;
    if (!std::exchange(is_named, true)) trace::AddMetadata("thread_name", "{\"name\":\"PlatformWorkerThread\"}");
  }
};

void NameWorkers() {
  auto& platform = engine::Platform::Get();
  for (int i = 0; i < platform.NumberOfWorkerThreads(); ++i) {
    platform.CallOnWorkerThread(std::make_unique<NamingTask>());
  }
}

}  // namespace

EDDY_MODULE(trace_events) {
  Function<trace::EnableFile>("enable");
  Function<trace::DisableFile>("disable");
  Function<trace::FileCategories>("categories");
  Function<trace::Recording>("isRecording");
  Function<IsOn>("isOn");
  Function<Add>("add");
  Function<NewId>("newId");
  Function<trace::AddMetadata>("addMetadata");
  Function<NameWorkers>("nameWorkers");
}

}  // namespace eddy
