// Percent-encoding and UTF-8 (https://url.spec.whatwg.org/#percent-encoded-bytes).
#pragma once
#include <string>
#include <string_view>

#include "url/characters.h"

namespace eddy::url {

// Appends `utf8` with every byte of `set`, and all beyond ASCII, as %XX.
void AppendEncoded(std::string& out, std::string_view utf8, int set);

// Each valid %XX as one byte.
std::string PercentDecode(std::string_view text);

// Ill-formed sequences become U+FFFD, as the Encoding Standard says.
std::u16string Utf16FromUtf8(std::string_view utf8);
// Lone surrogates become U+FFFD.
void AppendUtf8(std::string& out, std::u16string_view text);
void AppendUtf8FromLatin1(std::string& out, std::string_view latin1);

bool IsAscii(std::string_view text);

}  // namespace eddy::url
