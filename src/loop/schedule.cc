#include "loop/schedule.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "loop/resource.h"
#include "observe/origin.h"
#include "observe/own_file.h"

namespace eddy::loop {

bool is_fuzzed = false;

namespace {

constexpr const char* kNames[] = {"result", "order", "timer", "read", "split", "message"};
constexpr unsigned kDelays = 5;                                     // the plain one among them
constexpr uint64_t kDelayUs[kDelays] = {0, 300, 1000, 3000, 8000};  // long enough for what else is under way
constexpr size_t kPieces[kDelays] = {0, 1, 7, 64, 1000};            // bytes

Schedule::Settings settings;
int log_fd = -1;

// SplitMix64's finalizer.
uint64_t Mixed(uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

}  // namespace

std::string Schedule::Begin(Settings given) {
  settings = std::move(given);
  if (!settings.log.empty()) {
    log_fd = open(observe::OwnName(settings.log).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0) return strerror(errno);
    observe::KeepAsOwn(log_fd);
    observe::KeepOrigins();
  }
  is_fuzzed = true;
  return "";
}

Schedule& Schedule::Of() {
  static thread_local Schedule schedule;
  return schedule;
}

Schedule::Schedule()
    : thread_([] {
        static std::atomic<int> threads = 0;
        return threads++;
      }()) {}

unsigned Schedule::Draw(Choice choice, unsigned count, const Resource* resource) {
  int kind = static_cast<int>(choice);
  uint64_t index = indexes_[kind]++;
  uint64_t place = static_cast<uint64_t>(thread_) << 56 ^ static_cast<uint64_t>(kind) << 48 ^ index;
  uint64_t random = Mixed(settings.seed ^ Mixed(place));
  // Some seeds change much, others little: one in 2, 4, 8 or 16 choices.
  unsigned rate = 2u << Mixed(settings.seed) % 4;
  if (count < 2 || random % rate != 0) return 0;
  auto value = static_cast<unsigned>(1 + (random >> 32) % (count - 1));
  std::string name = kNames[kind];
  if (thread_ > 0) name += "@" + std::to_string(thread_);
  name += ":" + std::to_string(index);
  if (!settings.keeps_all && !settings.keep.contains(name)) return 0;
  Log(name, value, resource);
  return value;
}

void Schedule::Log(const std::string& name, unsigned value, const Resource* resource) {
  if (log_fd < 0) return;
  std::string line = name + " " + std::to_string(value) + " ";
  if (resource) {
    std::string_view origin = resource->origin();
    line += std::string(resource->kind()) + " " + std::string(origin.substr(0, origin.find('\n')));
  }
  line += "\n";
  (void)!write(log_fd, line.data(), line.size());
}

bool Schedule::Postpones(Choice choice, const void* who, const Resource* resource) {
  auto found = until_ns_.find(who);
  if (found == until_ns_.end()) {
    unsigned value = Draw(choice, kDelays, resource);
    if (value == 0) return false;
    until_ns_[who] = uv_hrtime() + kDelayUs[value] * 1000;
    return true;
  }
  if (uv_hrtime() < found->second) return true;
  until_ns_.erase(found);
  return false;
}

unsigned Schedule::Pick(Choice choice, unsigned count, const Resource* resource) {
  return count < 2 ? 0 : Draw(choice, count, resource);
}

uint64_t Schedule::TimerDelay() { return (kDelayUs[Draw(Choice::kTimer, kDelays, nullptr)] + 999) / 1000; }

size_t Schedule::ReadAtMost(size_t room, const Resource* resource) {
  unsigned value = Draw(Choice::kSplit, kDelays, resource);
  return value == 0 ? room : std::min(room, kPieces[value]);
}

}  // namespace eddy::loop
