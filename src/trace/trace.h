// Trace events: what happened when, on which thread, in Chrome's format (node:trace_events, --trace-event-categories).
// An event belongs to a group of categories. Who has something to record looks at its group's flag first, one byte:
//
//   if (On(environment)) Add(environment, 'I', "loopStart");
//   Span span(environment, "RunTimers");
//
// V8 records its own through Controller(). A sink takes the events of the categories that it wants: a file (file.h), or
// a client of the inspector.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "v8-platform.h"

namespace eddy::trace {

// V8 gets the address of `on`, which is that of the group.
struct Group {
  uint8_t on = 0;
  const char* name = nullptr;  // its categories, separated by commas
};

// The groups of native code; others are found by name.
inline constinit Group metadata{0, "__metadata"};
inline constinit Group bootstrap{0, "node,node.bootstrap"};
inline constinit Group environment{0, "node,node.environment"};
inline constinit Group pool_async{0, "node,node.threadpoolwork,node.threadpoolwork.async"};
inline constinit Group pool_sync{0, "node,node.threadpoolwork,node.threadpoolwork.sync"};
inline constinit Group vm_script{0, "node,node.vm,node.vm.script"};

inline bool On(const Group& group) { return __atomic_load_n(&group.on, __ATOMIC_RELAXED) != 0; }

// The group of that name; the same one each time. From any thread.
Group& Find(std::string_view name);

struct Event {
  char phase;  // as Chrome's format names it: 'B', 'E', 'X', 'b', 'n', 'e', 'I', 'C', 'M' ...
  const Group* group;
  std::string name;
  std::optional<uint64_t> id;
  std::string arguments;  // JSON of an object
  std::string more;       // further fields, each with a comma in front
  int64_t wall_us = 0, cpu_us = 0;
  int64_t wall_duration_us = 0, cpu_duration_us = 0;
  int thread = 0;
  bool open = false;  // an 'X' whose end is to come

  std::string Json() const;
};

// Takes the events of its categories. Push is called under the recorder's lock.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void Push(const std::shared_ptr<Event>& event) = 0;
  // Wants `group` because one of its categories is among them?
  bool Wants(std::string_view group) const;
  std::multiset<std::string, std::less<>> categories;
};

// Adds categories to those of `sink`, which must live until it is removed, or takes them away again.
void Enable(Sink& sink, const std::vector<std::string>& categories);
void Disable(Sink& sink, const std::vector<std::string>& categories);
// With `last`, called when no more events come to it.
void Remove(Sink& sink, const std::function<void()>& last = nullptr);

// Whether anybody records. From any thread.
inline bool recording = false;
inline bool Recording() { return __atomic_load_n(&recording, __ATOMIC_RELAXED); }

// Records an event of this thread. `arguments` is JSON of an object; `wall_us` the time, 0 for now.
void Add(Group& group, char phase, std::string_view name, std::optional<uint64_t> id = {}, std::string arguments = "{}",
         int64_t wall_us = 0);
// What is known of the process and of this thread; goes to every sink, also to those that come later.
void AddMetadata(std::string name, std::string arguments);
// So many more are under way on other threads; AwaitMetadata waits for them, with a limit.
void ExpectMetadata(int count);
void AwaitMetadata();

// An 'X' from here to the end of the scope.
class Span {
 public:
  Span(Group& group, const char* name) {
    if (On(group)) Begin(group, name);
  }
  ~Span() {
    if (event_) End();
  }
  Span(const Span&) = delete;

 private:
  void Begin(Group& group, const char* name);
  void End();
  std::shared_ptr<Event> event_;
};

// `text` as JSON. What is no UTF-8 becomes U+FFFD.
std::string Quoted(std::string_view text);

v8::TracingController* Controller();

}  // namespace eddy::trace
