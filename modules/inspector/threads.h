// The threads of the process that run JavaScript, as inspectors reach each other: the main one and the workers.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "inspector/task_queue.h"

namespace eddy::inspector {

// Shared by all threads; what is in it does not change, but for the queue's tasks.
struct ThreadLink {
  ThreadLink(Runtime& runtime, int id, int parent_id, std::string title, std::string url)
      : id(id),
        parent_id(parent_id),
        title(std::move(title)),
        url(std::move(url)),
        queue(std::make_shared<TaskQueue>(runtime)) {}

  const int id;         // 0: the main thread
  const int parent_id;  // the thread that made it
  const std::string title, url;
  const std::shared_ptr<TaskQueue> queue;
};

// Watches for workers of one thread (of the main one: for all workers), from their start on. Called on the worker's
// thread, before its program runs; one of those that return true then has it wait.
class WorkerWatcher {
 public:
  virtual ~WorkerWatcher() = default;
  virtual int parent_id() const = 0;
  virtual bool OnWorkerStarted(std::shared_ptr<ThreadLink> worker) = 0;
  virtual void Wait() = 0;
};

namespace threads {

// This thread's link, made when it is first asked for.
std::shared_ptr<ThreadLink> Own(Runtime& runtime);
// The main thread's, when a worker was started from it or its inspector was used; otherwise null.
std::shared_ptr<ThreadLink> Main();

// All threads that run JavaScript now.
std::vector<std::shared_ptr<ThreadLink>> List();

// From now on the watcher is notified of each worker that starts; the workers that run already are returned.
std::vector<std::shared_ptr<ThreadLink>> WatchAndList(std::shared_ptr<WorkerWatcher> watcher);
void Unwatch(const std::shared_ptr<WorkerWatcher>& watcher);

// By worker_threads: a worker's runtime stands (its program does not run yet), and is about to end; the thread shall
// stop.
void WorkerStarted(Runtime& runtime, int id, int parent_id, std::string title, std::string url);
void WorkerEnding(int id);
void WakeWorker(int id);

}  // namespace threads

}  // namespace eddy::inspector
