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
  // Sorted by name. A boolean whose fallback is "true" is shown in --help by its negation. The last word of a row names
  // what eddy lacks for it.
  static const std::vector<Option> table = {
      {"--abort-on-uncaught-exception", nullptr, kV8, kEnv, nullptr, nullptr,
       "abort instead of exiting, so that a core file is made for analysis"},
      {"--addons", nullptr, kBoolean, kEnv, "true", nullptr, "loading native addons"},
      {"--allow-addons", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--allow-child-process", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--allow-fs-read", nullptr, kList, kEnv, nullptr, nullptr, nullptr},
      {"--allow-fs-write", nullptr, kList, kEnv, nullptr, nullptr, nullptr},
      {"--allow-inspector", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--allow-wasi", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--allow-worker", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--async-context-frame", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--build-snapshot", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr, "snapshots of programs"},
      {"--build-snapshot-config", nullptr, kString, kNoEnv, nullptr, nullptr, nullptr, "snapshots of programs"},
      {"--check", "-c", kBoolean, kNoEnv, "false", nullptr, "check the program's syntax without running it"},
      {"--completion-bash", nullptr, kBoolean, kNoEnv, "false", nullptr, "print a script for completion in bash"},
      {"--conditions", "-C", kList, kEnv, nullptr, "NAME", "additional condition for conditional exports and imports"},
      {"--cpu-prof", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "profiles"},
      {"--cpu-prof-dir", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "profiles"},
      {"--cpu-prof-interval", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr, "profiles"},
      {"--cpu-prof-name", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "profiles"},
      {"--debug-arraybuffer-allocations", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--deprecation", nullptr, kBoolean, kEnv, "true", nullptr, "deprecation warnings"},
      {"--diagnostic-dir", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--disable-proto", nullptr, kString, kEnv, nullptr, "delete|throw", "disable Object.prototype.__proto__"},
      {"--disable-sigusr1", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--disable-warning", nullptr, kList, kEnv, nullptr, "CODE|TYPE", "silence the warnings of a code or type"},
      {"--disable-wasm-trap-handler", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--disallow-code-generation-from-strings", nullptr, kV8, kEnv, nullptr, nullptr, "disallow eval and its kin"},
      {"--dns-result-order", nullptr, kString, kEnv, nullptr, "ORDER",
       "order of dns.lookup's answers: ipv4first, ipv6first or verbatim"},
      {"--enable-etw-stack-walking", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--enable-fips", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "FIPS crypto"},
      {"--enable-source-maps", nullptr, kBoolean, kEnv, "false", nullptr, "source maps in stack traces"},
      {"--entry-url", nullptr, kBoolean, kEnv, "false", nullptr, "the program is named by a URL"},
      {"--env-file", nullptr, kList, kNoEnv, nullptr, "FILE", "set environment variables from a file"},
      {"--env-file-if-exists", nullptr, kList, kNoEnv, nullptr, "FILE", "the same, if the file exists"},
      {"--eval", "-e", kString, kNoEnv, nullptr, "SCRIPT", "run SCRIPT"},
      {"--experimental-abortcontroller", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-addon-modules", nullptr, kBoolean, kEnv, "false", nullptr, "import of native addons"},
      {"--experimental-config-file", nullptr, kString, kNoEnv, nullptr, nullptr, nullptr, "configuration files"},
      {"--experimental-default-config-file", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr,
       "configuration files"},
      {"--experimental-detect-module", nullptr, kBoolean, kEnv, "true", nullptr,
       "detecting ES modules by their syntax"},
      {"--experimental-eventsource", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "EventSource"},
      {"--experimental-fetch", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-global-customevent", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-global-navigator", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--experimental-global-webcrypto", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-import-meta-resolve", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--experimental-inspector-network-resource", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr,
       "the inspector"},
      {"--experimental-json-modules", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-loader", "--loader", kList, kEnv, nullptr, "MODULE", "hooks for import"},
      {"--experimental-modules", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-network-inspection", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr, "the inspector"},
      {"--experimental-print-required-tla", nullptr, kBoolean, kEnv, "false", nullptr, nullptr,
       "reports of top-level awaits"},
      {"--experimental-quic", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-repl-await", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--experimental-report", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-require-module", nullptr, kBoolean, kEnv, "true", nullptr, "require() of ES modules"},
      {"--experimental-sea-config", nullptr, kString, kNoEnv, nullptr, nullptr, nullptr,
       "single executable applications"},
      {"--experimental-shadow-realm", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "ShadowRealm"},
      {"--experimental-specifier-resolution", "--es-module-specifier-resolution", kIgnored, kEnv, nullptr, nullptr,
       nullptr},
      {"--experimental-sqlite", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--experimental-test-coverage", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr, "test coverage"},
      {"--experimental-test-module-mocks", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr,
       "mocks of modules in tests"},
      {"--experimental-test-snapshots", nullptr, kIgnored, kNoEnv, nullptr, nullptr, nullptr},
      {"--experimental-top-level-await", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-transform-types", nullptr, kBoolean, kEnv, "false", nullptr,
       "TypeScript that has to be transformed, such as enums"},
      {"--experimental-vm-modules", nullptr, kBoolean, kEnv, "false", nullptr, "ES modules in node:vm"},
      {"--experimental-wasi-unstable-preview1", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-wasm-modules", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-websocket", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--experimental-webstorage", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "web storage"},
      {"--experimental-worker", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--experimental-worker-inspection", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr, "the inspector"},
      {"--expose-gc", nullptr, kV8, kEnv, nullptr, nullptr, "give programs a global gc()"},
      {"--expose-internals", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr},
      {"--extra-info-on-fatal-exception", nullptr, kBoolean, kEnv, "true", nullptr,
       "extra information on a fatal exception"},
      {"--force-async-hooks-checks", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--force-context-aware", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--force-fips", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "FIPS crypto"},
      {"--force-node-api-uncaught-exceptions-policy", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--frozen-intrinsics", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--global-search-paths", nullptr, kBoolean, kEnv, "true", nullptr,
       "searching modules in global paths such as NODE_PATH"},
      {"--harmony-shadow-realm", nullptr, kV8, kNoEnv, nullptr, nullptr, nullptr},
      {"--heap-prof", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "profiles"},
      {"--heap-prof-dir", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "profiles"},
      {"--heap-prof-interval", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr, "profiles"},
      {"--heap-prof-name", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "profiles"},
      {"--heapsnapshot-near-heap-limit", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr},
      {"--heapsnapshot-signal", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--help", "-h", kBoolean, kNoEnv, "false", nullptr, "print this text"},
      {"--http-parser", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--icu-data-dir", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "ICU data of your own"},
      {"--import", nullptr, kList, kEnv, nullptr, "MODULE", "preload an ES module"},
      {"--input-type", nullptr, kString, kEnv, nullptr, "TYPE",
       "how to read a program from --eval or standard input: commonjs or module"},
      {"--insecure-http-parser", nullptr, kBoolean, kEnv, "false", nullptr, "accept malformed HTTP"},
      {"--inspect", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "the inspector"},
      {"--inspect-brk", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "the inspector"},
      {"--inspect-brk-node", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr, "the inspector"},
      {"--inspect-port", "--debug-port", kString, kEnv, nullptr, nullptr, nullptr, "the inspector"},
      {"--inspect-publish-uid", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "the inspector"},
      {"--inspect-wait", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "the inspector"},
      {"--interactive", "-i", kBoolean, kNoEnv, "false", nullptr,
       "open the REPL even when standard input is no terminal"},
      {"--interpreted-frames-native-stack", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--jitless", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--localstorage-file", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "web storage"},
      {"--max-http-header-size", nullptr, kNumber, kEnv, "16384", "BYTES", "limit of HTTP headers"},
      {"--max-old-space-size", nullptr, kNumber, kEnv, "0", "MIB", "limit of the old generation of the heap"},
      {"--max-old-space-size-percentage", nullptr, kString, kEnv, nullptr, nullptr,
       "the same, in percent of the memory there is"},
      {"--max-semi-space-size", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--napi-modules", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--network-family-autoselection", "--enable-network-family-autoselection", kBoolean, kEnv, "true", nullptr,
       "trying IPv4 and IPv6 addresses in turn"},
      {"--network-family-autoselection-attempt-timeout", nullptr, kNumber, kEnv, "250", "MS",
       "time for one attempt of it"},
      {"--node-memory-debug", nullptr, kIgnored, kEnv, nullptr, nullptr, nullptr},
      {"--node-snapshot", nullptr, kBoolean, kEnv, "true", nullptr, nullptr},
      {"--openssl-config", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--openssl-legacy-provider", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--openssl-shared-config", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--pending-deprecation", nullptr, kBoolean, kEnv, "false", nullptr, "warnings for deprecations to come"},
      {"--perf-basic-prof", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--perf-basic-prof-only-functions", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--perf-prof", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--perf-prof-unwinding-info", nullptr, kV8, kEnv, nullptr, nullptr, nullptr},
      {"--permission", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "permissions"},
      {"--preserve-symlinks", nullptr, kBoolean, kEnv, "false", nullptr, "keep symbolic links when resolving modules"},
      {"--preserve-symlinks-main", nullptr, kBoolean, kEnv, "false", nullptr, "the same, for the main module"},
      {"--print", "-p", kBoolean, kNoEnv, "false", nullptr,
       "print the result of --eval, or of the program from standard input"},
      {"--prof", nullptr, kV8, kNoEnv, nullptr, nullptr, nullptr},
      {"--prof-process", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr, "profiles"},
      {"--redirect-warnings", nullptr, kString, kEnv, nullptr, "FILE", "write warnings to a file"},
      {"--report-compact", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--report-dir", "--report-directory", kString, kEnv, nullptr, nullptr, nullptr},
      {"--report-exclude-env", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--report-exclude-network", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--report-filename", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--report-on-fatalerror", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "diagnostic reports"},
      {"--report-on-signal", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "diagnostic reports"},
      {"--report-signal", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--report-uncaught-exception", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "diagnostic reports"},
      {"--require", "-r", kList, kEnv, nullptr, "MODULE", "preload a CommonJS module"},
      {"--run", nullptr, kString, kNoEnv, nullptr, nullptr, nullptr, "package scripts"},
      {"--secure-heap", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr, "a secure heap"},
      {"--secure-heap-min", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr, "a secure heap"},
      {"--security-revert", "--security-reverts", kList, kNoEnv, nullptr, nullptr, nullptr, "security reverts"},
      {"--snapshot-blob", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "snapshots of programs"},
      {"--stack-trace-limit", nullptr, kNumber, kEnv, nullptr, "FRAMES", "length of stack traces, 10 unless told"},
      {"--strip-types", "--experimental-strip-types", kBoolean, kEnv, "true", nullptr,
       "stripping the types of TypeScript"},
      {"--test", nullptr, kBoolean, kNoEnv, "false", nullptr, "run the tests of a project"},
      {"--test-concurrency", nullptr, kNumber, kNoEnv, nullptr, "FILES", "test files that run at the same time"},
      {"--test-coverage-branches", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr},
      {"--test-coverage-exclude", nullptr, kList, kEnv, nullptr, nullptr, nullptr},
      {"--test-coverage-functions", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr},
      {"--test-coverage-include", nullptr, kList, kEnv, nullptr, nullptr, nullptr},
      {"--test-coverage-lines", nullptr, kNumber, kEnv, nullptr, nullptr, nullptr},
      {"--test-force-exit", nullptr, kBoolean, kNoEnv, "false", nullptr, "exit when all tests are done"},
      {"--test-global-setup", nullptr, kString, kEnv, nullptr, "FILE", "module that sets up before all tests"},
      {"--test-isolation", "--experimental-test-isolation", kString, kEnv, nullptr, "process|none",
       "whether each test file runs in a process of its own"},
      {"--test-name-pattern", nullptr, kList, kEnv, nullptr, "PATTERN", "run tests whose name matches"},
      {"--test-only", nullptr, kBoolean, kEnv, "false", nullptr, "run tests with the option 'only'"},
      {"--test-reporter", nullptr, kList, kEnv, nullptr, "REPORTER", "spec, tap, dot, junit or a module"},
      {"--test-reporter-destination", nullptr, kList, kEnv, nullptr, "FILE",
       "where a reporter writes: stdout, stderr or a file"},
      {"--test-rerun-failures", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "running failed tests again"},
      {"--test-shard", nullptr, kString, kEnv, nullptr, "INDEX/TOTAL", "run one part of the test files"},
      {"--test-skip-pattern", nullptr, kList, kEnv, nullptr, "PATTERN", "run tests whose name does not match"},
      {"--test-timeout", nullptr, kNumber, kNoEnv, nullptr, "MS", "time limit of a test"},
      {"--test-udp-no-try-send", nullptr, kBoolean, kNoEnv, "false", nullptr, nullptr},
      {"--test-update-snapshots", nullptr, kBoolean, kNoEnv, "false", nullptr, "write the snapshots of tests anew"},
      {"--throw-deprecation", nullptr, kBoolean, kEnv, "false", nullptr, "throw on deprecations"},
      {"--title", nullptr, kString, kEnv, nullptr, "TITLE", "the process's title"},
      {"--tls-cipher-list", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--tls-keylog", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--tls-max-v1.2", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--tls-max-v1.3", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--tls-min-v1.0", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--tls-min-v1.1", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--tls-min-v1.2", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--tls-min-v1.3", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--trace-deprecation", nullptr, kBoolean, kEnv, "false", nullptr, "stack traces on deprecations"},
      {"--trace-env", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "traces of the environment"},
      {"--trace-env-js-stack", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "traces of the environment"},
      {"--trace-env-native-stack", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "traces of the environment"},
      {"--trace-event-categories", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "trace events"},
      {"--trace-event-file-pattern", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "trace events"},
      {"--trace-exit", nullptr, kBoolean, kEnv, "false", nullptr, "a stack trace when the program exits by itself"},
      {"--trace-promises", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "traces of promises"},
      {"--trace-require-module", nullptr, kString, kEnv, nullptr, nullptr, nullptr, "traces of require()"},
      {"--trace-sigint", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "traces on SIGINT"},
      {"--trace-sync-io", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "traces of synchronous I/O"},
      {"--trace-tls", nullptr, kBoolean, kEnv, "false", nullptr, nullptr, "TLS"},
      {"--trace-uncaught", nullptr, kBoolean, kEnv, "false", nullptr,
       "a stack trace of the place of each uncaught throw"},
      {"--trace-warnings", nullptr, kBoolean, kEnv, "false", nullptr, "stack traces on warnings"},
      {"--track-heap-objects", nullptr, kBoolean, kEnv, "false", nullptr,
       "let heap snapshots tell where objects were made"},
      {"--unhandled-rejections", nullptr, kString, kEnv, nullptr, "MODE",
       "strict, warn, none, throw or warn-with-error-code"},
      {"--use-bundled-ca", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--use-env-proxy", nullptr, kBoolean, kEnv, "false", nullptr,
       "go by HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment"},
      {"--use-largepages", nullptr, kString, kEnv, nullptr, nullptr, nullptr},
      {"--use-openssl-ca", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--use-system-ca", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--v8-options", nullptr, kBoolean, kNoEnv, "false", nullptr, "print V8's options"},
      {"--v8-pool-size", nullptr, kNumber, kEnv, "4", "THREADS", "V8's worker threads"},
      {"--verify-base-objects", nullptr, kBoolean, kEnv, "false", nullptr, nullptr},
      {"--version", "-v", kBoolean, kNoEnv, "false", nullptr, "print the version"},
      {"--warnings", nullptr, kBoolean, kEnv, "true", nullptr, "warnings"},
      {"--watch", nullptr, kBoolean, kEnv, "false", nullptr, "run the program anew when a file that it loaded changes"},
      {"--watch-kill-signal", nullptr, kString, kEnv, nullptr, "SIGNAL", "what ends the watched program (SIGTERM)"},
      {"--watch-path", nullptr, kList, kEnv, nullptr, "PATH", "watch this in place of the loaded files"},
      {"--watch-preserve-output", nullptr, kBoolean, kEnv, "false", nullptr,
       "do not clear the screen before a restart"},
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

constexpr const char* kNoDebug =
    "[DEP0062]: `node --debug` and `node --debug-brk` are invalid. Please use `node --inspect` and `node "
    "--inspect-brk` "
    "instead.";

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
    if (name == "--debug" || name == "--debug-brk") return Fail(kNoDebug);
    if (name == "-pe") return TakeEval(words, i, "--eval", from_environment);

    bool negated = false;
    const Option* option = Find(name);
    if (!option && name.starts_with("--no-")) {
      option = Find("--" + name.substr(5));
      negated = option != nullptr;
      if (option && !MayBeNegated(*option)) {
        return Fail(word + " is an invalid negation because it is not a boolean option");
      }
    }
    if (!option) return TakeV8Flag(word, from_environment);
    if (from_environment && !option->in_node_options) return Fail(word + " is not allowed in NODE_OPTIONS");
    if (option->missing && !negated) {
      return Fail(word + " needs " + option->missing + ", which eddy does not have yet");
    }
    bool prints = std::string_view(option->name) == "--print";
    bool program_follows = prints && *i + 1 < words.size() && !words[*i + 1].starts_with("-");
    if (program_follows) return TakeEval(words, i, name, from_environment);
    Remember(word, from_environment);
    switch (option->type) {
      case Type::kIgnored: return true;
      case Type::kV8:
        if (!IsV8Flag(word)) return Refuse(word);
        line_.v8_flags.push_back(word);
        return true;
      case Type::kBoolean: line_.options.Set(*option, negated ? "false" : "true"); return true;
      default: return TakeValue(*option, name, has_value ? &value : nullptr, words, i, from_environment);
    }
  }

 private:
  bool Fail(std::string message) {
    line_.error = std::move(message);
    return false;
  }

  void Remember(const std::string& word, bool from_environment) {
    if (!from_environment) line_.exec_argv.push_back(word);
  }

  static bool MayBeNegated(const Option& option) { return option.type == Type::kBoolean || option.type == Type::kV8; }

  // `value` is what stood behind '=', or nullptr: then the next word is it.
  bool TakeValue(const Option& option, const std::string& name, const std::string* value,
                 const std::vector<std::string>& words, size_t* i, bool from_environment) {
    if (value && value->empty()) return Fail(name + "= requires an argument");
    std::string text;
    if (value) {
      text = *value;
    } else {
      bool follows = *i + 1 < words.size() && (!words[*i + 1].starts_with("-") || words[*i + 1] == "-");
      if (!follows) return Fail(name + " requires an argument");
      text = words[++*i];
      Remember(text, from_environment);
      if (text.starts_with("\\-")) text.erase(0, 1);  // so is a value written that begins with a dash
    }
    bool is_v8s = std::string_view(option.name) == "--max-old-space-size" ||
                  std::string_view(option.name) == "--stack-trace-limit";
    // V8 says what is wrong with a value; a good one it need not hear, for its code cache depends on its flags.
    bool is_number = text.find_first_not_of("0123456789") == text.npos && text.size() < 10;
    if (is_v8s && !is_number && !IsV8Flag(std::string(option.name) + "=" + text)) {
      return Refuse(std::string(option.name) + "=" + text);
    }
    line_.options.Set(option, text);
    if (std::string_view(option.name).starts_with("--env-file")) line_.env_files.emplace_back(option.name, text);
    if (option.name == std::string_view("--stack-trace-limit")) line_.v8_flags.push_back("--stack-trace-limit=" + text);
    return true;
  }

  // -pe SCRIPT, and -p or --print with a script behind it.
  bool TakeEval(const std::vector<std::string>& words, size_t* i, const std::string& name, bool from_environment) {
    if (from_environment) return Fail(words[*i] + " is not allowed in NODE_OPTIONS");
    Remember(words[*i], false);
    line_.options.Set(*Find("--print"), "true");
    return TakeValue(*Find("--eval"), name, nullptr, words, i, false);
  }

  bool TakeV8Flag(const std::string& word, bool from_environment) {
    if (from_environment) return Fail(word + " is not allowed in NODE_OPTIONS");
    if (!IsV8Flag(word)) return Refuse(word);
    line_.v8_flags.push_back(word);
    Remember(word, false);
    return true;
  }

  // All options that nobody knows are told, so parsing goes on.
  bool Refuse(const std::string& word) {
    line_.bad_options += (line_.bad_options.empty() ? "bad option: " : "\nbad option: ") + word;
    return true;
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

namespace {

// What is wrong with the options together; "" when nothing.
std::string FindConflict(const Options& options, int* exit_code) {
  auto one_of = [&](const char* name, std::initializer_list<std::string_view> values) {
    std::string value = options.String(name);
    return value.empty() || std::find(values.begin(), values.end(), value) != values.end();
  };
  auto both = [&](const char* a, const char* b) { return options.Boolean(a) && options.Boolean(b); };
  for (const auto& option : Table()) {
    if (!std::string_view(option.name).starts_with("--allow-") || !options.Given(option.name)) continue;
    *exit_code = 1;
    return "--permission is required";
  }
  if (options.Boolean("--check") && options.Given("--eval")) return "either --check or --eval can be used, not both";
  if (!one_of("--unhandled-rejections", {"strict", "warn", "none", "throw", "warn-with-error-code"})) {
    return "invalid value for --unhandled-rejections";
  }
  if (!one_of("--input-type", {"commonjs", "module", "commonjs-typescript", "module-typescript"})) {
    return R"(--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript")";
  }
  if (!one_of("--test-isolation", {"none", "process"})) return "invalid value for --test-isolation";
  if (!one_of("--use-largepages", {"off", "on", "silent"})) return "invalid value for --use-largepages";
  if (both("--tls-min-v1.3", "--tls-max-v1.2")) {
    return "either --tls-min-v1.3 or --tls-max-v1.2 can be used, not both";
  }
  if (both("--use-openssl-ca", "--use-bundled-ca")) {
    return "either --use-openssl-ca or --use-bundled-ca can be used, not both";
  }
  if (std::string percentage = options.String("--max-old-space-size-percentage"); !percentage.empty()) {
    char* end;
    double value = std::strtod(percentage.c_str(), &end);
    if (*end || !(value > 0 && value <= 100)) {
      return "--max-old-space-size-percentage must be greater than 0 and up to 100. Got: " + percentage;
    }
  }
  if (!one_of("--disable-proto", {"delete", "throw"})) {
    *exit_code = 12;
    return "invalid mode passed to --disable-proto";
  }
  return "";
}

}  // namespace

CommandLine Parse(const std::vector<std::string>& argv, std::string_view environment) {
  CommandLine line;
  Parser parser(line);
  std::vector<std::string> words;
  if (!SplitEnvironment(environment, &words)) {
    line.error = "invalid value for NODE_OPTIONS (unterminated string)";
    return line;
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with("-")) break;  // a program's name, which says nothing here
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
  line.error = line.bad_options;
  if (line.error.empty()) line.error = FindConflict(line.options, &line.error_exit_code);
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
