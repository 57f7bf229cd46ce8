// The CommonJS loader's native half: what the disk says, with as few system calls as can be, and compiling.
//
// Paths come in as strings; stat and readFile answer with a negative error number instead of throwing, since most of
// the loader's questions are answered 'no'.
#include "bind/module.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "bind/nul.h"
#include "buffer/codec.h"
#include "module/code_cache.h"
#include "module/loader_callbacks.h"
#include "permission/permission.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

using module::ConnectCallbacks;
using module::DefaultLoader;
using module::RethrowWithArrow;
using module::TryCompile;

enum Kind : int { kFile = 0, kDirectory = 1, kLinked = 2 };

using bind::HasNul;  // no file has such a name

int32_t Stat(std::string path) {
  if (HasNul(path)) return -ENOENT;
  struct stat status;
  if (lstat(path.c_str(), &status) != 0) return -errno;
  int linked = 0;
  if (S_ISLNK(status.st_mode)) {
    if (stat(path.c_str(), &status) != 0) return -errno;
    linked = kLinked;
  }
  return linked | (S_ISDIR(status.st_mode) ? kDirectory : kFile);
}

v8::Local<v8::Value> Realpath(v8::Isolate* isolate, std::string path) {
  char resolved[PATH_MAX];
  if (HasNul(path)) return v8::Integer::New(isolate, -ENOENT);
  if (!realpath(path.c_str(), resolved)) return v8::Integer::New(isolate, -errno);
  return bind::NewString(isolate, resolved);
}

class FileDescriptor {
 public:
  explicit FileDescriptor(const char* path) : fd_(open(path, O_RDONLY | O_CLOEXEC)) {}
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

struct Contents {
  std::unique_ptr<char[]> bytes;
  size_t size = 0, room = 0;

  void Grow(size_t to) {
    auto more = std::make_unique_for_overwrite<char[]>(to);
    if (size) std::memcpy(more.get(), bytes.get(), size);
    bytes = std::move(more);
    room = to;
  }
};

// 0 or -errno.
int ReadAll(const std::string& path, Contents& contents) {
  if (HasNul(path)) return -ENOENT;
  FileDescriptor file(path.c_str());
  if (file.get() < 0) return -errno;
  struct stat status;
  if (fstat(file.get(), &status) != 0) return -errno;
  if (S_ISDIR(status.st_mode)) return -EISDIR;
  // One byte more than the size, so that the first read sees the end too. Pipes and /proc files have no size.
  bool has_size = S_ISREG(status.st_mode) && status.st_size > 0;
  contents.Grow(has_size ? static_cast<size_t>(status.st_size) + 1 : 8192);
  for (;;) {
    ssize_t count = read(file.get(), contents.bytes.get() + contents.size, contents.room - contents.size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -errno;
    contents.size += static_cast<size_t>(count);
    if (count == 0 || (has_size && static_cast<off_t>(contents.size) == status.st_size)) return 0;
    if (contents.size == contents.room) contents.Grow(contents.room * 2);
  }
}

// readAllowedFile(path): its text without a byte order mark, or -errno.
v8::MaybeLocal<v8::Value> ReadAllowedFile(v8::Isolate* isolate, std::string path) {
  if (!permission::Allows(permission::Scope::kFileSystemRead, path)) return v8::Integer::New(isolate, -EACCES);
  Contents contents;
  if (int error = ReadAll(path, contents)) return v8::Integer::New(isolate, error);
  v8::Local<v8::String> text;
  if (!buffer::DecodeOwned(isolate, std::move(contents.bytes), contents.size).ToLocal(&text)) return {};
  return text;
}

// readFile(path): the same; throws where the permission model refuses it.
v8::MaybeLocal<v8::Value> ReadFile(v8::Isolate* isolate, std::string path) {
  auto denial = permission::Denial(permission::Scope::kFileSystemRead, path);
  if (!denial) return ReadAllowedFile(isolate, std::move(path));
  denial->Throw(isolate);
  return {};
}

v8::MaybeLocal<v8::Function> CompileAs(v8::Local<v8::Context> context, v8::Local<v8::String> text,
                                       v8::Local<v8::Value> name, v8::Local<v8::PrimitiveArray> owner,
                                       std::vector<v8::Local<v8::String>>& parameters,
                                       v8::Local<v8::Value> cache_entry = {}) {
  v8::ScriptOrigin origin(name, 0, 0, false, -1, v8::Local<v8::Value>(), false, false, false, owner);
  auto* code = cache_entry.IsEmpty() ? nullptr : module::CodeOf(context, cache_entry).release();  // the Source's own
  v8::ScriptCompiler::Source source(text, origin, code);
  auto function = v8::ScriptCompiler::CompileFunction(context, &source, parameters.size(), parameters.data(), 0,
                                                      nullptr, module::OptionsFor(code));
  if (code && !function.IsEmpty()) module::SetRejected(context, cache_entry, code->rejected);
  return function;
}

std::vector<v8::Local<v8::String>> CommonJSParameters(v8::Isolate* isolate) {
  std::vector<v8::Local<v8::String>> names;
  for (const char* name : {"exports", "require", "module", "__filename", "__dirname"}) {
    names.push_back(bind::Symbolic(isolate, name));
  }
  return names;
}

bool ParsesAsModule(v8::Isolate* isolate, v8::Local<v8::String> text, v8::Local<v8::String> filename) {
  TryCompile try_catch(isolate);
  v8::ScriptOrigin origin(filename, 0, 0, false, -1, v8::Local<v8::Value>(), false, false, true,
                          DefaultLoader(isolate));
  v8::ScriptCompiler::Source source(text, origin);
  return !v8::ScriptCompiler::CompileModule(isolate, &source).IsEmpty();
}

// Whether what CommonJS refused is syntax of ES modules: one that has another fault besides fails as an ES module does.
bool IsAboutModuleSyntax(v8::Isolate* isolate, const v8::TryCatch& try_catch) {
  if (try_catch.Message().IsEmpty()) return false;
  v8::String::Utf8Value utf8(isolate, try_catch.Message()->Get());
  std::string_view text(*utf8 ? *utf8 : "", *utf8 ? utf8.length() : 0);
  for (std::string_view known : {"Cannot use import statement outside a module", "Unexpected token 'export'",
                                 "Cannot use 'import.meta' outside a module"}) {
    if (text.ends_with(known)) return true;
  }
  return false;
}

// compileCommonJS(source, filename, detects, cacheEntry): the body of a CommonJS module as a function of its five
// variables; undefined when `detects` and it is the body of an ES module. `cacheEntry`: see code_cache.h; may be
// undefined.
v8::MaybeLocal<v8::Value> CompileCommonJS(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                          v8::Local<v8::String> source, v8::Local<v8::String> filename, bool detects,
                                          v8::Local<v8::Value> cache_entry) {
  ConnectCallbacks(isolate);
  TryCompile try_catch(isolate);
  auto parameters = CommonJSParameters(isolate);
  v8::Local<v8::Function> function;
  if (CompileAs(context, source, filename, DefaultLoader(isolate), parameters, cache_entry).ToLocal(&function)) {
    return function;
  }
  if (detects && !try_catch.HasTerminated() &&
      (IsAboutModuleSyntax(isolate, try_catch) || ParsesAsModule(isolate, source, filename))) {
    return v8::Undefined(isolate);
  }
  RethrowWithArrow(isolate, context, try_catch);
  return {};
}

// compileWith(source, filename, names, cacheEntry): the same with other variables, for programs that are no modules.
v8::MaybeLocal<v8::Function> CompileWith(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                         v8::Local<v8::String> source, v8::Local<v8::String> filename,
                                         std::vector<std::string> names, v8::Local<v8::Value> cache_entry) {
  ConnectCallbacks(isolate);
  TryCompile try_catch(isolate);
  std::vector<v8::Local<v8::String>> parameters;
  parameters.reserve(names.size());
  for (const auto& name : names) parameters.push_back(bind::NewString(isolate, name));
  auto function = CompileAs(context, source, filename, DefaultLoader(isolate), parameters, cache_entry);
  if (function.IsEmpty()) RethrowWithArrow(isolate, context, try_catch);
  return function;
}

v8::MaybeLocal<v8::Script> CompileScript(v8::Isolate* isolate, v8::Local<v8::Context> context,
                                         v8::Local<v8::String> text, v8::Local<v8::String> filename) {
  TryCompile try_catch(isolate);
  v8::ScriptOrigin origin(filename, 0, 0, false, -1, v8::Local<v8::Value>(), false, false, false,
                          DefaultLoader(isolate));
  v8::ScriptCompiler::Source source(text, origin);
  auto script = v8::ScriptCompiler::Compile(context, &source);
  if (script.IsEmpty()) RethrowWithArrow(isolate, context, try_catch);
  return script;
}

// runScript(source, filename): the completion value of a script that imports through the default loader.
v8::MaybeLocal<v8::Value> RunScript(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::String> text,
                                    v8::Local<v8::String> filename) {
  ConnectCallbacks(isolate);
  v8::Local<v8::Script> script;
  return CompileScript(isolate, context, text, filename).ToLocal(&script) ? script->Run(context)
                                                                          : v8::MaybeLocal<v8::Value>();
}

// checkScript(source, filename): throws the SyntaxError of a script that has one.
v8::MaybeLocal<v8::Value> CheckScript(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::String> text,
                                      v8::Local<v8::String> filename) {
  if (CompileScript(isolate, context, text, filename).IsEmpty()) return {};
  return v8::Undefined(isolate);
}

// hasModuleSyntax(source, filename): whether it has syntax of ES modules, or compiles as one and not as CommonJS.
bool HasModuleSyntax(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::String> source,
                     v8::Local<v8::String> filename) {
  {
    TryCompile try_catch(isolate);
    auto parameters = CommonJSParameters(isolate);
    if (!CompileAs(context, source, filename, DefaultLoader(isolate), parameters).IsEmpty()) return false;
    if (IsAboutModuleSyntax(isolate, try_catch)) return true;
  }
  return ParsesAsModule(isolate, source, filename);
}

bool IsProxy(v8::Local<v8::Value> value) { return value->IsProxy(); }
bool IsAnyArrayBuffer(v8::Local<v8::Value> value) { return value->IsArrayBuffer() || value->IsSharedArrayBuffer(); }

// sourceMappingURL(function): what the last such comment of its script says, undefined when there is none.
v8::Local<v8::Value> SourceMappingUrl(v8::Isolate* isolate, v8::Local<v8::Function> function) {
  auto url = function->GetScriptOrigin().SourceMapUrl();
  if (url.IsEmpty()) return v8::Undefined(isolate);
  return url;
}

// createCodeCache(function): the compiled code of a CommonJS module's body.
v8::Local<v8::Value> CreateCodeCache(v8::Isolate* isolate, v8::Local<v8::Function> function) {
  std::unique_ptr<v8::ScriptCompiler::CachedData> data(v8::ScriptCompiler::CreateCodeCacheForFunction(function));
  return module::CodeToBytes(isolate, data.get());
}

// 64 bits as 16 hexadecimal digits: to see that a text or some bytes are the same as before, not for secrets.
std::string HashOf(const void* data, size_t size) {
  constexpr uint64_t kFactor = 0x9e3779b97f4a7c15u;
  auto* bytes = static_cast<const uint8_t*>(data);
  uint64_t hash = size * kFactor;
  while (size > 0) {
    uint64_t word = 0;
    size_t count = std::min(size, sizeof(word));
    std::memcpy(&word, bytes, count);
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
    bytes += count;
    size -= count;
  }
  char digits[17];
  snprintf(digits, sizeof(digits), "%016llx", static_cast<unsigned long long>(hash));  // NOLINT: printf's type
  return digits;
}

// hashText(text), hashBytes(view)
std::string HashText(v8::Isolate* isolate, v8::Local<v8::String> text) {
  v8::String::ValueView view(isolate, text);
  size_t length = view.length();
  return view.is_one_byte() ? HashOf(view.data8(), length) : HashOf(view.data16(), length * 2);
}
std::string HashBytes(std::span<std::byte> bytes) { return HashOf(bytes.data(), bytes.size()); }

// setLoader(import, meta): the functions behind import() and import.meta.
void SetLoader(v8::Local<v8::Context> context, v8::Local<v8::Function> import, v8::Local<v8::Function> meta) {
  context->SetEmbedderData(module::kImportFunction, import);
  context->SetEmbedderData(module::kMetaFunction, meta);
}

}  // namespace

EDDY_MODULE(module) {
  Function<Stat>("stat");
  Function<Realpath>("realpath");
  Function<ReadFile>("readFile");
  Function<ReadAllowedFile>("readAllowedFile");
  Function<CompileCommonJS>("compileCommonJS");
  Function<CompileWith>("compileWith");
  Function<ConnectCallbacks>("connectCallbacks");
  Function<RunScript>("runScript");
  Function<CheckScript>("checkScript");
  Function<ParsesAsModule>("parsesAsModule");
  Function<HasModuleSyntax>("hasModuleSyntax");
  Function<ParsesAsModule>("parsesAsModule");
  Function<IsProxy>("isProxy");
  Function<IsAnyArrayBuffer>("isAnyArrayBuffer");
  Function<SourceMappingUrl>("sourceMappingURL");
  Function<CreateCodeCache>("createCodeCache");
  Function<HashText>("hashText");
  Function<HashBytes>("hashBytes");
  Function<SetLoader>("setLoader");
}

}  // namespace eddy
