// A URL's text, its offsets and its parts: the one made from the other.
#include "url/url_text.h"

namespace eddy::url {

Scheme SchemeOf(std::string_view scheme) {
  switch (scheme.size()) {
    case 2: return scheme == "ws" ? Scheme::kWs : Scheme::kNotSpecial;
    case 3: return scheme == "wss" ? Scheme::kWss : scheme == "ftp" ? Scheme::kFtp : Scheme::kNotSpecial;
    case 4: return scheme == "http" ? Scheme::kHttp : scheme == "file" ? Scheme::kFile : Scheme::kNotSpecial;
    case 5: return scheme == "https" ? Scheme::kHttps : Scheme::kNotSpecial;
    default: return Scheme::kNotSpecial;
  }
}

int DefaultPort(Scheme scheme) {
  switch (scheme) {
    case Scheme::kHttp:
    case Scheme::kWs: return 80;
    case Scheme::kHttps:
    case Scheme::kWss: return 443;
    case Scheme::kFtp: return 21;
    default: return -1;
  }
}

bool UrlView::IsSound() const {
  const auto size = static_cast<int64_t>(href.size());
  const int64_t search = at.search_start == -1 ? at.pathname_start : at.search_start;
  const int64_t hash = at.hash_start == -1 ? search : at.hash_start;
  const bool has_authority = at.username_end > at.protocol_end;
  return at.protocol_end > 0 && (!has_authority || at.username_end >= at.protocol_end + 2) &&
         at.username_end >= at.protocol_end && at.host_start >= at.username_end &&
         at.host_end >= at.host_start + (has_authority && at.host_start > at.protocol_end + 2) &&
         at.pathname_start >= at.host_end && search >= at.pathname_start && hash >= search && hash <= size &&
         (at.hash_start == -1 || at.hash_start < size) && (at.search_start == -1 || at.search_start < size);
}

std::optional<std::string_view> UrlView::Query() const {
  if (at.search_start == -1) return std::nullopt;
  return Between(at.search_start + 1, SearchEnd());
}

std::optional<std::string_view> UrlView::Fragment() const {
  if (at.hash_start == -1) return std::nullopt;
  return href.substr(at.hash_start + 1);
}

Parts::Parts(const UrlView& url)
    : scheme(url.Scheme()),
      type(url.at.scheme),
      username(url.Username()),
      password(url.Password()),
      port(url.at.port),
      path(url.Path()),
      path_is_opaque(url.HasOpaquePath()),
      query(url.Query()),
      fragment(url.Fragment()) {
  if (url.HasHost()) host = url.Host();
}

Url Parts::Serialize() const {
  Url url;
  std::string& href = url.href;
  auto here = [&href] { return static_cast<int32_t>(href.size()); };
  url.at.scheme = type;
  href.append(scheme).push_back(':');
  url.at.protocol_end = url.at.username_end = url.at.host_start = here();
  if (host) {
    href.append("//").append(username);
    url.at.username_end = here();
    if (!password.empty()) href.append(":").append(password);
    url.at.host_start = here();
    if (HasCredentials()) href.push_back('@');
    href.append(*host);
  }
  url.at.host_end = here();
  url.at.port = port;
  if (port != -1) href.append(":").append(std::to_string(port));
  // Without a host a path that begins with an empty segment would read as one.
  if (!host && !path_is_opaque && path.starts_with("//")) href.append("/.");
  url.at.pathname_start = here();
  href.append(path);
  if (query) {
    url.at.search_start = here();
    href.append("?").append(*query);
  }
  if (fragment) {
    url.at.hash_start = here();
    href.append("#").append(*fragment);
  }
  return url;
}

}  // namespace eddy::url
