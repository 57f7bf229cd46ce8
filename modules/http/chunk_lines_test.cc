// Chunked bodies: what reaches llhttp, and what is refused, however the bytes are cut.
#include "http/chunk_lines.h"

#include <gtest/gtest.h>

#include <string>

namespace eddy::http {
namespace {

// What llhttp gets of `body`, given in pieces of `size` bytes; of a refused one, "HPE_CODE:reason at <bytes parsed>".
std::string Pass(std::string_view body, size_t size, bool lenient = false) {
  ChunkLines lines;
  lines.Begin(lenient);
  std::string passed;
  size_t parsed = 0;
  while (parsed < body.size()) {
    std::string_view piece = body.substr(parsed, size);
    while (!piece.empty()) {
      auto step = lines.Next(piece);
      passed += piece.substr(0, step.pass);
      passed += step.insert;
      parsed += step.pass + step.drop;
      if (step.error) return std::string(step.error) + " at " + std::to_string(parsed);
      piece.remove_prefix(step.pass + step.drop);
    }
  }
  return passed;
}

void Expect(std::string_view body, std::string_view expected, bool lenient = false) {
  for (size_t size = 1; size <= body.size(); ++size)
    EXPECT_EQ(Pass(body, size, lenient), expected) << body << " by " << size;
}

TEST(ChunkLines, PassWhatHasNoExtensions) {
  for (std::string_view body : {"3\r\nabc\r\n0\r\n\r\n", "a\r\n0123456789\r\n00\r\nT: v\r\n\r\n", "0\r\n\r\n"})
    Expect(body, body);
}

TEST(ChunkLines, DropExtensions) {
  for (std::string_view extension :
       {"a", "a=", "a=b", "a=;b", "a=b;c=d", "a=\"b\"", "a=\"b\";c", "a=\"b c\"", "a=\"b\\\"c\"", "a=\"b\\\\\"",
        "a=\"\"", "=b", "a=b\"c\"", "a=\"b;c\tx\"", "a=\"\xe9\x7f\"", "a!#$%&'*+-.^_`|~=b!#"}) {
    Expect("3;" + std::string(extension) + "\r\nabc\r\n0;" + std::string(extension) + "\r\nT: v\r\n\r\n",
           "3\r\nabc\r\n0\r\nT: v\r\n\r\n");
  }
}

TEST(ChunkLines, RefuseWhatIsNoExtension) {
  Expect("3;\r\nabc", "HPE_STRICT:Invalid character in chunk extensions at 3");
  Expect("3;;\r\nabc", "HPE_STRICT:Invalid character in chunk extensions at 4");
  Expect("3; a\r\n", "HPE_STRICT:Invalid character in chunk extensions at 3");
  Expect("3;a b\r\n", "HPE_STRICT:Invalid character in chunk extensions name at 4");
  Expect("3;\"a\"\r\n", "HPE_STRICT:Invalid character in chunk extensions name at 3");
  Expect("3;a=b=c\r\n", "HPE_STRICT:Invalid character in chunk extensions value at 6");
  Expect("3;a=\"b\"c\r\n", "HPE_STRICT:Invalid character in chunk extensions quote value at 7");
  Expect("3;a=\"\x01\"\r\n", "HPE_STRICT:Invalid character in chunk extensions quoted value at 6");
  Expect("3;a=\"b\r\n\"\r\n", "HPE_STRICT:Invalid character in chunk extensions quoted value at 7");
  Expect("3;a=\"\\\r\n", "HPE_STRICT:Invalid quoted-pair in chunk extensions quoted value at 7");
  Expect("3;a\nabc", "HPE_CR_EXPECTED:Missing expected CR after chunk extension name at 3");
  Expect("3;a=b\nabc", "HPE_CR_EXPECTED:Missing expected CR after chunk extension value at 5");
}

TEST(ChunkLines, RefuseWhatIsNoSizeAndNoEnd) {
  Expect("x\r\n", "HPE_INVALID_CHUNK_SIZE:Invalid character in chunk size at 0");
  Expect("3x\r\n", "HPE_INVALID_CHUNK_SIZE:Invalid character in chunk size at 1");
  Expect("3 \r\n", "HPE_INVALID_CHUNK_SIZE:Invalid character in chunk size at 2");
  Expect("\r\n", "HPE_INVALID_CHUNK_SIZE:Invalid character in chunk size at 0");
  Expect("10000000000000000\r\n", "HPE_INVALID_CHUNK_SIZE:Chunk size overflow at 17");
  Expect("3\nabc", "HPE_CR_EXPECTED:Missing expected CR after chunk size at 2");
  Expect("3\rabc", "HPE_STRICT:Expected LF after chunk size at 2");
  Expect("3\r\nabc\n", "HPE_CR_EXPECTED:Missing expected CR after chunk data at 7");
  Expect("3\r\nabcd\r\n", "HPE_STRICT:Expected LF after chunk data at 6");
  Expect("3\r\nabc\rx", "HPE_STRICT:Expected LF after chunk data at 7");
}

TEST(ChunkLines, AreMadeWholeWhenLenient) {
  for (std::string_view body : {"3\nabc\n0\n\r\n", "3\rabc\r0\r\r\n", "3 \t\r\nabc\r\n0 \r\n\r\n",
                                "3;a\nabc0;a=b\n\r\n", "3 ;a\r\nabc0\r\n\r\n"}) {
    Expect(body, "3\r\nabc\r\n0\r\n\r\n", true);
  }
}

TEST(ChunkLines, LimitTheNamesAndValuesOfOneChunk) {
  auto refused = "HPE_CHUNK_EXTENSIONS_OVERFLOW:Chunk extensions overflow";
  std::string name(16 * 1024, 'e');
  EXPECT_EQ(Pass("3;" + name + "\r\nabc\r\n3;" + name + "\r\nabc\r\n", 1 << 20), "3\r\nabc\r\n3\r\nabc\r\n");
  for (size_t size : {1, 1000, 1 << 20}) {
    EXPECT_EQ(Pass("3;" + name + "e\r\n", size).find(refused), 0u);
    EXPECT_EQ(Pass("3;" + name + "=e\r\n", size).find(refused), 0u);
    EXPECT_EQ(Pass("3;a=\"" + name + "\"\r\n", size).find(refused), 0u);
  }
}

TEST(ChunkLines, KnowTheLargestSize) {
  ChunkLines lines;
  lines.Begin(false);
  auto step = lines.Next("ffffffffffffffff\r\nabc");
  EXPECT_EQ(step.pass, 21u);
  EXPECT_EQ(step.error, nullptr);
}

}  // namespace
}  // namespace eddy::http
