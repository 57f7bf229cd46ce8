// One worker thread, from its start to its end. Shared by the parent's Worker object and the thread itself.
#pragma once
#include <pthread.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "loop/mailbox.h"
#include "messaging/message.h"
#include "runtime/runtime.h"

namespace eddy::worker {

class Worker;

class Thread final : public loop::Mailbox::Recipient, public std::enable_shared_from_this<Thread> {
 public:
  struct Plan {
    Runtime::Settings settings;
    std::shared_ptr<messaging::Message> data;  // what child.js reads first
    std::string name;
    std::string url;  // of its program, for debuggers; may be a path
    size_t stack_bytes = 0;
  };

  // `mailbox` is the parent's, which is notified of the end; it must live until Join has returned.
  Thread(Plan plan, Worker* worker, loop::Mailbox& mailbox);
  ~Thread() override;
  int id() const { return id_; }
  const std::string& name() const { return plan_.name; }

  // --- For the parent. ---
  int Start();  // 0 or a negative errno
  void RequestStop(int exit_code);
  void Join();
  void ForgetWorker() { worker_ = nullptr; }
  int exit_code() const { return exit_code_; }  // after the end
  bool out_of_memory() const { return out_of_memory_; }
  int init_error() const { return init_error_; }  // a negative errno: there was no loop to be had
  // What V8 asks when its heap is nearly full: the worker ends, and V8 gets room to get there.
  static size_t OnNearHeapLimit(void* thread, size_t current, size_t initial);
  // Milliseconds since its time origin: when its loop began (-1: not yet) and now; and how long it waited for events.
  struct LoopTimes {
    double began = -1, now = 0, idle = 0;
  };
  LoopTimes loop_times();

  // Has the thread answer as soon as it comes to a safe place, whatever its program does. What it has been asked goes
  // to the function that OnQuestion was given. False: it cannot, not yet or no more.
  bool Ask(std::shared_ptr<messaging::Message> question);
  // Waits for what the function returns. Null: there was no answer in that time.
  std::shared_ptr<messaging::Message> AskAndWait(std::shared_ptr<messaging::Message> question,
                                                 std::chrono::milliseconds most);

  // --- For the thread. ---
  void OnQuestion(v8::Isolate* isolate, messaging::Messaging* messaging, v8::Local<v8::Function> function);
  // Descriptors to be closed when the thread ends. False: it was there, or was not, already.
  bool KeepDescriptor(int fd) { return descriptors_.insert(fd).second; }
  bool ForgetDescriptor(int fd) { return descriptors_.erase(fd) > 0; }
  std::shared_ptr<messaging::Message> TakeData() { return std::move(plan_.data); }

 private:
  struct Question {
    std::shared_ptr<messaging::Message> asked, answer;
    bool waited_for = false, done = false;
  };
  // In the thread's mailbox, for when it waits in its loop.
  class Asked final : public loop::Mailbox::Recipient {
   public:
    explicit Asked(Thread* thread) : thread_(thread) {}
    void Deliver() override { thread_->AnswerAll(); }

   private:
    Thread* const thread_;
  };

  bool Ask(std::shared_ptr<Question> question);
  void AnswerAll();
  void Answer(v8::Local<v8::Context> context, Question& question);
  void EndQuestions();
  void Run();
  bool CanStart(uv_loop_t* loop);
  int RunRuntime(uv_loop_t* loop);
  void Deliver() override;  // in the parent: the thread has ended

  Plan plan_;
  std::set<int> descriptors_;  // only touched by the thread
  Worker* worker_;             // only touched by the parent
  loop::Mailbox& mailbox_;
  // What lies behind a thread when it begins: its parent knows when that was.
  static constexpr std::array kMilestonesOfProcess{Milestone::kTimeOrigin, Milestone::kNodeStart, Milestone::kV8Start};
  const std::array<uint64_t, kMilestonesOfProcess.size()> process_milestones_;
  const int id_, parent_id_;
  pthread_t thread_{};
  bool joinable_ = false;
  std::mutex mutex_;
  Runtime* runtime_ = nullptr;  // while there is one; guarded by mutex_, as what follows
  bool stop_requested_ = false;
  std::vector<std::shared_ptr<Question>> questions_;
  std::condition_variable answered_;
  int exit_code_ = 0, init_error_ = 0;
  std::atomic<bool> out_of_memory_ = false;
  // Only touched by the thread.
  v8::Global<v8::Function> on_question_;
  messaging::Messaging* messaging_ = nullptr;
};

// The stack that a worker has besides what JavaScript may use of it.
inline constexpr size_t kStackReserve = 192 * 1024;

}  // namespace eddy::worker
