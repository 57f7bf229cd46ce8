// How requests come to own themselves.
#pragma once
#include <memory>
#include <utility>

namespace eddy::loop {

// Makes an R and starts it by `start(request)`, which gives 0 or a negative errno: this is the result. A request that
// has started belongs to itself, and deletes itself when it has called back; one that failed to is deleted here.
template <class R, class Start, class... A>
int Begin(Start start, A&&... arguments) {
  auto request = std::make_unique<R>(std::forward<A>(arguments)...);
  int error = start(*request);
  if (error == 0) static_cast<void>(request.release());
  return error;
}

}  // namespace eddy::loop
