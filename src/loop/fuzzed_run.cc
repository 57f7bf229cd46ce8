#include "loop/fuzzed_run.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "loop/loop.h"
#include "loop/virtual_time.h"
#include "runtime/runtime.h"

namespace eddy::loop {
namespace {

constexpr uint64_t kTurnNs = 20'000;
// What timers wait for when libuv asks: for nothing that it knows of.
constexpr uint64_t kNeverMs = uint64_t{1} << 50;
// A job that takes longer waits for something that the loop may have to do: it is not waited for.
constexpr auto kLongJob = std::chrono::seconds(2);
// So long the kernel may take to hand data from one socket of ours to the other.
constexpr int kHandOverMs = 1;

size_t PoolSize() {
  const char* size = std::getenv("UV_THREADPOOL_SIZE");
  long given = size ? std::strtol(size, nullptr, 10) : 4;
  return static_cast<size_t>(std::clamp(given, 1L, 1024L));
}

// --- What is under way outside of this process. ---

int Descriptor(const uv_handle_t* handle) {
  uv_os_fd_t fd = -1;
  return uv_fileno(handle, &fd) == 0 ? fd : -1;
}

using Name = std::string;  // the bytes of a sockaddr; "": none

Name NameBy(int (*get)(int, sockaddr*, socklen_t*), int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  if (get(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return "";
  return {reinterpret_cast<const char*>(&storage), std::min<size_t>(size, sizeof(storage))};
}

// Does the other end belong to this process? `ours`: what sockets of this loop are called.
bool IsInside(const uv_handle_t* handle, const std::set<Name>& ours) {
  int fd = Descriptor(handle);
  if (fd < 0) return true;  // not connected, nor about to be
  if (handle->type == UV_TCP) {
    Name peer = NameBy(getpeername, fd);
    return !peer.empty() && ours.contains(peer);
  }
  ucred peer{};
  socklen_t size = sizeof(peer);
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid == getpid();
}

bool IsListening(const uv_handle_t* handle) {
  int fd = Descriptor(handle), listens = 0;
  socklen_t size = sizeof(listens);
  return fd >= 0 && getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens;
}

// A descriptor of ours that threads write to, and no socket.
bool IsEvent(const uv_handle_t* handle) {
  struct stat status;
  int fd = Descriptor(handle);
  return fd >= 0 && fstat(fd, &status) == 0 && !S_ISSOCK(status.st_mode);
}

struct Outside {
  bool may_come = false;     // something that is under way
  bool has_sockets = false;  // within the process
};

Outside LookOutside(uv_loop_t* loop) {
  struct Walk {
    std::vector<uv_handle_t*> handles;
    std::set<Name> ours;
    int datagrams = 0;
  } walk;
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        auto& walk = *static_cast<Walk*>(data);
        if (uv_is_closing(handle)) return;
        if (handle->type == UV_TCP) walk.ours.insert(NameBy(getsockname, Descriptor(handle)));
        walk.datagrams += handle->type == UV_UDP;
        if (uv_is_active(handle) && uv_has_ref(handle)) walk.handles.push_back(handle);
      },
      &walk);
  Outside outside;
  for (const uv_handle_t* handle : walk.handles) {
    switch (handle->type) {
      case UV_PROCESS:
      case UV_FS_EVENT:
      case UV_FS_POLL:
      case UV_TTY:
      case UV_ASYNC: outside.may_come = true; break;
      case UV_POLL:  // c-ares's sockets are outside, mailboxes inside
        if (!IsEvent(handle)) outside.may_come = true;
        break;
      case UV_UDP:  // one alone can only talk to others
        outside.has_sockets = true;
        if (walk.datagrams == 1) outside.may_come = true;
        break;
      case UV_TCP:
      case UV_NAMED_PIPE:
        outside.has_sockets = true;
        if (!IsListening(handle) && !IsInside(handle, walk.ours)) outside.may_come = true;
        break;
      default: break;
    }
  }
  return outside;
}

bool IsReadable(uv_loop_t* loop, int wait_ms) {
  pollfd backend{.fd = uv_backend_fd(loop), .events = POLLIN, .revents = 0};
  return poll(&backend, 1, wait_ms) > 0;
}

// libuv asks the kernel to watch new descriptors at the begin of the next turn.
bool HasUnwatched(const uv_loop_t* loop) {
  return loop->watcher_queue[0] != static_cast<const void*>(&loop->watcher_queue);
}

}  // namespace

// --- The pool: threads that are given one job, and waited for. ---

class FuzzedRun::Thread {
 public:
  static std::shared_ptr<Thread> Start() {
    auto made = std::make_shared<Thread>();
    // It may hang in a job, and is not waited for at the process's end.
    std::thread([made] { made->Loop(); }).detach();
    return made;
  }
  // Whether it was done soon.
  bool Run(std::function<void()> job) {
    std::unique_lock lock(mutex_);
    job_ = std::move(job);
    changed_.notify_all();
    return changed_.wait_for(lock, kLongJob, [this] { return !job_; });
  }
  bool IsFree() {
    std::lock_guard lock(mutex_);
    return !job_;
  }
  void End() {
    std::lock_guard lock(mutex_);
    ends_ = true;
    changed_.notify_all();
  }

 private:
  void Loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return job_ || ends_; });
      if (!job_) return;
      lock.unlock();
      job_();
      lock.lock();
      job_ = nullptr;
      changed_.notify_all();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> job_;
  bool ends_ = false;
};

FuzzedRun& FuzzedRun::Of() {
  static thread_local FuzzedRun run;
  return run;
}

FuzzedRun::FuzzedRun() : pool_size_(PoolSize()) {
  Schedule::Of().Hear([this](const std::function<void(Schedule::Event&)>& visit) {
    for (auto& job : waiting_) visit(job->begin);
    for (auto& job : in_pool_) {
      if (job->is_done) visit(job->result);
    }
  });
}

FuzzedRun::~FuzzedRun() {
  for (auto& thread : threads_) thread->End();
}

void FuzzedRun::Queue(Loop& loop, const Resource* resource, Work work) {
  Keep(loop);
  auto job = std::make_unique<Job>();
  size_t rivals = std::count_if(waiting_.begin(), waiting_.end(), [resource](const auto& other) {
    return std::string_view(other->resource->kind()) == resource->kind();
  });
  job->begin = Schedule::Of().Draw(Choice::kWork, resource, rivals);
  job->work = std::move(work);
  job->resource = resource;
  waiting_.push_back(std::move(job));
}

// The pool takes the jobs in their order, as many at once as it has threads. One that is held is as one that takes
// long.
void FuzzedRun::BeginJobs(size_t count) {
  auto& schedule = Schedule::Of();
  size_t held = 0;
  for (size_t i = 0; i < count && held + in_pool_.size() < pool_size_;) {
    if (!schedule.Ends(waiting_[i]->begin.hold)) {
      ++held;
      ++i;
      continue;
    }
    std::unique_ptr<Job> job = std::move(waiting_[i]);
    waiting_.erase(waiting_.begin() + static_cast<ptrdiff_t>(i));
    --count;
    schedule.Run(job->begin);
    auto free = std::find_if(threads_.begin(), threads_.end(), [](const auto& thread) { return thread->IsFree(); });
    if (free == threads_.end()) free = threads_.insert(threads_.end(), Thread::Start());
    job->is_done = (*free)->Run(job->work.run);
    if (!job->is_done) {
      job->thread = *free;
    } else {
      size_t rivals = waiting_.size() + in_pool_.size();
      job->result = schedule.Draw(Choice::kResult, job->resource, rivals);
    }
    in_pool_.push_back(std::move(job));
  }
}

void FuzzedRun::DeliverResults(Loop& loop) {
  auto& schedule = Schedule::Of();
  std::vector<std::unique_ptr<Job>> ready;
  for (auto& job : in_pool_) {
    if (!job->is_done) {
      if (!job->thread->IsFree()) continue;
      job->is_done = true;
      job->result = schedule.Draw(Choice::kResult, job->resource, 0);
    }
    if (schedule.Ends(job->result.hold)) ready.push_back(std::move(job));
  }
  std::erase(in_pool_, nullptr);
  for (size_t i = 0; i < ready.size(); ++i) {
    auto left = static_cast<unsigned>(ready.size() - i);
    std::swap(ready[i], ready[i + schedule.Pick(Choice::kOrder, left, ready[i]->resource)]);
    if (loop.runtime().stopping()) {
      ready[i]->work.drop();
      continue;
    }
    schedule.Run(ready[i]->result);
    ready[i]->work.deliver();
  }
}

bool FuzzedRun::HasBusyThread() const {
  return std::any_of(in_pool_.begin(), in_pool_.end(), [](const auto& job) { return !job->is_done; });
}

void FuzzedRun::Close() {
  Schedule::Of().End();
  for (auto* jobs : {&waiting_, &in_pool_}) {
    for (auto& job : std::exchange(*jobs, {})) {
      // What a thread still uses stays: the process is about to end.
      if (job->thread && !job->thread->IsFree()) continue;
      job->work.drop();
    }
  }
  timer_ = nullptr;
  due_ms_ = UINT64_MAX;
}

// --- The turns. ---

void FuzzedRun::StartTimer(uv_timer_t* timer, uv_timer_cb on_timers, uint64_t delay_ms) {
  timer_ = timer;
  on_timers_ = on_timers;
  due_ms_ = virtual_time::Ms() + delay_ms;
  uv_timer_start(
      timer, [](uv_timer_t*) {}, kNeverMs, 0);
}

void FuzzedRun::Keep(Loop& loop) {
  if (!has_kept_) uv_prepare_init(loop.uv(), &kept_);
  has_kept_ = true;
  uv_prepare_start(&kept_, [](uv_prepare_t*) {});
}

void FuzzedRun::Run(Loop& loop) {
  while (loop.Alive() && !loop.runtime().stopping()) Turn(loop);
}

void FuzzedRun::RunTimers() {
  auto& schedule = Schedule::Of();
  if (schedule.Postpones(Choice::kTimer, this, nullptr)) return;
  due_ms_ = UINT64_MAX;
  uv_timer_stop(timer_);
  on_timers_(timer_);
  schedule.TimersRan();
}

void FuzzedRun::Turn(Loop& loop) {
  auto& schedule = Schedule::Of();
  virtual_time::Advance(kTurnNs);
  uint64_t events_before = schedule.events();
  // What was begun before poll does not overtake the immediates of its turn: jobs of this turn's timers wait.
  size_t begun = waiting_.size();
  if (due_ms_ <= virtual_time::Ms()) RunTimers();
  BeginJobs(begun);
  DeliverResults(loop);
  schedule.DeliverAside();
  if (loop.runtime().stopping()) return;
  if (has_kept_ && waiting_.empty() && in_pool_.empty() && !schedule.HasAside()) uv_prepare_stop(&kept_);
  uv_run(loop.uv(), UV_RUN_NOWAIT);
  if (loop.runtime().stopping()) return;
  if (schedule.HasAside()) Keep(loop);
  quiet_turns_ = schedule.events() == events_before && WouldWait(loop) ? quiet_turns_ + 1 : 0;
  // What is held may be asked for in each turn, so that poll finds something: no event for some turns is quiet, too.
  if (quiet_turns_ > (schedule.HasPostponed() ? 2 : 0)) WaitOrJump(loop);
}

// Whether the next turn would find nothing to do.
bool FuzzedRun::WouldWait(Loop& loop) const {
  if (!loop.Alive() || uv_backend_timeout(loop.uv()) == 0 || HasUnwatched(loop.uv())) return false;
  if (due_ms_ <= virtual_time::Ms() && !Schedule::Of().HasPostponed()) return false;
  auto ends = [](const Schedule::Event& event) { return Schedule::Of().Ends(event.hold); };
  for (const auto& job : waiting_) {
    if (ends(job->begin) && in_pool_.size() < pool_size_) return false;
  }
  for (const auto& job : in_pool_) {
    if (job->is_done && ends(job->result)) return false;
  }
  return Schedule::Of().HasPostponed() || !IsReadable(loop.uv(), 0);
}

void FuzzedRun::WaitOrJump(Loop& loop) {
  auto& schedule = Schedule::Of();
  Outside outside = LookOutside(loop.uv());
  if (outside.has_sockets && !schedule.HasPostponed() && IsReadable(loop.uv(), kHandOverMs)) return;
  quiet_turns_ = 0;
  if (schedule.Quiet()) return;
  uint64_t next = std::min(due_ms_, schedule.Nearest());
  // Timers that keep nothing alive do not pass while the loop waits for a server's first client.
  bool is_sure = schedule.Nearest() != UINT64_MAX || (timer_ && uv_is_active(reinterpret_cast<uv_handle_t*>(timer_)) &&
                                                      uv_has_ref(reinterpret_cast<uv_handle_t*>(timer_)));
  if (outside.may_come || virtual_time::Flows() || HasBusyThread() || !is_sure) return Wait(loop, next);
  virtual_time::JumpTo(next);
}

// Until something comes, or it is `until_ms`, by the machine's time.
void FuzzedRun::Wait(Loop& loop, uint64_t until_ms) {
  constexpr uint64_t kLongestMs = 60'000, kLookMs = 5;
  uint64_t now = virtual_time::Ms(), longest = HasBusyThread() ? kLookMs : kLongestMs;
  uint64_t ms = until_ms <= now ? 0 : std::min(until_ms - now, longest);
  // libuv's own timers are by the machine's time.
  if (int others = uv_backend_timeout(loop.uv()); others >= 0) ms = std::min(ms, static_cast<uint64_t>(others));
  uint64_t began = uv_hrtime();
  IsReadable(loop.uv(), static_cast<int>(ms));
  virtual_time::Advance(uv_hrtime() - began);
}

}  // namespace eddy::loop
