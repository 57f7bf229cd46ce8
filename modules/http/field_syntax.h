// The grammar of header fields (RFC 9110, section 5). Decided here, where no program's replaced method of String or
// RegExp has a say: what is let through goes to the wire as it is.
#pragma once
#include <v8.h>

#include <string_view>

namespace eddy::http {

// token (section 5.6.2): what names and methods are made of; not empty.
bool IsToken(std::string_view text);
// field-value (section 5.5), obs-text included: no control characters but tabs.
bool IsFieldValue(std::string_view text);
// Whether `word`, in lower case, is in `text` in any case of letters, with no letter, digit or underscore beside it.
bool HasWord(std::string_view text, std::string_view word);

}  // namespace eddy::http
