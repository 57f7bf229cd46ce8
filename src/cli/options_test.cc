// The command line and NODE_OPTIONS.
#include "cli/options.h"

#include <gtest/gtest.h>

#include "cli/env_file.h"

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
  // V8 is told at once: this is its default.
  EXPECT_EQ(ParseWords({"--stack_trace_limit=10"}).options.Number("--stack-trace-limit"), 10);
}

TEST(Options, SayWhatIsWrong) {
  EXPECT_EQ(ParseWords({"--nonsense"}).error, "bad option: --nonsense");
  EXPECT_EQ(ParseWords({"--title"}).error, "--title requires an argument");
  EXPECT_EQ(ParseWords({"-e"}).error, "-e requires an argument");
  EXPECT_EQ(ParseWords({"--title="}).error, "--title= requires an argument");
  EXPECT_EQ(ParseWords({"-pe"}).error, "--eval requires an argument");
  EXPECT_EQ(ParseWords({"-p1"}).error, "bad option: -p1");
  EXPECT_EQ(ParseWords({"--no-title"}).error, "--no-title is an invalid negation because it is not a boolean option");
  EXPECT_EQ(ParseWords({"-c", "-e", "1"}).error, "either --check or --eval can be used, not both");
  EXPECT_EQ(ParseWords({"--unhandled-rejections=x"}).error, "invalid value for --unhandled-rejections");
  EXPECT_EQ(ParseWords({"--disable-proto=x"}).error_exit_code, 12);
  EXPECT_EQ(ParseWords({"--max-old-space-size-percentage=101"}).error,
            "--max-old-space-size-percentage must be greater than 0 and up to 100. Got: 101");
  EXPECT_EQ(ParseWords({}, "-p").error, "-p is not allowed in NODE_OPTIONS");
  EXPECT_EQ(ParseWords({}, "--stack-size=9").error, "--stack-size= is not allowed in NODE_OPTIONS");
  EXPECT_EQ(ParseWords({}, "--check").error, "--check is not allowed in NODE_OPTIONS");
  EXPECT_EQ(ParseWords({}, "app.js").error, "");
  EXPECT_EQ(ParseWords({"--nope", "-Z"}).error, "bad option: --nope\nbad option: -Z");
  EXPECT_EQ(ParseWords({"--max-old-space-size=much"}).error, "bad option: --max-old-space-size=much");
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
  // V8 takes them at once: this one is its default, so that other tests find its flags as they are.
  auto line = ParseWords({"--stack-size=984", "--expose-gc", "a.js"});
  EXPECT_EQ(line.error, "");
  EXPECT_EQ(line.v8_flags, (std::vector<std::string>{"--stack-size=984", "--expose-gc"}));
}

TEST(Options, EndAtTheReadingOfALog) {
  auto line = ParseWords({"--prof-process", "--preprocess", "a.log"});
  EXPECT_EQ(line.error, "");
  EXPECT_EQ(line.arguments, (std::vector<std::string>{"--preprocess", "a.log"}));
}

TEST(Options, OfFormerTimesDoNothing) { EXPECT_EQ(ParseWords({"--experimental-fetch"}).error, ""); }

TEST(Options, PrintTakesAScriptWhereOneFollows) {
  for (const char* flag : {"-p", "--print", "-pe"}) {
    auto line = ParseWords({flag, "\\-42", "x"});
    EXPECT_TRUE(line.options.Boolean("--print"));
    EXPECT_EQ(line.options.String("--eval"), "-42");
    EXPECT_EQ(line.arguments, (std::vector<std::string>{"x"}));
  }
  auto line = ParseWords({"-p", "-e", "1"});
  EXPECT_TRUE(line.options.Boolean("--print"));
  EXPECT_EQ(line.options.String("--eval"), "1");
}

TEST(EnvFiles, AreTakenInOrder) {
  auto line = ParseWords({"--env-file=a", "--env-file-if-exists", "b", "x", "--env-file=c"});
  EXPECT_EQ(line.env_files,
            (std::vector<std::pair<std::string, std::string>>{{"--env-file", "a"}, {"--env-file-if-exists", "b"}}));
}

TEST(EnvFiles, HaveQuotesCommentsAndExport) {
  auto variables = ParseEnvText("# c\nA=1 # x\nB=\"a\\nb\"\nexport C='#'\r\nD=\nA = 2\n");
  EXPECT_EQ(variables, (std::map<std::string, std::string>{{"A", "2"}, {"B", "a\nb"}, {"C", "#"}, {"D", ""}}));
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
