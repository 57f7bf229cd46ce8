// The table of options and everything read off it.
#include "cli/options.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "v8.h"

namespace eddy::cli {

const std::vector<Option>& Table() {
  using enum Type;
  constexpr bool kEnv = true, kNoEnv = false;
  // Sorted by name. A boolean whose fallback is "true" is shown in --help by its negation.
  static const std::vector<Option> table = {
      {"--abort-on-uncaught-exception", nullptr, kBoolean, kEnv, "false", nullptr,
       "abort instead of exiting, so that a core file is made for analysis"},
      {"--addons", nullptr, kBoolean, kEnv, "true", nullptr, "loading native addons"},
      {"--async-context-frame", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--check", "-c", kBoolean, kNoEnv, "false", nullptr, "check the program's syntax without running it"},
      {"--conditions", "-C", kList, kEnv, nullptr, "NAME", "additional condition for conditional exports and imports"},
      {"--debug-arraybuffer-allocations", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--deprecation", nullptr, kBoolean, kEnv, "true", nullptr, "deprecation warnings"},
      {"--disable-proto", nullptr, kString, kEnv, nullptr, "delete|throw", "disable Object.prototype.__proto__"},
      {"--disable-warning", nullptr, kList, kEnv, nullptr, "CODE|TYPE", "silence the warnings of a code or type"},
      {"--disallow-code-generation-from-strings", nullptr, kBoolean, kEnv, "false", nullptr,
       "disallow eval and its kin"},
      {"--dns-result-order", nullptr, kString, kEnv, nullptr, "ORDER",
       "order of dns.lookup's answers: ipv4first, ipv6first or verbatim"},
      {"--enable-source-maps", nullptr, kBoolean, kEnv, "false", nullptr, "source maps in stack traces"},
      {"--env-file", nullptr, kList, kNoEnv, nullptr, "FILE", "set environment variables from a file"},
      {"--env-file-if-exists", nullptr, kList, kNoEnv, nullptr, "FILE", "the same, if the file exists"},
      {"--eval", "-e", kString, kNoEnv, nullptr, "SCRIPT", "run SCRIPT"},
      {"--experimental-addon-modules", nullptr, kBoolean, kEnv, "false", nullptr, "import of native addons"},
      {"--experimental-detect-module", nullptr, kBoolean, kEnv, "true", nullptr,
       "detecting ES modules by their syntax"},
      {"--experimental-import-meta-resolve", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--experimental-loader", "--loader", kList, kEnv, nullptr, "MODULE", "hooks for import"},
      {"--experimental-repl-await", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--experimental-require-module", nullptr, kBoolean, kEnv, "true", nullptr, "require() of ES modules"},
      {"--experimental-transform-types", nullptr, kBoolean, kEnv, "false", nullptr,
       "TypeScript that has to be transformed, such as enums"},
      {"--experimental-vm-modules", nullptr, kBoolean, kEnv, "false", nullptr, "ES modules in node:vm"},
      {"--expose-gc", nullptr, kBoolean, kEnv, "false", nullptr, "give programs a global gc()"},
      {"--expose-internals", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr},
      {"--extra-info-on-fatal-exception", nullptr, kBoolean, kEnv, "true", nullptr,
       "extra information on a fatal exception"},
      {"--force-async-hooks-checks", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--frozen-intrinsics", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--global-search-paths", nullptr, kBoolean, kEnv, "true", nullptr,
       "searching modules in global paths such as NODE_PATH"},
      {"--help", "-h", kBoolean, kNoEnv, "false", nullptr, "print this text"},
      {"--import", nullptr, kList, kEnv, nullptr, "MODULE", "preload an ES module"},
      {"--input-type", nullptr, kString, kEnv, nullptr, "TYPE",
       "how to read a program from --eval or standard input: commonjs or module"},
      {"--insecure-http-parser", nullptr, kBoolean, kEnv, "false", nullptr, "accept malformed HTTP"},
      {"--interactive", "-i", kBoolean, kNoEnv, "false", nullptr,
       "open the REPL even if standard input is no terminal"},
      {"--max-http-header-size", nullptr, kNumber, kEnv, "16384", "BYTES", "limit of HTTP headers"},
      {"--max-old-space-size", nullptr, kNumber, kEnv, "0", "MIB", "limit of the old generation of the heap"},
      {"--network-family-autoselection", nullptr, kBoolean, kEnv, "true", nullptr,
       "trying IPv4 and IPv6 addresses in turn"},
      {"--network-family-autoselection-attempt-timeout", nullptr, kNumber, kEnv, "250", "MS",
       "time for one attempt of it"},
      {"--node-snapshot", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--pending-deprecation", nullptr, kBoolean, kEnv, "false", nullptr, "warnings for deprecations to come"},
      {"--preserve-symlinks", nullptr, kBoolean, kEnv, "false", nullptr, "keep symbolic links when resolving modules"},
      {"--preserve-symlinks-main", nullptr, kBoolean, kEnv, "false", nullptr, "the same, for the main module"},
      {"--print", "-p", kString, kNoEnv, nullptr, "SCRIPT", "run SCRIPT and print its result"},
      {"--redirect-warnings", nullptr, kString, kEnv, nullptr, "FILE", "write warnings to a file"},
      {"--require", "-r", kList, kEnv, nullptr, "MODULE", "preload a CommonJS module"},
      {"--stack-trace-limit", nullptr, kNumber, kEnv, nullptr, "FRAMES", "length of stack traces, 10 unless told"},
      {"--strip-types", nullptr, kBoolean, kEnv, "true", nullptr, "stripping the types of TypeScript"},
      {"--throw-deprecation", nullptr, kBoolean, kEnv, "false", nullptr, "throw on deprecations"},
      {"--title", nullptr, kString, kEnv, nullptr, "TITLE", "the process's title"},
      {"--trace-deprecation", nullptr, kBoolean, kEnv, "false", nullptr, "stack traces on deprecations"},
      {"--trace-exit", nullptr, kBoolean, kEnv, "false", nullptr, "a stack trace when the program exits by itself"},
      {"--trace-sigint", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--trace-sync-io", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--trace-uncaught", nullptr, kBoolean, kEnv, "false", nullptr,
       "a stack trace of the place of each uncaught throw"},
      {"--trace-warnings", nullptr, kBoolean, kEnv, "false", nullptr, "stack traces on warnings"},
      {"--track-heap-objects", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--unhandled-rejections", nullptr, kString, kEnv, nullptr, "MODE",
       "strict, warn, none, throw or warn-with-error-code"},
      {"--v8-options", nullptr, kBoolean, kNoEnv, "false", nullptr, "print V8's options"},
      {"--v8-pool-size", nullptr, kNumber, kEnv, "4", "THREADS", "V8's worker threads"},
      {"--verify-base-objects", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--version", "-v", kBoolean, kNoEnv, "false", nullptr, "print the version"},
      {"--warnings", nullptr, kBoolean, kEnv, "true", nullptr, "warnings"},
      {"--zero-fill-buffers", nullptr, kBoolean, kEnv, "false", nullptr, "fill all new Buffers with zeros"},
  };
  return table;
}

const Option* Find(std::string_view name) {
  for (const auto& option : Table()) {
    if (name == option.name || (option.short_name && name == option.short_name)) return &option;
  }
  return nullptr;
}

// --- Values. ---

bool Options::Given(std::string_view name) const { return values_.contains(name); }

std::string Options::String(std::string_view name) const {
  auto found = values_.find(name);
  if (found != values_.end()) return found->second.back();
  const Option* option = Find(name);
  return option && option->fallback ? option->fallback : "";
}

bool Options::Boolean(std::string_view name) const { return String(name) == "true"; }
double Options::Number(std::string_view name) const { return std::strtod(String(name).c_str(), nullptr); }

const std::vector<std::string>& Options::List(std::string_view name) const {
  static const std::vector<std::string> none;
  auto found = values_.find(name);
  return found == values_.end() ? none : found->second;
}

void Options::Set(const Option& option, std::string value) {
  auto& values = values_[option.name];
  if (option.type != Type::kList) values.clear();
  values.push_back(std::move(value));
}

// --- Parsing. ---

namespace {

bool IsV8Flag(const std::string& word);

class Parser {
 public:
  explicit Parser(CommandLine& line) : line_(line) {}

  // Takes one option at words[*i]; false when it is none, or is wrong.
  bool Take(const std::vector<std::string>& words, size_t* i, bool from_environment) {
    const std::string& word = words[*i];
    std::string name = word, value;
    bool has_value = false;
    if (size_t equals = word.find('='); word.starts_with("--") && equals != word.npos) {
      name = word.substr(0, equals);
      value = word.substr(equals + 1);
      has_value = true;
    }
    if (name.starts_with("--")) std::replace(name.begin() + 2, name.end(), '_', '-');
    if (name == "-pe" || name == "-ep") name = "-p";

    bool negated = false;
    const Option* option = Find(name);
    if (!option && name.starts_with("--no-")) {
      option = Find("--" + name.substr(5));
      negated = option != nullptr;
      if (option && option->type != Type::kBoolean)
        return Fail(word + " is an invalid negation because it is not a boolean option");
    }
    if (!option) return TakeV8Flag(word, from_environment);
    if (from_environment && !option->in_node_options) return Fail(word + " is not allowed in NODE_OPTIONS");
    if (!from_environment) line_.exec_argv.push_back(word);

    if (option->type == Type::kBoolean) {
      if (has_value) return Fail(word + " does not take an argument");
      line_.options.Set(*option, negated ? "false" : "true");
      PassToV8(*option, negated);
      return true;
    }
    if (!has_value) {
      bool may_lack = std::string_view(option->name) == "--print";
      if (*i + 1 < words.size() && (may_lack || !words[*i + 1].starts_with("-") || words[*i + 1] == "-")) {
        value = words[++*i];
        if (!from_environment) line_.exec_argv.push_back(value);
      } else if (!may_lack) {
        return Fail(name + " requires an argument");
      }
    }
    line_.options.Set(*option, value);
    if (option->name == std::string_view("--stack-trace-limit"))
      line_.v8_flags.push_back("--stack-trace-limit=" + value);
    return true;
  }

 private:
  bool Fail(std::string message) {
    line_.error = std::move(message);
    return false;
  }

  bool TakeV8Flag(const std::string& word, bool from_environment) {
    if (!IsV8Flag(word))
      return Fail(from_environment ? word + " is not allowed in NODE_OPTIONS" : "bad option: " + word);
    line_.v8_flags.push_back(word);
    if (!from_environment) line_.exec_argv.push_back(word);
    return true;
  }

  void PassToV8(const Option& option, bool negated) {
    for (const char* name :
         {"--expose-gc", "--abort-on-uncaught-exception", "--disallow-code-generation-from-strings"}) {
      if (std::string_view(name) != option.name) continue;
      line_.v8_flags.push_back(negated ? "--no-" + std::string(name + 2) : name);
    }
  }

  CommandLine& line_;
};

// V8 itself knows its flags best: it takes what it knows out of the array.
bool IsV8Flag(const std::string& word) {
  if (!word.starts_with("--") || word.size() < 4) return false;
  std::string program = "eddy", copy = word;
  char* arguments[] = {program.data(), copy.data(), nullptr};
  int count = 2;
  v8::V8::SetFlagsFromCommandLine(&count, arguments, true);
  return count == 1;
}

}  // namespace

bool SplitEnvironment(std::string_view text, std::vector<std::string>* words) {
  bool in_quotes = false, in_word = false;
  std::string word;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\\' && in_quotes) {
      if (++i == text.size()) return false;
      c = text[i];
    } else if (c == ' ' && !in_quotes) {
      if (in_word) words->push_back(std::exchange(word, {}));
      in_word = false;
      continue;
    } else if (c == '"') {
      in_quotes = !in_quotes;
      in_word = true;
      continue;
    }
    word += c;
    in_word = true;
  }
  if (in_quotes) return false;
  if (in_word) words->push_back(word);
  return true;
}

CommandLine Parse(const std::vector<std::string>& argv, std::string_view environment) {
  CommandLine line;
  Parser parser(line);
  std::vector<std::string> words;
  if (!SplitEnvironment(environment, &words)) {
    line.error = "invalid value for NODE_OPTIONS (unterminated string)";
    return line;
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("-")) {
      line.error = words[i] + " is not allowed in NODE_OPTIONS";
      return line;
    }
    if (!parser.Take(words, &i, true)) return line;
  }
  size_t i = 1;
  for (; i < argv.size(); ++i) {
    const std::string& word = argv[i];
    if (word == "--") {
      line.end_of_options = true;
      ++i;
      break;
    }
    if (word == "-" || !word.starts_with("-")) break;
    if (!parser.Take(argv, &i, false)) return line;
  }
  line.arguments.assign(argv.begin() + std::min(i, argv.size()), argv.end());
  return line;
}

// --- Help. ---

std::string Help() {
  std::string text =
      "Usage: eddy [options] [script.js | -] [arguments]\n\n"
      "Runs a Node.js program. Without one, reads it from standard input.\n\nOptions:\n";
  auto line = [&text](std::string left, std::string_view help) {
    constexpr size_t kColumn = 34;
    left = "  " + left;
    if (left.size() < kColumn) {
      left.resize(kColumn, ' ');
    } else {
      left += "\n" + std::string(kColumn, ' ');
    }
    text += left + std::string(help) + "\n";
  };
  line("-", "read the program from standard input");
  line("--", "end of the options");
  for (const auto& option : Table()) {
    if (!option.help) continue;
    bool negated = option.type == Type::kBoolean && std::strcmp(option.fallback, "true") == 0;
    std::string left = option.short_name ? std::string(option.short_name) + ", " : "";
    left += negated ? std::string("--no-") + (option.name + 2) : option.name;
    if (option.argument) left += std::string("=") + option.argument;
    line(left, negated ? "without " + std::string(option.help) : option.help);
  }
  text += "\nV8's own options (--v8-options lists them) are passed on to V8.\n\nEnvironment:\n";
  line("NODE_OPTIONS", "options, before those of the command line");
  line("NODE_PATH", "folders to search for modules, separated by ':'");
  line("NODE_NO_WARNINGS=1", "no warnings");
  line("NODE_REDIRECT_WARNINGS=FILE", "write warnings to a file");
  line("UV_THREADPOOL_SIZE", "threads of the pool, 4 unless told");
  return text;
}

}  // namespace eddy::cli
