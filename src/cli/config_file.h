// --experimental-config-file, --experimental-default-config-file: options from a JSON file.
#pragma once
#include <string>
#include <vector>

#include "cli/options.h"

namespace eddy::cli {

struct ConfigFile {
  std::string node_options;        // of "nodeOptions", as they stand in the variable NODE_OPTIONS
  std::vector<std::string> words;  // of the other parts, "testRunner" and "watch", as on a command line
  std::string detail;              // what is wrong in the file, in lines to be printed as they are
  std::string error;               // what was wrong, in a line; the process then ends with code 9

  // Of `variable`, the value of NODE_OPTIONS or nullptr, and its own, those that count.
  std::string WithEnvironment(const char* variable) const;
};

// Reads the file that argv[1…] names; nothing where it names none. As on Node 24, what stands behind the program
// counts, and "nodeOptions" do not where the environment has NODE_OPTIONS, even an empty one.
ConfigFile LoadConfigFile(const std::vector<std::string>& argv);

// The options of that file, a word each, once it has been read.
const std::vector<std::string>& ConfiguredWords();

// Reads the file's text. `file` is how messages call it.
ConfigFile ParseConfig(std::string_view text, const std::string& file);

}  // namespace eddy::cli
