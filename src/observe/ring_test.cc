// The ring of records, in memory and in files that were cut off or altered.
#include "observe/ring.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <random>

namespace eddy::observe {
namespace {

class RingFile : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/eddy-ring-XXXXXX";
    close(mkstemp(name));
    path_ = name;
  }
  void TearDown() override { unlink(path_.c_str()); }

  std::string Content() {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void Write(const std::string& content) { std::ofstream(path_, std::ios::binary | std::ios::trunc) << content; }

  std::string path_, error_;
};

Record Callback(Ring& ring, uint64_t start, uint64_t end, const char* kind) {
  Record record;
  record.start_ns = start;
  record.end_ns = end;
  record.kind = static_cast<uint16_t>(ring.NameOf(kind));
  return record;
}

TEST(Ring, KeepsTheYoungestRecords) {
  auto ring = Ring::InMemory(3);
  for (uint64_t i = 1; i <= Ring::kRecords + 100; ++i) ring->Put(ring->Next(), Callback(*ring, i, i + 1, "timer"));
  auto copy = ring->Read();
  EXPECT_EQ(copy.thread, 3);
  EXPECT_EQ(copy.pid, getpid());
  ASSERT_FALSE(copy.records.empty());
  EXPECT_EQ(copy.first + copy.records.size() - 1, Ring::kRecords + 100);
  EXPECT_GE(copy.records.size(), Ring::kRecords - 1);
  EXPECT_EQ(copy.records.front().start_ns, copy.first);
  EXPECT_EQ(copy.Name(copy.records.back().kind), "timer");
  EXPECT_EQ(ring->Read(Ring::kRecords + 99).records.size(), 2u);
}

TEST(Ring, KeepsTextsUntilTheyAreWrittenOver) {
  auto ring = Ring::InMemory(0);
  std::string text(100, 'x');
  for (int i = 0; i < 5000; ++i) {
    Record record = Callback(*ring, 1, 2, "http request");
    record.detail = ring->AddText(text + std::to_string(i));
    ring->Put(ring->Next(), record);
  }
  auto copy = ring->Read();
  EXPECT_EQ(copy.details.front(), "");
  EXPECT_EQ(copy.details.back(), text + "4999");
  EXPECT_EQ(copy.details[copy.details.size() - 100], text + "4900");
}

TEST(Ring, GivesNoMoreNamesThanThereIsRoomFor) {
  auto ring = Ring::InMemory(0);
  uint32_t last = 1, given = 0;
  for (int i = 0; last != 0; ++i) {
    last = ring->NameOf("/some/file/of/a/program.js:" + std::to_string(i));
    given += last != 0;
  }
  EXPECT_GT(given, 2000u);
  EXPECT_EQ(ring->NameOf("/some/file/of/a/program.js:0"), 1u);
  EXPECT_EQ(ring->Read().names.size(), given + 1);
}

TEST(Ring, HasTheRunningCallbackAtItsPlaceWhateverEndedInIt) {
  auto ring = Ring::InMemory(0);
  ring->Put(ring->Next(), Callback(*ring, 1, 2, "timer"));
  ring->BeginRunning(ring->Next(), 3, 0, 0);
  ring->Put(ring->Next(), Callback(*ring, 4, 5, "minor collection"));
  auto copy = ring->Read();
  ASSERT_EQ(copy.records.size(), 3u);
  EXPECT_EQ(copy.records[1].start_ns, 3u);
  EXPECT_EQ(copy.records[1].end_ns, 0u);
  ASSERT_TRUE(ring->Read(3).running);
  EXPECT_EQ(ring->Read(3).running->start_ns, 3u);
  ring->EndRunning(6);
  copy = ring->Read();
  ASSERT_EQ(copy.records.size(), 3u);
  EXPECT_EQ(copy.records[1].end_ns, 6u);
  EXPECT_FALSE(copy.running);
}

TEST(Ring, GivesTextsAsUtf8) {
  auto ring = Ring::InMemory(0);
  for (int i = 0; i < 30000; ++i) {  // around its end, too
    Record record = Callback(*ring, 1, 2, "http request");
    record.detail = ring->AddText("GET /caf\xe9");
    ring->Put(ring->Next(), record);
  }
  auto copy = ring->Read(20000);
  ASSERT_GT(copy.details.size(), 5000u);
  for (size_t i = copy.details.size() - 5000; i < copy.details.size(); ++i) {
    EXPECT_EQ(copy.details[i], "GET /caf\xc3\xa9");
  }
}

TEST(Ring, StepsOfTheHistogramCoverAllTimes) {
  for (uint64_t us : {0, 1, 7, 8, 9, 15, 16, 17, 100, 1000, 65535, 65536, 1000000}) {
    EXPECT_GE(MostOf(StepOf(us)), static_cast<double>(us));
    EXPECT_LE(MostOf(StepOf(us)), static_cast<double>(us) * 1.13 + 1);
  }
  EXPECT_EQ(StepOf(~uint64_t{0}), kSteps - 1);
}

TEST_F(RingFile, IsReadBack) {
  auto ring = Ring::InFile(path_, 0, &error_);
  ASSERT_TRUE(ring) << error_;
  ring->Put(ring->Next(), Callback(*ring, 5, 9, "timer"));
  ring->BeginRunning(ring->Next(), 10, 5, 7);
  ring->SetRunning(&Record::kind, static_cast<uint16_t>(ring->NameOf("immediate")));
  ring->Set(Count::kTimers, 7);
  auto copy = Ring::FromFile(path_, &error_);  // the one who writes has it mapped still
  ASSERT_TRUE(copy) << error_;
  ASSERT_EQ(copy->records.size(), 2u);
  EXPECT_EQ(copy->Name(copy->records[1].kind), "immediate");
  EXPECT_EQ(copy->records[1].end_ns, 0u);
  EXPECT_EQ(copy->records[1].late_us, 7u);
  EXPECT_EQ(copy->Get(Count::kTimers), 7u);
  EXPECT_FALSE(copy->has_ended);
}

TEST_F(RingFile, TakesItsNameWhenItIsWhole) {
  Write("somebody else's");
  auto ring = Ring::InFile(path_, 0, &error_);
  ASSERT_TRUE(ring) << error_;
  EXPECT_TRUE(Ring::FromFile(path_, &error_)) << error_;
  EXPECT_NE(access((path_ + "." + std::to_string(getpid()) + ".new").c_str(), F_OK), 0);
}

TEST_F(RingFile, SaysWhyItCannotBeRead) {
  EXPECT_FALSE(Ring::FromFile(path_ + ".missing", &error_));
  EXPECT_EQ(error_, "No such file or directory");
  EXPECT_FALSE(Ring::FromFile("/tmp", &error_));
  EXPECT_EQ(error_, "it is no file");
  EXPECT_FALSE(Ring::FromFile(path_, &error_));
  EXPECT_EQ(error_, "it is no black box");
  Write(std::string(100000, 'x'));
  EXPECT_FALSE(Ring::FromFile(path_, &error_));
  EXPECT_EQ(error_, "it is no black box");
  Ring::InFile(path_, 0, &error_);
  std::string content = Content();
  content[8] = 9;
  Write(content);
  EXPECT_FALSE(Ring::FromFile(path_, &error_));
  EXPECT_EQ(error_, "it was written by another version of eddy, whose records this one cannot read");
}

TEST_F(RingFile, IsReadHoweverItWasCutOffOrAltered) {
  {
    auto ring = Ring::InFile(path_, 0, &error_);
    ASSERT_TRUE(ring) << error_;
    for (uint64_t i = 1; i <= Ring::kRecords + 10; ++i) {
      Record record = Callback(*ring, i, i + 1, ("kind " + std::to_string(i % 300)).c_str());
      record.detail = ring->AddText("detail " + std::to_string(i));
      ring->Put(ring->Next(), record);
    }
  }
  std::string content = Content();
  unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 60; ++round) {
    std::string altered = content;
    for (int i = 0; i < 500; ++i) altered[random() % altered.size()] = static_cast<char>(random());
    for (int i = 0; i < 20; ++i) altered[300 + random() % 800] = static_cast<char>(random());  // of the header
    altered.resize(random() % (altered.size() + 1));
    Write(altered);
    auto copy = Ring::FromFile(path_, &error_);
    if (!copy) continue;
    ASSERT_EQ(copy->records.size(), copy->details.size());
    for (auto& record : copy->records) EXPECT_LE(copy->Name(record.kind).size(), 0xffffu);
  }
}

}  // namespace
}  // namespace eddy::observe
