#include "trace/file.h"

#include <fcntl.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "cli/options.h"
#include "permission/permission.h"

namespace eddy::trace {
namespace {

constexpr size_t kEventsInFile = 1 << 19;  // then comes the next one
constexpr size_t kEventsKept = 1 << 12;    // before they are written

const char* const kDefaultCategories[] = {"v8", "node", "node.async_hooks"};  // --trace-events-enabled

std::vector<std::string> Split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    size_t end = std::min(list.find(','), list.size());
    if (end > 0) parts.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

void ReplaceAll(std::string* text, std::string_view what, const std::string& with) {
  for (size_t at = text->find(what); at != text->npos; at = text->find(what, at + with.size())) {
    text->replace(at, what.size(), with);
  }
}

// Events are kept in memory; those whose duration is not known yet, until it is.
class File final : public Sink {
 public:
  explicit File(std::string pattern) : pattern_(std::move(pattern)) {}

  void Push(const std::shared_ptr<Event>& event) override {
    if (event->phase != 'M')
      events_.push_back(event);
    else if (std::ranges::find(metadata_, event) == metadata_.end())
      metadata_.push_back(event);
    if (events_.size() >= kEventsKept + still_open_) Write(false);
  }

  void End() {
    Write(true);
    if (in_file_ == 0) OpenNext();
    Close();
  }

 private:
  void Write(bool all) {
    std::vector<std::shared_ptr<Event>> open;
    std::string text;
    for (auto& event : events_) {
      if (event->open && !all) {
        open.push_back(std::move(event));
        continue;
      }
      if (in_file_ == 0) OpenNext();
      if (in_file_++ > 0) text += ',';
      text += event->Json();
      if (in_file_ < kEventsInFile) continue;
      WriteText(std::exchange(text, ""));
      Close();
    }
    WriteText(text);
    events_ = std::move(open);
    still_open_ = events_.size();
  }

  void OpenNext() {
    std::string path = pattern_;
    ReplaceAll(&path, "${pid}", std::to_string(getpid()));
    ReplaceAll(&path, "${rotation}", std::to_string(++rotation_));
    int flags = O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC;
    if (auto denial = permission::DenialToOpen(path, flags)) {
      fprintf(stderr, "Could not open trace file %s: %s\n", path.c_str(), "permission denied");
    } else {
      fd_ = open(path.c_str(), flags, 0644);
      if (fd_ < 0) fprintf(stderr, "Could not open trace file %s: %s\n", path.c_str(), uv_strerror(-errno));
    }
    WriteText("{\"traceEvents\":[");
  }

  // Each file describes the process and its threads.
  void Close() {
    std::string text;
    for (const auto& event : metadata_) {
      if (in_file_++ > 0) text += ',';
      text += event->Json();
    }
    WriteText(text + "]}");
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
    in_file_ = 0;
  }

  void WriteText(std::string_view text) {
    while (fd_ >= 0 && !text.empty()) {
      ssize_t count = write(fd_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        fprintf(stderr, "Could not write trace file: %s\n", uv_strerror(-errno));
        close(fd_);
        fd_ = -1;
        return;
      }
      text.remove_prefix(static_cast<size_t>(count));
    }
  }

  const std::string pattern_;
  std::vector<std::shared_ptr<Event>> events_, metadata_;
  size_t still_open_ = 0;  // of the events, when they were last written
  size_t in_file_ = 0;
  int rotation_ = 0;
  int fd_ = -1;
};

std::string pattern = "node_trace.${rotation}.log";
std::mutex mutex;
File* file = nullptr;  // never freed: other threads record until the process ends

}  // namespace

void Begin(const cli::Options& options) {
  if (options.Given("--trace-event-file-pattern")) pattern = options.String("--trace-event-file-pattern");
  auto categories = Split(options.String("--trace-event-categories"));
  if (categories.empty() && options.Boolean("--trace-events-enabled")) {
    categories.assign(std::begin(kDefaultCategories), std::end(kDefaultCategories));
  }
  if (!categories.empty()) EnableFile(categories);
}

void EnableFile(const std::vector<std::string>& categories) {
  {
    std::lock_guard lock(mutex);
    if (!file) file = new File(pattern);
  }
  Enable(*file, categories);
}

void DisableFile(const std::vector<std::string>& categories) {
  std::lock_guard lock(mutex);
  if (file) Disable(*file, categories);
}

std::vector<std::string> FileCategories() {
  std::lock_guard lock(mutex);
  std::vector<std::string> categories;
  if (file) categories.assign(file->categories.begin(), file->categories.end());
  categories.erase(std::unique(categories.begin(), categories.end()), categories.end());
  return categories;
}

void Finish() {
  std::lock_guard lock(mutex);
  if (!file) return;
  AwaitMetadata();
  Remove(*file, [] { file->End(); });
  file = nullptr;
}

}  // namespace eddy::trace
