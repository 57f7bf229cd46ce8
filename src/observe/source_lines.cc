#include "observe/source_lines.h"

#include <unistd.h>

#include <cctype>
#include <fstream>
#include <list>
#include <utility>
#include <vector>

namespace eddy::observe {
namespace {

constexpr size_t kLongestFile = 16 << 20, kLongestLine = 60, kFilesKept = 8;

using Lines = std::vector<std::string>;

Lines Read(const std::string& path) {
  Lines lines;
  std::ifstream stream(path, std::ios::binary | std::ios::ate);
  if (!stream || static_cast<size_t>(stream.tellg()) > kLongestFile) return lines;
  stream.seekg(0);
  for (std::string line; std::getline(stream, line);) lines.push_back(std::move(line));
  return lines;
}

// The last few files: those of one report, and of the next.
const Lines& LinesOf(const std::string& path) {
  thread_local std::list<std::pair<std::string, Lines>> kept;
  for (auto it = kept.begin(); it != kept.end(); ++it) {
    if (it->first != path) continue;
    kept.splice(kept.begin(), kept, it);
    return kept.front().second;
  }
  kept.emplace_front(path, Read(path));
  if (kept.size() > kFilesKept) kept.pop_back();
  return kept.front().second;
}

int HexDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) ? c - '0' : std::tolower(c) - 'a' + 10; }

// Whether the parameters of a function begin at that place: "(…" of any, "x =>" of an arrow function.
bool MayBegin(const std::string& text, int column, const std::string& name) {
  auto at = static_cast<size_t>(column) - 1;
  if (column < 1 || at >= text.size()) return false;
  if (!name.empty() && text.find(name) == text.npos) return false;
  if (text[at] == '(') return true;
  if (text.compare(at, 6, "async ") == 0) return true;
  size_t end = at;
  while (end < text.size() &&
         (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_' || text[end] == '$')) {
    ++end;
  }
  while (end < text.size() && text[end] == ' ') ++end;
  return end > at && text.compare(end, 2, "=>") == 0;
}

// Steps through code, over what is in texts and comments. Regular expressions are taken for code: their brackets match.
class Scanner {
 public:
  Scanner(const Lines& lines, int line, int column)
      : lines_(lines), line_(static_cast<size_t>(line) - 1), at_(static_cast<size_t>(column) - 1) {}
  // The next character of code, a line's end as '\n'; '\0' at the end of the file.
  char Next() {
    while (line_ < lines_.size()) {
      const std::string& text = lines_[line_];
      if (at_ >= text.size()) {
        ++line_;
        at_ = 0;
        return '\n';
      }
      if (in_comment_) {
        size_t end = text.find("*/", at_);
        in_comment_ = end == text.npos;
        at_ = in_comment_ ? text.size() : end + 2;
      } else if (text.compare(at_, 2, "//") == 0) {
        at_ = text.size();
      } else if (text.compare(at_, 2, "/*") == 0) {
        in_comment_ = true;
      } else if (text[at_] == '\'' || text[at_] == '"') {
        SkipText(text);
      } else {
        return text[at_++];
      }
    }
    return '\0';
  }
  int line() const { return static_cast<int>(line_) + 1; }

 private:
  void SkipText(const std::string& text) {
    char quote = text[at_++];
    while (at_ < text.size() && text[at_] != quote) at_ += text[at_] == '\\' ? 2 : 1;
    ++at_;
  }

  const Lines& lines_;
  size_t line_, at_;
  bool in_comment_ = false;
};

// The last line of the function whose parameters begin at that place; of what is none, where it ends in code.
int EndOf(const Lines& lines, int line, int column) {
  Scanner scanner(lines, line, column);
  int depth = 0, last = line;
  bool has_body = false, is_arrow = false, behind_arrow = false;
  for (char previous = ' ', c; (c = scanner.Next()) != '\0';) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    last = scanner.line();
    bool was_behind_arrow = std::exchange(behind_arrow, false);
    if (c == '(' || c == '[' || c == '{') {
      if (c == '{' && depth == 0) has_body |= !is_arrow || was_behind_arrow;
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (--depth < 0) return last;  // of the call that an arrow function is an argument of
      if (depth == 0 && has_body && c == '}') return last;
    } else if (depth == 0 && c == '>' && previous == '=') {
      is_arrow = behind_arrow = true;
    } else if (depth == 0 && (c == ';' || c == ',')) {
      return last;
    }
    previous = c;
  }
  return static_cast<int>(lines.size());
}

}  // namespace

std::string PathOf(const std::string& file) {
  if (file.starts_with("/")) return file;
  if (!file.starts_with("file:///")) return {};
  std::string path;
  for (size_t i = 7; i < file.size() && file[i] != '?' && file[i] != '#'; ++i) {
    bool is_escape = file[i] == '%' && i + 2 < file.size() && std::isxdigit(static_cast<unsigned char>(file[i + 1])) &&
                     std::isxdigit(static_cast<unsigned char>(file[i + 2]));
    path += is_escape ? static_cast<char>(HexDigit(file[i + 1]) * 16 + HexDigit(file[i + 2])) : file[i];
    if (is_escape) i += 2;
  }
  return path;
}

std::string ShownFile(const std::string& file) {
  std::string path = PathOf(file);
  if (path.empty()) return file;
  char folder[4096];
  if (!getcwd(folder, sizeof folder)) return path;
  std::string prefix = std::string(folder) + (folder[1] ? "/" : "");
  return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

std::string SourceLine(const std::string& file, int line) {
  std::string path = PathOf(file);
  if (path.empty() || line < 1) return {};
  const Lines& lines = LinesOf(path);
  if (static_cast<size_t>(line) > lines.size()) return {};
  const std::string& text = lines[static_cast<size_t>(line) - 1];
  size_t begin = text.find_first_not_of(" \t\r");
  if (begin == text.npos) return {};
  std::string result = text.substr(begin, text.find_last_not_of(" \t\r;") + 1 - begin);
  if (result.size() <= kLongestLine) return result;
  size_t end = kLongestLine - 3;
  while (end > 0 && (static_cast<unsigned char>(result[end]) & 0xc0) == 0x80) --end;  // not within a character
  return result.substr(0, end) + "...";
}

bool HasWord(const std::string& file, int line, const std::string& word) {
  std::string path = PathOf(file);
  if (path.empty() || line < 1) return false;
  const Lines& lines = LinesOf(path);
  return static_cast<size_t>(line) <= lines.size() &&
         lines[static_cast<size_t>(line) - 1].find(word) != std::string::npos;
}

int FindBeginning(const std::string& file, int near_line, int column, const std::string& name) {
  std::string path = PathOf(file);
  if (path.empty()) return 0;
  const Lines& lines = LinesOf(path);
  if (near_line < 1 || near_line > static_cast<int>(lines.size())) return 0;
  if (column == 1 && name.empty()) return 1;  // the module itself
  for (int line = near_line; line > 0; --line) {
    if (!MayBegin(lines[static_cast<size_t>(line) - 1], column, name)) continue;
    if (EndOf(lines, line, column) >= near_line) return line;
  }
  return 0;
}

int FindEnd(const std::string& file, int line, int column) {
  std::string path = PathOf(file);
  if (path.empty()) return 0;
  const Lines& lines = LinesOf(path);
  if (line < 1 || line > static_cast<int>(lines.size())) return 0;
  return EndOf(lines, line, column);
}

int FindOnlyBeginning(const std::string& file, int column, const std::string& name) {
  std::string path = PathOf(file);
  if (path.empty()) return 0;
  const Lines& lines = LinesOf(path);
  if (column == 1 && name.empty()) return lines.empty() ? 0 : 1;
  int found = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!MayBegin(lines[i], column, name)) continue;
    if (found != 0) return 0;
    found = static_cast<int>(i) + 1;
  }
  return found;
}

}  // namespace eddy::observe
