// Limits of control groups, version 2 and 1, from their files. (Linux: Documentation/admin-guide/cgroup-v2.rst and
// cgroup-v1/memory.rst; cgroups(7) for /proc/self/cgroup.)
#include "engine/cgroup.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace eddy::engine {

namespace {

constexpr uint64_t kUnlimited = UINT64_MAX;
// Version 1 says "no limit" by the largest number of pages, in bytes.
constexpr uint64_t kVersion1Unlimited = uint64_t{1} << 62;

// The first bytes of a small file; none when it cannot be read.
std::optional<std::string> ReadText(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  char text[4096];
  ssize_t length = read(fd, text, sizeof(text));
  close(fd);
  if (length < 0) return std::nullopt;
  return std::string(text, static_cast<size_t>(length));
}

std::optional<uint64_t> ReadBytes(const std::string& path) {
  auto text = ReadText(path);
  if (!text || text->empty()) return std::nullopt;
  if (text->starts_with("max")) return kUnlimited;
  char* end;
  uint64_t value = std::strtoull(text->c_str(), &end, 10);
  if (end == text->c_str()) return std::nullopt;
  return value;
}

// Calls fn(folder) for the group at `path` and those around it. In a container, the path may be one that only the
// machine outside knows; the group that is visible is then the root.
template <class Fn>
void ForEachGroup(const std::string& root, std::string path, Fn fn) {
  if (path.find("/..") != path.npos) path = "/";
  while (path.size() > 1) {
    fn(root + path);
    path.erase(path.rfind('/'));
  }
  fn(root);
}

bool HasController(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    size_t comma = list.find(',');
    if (list.substr(0, comma) == name) return true;
    if (comma == list.npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

// "200000 100000" or "max 100000".
std::optional<double> Quota(const std::string& text) {
  char* end;
  double quota = std::strtod(text.c_str(), &end);
  if (end == text.c_str()) return std::nullopt;
  double period = std::strtod(end, nullptr);
  if (quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

}  // namespace

// Each line is "number:controllers:/path"; that of version 2 has no controllers.
Cgroup::Cgroup(std::string membership, std::string root) : root_(std::move(root)) {
  std::string_view rest = membership;
  while (!rest.empty()) {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    size_t first = line.find(':');
    if (first == line.npos) continue;
    size_t second = line.find(':', first + 1);
    if (second == line.npos) continue;
    std::string_view controllers = line.substr(first + 1, second - first - 1);
    std::string path(line.substr(second + 1));
    if (path.empty() || path[0] != '/') continue;
    if (controllers.empty()) unified_ = path;
    if (HasController(controllers, "memory")) memory_ = path;
    if (HasController(controllers, "cpu")) processors_ = path;
  }
}

Cgroup Cgroup::OfThisProcess() { return Cgroup(ReadText("/proc/self/cgroup").value_or("")); }

Cgroup::Memory Cgroup::ReadMemory() const {
  Memory found;
  auto add = [&](std::optional<uint64_t> limit, const std::string& usage_file) {
    if (!limit || (found.limit && *found.limit <= *limit)) return;
    found = {limit, ReadBytes(usage_file).value_or(0)};
  };
  if (memory_) {
    ForEachGroup(root_ + "/memory", *memory_, [&](const std::string& group) {
      for (const char* file : {"/memory.soft_limit_in_bytes", "/memory.limit_in_bytes"}) {
        auto limit = ReadBytes(group + file);
        if (limit && *limit >= kVersion1Unlimited) limit = kUnlimited;
        add(limit, group + "/memory.usage_in_bytes");
      }
    });
  } else if (unified_) {
    ForEachGroup(root_, *unified_, [&](const std::string& group) {
      for (const char* file : {"/memory.max", "/memory.high"}) add(ReadBytes(group + file), group + "/memory.current");
    });
  }
  return found;
}

std::optional<uint64_t> Cgroup::MemoryLimit() const { return ReadMemory().limit; }
uint64_t Cgroup::MemoryUsed() const { return ReadMemory().used; }

std::optional<double> Cgroup::Processors() const {
  std::optional<double> least;
  auto add = [&](std::optional<double> quota) {
    if (quota && (!least || *quota < *least)) least = quota;
  };
  if (processors_) {
    ForEachGroup(root_ + "/cpu", *processors_, [&](const std::string& group) {
      auto quota = ReadText(group + "/cpu.cfs_quota_us"), period = ReadText(group + "/cpu.cfs_period_us");
      if (quota && period) add(Quota(*quota + " " + *period));
    });
  } else if (unified_) {
    ForEachGroup(root_, *unified_, [&](const std::string& group) {
      if (auto text = ReadText(group + "/cpu.max")) add(Quota(*text));
    });
  }
  return least;
}

uint64_t ConstrainedMemory() { return Cgroup::OfThisProcess().MemoryLimit().value_or(0); }

uint64_t AvailableMemory() {
  auto group = Cgroup::OfThisProcess();
  uint64_t limit = group.MemoryLimit().value_or(0);
  if (limit == 0 || limit > uv_get_total_memory()) return uv_get_free_memory();
  uint64_t used = group.MemoryUsed();
  return used < limit ? limit - used : 0;
}

uint64_t UsableMemory() {
  uint64_t memory = uv_get_total_memory(), limit = ConstrainedMemory();
  return limit > 0 ? std::min(memory, limit) : memory;
}

uint32_t AvailableParallelism() {
  uint32_t processors = uv_available_parallelism();
  auto quota = Cgroup::OfThisProcess().Processors();
  if (quota && *quota < processors) processors = static_cast<uint32_t>(*quota);
  return std::max(processors, 1u);
}

}  // namespace eddy::engine
