// NativeStacks: what C++ runs on this thread while V8's Profiler samples it (observe/native_stacks.h). It is for
// `eddy profile`; /json/protocol tells what Node has, and so nothing of it.
//   start  behind Profiler.start
//   stop   behind Profiler.stop. Its result:
//     libraries  paths of files; the executable's is empty
//     functions  two numbers each: the library (-1: none is known) and the address in its file
//     nodes      two numbers each: the node that called it, and the function; the first is the root, which has none
//     samples    three numbers each: microseconds from the begin of the one before (of the first, from the clock's),
//                its length, in which the time of the Profiler's sample falls, and the innermost node. There are none
//                of moments in which V8's code was on top of the stack.
#pragma once
#include <memory>
#include <string>

#include "inspector/domain.h"
#include "observe/native_stacks.h"

namespace eddy::inspector {

class Session;

class NativeStacksDomain {
 public:
  explicit NativeStacksDomain(Session& session) : session_(session) {}
  // False: there is no such method.
  bool Handle(const std::string& method, Answer* answer);

 private:
  void Start(Answer* answer);
  void Stop(Answer* answer);

  Session& session_;
  std::unique_ptr<observe::NativeStacks> stacks_;  // while it records
};

}  // namespace eddy::inspector
