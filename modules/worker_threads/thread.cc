// A thread with a Runtime of its own.
#include "worker_threads/thread.h"

#include <unistd.h>

#include <algorithm>

#include "main.h"
#include "messaging/port.h"
#include "runtime/milestones.h"
#include "worker_threads/worker.h"

namespace eddy::worker {
namespace {

std::atomic<int> last_id = 0;

// What a runtime needs before a program has run.
constexpr size_t kSmallestHeapMb = 6;

}  // namespace

Thread::Thread(Plan plan, Worker* worker, loop::Mailbox& mailbox)
    : plan_(std::move(plan)), worker_(worker), mailbox_(mailbox), id_(++last_id) {
  messaging::End::DoorOf(id_);  // from now on messages may be sent to it
}

Thread::~Thread() { Join(); }

int Thread::Start() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, std::max<size_t>(plan_.stack_bytes, 512 * 1024));
  auto body = [](void* data) -> void* {
    static_cast<Thread*>(data)->Run();
    return nullptr;
  };
  int error = pthread_create(&thread_, &attributes, body, this);
  pthread_attr_destroy(&attributes);
  joinable_ = error == 0;
  return -error;
}

void Thread::Join() {
  if (!joinable_) return;
  joinable_ = false;
  pthread_join(thread_, nullptr);
}

void Thread::RequestStop(int exit_code) {
  std::lock_guard lock(mutex_);
  if (!stop_requested_) requested_code_ = exit_code;
  stop_requested_ = true;
  if (runtime_) runtime_->RequestStop(exit_code);
}

Thread::LoopTimes Thread::loop_times() {
  std::lock_guard lock(mutex_);
  LoopTimes times;
  if (!runtime_) return times;
  times.began = runtime_->loop_began_ms();
  times.now = runtime_->now_ms();
  times.idle = static_cast<double>(uv_metrics_idle_time(runtime_->loop().uv())) / 1e6;
  return times;
}

size_t Thread::OnNearHeapLimit(void* thread, size_t current, size_t initial) {
  auto* self = static_cast<Thread*>(thread);
  constexpr size_t kRoom = 16 * 1024 * 1024;
  self->out_of_memory_ = true;
  self->RequestStop(1);
  return current + std::max(initial, kRoom);
}

// V8 ends the process where it finds no memory to begin with, and our loop where it gets no descriptors.
bool Thread::CanStart(uv_loop_t* loop) {
  const auto& limits = plan_.settings.heap_limits;
  if (limits.old_space_mb && limits.old_space_mb < kSmallestHeapMb) {
    out_of_memory_ = true;
    return false;
  }
  init_error_ = uv_loop_init(loop);
  return init_error_ == 0;
}

int Thread::RunRuntime(uv_loop_t* loop) {
  char here;
  auto settings = std::move(plan_.settings);
  settings.thread = this;
  settings.loop = loop;
  settings.on_near_heap_limit = OnNearHeapLimit;
  settings.stack_limit = reinterpret_cast<uintptr_t>(&here) - (plan_.stack_bytes - kStackReserve);
  Runtime runtime(std::move(settings));
  uv_loop_configure(runtime.loop().uv(), UV_METRICS_IDLE_TIME);
  runtime.loop().mailbox();
  bool stopped;
  {
    std::lock_guard lock(mutex_);
    runtime_ = &runtime;
    stopped = stop_requested_;
  }
  int exit_code = stopped ? int{out_of_memory_} : runtime.Run();  // 0: its program never began
  std::lock_guard lock(mutex_);
  runtime_ = nullptr;
  return exit_code;
}

void Thread::Run() {
  pthread_setname_np(pthread_self(), plan_.name.substr(0, 15).c_str());
  milestones[static_cast<int>(Milestone::kTimeOrigin)] = ProcessStartNanoseconds();
  ReachMilestone(Milestone::kNodeStart);
  uv_loop_t loop;
  exit_code_ = CanStart(&loop) ? RunRuntime(&loop) : 1;
  for (int fd : descriptors_) close(fd);
  messaging::End::RemoveDoor(id_);
  mailbox_.Announce(shared_from_this());
}

void Thread::Deliver() {
  Join();
  if (worker_) worker_->Ended();
}

}  // namespace eddy::worker
