// One step up a native stack, by the call frame information that compilers leave in .eh_frame (DWARF 5, section 6.4),
// for code without frame pointers. Made for handlers of signals: it takes no lock, allocates nothing, and loads from
// nowhere but the stack's own memory, whatever the registers hold.
#pragma once
#include <ucontext.h>

#include <cstdint>

namespace eddy::observe {

struct Registers {
  // Numbered as DWARF does on this processor.
#if defined(__x86_64__)
  static constexpr int kCount = 17, kStackPointer = 7, kReturnAddress = 16;
#elif defined(__aarch64__)
  static constexpr int kCount = 32, kStackPointer = 31, kReturnAddress = 30;
#else
#error "no numbers of registers"
#endif
  uintptr_t values[kCount] = {};
  uint64_t known = 0;  // a bit for each register
  uintptr_t pc = 0;
  bool is_return_address = false;  // pc: it is behind the call

  Registers() = default;
  explicit Registers(const ucontext_t& context);  // where a signal found the thread
  bool Has(uint64_t number) const { return number < kCount && (known >> number & 1) != 0; }
  void Set(int number, uintptr_t value) {
    values[number] = value;
    known |= uint64_t{1} << number;
  }
  uintptr_t sp() const { return values[kStackPointer]; }
};

// Memory of the stack that may be read.
struct StackBounds {
  uintptr_t low, high;
  // A word at an address.
  bool Has(uintptr_t address) const {
    return address % sizeof(uintptr_t) == 0 && address >= low && address < high && high - address >= sizeof(uintptr_t);
  }
};

// Where the function begins that the frame is in; where nothing is known of it, the frame's own pc.
// Turns the registers into the caller's. False: it has no caller, or none that can be found.
bool Step(Registers* registers, const StackBounds& stack, uintptr_t* function);

}  // namespace eddy::observe
