// Native stacks, climbed from within a signal's handler, beside what the compiler's own unwinder says of the same
// stack; and from registers and stacks of random numbers.
#include "observe/frame_step.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unwind.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

namespace eddy::observe {
namespace {

std::vector<uintptr_t> climbed, unwound;  // where functions begin, the innermost first

_Unwind_Reason_Code Note(_Unwind_Context* context, void*) {
  int is_before = 0;
  uintptr_t pc = _Unwind_GetIPInfo(context, &is_before);
  void* function = _Unwind_FindEnclosingFunction(reinterpret_cast<void*>(is_before ? pc + 1 : pc));
  if (function) unwound.push_back(reinterpret_cast<uintptr_t>(function));
  return _URC_NO_REASON;
}

void OnSignal(int, siginfo_t*, void* context) {
  Registers registers(*static_cast<ucontext_t*>(context));
  StackBounds stack{registers.sp() - 128, UINTPTR_MAX};
  uintptr_t function;
  bool has_caller = true;
  while (has_caller && climbed.size() < 200) {
    has_caller = Step(&registers, stack, &function);
    climbed.push_back(function);
  }
  _Unwind_Backtrace(Note, nullptr);
}

int Compare(const void* a, const void* b) {
  if (climbed.empty()) raise(SIGUSR2);
  return *static_cast<const int*>(a) - *static_cast<const int*>(b);
}

// Needs a frame pointer of its own.
__attribute__((noinline)) int Sort(size_t count) {
  auto* numbers = static_cast<int*>(alloca(sizeof(int) * count));
  for (size_t i = 0; i < count; ++i) numbers[i] = static_cast<int>(count - i);
  std::qsort(numbers, count, sizeof(int), Compare);
  return numbers[0];
}

__attribute__((noinline)) int Recurse(int depth) { return depth == 0 ? Sort(10) : Recurse(depth - 1) + 1; }

TEST(FrameStep, ClimbsAsTheCompilersUnwinder) {
  struct sigaction action = {}, before;
  action.sa_sigaction = OnSignal;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGUSR2, &action, &before);
  EXPECT_EQ(Recurse(20), 21);
  sigaction(SIGUSR2, &before, nullptr);
  // The unwinder begins at the handler: the trampoline of signals stands between the two.
  ASSERT_GT(climbed.size(), 15u);
  ASSERT_GE(unwound.size(), climbed.size());
  EXPECT_TRUE(std::equal(climbed.rbegin(), climbed.rend(), unwound.rbegin()));
}

TEST(FrameStep, ReadsNothingButTheStack) {
  uint64_t seed = std::random_device()();
  if (const char* given = std::getenv("SEED")) seed = std::strtoull(given, nullptr, 10);
  SCOPED_TRACE("SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::vector<uintptr_t> memory(512);
  auto low = reinterpret_cast<uintptr_t>(memory.data());
  StackBounds stack{low, low + memory.size() * sizeof(uintptr_t)};
  // Code of every kind: ours, V8's, OpenSSL's, libc's.
  auto code_near = [&](uintptr_t code) { return code + random() % 0x200000 - 0x100000; };
  const uintptr_t codes[] = {reinterpret_cast<uintptr_t>(&Step), reinterpret_cast<uintptr_t>(&std::qsort),
                             reinterpret_cast<uintptr_t>(dlsym(RTLD_DEFAULT, "memcpy"))};
  auto any = [&]() -> uintptr_t {
    switch (random() % 4) {
      case 0: return low + random() % (memory.size() * sizeof(uintptr_t) + 64);
      case 1: return random();
      default: return code_near(codes[random() % std::size(codes)]);
    }
  };
  size_t steps = 0;
  for (int round = 0; round < 100'000; ++round) {
    if (round % 100 == 0) std::generate(memory.begin(), memory.end(), any);
    Registers registers;
    for (int i = 0; i < Registers::kCount; ++i) registers.Set(i, any());
    registers.pc = code_near(codes[random() % std::size(codes)]);
    registers.Set(Registers::kStackPointer, low + random() % 256 * sizeof(uintptr_t));
    uintptr_t function;
    for (int i = 0; i < 128 && Step(&registers, stack, &function); ++i) ++steps;
  }
  EXPECT_GT(steps, 1000u);
}

}  // namespace
}  // namespace eddy::observe
