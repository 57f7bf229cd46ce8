// Text in, variables out; and the files that the command line names, into the environment.
#include "cli/env_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "cli/options.h"

namespace eddy::cli {
namespace {

constexpr std::string_view kSpace = " \t\n";
constexpr std::string_view kExport = "export ";

std::string_view Trim(std::string_view text) {
  size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool IsQuote(char c) { return c == '"' || c == '\'' || c == '`'; }

// "\n", two characters, is a line feed inside double quotes.
std::string Unescape(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    bool line_feed = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n';
    result += line_feed ? '\n' : text[i];
    if (line_feed) ++i;
  }
  return result;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::map<std::string, std::string> ReadAll() {
    while (at_ < text_.size()) ReadLine();
    return std::move(variables_);
  }

 private:
  size_t LineEnd(size_t from) const { return std::min(text_.find('\n', from), text_.size()); }
  size_t SkipSpace(size_t from) const { return std::min(text_.find_first_not_of(kSpace, from), text_.size()); }

  void ReadLine() {
    size_t end = LineEnd(at_);
    if (text_[at_] == '#') {
      at_ = end + 1;
      return;
    }
    size_t equals = text_.find('=', at_);
    if (equals == text_.npos || equals > end) {
      at_ = SkipSpace(end);
      return;
    }
    std::string_view key = Trim(text_.substr(at_, equals - at_));
    size_t start = equals + 1;
    if (start == text_.size() || text_[start] == '\n') {
      variables_[std::string(key)] = "";  // with its `export`, if any
      at_ = start + 1;
    } else if (key.empty()) {
      at_ = SkipSpace(start);  // what follows may be a variable
    } else {
      if (key.starts_with(kExport)) key = Trim(key.substr(kExport.size()));
      ReadValue(key, SkipSpace(start));
    }
  }

  // The value at `start` begins with a quote, or ends with its line.
  void ReadValue(std::string_view key, size_t start) {
    std::string& value = variables_[std::string(key)];
    bool quoted = start < text_.size() && IsQuote(text_[start]);
    size_t close = quoted ? text_.find(text_[start], start + 1) : text_.npos;
    size_t end;
    if (close != text_.npos) {
      std::string_view inside = text_.substr(start + 1, close - start - 1);
      value = text_[start] == '"' ? Unescape(inside) : inside;
      end = LineEnd(close + 1);
    } else {
      end = LineEnd(start);
      std::string_view line = text_.substr(start, end - start);
      value = quoted ? line : Trim(line.substr(0, line.find('#')));
    }
    at_ = SkipSpace(end);
  }

  std::string_view text_;
  size_t at_ = 0;
  std::map<std::string, std::string> variables_;
};

enum class Read { kDone, kAbsent, kFailed };

Read ReadFile(const std::string& path, std::string* text) {
  FILE* file = fopen(path.c_str(), "rb");
  if (!file) return errno == ENOENT || errno == ENOTDIR ? Read::kAbsent : Read::kFailed;
  char buffer[4096];
  for (size_t count; (count = fread(buffer, 1, sizeof buffer, file)) > 0;) text->append(buffer, count);
  bool failed = ferror(file);
  fclose(file);
  return failed ? Read::kFailed : Read::kDone;
}

// Who watches a program leaves the variables to it: it gets those of the files as they then are.
bool IsWatcher(const Options& options) {
  return (options.Boolean("--watch") || !options.List("--watch-path").empty()) && !std::getenv("EDDY_WATCH_FD");
}

}  // namespace

std::map<std::string, std::string> ParseEnvText(std::string_view text) {
  std::string without_returns(text);
  std::erase(without_returns, '\r');
  return Reader(Trim(without_returns)).ReadAll();
}

std::string LoadEnvFiles(const std::vector<std::string>& argv, const ConfigFile& config) {
  std::map<std::string, std::string> variables;
  bool any = std::any_of(argv.begin(), argv.end(), [](auto& word) { return word.starts_with("--env-file"); });
  if (!any) return "";
  CommandLine line = Parse(argv, config.WithEnvironment(std::getenv("NODE_OPTIONS")), Scope::kProcess, config.words);
  if (line.error.empty() && IsWatcher(line.options)) return "";
  for (const auto& [name, path] : line.env_files) {
    std::string text;
    Read outcome = ReadFile(path, &text);
    if (outcome == Read::kFailed) return path + ": invalid format";
    if (outcome == Read::kAbsent && name == "--env-file") return path + ": not found";
    if (outcome == Read::kAbsent) {
      fprintf(stderr, "%s not found. Continuing without it.\n", path.c_str());
      continue;
    }
    for (auto& [key, value] : ParseEnvText(text)) variables[key] = value;  // of two files the later one counts
  }
  for (const auto& [key, value] : variables) setenv(key.c_str(), value.c_str(), 0);
  return "";
}

}  // namespace eddy::cli
