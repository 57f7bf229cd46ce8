// One thread of the process that looks at all watched loops: whether a callback is over its limit.
#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace eddy::observe {

class Watch;

class Watchdog {
 public:
  static Watchdog& Get();  // made, with its thread, by the first watch
  void Add(Watch* watch);
  void Remove(Watch* watch);

 private:
  Watchdog() = default;
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Watch*> watches_;
  bool runs_ = false;
};

}  // namespace eddy::observe
