// What OpenSSL calls ciphers and reasons.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace eddy::tls {

// Names of all ciphers, in lower case and sorted.
std::vector<std::string> CipherNames();
// The name of one of OpenSSL's reasons not to trust a chain, without X509_V_ERR_: 'DEPTH_ZERO_SELF_SIGNED_CERT' of 18.
std::string VerifyCode(int32_t error);

}  // namespace eddy::tls
