#include "observe/culprit.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "observe/source_lines.h"

namespace eddy::observe {
namespace {

constexpr double kDominates = 0.8;    // of its caller's samples: the callee is looked into
constexpr double kWorthALine = 0.05;  // of all samples
constexpr size_t kLinesAtMost = 3;

using FunctionKey = std::tuple<std::string, int, std::string>;  // file, column, name
using LineKey = std::pair<std::string, int>;

FunctionKey KeyOf(const Frame& frame) { return {frame.file, frame.begins_column, frame.function}; }

bool IsCollector(const Stack& stack) {
  return stack.state == v8::StateTag::GC ||
         (stack.frames.size() == 1 && stack.frames[0].function == "(garbage collector)");
}

// Of built-in code: the id of its source; else the file as it is.
std::string_view IdOf(const Frame& frame) {
  std::string_view id = frame.file;
  for (std::string_view prefix : {"node:", "internal/"}) {
    if (id.starts_with(prefix)) id.remove_prefix(prefix.size());
  }
  return frame.is_users() ? std::string_view(frame.file) : id;
}

bool IsIn(const Frame& frame, std::string_view room) {
  std::string_view id = IdOf(frame);
  return !frame.is_users() && id.starts_with(room) && (id.size() == room.size() || id[room.size()] == '/');
}

bool LoadsModules(const Frame& frame) { return IsIn(frame, "module") || IsIn(frame, "bootstrap"); }

// The program's frames of one stack, in runs between built-in code. `loads[i]`: frame i had modules loaded for it.
struct UserStack {
  std::vector<const Frame*> frames;
  std::vector<bool> loads;
  const Frame* beyond = nullptr;  // the first frame of built-in code that the innermost called
  double samples = 0;
};

UserStack UserPart(const Stack& stack) {
  UserStack result;
  result.samples = stack.samples;
  for (const Frame& frame : stack.frames) {
    if (frame.is_users()) {
      result.frames.push_back(&frame);
      result.loads.push_back(false);
      result.beyond = nullptr;
    } else if (!result.frames.empty()) {
      if (!result.beyond) result.beyond = &frame;
      if (LoadsModules(frame)) result.loads.back() = true;
    }
  }
  return result;
}

// "find" of "Table.find".
std::string LastName(const std::string& function) { return function.substr(function.rfind('.') + 1); }

// Where a function begins: V8 knows the column, the source the line. `near_line`: one of its lines; 0: none is known.
Place Beginning(const Frame& frame, int near_line) {
  Place place{frame.file, frame.function, near_line, 0, 0};
  std::string name = LastName(frame.function);
  int line = near_line == 0 ? FindOnlyBeginning(frame.file, frame.begins_column, name)
                            : FindBeginning(frame.file, near_line, frame.begins_column, name);
  if (line > 0) {
    place.line = line;
    place.column = frame.begins_column;
  }
  return place;
}

class Search {
 public:
  explicit Search(const std::vector<Stack>& stacks) {
    for (const Stack& stack : stacks) {
      all_ += stack.samples;
      if (IsCollector(stack)) continue;
      if (UserStack part = UserPart(stack); !part.frames.empty()) parts_.push_back(std::move(part));
    }
  }

  Culprit Find() {
    Culprit result;
    result.samples = all_;
    if (parts_.empty()) return result;
    result.found = true;
    double inside = 0;
    for (auto& part : parts_) inside += part.samples;
    size_t depth = Descend(inside);
    const Frame& head = *selected_.front()->frames[depth];
    result.lines = Lines(depth);
    double own = 0;
    for (auto* part : selected_) own += part->samples;
    int near = LineIn(depth, result.lines);
    result.function = Beginning(head, near);
    result.function.share = own / all_;
    const Frame& outermost = *selected_.front()->frames[0];
    result.entered = Beginning(outermost, outermost.line);
    return result;
  }

 private:
  // Goes from the outermost function inwards for as long as one callee has most of the time. Leaves the stacks through
  // the function in selected_, and returns its depth in each of them. One that is on the stack already is not it, but
  // what it calls may be: runners call themselves for each of their tests.
  size_t Descend(double inside) {
    for (auto& part : parts_) selected_.push_back(&part);
    size_t depth = 0;
    Select(depth, Heaviest(depth, nullptr));
    size_t found = depth;
    auto through_found = selected_;
    while (true) {
      double own = 0;
      for (auto* part : selected_) own += part->samples;
      if (LoadsMany(depth, own)) break;
      double heaviest = 0;
      auto key = Heaviest(depth + 1, &heaviest);
      if (heaviest < kDominates * own) break;
      bool is_recursion = IsRecursion(depth, key);
      Select(++depth, key);
      if (is_recursion) continue;
      found = depth;
      through_found = selected_;
    }
    selected_ = std::move(through_found);
    return found;
  }

  FunctionKey Heaviest(size_t depth, double* samples) {
    std::map<FunctionKey, double> sums;
    for (auto* part : selected_) {
      if (part->frames.size() > depth) sums[KeyOf(*part->frames[depth])] += part->samples;
    }
    FunctionKey best;
    double most = 0;
    for (auto& [key, sum] : sums) {
      if (sum > most) std::tie(best, most) = std::make_pair(key, sum);
    }
    if (samples) *samples = most;
    return best;
  }

  void Select(size_t depth, const FunctionKey& key) {
    std::erase_if(selected_,
                  [&](auto* part) { return part->frames.size() <= depth || KeyOf(*part->frames[depth]) != key; });
  }

  // Whether the callee at `depth` + 1, `key`, is on the stack already.
  bool IsRecursion(size_t depth, const FunctionKey& key) {
    auto calls = [&](auto* part) { return part->frames.size() > depth + 1 && KeyOf(*part->frames[depth + 1]) == key; };
    const auto& frames = (*std::ranges::find_if(selected_, calls))->frames;
    int line = LineOf(*frames[depth + 1]);
    for (size_t i = 0; i <= depth; ++i) {
      if (KeyOf(*frames[i]) == key && (line == 0 || LineOf(*frames[i]) == line)) return true;
    }
    return false;
  }

  // On which it begins: two functions of a file may have one name and column. 0: not known.
  static int LineOf(const Frame& frame) { return Beginning(frame, frame.line).line; }

  // A tree of modules is the affair of the line that asked for it, unless one function in it has most of the time.
  bool LoadsMany(size_t depth, double own) {
    double loading = 0;
    std::map<FunctionKey, double> functions;
    for (auto* part : selected_) {
      if (!part->loads[depth]) continue;
      loading += part->samples;
      if (!part->loads.back()) functions[KeyOf(*part->frames.back())] += part->samples;
    }
    if (loading < kDominates * own) return false;
    for (auto& [function, samples] : functions) {
      if (samples >= kDominates * loading) return false;
    }
    return true;
  }

  // The innermost lines of the program below the function; of modules that it loads, the line that asked for them.
  std::vector<Line> Lines(size_t depth) {
    std::map<LineKey, double> sums;
    double own = 0, known = 0;
    for (auto* part : selected_) {
      size_t at = part->loads[depth] ? depth : part->frames.size() - 1;
      const Frame& frame = *part->frames[at];
      own += part->samples;
      if (frame.line == 0) continue;
      known += part->samples;
      sums[{frame.file, frame.line}] += part->samples;
    }
    // What has no line is spread over those that have one: it was spent in calls like theirs.
    std::vector<Line> lines;
    lines.reserve(sums.size());
    for (auto& [key, samples] : sums) {
      lines.push_back({key.first, key.second, SourceLine(key.first, key.second), samples * own / known / all_});
    }
    std::ranges::sort(lines, std::greater(), &Line::share);
    while (lines.size() > 1 && (lines.size() > kLinesAtMost || lines.back().share < kWorthALine)) lines.pop_back();
    return lines;
  }

  // A line of the function itself: the most expensive one.
  int LineIn(size_t depth, const std::vector<Line>& lines) {
    std::map<int, double> sums;
    for (auto* part : selected_) {
      if (int line = part->frames[depth]->line) sums[line] += part->samples;
    }
    if (sums.empty()) return lines.empty() ? 0 : lines.front().line;
    return std::ranges::max_element(sums, {}, [](auto& entry) { return entry.second; })->first;
  }

  std::vector<UserStack> parts_;
  std::vector<UserStack*> selected_;
  double all_ = 0;
};

// What built-in code does for the program, by the first of its functions that the program called.
// `waits`: it is in native code.
std::pair<const char*, std::string> KindOf(const Frame& frame, bool waits) {
  if (frame.is_wasm()) return {"WebAssembly", frame.function};
  auto in = [&](const char* room) { return IsIn(frame, room); };
  bool is_synchronous = frame.function.ends_with("Sync");
  if (in("fs"))
    return {waits || is_synchronous ? "synchronous file access" : "file access", is_synchronous ? frame.function : ""};
  if (in("child_process")) return {is_synchronous ? "synchronous child process" : "child process", frame.function};
  if (in("zlib")) return {"compression", ""};
  if (in("crypto")) return {"cryptography", frame.function};
  if (LoadsModules(frame)) return {"module loading", ""};
  return {nullptr, ""};
}

std::vector<Work> KindsOfWork(const std::vector<Stack>& stacks, double all) {
  std::map<std::pair<std::string, std::string>, double> sums;
  for (const Stack& stack : stacks) {
    if (IsCollector(stack)) continue;  // reported by what V8 says of it itself
    auto state = stack.state;
    if (state == v8::StateTag::PARSER || state == v8::StateTag::BYTECODE_COMPILER || state == v8::StateTag::COMPILER) {
      sums[{"compilation", ""}] += stack.samples;
      continue;
    }
    const Frame* caller = nullptr;
    std::pair<const char*, std::string> kind;
    for (const Frame& frame : stack.frames) {
      if (frame.is_users()) {
        kind = {};
      } else if ((caller && caller->is_users()) || (frame.is_wasm() && !kind.first)) {
        kind = KindOf(frame, state == v8::StateTag::EXTERNAL);
      }
      caller = &frame;
    }
    if (kind.first) sums[kind] += stack.samples;
  }
  std::vector<Work> work;
  for (auto& [key, samples] : sums) {
    if (samples / all >= kWorthALine) work.push_back({key.first, key.second, samples / all});
  }
  std::ranges::sort(work, std::greater(), &Work::share);
  return work;
}

}  // namespace

const char* KindOfLine(const std::string& text) {
  static constexpr std::pair<const char*, const char*> kKinds[] = {
      {"JSON.parse(", "JSON"},           {"JSON.stringify(", "JSON"},          {".sort(", "sorting"},
      {".toSorted(", "sorting"},         {".test(", "regular expression"},     {".exec(", "regular expression"},
      {".match(", "regular expression"}, {".matchAll(", "regular expression"}, {"structuredClone(", "cloning"},
      {"Atomics.wait(", "Atomics.wait"}};
  for (auto& [call, kind] : kKinds) {
    if (text.find(call) != text.npos) return kind;
  }
  return nullptr;
}

namespace {

// eddy:loop asked what it knows: that is none of the program's work.
bool IsOurs(const Stack& stack) {
  return std::ranges::any_of(stack.frames, [](const Frame& frame) { return IsIn(frame, "loop"); });
}

// The lines of the program's frames, put right.
class FrameLines {
 public:
  FrameLines(std::vector<Stack>& stacks, const std::vector<SeenLine>& seen) : stacks_(stacks) {
    EachFrame([&](Frame& frame) {
      beginnings_.try_emplace({KeyOf(frame), frame.line}, Beginning(frame, frame.line));
      functions_.insert(KeyOf(frame));
    });
    for (const SeenLine& line : seen) {
      if (const FunctionKey* function = FunctionOf(line)) seen_[*function][line.line] += line.times;
    }
  }

  // Where the optimizer put a built-in into a function of the program, V8 gives lines of the built-in's source at
  // times; where it knows no place, the line on which the function begins. That line is taken for right where the
  // function has no other.
  void ForgetWrong() {
    std::map<FunctionKey, std::set<int>> lines;
    EachFrame([&](Frame& frame) {
      bool may_be_inlined = !frame.calls.empty() && !HasWord(frame.file, frame.line, LastName(frame.calls));
      if (BeginningOf(frame).column == 0 || may_be_inlined) frame.line = 0;
      if (frame.line != 0) lines[KeyOf(frame)].insert(frame.line);
    });
    for (auto& [function, seen] : seen_) {
      for (auto& [line, times] : seen) lines[function].insert(line);
    }
    EachFrame([&](Frame& frame) {
      if (frame.line == 0 || frame.line != BeginningOf(frame).line) return;
      bool is_one_line = FindEnd(frame.file, frame.line, frame.begins_column) == frame.line;
      if (lines[KeyOf(frame)].size() > 1 || !is_one_line) frame.line = 0;
    });
    // An interrupt may come right when a function is entered.
    for (auto& [function, seen] : seen_) {
      auto& [file, column, name] = function;
      int first = FindBeginning(file, seen.begin()->first, column, LastName(name));
      if (FindEnd(file, first, column) != first) seen.erase(first);
    }
    std::erase_if(seen_, [](auto& entry) { return entry.second.empty(); });
  }

  // Gives stacks without a line those on which interrupts found their innermost function: each its share.
  void FillIn() {
    std::vector<Stack> filled;
    for (Stack& stack : stacks_) {
      auto innermost = std::find_if(stack.frames.rbegin(), stack.frames.rend(), std::mem_fn(&Frame::is_users));
      for (Frame& frame : stack.frames) {
        if (frame.is_users() && frame.line == 0 && &frame != &*innermost) frame.line = MostSeen(frame);
      }
      if (innermost == stack.frames.rend() || innermost->line != 0 || !seen_.contains(KeyOf(*innermost))) {
        filled.push_back(std::move(stack));
        continue;
      }
      double samples = stack.samples, all = 0;
      const auto& seen = seen_[KeyOf(*innermost)];
      for (auto& [line, times] : seen) all += times;
      for (auto& [line, times] : seen) {
        innermost->line = line;
        stack.samples = samples * times / all;
        filled.push_back(stack);
      }
    }
    stacks_ = std::move(filled);
  }

 private:
  template <class F>
  void EachFrame(F visit) {
    for (Stack& stack : stacks_) {
      for (Frame& frame : stack.frames) {
        if (frame.is_users() && !PathOf(frame.file).empty()) visit(frame);
      }
    }
  }

  const Place& BeginningOf(const Frame& frame) { return beginnings_[{KeyOf(frame), frame.line}]; }

  // Of the functions on the stacks, the innermost one that the line is in.
  const FunctionKey* FunctionOf(const SeenLine& seen) {
    const FunctionKey* best = nullptr;
    std::pair<int, int> best_beginning;
    for (const FunctionKey& key : functions_) {
      auto& [file, column, name] = key;
      if (file != seen.file || LastName(name) != LastName(seen.function)) continue;
      std::pair beginning{FindBeginning(file, seen.line, column, LastName(name)), column};
      if (beginning.first == 0 || (best && beginning < best_beginning)) continue;
      best = &key;
      best_beginning = beginning;
    }
    return best;
  }

  int MostSeen(const Frame& frame) {
    auto seen = seen_.find(KeyOf(frame));
    if (seen == seen_.end()) return 0;
    return std::ranges::max_element(seen->second, {}, [](auto& entry) { return entry.second; })->first;
  }

  std::vector<Stack>& stacks_;
  std::set<FunctionKey> functions_;
  std::map<std::pair<FunctionKey, int>, Place> beginnings_;
  std::map<FunctionKey, std::map<int, double>> seen_;  // how often interrupts found each of its lines
};

}  // namespace

Culprit FindCulprit(const std::vector<Stack>& all, const std::vector<SeenLine>& seen) {
  std::vector<Stack> stacks;
  std::ranges::remove_copy_if(all, std::back_inserter(stacks), IsOurs);
  FrameLines lines(stacks, seen);
  lines.ForgetWrong();
  lines.FillIn();
  Culprit culprit = Search(stacks).Find();
  if (culprit.samples > 0) culprit.work = KindsOfWork(stacks, culprit.samples);
  return culprit;
}

}  // namespace eddy::observe
