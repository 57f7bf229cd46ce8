// A parsed URL: its serialization and where the parts are in it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eddy::url {

// As util.inspect() shows them with showHidden.
enum class Scheme : int32_t { kHttp = 0, kNotSpecial = 1, kHttps = 2, kWs = 3, kFtp = 4, kWss = 5, kFile = 6 };

// The type of a scheme without colon, in lower case.
Scheme SchemeOf(std::string_view scheme);
// -1: none
int DefaultPort(Scheme scheme);

// https://user:pass@example.com:1234/foo/bar?baz#quux
//       |     |    |          | ^^^^|       |   |
//       |     |    |          | |   |       |   hash_start (-1: none)
//       |     |    |          | |   |       search_start (-1: none)
//       |     |    |          | |   pathname_start
//       |     |    |          | port (-1: none)
//       |     |    |          host_end
//       |     |    host_start (at the '@' when there are credentials)
//       |     username_end
//       protocol_end
// In the order in which JavaScript reads them (native.offsets).
struct Offsets {
  Scheme scheme = Scheme::kNotSpecial;
  int32_t protocol_end = 0;
  int32_t username_end = 0;
  int32_t host_start = 0;
  int32_t host_end = 0;
  int32_t port = -1;
  int32_t pathname_start = 0;
  int32_t search_start = -1;
  int32_t hash_start = -1;
};

// Offsets with the text that they belong to.
struct UrlView {
  std::string_view href;
  Offsets at;

  // Whether every offset is in the text and in order.
  bool IsSound() const;
  bool IsSpecial() const { return at.scheme != Scheme::kNotSpecial; }
  bool IsFile() const { return at.scheme == Scheme::kFile; }
  // Whether '//' follows the scheme.
  bool HasHost() const { return at.username_end > at.protocol_end; }
  // Whether the path is a text that no relative URL can be resolved against, as in 'mailto:a@b'.
  bool HasOpaquePath() const {
    return !IsSpecial() && !HasHost() && at.pathname_start == at.protocol_end && !Path().starts_with('/');
  }
  bool HasCredentials() const { return HasHost() && at.host_start > at.protocol_end + 2; }
  std::string_view Scheme() const { return Between(0, at.protocol_end - 1); }
  std::string_view Username() const { return HasHost() ? Between(at.protocol_end + 2, at.username_end) : ""; }
  std::string_view Password() const {
    return at.host_start > at.username_end ? Between(at.username_end + 1, at.host_start) : "";
  }
  std::string_view Host() const { return Between(at.host_start + HasCredentials(), at.host_end); }
  std::string_view Path() const { return Between(at.pathname_start, PathEnd()); }
  // Without '?' and '#'.
  std::optional<std::string_view> Query() const;
  std::optional<std::string_view> Fragment() const;

 private:
  std::string_view Between(size_t from, size_t to) const { return href.substr(from, to - from); }
  size_t PathEnd() const { return at.search_start != -1 ? at.search_start : SearchEnd(); }
  size_t SearchEnd() const { return at.hash_start != -1 ? at.hash_start : href.size(); }
};

struct Url {
  std::string href;
  Offsets at;
  UrlView View() const { return {href, at}; }
};

// The parts of a URL, to be changed and written anew.
struct Parts {
  std::string_view scheme;  // in lower case, without ':'
  eddy::url::Scheme type = eddy::url::Scheme::kNotSpecial;
  std::string_view username, password;
  std::optional<std::string_view> host;
  int port = -1;
  std::string_view path;
  bool path_is_opaque = false;
  std::optional<std::string_view> query, fragment;

  explicit Parts(const UrlView& url);
  bool IsSpecial() const { return type != eddy::url::Scheme::kNotSpecial; }
  bool IsFile() const { return type == eddy::url::Scheme::kFile; }
  bool HasCredentials() const { return !username.empty() || !password.empty(); }
  // https://url.spec.whatwg.org/#cannot-have-a-username-password-port
  bool CannotHaveCredentialsOrPort() const { return !host || host->empty() || IsFile(); }
  void SetPort(int number) { port = number == DefaultPort(type) ? -1 : number; }
  // https://url.spec.whatwg.org/#concept-url-serializer
  Url Serialize() const;
};

}  // namespace eddy::url
