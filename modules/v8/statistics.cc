// What V8 reports of its heap, and the switches it lets a program turn.
#include <cppgc/heap-statistics.h>
#include <v8-cppgc.h>
#include <v8-profiler.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

#include "bind/module.h"
#include "permission/permission.h"
#include "v8/heap_numbers.h"

namespace eddy {
namespace {

v8::Local<v8::Value> HeapStatistics(v8::Local<v8::Context> context) {
  return HeapNumbers(context, TakeHeapNumbers(context->GetIsolate()), Naming::kSnakeCase);
}

v8::Local<v8::Value> HeapSpaceStatistics(v8::Local<v8::Context> context) {
  return SpaceNumbers(context, TakeSpaceNumbers(context->GetIsolate()), Naming::kSnakeCase);
}

v8::Local<v8::Value> HeapCodeStatistics(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::HeapCodeStatistics statistics;
  isolate->GetHeapCodeAndMetadataStatistics(&statistics);
  PlainObject result(context);
  result.Set("code_and_metadata_size", statistics.code_and_metadata_size());
  result.Set("bytecode_and_metadata_size", statistics.bytecode_and_metadata_size());
  result.Set("external_script_source_size", statistics.external_script_source_size());
  result.Set("cpu_profiler_metadata_size", statistics.cpu_profiler_metadata_size());
  return result.object();
}

// [committed, resident, used] bytes of the C++ heap.
std::array<double, 3> CppHeapStatistics(v8::Isolate* isolate) {
  v8::CppHeap* heap = isolate->GetCppHeap();
  if (!heap) return {0, 0, 0};
  auto statistics = heap->CollectStatistics(cppgc::HeapStatistics::DetailLevel::kBrief);
  return {static_cast<double>(statistics.committed_size_bytes), static_cast<double>(statistics.resident_size_bytes),
          static_cast<double>(statistics.used_size_bytes)};
}

// Flags by which V8 writes files, of a name that another flag may give.
bool MayWriteFiles(std::string_view flag) {
  flag.remove_prefix(std::min(flag.find_first_not_of("-_"), flag.size()));
  std::string name(flag.substr(0, flag.find('=')));
  std::ranges::replace(name, '_', '-');
  constexpr std::string_view kWriters[] = {"dump-",
                                           "experimental-wasm-pgo",
                                           "gc-fake-mmap",
                                           "gdbjit",
                                           "heap-snapshot-on",
                                           "ll-prof",
                                           "log",
                                           "perf-",
                                           "prof",
                                           "redirect-code-traces",
                                           "trace-turbo",
                                           "turbo-profiling",
                                           "startup-",
                                           "embedded-"};
  return std::ranges::any_of(kWriters, [&](std::string_view writer) { return name.starts_with(writer); });
}

// setFlags(text): throws where the permission model is on, a file would be written, and not all files may be.
bind::Result<void> SetFlags(std::string flags) {
  std::istringstream words(flags);
  for (std::string word; permission::IsOn() && words >> word;) {
    if (!MayWriteFiles(word)) continue;
    if (auto denial = permission::DenialOfAll(permission::Scope::kFileSystemWrite, word)) return *denial;
  }
  v8::V8::SetFlagsFromString(flags.c_str(), flags.size());
  return {};
}

uint32_t CachedDataVersionTag() { return v8::ScriptCompiler::CachedDataVersionTag(); }

bool IsOneByte(v8::Local<v8::String> text) { return text->IsOneByte(); }

class HasInPrototypeChain final : public v8::QueryObjectPredicate {
 public:
  HasInPrototypeChain(v8::Local<v8::Object> prototype) : prototype_(prototype) {}
  bool Filter(v8::Local<v8::Object> object) override {
    for (v8::Local<v8::Value> link = object->GetPrototypeV2(); link->IsObject();
         link = link.As<v8::Object>()->GetPrototypeV2()) {
      if (link == prototype_) return true;
      if (link->IsProxy()) return false;
    }
    return false;
  }

 private:
  v8::Local<v8::Object> prototype_;
};

// The objects alive that have `prototype` in their prototype chain. Collects garbage first.
v8::Local<v8::Value> QueryObjects(v8::Local<v8::Context> context, v8::Local<v8::Object> prototype) {
  v8::Isolate* isolate = context->GetIsolate();
  HasInPrototypeChain predicate(prototype);
  std::vector<v8::Global<v8::Object>> found;
  isolate->GetHeapProfiler()->QueryObjects(context, &predicate, &found);
  v8::LocalVector<v8::Value> objects(isolate);
  for (const auto& object : found) objects.push_back(object.Get(isolate));
  return v8::Array::New(isolate, objects.data(), objects.size());
}

}  // namespace

EDDY_MODULE(v8) {
  Function<HeapStatistics>("heapStatistics");
  Function<HeapSpaceStatistics>("heapSpaceStatistics");
  Function<HeapCodeStatistics>("heapCodeStatistics");
  Function<CppHeapStatistics>("cppHeapStatistics");
  Function<SetFlags>("setFlags");
  Function<CachedDataVersionTag>("cachedDataVersionTag");
  Function<IsOneByte>("isOneByte");
  Function<QueryObjects>("queryObjects");
}

}  // namespace eddy
