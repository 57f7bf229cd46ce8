#include "inspector/threads.h"

#include <algorithm>

#include "runtime/companion.h"
#include "runtime/runtime.h"

namespace eddy::inspector::threads {
namespace {

using Link = std::shared_ptr<ThreadLink>;

struct Registry {
  std::mutex mutex;
  std::vector<Link> links;
  std::vector<std::shared_ptr<WorkerWatcher>> watchers;
};

Registry& All() {
  static Registry registry;
  return registry;
}

thread_local Link own;

bool IsWatched(const ThreadLink& worker, const WorkerWatcher& watcher) {
  return worker.id != 0 && (watcher.parent_id() == 0 || watcher.parent_id() == worker.parent_id);
}

Link Find(int id) {
  Registry& all = All();
  std::lock_guard lock(all.mutex);
  auto found = std::ranges::find_if(all.links, [id](const Link& link) { return link->id == id; });
  return found == all.links.end() ? nullptr : *found;
}

void Remove(int id) {
  Registry& all = All();
  std::lock_guard lock(all.mutex);
  std::erase_if(all.links, [id](const Link& link) { return link->id == id; });
}

Link Add(Link link) {
  Registry& all = All();
  std::lock_guard lock(all.mutex);
  all.links.push_back(link);
  return own = link;
}

}  // namespace

Link Own(Runtime& runtime) {
  if (own == nullptr) Add(std::make_shared<ThreadLink>(runtime, 0, -1, "", ""));
  return own;
}

Link Main() { return Find(0); }

std::vector<Link> List() {
  Registry& all = All();
  std::lock_guard lock(all.mutex);
  return all.links;
}

std::vector<Link> WatchAndList(std::shared_ptr<WorkerWatcher> watcher) {
  Registry& all = All();
  std::lock_guard lock(all.mutex);
  std::vector<Link> workers;
  for (const Link& link : all.links) {
    if (IsWatched(*link, *watcher)) workers.push_back(link);
  }
  all.watchers.push_back(std::move(watcher));
  return workers;
}

void Unwatch(const std::shared_ptr<WorkerWatcher>& watcher) {
  Registry& all = All();
  std::lock_guard lock(all.mutex);
  std::erase(all.watchers, watcher);
}

void WorkerStarted(Runtime& runtime, int id, int parent_id, std::string title, std::string url) {
  std::vector<std::shared_ptr<WorkerWatcher>> watchers;
  Link link = std::make_shared<ThreadLink>(runtime, id, parent_id, std::move(title), std::move(url));
  Registry& all = All();
  {
    std::lock_guard lock(all.mutex);
    all.links.push_back(link);
    own = link;
    watchers = all.watchers;
  }
  std::shared_ptr<WorkerWatcher> waiting;
  for (auto& watcher : watchers) {
    if (IsWatched(*link, *watcher) && watcher->OnWorkerStarted(link)) waiting = watcher;
  }
  if (waiting) waiting->Wait();
}

void WorkerEnding(int id) {
  if (own) own->queue->Close();
  own.reset();
  Remove(id);
}

void WakeWorker(int id) {
  if (Link link = Find(id)) link->queue->Wake();
}

}  // namespace eddy::inspector::threads
