// Internationalized domain names (https://www.unicode.org/reports/tr46/), by the ICU inside the V8 library.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace eddy::url {

// https://url.spec.whatwg.org/#concept-domain-to-ascii with beStrict false; nothing when the domain is not valid or
// empty. `domain` is UTF-8.
std::optional<std::string> DomainToAscii(std::string_view domain);

// https://url.spec.whatwg.org/#concept-domain-to-unicode with beStrict false, as UTF-8: labels that do not decode stay
// as they are.
std::string DomainToUnicode(std::string_view domain);

}  // namespace eddy::url
