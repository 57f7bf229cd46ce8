// Limits of control groups, out of files as the kernel writes them.
#include "engine/cgroup.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace eddy::engine {
namespace {

class CgroupTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = testing::TempDir() + "/eddy-cgroup-" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }
  void Write(const std::string& file, const std::string& text) {
    std::filesystem::path path = root_ + "/" + file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text << "\n";
  }
  std::string root_;
};

TEST_F(CgroupTest, NothingIsKnownWithoutFiles) {
  Cgroup group("0::/\n", root_);
  EXPECT_FALSE(group.MemoryLimit());
  EXPECT_FALSE(group.Processors());
  EXPECT_FALSE(Cgroup("", root_).MemoryLimit());
  EXPECT_FALSE(Cgroup("nonsense\n::\n1:memory\n", root_).MemoryLimit());
}

TEST_F(CgroupTest, LimitsOfVersion2) {
  Write("memory.max", "536870912");
  Write("memory.high", "max");
  Write("memory.current", "1000000");
  Write("cpu.max", "150000 100000");
  Cgroup group("0::/\n", root_);
  EXPECT_EQ(group.MemoryLimit(), 536870912u);
  EXPECT_EQ(group.MemoryUsed(), 1000000u);
  EXPECT_EQ(group.Processors(), 1.5);
}

TEST_F(CgroupTest, MaxIsNoLimit) {
  Write("memory.max", "max");
  Write("memory.high", "max");
  Write("cpu.max", "max 100000");
  Cgroup group("0::/\n", root_);
  EXPECT_EQ(group.MemoryLimit(), UINT64_MAX);
  EXPECT_FALSE(group.Processors());
}

TEST_F(CgroupTest, TheSmallestOfNestedGroupsCounts) {
  Write("a/memory.max", "3000");
  Write("a/memory.current", "20");
  Write("a/cpu.max", "400000 100000");
  Write("a/b/memory.max", "max");
  Write("a/b/memory.high", "5000");
  Write("a/b/memory.current", "10");
  Write("a/b/cpu.max", "max 100000");
  Write("a/b/c/cpu.max", "50000 100000");
  Cgroup group("0::/a/b/c\n", root_);
  EXPECT_EQ(group.MemoryLimit(), 3000u);
  EXPECT_EQ(group.MemoryUsed(), 20u);
  EXPECT_EQ(group.Processors(), 0.5);
}

TEST_F(CgroupTest, APathFromOutsideOfTheContainerLeavesTheRoot) {
  Write("memory.max", "7000");
  Cgroup group("0::/../../elsewhere/x\n", root_);
  EXPECT_EQ(group.MemoryLimit(), 7000u);
}

TEST_F(CgroupTest, LimitsOfVersion1BesideVersion2) {
  Write("memory/pod/memory.limit_in_bytes", "1048576");
  Write("memory/pod/memory.soft_limit_in_bytes", "9223372036854771712");
  Write("memory/pod/memory.usage_in_bytes", "4096");
  Write("memory/memory.limit_in_bytes", "9223372036854771712");
  Write("cpu/pod/cpu.cfs_quota_us", "200000");
  Write("cpu/pod/cpu.cfs_period_us", "100000");
  Write("cpu/cpu.cfs_quota_us", "-1");
  Write("cpu/cpu.cfs_period_us", "100000");
  std::string membership = "12:cpu,cpuacct:/pod\n4:memory:/pod\n1:name=systemd:/x\n0::/other\n";
  Cgroup group(membership, root_);
  EXPECT_EQ(group.MemoryLimit(), 1048576u);
  EXPECT_EQ(group.MemoryUsed(), 4096u);
  EXPECT_EQ(group.Processors(), 2);
  EXPECT_EQ(Cgroup("4:memory:/\n", root_).MemoryLimit(), UINT64_MAX);
}

}  // namespace
}  // namespace eddy::engine
