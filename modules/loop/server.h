// Answers `eddy loop`, which asks a running process: a signal, then a Unix socket that only its user can reach. Until
// the signal comes there is neither socket nor thread; some seconds behind the last question both are gone again.
#pragma once
#include <string>

namespace eddy::loop_questions {

// What is asked by: of no use to programs, and caught by every process of eddy's.
int Signal();
// Of the protocol that both sides speak; it stands in the executable, too, for who wants to know before asking.
inline constexpr int kProtocol = 1;

// The signal came. Called on the thread that waits for signals.
void OnSignal();
// The process ends: the socket goes.
void Unlink();

// Where a process of that user, with that number, listens; "" when there is no folder for it. `make`: makes the folder.
std::string SocketPath(const std::string& parent, unsigned user, int pid);

}  // namespace eddy::loop_questions
