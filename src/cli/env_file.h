// The text of a .env file: util.parseEnv, process.loadEnvFile and --env-file.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config_file.h"

namespace eddy::cli {

// The variables of the text; of two with one name the last one. Sorted by name.
std::map<std::string, std::string> ParseEnvText(std::string_view text);

// Sets the variables of the files that --env-file and --env-file-if-exists name among the options of `argv`, but for
// those that the environment has already. `config` holds the options of the configuration file. Returns what was wrong,
// or "".
std::string LoadEnvFiles(const std::vector<std::string>& argv, const ConfigFile& config);

}  // namespace eddy::cli
