// CHECK states what must never be false and ends the process, saying where, when it is. Never for a user's input.
#pragma once
namespace eddy {
[[noreturn]] void CheckFailed(const char* file, int line, const char* expression);
}
#define CHECK(expression) \
  (__builtin_expect(!(expression), 0) ? ::eddy::CheckFailed(__FILE__, __LINE__, #expression) : static_cast<void>(0))
#ifdef NDEBUG
#define DCHECK(expression) static_cast<void>(0)
#else
#define DCHECK(expression) CHECK(expression)
#endif
