// Large blocks come back to the next who asks for about their size.
#include "bind/spare_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "bind/buffer.h"

namespace eddy::bind {
namespace {

constexpr size_t kMiB = 1 << 20;

TEST(SpareBlocks, AreUsedAgainForAboutTheirSize) {
  char* first = NewBlock(16 * kMiB).release();
  GiveBack{16 * kMiB}(first);
  auto too_small = NewBlock(7 * kMiB);
  EXPECT_NE(too_small.get(), first);
  auto fitting = NewBlock(15 * kMiB);
  EXPECT_EQ(fitting.get(), first);
  EXPECT_EQ(fitting.get_deleter().spare_size, 16 * kMiB);
}

TEST(SpareBlocks, AreZeroedWhenAskedFor) {
  char* first = NewBlock(3 * kMiB).release();
  std::memset(first, 'x', 3 * kMiB);
  FreeBlock(first, 3 * kMiB);
  auto zeroed = NewZeroedBlock(2 * kMiB);
  EXPECT_EQ(zeroed.get(), first);
  EXPECT_TRUE(std::all_of(zeroed.get(), zeroed.get() + 2 * kMiB, [](char byte) { return byte == 0; }));
}

TEST(SpareBlocks, LetSmallerOnesGrow) {
  char* first = NewBlock(5 * kMiB).release();
  FreeBlock(first, 5 * kMiB);
  auto block = NewBlock(100);
  std::strcpy(block.get(), "contents");
  EXPECT_TRUE(Resize(block, 100, 4 * kMiB));
  EXPECT_EQ(block.get(), first);
  EXPECT_STREQ(block.get(), "contents");
}

TEST(SpareBlocks, ResizeKeepsTheContents) {
  auto block = NewBlock(100);
  std::strcpy(block.get(), "contents");
  EXPECT_TRUE(Resize(block, 100, 3 * kMiB));
  EXPECT_GE(block.get_deleter().spare_size, 3 * kMiB);
  EXPECT_STREQ(block.get(), "contents");
  EXPECT_TRUE(Resize(block, 3 * kMiB, 50));
  EXPECT_EQ(block.get_deleter().spare_size, 0u);
  EXPECT_STREQ(block.get(), "contents");
}

TEST(SpareBlocks, AreFreedWhenNobodyTakesThem) {
  FreeIdleBlocks();
  FreeIdleBlocks();
  EXPECT_EQ(SpareBytes(), 0u);
  GiveBack{2 * kMiB}(NewBlock(2 * kMiB).release());
  FreeIdleBlocks();
  EXPECT_EQ(SpareBytes(), 2 * kMiB);
  FreeIdleBlocks();
  EXPECT_EQ(SpareBytes(), 0u);
}

}  // namespace
}  // namespace eddy::bind
