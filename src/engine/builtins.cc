// From a built-in's id to a compiled function: source in the binary, code cache beside it.
#include "engine/builtins.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/snapshot_file.h"
#include "engine/startup_data.h"

namespace eddy::engine {
namespace {

const char* source_root = nullptr;
std::string_view given_snapshot, given_code_cache;

v8::Local<v8::String> OneByte(v8::Isolate* isolate, std::string_view text, v8::NewStringType type) {
  return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text.data()), type,
                                    static_cast<int>(text.size()))
      .ToLocalChecked();
}

// Opens a built-in below the source root: 'fs' is modules/fs/fs.js, 'fs/promises' modules/fs/promises.js, and other
// rooms lie on other floors.
std::ifstream Open(const std::string& root, std::string_view id) {
  if (id == "bootstrap") return std::ifstream(root + "/src/runtime/bootstrap.js", std::ios::binary);
  std::string name(id);
  if (id.find('/') == id.npos) name += "/" + name;
  for (const char* floor : {"/modules/", "/base/", "/web/", "/program/"}) {
    if (std::ifstream file(root + floor + name + ".js", std::ios::binary); file) return file;
  }
  return {};
}

v8::Local<v8::String> Source(v8::Isolate* isolate, BuiltinSource& builtin) {
  if (source_root) {
    if (std::ifstream file = Open(source_root, builtin.id()); file.is_open()) {
      std::stringstream text;
      text << file.rdbuf();
      return OneByte(isolate, text.str(), v8::NewStringType::kNormal);
    }
  }
  return v8::String::NewExternalOneByte(isolate, &builtin).ToLocalChecked();
}

v8::MaybeLocal<v8::Function> Compile(v8::Local<v8::Context> context, int index, v8::ScriptCompiler::CachedData* cache,
                                     v8::ScriptCompiler::CompileOptions options) {
  v8::Isolate* isolate = context->GetIsolate();
  BuiltinSource& builtin = BuiltinSources()[index];
  v8::ScriptOrigin origin(OneByte(isolate, builtin.name(), v8::NewStringType::kInternalized));
  v8::ScriptCompiler::Source source(Source(isolate, builtin), origin, cache);
  v8::Local<v8::String> parameters[] = {
      OneByte(isolate, "exports", v8::NewStringType::kInternalized),
      OneByte(isolate, "require", v8::NewStringType::kInternalized),
      OneByte(isolate, "module", v8::NewStringType::kInternalized),
      OneByte(isolate, "binding", v8::NewStringType::kInternalized),
  };
  return v8::ScriptCompiler::CompileFunction(context, &source, 4, parameters, 0, nullptr, options);
}

}  // namespace

void ReadBuiltinsFrom(const char* root) { source_root = root; }

int FindBuiltin(std::string_view id) {
  auto sources = BuiltinSources();
  auto found = std::lower_bound(sources.begin(), sources.end(), id,
                                [](const BuiltinSource& source, std::string_view id) { return source.id() < id; });
  return found != sources.end() && found->id() == id ? static_cast<int>(found - sources.begin()) : -1;
}

std::string_view BuiltinText(std::string_view id) {
  int index = FindBuiltin(id);
  if (index < 0) return {};
  const BuiltinSource& source = BuiltinSources()[index];
  return {source.data(), source.length()};
}

// The build writes the caches one after the other behind a table of their sizes, in the order of the sources.
std::string_view BuiltinCodeCache(int index) {
  std::string_view all = given_snapshot.empty() ? CodeCacheData() : given_code_cache;
  if (all.empty()) return {};
  size_t count = BuiltinSources().size();
  auto size_at = [&](size_t i) {
    uint32_t size;
    std::memcpy(&size, all.data() + i * sizeof(size), sizeof(size));
    return size;
  };
  size_t offset = (count + count % 2) * sizeof(uint32_t);  // the caches are 8-aligned
  for (int i = 0; i < index; ++i) offset += size_at(i);
  return all.substr(offset, size_at(index));
}

// Nearly all of their functions run at each start, and not in the warm-up run: the snapshot is to have them compiled.
constexpr std::string_view kOfEachStart[] = {"exit_work", "lifecycle", "main"};

std::string_view StartupSnapshot() { return given_snapshot.empty() ? SnapshotData() : given_snapshot; }

void StartFromSnapshot(std::string_view snapshot) { given_snapshot = snapshot; }

void UseCodeCache(std::string_view code_cache) { given_code_cache = code_cache; }

v8::MaybeLocal<v8::Function> CompileBuiltin(v8::Local<v8::Context> context, int index) {
  std::string_view bytes = source_root ? std::string_view() : BuiltinCodeCache(index);
  if (bytes.empty()) {
    bool eager = std::ranges::find(kOfEachStart, BuiltinSources()[index].id()) != std::end(kOfEachStart);
    return Compile(context, index, nullptr,
                   eager ? v8::ScriptCompiler::kEagerCompile : v8::ScriptCompiler::kNoCompileOptions);
  }
  auto* cache = new v8::ScriptCompiler::CachedData(  // owned by the Source
      reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()),
      v8::ScriptCompiler::CachedData::BufferNotOwned);
  return Compile(context, index, cache, v8::ScriptCompiler::kConsumeCodeCache);
}

std::unique_ptr<v8::ScriptCompiler::CachedData> MakeCodeCache(v8::Local<v8::Context> context, int index) {
  // A source of megabytes is mostly data (amaro's WebAssembly), which a cache would only hold a second time.
  constexpr size_t kTooLong = 1 << 20;
  bool eager = BuiltinSources()[index].length() < kTooLong;
  v8::Local<v8::Function> function;
  auto options = eager ? v8::ScriptCompiler::kEagerCompile : v8::ScriptCompiler::kNoCompileOptions;
  if (!Compile(context, index, nullptr, options).ToLocal(&function)) return nullptr;
  return std::unique_ptr<v8::ScriptCompiler::CachedData>(v8::ScriptCompiler::CreateCodeCacheForFunction(function));
}

std::string CodeCacheOfAllBuiltins(v8::Local<v8::Context> context) {
  std::string table, caches;
  int count = static_cast<int>(BuiltinSources().size());
  for (int i = 0; i < count; ++i) {
    auto cache = MakeCodeCache(context, i);
    if (!cache) return {};
    uint32_t size = static_cast<uint32_t>(cache->length + 7) & ~7u;  // keeps each cache aligned
    table.append(reinterpret_cast<const char*>(&size), sizeof(size));
    caches.append(reinterpret_cast<const char*>(cache->data), cache->length);
    caches.append(size - cache->length, '\0');
  }
  if (count % 2) table.append(sizeof(uint32_t), '\0');  // the table's own padding
  return table + caches;
}

}  // namespace eddy::engine
