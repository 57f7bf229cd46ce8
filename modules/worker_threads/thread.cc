// A thread with a Runtime of its own.
#include "worker_threads/thread.h"

#include <algorithm>

#include "fs/standard_descriptors.h"
#include "inspector/threads.h"
#include "messaging/port.h"
#include "runtime/companion.h"
#include "runtime/leaving.h"
#include "runtime/milestones.h"
#include "runtime/tracing.h"
#include "trace/trace.h"
#include "worker_threads/worker.h"

namespace eddy::worker {
namespace {

std::atomic<int> last_id = 0;

uint64_t TimeOf(Milestone milestone) { return milestones[static_cast<int>(milestone)]; }

// What a runtime needs before a program has run.
constexpr size_t kSmallestHeapMb = 6;

}  // namespace

Thread::Thread(Plan plan, Worker* worker, loop::Mailbox& mailbox)
    : plan_(std::move(plan)),
      worker_(worker),
      mailbox_(mailbox),
      process_milestones_{TimeOf(kMilestonesOfProcess[0]), TimeOf(kMilestonesOfProcess[1]),
                          TimeOf(kMilestonesOfProcess[2])},
      id_(++last_id),
      parent_id_(inspector::threads::Own(Runtime::Of(v8::Isolate::GetCurrent()))->id) {
  messaging::End::InboxOf(id_);  // from now on messages may be sent to it
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
  stop_requested_ = true;
  if (runtime_) runtime_->RequestStop(exit_code);
  inspector::threads::WakeWorker(id_);
}

// --- Questions. ---

bool Thread::Ask(std::shared_ptr<messaging::Message> question) {
  auto asked = std::make_shared<Question>();
  asked->asked = std::move(question);
  return Ask(std::move(asked));
}

bool Thread::Ask(std::shared_ptr<Question> question) {
  std::lock_guard lock(mutex_);
  if (!runtime_) return false;
  questions_.push_back(std::move(question));
  // Whichever comes first finds the question, the other finds none.
  auto interrupt = [](v8::Isolate*, void* thread) { static_cast<Thread*>(thread)->AnswerAll(); };
  runtime_->isolate()->RequestInterrupt(interrupt, this);
  runtime_->loop().mailbox().Announce(std::make_shared<Asked>(this));
  return true;
}

std::shared_ptr<messaging::Message> Thread::AskAndWait(std::shared_ptr<messaging::Message> asked,
                                                       std::chrono::milliseconds most) {
  auto question = std::make_shared<Question>();
  question->asked = std::move(asked);
  question->waited_for = true;
  if (!Ask(question)) return nullptr;
  std::unique_lock lock(mutex_);
  answered_.wait_for(lock, most, [&] { return question->done; });
  return std::move(question->answer);
}

void Thread::OnQuestion(v8::Isolate* isolate, messaging::Messaging* messaging, v8::Local<v8::Function> function) {
  messaging_ = messaging;
  on_question_.Reset(isolate, function);
}

void Thread::AnswerAll() {
  if (on_question_.IsEmpty()) return;
  std::vector<std::shared_ptr<Question>> questions;
  {
    std::lock_guard lock(mutex_);
    questions.swap(questions_);
  }
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::HandleScope handles(isolate);
  auto context = Runtime::Of(isolate).context();
  v8::Context::Scope context_scope(context);
  for (auto& question : questions) Answer(context, *question);
}

void Thread::Answer(v8::Local<v8::Context> context, Question& question) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::TryCatch ignored(isolate);  // the function reports what failed
  v8::LocalVector<v8::Value> objects(isolate);
  v8::Local<v8::Value> asked, answer;
  std::shared_ptr<messaging::Message> written;
  if (question.asked->Read(*messaging_, context, &objects).ToLocal(&asked) &&
      on_question_.Get(isolate)->Call(context, v8::Undefined(isolate), 1, &asked).ToLocal(&answer) &&
      question.waited_for) {
    written = messaging::Message::Write(*messaging_, context, answer, {});
  }
  std::lock_guard lock(mutex_);
  question.answer = std::move(written);
  question.done = true;
  answered_.notify_all();
}

// With the lock: nobody will answer any more.
void Thread::EndQuestions() {
  for (auto& question : questions_) question->done = true;
  questions_.clear();
  answered_.notify_all();
  on_question_.Reset();
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
  settings.spare_stack = kStackReserve / 3;
  Runtime runtime(std::move(settings));
  uv_loop_configure(runtime.loop().uv(), UV_METRICS_IDLE_TIME);
  runtime.loop().mailbox();
  bool stopped;
  {
    std::lock_guard lock(mutex_);
    runtime_ = &runtime;
    stopped = stop_requested_;
  }
  if (!stopped)
    inspector::threads::WorkerStarted(runtime, id_, parent_id_, "[worker " + std::to_string(id_) + "] " + plan_.name,
                                      plan_.url);
  int exit_code = stopped ? int{out_of_memory_} : runtime.Run();  // 0: its program never began
  {
    trace::Span cleanup(trace::environment, "RunCleanup");
    Leave();
  }
  inspector::threads::WorkerEnding(id_);
  {
    std::lock_guard lock(mutex_);
    runtime_ = nullptr;
    EndQuestions();
  }
  {
    trace::Span at_exit(trace::environment, "AtExit");
    EndCompanions(runtime);
  }
  TraceEnd(runtime);
  return exit_code;
}

void Thread::Run() {
  pthread_setname_np(pthread_self(), plan_.name.substr(0, 15).c_str());
  for (size_t i = 0; i < std::size(kMilestonesOfProcess); ++i) {
    milestones[static_cast<int>(kMilestonesOfProcess[i])] = process_milestones_[i];
  }
  uv_loop_t loop;
  exit_code_ = CanStart(&loop) ? RunRuntime(&loop) : 1;
  for (int fd : descriptors_) fs::CloseFd(fd);
  messaging::End::RemoveDoor(id_);
  mailbox_.Announce(shared_from_this());
}

void Thread::Deliver() {
  Join();
  if (worker_) worker_->Ended();
}

}  // namespace eddy::worker
