// .eh_frame_hdr's sorted table -> a function's description (FDE) and what it shares with others (CIE) -> their
// programs, run until the place that the frame is at -> rules: where the caller's registers are.
#include "observe/frame_step.h"

#include <dlfcn.h>

#include <cstring>

namespace eddy::observe {
namespace {

// --- Reading. ---

// Encodings of pointers (LSB, section 10.5).
constexpr uint8_t kUdata4 = 0x03, kSdata4 = 0x0b, kPcRelative = 0x10, kDataRelative = 0x30, kOmitted = 0xff;
constexpr uint8_t kFormat = 0x0f, kApplication = 0x70;

// Bytes of a library's read-only data. Behind the end there are zeros.
class Reader {
 public:
  Reader(const uint8_t* begin, const uint8_t* end) : at_(begin), end_(end) {}
  bool done() const { return at_ >= end_; }
  const uint8_t* at() const { return at_; }

  template <class T>
  T Take() {
    T value{};
    if (static_cast<size_t>(end_ - at_) < sizeof(T)) {
      at_ = end_;
      return value;
    }
    std::memcpy(&value, at_, sizeof(T));
    at_ += sizeof(T);
    return value;
  }
  uint64_t Unsigned() {  // ULEB128
    uint64_t value = 0;
    for (unsigned shift = 0; !done(); shift += 7) {
      uint8_t byte = *at_++;
      if (shift < 64) value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (!(byte & 0x80)) break;
    }
    return value;
  }
  int64_t Signed() {  // SLEB128
    uint64_t value = 0;
    for (unsigned shift = 0; !done();) {
      uint8_t byte = *at_++;
      if (shift < 64) value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      shift += 7;
      if (byte & 0x80) continue;
      if (shift < 64 && (byte & 0x40)) value |= ~uint64_t{0} << shift;
      break;
    }
    return static_cast<int64_t>(value);
  }
  // Its size by its encoding; what it is relative to is the reader's place.
  uintptr_t Pointer(uint8_t encoding) {
    auto base = (encoding & kApplication) == kPcRelative ? reinterpret_cast<uintptr_t>(at_) : 0;
    switch (encoding & kFormat) {
      case 0x00: return base + Take<uint64_t>();
      case 0x01: return base + Unsigned();
      case 0x02: return base + Take<uint16_t>();
      case kUdata4: return base + Take<uint32_t>();
      case 0x09: return base + static_cast<uint64_t>(Signed());
      case 0x0a: return base + static_cast<uint64_t>(int64_t{Take<int16_t>()});
      case kSdata4: return base + static_cast<uint64_t>(int64_t{Take<int32_t>()});
      default: return base + Take<uint64_t>();
    }
  }
  const uint8_t* Block() {
    const uint8_t* start = at_;
    Skip(Unsigned());
    return start;
  }
  void Skip(uint64_t bytes) { at_ = bytes > static_cast<uint64_t>(end_ - at_) ? end_ : at_ + bytes; }

 private:
  const uint8_t* at_;
  const uint8_t* end_;
};

// A block that begins with its length.
Reader Within(const uint8_t* block) {
  Reader length(block, block + 10);
  uint64_t size = length.Unsigned();
  return Reader(length.at(), length.at() + size);
}

// --- A function's description. ---

struct Entry {
  uintptr_t start = 0, end = 0;    // of the code
  const uint8_t* begin = nullptr;  // its program
  const uint8_t* stop = nullptr;
  const uint8_t* shared_begin = nullptr;  // that of all such functions, which comes first
  const uint8_t* shared_stop = nullptr;
  uint64_t code_factor = 1;
  int64_t data_factor = 1;
  bool is_signal_frame = false;
};

// The record at `at` without its length; empty for those of 64-bit DWARF, which nobody writes here.
Reader Record(const uint8_t* at) {
  uint32_t length;
  std::memcpy(&length, at, sizeof(length));
  if (length == 0xffffffff) length = 0;
  return Reader(at + 4, at + 4 + length);
}

// False: it is of a kind that is not known.
bool ReadShared(const uint8_t* at, Entry* entry, uint8_t* pointers, bool* has_size) {
  Reader reader = Record(at);
  reader.Take<uint32_t>();
  auto version = reader.Take<uint8_t>();
  if (version != 1 && version != 3) return false;
  const char* augmentation = reinterpret_cast<const char*>(reader.at());
  while (reader.Take<uint8_t>() != 0) continue;
  entry->code_factor = reader.Unsigned();
  entry->data_factor = reader.Signed();
  uint64_t return_address = version == 1 ? reader.Take<uint8_t>() : reader.Unsigned();
  if (return_address != Registers::kReturnAddress) return false;
  *pointers = 0;
  *has_size = *augmentation == 'z';
  if (*has_size) {
    Reader data = Within(reader.Block());
    for (const char* letter = augmentation + 1; *letter; ++letter) {
      if (*letter == 'R') *pointers = data.Take<uint8_t>();
      if (*letter == 'L') data.Take<uint8_t>();
      if (*letter == 'P') data.Pointer(data.Take<uint8_t>());
      if (*letter == 'S') entry->is_signal_frame = true;
    }
  } else if (*augmentation) {
    return false;
  }
  uint32_t length;
  std::memcpy(&length, at, sizeof(length));
  entry->shared_begin = reader.at();
  entry->shared_stop = at + 4 + length;
  return true;
}

bool ReadEntry(const uint8_t* at, Entry* entry) {
  Reader reader = Record(at);
  const uint8_t* here = reader.at();
  auto distance = reader.Take<uint32_t>();
  uint8_t pointers;
  bool has_size;
  if (distance == 0 || !ReadShared(here - distance, entry, &pointers, &has_size)) return false;
  if ((pointers & 0x80) != 0) return false;  // indirect
  entry->start = reader.Pointer(pointers);
  entry->end = entry->start + reader.Pointer(pointers & kFormat);
  if (has_size) reader.Block();
  uint32_t length;
  std::memcpy(&length, at, sizeof(length));
  entry->begin = reader.at();
  entry->stop = at + 4 + length;
  return true;
}

// The table of .eh_frame_hdr: pairs of a function's begin and its description, both relative to the section.
struct Pair {
  int32_t code, entry;
};

bool FindEntry(uintptr_t pc, Entry* entry) {
  dl_find_object object;
  if (_dl_find_object(reinterpret_cast<void*>(pc), &object) != 0 || !object.dlfo_eh_frame) return false;
  auto* header = static_cast<const uint8_t*>(object.dlfo_eh_frame);
  constexpr size_t kHeadBytes = 4;
  if (header[0] != 1 || header[1] == kOmitted || header[2] != kUdata4 || header[3] != (kDataRelative | kSdata4))
    return false;
  Reader reader(header + kHeadBytes, header + kHeadBytes + 16);
  reader.Pointer(header[1]);
  auto count = reader.Take<uint32_t>();
  auto code_of = [&](uint32_t index) {
    Pair pair;
    std::memcpy(&pair, reader.at() + index * sizeof(Pair), sizeof(pair));
    return reinterpret_cast<uintptr_t>(header) + static_cast<uintptr_t>(intptr_t{pair.code});
  };
  uint32_t low = 0, high = count;  // the last one that begins at or before pc is below `high`
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (code_of(middle) <= pc) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return false;
  Pair pair;
  std::memcpy(&pair, reader.at() + (low - 1) * sizeof(Pair), sizeof(pair));
  return ReadEntry(header + pair.entry, entry) && pc >= entry->start && pc < entry->end;
}

// --- Programs. ---

struct Rule {
  enum Kind : uint8_t { kSame, kUndefined, kAt, kValue, kRegister, kAtExpression, kExpression };
  Kind kind = kSame;
  int64_t value = 0;  // a distance from the frame's address (CFA); a register; an expression's block
};

struct Rules {
  Rule registers[Registers::kCount];
  bool frame_is_expression = false;
  uint64_t frame_register = Registers::kStackPointer;
  int64_t frame_offset = 0;  // or the expression's block
  Rule* Of(uint64_t number) { return number < Registers::kCount ? &registers[number] : &ignored; }
  Rule ignored;  // vector registers and the like
};

class Program {
 public:
  Program(const Entry& entry, uintptr_t pc) : entry_(entry), pc_(pc), location_(entry.start) {}

  // False: something in it is not known.
  bool Run() {
    Reader shared(entry_.shared_begin, entry_.shared_stop);
    while (!shared.done()) {
      if (!Do(shared)) return false;
    }
    initial_ = rules_;
    location_ = entry_.start;
    Reader own(entry_.begin, entry_.stop);
    while (!own.done() && location_ <= pc_) {
      if (!Do(own)) return false;
    }
    return true;
  }
  Rules& rules() { return rules_; }

 private:
  static constexpr int kDepth = 4;

  // The instruction may be the one that goes on to a place behind pc: then nothing more is done.
  bool Do(Reader& reader) {
    auto code = reader.Take<uint8_t>();
    uint8_t low = code & 0x3f;
    switch (code & 0xc0) {
      case 0x40: return Advance(low);
      case 0x80: return Set(low, Rule::kAt, static_cast<int64_t>(reader.Unsigned()) * entry_.data_factor);
      case 0xc0: return Restore(low);
      default: return DoExtended(code, reader);
    }
  }

  bool DoExtended(uint8_t code, Reader& reader) {
    switch (code) {
      case 0x00: return true;  // nop
      case 0x02: return Advance(reader.Take<uint8_t>());
      case 0x03: return Advance(reader.Take<uint16_t>());
      case 0x04: return Advance(reader.Take<uint32_t>());
      case 0x0a: return Remember();
      case 0x0b: return Recall();
      case 0x2d: return true;                     // AArch64: the return address is signed
      case 0x2e: return reader.Unsigned(), true;  // the size of arguments
      case 0x0c:
      case 0x0d:
      case 0x0e:
      case 0x0f:
      case 0x12:
      case 0x13: return DoFrame(code, reader);
      default: return DoRegister(code, reader);
    }
  }

  bool DoRegister(uint8_t code, Reader& reader) {
    uint64_t number = reader.Unsigned();
    auto factored = [&] { return static_cast<int64_t>(reader.Unsigned()) * entry_.data_factor; };
    switch (code) {
      case 0x05: return Set(number, Rule::kAt, factored());
      case 0x06: return Restore(number);
      case 0x07: return Set(number, Rule::kUndefined, 0);
      case 0x08: return Set(number, Rule::kSame, 0);
      case 0x09: return Set(number, Rule::kRegister, static_cast<int64_t>(reader.Unsigned()));
      case 0x10: return Set(number, Rule::kAtExpression, reinterpret_cast<intptr_t>(reader.Block()));
      case 0x11: return Set(number, Rule::kAt, reader.Signed() * entry_.data_factor);
      case 0x14: return Set(number, Rule::kValue, factored());
      case 0x15: return Set(number, Rule::kValue, reader.Signed() * entry_.data_factor);
      case 0x16: return Set(number, Rule::kExpression, reinterpret_cast<intptr_t>(reader.Block()));
      case 0x2f: return Set(number, Rule::kAt, -factored());
      default: return false;
    }
  }

  bool DoFrame(uint8_t code, Reader& reader) {
    rules_.frame_is_expression = code == 0x0f;
    if (code == 0x0f) return rules_.frame_offset = reinterpret_cast<intptr_t>(reader.Block()), true;
    if (code == 0x0c || code == 0x0d || code == 0x12) rules_.frame_register = reader.Unsigned();
    if (code == 0x0c || code == 0x0e) rules_.frame_offset = static_cast<int64_t>(reader.Unsigned());
    if (code == 0x12 || code == 0x13) rules_.frame_offset = reader.Signed() * entry_.data_factor;
    return true;
  }

  bool Advance(uint64_t steps) { return location_ += steps * entry_.code_factor, true; }
  bool Set(uint64_t number, Rule::Kind kind, int64_t value) { return *rules_.Of(number) = {kind, value}, true; }
  bool Restore(uint64_t number) { return *rules_.Of(number) = *initial_.Of(number), true; }
  bool Remember() {
    if (depth_ == kDepth) return false;
    remembered_[depth_++] = rules_;
    return true;
  }
  bool Recall() {
    if (depth_ == 0) return false;
    rules_ = remembered_[--depth_];
    return true;
  }

  const Entry& entry_;
  const uintptr_t pc_;
  uintptr_t location_;
  Rules rules_, initial_, remembered_[kDepth];
  int depth_ = 0;
};

// --- Values. ---

// Sanitizers see a load from between variables as a fault.
__attribute__((no_sanitize("address"), no_sanitize("thread"))) bool Load(const StackBounds& stack, uintptr_t address,
                                                                         uintptr_t* value) {
  if (!stack.Has(address)) return false;
  *value = *reinterpret_cast<const volatile uintptr_t*>(address);
  return true;
}

class Expression {
 public:
  Expression(const Registers& registers, const StackBounds& stack) : registers_(registers), stack_(stack) {}

  void Push(uintptr_t value) {
    if (count_ == kDepth) failed_ = true;
    if (!failed_) values_[count_++] = value;
  }
  // False: it does what is not known, or reads from elsewhere than the stack.
  bool Run(const uint8_t* block, uintptr_t* result) {
    Reader reader = Within(block);
    while (!reader.done() && !failed_) Do(reader);
    *result = Pop();
    return !failed_;
  }

 private:
  static constexpr int kDepth = 16;

  void Do(Reader& reader) {
    auto code = reader.Take<uint8_t>();
    if (code >= 0x30 && code <= 0x4f) return Push(code - 0x30u);                           // lit0 …
    if (code >= 0x70 && code <= 0x8f) return PushRegister(code - 0x70u, reader.Signed());  // breg0 …
    if (code == 0x92) {                                                                    // bregx
      uint64_t number = reader.Unsigned();
      return PushRegister(number, reader.Signed());
    }
    if (code >= 0x08 && code <= 0x11) return PushConstant(code, reader);
    if (code == 0x06) return LoadTop();
    if (code == 0x12) return Pick(0);
    if (code == 0x14) return Pick(1);
    if (code == 0x23) return Push(Pop() + reader.Unsigned());  // plus_uconst
    if (code == 0x96) return;                                  // nop
    Calculate(code);
  }

  void PushConstant(uint8_t code, Reader& reader) {
    switch (code) {
      case 0x08: return Push(reader.Take<uint8_t>());
      case 0x09: return Push(static_cast<uintptr_t>(int64_t{reader.Take<int8_t>()}));
      case 0x0a: return Push(reader.Take<uint16_t>());
      case 0x0b: return Push(static_cast<uintptr_t>(int64_t{reader.Take<int16_t>()}));
      case 0x0c: return Push(reader.Take<uint32_t>());
      case 0x0d: return Push(static_cast<uintptr_t>(int64_t{reader.Take<int32_t>()}));
      case 0x10: return Push(reader.Unsigned());
      case 0x11: return Push(static_cast<uintptr_t>(reader.Signed()));
      default: return Push(reader.Take<uint64_t>());
    }
  }

  void Calculate(uint8_t code) {
    uintptr_t b = Pop(), a = Pop();
    switch (code) {
      case 0x1a: return Push(a & b);
      case 0x1c: return Push(a - b);
      case 0x1e: return Push(a * b);
      case 0x21: return Push(a | b);
      case 0x22: return Push(a + b);
      case 0x24: return Push(b < 64 ? a << b : 0);
      case 0x25: return Push(b < 64 ? a >> b : 0);
      case 0x2a: return Push(static_cast<intptr_t>(a) >= static_cast<intptr_t>(b));
      case 0x2b: return Push(static_cast<intptr_t>(a) > static_cast<intptr_t>(b));
      case 0x2c: return Push(static_cast<intptr_t>(a) <= static_cast<intptr_t>(b));
      case 0x2d: return Push(static_cast<intptr_t>(a) < static_cast<intptr_t>(b));
      default: failed_ = true;
    }
  }

  void PushRegister(uint64_t number, int64_t offset) {
    if (!registers_.Has(number)) {
      failed_ = true;
      return;
    }
    Push(registers_.values[number] + static_cast<uintptr_t>(offset));
  }
  void LoadTop() {
    uintptr_t value = 0;
    if (!Load(stack_, Pop(), &value)) failed_ = true;
    Push(value);
  }
  void Pick(int depth) {
    if (count_ <= depth) {
      failed_ = true;
      return;
    }
    Push(values_[count_ - 1 - depth]);
  }
  uintptr_t Pop() {
    if (count_ == 0) failed_ = true;
    return failed_ ? 0 : values_[--count_];
  }

  const Registers& registers_;
  const StackBounds& stack_;
  uintptr_t values_[kDepth];
  int count_ = 0;
  bool failed_ = false;
};

// --- The step. ---

bool FindFrame(const Rules& rules, const Registers& registers, const StackBounds& stack, uintptr_t* frame) {
  if (rules.frame_is_expression) {
    return Expression(registers, stack).Run(reinterpret_cast<const uint8_t*>(rules.frame_offset), frame);
  }
  if (!registers.Has(rules.frame_register)) return false;
  *frame = registers.values[rules.frame_register] + static_cast<uintptr_t>(rules.frame_offset);
  return true;
}

// The caller's value of a register. False: it is lost.
bool FindValue(const Rule& rule, uint64_t number, uintptr_t frame, const Registers& registers, const StackBounds& stack,
               uintptr_t* value) {
  uintptr_t address = frame + static_cast<uintptr_t>(rule.value);
  auto by_expression = [&](uintptr_t* result) {
    Expression expression(registers, stack);
    expression.Push(frame);
    return expression.Run(reinterpret_cast<const uint8_t*>(rule.value), result);
  };
  switch (rule.kind) {
    case Rule::kSame: return *value = registers.values[number], registers.Has(number);
    case Rule::kUndefined: return false;
    case Rule::kValue: return *value = address, true;
    case Rule::kExpression: return by_expression(value);
    case Rule::kRegister: {
      auto other = static_cast<uint64_t>(rule.value);
      return registers.Has(other) && (*value = registers.values[other], true);
    }
    case Rule::kAtExpression:
      if (!by_expression(&address)) return false;
      [[fallthrough]];
    case Rule::kAt: return Load(stack, address, value);
  }
  return false;
}

uintptr_t WithoutSignature(uintptr_t address) {
#if defined(__aarch64__)
  return address & 0x0000ffffffffffff;
#else
  return address;
#endif
}

}  // namespace

Registers::Registers(const ucontext_t& context) {
#if defined(__x86_64__)
  constexpr int kOrder[] = {REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP,
                            REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
  for (int i = 0; i < 16; ++i) Set(i, static_cast<uintptr_t>(context.uc_mcontext.gregs[kOrder[i]]));
  pc = static_cast<uintptr_t>(context.uc_mcontext.gregs[REG_RIP]);
#else
  for (int i = 0; i < 31; ++i) Set(i, context.uc_mcontext.regs[i]);
  Set(kStackPointer, context.uc_mcontext.sp);
  pc = context.uc_mcontext.pc;
#endif
}

bool Step(Registers* registers, const StackBounds& stack, uintptr_t* function) {
  *function = registers->pc;
  Entry entry;
  // A call may be the last instruction of its function.
  uintptr_t pc = registers->is_return_address ? registers->pc - 1 : registers->pc;
  if (!FindEntry(pc, &entry)) return false;
  *function = entry.start;
  Program program(entry, pc);
  uintptr_t frame;
  if (!program.Run() || !FindFrame(program.rules(), *registers, stack, &frame)) return false;
  bool is_further = entry.is_signal_frame ? frame != registers->sp() : frame > registers->sp();
  if (!is_further && registers->is_return_address) return false;
  Registers caller;
  for (int i = 0; i < Registers::kCount; ++i) {
    uintptr_t value;
    if (FindValue(program.rules().registers[i], static_cast<uint64_t>(i), frame, *registers, stack, &value))
      caller.Set(i, value);
  }
  if (!caller.Has(Registers::kReturnAddress)) return false;
  if (program.rules().registers[Registers::kStackPointer].kind == Rule::kSame)
    caller.Set(Registers::kStackPointer, frame);
  caller.pc = WithoutSignature(caller.values[Registers::kReturnAddress]);
  caller.is_return_address = !entry.is_signal_frame;
#if defined(__x86_64__)
  caller.known &= ~(uint64_t{1} << Registers::kReturnAddress);  // the caller's own is not known yet
#endif
  *registers = caller;
  return caller.pc != 0;
}

}  // namespace eddy::observe
