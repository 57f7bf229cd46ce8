// The command line and NODE_OPTIONS.
#include "cli/options.h"

#include <gtest/gtest.h>

namespace eddy::cli {
namespace {

CommandLine ParseWords(std::vector<std::string> words, std::string_view environment = "") {
  words.insert(words.begin(), "eddy");
  return Parse(words, environment);
}

TEST(Options, EndAtTheProgram) {
  auto line = ParseWords({"--no-warnings", "app.js", "--check", "x"});
  EXPECT_EQ(line.error, "");
  EXPECT_FALSE(line.options.Boolean("--warnings"));
  EXPECT_FALSE(line.options.Boolean("--check"));
  EXPECT_EQ(line.arguments, (std::vector<std::string>{"app.js", "--check", "x"}));
  EXPECT_EQ(line.exec_argv, (std::vector<std::string>{"--no-warnings"}));
}

TEST(Options, TakeValuesBothWays) {
  EXPECT_EQ(ParseWords({"--title=a b", "x.js"}).options.String("--title"), "a b");
  EXPECT_EQ(ParseWords({"--title", "t", "x.js"}).options.String("--title"), "t");
  EXPECT_EQ(ParseWords({"-r", "a", "-r", "b"}).options.List("--require"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(ParseWords({"--stack_trace_limit=5"}).options.Number("--stack-trace-limit"), 5);
}

TEST(Options, SayWhatIsWrong) {
  EXPECT_EQ(ParseWords({"--nonsense"}).error, "bad option: --nonsense");
  EXPECT_EQ(ParseWords({"--title"}).error, "--title requires an argument");
  EXPECT_EQ(ParseWords({"-e"}).error, "-e requires an argument");
  EXPECT_EQ(ParseWords({"--check=yes"}).error, "--check=yes does not take an argument");
  EXPECT_EQ(ParseWords({}, "--check").error, "--check is not allowed in NODE_OPTIONS");
  EXPECT_EQ(ParseWords({}, "app.js").error, "app.js is not allowed in NODE_OPTIONS");
  EXPECT_EQ(ParseWords({}, "\"--title").error, "invalid value for NODE_OPTIONS (unterminated string)");
}

TEST(Options, OfTheEnvironmentComeFirst) {
  auto line = ParseWords({"--title=mine"}, "--title=theirs --no-warnings -r \"a b\"");
  EXPECT_EQ(line.error, "");
  EXPECT_EQ(line.options.String("--title"), "mine");
  EXPECT_FALSE(line.options.Boolean("--warnings"));
  EXPECT_EQ(line.options.List("--require"), (std::vector<std::string>{"a b"}));
  EXPECT_EQ(line.exec_argv, (std::vector<std::string>{"--title=mine"}));
}

TEST(Options, OfV8ArePassedOn) {
  auto line = ParseWords({"--stack-size=2000", "--expose-gc", "a.js"});
  EXPECT_EQ(line.error, "");
  EXPECT_EQ(line.v8_flags, (std::vector<std::string>{"--stack-size=2000", "--expose-gc"}));
}

TEST(Options, AreAllInHelpOrHidden) {
  std::string help = Help();
  for (const auto& option : Table()) {
    if (!option.help) continue;
    EXPECT_NE(help.find(std::string(option.name).substr(2)), std::string::npos) << option.name;
  }
}

}  // namespace
}  // namespace eddy::cli
