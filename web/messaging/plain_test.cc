// Plain messages: bytes made by hand are read as the values that they say, and what JavaScript wrote comes back the
// same.
#include "messaging/plain.h"

#include <cstring>
#include <string>
#include <vector>

#include "testing.h"

namespace eddy::messaging {
namespace {

class PlainTest : public testing::RuntimeTest {
 protected:
  // A message in memory: how many numbers and codes there are, these, then the strings by words of four bytes.
  static std::vector<uint8_t> Message(std::vector<double> numbers, std::vector<uint32_t> codes,
                                      std::vector<uint32_t> strings) {
    std::vector<uint8_t> bytes;
    auto add = [&bytes](const void* data, size_t size) {
      auto* begin = static_cast<const uint8_t*>(data);
      bytes.insert(bytes.end(), begin, begin + size);
    };
    const uint32_t header[] = {static_cast<uint32_t>(numbers.size()), static_cast<uint32_t>(codes.size())};
    add(header, sizeof(header));
    add(numbers.data(), numbers.size() * sizeof(double));
    add(codes.data(), codes.size() * sizeof(uint32_t));
    add(strings.data(), strings.size() * sizeof(uint32_t));
    return bytes;
  }
  // As JSON, where undefined and -0 say what they are.
  std::string Read(const std::vector<uint8_t>& message) {
    Define("value", ReadPlain(templates_, context(), message.data()));
    return RunText("JSON.stringify(value, (k, v) => v === undefined ? 'undefined' : Object.is(v, -0) ? '-0' : v)");
  }

  PlainTemplates templates_;
  static constexpr uint32_t kNumber = 0, kString = 1, kUndefined = 2, kNull = 3, kTrue = 4, kFalse = 5, kObject = 6,
                            kArray = 7;
  static constexpr uint32_t ArrayOf(uint32_t length) { return length << 3 | kArray; }
};

TEST_F(PlainTest, ReadsEachKindOfValue) {
  EXPECT_EQ(Read(Message({1.5}, {kNumber}, {})), "1.5");
  EXPECT_EQ(Read(Message({-0.0}, {kNumber}, {})), "\"-0\"");
  EXPECT_EQ(Read(Message({}, {ArrayOf(4), kUndefined, kNull, kTrue, kFalse}, {})), "[\"undefined\",null,true,false]");
  EXPECT_EQ(Read(Message({}, {ArrayOf(0)}, {})), "[]");
  EXPECT_EQ(Read(Message({1, 2, 3}, {ArrayOf(3), kNumber, ArrayOf(1), kNumber, kNumber}, {})), "[1,[2],3]");
}

TEST_F(PlainTest, ReadsStringsOfOneAndOfTwoBytes) {
  uint32_t abc = 0, kana = 0;
  std::memcpy(&abc, "abc", 3);
  std::memcpy(&kana, u"\u3042\u3044", 4);
  // The lengths are doubled, and odd for two bytes a character; each begins at a word of its own.
  EXPECT_EQ(Read(Message({7}, {ArrayOf(4), kString, kString, kNumber, kString}, {3 << 1, abc, 2 << 1 | 1, kana, 0})),
            "[\"abc\",\"\u3042\u3044\",7,\"\"]");
}

TEST_F(PlainTest, ReadsLongArraysLikeShortOnes) {
  for (uint32_t length : {16u, 17u, 1000u}) {
    std::vector<double> numbers;
    std::vector<uint32_t> codes = {ArrayOf(length)};
    std::string expected;
    for (uint32_t i = 0; i < length; ++i) {
      numbers.push_back(i);
      codes.push_back(kNumber);
      expected += (i == 0 ? "[" : ",") + std::to_string(i);
    }
    EXPECT_EQ(Read(Message(numbers, codes, {})), expected + "]");
  }
}

// True when a clone of what `text` says is another object that shows the same.
constexpr const char* kSameAgain = R"(
  (0, eval)(text);
  globalThis.copy = structuredClone(value);
  globalThis.show = (v) => JSON.stringify(v, (k, x) => x === undefined ? 'u' : typeof x === 'number' ? String(x) : x);
  String(copy !== value && show(copy) === show(value) && Object.getPrototypeOf(copy) === Object.getPrototypeOf(value)))";

TEST_F(PlainTest, GivesBackWhatJavaScriptWrote) {
  for (const char* value :
       {"{a: 1, b: 'x', c: [true, null, {d: undefined}]}", "[{a: 1}, {a: 2}, {b: 3}]", "{}",
        "{'\u00e9': '\u20ac\\ud83d', n: [NaN, -0, 1e300]}", "Array.from({length: 500}, (_, i) => ({i}))"}) {
    Define("text", bind::NewString(isolate(), std::string("globalThis.value = ") + value));
    EXPECT_EQ(RunText(kSameAgain), "true") << value;
  }
}

}  // namespace
}  // namespace eddy::messaging
