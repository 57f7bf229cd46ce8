// What others may ask about children that run.
#pragma once
#include <sys/types.h>
#include <uv.h>

#include <optional>

namespace eddy::child_process {

// The process id of the child that keeps this thread's loop by `handle`.
std::optional<pid_t> PidOfChild(const uv_handle_t* handle);

}  // namespace eddy::child_process
