// A head's text out of its pieces, its limits, and the headers that may not come. And the method that llhttp 8 does not
// know.
#include "http/head_text.h"

#include <gtest/gtest.h>

#include "http/method_stand_in.h"

namespace eddy::http {
namespace {

class HeadTexts : public testing::Test {
 protected:
  HeadTexts() {
    head.SetLimits(100, 3);
    head.Begin();
  }
  const char* Add(std::string_view name, std::string_view value, HeadText::Known known = {}, bool lenient = false) {
    if (const char* error = head.AddName(name)) return error;
    if (const char* error = head.EndName(known)) return error;
    if (!value.empty()) {
      if (const char* error = head.AddValue(value, value, lenient)) return error;
    }
    head.EndHeader(lenient);
    return nullptr;
  }
  HeadText head;
};

TEST_F(HeadTexts, CollectHeadersAndTrailers) {
  EXPECT_EQ(head.AddText("/a"), nullptr);
  EXPECT_EQ(head.AddText("bc"), nullptr);
  EXPECT_EQ(head.AddName("Ho"), nullptr);
  EXPECT_EQ(Add("st", "x \t"), nullptr);
  EXPECT_EQ(Add("Empty", ""), nullptr);
  head.EndHead();
  EXPECT_EQ(Add("T", "v"), nullptr);
  EXPECT_EQ(head.text(), "/abc");
  EXPECT_EQ(head.headers(), "Host\nx\nEmpty\n\n");
  EXPECT_EQ(head.trailers(), "T\nv\n");
  EXPECT_TRUE(head.has_host());
  EXPECT_FALSE(head.has_expect());
}

TEST_F(HeadTexts, ContinueAValueOnlyWhereTheBytesWereCut) {
  std::string_view first = "ab", second = "cd";
  head.AddName("A");
  EXPECT_EQ(head.AddValue(first, first, false), nullptr);
  EXPECT_EQ(head.AddValue(second, second, false), nullptr);
  std::string_view input = "x ef";
  EXPECT_EQ(head.AddValue(input.substr(2), input, false), HeadText::kFoldedValue);
  EXPECT_EQ(head.AddValue(input.substr(2), input, true), nullptr);
  EXPECT_TRUE(head.is_in_value());
}

TEST_F(HeadTexts, DropHeadersBeyondTheirNumber) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Add("A", "b"), nullptr);
  EXPECT_EQ(Add("Host", "x"), nullptr);
  head.EndHead();
  EXPECT_EQ(head.headers(), "A\nb\nA\nb\nA\nb\n");
  EXPECT_FALSE(head.has_host());
}

TEST_F(HeadTexts, HaveALimitInBytes) {
  EXPECT_EQ(Add("A", std::string(98, 'b')), nullptr);
  EXPECT_STREQ(head.AddName("x"), "HPE_HEADER_OVERFLOW:Header overflow");
}

TEST_F(HeadTexts, RefuseWhatContradictsTheFraming) {
  EXPECT_STREQ(Add("", "b"), "HPE_INVALID_HEADER_TOKEN:Invalid header token");
  HeadText::Known with_length{.has_length = true};
  EXPECT_STREQ(Add("TRANSFER-Encoding", "chunked", with_length),
               "HPE_INVALID_TRANSFER_ENCODING:Transfer-Encoding can't be present with Content-Length");
  with_length.lenient_length = true;
  EXPECT_EQ(Add("Transfer-Encoding", "chunked", with_length), nullptr);
  head.EndHead();
  EXPECT_STREQ(Add("Content-Length", "3", {.has_encoding = true}),
               "HPE_INVALID_CONTENT_LENGTH:Content-Length can't be present with Transfer-Encoding");
}

TEST_F(HeadTexts, HoldNoLineFeedsInValues) {
  EXPECT_EQ(Add("A", "b\nC\nd", {}, true), nullptr);
  head.EndHead();
  EXPECT_EQ(head.headers(), "A\nb C d\n");
}

std::string Feed(std::initializer_list<std::string_view> pieces) {
  MethodStandIn method;
  std::string fed;
  for (std::string_view piece : pieces) {
    if (!method.is_on()) {
      fed += piece;
      continue;
    }
    auto step = method.Next(piece);
    if (step.refused) return "refused";
    fed += step.stand_in;
    fed += piece.substr(step.skip + step.taken);
  }
  return fed;
}

TEST(MethodStandIns, ArePutInPlaceOfQuery) {
  EXPECT_EQ(Feed({"QUERY / HTTP/1.1"}), "PATCH / HTTP/1.1");
  EXPECT_EQ(Feed({"\r\n", "\nQU", "E", "RY", " / QUERY"}), "PATCH / QUERY");
  EXPECT_EQ(Feed({"GET / QUERY"}), "GET / QUERY");
  EXPECT_EQ(Feed({"QU", "X / "}), "refused");
  EXPECT_EQ(Feed({"QUERz"}), "refused");
}

}  // namespace
}  // namespace eddy::http
