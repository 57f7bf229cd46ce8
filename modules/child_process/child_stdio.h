// What a child gets as its descriptors 0, 1, 2 ..., and our ends of the pipes among them.
#pragma once
#include <uv.h>

#include <vector>

#include "child_process/start_program.h"

namespace eddy::child_process {

class ChildStdio {
 public:
  ChildStdio() = default;
  ChildStdio(const ChildStdio&) = delete;
  ~ChildStdio();

  void AddIgnored() { items_.push_back({}); }
  void AddDescriptor(int descriptor) { items_.push_back({.of_child = descriptor, .is_given = true}); }
  // `ours` is initialised and not open. Afterwards it is, and at its end when no child could be started.
  void AddPipe(uv_pipe_t* ours) { items_.push_back({.pipe = ours}); }
  size_t size() const { return items_.size(); }

  // Starts `program` with these. Its process id, or a negative errno; to be called once.
  pid_t Start(const Program& program);

 private:
  struct Item {
    int of_child = -1, ours = -1;
    bool is_given = false;  // by AddDescriptor: not ours to close
    uv_pipe_t* pipe = nullptr;
  };

  static int OpenPipe(Item& item);
  int OpenPipes();
  int ConnectPipes();

  std::vector<Item> items_;
};

}  // namespace eddy::child_process
