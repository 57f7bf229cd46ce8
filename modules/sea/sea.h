// Single executable applications: a program, its assets and its options as one blob within this very executable.
//
// A blob gets there in one of two ways. `--build-sea` appends it to a copy of the executable and writes into the copy
// where it begins. Tools like postject add it as an ELF note called NODE_SEA_BLOB and set the last character of the
// fuse. An executable that has neither finds out by looking at two fields of its data.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eddy::sea {

enum Flag : uint32_t {
  kDisablesWarning = 1,
  kUsesSnapshot = 2,
  kUsesCodeCache = 4,
  kIsModule = 8,  // the main script is an ES module
};

// What may be added to the options in the blob when the application is started.
enum class ExecArgvExtension : uint32_t { kNone, kEnvironment, kCommandLine };

// All texts are views of the blob.
struct Application {
  uint32_t flags = 0;
  ExecArgvExtension extension = ExecArgvExtension::kEnvironment;
  std::string_view name;  // of the main script, as it was given
  std::string_view main;  // its source, or a snapshot file
  std::string_view code_cache;
  std::vector<std::string_view> exec_argv;
  std::vector<std::pair<std::string_view, std::string_view>> assets;  // by name, contents; sorted by name

  bool Has(Flag flag) const { return (flags & flag) != 0; }
};

std::string WriteBlob(const Application& application);
// Returns what is wrong with the blob; empty: nothing.
std::string ReadBlob(std::string_view blob, Application* application);

// Looks for the application in this executable. Called once, first of all; returns what is wrong with it, or "".
std::string Load();
// What Load found, or nullptr.
const Application* Current();

// The command line of the application: takes its options, and those that it lets others add, out of `argv` and the
// environment. `environment` is NODE_OPTIONS, emptied where it does not count.
std::vector<std::string> CommandLine(const Application& application, const std::vector<std::string>& argv,
                                     std::string* environment);

}  // namespace eddy::sea
