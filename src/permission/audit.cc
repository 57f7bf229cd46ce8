#include "permission/audit.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <string_view>
#include <unordered_set>

#include "v8.h"

namespace eddy::permission {
namespace {

constexpr int kInvalidArgument = 9;
constexpr int kMostFrames = 100;

int log_file = -1;
std::mutex mutex;
std::unordered_set<std::string> logged;  // lines, whose fields are not escaped

[[noreturn]] void GiveUp(const char* option, const std::string& file) {
  fprintf(stderr, "eddy: %s=%s: %s\n", option, file.c_str(), strerror(errno));
  exit(kInvalidArgument);
}

// --- Fields. ---

std::string Escaped(std::string_view text) {
  std::string out;
  for (unsigned char c : text) {
    char code[4] = {static_cast<char>(c)};
    if (c < ' ' || c == '%' || c == 0x7f) snprintf(code, sizeof(code), "%%%02X", c);
    out += code;
  }
  return out;
}

std::string Unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || i + 2 >= text.size()) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(strtoul(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16));
    i += 2;
  }
  return out;
}

std::string TakeField(std::string_view& line) {
  size_t end = std::min(line.find('\t'), line.size());
  std::string field = Unescaped(line.substr(0, end));
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

// --- Packages. ---

// "express" of ".../node_modules/express/lib/view.js"; "." of a file that is in no package.
std::string PackageOf(std::string_view file) {
  constexpr std::string_view kFolder = "/node_modules/";
  size_t at = file.rfind(kFolder);
  if (at == file.npos) return ".";
  std::string_view rest = file.substr(at + kFolder.size());
  size_t end = rest.find('/');
  if (rest.starts_with('@') && end != rest.npos) end = rest.find('/', end + 1);
  return std::string(rest.substr(0, end));
}

// Of the nearest function on the stack that is not ours.
std::string PackageOnStack() {
  v8::Isolate* isolate = v8::Isolate::TryGetCurrent();
  if (!isolate || !isolate->InContext()) return ".";
  v8::HandleScope handles(isolate);
  auto stack = v8::StackTrace::CurrentStackTrace(isolate, kMostFrames, v8::StackTrace::kScriptName);
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    v8::Local<v8::String> name = stack->GetFrame(isolate, static_cast<uint32_t>(i))->GetScriptName();
    if (name.IsEmpty()) continue;
    v8::String::Utf8Value text(isolate, name);
    std::string_view file(*text ? *text : "");
    if (!file.empty() && !file.starts_with("node:")) return PackageOf(file);
  }
  return ".";
}

// Nothing of a file that is not there.
std::vector<Access> Read(const std::string& file) {
  std::vector<Access> accesses;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::string_view rest = line;
    Access access;
    for (std::string* field : {&access.permission, &access.resource, &access.package}) *field = TakeField(rest);
    accesses.push_back(std::move(access));
  }
  return accesses;
}

}  // namespace

void OpenLog(const std::string& file) {
  for (const Access& access : Read(file)) {
    logged.insert(access.permission + '\t' + access.resource + '\t' + access.package);
  }
  log_file = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (log_file < 0) GiveUp("--permission-audit", file);
}

std::vector<Access> ReadLog(const std::string& file) {
  if (access(file.c_str(), R_OK) != 0) GiveUp("--permission-from", file);
  return Read(file);
}

void LogAccess(const std::string& permission, const std::string& resource) {
  std::string package = PackageOnStack();
  std::lock_guard lock(mutex);
  if (!logged.insert(permission + '\t' + resource + '\t' + package).second) return;
  std::string line = permission + '\t' + Escaped(resource) + '\t' + Escaped(package) + '\n';
  [[maybe_unused]] ssize_t written = write(log_file, line.data(), line.size());
}

}  // namespace eddy::permission
