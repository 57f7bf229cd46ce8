// From the stacks that were sampled in a callback to the function and the lines that took its time.
#pragma once
#include <string>
#include <vector>

#include "observe/sampler.h"
#include "observe/seen_lines.h"

namespace eddy::observe {

struct Line {
  std::string file;  // path or URL
  int line = 0;
  std::string text;  // the source line, without the space around it; empty when it cannot be read
  double share = 0;  // of all samples
};

struct Place {
  std::string file, function;
  int line = 0, column = 0;  // where the function begins; the column is 0 when only one of its lines is known
  double share = 0;
};

// Time that was not spent in the program's own JavaScript: "synchronous file access", "readFileSync".
struct Work {
  std::string kind, name;
  double share = 0;
};

struct Culprit {
  double samples = 0;
  bool found = false;       // some of the program's code was on the stacks
  Place function;           // the innermost function below which most of the time was spent
  std::vector<Line> lines;  // of it and of what it called, the most expensive first
  Place entered;            // the outermost function of the program
  std::vector<Work> work;   // the most expensive first
};

// `seen` tells where the program was when the stacks have no line for it.
Culprit FindCulprit(const std::vector<Stack>& stacks, const std::vector<SeenLine>& seen);

// Whether `text` looks like a call of JSON, of a regular expression, of sort: what V8 does without a frame of its own.
const char* KindOfLine(const std::string& text);

}  // namespace eddy::observe
