// Restoring the terminal's mode at the end of the process.
#include "runtime/terminal.h"

#include <signal.h>
#include <uv.h>

namespace eddy {
namespace {

constexpr int kFatalSignals[] = {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGTERM};

void RestoreAndDie(int signal_number) {
  RestoreTerminal();
  raise(signal_number);  // the default action, which SA_RESETHAND has put back
}

}  // namespace

void RestoreTerminal() {
  // A background process that touches the terminal would be stopped.
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  uv_tty_reset_mode();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void RestoreTerminalOnFatalSignals() {
  for (int signal_number : kFatalSignals) {
    struct sigaction current;
    if (sigaction(signal_number, nullptr, &current) != 0 || current.sa_handler != SIG_DFL) continue;
    struct sigaction action {};
    action.sa_handler = RestoreAndDie;
    action.sa_flags = SA_RESETHAND | SA_NODEFER;
    sigaction(signal_number, &action, nullptr);
  }
}

}  // namespace eddy
