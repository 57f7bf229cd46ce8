// Lines of programs' sources, read from disk for a report.
#pragma once
#include <string>

namespace eddy::observe {

// The path of a script that is named by a path or a file: URL; "" when it is in no file.
std::string PathOf(const std::string& file);
// `file` as reports name it: relative to the working directory when it lies in it.
std::string ShownFile(const std::string& file);
// A line (from 1 on) without the space around it, cut to what a report has room for; "" when it cannot be read.
std::string SourceLine(const std::string& file, int line);
// Whether `word` is in that line.
bool HasWord(const std::string& file, int line, const std::string& word);
// The line at or above `near_line` where a function begins that `near_line` is in: it is called `name` ("" for none),
// and has its parameters at `column`. 0 when there is none: then `near_line` is not one of that function's.
int FindBeginning(const std::string& file, int near_line, int column, const std::string& name);
// The last line of the function whose parameters begin at that place; 0 when it cannot be read.
int FindEnd(const std::string& file, int line, int column);
// The only line of the file where such a function may begin; 0 when there are more, or none.
int FindOnlyBeginning(const std::string& file, int column, const std::string& name);

}  // namespace eddy::observe
