// Strings and bytes: what Encode writes stays within its capacity, and Decode gives back what was encoded.
#include "buffer/codec.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace eddy::buffer {
namespace {

constexpr Encoding kAll[] = {Encoding::kUtf8,   Encoding::kUtf16le,   Encoding::kLatin1, Encoding::kAscii,
                             Encoding::kBase64, Encoding::kBase64url, Encoding::kHex};
constexpr char kGuard = 0x5a;

TEST(Codec, OneByteTextStaysWithinItsPlace) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 200, '\0');
    for (char& c : text)
      c = static_cast<char>(random() % 4 ? "0123456789abcdefABCDEF+/-_= \n"[random() % 29] : random());
    for (Encoding encoding : kAll) {
      size_t capacity = random() % 420;
      std::vector<char> place(capacity + 32, kGuard);
      size_t written = EncodeOneByte(text.data(), text.size(), encoding, place.data(), capacity);
      ASSERT_LE(written, capacity);
      for (size_t i = capacity; i < place.size(); ++i) ASSERT_EQ(place[i], kGuard) << round;
    }
  }
}

TEST(Codec, CharactersThatDoNotFitWholeAreLeftOut) {
  char place[8];
  const std::string text = "a\xe9\xe9";  // Latin-1: a, e acute twice
  EXPECT_EQ(EncodeLatin1AsUtf8(text.data(), text.size(), place, 4), 3u);
  EXPECT_EQ(std::string(place, 3), "a\xc3\xa9");
  EXPECT_EQ(EncodeLatin1AsUtf8(text.data(), text.size(), place, 5), 5u);
  EXPECT_EQ(EncodeOneByte("abc", 3, Encoding::kUtf16le, place, 5), 4u);
  EXPECT_EQ(std::string(place, 4), std::string("a\0b\0", 4));
}

TEST(Codec, HexEndsAtTheFirstPairThatIsNone) {
  char place[8];
  EXPECT_EQ(EncodeOneByte("00ffxx11", 8, Encoding::kHex, place, 8), 2u);
  EXPECT_EQ(std::string(place, 2), std::string("\0\xff", 2));
  EXPECT_EQ(EncodeOneByte("00f", 3, Encoding::kHex, place, 8), 1u);
}

TEST(Codec, Base64SkipsWhatIsNotOfItsAlphabet) {
  char place[16];
  EXPECT_EQ(EncodeOneByte("a*G V\nsbG8=x", 12, Encoding::kBase64, place, 16), 5u);
  EXPECT_EQ(std::string(place, 5), "hello");
  EXPECT_EQ(EncodeOneByte("-_-_", 4, Encoding::kBase64, place, 16), 3u);
  EXPECT_EQ(std::string(place, 3), "\xfb\xff\xbf");
}

}  // namespace
}  // namespace eddy::buffer
