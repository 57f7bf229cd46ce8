// The text of a configuration file.
#include "cli/config_file.h"

#include <gtest/gtest.h>

namespace eddy::cli {
namespace {

ConfigFile Parsed(std::string_view text) { return ParseConfig(text, "c.json"); }

TEST(ConfigFiles, BecomeWords) {
  auto config = Parsed(R"({"nodeOptions": {"title": "\u00e4\ud83d\ude00", "warnings": false, "conditions": ["a", "b"]},
                          "testRunner": {"test-concurrency": 2, "test-only": true}, "watch": {"watch-path": "x y"}})");
  EXPECT_EQ(config.detail + config.error, "");
  EXPECT_EQ(config.node_options, "--title=\xc3\xa4\xf0\x9f\x98\x80 --no-warnings --conditions=a --conditions=b");
  EXPECT_EQ(config.words, (std::vector<std::string>{"--test-concurrency=2", "--test-only", "--watch-path=x y"}));
}

TEST(ConfigFiles, AreReadNoFurtherThanAsked) {
  // What nobody asks for is skipped by its brackets.
  auto config = Parsed(R"({"other": [1, {]}, "more": tru, "nodeOptions": {"title": "t"}} })");
  EXPECT_EQ(config.detail + config.error, "");
  EXPECT_EQ(config.node_options, "--title=t");
}

TEST(ConfigFiles, SayWhatIsWrong) {
  for (const char* text : {"{", "", "{\"a\": \"b}", "{\"a\": \"\n\"}", "{\"a\": \"\xff\"}", "{} x"}) {
    EXPECT_EQ(Parsed(text).detail, "Can't parse c.json\n") << text;
    EXPECT_EQ(Parsed(text).error, "c.json: invalid content") << text;
  }
  for (const char* text : {"{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":[1}", "{\"\\x\":1}"}) {
    EXPECT_EQ(Parsed(text).detail, "") << text;
    EXPECT_EQ(Parsed(text).error, "c.json: invalid content") << text;
  }
  for (const char* value : {"01", "1.5", "1e3", "-1", "18446744073709551616", "\"1\"", "null", "1x"}) {
    auto config = Parsed(std::string("{\"nodeOptions\": {\"max-http-header-size\": ") + value + "}}");
    EXPECT_EQ(config.detail, "Invalid value for --max-http-header-size\n") << value;
  }
  EXPECT_EQ(Parsed(R"({"nodeOptions": {"title": "a b"}})").error,
            "The number of NODE_OPTIONS doesn't match the number of flags in the config file");
}

}  // namespace
}  // namespace eddy::cli
