// The scanner: a URL's text in, its offsets out, nothing made. What it does not know well it leaves to the parser,
// which gives the same for all that the scanner takes (scan_test.cc compares them).
#include "url/scan.h"

#include "url/characters.h"
#include "url/host.h"

namespace eddy::url {
namespace {

// A path of segments, none of which is '.' or '..'. Where it ends, or npos.
size_t ScanPath(std::string_view text, size_t i) {
  while (i < text.size() && text[i] == '/') {
    ++i;
    if (i < text.size() && (text[i] == '.' || text[i] == '%')) {
      const Dots dots = LeadingDots(text.substr(i));
      const size_t end = i + dots.length;
      const bool is_whole = end == text.size() || text[end] == '/' || text[end] == '?' || text[end] == '#';
      if ((dots.count == 1 || dots.count == 2) && is_whole) return text.npos;
    }
    i = Find(text, i, kEndsPlainSegment);
  }
  return i;
}

// Whether `text` from `from` on is path, query and fragment as they are serialized. The path begins there, with '/'.
// The scheme in `at` is read, its last two offsets are set.
bool ScanRest(std::string_view text, size_t from, Offsets& at) {
  at.search_start = at.hash_start = -1;
  size_t i = ScanPath(text, from);
  if (i == text.npos) return false;
  if (i < text.size() && text[i] == '?') {
    at.search_start = static_cast<int32_t>(i);
    i = Find(text, i + 1, at.scheme == Scheme::kNotSpecial ? kQuery : kSpecialQuery);
  }
  if (i < text.size() && text[i] == '#') {
    at.hash_start = static_cast<int32_t>(i);
    i = Find(text, i + 1, kFragment);
  }
  return i == text.size();
}

// '//' and the rest is a file: URL without a host, whose path has no drive letter to be normalized.
bool ScanFile(std::string_view text, Offsets& at) {
  constexpr std::string_view kStart = "file:///";
  if (!text.starts_with(kStart) || (text.size() > kStart.size() + 1 && text[kStart.size() + 1] == '|')) return false;
  at = {Scheme::kFile, 5, 7, 7, 7, -1, 7, -1, -1};
  return ScanRest(text, 7, at);
}

// mailto:a@b, node:fs, data:text/plain,a
bool ScanOpaque(std::string_view text, Offsets& at) {
  size_t i = 0;
  while (i < text.size() && Is(text[i], kInScheme) && !(text[i] >= 'A' && text[i] <= 'Z')) ++i;
  if (i == 0 || i == text.size() || !IsLetter(text[0]) || text[i] != ':') return false;
  if (SchemeOf(text.substr(0, i)) != Scheme::kNotSpecial) return false;
  const auto start = static_cast<int32_t>(++i);
  if (i < text.size() && text[i] == '/') return false;
  while (i < text.size() && !Is(text[i], kC0Control) && text[i] != '?' && text[i] != '#') ++i;
  if (i < text.size() || text[i - 1] == ' ') return false;
  at = {Scheme::kNotSpecial, start, start, start, start, -1, start, -1, -1};
  return true;
}

// A host of lower-case letters, digits and the like, no Punycode, no IPv4 address but a canonical one. Where it ends,
// or npos.
size_t ScanHost(std::string_view text, size_t start) {
  size_t label = start, last_label = start, i = start;
  for (;;) {
    if (i < text.size() && text[i] == 'x' && text.substr(i).starts_with("xn--")) return text.npos;
    i = Find(text, i, kNotPlainHost);
    if (label < i) last_label = label;
    if (i == text.size() || text[i] != '.') break;
    label = ++i;
  }
  if (i == start) return text.npos;
  // A last label that begins with a digit may make the host an IPv4 address.
  if (IsDigit(text[last_label]) && !IsCanonicalIpv4(text.substr(start, i - start))) return text.npos;
  return i;
}

// A port as it is serialized: where it ends, or npos.
size_t ScanPort(std::string_view text, size_t start, Offsets& at) {
  size_t i = start;
  int port = 0;
  while (i < text.size() && i < start + 5 && IsDigit(text[i])) port = port * 10 + (text[i++] - '0');
  if (i == start || text[start] == '0' || port > 65535 || port == DefaultPort(at.scheme)) return text.npos;
  at.port = port;
  return i;
}

// user:password@ in front of the host at `start`. Where the host begins, or npos.
size_t ScanCredentials(std::string_view text, size_t start, Offsets& at) {
  size_t i = Find(text, start, kUserinfo);
  at.username_end = static_cast<int32_t>(i);
  if (i < text.size() && text[i] == ':') {
    i = Find(text, i + 1, kUserinfo);
    if (i == static_cast<size_t>(at.username_end) + 1) return text.npos;
  }
  if (i >= text.size() || text[i] != '@' || i == start) return text.npos;
  at.host_start = static_cast<int32_t>(i);
  return i + 1;
}

// Whether `text` from `host` on is host, port and what follows.
Scanned ScanFromHost(std::string_view text, size_t host, Offsets& at) {
  size_t i = ScanHost(text, host);
  if (i == text.npos) return Scanned::kNo;
  at.host_end = static_cast<int32_t>(i);
  at.port = at.search_start = at.hash_start = -1;
  if (i < text.size() && text[i] == ':') i = ScanPort(text, i + 1, at);
  if (i == text.npos) return Scanned::kNo;
  at.pathname_start = static_cast<int32_t>(i);
  if (i == text.size()) return Scanned::kLacksSlash;
  return text[i] == '/' && ScanRest(text, i, at) ? Scanned::kSame : Scanned::kNo;
}

// The special scheme but file that `text` begins with, and '://'.
bool ReadWebScheme(std::string_view text, Offsets& at) {
  auto is = [&](std::string_view start, Scheme scheme) {
    if (!text.starts_with(start)) return false;
    at.scheme = scheme;
    at.protocol_end = static_cast<int32_t>(start.size() - 2);
    return true;
  };
  if (text.size() < 6) return false;
  switch (text[0]) {
    case 'h': return is("https://", Scheme::kHttps) || is("http://", Scheme::kHttp);
    case 'w': return is("wss://", Scheme::kWss) || is("ws://", Scheme::kWs);
    case 'f': return is("ftp://", Scheme::kFtp);
    default: return false;
  }
}

}  // namespace

Scanned Scan(std::string_view text, Offsets& at) {
  if (!ReadWebScheme(text, at)) return ScanFile(text, at) || ScanOpaque(text, at) ? Scanned::kSame : Scanned::kNo;
  const size_t start = at.protocol_end + 2;
  at.username_end = at.host_start = static_cast<int32_t>(start);
  const Scanned scanned = ScanFromHost(text, start, at);
  if (scanned != Scanned::kNo) return scanned;
  const size_t host = ScanCredentials(text, start, at);
  return host == text.npos ? Scanned::kNo : ScanFromHost(text, host, at);
}

bool ResolvePath(std::string_view text, const UrlView& base, Url& url) {
  if (!base.IsSpecial() || base.IsFile() || !text.starts_with('/')) return false;
  if (text.size() > 1 && (text[1] == '/' || text[1] == '\\')) return false;
  url.at = base.at;
  if (!ScanRest(text, 0, url.at)) return false;
  url.href.assign(base.href, 0, base.at.pathname_start).append(text);
  if (url.at.search_start != -1) url.at.search_start += base.at.pathname_start;
  if (url.at.hash_start != -1) url.at.hash_start += base.at.pathname_start;
  return true;
}

}  // namespace eddy::url
