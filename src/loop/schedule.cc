#include "loop/schedule.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "loop/resource.h"
#include "loop/virtual_time.h"
#include "observe/origin.h"
#include "observe/own_file.h"

namespace eddy::loop {

bool is_fuzzed = false;
int at_once_in_turn = 128;  // the most expensive of them, 64 KiB read from the kernel's caches, take 10 us

namespace {

using Until = Schedule::Hold::Until;

constexpr const char* kNames[] = {"work", "result", "order", "timer", "read", "split", "message", "accept", "close"};
static_assert(std::size(kNames) == static_cast<size_t>(Choice::kCount));

// How long an event may be held. The first is the plain choice.
struct Length {
  Until until;
  uint64_t amount;
};
constexpr Length kLengths[] = {
    {Until::kNothing, 0}, {Until::kEvents, 1}, {Until::kEvents, 3}, {Until::kMs, 1},
    {Until::kMs, 5},      {Until::kMs, 40},    {Until::kQuiet, 0},  {Until::kTimers, 0},
};
constexpr unsigned kTargeted[] = {1, 5, 6, 7};  // of these, those that the second strategy takes
constexpr uint64_t kLongestMs = 100;            // what is held for other events waits no longer
constexpr uint64_t kLongestNamedMs = 1000;
// The program is held up by half of its time at most, or test runners' limits would be passed.
constexpr uint64_t kHeldAtFirstMs = 300;

constexpr unsigned kPieceCount = 5;
constexpr size_t kPieces[kPieceCount] = {0, 1, 7, 64, 1000};  // bytes

Schedule::Settings settings;
int log_fd = -1;

// SplitMix64's finalizer.
uint64_t Mixed(uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

// One choice in so many is not the plain one: some seeds change much, others little.
unsigned Rate() { return 2u << Mixed(settings.seed) % 4; }
bool IsTargeted() { return Mixed(settings.seed ^ 0x7a) % 2 == 1; }

void WriteLine(const std::string& line) { (void)!write(log_fd, line.data(), line.size()); }

// "KIND SITE\n", or less.
std::string Place(const Resource* resource) {
  if (!resource) return "\n";
  std::string_view origin = resource->origin();
  return std::string(resource->kind()) + " " + std::string(origin.substr(0, origin.find('\n'))) + "\n";
}

bool IsAlike(const Resource* a, const Resource* b) {
  return a && b && a != b && std::string_view(a->kind()) == b->kind();
}

}  // namespace

std::string Schedule::Begin(Settings given, uint64_t start_ns) {
  settings = std::move(given);
  if (!settings.log.empty()) {
    log_fd = open(observe::OwnName(settings.log).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0) return strerror(errno);
    observe::KeepAsOwn(log_fd);
    observe::KeepOrigins();
  }
  is_fuzzed = true;
  at_once_in_turn = 0;
  virtual_time::Begin(start_ns);
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
      }()) {
  if (thread_ > 0) virtual_time::Flow();
}

// --- Drawing. ---

std::string Schedule::NextName(Choice choice, uint64_t* random) {
  int kind = static_cast<int>(choice);
  uint64_t index = indexes_[kind]++;
  uint64_t place = static_cast<uint64_t>(thread_) << 56 ^ static_cast<uint64_t>(kind) << 48 ^ index;
  *random = Mixed(settings.seed ^ Mixed(place));
  std::string name = kNames[kind];
  if (thread_ > 0) name += "@" + std::to_string(thread_);
  return name + ":" + std::to_string(index);
}

bool Schedule::IsKept(const std::string& name) const { return settings.keeps_all || settings.keep.contains(name); }

Schedule::Event Schedule::Draw(Choice choice, const Resource* resource, size_t rivals) {
  uint64_t random;
  Event event;
  event.name = NextName(choice, &random);
  event.ready_us = virtual_time::Us();
  event.resource = resource;
  if (auto found = settings.after.find(event.name); found != settings.after.end()) {
    if (ran_.contains(found->second)) return event;
    event.hold = {Until::kNamed, 0, virtual_time::Ms() + kLongestNamedMs, found->second};
    return event;
  }
  unsigned rate = IsTargeted() ? (rivals > 0 ? 3 : 8) : Rate();
  if (random % rate != 0) return event;
  auto drawn = static_cast<uint32_t>(random >> 32);
  unsigned value = IsTargeted() ? kTargeted[drawn % std::size(kTargeted)] : 1 + drawn % (std::size(kLengths) - 1);
  if (!IsKept(event.name)) return event;
  event.hold = HoldFor(value);
  if (event.hold.until != Until::kNothing) LogChoice(event.name, value, resource);
  return event;
}

Schedule::Hold Schedule::HoldFor(unsigned value) {
  auto [until, amount] = kLengths[value];
  uint64_t now = virtual_time::Ms(), longest = until == Until::kMs ? amount : kLongestMs;
  if (held_ms_ + longest > kHeldAtFirstMs + now / 2) return {};
  if (until == Until::kMs) held_ms_ += amount;
  uint64_t mark = until == Until::kEvents ? events_ + amount : until == Until::kTimers ? timers_ran_ : now + amount;
  return {until, mark, now + longest, ""};
}

bool Schedule::Ends(const Hold& hold) const {
  if (hold.until == Until::kNothing || virtual_time::Ms() >= hold.latest_ms) return true;
  if (hold.until == Until::kEvents) return events_ >= hold.mark;
  if (hold.until == Until::kTimers) return timers_ran_ > hold.mark;
  return hold.until == Until::kNamed && ran_.contains(hold.other);
}

unsigned Schedule::Pick(Choice choice, unsigned count, const Resource* resource) {
  if (count < 2) return 0;
  uint64_t random;
  std::string name = NextName(choice, &random);
  if (random % Rate() != 0 || !IsKept(name)) return 0;
  auto value = static_cast<unsigned>(1 + (random >> 32) % (count - 1));
  LogChoice(name, value, resource);
  return value;
}

size_t Schedule::ReadAtMost(size_t room, const Resource* resource) {
  unsigned value = Pick(Choice::kSplit, kPieceCount, resource);
  return value == 0 ? room : std::min(room, kPieces[value]);
}

// --- Events. ---

void Schedule::Run(const Event& event) {
  ++events_;
  if (!settings.after.empty()) ran_.insert(event.name);
  if (log_fd < 0) return;
  WriteLine("ran " + event.name + " " + std::to_string(event.ready_us) + " " + std::to_string(virtual_time::Us()) +
            " " + Place(event.resource));
}

void Schedule::RunTimer(const std::string& site) {
  std::string name = "callback:" + std::to_string(timers_logged_++);
  std::string now = std::to_string(virtual_time::Us());
  if (log_fd >= 0) WriteLine("ran " + name + " " + now + " " + now + " Timeout " + site + "\n");
}

void Schedule::LogChoice(const std::string& name, unsigned value, const Resource* resource) {
  if (log_fd >= 0) WriteLine("choice " + name + " " + std::to_string(value) + " " + Place(resource));
}

size_t Schedule::Rivals(Choice choice, const Resource* resource) const {
  if (choice == Choice::kTimer) return postponed_.size() + aside_.size();
  size_t count = 0;
  for (const auto& [who, event] : postponed_) count += IsAlike(event.resource, resource);
  for (const auto& one : aside_) count += IsAlike(one.event.resource, resource);
  for (const Resource* one = resource ? resource->next() : nullptr; one && count == 0; one = one->next())
    count += IsAlike(one, resource);
  return count;
}

bool Schedule::Postpones(Choice choice, const void* who, const Resource* resource) {
  auto found = postponed_.find(who);
  if (found == postponed_.end()) {
    Event event = Draw(choice, resource, Rivals(choice, resource));
    if (Ends(event.hold)) {
      Run(event);
      return false;
    }
    postponed_.emplace(who, std::move(event));
    return true;
  }
  if (!Ends(found->second.hold)) return true;
  Run(found->second);
  postponed_.erase(found);
  return false;
}

void Schedule::Deliver(Choice choice, const void* who, const Resource* resource, std::function<void()> go) {
  if (has_ended_) return go();
  Event event = Draw(choice, resource, Rivals(choice, resource));
  // What has come for `who` before comes before.
  bool waits = std::any_of(aside_.begin(), aside_.end(), [who](const Aside& one) { return one.who == who; });
  if (waits || !Ends(event.hold)) {
    aside_.push_back({std::move(event), who, std::move(go)});
  } else {
    Run(event);
    go();
  }
}

void Schedule::DeliverAside() {
  std::vector<Aside> ready;
  std::set<const void*> blocked;
  for (auto& one : aside_) {
    if (!blocked.contains(one.who) && Ends(one.event.hold)) {
      ready.push_back(std::move(one));
      one.go = nullptr;
    } else {
      blocked.insert(one.who);
    }
  }
  std::erase_if(aside_, [](const Aside& one) { return !one.go; });
  for (auto& one : ready) {
    Run(one.event);
    one.go();
  }
}

void Schedule::End() {
  has_ended_ = true;
  for (auto& one : std::exchange(aside_, {})) {
    if (one.event.name.starts_with("close")) one.go();
  }
}

void Schedule::Forget(const void* who) {
  postponed_.erase(who);
  std::erase_if(aside_, [who](const Aside& one) { return one.who == who; });
}

void Schedule::EachHeld(const std::function<void(Event&)>& visit) {
  for (auto& [who, event] : postponed_) visit(event);
  for (auto& one : aside_) visit(one.event);
  if (each_other_) each_other_(visit);
}

bool Schedule::Quiet() {
  bool any = false;
  EachHeld([&](Event& event) {
    if (event.hold.until != Until::kQuiet && event.hold.until != Until::kEvents) return;
    event.hold = {};
    any = true;
  });
  return any;
}

uint64_t Schedule::Nearest() {
  uint64_t nearest = UINT64_MAX;
  EachHeld([&](Event& event) {
    if (event.hold.until != Until::kNothing) nearest = std::min(nearest, event.hold.latest_ms);
  });
  return nearest;
}

}  // namespace eddy::loop
