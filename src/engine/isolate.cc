// Making and ending isolates.
#include "engine/isolate.h"

#include "bind/module.h"
#include "bind/spare_blocks.h"
#include "engine/builtins.h"
#include "engine/cgroup.h"
#include "engine/fatal.h"

namespace eddy::engine {

namespace {

class BufferAllocator final : public v8::ArrayBuffer::Allocator {
 public:
  void* Allocate(size_t length) override { return bind::NewZeroedBlock(length).release(); }
  void* AllocateUninitialized(size_t length) override { return bind::NewBlock(length).release(); }
  void Free(void* data, size_t length) override { bind::FreeBlock(static_cast<char*>(data), length); }
};

// One for all threads: the memory of an ArrayBuffer may outlive the isolate that it was made in.
std::shared_ptr<v8::ArrayBuffer::Allocator> SharedAllocator() {
  static const std::shared_ptr<v8::ArrayBuffer::Allocator> allocator = std::make_shared<BufferAllocator>();
  return allocator;
}

}  // namespace

v8::ResourceConstraints ConstraintsFor(HeapLimits limits) {
  v8::ResourceConstraints constraints;
  constraints.ConfigureDefaults(UsableMemory(), 0);
  constexpr size_t kMegabyte = 1024 * 1024;
  if (limits.old_space_mb) constraints.set_max_old_generation_size_in_bytes(limits.old_space_mb * kMegabyte);
  if (limits.young_space_mb) constraints.set_max_young_generation_size_in_bytes(limits.young_space_mb * kMegabyte);
  if (limits.code_range_mb) constraints.set_code_range_size_in_bytes(limits.code_range_mb * kMegabyte);
  return constraints;
}

v8::Isolate::CreateParams Isolate::Params(HeapLimits limits) {
  v8::Isolate::CreateParams params;
  params.array_buffer_allocator_shared = SharedAllocator();
  params.external_references = bind::ExternalReferences();
  params.constraints = ConstraintsFor(limits);
  std::string_view snapshot = StartupSnapshot();
  if (!snapshot.empty()) {
    snapshot_ = {snapshot.data(), static_cast<int>(snapshot.size())};
    params.snapshot_blob = &snapshot_;
  }
  return params;
}

void Isolate::Configure() {
  isolate_->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  isolate_->SetCaptureStackTraceForUncaughtExceptions(false);
  ReportFatalErrorsOf(isolate_);
}

Isolate::Isolate(HeapLimits limits) {
  auto params = Params(limits);
  isolate_ = v8::Isolate::Allocate();
  tasks_ = Platform::Get().AddIsolate(isolate_);
  v8::Isolate::Initialize(isolate_, params);
  isolate_->Enter();
  Configure();
  isolate_->AddGCEpilogueCallback([](v8::Isolate*, v8::GCType, v8::GCCallbackFlags) { bind::FreeIdleBlocks(); },
                                  v8::kGCTypeMarkSweepCompact);
}

Isolate::Isolate(ForSnapshotTag) {
  auto params = Params({});
  isolate_ = v8::Isolate::Allocate();
  tasks_ = Platform::Get().AddIsolate(isolate_);
  creator_ = std::make_unique<v8::SnapshotCreator>(isolate_, params);
  Configure();
}

std::unique_ptr<Isolate> Isolate::ForSnapshot() { return std::unique_ptr<Isolate>(new Isolate(ForSnapshotTag())); }

Isolate::~Isolate() {
  tasks_->Detach();  // where no loop was attached
  if (creator_) {
    creator_.reset();  // exits the isolate
  } else {
    isolate_->Exit();
  }
  isolate_->Dispose();
  Platform::Get().RemoveIsolate(isolate_);
}

}  // namespace eddy::engine
