// The states of the standard's parser, a function each. They write the serialization as they go: authority, path, query
// and fragment follow each other in the input as in the output.
#include "url/parser.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "url/characters.h"
#include "url/host.h"
#include "url/percent.h"

namespace eddy::url {
namespace {

constexpr size_t kNone = std::string_view::npos;

bool IsSlash(char c, bool is_special) { return c == '/' || (c == '\\' && is_special); }
bool BeginsWithSlash(std::string_view text, bool is_special) { return !text.empty() && IsSlash(text[0], is_special); }

// The first of '/', '?', '#' (and '\' when special), or the end.
size_t EndOfAuthority(std::string_view text, bool is_special) {
  return Find(text, 0, is_special ? kEndsAuthority | kBackslash : kEndsAuthority);
}

size_t EndOfPath(std::string_view text) { return Find(text, 0, kEndsPath); }

// The ':' before the port, which is outside of brackets, or kNone.
size_t PortColon(std::string_view text) {
  bool is_inside_brackets = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') is_inside_brackets = true;
    if (text[i] == ']') is_inside_brackets = false;
    if (text[i] == ':' && !is_inside_brackets) return i;
  }
  return kNone;
}

// The length of the scheme that `text` begins with, without ':', or kNone.
size_t SchemeLength(std::string_view text) {
  if (text.empty() || !IsLetter(text[0])) return kNone;
  size_t i = 1;
  while (i < text.size() && Is(text[i], kInScheme)) ++i;
  return i < text.size() && text[i] == ':' ? i : kNone;
}

std::string InLowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return lower;
}

std::string_view WithoutOuterSpace(std::string_view text) {
  auto is_space = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// `text` without tabs and newlines; `storage` holds it where there were any.
std::string_view WithoutIgnored(std::string_view text, std::string& storage) {
  auto is_ignored = [](char c) { return Is(c, kIgnored); };
  if (std::none_of(text.begin(), text.end(), is_ignored)) return text;
  storage.reserve(text.size());
  std::remove_copy_if(text.begin(), text.end(), std::back_inserter(storage), is_ignored);
  return storage;
}

// A path that is being written at the end of a text.
class PathWriter {
 public:
  PathWriter(std::string& out, size_t start, bool is_special, bool is_file)
      : out_(out), start_(start), is_special_(is_special), is_file_(is_file) {}

  // Path start state: skips the slash before the first segment.
  void WriteFromStart(std::string_view text) {
    if (text.empty() && !is_special_) return;
    if (BeginsWithSlash(text, is_special_)) text.remove_prefix(1);
    Write(text);
  }

  // Path state: appends the segments of `text`.
  void Write(std::string_view text) {
    for (;;) {
      size_t end = 0;
      int seen = 0;  // of what kinds its characters are
      for (; end < text.size() && !IsSlash(text[end], is_special_); ++end) {
        seen |= kCharacters[static_cast<unsigned char>(text[end])];
      }
      const bool is_last = end == text.size();
      WriteSegment(text.substr(0, end), (seen & kPath) != 0, is_last);
      if (is_last) return;
      text.remove_prefix(end + 1);
    }
  }

  // "Shorten a url's path": drops the last segment, but not a file URL's drive letter.
  void Shorten() {
    const std::string_view path = std::string_view(out_).substr(start_);
    if (path.empty()) return;
    const size_t slash = path.rfind('/');
    if (is_file_ && slash == 0 && path.size() == 3 && IsLetter(path[1]) && path[2] == ':') return;
    out_.resize(start_ + slash);
  }

 private:
  void WriteSegment(std::string_view segment, bool needs_encoding, bool is_last) {
    const Dots dots = LeadingDots(segment);
    if (dots.length == segment.size() && (dots.count == 1 || dots.count == 2)) {
      if (dots.count == 2) Shorten();
      if (is_last) out_.push_back('/');
      return;
    }
    const bool is_first = out_.size() == start_;
    out_.push_back('/');
    if (is_file_ && is_first && IsDriveLetter(segment)) {
      out_.push_back(segment[0]);
      out_.push_back(':');
      return;
    }
    if (needs_encoding)
      AppendEncoded(out_, segment, kPath);
    else
      out_.append(segment);
  }

  std::string& out_;
  const size_t start_;
  const bool is_special_, is_file_;
};

class Parser {
 public:
  Parser(const UrlView* base, Url& url) : base_(base), href_(url.href), at_(url.at) {
    href_.clear();
    at_ = {};
  }

  // Scheme start state, scheme state and no scheme state.
  bool Run(std::string_view text) {
    const size_t length = SchemeLength(text);
    if (length == kNone) return WithoutScheme(text);
    for (char c : text.substr(0, length)) href_.push_back(Lower(c));
    at_.scheme = SchemeOf(href_);
    EndScheme();
    text.remove_prefix(length + 1);
    if (IsFile()) {
      if (base_ && !base_->IsFile()) base_ = nullptr;
      return File(text);
    }
    if (IsSpecial()) {
      if (base_ && base_->at.scheme == at_.scheme && !text.starts_with("//")) return Relative(text);
      return AuthorityAfterSlashes(text);
    }
    if (text.starts_with("//")) return Authority(text.substr(2));
    if (text.starts_with("/")) {
      EndAuthority();
      return PathAndRest(text);
    }
    return OpaquePath(text);
  }

 private:
  bool IsSpecial() const { return at_.scheme != Scheme::kNotSpecial; }
  bool IsFile() const { return at_.scheme == Scheme::kFile; }
  int32_t Here() const { return static_cast<int32_t>(href_.size()); }

  void EndScheme() {
    href_.push_back(':');
    at_.protocol_end = at_.username_end = at_.host_start = at_.host_end = at_.pathname_start = Here();
  }
  // Without a host: the path follows the scheme.
  void EndAuthority() { at_.pathname_start = Here(); }

  bool WithoutScheme(std::string_view text) {
    if (!base_) return false;
    if (base_->HasOpaquePath()) {
      if (!text.starts_with('#')) return false;
      href_.append(base_->href.substr(0, base_->at.hash_start == -1 ? base_->href.size() : base_->at.hash_start));
      at_ = base_->at;
      at_.hash_start = Here();
      href_.push_back('#');
      AppendEncoded(href_, text.substr(1), kFragment);
      return true;
    }
    href_.append(base_->Scheme());
    at_.scheme = base_->at.scheme;
    EndScheme();
    return base_->IsFile() ? File(text) : Relative(text);
  }

  // Takes user name, password, host and port of the base.
  void CopyAuthority() {
    if (base_->HasHost()) {
      href_.assign(base_->href, 0, base_->at.pathname_start);
      const Offsets& from = base_->at;
      at_ = {from.scheme,
             from.protocol_end,
             from.username_end,
             from.host_start,
             from.host_end,
             from.port,
             from.pathname_start,
             -1,
             -1};
    } else {
      EndAuthority();
    }
  }

  // Relative state and relative slash state.
  bool Relative(std::string_view text) {
    if (BeginsWithSlash(text, IsSpecial())) {
      const auto rest = text.substr(1);
      if (IsSpecial() && BeginsWithSlash(rest, true)) return AuthorityAfterSlashes(text);
      if (rest.starts_with('/')) return Authority(rest.substr(1));
      CopyAuthority();
      return PathAndRest(text);
    }
    CopyAuthority();
    return AgainstPath(text);
  }

  // What is left of relative state and file state when the input begins with no slash.
  bool AgainstPath(std::string_view text) {
    if (!(IsFile() && BeginsWithDriveLetter(text))) href_.append(base_->Path());
    if (text.empty() || text[0] == '#') {
      EndPath();
      if (auto query = base_->Query()) {
        at_.search_start = Here();
        href_.append("?").append(*query);
      }
      return Fragment(text);
    }
    if (text[0] != '?') {
      const size_t end = EndOfPath(text);
      PathWriter path(href_, at_.pathname_start, IsSpecial(), IsFile());
      path.Shorten();
      path.Write(text.substr(0, end));
      text.remove_prefix(end);
    }
    EndPath();
    return QueryAndFragment(text);
  }

  // Special authority ignore slashes state.
  bool AuthorityAfterSlashes(std::string_view text) {
    while (BeginsWithSlash(text, true)) text.remove_prefix(1);
    return Authority(text);
  }

  // Authority state, host state and port state.
  bool Authority(std::string_view text) {
    const size_t end = EndOfAuthority(text, IsSpecial());
    std::string_view host = text.substr(0, end);
    href_.append("//");
    const size_t at_sign = host.rfind('@');
    if (at_sign != kNone) {
      Credentials(host.substr(0, at_sign));
      host.remove_prefix(at_sign + 1);
      if (host.empty()) return false;
    } else {
      at_.username_end = at_.host_start = Here();
    }
    if (!HostAndPort(host)) return false;
    at_.pathname_start = Here();
    return PathAndRest(text.substr(end));
  }

  void Credentials(std::string_view text) {
    const size_t colon = std::min(text.find(':'), text.size());
    AppendEncoded(href_, text.substr(0, colon), kUserinfo);
    at_.username_end = Here();
    if (colon + 1 < text.size()) {
      href_.push_back(':');
      AppendEncoded(href_, text.substr(colon + 1), kUserinfo);
    }
    at_.host_start = Here();
    if (at_.host_start > at_.protocol_end + 2) href_.push_back('@');
  }

  bool HostAndPort(std::string_view text) {
    const size_t colon = PortColon(text);
    const auto host = text.substr(0, std::min(colon, text.size()));
    if (host.empty() && (IsSpecial() || colon != kNone)) return false;
    if (!host.empty() && !AppendHost(href_, host, !IsSpecial())) return false;
    at_.host_end = Here();
    if (colon == kNone) return true;
    int port = 0;
    for (char c : text.substr(colon + 1)) {
      if (!IsDigit(c)) return false;
      port = port * 10 + (c - '0');
      if (port > 65535) return false;
    }
    if (colon + 1 == text.size() || port == DefaultPort(at_.scheme)) return true;
    at_.port = port;
    href_.append(":").append(std::to_string(port));
    return true;
  }

  // '//' and the host of a file: URL.
  void FileHost(std::string_view host) {
    href_.append("//");
    at_.username_end = at_.host_start = Here();
    href_.append(host);
    at_.host_end = at_.pathname_start = Here();
  }

  // File state, file slash state.
  bool File(std::string_view text) {
    if (!BeginsWithSlash(text, true)) {
      FileHost(base_ ? base_->Host() : "");
      return base_ ? AgainstPath(text) : PathAndRest(text);
    }
    if (BeginsWithSlash(text.substr(1), true)) return FileHostState(text.substr(2));
    FileHost(base_ ? base_->Host() : "");
    if (base_ && !BeginsWithDriveLetter(text.substr(1))) {
      const auto path = base_->Path();
      const bool has_drive =
          path.size() >= 3 && path[2] == ':' && IsLetter(path[1]) && (path.size() == 3 || path[3] == '/');
      if (has_drive) href_.append(path.substr(0, 3));
    }
    return PathAndRest(text);
  }

  bool FileHostState(std::string_view text) {
    const size_t end = EndOfAuthority(text, true);
    const auto host = text.substr(0, end);
    FileHost("");
    if (IsDriveLetter(host)) return PathAndRest(text);
    if (!host.empty()) {
      const size_t start = href_.size();
      if (!AppendHost(href_, host, false)) return false;
      if (std::string_view(href_).substr(start) == "localhost") href_.resize(start);
      at_.host_end = at_.pathname_start = Here();
    }
    return PathAndRest(text.substr(end));
  }

  // Path start state and all that follows.
  bool PathAndRest(std::string_view text) {
    const size_t end = EndOfPath(text);
    PathWriter(href_, at_.pathname_start, IsSpecial(), IsFile()).WriteFromStart(text.substr(0, end));
    EndPath();
    return QueryAndFragment(text.substr(end));
  }

  // Without a host a path that begins with an empty segment would read as one.
  void EndPath() {
    const bool has_host = at_.username_end > at_.protocol_end;
    if (has_host || !std::string_view(href_).substr(at_.pathname_start).starts_with("//")) return;
    href_.insert(at_.pathname_start, "/.");
    at_.pathname_start += 2;
  }

  // Opaque path state: a space at the end would vanish when it is parsed again, so it is encoded before '?' and '#'.
  bool OpaquePath(std::string_view text) {
    EndAuthority();
    const size_t end = EndOfPath(text);
    auto path = text.substr(0, end);
    const bool ends_in_space = end < text.size() && path.ends_with(' ');
    if (ends_in_space) path.remove_suffix(1);
    AppendEncoded(href_, path, kC0Control);
    if (ends_in_space) href_.append("%20");
    return QueryAndFragment(text.substr(end));
  }

  // Query state and fragment state, on text that is empty or begins with '?' or '#'.
  bool QueryAndFragment(std::string_view text) {
    const size_t hash = std::min(text.find('#'), text.size());
    if (hash > 0) {
      at_.search_start = Here();
      href_.push_back('?');
      AppendEncoded(href_, text.substr(1, hash - 1), IsSpecial() ? kSpecialQuery : kQuery);
    }
    return Fragment(text.substr(hash));
  }

  bool Fragment(std::string_view text) {
    if (text.empty()) return true;
    at_.hash_start = Here();
    href_.push_back('#');
    AppendEncoded(href_, text.substr(1), kFragment);
    return true;
  }

  const UrlView* base_;
  std::string& href_;
  Offsets& at_;
};

// --- The parser with a state override. Each changes the parts and says so, or leaves them as they were.
// ------------------ `storage` holds what they are made to point to.

// Scheme start state override.
bool SetProtocol(Parts& parts, std::string_view value, std::string& storage) {
  std::string kept;
  storage = std::string(WithoutIgnored(value, kept)) + ':';
  const size_t length = SchemeLength(storage);
  if (length == kNone) return false;
  storage = InLowerCase(std::string_view(storage).substr(0, length));
  const Scheme type = SchemeOf(storage);
  if ((type != Scheme::kNotSpecial) != parts.IsSpecial()) return false;
  if (type == Scheme::kFile && (parts.HasCredentials() || parts.port != -1)) return false;
  if (parts.IsFile() && parts.host->empty()) return false;
  parts.scheme = storage;
  parts.type = type;
  parts.SetPort(parts.port);
  return true;
}

bool SetCredentials(Parts& parts, std::string_view Parts::*part, std::string_view value, std::string& storage) {
  if (parts.CannotHaveCredentialsOrPort()) return false;
  AppendEncoded(storage, value, kUserinfo);
  parts.*part = storage;
  return true;
}

// Port state override.
bool SetPort(Parts& parts, std::string_view value) {
  int port = 0;
  size_t i = 0;
  for (; i < value.size() && IsDigit(value[i]); ++i) {
    port = port * 10 + (value[i] - '0');
    if (port > 65535) return false;
  }
  if (i == 0) return false;
  parts.SetPort(port);
  return true;
}

bool SetPortByText(Parts& parts, std::string_view value) {
  if (parts.CannotHaveCredentialsOrPort()) return false;
  if (value.empty()) {
    parts.port = -1;
    return true;
  }
  std::string kept;
  return SetPort(parts, WithoutIgnored(value, kept));
}

// File host state override.
bool SetFileHost(Parts& parts, std::string_view text, std::string& storage) {
  if (!text.empty() && !AppendHost(storage, text, false)) return false;
  if (storage == "localhost") storage.clear();
  parts.host = storage;
  return true;
}

// Host state override, or hostname state override when it may have no port.
bool SetHost(Parts& parts, std::string_view value, bool may_have_port, std::string& storage) {
  if (parts.path_is_opaque) return false;
  std::string kept;
  const auto text = WithoutIgnored(value, kept);
  const auto authority = text.substr(0, EndOfAuthority(text, parts.IsSpecial()));
  if (parts.IsFile()) return SetFileHost(parts, authority, storage);
  const size_t colon = PortColon(authority);
  if (colon != kNone && !may_have_port) return false;
  const auto host = authority.substr(0, std::min(colon, authority.size()));
  if (host.empty()) {
    if (parts.IsSpecial() || colon != kNone || parts.HasCredentials() || parts.port != -1) return false;
    parts.host = "";
    return true;
  }
  if (!AppendHost(storage, host, !parts.IsSpecial())) return false;
  parts.host = storage;
  if (colon != kNone) SetPort(parts, authority.substr(colon + 1));
  return true;
}

// Path start state override.
bool SetPathname(Parts& parts, std::string_view value, std::string& storage) {
  if (parts.path_is_opaque) return false;
  std::string kept;
  const auto text = WithoutIgnored(value, kept);
  PathWriter(storage, 0, parts.IsSpecial(), parts.IsFile()).WriteFromStart(text);
  if (text.empty() && !parts.host && !parts.IsSpecial()) storage = "/";
  parts.path = storage;
  return true;
}

// Query state and fragment state override.
bool SetEncoded(std::optional<std::string_view>& part, char mark, std::string_view value, int set,
                std::string& storage) {
  part.reset();
  if (value.empty()) return true;
  if (value[0] == mark) value.remove_prefix(1);
  std::string kept;
  AppendEncoded(storage, WithoutIgnored(value, kept), set);
  part = storage;
  return true;
}

bool Set(Parts& parts, Part part, std::string_view value, std::string& storage) {
  switch (part) {
    case Part::kProtocol: return SetProtocol(parts, value, storage);
    case Part::kUsername: return SetCredentials(parts, &Parts::username, value, storage);
    case Part::kPassword: return SetCredentials(parts, &Parts::password, value, storage);
    case Part::kHost: return SetHost(parts, value, true, storage);
    case Part::kHostname: return SetHost(parts, value, false, storage);
    case Part::kPort: return SetPortByText(parts, value);
    case Part::kPathname: return SetPathname(parts, value, storage);
    case Part::kSearch: return SetEncoded(parts.query, '?', value, parts.IsSpecial() ? kSpecialQuery : kQuery, storage);
    case Part::kHash: return SetEncoded(parts.fragment, '#', value, kFragment, storage);
  }
  return false;
}

// Whether offsets into what comes of `text`, each byte of which may become three, and `other` are numbers of 32 bits.
bool Fits(std::string_view text, std::string_view other) {
  return text.size() * 3 + other.size() < static_cast<size_t>(std::numeric_limits<int32_t>::max()) - 64;
}

}  // namespace

bool Parse(std::string_view input, const UrlView* base, Url& url) {
  if (!Fits(input, base ? base->href : "")) return false;
  std::string kept;
  return Parser(base, url).Run(WithoutIgnored(WithoutOuterSpace(input), kept));
}

std::optional<Url> With(const UrlView& url, Part part, std::string_view value) {
  if (!Fits(value, url.href)) return std::nullopt;
  Parts parts(url);
  std::string storage;
  if (!Set(parts, part, value, storage)) return std::nullopt;
  return parts.Serialize();
}

std::string HostnameOf(std::string_view domain) {
  const UrlView dummy{"ws://", {Scheme::kWs, 3, 5, 5, 5, -1, 5, -1, -1}};
  Parts parts(dummy);
  std::string storage;
  if (!SetHost(parts, domain, false, storage)) return "";
  return std::string(*parts.host);
}

}  // namespace eddy::url
