// Restoring the terminal's mode at the end of the process.
#include "runtime/terminal.h"

#include <signal.h>
#include <termios.h>
#include <unistd.h>
#include <uv.h>

#include <atomic>

namespace eddy {
namespace {

constexpr int kFatalSignals[] = {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGTERM};

// The modes of descriptors 0 to 2 before they were changed: libuv forgets them when its handle is closed.
struct Saved {
  bool is_terminal = false;
  termios mode;
};
Saved saved_modes[3];
std::atomic<bool> saved = false;
std::atomic<bool> marks_pastes = false;

void RestoreAndDie(int signal_number) {
  RestoreTerminal();
  raise(signal_number);  // the default action, which SA_RESETHAND has put back
}

}  // namespace

void ProtectTerminal() {
  if (!saved) {
    for (int fd = 0; fd < 3; ++fd) saved_modes[fd].is_terminal = tcgetattr(fd, &saved_modes[fd].mode) == 0;
    saved = true;
  }
  for (int signal_number : kFatalSignals) {
    struct sigaction current;
    if (sigaction(signal_number, nullptr, &current) != 0 || current.sa_handler != SIG_DFL) continue;
    struct sigaction action {};
    action.sa_handler = RestoreAndDie;
    action.sa_flags = SA_RESETHAND | SA_NODEFER;
    sigaction(signal_number, &action, nullptr);
  }
}

void SetBracketedPaste(bool on) {
  if (marks_pastes.exchange(on) == on) return;
  const char* sequence = on ? "\x1b[?2004h" : "\x1b[?2004l";
  if (write(STDOUT_FILENO, sequence, 8) != 8) marks_pastes = false;  // nobody is there any more
}

void RestoreTerminal() {
  if (!saved) return;
  // A background process that touches the terminal would be stopped.
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  SetBracketedPaste(false);
  uv_tty_reset_mode();
  for (int fd = 0; fd < 3; ++fd) {
    if (saved_modes[fd].is_terminal) tcsetattr(fd, TCSANOW, &saved_modes[fd].mode);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace eddy
