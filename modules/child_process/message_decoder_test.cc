// What was read of a message that is not whole yet: the same bytes as in a std::string, however they come and go.
#include "child_process/message_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>

namespace eddy::child_process {
namespace {

std::string Bytes(std::mt19937& random, size_t most) {
  std::string text(random() % (most + 1), '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

TEST(BegunMessage, HoldsWhatCameInOrder) {
  std::mt19937 random(11);
  BegunMessage begun;
  std::string expected;
  for (int round = 0; round < 4000; ++round) {
    switch (random() % 8) {
      case 0: {  // the front was a message
        size_t size = expected.empty() ? 0 : random() % (expected.size() + 1);
        begun.Drop(size);
        expected.erase(0, size);
        break;
      }
      case 1: {  // only a rest is left
        std::string rest = Bytes(random, 50);
        begun.Clear();
        ASSERT_TRUE(begun.Append(rest));
        expected = rest;
        break;
      }
      case 2:
      case 3: {  // bytes that were read straight into their place
        std::string text = Bytes(random, 300);
        std::span<char> room = begun.Room(text.size());
        ASSERT_GE(room.size(), text.size());
        std::ranges::copy(text, room.begin());
        ASSERT_TRUE(begun.Append({room.data(), text.size()}));
        expected += text;
        break;
      }
      case 4: {
        if (expected.size() < 2000) break;
        size_t size = random() % expected.size();
        bind::OwnedBytes taken = begun.Take(size);
        ASSERT_EQ(std::string(taken.data(), size), expected.substr(0, size));
        expected.clear();
        break;
      }
      default: {
        std::string text = Bytes(random, 300);
        ASSERT_TRUE(begun.Append(text));
        expected += text;
      }
    }
    ASSERT_EQ(begun.text(), expected) << round;
    ASSERT_EQ(begun.empty(), expected.empty());
  }
}

TEST(BegunMessage, IsEmptyAgainOnceAllIsGone) {
  BegunMessage begun;
  EXPECT_TRUE(begun.empty());
  EXPECT_EQ(begun.text(), "");
  ASSERT_TRUE(begun.Append("abc\n"));
  begun.Drop(4);
  EXPECT_TRUE(begun.empty());
  ASSERT_TRUE(begun.Append("de"));
  EXPECT_EQ(begun.text(), "de");
  begun.Clear();
  EXPECT_TRUE(begun.empty());
}

TEST(BegunMessage, KeepsItsBytesWhenItGrows) {
  BegunMessage begun;
  std::string expected;
  for (int i = 0; i < 64; ++i) {
    std::string block(16 * 1024 + i, static_cast<char>('a' + i % 26));
    ASSERT_TRUE(begun.Append(block));
    expected += block;
  }
  EXPECT_EQ(begun.text(), expected);
}

TEST(BegunMessage, IsAsItWasWhenThereIsNoMemory) {
  BegunMessage begun;
  ASSERT_TRUE(begun.Append("abc"));
  std::string_view endless("d", std::numeric_limits<size_t>::max() / 2);  // its bytes are not looked at
  EXPECT_FALSE(begun.Append(endless));
  EXPECT_EQ(begun.text(), "abc");
  ASSERT_TRUE(begun.Append("d"));
  EXPECT_EQ(begun.text(), "abcd");
}

}  // namespace
}  // namespace eddy::child_process
