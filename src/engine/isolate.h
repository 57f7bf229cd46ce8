// One V8 isolate with its task queue: made from the start-up snapshot, from nothing, or for making a snapshot.
#pragma once
#include <memory>

#include "engine/platform.h"
#include "v8-snapshot.h"
#include "v8.h"

namespace eddy::engine {

struct HeapLimits {
  size_t old_space_mb = 0;  // 0: V8 decides from the machine's memory
  size_t young_space_mb = 0;
  size_t code_range_mb = 0;
};

// What V8 makes of such limits on this machine.
v8::ResourceConstraints ConstraintsFor(HeapLimits limits);

class Isolate {
 public:
  explicit Isolate(HeapLimits limits = {});
  ~Isolate();
  Isolate(const Isolate&) = delete;

  // An isolate whose heap CreateBlob will turn into the start-up snapshot.
  static std::unique_ptr<Isolate> ForSnapshot();
  v8::SnapshotCreator* snapshot_creator() { return creator_.get(); }

  v8::Isolate* v8() { return isolate_; }
  ForegroundTasks& tasks() { return *tasks_; }

 private:
  struct ForSnapshotTag {};
  explicit Isolate(ForSnapshotTag);
  v8::Isolate::CreateParams Params(HeapLimits limits);
  void Configure();

  v8::StartupData snapshot_{nullptr, 0};
  v8::Isolate* isolate_;
  std::shared_ptr<ForegroundTasks> tasks_;
  std::unique_ptr<v8::SnapshotCreator> creator_;
};

}  // namespace eddy::engine
