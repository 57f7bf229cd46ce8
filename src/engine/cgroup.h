// What the control group of this process, a container's usually, lets it have of the machine.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace eddy::engine {

// Groups nest, and the kernel holds a process to the limits of every one around it: so the smallest counts.
class Cgroup {
 public:
  // `membership`: the text of /proc/self/cgroup. `root`: where the groups' files are.
  explicit Cgroup(std::string membership, std::string root = "/sys/fs/cgroup");
  // That of this process, read anew: limits may change while it runs.
  static Cgroup OfThisProcess();

  // In bytes; UINT64_MAX: without a limit; none: unknown.
  std::optional<uint64_t> MemoryLimit() const;
  // What the group that has that limit uses of it.
  uint64_t MemoryUsed() const;
  // How many processors' time it may use, 0.5 or 2 say; none: no limit.
  std::optional<double> Processors() const;

 private:
  struct Memory {
    std::optional<uint64_t> limit;
    uint64_t used = 0;
  };
  Memory ReadMemory() const;

  std::string root_;
  std::optional<std::string> unified_;              // the group of version 2
  std::optional<std::string> memory_, processors_;  // the groups of version 1's controllers
};

// Bytes, as process.constrainedMemory() and process.availableMemory() give them. 0: unknown; UINT64_MAX: no limit.
uint64_t ConstrainedMemory();
uint64_t AvailableMemory();
// The machine's memory, or what the limit leaves of it.
uint64_t UsableMemory();
// How many threads make sense: the processors that this process may run on, or whose time it may use. At least 1.
uint32_t AvailableParallelism();

}  // namespace eddy::engine
