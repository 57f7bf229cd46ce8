#include "observe/source_lines.h"

#include <unistd.h>

#include <cctype>
#include <fstream>
#include <list>
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
  while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_' || text[end] == '$')) {
    ++end;
  }
  while (end < text.size() && text[end] == ' ') ++end;
  return end > at && text.compare(end, 2, "=>") == 0;
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

int FindBeginning(const std::string& file, int near_line, int column, const std::string& name) {
  std::string path = PathOf(file);
  if (path.empty()) return 0;
  const Lines& lines = LinesOf(path);
  for (int line = std::min(near_line, static_cast<int>(lines.size())); line > 0; --line) {
    if (MayBegin(lines[static_cast<size_t>(line) - 1], column, name)) return line;
  }
  return 0;
}

}  // namespace eddy::observe
