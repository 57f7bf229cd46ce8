// Text comes out of ICU's converters the same however the bytes are cut, and within its bounds.
#include "encoding/converter.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace eddy::encoding {
namespace {

constexpr const char* kNames[] = {"gbk",    "gb18030",  "big5",     "euc-jp",       "iso-2022-jp", "shift_jis",
                                  "euc-kr", "utf-16le", "utf-16be", "windows-1252", "koi8-r",      "iso-8859-8-i"};
constexpr size_t kNoBound = SIZE_MAX;

std::vector<std::byte> Bytes(std::initializer_list<int> values) {
  std::vector<std::byte> bytes;
  for (int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

std::u16string DecodeCut(Converter& converter, std::span<const std::byte> bytes, size_t piece) {
  std::u16string text;
  for (size_t at = 0; at < bytes.size(); at += piece) {
    auto part = bytes.subspan(at, std::min(piece, bytes.size() - at));
    EXPECT_EQ(converter.Decode(part, false, kNoBound, text), Converter::Result::kText);
  }
  EXPECT_EQ(converter.Decode({}, true, kNoBound, text), Converter::Result::kText);
  return text;
}

TEST(Converter, KnowsTheStandardsEncodings) {
  for (const char* name : kNames) EXPECT_NE(Converter::Open(name, false), nullptr) << name;
  EXPECT_EQ(Converter::Open("no-such-encoding", false), nullptr);
}

TEST(Converter, GivesTheSameTextHoweverTheBytesAreCut) {
  std::mt19937 random(1);
  for (const char* name : kNames) {
    auto converter = Converter::Open(name, false);
    for (int round = 0; round < 300; ++round) {
      std::vector<std::byte> bytes(1 + random() % 40);
      for (auto& byte : bytes) byte = static_cast<std::byte>(random() % 3 ? 0x80 + random() % 128 : random() % 128);
      std::u16string whole;
      EXPECT_EQ(converter->Decode(bytes, true, kNoBound, whole), Converter::Result::kText);
      for (size_t piece : {1, 2, 3, 7}) EXPECT_EQ(DecodeCut(*converter, bytes, piece), whole) << name << ' ' << round;
    }
  }
}

TEST(Converter, RefusesIllFormedBytesAndBeginsAnew) {
  auto converter = Converter::Open("euc-kr", true);
  std::u16string text;
  EXPECT_EQ(converter->Decode(Bytes({0x41, 0xff}), false, kNoBound, text), Converter::Result::kIllFormed);
  text.clear();
  EXPECT_EQ(converter->Decode(Bytes({0xf1}), true, kNoBound, text), Converter::Result::kIllFormed);
  text.clear();
  EXPECT_EQ(converter->Decode(Bytes({0xf1, 0xe9}), true, kNoBound, text), Converter::Result::kText);
  EXPECT_EQ(text, u"\u4e2d");
}

TEST(Converter, StopsAtTheLongestText) {
  auto converter = Converter::Open("koi8-r", false);
  std::vector<std::byte> bytes(5000, std::byte{0xc1});
  std::u16string text;
  EXPECT_EQ(converter->Decode(bytes, true, 5000, text), Converter::Result::kText);
  EXPECT_EQ(text, std::u16string(5000, u'\u0430'));
  EXPECT_EQ(converter->Decode(bytes, true, 9999, text), Converter::Result::kTooLong);
  EXPECT_LE(text.size(), 9999u);
}

}  // namespace
}  // namespace eddy::encoding
