#include "observe/trace_file.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

#include "observe/own_file.h"
#include "observe/perfetto.h"
#include "observe/recorder.h"
#include "runtime/ending.h"

namespace eddy::observe {
namespace {

std::mutex mutex;
int file_fd = -1;  // -1: none is written, or no more
PerfettoTrace* trace;
std::map<std::shared_ptr<Ring>, uint64_t>* next;

void Append(const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    ssize_t count = write(file_fd, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      close(file_fd);  // a full disk: what is there is a trace
      file_fd = -1;
      return;
    }
    done += static_cast<size_t>(count);
  }
}

void WriteForever() {
  pthread_setname_np(pthread_self(), "loop-trace");
  while (true) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    FlushTraceFile(false);
  }
}

}  // namespace

std::string StartTraceFile(const std::string& file) {
  std::lock_guard lock(mutex);
  if (file_fd >= 0) return "";
  file_fd = open(OwnName(file).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file_fd < 0) return strerror(errno);
  KeepAsOwn(file_fd);
  trace = new PerfettoTrace;  // the thread may outlive main()
  next = new std::map<std::shared_ptr<Ring>, uint64_t>;
  AtEnd([] { FlushTraceFile(true); });
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread(WriteForever).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return "";
}

void FlushTraceFile(bool is_last) {
  std::lock_guard lock(mutex);
  if (file_fd < 0) return;
  static std::string& bytes = *new std::string;  // grown once, not at each flush
  bytes.clear();
  for (auto& ring : Recorder::AllRings()) {
    uint64_t& number = (*next)[ring];
    number = trace->Add(ring->Read(number), is_last, &bytes);
  }
  Append(bytes);
}

}  // namespace eddy::observe
