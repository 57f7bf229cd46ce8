// V8's profiler has a thread that sends SIGPROF to the sampled one, whose handler notes the JavaScript stack. Our
// handler takes its place: it calls V8's, then climbs the native stack up to the first frame of code that V8 made.
// Where the signal found such code there is nothing to note.
//
// In the handler nothing is locked or allocated by malloc: stacks are paths in a table of fixed size, samples go into
// blocks that the kernel maps.
#include "observe/native_stacks.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <ctime>
#include <map>
#include <mutex>

#include "observe/frame_step.h"
#include "v8-unwinder.h"

namespace eddy::observe {
namespace {

constexpr int kMostFrames = 128;
constexpr size_t kMostCodeRanges = 64;
constexpr uintptr_t kRedZone = 128;  // below the stack pointer, where leaf functions keep things

// As V8's times of samples are: it adds one, so as never to give 0.
uint64_t NowUs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000 + static_cast<uint64_t>(now.tv_nsec) / 1000 + 1;
}

template <class T>
T* MapZeros(size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<T*>(memory);
}

// --- Paths. ---

// A hash table of (caller, function) whose pages are there once they are used.
class Paths {
 public:
  static constexpr uint32_t kSlots = 1 << 18, kProbes = 64;

  Paths() : slots_(MapZeros<Slot>(sizeof(Slot) * kSlots)) {}
  ~Paths() {
    if (slots_) munmap(slots_, sizeof(Slot) * kSlots);
  }
  bool ok() const { return slots_ != nullptr; }

  // The path to `function` behind `caller` (0: it is the outermost); `caller` itself where the table is full.
  uint32_t Find(uint32_t caller, uintptr_t function) {
    uint64_t hash = (function ^ (uint64_t{caller} << 40 | caller)) * 0x9e3779b97f4a7c15;
    for (uint32_t probe = 0; probe < kProbes; ++probe) {
      uint32_t index = static_cast<uint32_t>((hash >> 40) + probe) % (kSlots - 1) + 1;
      Slot& slot = slots_[index];
      if (slot.function == 0) slot = {function, caller};
      if (slot.function == function && slot.caller == caller) return index;
    }
    return caller;
  }
  uintptr_t function(uint32_t path) const { return slots_[path].function; }
  uint32_t caller(uint32_t path) const { return slots_[path].caller; }

 private:
  struct Slot {
    uintptr_t function;
    uint32_t caller;
  };
  Slot* const slots_;
};

// --- Samples. ---

class Samples {
 public:
  ~Samples() {
    while (first_) {
      Block* next = first_->next;
      munmap(first_, sizeof(Block));
      first_ = next;
    }
  }
  // Where there is no memory, it is dropped.
  void Add(const NativeStacks::Sample& sample) {
    if (!last_ || last_->count == Block::kMost) {
      auto* block = MapZeros<Block>(sizeof(Block));
      if (!block) return;
      (last_ ? last_->next : first_) = block;
      last_ = block;
    }
    last_->samples[last_->count++] = sample;
  }
  std::vector<NativeStacks::Sample> All() const {
    std::vector<NativeStacks::Sample> all;
    for (auto* block = first_; block; block = block->next) {
      all.insert(all.end(), block->samples, block->samples + block->count);
    }
    return all;
  }

 private:
  struct Block {
    static constexpr size_t kMost = 16'000;
    Block* next;
    size_t count;
    NativeStacks::Sample samples[kMost];
  };
  Block* first_ = nullptr;
  Block* last_ = nullptr;
};

StackBounds BoundsOfThisThread() {
  StackBounds bounds{0, 0};
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return bounds;
  void* low;
  size_t size;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
    bounds.low = reinterpret_cast<uintptr_t>(low);
    bounds.high = bounds.low + size;
  }
  pthread_attr_destroy(&attributes);
  return bounds;
}

}  // namespace

// --- What the handler does. ---

class NativeStacks::Recorder {
 public:
  explicit Recorder(v8::Isolate* isolate) : isolate_(isolate), stack_(BoundsOfThisThread()) {}
  bool ok() const { return paths_.ok() && stack_.high != 0; }

  void Record(const ucontext_t& context, uint64_t begin_us) {
    uint64_t end_us = NowUs();
    uintptr_t functions[kMostFrames];
    int count = Climb(context, functions);
    if (count == 0) return;
    uint32_t path = 0;
    while (count > 0) path = paths_.Find(path, functions[--count]);
    samples_.Add({begin_us, static_cast<uint32_t>(end_us - begin_us), path});
  }

  const Paths& paths() const { return paths_; }
  const Samples& samples() const { return samples_; }

 private:
  // The native functions on top of the stack, the innermost first.
  int Climb(const ucontext_t& context, uintptr_t* functions) const {
    v8::MemoryRange ranges[kMostCodeRanges];
    size_t range_count = std::min(isolate_->CopyCodePages(kMostCodeRanges, ranges), kMostCodeRanges);
    Registers registers(context);
    StackBounds stack{registers.sp() - kRedZone, stack_.high};
    bool is_own_stack = registers.sp() >= stack_.low + kRedZone && registers.sp() < stack_.high;
    if (!is_own_stack) stack = {0, 0};
    int count = 0;
    do {
      if (v8::Unwinder::PCIsInV8(range_count, ranges, reinterpret_cast<void*>(registers.pc))) break;
      if (!Step(&registers, stack, &functions[count++])) break;
    } while (count < kMostFrames);
    return count;
  }

  v8::Isolate* const isolate_;
  const StackBounds stack_;
  Paths paths_;
  Samples samples_;
};

namespace {

using Handler = void (*)(int, siginfo_t*, void*);

constinit thread_local NativeStacks::Recorder* recorder = nullptr;
std::atomic<Handler> handler_of_v8 = nullptr;

void OnSignal(int signal, siginfo_t* info, void* context) {
  int error = errno;
  uint64_t begin_us = NowUs();
  handler_of_v8.load(std::memory_order_relaxed)(signal, info, context);
  if (recorder) recorder->Record(*static_cast<ucontext_t*>(context), begin_us);
  errno = error;
}

// V8 sets its handler with the first profile of the process, and takes it, and so ours, away with the last. False:
// there is none.
bool TakePlace() {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  struct sigaction action;
  if (sigaction(SIGPROF, nullptr, &action) != 0 || !(action.sa_flags & SA_SIGINFO)) return false;
  if (action.sa_sigaction == OnSignal) return true;
  handler_of_v8 = action.sa_sigaction;
  action.sa_sigaction = OnSignal;
  return sigaction(SIGPROF, &action, nullptr) == 0;
}

// Turns addresses into places in files.
class Places {
 public:
  explicit Places(NativeStacks::Taken* taken) : taken_(*taken) {}

  uint32_t Of(uintptr_t address) {
    auto [found, is_new] = functions_.try_emplace(address, taken_.functions.size());
    if (is_new) taken_.functions.push_back(Find(address));
    return static_cast<uint32_t>(found->second);
  }

 private:
  NativeStacks::Function Find(uintptr_t address) {
    dl_find_object object;
    if (_dl_find_object(reinterpret_cast<void*>(address), &object) != 0) return {-1, address};
    const link_map* library = object.dlfo_link_map;
    auto [found, is_new] = libraries_.try_emplace(library, static_cast<int>(taken_.libraries.size()));
    if (is_new) taken_.libraries.emplace_back(library->l_name);
    return {found->second, address - library->l_addr};
  }

  NativeStacks::Taken& taken_;
  std::map<uintptr_t, size_t> functions_;
  std::map<const link_map*, int> libraries_;
};

}  // namespace

std::unique_ptr<NativeStacks> NativeStacks::Start(v8::Isolate* isolate) {
  auto made = std::make_unique<Recorder>(isolate);
  if (recorder || !made->ok() || !TakePlace()) return nullptr;
  recorder = made.get();
  return std::unique_ptr<NativeStacks>(new NativeStacks(std::move(made)));
}

NativeStacks::NativeStacks(std::unique_ptr<Recorder> recorder) : recorder_(std::move(recorder)) {}

NativeStacks::~NativeStacks() {
  if (recorder == recorder_.get()) recorder = nullptr;
}

NativeStacks::Taken NativeStacks::Stop() {
  recorder = nullptr;
  Taken taken;
  Places places(&taken);
  taken.nodes.push_back({0, 0});
  std::map<uint32_t, uint32_t> nodes{{0, 0}};  // by the numbers of paths
  taken.samples = recorder_->samples().All();
  const Paths& paths = recorder_->paths();
  for (Sample& sample : taken.samples) {
    std::vector<uint32_t> unknown;
    uint32_t path = sample.node;
    for (; !nodes.contains(path); path = paths.caller(path)) unknown.push_back(path);
    uint32_t node = nodes[path];
    for (; !unknown.empty(); unknown.pop_back()) {
      taken.nodes.push_back({node, places.Of(paths.function(unknown.back()))});
      node = nodes[unknown.back()] = static_cast<uint32_t>(taken.nodes.size() - 1);
    }
    sample.node = node;
  }
  return taken;
}

}  // namespace eddy::observe
