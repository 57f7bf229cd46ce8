#include "v8/heap_numbers.h"

namespace eddy {

v8::HeapStatistics TakeHeapNumbers(v8::Isolate* isolate) {
  v8::HeapStatistics statistics;
  isolate->GetHeapStatistics(&statistics);
  return statistics;
}

std::vector<v8::HeapSpaceStatistics> TakeSpaceNumbers(v8::Isolate* isolate) {
  std::vector<v8::HeapSpaceStatistics> spaces(isolate->NumberOfHeapSpaces());
  for (size_t i = 0; i < spaces.size(); ++i) isolate->GetHeapSpaceStatistics(&spaces[i], i);
  return spaces;
}

v8::Local<v8::Value> HeapNumbers(v8::Local<v8::Context> context, v8::HeapStatistics statistics, Naming naming) {
  PlainObject result(context);
  if (naming == Naming::kCamelCase) {
    result.Set("totalHeapSize", statistics.total_heap_size());
    result.Set("totalHeapSizeExecutable", statistics.total_heap_size_executable());
    result.Set("totalPhysicalSize", statistics.total_physical_size());
    result.Set("totalAvailableSize", statistics.total_available_size());
    result.Set("totalGlobalHandlesSize", statistics.total_global_handles_size());
    result.Set("usedGlobalHandlesSize", statistics.used_global_handles_size());
    result.Set("usedHeapSize", statistics.used_heap_size());
    result.Set("heapSizeLimit", statistics.heap_size_limit());
    result.Set("mallocedMemory", statistics.malloced_memory());
    result.Set("externalMemory", statistics.external_memory());
    result.Set("peakMallocedMemory", statistics.peak_malloced_memory());
    return result.object();
  }
  result.Set("total_heap_size", statistics.total_heap_size());
  result.Set("total_heap_size_executable", statistics.total_heap_size_executable());
  result.Set("total_physical_size", statistics.total_physical_size());
  result.Set("total_available_size", statistics.total_available_size());
  result.Set("used_heap_size", statistics.used_heap_size());
  result.Set("heap_size_limit", statistics.heap_size_limit());
  result.Set("malloced_memory", statistics.malloced_memory());
  result.Set("peak_malloced_memory", statistics.peak_malloced_memory());
  result.Set("does_zap_garbage", statistics.does_zap_garbage());
  result.Set("number_of_native_contexts", statistics.number_of_native_contexts());
  result.Set("number_of_detached_contexts", statistics.number_of_detached_contexts());
  result.Set("total_global_handles_size", statistics.total_global_handles_size());
  result.Set("used_global_handles_size", statistics.used_global_handles_size());
  result.Set("external_memory", statistics.external_memory());
  return result.object();
}

v8::Local<v8::Value> SpaceNumbers(v8::Local<v8::Context> context, std::vector<v8::HeapSpaceStatistics> spaces,
                                  Naming naming) {
  v8::Isolate* isolate = context->GetIsolate();
  bool camel = naming == Naming::kCamelCase;
  v8::LocalVector<v8::Value> list(isolate);
  for (auto& space : spaces) {
    PlainObject result(context);
    result.Set(camel ? "spaceName" : "space_name", bind::NewString(isolate, space.space_name()));
    result.Set(camel ? "spaceSize" : "space_size", space.space_size());
    result.Set(camel ? "spaceUsedSize" : "space_used_size", space.space_used_size());
    result.Set(camel ? "spaceAvailableSize" : "space_available_size", space.space_available_size());
    result.Set(camel ? "physicalSpaceSize" : "physical_space_size", space.physical_space_size());
    list.push_back(result.object());
  }
  return v8::Array::New(isolate, list.data(), list.size());
}

}  // namespace eddy
