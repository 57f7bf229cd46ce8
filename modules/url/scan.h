// One pass over text that is its own serialization, as most URLs are that programs have.
#pragma once
#include <string_view>

#include "url/url_text.h"

namespace eddy::url {

enum class Scanned {
  kNo,          // it is for the parser
  kSame,        // the text is the URL
  kLacksSlash,  // the URL is the text with '/' behind it
};

// `text` is ASCII or Latin-1: what is not ASCII is for the parser. `at` is set unless it is kNo.
Scanned Scan(std::string_view text, Offsets& at);

// '/path?query#fragment' as they are serialized, against a special URL that is no file: URL, as servers do with what
// clients ask for. False: it is for the parser.
bool ResolvePath(std::string_view text, const UrlView& base, Url& url);

}  // namespace eddy::url
