// The ends of a head's lines, however the bytes are cut.
#include "http/line_check.h"

#include <gtest/gtest.h>

namespace eddy::http {
namespace {

using Flaw = LineCheck::Flaw;

// The flaw of `head`, given in pieces of `size` bytes, must be `flaw` at `expected`.
void Expect(std::string_view head, Flaw flaw, size_t expected = 0) {
  for (size_t size = 1; size <= head.size(); ++size) {
    LineCheck check;
    auto found = Flaw::kNone;
    size_t at = 0, from = 0;
    for (; found == Flaw::kNone && from < head.size() && check.is_on(); from += size) {
      found = check.Find(head.substr(from, size), &at);
      if (found != Flaw::kNone) at += from;
    }
    EXPECT_EQ(found, flaw) << head << " by " << size;
    if (flaw != Flaw::kNone)
      EXPECT_EQ(at, expected) << head << " by " << size;
    else
      EXPECT_FALSE(check.is_on()) << head << " by " << size;
  }
}

TEST(LineCheck, TakesLinesThatEndInCRLF) {
  Expect("GET / HTTP/1.1\r\nA: b\r\n\r\n", Flaw::kNone);
  Expect("\r\n\r\nGET / HTTP/1.1\r\n\r\n", Flaw::kNone);
}

TEST(LineCheck, FindsLinesThatGoOn) {
  Expect("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", Flaw::kFolded, 22);
  Expect("GET / HTTP/1.1\r\nA:\r\n\tc\r\n\r\n", Flaw::kFolded, 20);
}

TEST(LineCheck, FindsLinesWithoutCR) {
  Expect("GET / HTTP/1.1\nA: b\r\n\r\n", Flaw::kBareLine, 14);
  Expect("GET / HTTP/1.1\r\nA: b\n\r\n", Flaw::kBareLine, 20);
  Expect("GET / HTTP/1.1\r\nA: b\r\n\n", Flaw::kBareEmptyLine, 22);
}

TEST(LineCheck, BeginsAnew) {
  LineCheck check;
  size_t at = 0;
  EXPECT_EQ(check.Find("GET / HTTP/1.1\r\n\r\nA\n", &at), Flaw::kNone);
  EXPECT_FALSE(check.is_on());
  check.Begin();
  EXPECT_TRUE(check.is_on());
  EXPECT_EQ(check.Find("GET / HTTP/1.1\n", &at), Flaw::kBareLine);
}

}  // namespace
}  // namespace eddy::http
