// Parsing of the command line and NODE_OPTIONS, --help and completion: all by the table in option_table.cc.
#include "cli/options.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "v8.h"

namespace eddy::cli {

// --- Values. ---

bool Options::Given(std::string_view name) const { return values_.contains(name); }

std::string Options::String(std::string_view name) const {
  auto found = values_.find(name);
  if (found != values_.end()) return found->second.back();
  const Option* option = Find(name);
  return option && option->fallback ? option->fallback : "";
}

bool Options::Boolean(std::string_view name) const { return String(name) == "true"; }

double Options::Number(std::string_view name) const {
  double value = std::strtod(String(name).c_str(), nullptr);
  return value < 0 && Find(name)->type == Type::kNumber ? value + 0x1p64 : value;
}

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

constexpr const char* kNoDebug =
    "[DEP0062]: `node --debug` and `node --debug-brk` are invalid. Please use `node --inspect` and `node "
    "--inspect-brk` "
    "instead.";

// Of "9229", "host:9229" or "[::1]:9229"; none: 0.
bool IsPortAllowed(const std::string& address) {
  size_t colon = address.rfind(':');
  std::string text = colon == address.npos ? address : address.substr(colon + 1);
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return true;
  double port = std::strtod(text.c_str(), nullptr);
  return port == 0 || (port >= 1024 && port <= 65535);
}

// Where options stand. What comes from a configuration file has been found to be allowed there.
enum class Source : uint8_t { kEnvironment, kConfiguration, kCommandLine };

class Parser {
 public:
  Parser(CommandLine& line, Scope scope) : line_(line), scope_(scope) {}

  // Takes one option at words[*i]; false when it is none, or is wrong.
  bool Take(const std::vector<std::string>& words, size_t* i, Source source) {
    const std::string& word = words[*i];
    std::string name = word, value;
    bool has_value = false;
    if (size_t equals = word.find('='); word.starts_with("--") && equals != word.npos) {
      name = word.substr(0, equals);
      value = word.substr(equals + 1);
      has_value = true;
    }
    if (name.starts_with("--")) std::replace(name.begin() + 2, name.end(), '_', '-');
    // As errors call it: without its value.
    const std::string shown = has_value ? name + "=" : word;
    if (source == Source::kCommandLine && (name == "--debug" || name == "--debug-brk")) return Fail(kNoDebug);
    if (name == "-pe") return TakeEval(words, i, "--eval", source);

    bool negated = false;
    const Option* option = Find(name);
    if (!option && name.starts_with("--no-")) {
      option = Find("--" + name.substr(5));
      negated = option != nullptr;
      if (option && !MayBeNegated(*option)) {
        return Fail(word + " is an invalid negation because it is not a boolean option");
      }
    }
    if (!option) return TakeV8Flag(word, shown, source);
    if (source == Source::kEnvironment && !option->in_node_options)
      return Fail(shown + " is not allowed in NODE_OPTIONS");
    if (option->missing && !negated) {
      if (scope_ != Scope::kThread) {
        fprintf(stderr, "eddy: %s has no effect: it needs %s, which eddy does not have yet\n", option->name,
                option->missing);
      }
    }
    bool prints = std::string_view(option->name) == "--print";
    bool program_follows = prints && *i + 1 < words.size() && !words[*i + 1].starts_with("-");
    if (program_follows) return TakeEval(words, i, name, source);
    Remember(word, source);
    switch (option->type) {
      case Type::kIgnored: return true;
      case Type::kV8:
        if (scope_ == Scope::kThread) return true;
        if (!IsV8Flag(word)) return Refuse(word);
        line_.v8_flags.push_back(word);
        return true;
      case Type::kBoolean:
        line_.options.Set(*option, negated ? "false" : "true");
        if (name == "--experimental-transform-types" && !negated) line_.options.Set(*Find("--strip-types"), "true");
        // These may have a value: it is that of an option beside them.
        if (has_value && name == "--loop-watch")
          return TakeValue(*Find("--loop-watch-limit"), name, &value, words, i, Source::kEnvironment);
        if (has_value && name == "--loop-why")
          return TakeValue(*Find("--loop-why-delay"), name, &value, words, i, Source::kEnvironment);
        return !has_value || !name.starts_with("--inspect") || TakeAddress(name, value);
      default: return TakeValue(*option, name, has_value ? &value : nullptr, words, i, source);
    }
  }

 private:
  bool Fail(std::string message) {
    line_.error = std::move(message);
    return false;
  }

  void Remember(const std::string& word, Source source) {
    if (source == Source::kCommandLine) line_.exec_argv.push_back(word);
  }

  // --trace-events-enabled is short for a value of another option.
  static bool MayBeNegated(const Option& option) {
    if (std::string_view(option.name) == "--trace-events-enabled") return false;
    return option.type == Type::kBoolean || option.type == Type::kV8;
  }

  // `value` is what stood behind '=', or nullptr: then the next word is it.
  bool TakeValue(const Option& option, const std::string& name, const std::string* value,
                 const std::vector<std::string>& words, size_t* i, Source source) {
    if (std::string_view(option.name).starts_with("--env-file")) RememberFile(option, value, words, *i);
    if (value && value->empty()) return Fail(name + "= requires an argument");
    std::string text;
    if (value) {
      text = *value;
    } else {
      bool follows = *i + 1 < words.size() && !words[*i + 1].starts_with("-");
      if (!follows) return Fail(name + " requires an argument");
      text = words[++*i];
      Remember(text, source);
      if (text.starts_with("\\-")) text.erase(0, 1);  // so is a value written that begins with a dash
    }
    bool is_v8s = std::string_view(option.name) == "--max-old-space-size" ||
                  std::string_view(option.name) == "--stack-trace-limit";
    // V8 says what is wrong with a value; a good one of the heap's size it need not hear, for its code cache depends on
    // its flags.
    bool is_number = text.find_first_not_of("0123456789") == text.npos && text.size() < 10;
    if (is_v8s && !is_number && !IsV8Flag(std::string(option.name) + "=" + text)) {
      return Refuse(std::string(option.name) + "=" + text);
    }
    if (std::string_view(option.name) == "--max-old-space-size" && text.starts_with("-")) return true;  // V8 has warned
    if (option.name == std::string_view("--inspect-port")) return SetInspectPort(text);
    line_.options.Set(option, text);
    if (option.name == std::string_view("--report-signal")) line_.options.Set(*Find("--report-on-signal"), "true");
    if (option.name == std::string_view("--stack-trace-limit")) {
      line_.v8_flags.push_back("--stack-trace-limit=" + text);
      if (is_number && scope_ == Scope::kProcess) IsV8Flag(line_.v8_flags.back());
    }
    return true;
  }

  // Of a file, the name that is none is reported before the option is: any word counts as one here.
  void RememberFile(const Option& option, const std::string* value, const std::vector<std::string>& words, size_t i) {
    if (value) {
      line_.env_files.emplace_back(option.name, *value);
    } else if (i + 1 < words.size()) {
      line_.env_files.emplace_back(option.name, words[i + 1]);
    }
  }

  // What stands behind --inspect= and its kin.
  bool TakeAddress(const std::string& name, const std::string& value) {
    if (value.empty()) return Fail(name + "= requires an argument");
    return SetInspectPort(value);
  }

  bool SetInspectPort(const std::string& address) {
    if (!IsPortAllowed(address)) return Fail("must be 0 or in range 1024 to 65535.");
    line_.options.Set(*Find("--inspect-port"), address);
    return true;
  }

  // -pe SCRIPT, and -p or --print with a script behind it.
  bool TakeEval(const std::vector<std::string>& words, size_t* i, const std::string& name, Source source) {
    if (source != Source::kCommandLine) return Fail(words[*i] + " is not allowed in NODE_OPTIONS");
    Remember(words[*i], source);
    line_.options.Set(*Find("--print"), "true");
    return TakeValue(*Find("--eval"), name, nullptr, words, i, source);
  }

  bool TakeV8Flag(const std::string& word, const std::string& shown, Source source) {
    if (source != Source::kCommandLine) return Fail(shown + " is not allowed in NODE_OPTIONS");
    if (scope_ == Scope::kThread || !IsV8Flag(word)) return Refuse(word);
    line_.v8_flags.push_back(word);
    Remember(word, source);
    return true;
  }

  // All unknown options are reported, so parsing goes on.
  bool Refuse(const std::string& word) {
    line_.bad_options += (line_.bad_options.empty() ? "bad option: " : "\nbad option: ") + word;
    return true;
  }

  CommandLine& line_;
  Scope scope_;
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

namespace {

bool IsPowerOfTwo(double value) {
  if (!(value >= 1) || value > 0x1p62) return false;
  auto integer = static_cast<uint64_t>(value);
  return static_cast<double>(integer) == value && (integer & (integer - 1)) == 0;
}

// Of words separated by commas.
bool IsPublishList(std::string_view text) {
  while (true) {
    size_t comma = text.find(',');
    std::string_view word = text.substr(0, comma);
    if (word != "stderr" && word != "http") return false;
    if (comma == text.npos) return true;
    text.remove_prefix(comma + 1);
  }
}

// Collects what is wrong with the options together, a line each, in the order of Node's.
class Conflicts {
 public:
  explicit Conflicts(const Options& options) : options_(options) {}

  // "" when nothing is wrong; else also the exit code.
  std::string Find(int* exit_code) {
    OfOpenSsl();
    OfV8();
    OfScripts();
    if (options_.Boolean("--test")) OfTests();
    OfWatching();
    OfProfiles();
    if (options_.Given("--inspect-publish-uid") && !IsPublishList(options_.String("--inspect-publish-uid"))) {
      Add("--inspect-publish-uid destination can be stderr or http");
    }
    if (found_.empty() && !IsOneOf("--disable-proto", {"delete", "throw"})) {
      *exit_code = 12;
      Add("invalid mode passed to --disable-proto");
    }
    return found_;
  }

 private:
  void OfOpenSsl() {
    RefuseBoth("--use-openssl-ca", "--use-bundled-ca");
    if (std::trunc(options_.Number("--secure-heap")) == 0) return;  // also what is no number at all
    for (const char* name : {"--secure-heap", "--secure-heap-min"}) {
      if (options_.Given(name) && !IsPowerOfTwo(std::trunc(options_.Number(name)))) {
        Add(std::string(name) + " must be a power of 2");
      }
    }
  }

  void OfV8() {
    Check("--use-largepages", {"off", "on", "silent"});
    std::string percentage = options_.String("--max-old-space-size-percentage");
    if (percentage.empty()) return;
    char* end;
    double value = std::strtod(percentage.c_str(), &end);
    if (*end || !(value > 0 && value <= 100)) {
      Add("--max-old-space-size-percentage must be greater than 0 and up to 100. Got: " + percentage);
    }
  }

  void OfScripts() {
    if (!IsOneOf("--input-type", {"commonjs", "module", "commonjs-typescript", "module-typescript"})) {
      Add(R"(--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript")");
    }
    RefuseBoth("--check", "--eval");
    Check("--unhandled-rejections", {"strict", "warn", "none", "throw", "warn-with-error-code"});
    RefuseBoth("--tls-min-v1.3", "--tls-max-v1.2");
    if (options_.Number("--heapsnapshot-near-heap-limit") < 0) {
      Add("--heapsnapshot-near-heap-limit must not be negative");
    }
    Check("--trace-require-module", {"all", "no-node-modules"});
  }

  void OfTests() {
    Check("--test-isolation", {"none", "process"});
    for (const char* other : {"--check", "--eval", "--interactive"}) RefuseBoth("--test", other);
    if (options_.Given("--watch-path")) Add("--watch-path cannot be used in combination with --test");
  }

  void OfWatching() {
    if (!options_.Boolean("--watch") && !options_.Given("--watch-path")) return;
    for (const char* other : {"--check", "--interactive", "--test-force-exit"}) {
      if (!IsOn(other)) continue;
      return AddBoth("--watch", other);
    }
  }

  void OfProfiles() {
    for (std::string profile : {"--cpu-prof", "--heap-prof"}) {
      if (options_.Boolean(profile)) continue;
      for (const char* detail : {"-name", "-dir", "-interval"}) {
        if (options_.Given(profile + detail)) Add(profile + detail + " must be used with " + profile);
      }
    }
  }

  bool IsOn(const char* name) const {
    return name == std::string_view("--eval") ? options_.Given(name) : options_.Boolean(name);
  }

  bool IsOneOf(const char* name, std::initializer_list<std::string_view> values) const {
    std::string value = options_.String(name);
    return value.empty() || std::find(values.begin(), values.end(), value) != values.end();
  }

  void Check(const char* name, std::initializer_list<std::string_view> values) {
    if (!IsOneOf(name, values)) Add("invalid value for " + std::string(name));
  }

  void RefuseBoth(const char* a, const char* b) {
    if (IsOn(a) && IsOn(b)) AddBoth(a, b);
  }

  void AddBoth(const char* a, const char* b) {
    Add("either " + std::string(a) + " or " + b + " can be used, not both");
  }

  void Add(const std::string& line) { found_ += (found_.empty() ? "" : "\n") + line; }

  const Options& options_;
  std::string found_;
};

}  // namespace

CommandLine Parse(const std::vector<std::string>& argv, std::string_view environment, Scope scope,
                  const std::vector<std::string>& configured) {
  CommandLine line;
  Parser parser(line, scope);
  std::vector<std::string> words;
  if (!SplitEnvironment(environment, &words)) {
    line.error = "invalid value for NODE_OPTIONS (unterminated string)";
    return line;
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "-" || !words[i].starts_with("-")) break;  // a program's name, which says nothing here
    if (!parser.Take(words, &i, Source::kEnvironment)) return line;
  }
  for (size_t i = 0; i < configured.size(); ++i) {
    if (!parser.Take(configured, &i, Source::kConfiguration)) return line;
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
    if (!parser.Take(argv, &i, Source::kCommandLine)) return line;
    if (!line.options.Boolean("--prof-process")) continue;
    ++i;  // what follows is for what reads the log
    break;
  }
  line.arguments.assign(argv.begin() + std::min(i, argv.size()), argv.end());
  line.error = Conflicts(line.options).Find(&line.error_exit_code);
  if (line.error.empty()) line.error = line.bad_options;
  return line;
}

// --- Help. ---

std::string BashCompletion() {
  std::string words;
  for (const auto& option : Table()) {
    if (option.type == Type::kIgnored || option.missing) continue;
    words += std::string(words.empty() ? "" : " ") + option.name;
    if (option.short_name) words += std::string(" ") + option.short_name;
    if (option.type == Type::kBoolean) words += std::string(" --no-") + (option.name + 2);
  }
  return "_eddy_complete() {\n"
         "  local word=\"${COMP_WORDS[COMP_CWORD]}\"\n"
         "  if [[ \"$word\" == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W '" +
         words +
         "' -- \"$word\"))\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -o nospace -o bashdefault -F _eddy_complete eddy\n";
}

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
    bool negated = option.type == Type::kBoolean && option.fallback && std::strcmp(option.fallback, "true") == 0;
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
