// Starts a program in a process of its own.
//
// fork() copies the page tables of this process, and every page that is written afterwards: 60 ms on the loop's thread
// where 300 MB are in use. Here the child borrows the memory until it runs its program, as with vfork(): a start takes
// the same half millisecond whatever the heap holds. The thread that starts it stands still that long.
#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace eddy::child_process {

struct Program {
  std::string file;                          // looked for in the PATH of `environment` when it has no slash
  std::vector<std::string> arguments;        // the first, which has to be there, is the name that the program gets
  std::vector<std::string> environment;      // "NAME=value"
  std::string folder;                        // to start in; empty: this process's
  bool detached = false;                     // leads a session of its own
  std::optional<uid_t> user = std::nullopt;  // to run as
  std::optional<gid_t> group = std::nullopt;
};

// The child's descriptor i is a copy of ours, descriptors[i]; -1 stands for /dev/null below 3, for none above.
// Everything else of ours has to be close-on-exec. Signals have their default meaning in the child, and none is
// blocked. The process id, or a negative errno: nothing was started then.
pid_t StartProgram(const Program& program, std::vector<int> descriptors);

struct End {
  int exit_code = 0;  // or a negative errno: other code has waited for it, and how it ended cannot be known
  int signal = 0;     // that ended it; 0: none
};

// How a child ended, reported once; nothing while it runs. Does not wait.
std::optional<End> EndOf(pid_t pid);

}  // namespace eddy::child_process
