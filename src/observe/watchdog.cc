#include "observe/watchdog.h"

#include <pthread.h>
#include <uv.h>

#include <algorithm>
#include <chrono>

#include "observe/watch.h"

namespace eddy::observe {

Watchdog& Watchdog::Get() {
  static Watchdog* watchdog = new Watchdog;  // its thread may outlive main()
  return *watchdog;
}

void Watchdog::Add(Watch* watch) {
  std::lock_guard lock(mutex_);
  watches_.push_back(watch);
  changed_.notify_one();
  if (runs_) return;
  runs_ = true;
  std::thread thread([this] {
    pthread_setname_np(pthread_self(), "loop-watch");
    Run();
  });
  thread.detach();
}

// Behind it the watchdog does not touch the watch any more.
void Watchdog::Remove(Watch* watch) {
  std::lock_guard lock(mutex_);
  std::erase(watches_, watch);
}

void Watchdog::Run() {
  constexpr double kShortestMs = 5, kLongestMs = 100, kOfLongMs = 10;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !watches_.empty(); });
    double period = kLongestMs;
    for (Watch* watch : watches_) {
      if (watch->Look(uv_hrtime())) period = std::min(period, kOfLongMs);
      period = std::min(period, std::max(watch->limit_ms() / 2, kShortestMs));
    }
    changed_.wait_for(lock, std::chrono::duration<double, std::milli>(period));
  }
}

}  // namespace eddy::observe
