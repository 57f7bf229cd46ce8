// The half of StartProgram that prepares, and the half that runs in the child.
//
// The child has our memory, so it may neither allocate nor take a lock, and what it writes we see: `error` is how it
// tells what failed. Descriptors, working directory, signal handlers and identity are its own from the first
// instruction.
#include "child_process/start_program.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>
#include <string_view>

namespace eddy::child_process {
namespace {

constexpr char kShell[] = "/bin/sh";
constexpr size_t kStackBytes = 64 * 1024;

struct Child {
  const Program& program;
  std::vector<int> descriptors;
  std::vector<std::string> candidates;  // the files to try, in this order
  std::vector<char*> arguments, environment, script_arguments;
  int error = 0;
};

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// --- In the child. ---

// Handlers are this process's code, and what it ignores (SIGPIPE) the program need not. By the system call, since the C
// library leaves out those that it uses itself, which an ancestor may have ignored.
void ResetSignals() {
  constexpr uint64_t kDefault[4] = {};  // the kernel's sigaction: SIG_DFL is 0
  for (int number = 1; number < NSIG; ++number) {
    syscall(SYS_rt_sigaction, number, kDefault, nullptr, sizeof(uint64_t));
  }
}

bool SetBlocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags >= 0 && ((flags & O_NONBLOCK) == 0 || fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) == 0);
}

// First those out of the way that a descriptor to be made would close before they are copied.
bool PlaceDescriptors(std::vector<int>& descriptors) {
  int count = static_cast<int>(descriptors.size());
  for (int i = 0; i < count; ++i) {
    int& from = descriptors[i];
    if (from >= 0 && from < i && (from = fcntl(from, F_DUPFD_CLOEXEC, count)) < 0) return false;
  }
  for (int i = 0; i < count; ++i) {
    int from = descriptors[i];
    if (from < 0 && i > 2) continue;
    if (from < 0) from = open("/dev/null", i == 0 ? O_RDONLY : O_RDWR);
    if (from < 0) return false;
    if (from != i ? dup2(from, i) < 0 : fcntl(from, F_SETFD, 0) != 0) return false;
    if (descriptors[i] < 0 && from != i) close(from);
    if (i <= 2 && descriptors[i] >= 0 && !SetBlocking(i)) return false;
  }
  return true;
}

// By the bare system calls: those of the C library change every thread, and the other threads are not the child's.
bool TakeIdentity(const Program& program) {
  if (program.user || program.group) syscall(SYS_setgroups, 0, nullptr);  // only root may, and only root needs to
  if (program.group && syscall(SYS_setgid, *program.group) != 0) return false;
  return !program.user || syscall(SYS_setuid, *program.user) == 0;
}

// Comes back when no candidate could be run, with the errno that says most.
int Execute(Child& child) {
  bool denied = false;
  for (const auto& file : child.candidates) {
    execve(file.c_str(), child.arguments.data(), child.environment.data());
    if (errno == ENOEXEC) {  // a script without a first line that names its interpreter
      child.script_arguments[1] = const_cast<char*>(file.c_str());
      execve(kShell, child.script_arguments.data(), child.environment.data());
    }
    denied |= errno == EACCES;
    bool next = errno == EACCES || errno == ENOENT || errno == ENOTDIR || errno == ESTALE || errno == ENODEV ||
                errno == ETIMEDOUT || errno == ENAMETOOLONG;
    if (!next) return errno;
  }
  return denied ? EACCES : errno;
}

int RunInChild(void* data) {
  auto& child = *static_cast<Child*>(data);
  const Program& program = child.program;
  ResetSignals();
  if (program.detached) setsid();
  bool ready = PlaceDescriptors(child.descriptors) && (program.folder.empty() || chdir(program.folder.c_str()) == 0) &&
               TakeIdentity(program);
  if (!ready) {
    child.error = errno;
    _exit(127);
  }
  uint64_t none = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof(none));
  child.error = Execute(child);
  _exit(127);
}

// --- In the parent. ---

std::string_view SearchPath(const std::vector<std::string>& environment) {
  constexpr std::string_view kName = "PATH=";
  for (std::string_view pair : environment) {
    if (pair.starts_with(kName)) return pair.substr(kName.size());
  }
  return "/bin:/usr/bin";  // where the C library looks without one
}

std::vector<std::string> Candidates(const Program& program) {
  const std::string& file = program.file;
  if (file.empty() || file.find('/') != file.npos) return {file};
  std::vector<std::string> candidates;
  std::string_view path = SearchPath(program.environment);
  for (;;) {
    size_t end = std::min(path.find(':'), path.size());
    std::string folder(path.substr(0, end));
    candidates.push_back(folder.empty() ? file : folder + "/" + file);
    if (end == path.size()) return candidates;
    path.remove_prefix(end + 1);
  }
}

// A signal that came between would run our handlers in the child, on our memory.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    uint64_t all = ~uint64_t{0};
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before_, sizeof(all));
  }
  ~AllSignalsBlocked() { syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before_, nullptr, sizeof(before_)); }

 private:
  uint64_t before_ = 0;
};

}  // namespace

pid_t StartProgram(const Program& program, std::vector<int> descriptors) {
  Child child{.program = program,
              .descriptors = std::move(descriptors),
              .candidates = Candidates(program),
              .arguments = Pointers(program.arguments),
              .environment = Pointers(program.environment),
              .script_arguments = {const_cast<char*>(kShell), nullptr}};
  child.script_arguments.insert(child.script_arguments.end(), child.arguments.begin() + 1, child.arguments.end());
  auto stack = std::make_unique_for_overwrite<std::byte[]>(kStackBytes);
  auto top = reinterpret_cast<uintptr_t>(stack.get() + kStackBytes) & ~uintptr_t{15};
  pid_t pid;
  {
    AllSignalsBlocked blocked;
    pid = clone(RunInChild, reinterpret_cast<void*>(top), CLONE_VM | CLONE_VFORK | SIGCHLD, &child);
    if (pid < 0) child.error = errno;
  }
  if (child.error == 0) return pid;
  while (pid > 0 && waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return -child.error;
}

std::optional<End> EndOf(pid_t pid) {
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(pid, &status, WNOHANG)) < 0 && errno == EINTR) {
  }
  if (ended == 0) return std::nullopt;
  if (ended < 0) return End{.exit_code = -errno};
  if (WIFSIGNALED(status)) return End{.signal = WTERMSIG(status)};
  return End{.exit_code = WEXITSTATUS(status)};
}

}  // namespace eddy::child_process
