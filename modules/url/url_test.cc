// The scanner and the parser give the same, what was parsed parses again the same, and hosts are what the standard
// says.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "url/host.h"
#include "url/idna.h"
#include "url/parser.h"
#include "url/percent.h"
#include "url/scan.h"

namespace eddy::url {
namespace {

using Words = std::vector<std::string_view>;

// Text like a URL's, put together at random.
class Texts {
 public:
  explicit Texts(unsigned seed) : random_(seed) {}

  std::string Next() {
    if (Below(5) == 0) return Some(kBits, 16);
    std::string text(Pick(kSchemes));
    text.append(Pick(kSlashes)).append(Pick(kCredentials)).append(Pick(kHosts)).append(Pick(kPorts));
    return text + Some(kPath, 6) + std::string(Pick(kQueries)) + std::string(Pick(kFragments));
  }
  // Mostly its own serialization.
  std::string NextPlain() {
    static const Words kStarts = {"http://",  "https://u:p@", "ws://u@",  "ftp://",
                                  "file:///", "http://a.b/",  "https://", "node:"};
    static const Words kPlainHosts = {"example.com", "a_b-c", "localhost", "127.0.0.1", "x.xn", "a.1b"};
    static const Words kPlainPath = {"/", "/", "/a", "/b.c", "/%41", "/.a", "/..b", "|", "'"};
    std::string text(Pick(kStarts));
    text.append(Pick(kPlainHosts)).append(Pick(kPorts));
    return text + Some(kPlainPath, 5) + std::string(Pick(kQueries)) + std::string(Pick(kFragments));
  }
  size_t Below(size_t limit) { return random_() % limit; }
  std::string Some(const Words& words, size_t most) {
    std::string text;
    for (size_t n = Below(most + 1); n > 0; --n) text.append(Pick(words));
    return text;
  }
  // One byte of `text` is another one, gone or there twice.
  void Change(std::string& text) {
    if (text.empty()) return;
    const size_t place = Below(text.size());
    switch (Below(3)) {
      case 0: text[place] = static_cast<char>(Below(256)); break;
      case 1: text.erase(place, 1); break;
      default: text.insert(place, 1, text[place]);
    }
  }

  inline static const Words kBits = {"/",   "//", ":", "@",  "?", "#",    "[",    "]", "\\", ".",    "..",       "%",
                                     "%2e", "a",  "1", "C:", "|", "file", "http", " ", "\t", "xn--", "\xc3\xa9", "0x"};

 private:
  std::string_view Pick(const Words& words) { return words[Below(words.size())]; }

  inline static const Words kSchemes = {
      "http:", "https:", "ws:", "wss:", "ftp:", "file:", "foo:", "node:", "HTTP:", ""};
  inline static const Words kSlashes = {"//", "//", "//", "//", "/", "", "///", "\\\\", "/\\"};
  inline static const Words kCredentials = {"", "", "", "", "u@", "u:p@", ":p@", "@", ":@", "a b@", "u@v@", "u:p:q@"};
  inline static const Words kHosts = {"example.com",
                                      "a",
                                      "EXAMPLE.com",
                                      "127.0.0.1",
                                      "1.2.3",
                                      "0x7f.1",
                                      "[::1]",
                                      "[1::2:3]",
                                      "xn--mnchen-3ya.de",
                                      "m\xc3\xbcnchen.de",
                                      "xn--a",
                                      "a..b",
                                      "a.",
                                      "",
                                      "a_b.c",
                                      "a%41",
                                      "256.1.1.1",
                                      "[::1.2.3.4]",
                                      "x.1",
                                      "axn--b",
                                      "C:",
                                      "c|",
                                      "-",
                                      "*",
                                      "1.2.3.4."};
  inline static const Words kPorts = {"", "", "", ":80", ":443", ":8080", ":", ":0", ":65536", ":080", ":8a"};
  inline static const Words kPath = {"/", "/", "/",  "a",   "b.c",  ".",        "..", "%2e", "%2E.", "\\",
                                     " ", "|", "C|", "/.a", "/..b", "\xc3\xa9", "'",  "^",   "%zz"};
  inline static const Words kQueries = {"", "", "?", "?a=b", "?a'b", "?\xc3\xa9", "? ", "? ?<"};
  inline static const Words kFragments = {"", "", "#", "#a", "# ", "#`", "##"};

  std::mt19937 random_;
};

std::vector<int32_t> Numbers(const Offsets& at) {
  return {static_cast<int32_t>(at.scheme),
          at.protocol_end,
          at.username_end,
          at.host_start,
          at.host_end,
          at.port,
          at.pathname_start,
          at.search_start,
          at.hash_start};
}

void ExpectSame(const UrlView& a, const UrlView& b, const std::string& of) {
  EXPECT_EQ(a.href, b.href) << of;
  EXPECT_EQ(Numbers(a.at), Numbers(b.at)) << of << " -> " << a.href;
}

TEST(Url, TheScannerGivesWhatTheParserGives) {
  Texts texts(1);
  int taken = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string text = texts.Below(4) == 0 ? texts.Next() : texts.NextPlain();
    if (texts.Below(3) == 0) texts.Change(text);
    Offsets at;
    const Scanned scanned = Scan(text, at);
    if (scanned == Scanned::kNo) continue;
    ++taken;
    Url url;
    ASSERT_TRUE(Parse(text, nullptr, url)) << text;
    const std::string href = scanned == Scanned::kSame ? text : text + '/';
    ExpectSame({href, at}, url.View(), text);
  }
  EXPECT_GT(taken, 4'000);
}

TEST(Url, ResolvingAPathGivesWhatTheParserGives) {
  Texts texts(2);
  Url base, fast, slow;
  int taken = 0;
  for (int i = 0; i < 40'000; ++i) {
    if (!Parse(texts.Next(), nullptr, base)) continue;
    const std::string text = "/" + texts.Some(Texts::kBits, 8);
    const UrlView base_view = base.View();
    if (!ResolvePath(text, base_view, fast)) continue;
    ++taken;
    ASSERT_TRUE(Parse(text, &base_view, slow)) << text << " against " << base.href;
    ExpectSame(fast.View(), slow.View(), text);
  }
  EXPECT_GT(taken, 300);
}

TEST(Url, WhatWasParsedOrSetParsesAgainTheSame) {
  Texts texts(3);
  Url base, url, again;
  ASSERT_TRUE(Parse("http://user:pass@example.org:81/a/b?c#d", nullptr, base));
  int parsed = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string text = texts.Next();
    texts.Change(text);
    const UrlView base_view = base.View();
    if (!Parse(text, texts.Below(2) == 0 ? &base_view : nullptr, url)) continue;
    ++parsed;
    ASSERT_TRUE(url.View().IsSound()) << url.href;
    ASSERT_TRUE(Parse(url.href, nullptr, again)) << url.href;
    ExpectSame(url.View(), again.View(), text);
    const auto part = static_cast<Part>(texts.Below(9));
    const std::string value = texts.Some(Texts::kBits, 5);
    if (auto changed = With(url.View(), part, value)) {
      ASSERT_TRUE(changed->View().IsSound()) << changed->href;
      ASSERT_TRUE(Parse(changed->href, nullptr, again)) << changed->href;
      ExpectSame(changed->View(), again.View(), url.href + " with " + value);
    }
    if (texts.Below(2) == 0) base = url;
  }
  EXPECT_GT(parsed, 10'000);
}

TEST(Url, WrongOffsetsAreSeen) {
  Url url;
  ASSERT_TRUE(Parse("http://u:p@h:81/p?q#f", nullptr, url));
  EXPECT_EQ(Numbers(url.at), (std::vector<int32_t>{0, 5, 8, 10, 12, 81, 15, 17, 19}));
  int32_t Offsets::*const all[] = {&Offsets::protocol_end, &Offsets::username_end,   &Offsets::host_start,
                                   &Offsets::host_end,     &Offsets::pathname_start, &Offsets::search_start,
                                   &Offsets::hash_start};
  for (auto offset : all) {
    for (int32_t wrong : {-2, 1 << 30, INT32_MIN}) {
      UrlView view = url.View();
      view.at.*offset = wrong;
      EXPECT_FALSE(view.IsSound());
    }
  }
}

std::string Host(std::string_view text) {
  std::string host;
  return AppendHost(host, text, false) ? host : "failure";
}

TEST(Host, Ipv4AddressesAreNormalized) {
  EXPECT_EQ(Host("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(Host("0x7f.1"), "127.0.0.1");
  EXPECT_EQ(Host("0300.0250.1"), "192.168.0.1");
  EXPECT_EQ(Host("4294967295"), "255.255.255.255");
  EXPECT_EQ(Host("0x"), "0.0.0.0");
  EXPECT_EQ(Host("1.2.3.4."), "1.2.3.4");
  for (auto text :
       {"4294967296", "256.1.1.1", "1.2.3.4.5", "09", "1.2.3.256", "1..2", "99999999999999999999999", "a.0x"}) {
    EXPECT_EQ(Host(text), "failure") << text;
  }
  EXPECT_EQ(Host("0xg"), "0xg");
  EXPECT_EQ(Host("1.."), "1..");
}

TEST(Host, Ipv6AddressesAreCompressed) {
  EXPECT_EQ(Host("[2001:DB8::0:0:1]"), "[2001:db8::1]");
  EXPECT_EQ(Host("[1:0:0:2:0:0:0:3]"), "[1:0:0:2::3]");
  EXPECT_EQ(Host("[::ffff:1.2.3.4]"), "[::ffff:102:304]");
  EXPECT_EQ(Host("[0:0:0:0:0:0:0:0]"), "[::]");
  EXPECT_EQ(Host("[1:2:3:4:5:6:7:8]"), "[1:2:3:4:5:6:7:8]");
  for (auto text : {"[::1", "[1::2::3]", "[:::]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:7::8:9]",
                    "[12345::]", "[::1.2.3]", "[::1.2.3.04]", "[1:2:3:4:5:6:7:1.2.3.4]", "[::g]", "[]", "["}) {
    EXPECT_EQ(Host(text), "failure") << text;
  }
}

TEST(Host, DomainsAreMappedAndChecked) {
  EXPECT_EQ(Host("EX%41mple.COM"), "example.com");
  EXPECT_EQ(Host("m\xc3\xbcnchen.de"), "xn--mnchen-3ya.de");
  EXPECT_EQ(Host("fa\xc3\x9f.de"), "xn--fa-hia.de");
  EXPECT_EQ(Host("%e4%bd%a0%e5%a5%bd"), "xn--6qq79v");
  EXPECT_EQ(Host(std::string(70, 'a') + ".\xc3\xbc"), std::string(70, 'a') + ".xn--tda");
  for (auto text : {"xn--a", "xn--", "a b", "%ff", "\xc2\xad", "a%00", "a<b"}) EXPECT_EQ(Host(text), "failure") << text;
  EXPECT_EQ(DomainToUnicode("xn--mnchen-3ya.de"), "m\xc3\xbcnchen.de");
  EXPECT_EQ(DomainToUnicode("example.com"), "example.com");
}

TEST(Percent, IllFormedTextBecomesReplacementCharacters) {
  EXPECT_EQ(Utf16FromUtf8("a\xe4\xbd\xa0\xf0\x9f\x98\x80"), u"a\u4f60\U0001f600");
  EXPECT_EQ(Utf16FromUtf8("\xc3"), u"\ufffd");
  EXPECT_EQ(Utf16FromUtf8("\xc0\x80"), u"\ufffd\ufffd");
  EXPECT_EQ(Utf16FromUtf8("\xed\xa0\x80"), u"\ufffd\ufffd\ufffd");
  EXPECT_EQ(Utf16FromUtf8("\xf0\x9f\x98z"), u"\ufffdz");
  EXPECT_EQ(Utf16FromUtf8("\xf4\x90\x80\x80"), u"\ufffd\ufffd\ufffd\ufffd");
  std::string utf8;
  const char16_t lone[] = {0xd83d, u'a', 0xde00, 0xd83d, 0xde00, 0xd83d};
  AppendUtf8(utf8, {lone, 6});
  EXPECT_EQ(utf8,
            "\xef\xbf\xbd"
            "a\xef\xbf\xbd\xf0\x9f\x98\x80\xef\xbf\xbd");
  EXPECT_EQ(PercentDecode("%41%zz%4%"), "A%zz%4%");
}

}  // namespace
}  // namespace eddy::url
