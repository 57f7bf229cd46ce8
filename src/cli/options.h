// Command-line options: one table (option_table.cc) gives parsing, --help, NODE_OPTIONS and what getOption returns.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace eddy::cli {

enum class Type : uint8_t {
  kBoolean,
  kString,
  kList,
  kNumber,   // from 0 on: -1 stands for 2^64 - 1 on the command line, and is refused in a file
  kSigned,   // a number, too, which may be negative
  kV8,       // V8's own, passed on to it
  kIgnored,  // of former times: accepted, and without effect
};

struct Option {
  const char* name;        // "--check"
  const char* short_name;  // "-c", or nullptr
  Type type;
  bool in_node_options;           // may it stand in NODE_OPTIONS?
  bool of_process;                // no worker can have one of its own
  const char* fallback;           // value when not given: "true", "8", …; nullptr for none
  const char* argument;           // what --help calls the value: "FILE"
  const char* help;               // nullptr: accepted, but not in --help
  const char* missing = nullptr;  // what eddy lacks for it: that is said to whoever gives it, and it has no effect
};

const std::vector<Option>& Table();
const Option* Find(std::string_view name);

// The parsed values. A boolean's value is "true" or "false".
class Options {
 public:
  bool Boolean(std::string_view name) const;
  double Number(std::string_view name) const;       // 0 when not given
  std::string String(std::string_view name) const;  // "" when not given
  const std::vector<std::string>& List(std::string_view name) const;
  bool Given(std::string_view name) const;
  void Set(const Option& option, std::string value);
  const std::map<std::string, std::vector<std::string>, std::less<>>& values() const { return values_; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

struct CommandLine {
  Options options;
  std::vector<std::string> exec_argv;                          // the options as given, for process.execArgv
  std::vector<std::string> arguments;                          // the program and its arguments
  std::vector<std::string> v8_flags;                           // passed on to V8
  std::vector<std::pair<std::string, std::string>> env_files;  // --env-file or --env-file-if-exists, and its value
  bool end_of_options = false;                                 // "--" was given
  std::string bad_options;                                     // a line for each option that is none
  std::string error;  // what was wrong, in lines; the process then ends with the exit code
  int error_exit_code = 9;
};

// V8's flags are the process's: set once, before V8 starts. To ask V8 for one is to set it.
enum class Scope { kProcess, kThread };

// Parses argv[1…] after the options in NODE_OPTIONS (`environment`, may be empty). For a thread, V8's flags say
// nothing. `configured` are options of a configuration file (config_file.h), between the two.
CommandLine Parse(const std::vector<std::string>& argv, std::string_view environment, Scope scope = Scope::kProcess,
                  const std::vector<std::string>& configured = {});

// Splits the text of NODE_OPTIONS: spaces separate, double quotes group, a backslash escapes inside them.
bool SplitEnvironment(std::string_view text, std::vector<std::string>* words);

std::string Help();
std::string BashCompletion();  // a script for bash

}  // namespace eddy::cli
