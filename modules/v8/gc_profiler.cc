// Each garbage collection between start() and stop(): its kind, its cost, and the heap before and after.
#include <uv.h>

#include "bind/module.h"
#include "v8/heap_numbers.h"

namespace eddy {
namespace {

struct HeapState {
  v8::HeapStatistics heap;
  std::vector<v8::HeapSpaceStatistics> spaces;
  explicit HeapState(v8::Isolate* isolate) : heap(TakeHeapNumbers(isolate)), spaces(TakeSpaceNumbers(isolate)) {}

  v8::Local<v8::Value> ToJs(v8::Local<v8::Context> context) const {
    PlainObject result(context);
    result.Set("heapStatistics", HeapNumbers(context, heap, Naming::kCamelCase));
    result.Set("heapSpaceStatistics", SpaceNumbers(context, spaces, Naming::kCamelCase));
    return result.object();
  }
};

struct Collection {
  v8::GCType type;
  HeapState before, after;
  double cost_us;
};

const char* TypeName(v8::GCType type) {
  switch (type) {
    case v8::kGCTypeScavenge: return "Scavenge";
    case v8::kGCTypeMinorMarkSweep: return "MinorMarkSweep";
    case v8::kGCTypeMarkSweepCompact: return "MarkSweepCompact";
    case v8::kGCTypeIncrementalMarking: return "IncrementalMarking";
    case v8::kGCTypeProcessWeakCallbacks: return "ProcessWeakCallbacks";
    default: return "Unknown";
  }
}

class GcProfiler : public bind::Object<GcProfiler> {
 public:
  ~GcProfiler() override { StopListening(); }

  void Start(v8::Isolate* isolate) {
    if (listening_) return;
    listening_ = isolate;
    isolate->AddGCPrologueCallback(OnBegin, this);
    isolate->AddGCEpilogueCallback(OnEnd, this);
  }

  // A list of {gcType, beforeGC, cost (microseconds), afterGC}.
  v8::Local<v8::Value> Stop(v8::Local<v8::Context> context) {
    v8::Isolate* isolate = context->GetIsolate();
    StopListening();
    v8::LocalVector<v8::Value> list(isolate);
    for (const auto& collection : collections_) {
      PlainObject item(context);
      item.Set("gcType", bind::NewString(isolate, TypeName(collection.type)));
      item.Set("beforeGC", collection.before.ToJs(context));
      item.Set("cost", v8::Number::New(isolate, collection.cost_us));
      item.Set("afterGC", collection.after.ToJs(context));
      list.push_back(item.object());
    }
    collections_.clear();
    return v8::Array::New(isolate, list.data(), list.size());
  }

 private:
  void StopListening() {
    if (!listening_) return;
    listening_->RemoveGCPrologueCallback(OnBegin, this);
    listening_->RemoveGCEpilogueCallback(OnEnd, this);
    listening_ = nullptr;
  }
  static void OnBegin(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags, void* data) {
    auto* self = static_cast<GcProfiler*>(data);
    if (self->before_) return;
    self->before_.emplace(isolate);
    self->type_ = type;
    self->begin_ns_ = uv_hrtime();
  }
  static void OnEnd(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags, void* data) {
    auto* self = static_cast<GcProfiler*>(data);
    if (!self->before_ || type != self->type_) return;
    double cost = static_cast<double>(uv_hrtime() - self->begin_ns_) / 1e3;
    self->collections_.push_back({type, std::move(*self->before_), HeapState(isolate), cost});
    self->before_.reset();
  }

  v8::Isolate* listening_ = nullptr;
  std::optional<HeapState> before_;
  v8::GCType type_ = v8::kGCTypeScavenge;
  uint64_t begin_ns_ = 0;
  std::vector<Collection> collections_;
};

}  // namespace

EDDY_MODULE(gc_profiler) {
  Class<GcProfiler>("GCProfiler").Constructor<>().Method<&GcProfiler::Start>("start").Method<&GcProfiler::Stop>("stop");
}

}  // namespace eddy
