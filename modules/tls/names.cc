#include "tls/names.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cctype>

#include "crypto/openssl.h"

namespace eddy::tls {

std::vector<std::string> CipherNames() {
  crypto::Prepare();
  OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS | OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  crypto::Owned<SSL_CTX, SSL_CTX_free> context(SSL_CTX_new(TLS_method()));
  crypto::Owned<SSL, SSL_free> ssl(context ? SSL_new(context.get()) : nullptr);
  std::vector<std::string> names;
  STACK_OF(SSL_CIPHER)* list = ssl ? SSL_get_ciphers(ssl.get()) : nullptr;
  for (int i = 0; i < sk_SSL_CIPHER_num(list); i++) {
    std::string name = SSL_CIPHER_get_name(sk_SSL_CIPHER_value(list, i));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    names.push_back(std::move(name));
  }
  // Those of TLS 1.3 are in no list by default.
  for (const char* name : {"tls_aes_256_gcm_sha384", "tls_chacha20_poly1305_sha256", "tls_aes_128_gcm_sha256",
                           "tls_aes_128_ccm_8_sha256", "tls_aes_128_ccm_sha256"}) {
    names.emplace_back(name);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string VerifyCode(int32_t error) {
  switch (error) {
#define EDDY_VERIFY_CODE(name) \
  case X509_V_ERR_##name: return #name;
    EDDY_VERIFY_CODE(UNABLE_TO_GET_ISSUER_CERT)
    EDDY_VERIFY_CODE(UNABLE_TO_GET_CRL)
    EDDY_VERIFY_CODE(UNABLE_TO_DECRYPT_CERT_SIGNATURE)
    EDDY_VERIFY_CODE(UNABLE_TO_DECRYPT_CRL_SIGNATURE)
    EDDY_VERIFY_CODE(UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY)
    EDDY_VERIFY_CODE(CERT_SIGNATURE_FAILURE)
    EDDY_VERIFY_CODE(CRL_SIGNATURE_FAILURE)
    EDDY_VERIFY_CODE(CERT_NOT_YET_VALID)
    EDDY_VERIFY_CODE(CERT_HAS_EXPIRED)
    EDDY_VERIFY_CODE(CRL_NOT_YET_VALID)
    EDDY_VERIFY_CODE(CRL_HAS_EXPIRED)
    EDDY_VERIFY_CODE(ERROR_IN_CERT_NOT_BEFORE_FIELD)
    EDDY_VERIFY_CODE(ERROR_IN_CERT_NOT_AFTER_FIELD)
    EDDY_VERIFY_CODE(ERROR_IN_CRL_LAST_UPDATE_FIELD)
    EDDY_VERIFY_CODE(ERROR_IN_CRL_NEXT_UPDATE_FIELD)
    EDDY_VERIFY_CODE(OUT_OF_MEM)
    EDDY_VERIFY_CODE(DEPTH_ZERO_SELF_SIGNED_CERT)
    EDDY_VERIFY_CODE(SELF_SIGNED_CERT_IN_CHAIN)
    EDDY_VERIFY_CODE(UNABLE_TO_GET_ISSUER_CERT_LOCALLY)
    EDDY_VERIFY_CODE(UNABLE_TO_VERIFY_LEAF_SIGNATURE)
    EDDY_VERIFY_CODE(CERT_CHAIN_TOO_LONG)
    EDDY_VERIFY_CODE(CERT_REVOKED)
    EDDY_VERIFY_CODE(INVALID_CA)
    EDDY_VERIFY_CODE(PATH_LENGTH_EXCEEDED)
    EDDY_VERIFY_CODE(INVALID_PURPOSE)
    EDDY_VERIFY_CODE(CERT_UNTRUSTED)
    EDDY_VERIFY_CODE(CERT_REJECTED)
    EDDY_VERIFY_CODE(HOSTNAME_MISMATCH)
#undef EDDY_VERIFY_CODE
    default: return "UNSPECIFIED";
  }
}

}  // namespace eddy::tls
