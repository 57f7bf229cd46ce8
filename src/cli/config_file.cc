// The command line's words → the file they name → the options in it, as words again: what parses those knows the rest.
#include "cli/config_file.h"

#include <uv.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <set>

#include "cli/json_reader.h"

namespace eddy::cli {
namespace {

constexpr std::string_view kOption = "--experimental-config-file";
constexpr std::string_view kDefaultOption = "--experimental-default-config-file";
constexpr const char* kDefaultFile = "node.config.json";

std::vector<std::string> configured;  // of this process; written before any thread is there

// The file that is named first; of both options, the one with a name counts.
std::optional<std::string> FileOf(const std::vector<std::string>& argv) {
  bool is_default = false;
  for (size_t i = 1; i < argv.size(); ++i) {
    std::string_view word = argv[i];
    std::string_view name = word.substr(0, word.find('='));
    if (name == kDefaultOption) is_default = true;
    if (name != kOption) continue;
    if (word != name) return std::string(word.substr(name.size() + 1));
    if (i + 1 < argv.size()) return argv[i + 1];
  }
  if (is_default) return kDefaultFile;
  return std::nullopt;
}

// Which parts an option may stand in, by its name: those of tests and of watching have parts of their own, in which
// they may stand even where NODE_OPTIONS must not hold them.
bool BelongsTo(const Option& option, std::string_view part) {
  std::string_view name = option.name;
  if (part == "nodeOptions") return option.in_node_options && name != "--trace-events-enabled";
  if (part == "watch") return name.starts_with("--watch");
  if (name == "--test-udp-no-try-send") return false;
  return name.starts_with("--test-") || name.starts_with("--experimental-test-");
}

bool IsPart(std::string_view name) { return name == "nodeOptions" || name == "testRunner" || name == "watch"; }

// --inspect-port takes an address on the command line, and a number here. The heap's size is an option of V8's.
Type TypeOf(const Option& option) {
  std::string_view name = option.name;
  if (name == "--inspect-port") return Type::kNumber;
  if (name == "--max-old-space-size") return Type::kV8;
  return option.type;
}

class ConfigReader {
 public:
  ConfigReader(std::string_view text, const std::string& file) : json_(text), file_(file) {}

  ConfigFile Read() {
    if (!ReadRoot()) {
      config_.error = file_ + ": invalid content";
      return std::move(config_);
    }
    CheckCount();
    return std::move(config_);
  }

 private:
  bool Fail(const std::string& detail) {
    config_.detail = detail + "\n";
    return false;
  }

  bool FailValue(const Option& option) { return Fail(std::string("Invalid value for ") + option.name); }

  bool ReadRoot() {
    if (!json_.IsText()) return Fail("Can't parse " + file_);
    if (json_.Next() != '{') return Fail("Root value unexpected not an object for " + file_ + "\n");
    if (json_.Last() != '}') return Fail("Can't parse " + file_);
    return ReadFields([this](const std::string& name) {
      if (!IsPart(name)) return json_.Skip();
      if (json_.Next() != '{') return Fail("\"" + name + "\" value unexpected for " + file_ + " (should be an object)");
      return ReadFields([this, &name](const std::string& key) { return ReadOption(name, key); });
    });
  }

  // An object, each of whose values read(key) takes. False when it is malformed, or read(key) said so.
  template <typename Read>
  bool ReadFields(Read read) {
    json_.Take('{');
    if (json_.Take('}')) return true;
    do {
      auto key = json_.TakeString();
      if (!key || !json_.Take(':') || !read(*key)) return false;
    } while (json_.Take(','));
    return json_.Take('}');
  }

  bool ReadOption(const std::string& part, const std::string& key) {
    const Option* option = Find("--" + key);
    bool is_known = option && option->name == "--" + key && BelongsTo(*option, part);
    if (!is_known) return Fail("Unknown or not allowed option " + key + " for namespace " + part);
    if (!seen_.insert(option->name).second) return Fail(std::string("Option ") + option->name + " is already defined");
    switch (TypeOf(*option)) {
      case Type::kV8: return Fail(std::string("V8 flag ") + option->name + " is currently not supported");
      case Type::kIgnored: return Fail(std::string("No-op flag ") + option->name + " is currently not supported");
      case Type::kBoolean: return ReadBoolean(part, *option);
      case Type::kNumber: return ReadNumber(part, *option, json_.TakeUnsigned());
      case Type::kSigned: return ReadNumber(part, *option, json_.TakeInteger());
      case Type::kList: return ReadList(part, *option);
      case Type::kString: return ReadText(part, *option);
    }
    return false;
  }

  bool ReadBoolean(const std::string& part, const Option& option) {
    auto value = json_.TakeBoolean();
    if (!value) return FailValue(option);
    Add(part, *value ? option.name : std::string("--no-") + (option.name + 2));
    return true;
  }

  template <typename T>
  bool ReadNumber(const std::string& part, const Option& option, std::optional<T> value) {
    if (!value) return FailValue(option);
    Add(part, std::string(option.name) + "=" + std::to_string(*value));
    return true;
  }

  bool ReadText(const std::string& part, const Option& option) {
    auto value = json_.TakeString();
    if (!value) return FailValue(option);
    Add(part, std::string(option.name) + "=" + *value);
    return true;
  }

  // A text, or an array of texts.
  bool ReadList(const std::string& part, const Option& option) {
    if (!json_.Take('[')) return ReadText(part, option);
    if (json_.Take(']')) return true;
    do {
      if (!ReadText(part, option)) return false;
    } while (json_.Take(','));
    return json_.Take(']') || FailValue(option);
  }

  void Add(const std::string& part, const std::string& word) {
    if (part != "nodeOptions") {
      config_.words.push_back(word);
      return;
    }
    config_.node_options += (config_.node_options.empty() ? "" : " ") + word;
    ++count_;
  }

  // A value may not bring in further options.
  void CheckCount() {
    std::vector<std::string> words;
    if (!SplitEnvironment(config_.node_options, &words)) {
      config_.error = "invalid value for NODE_OPTIONS (unterminated string)";
    } else if (words.size() != count_) {
      config_.error = "The number of NODE_OPTIONS doesn't match the number of flags in the config file";
    }
  }

  JsonReader json_;
  const std::string& file_;
  ConfigFile config_;
  std::set<std::string_view> seen_;
  size_t count_ = 0;  // words in node_options
};

// An errno, or 0.
int ReadFile(const std::string& path, std::string* text) {
  FILE* file = fopen(path.c_str(), "rb");
  if (!file) return errno;
  char buffer[4096];
  for (size_t count; (count = fread(buffer, 1, sizeof buffer, file)) > 0;) text->append(buffer, count);
  int error = ferror(file) ? errno : 0;
  fclose(file);
  return error;
}

}  // namespace

std::string ConfigFile::WithEnvironment(const char* variable) const { return variable ? variable : node_options; }

ConfigFile ParseConfig(std::string_view text, const std::string& file) { return ConfigReader(text, file).Read(); }

ConfigFile LoadConfigFile(const std::vector<std::string>& argv) {
  auto file = FileOf(argv);
  if (!file) return {};
  std::string text;
  if (int error = ReadFile(*file, &text); error != 0) {
    ConfigFile config;
    config.detail =
        "Cannot read configuration from " + *file + ": " + uv_strerror(uv_translate_sys_error(error)) + "\n";
    config.error = *file + ": not found";
    return config;
  }
  ConfigFile config = ParseConfig(text, *file);
  if (std::getenv("NODE_OPTIONS")) config.node_options.clear();
  SplitEnvironment(config.node_options, &configured);
  configured.insert(configured.end(), config.words.begin(), config.words.end());
  return config;
}

const std::vector<std::string>& ConfiguredWords() { return configured; }

}  // namespace eddy::cli
