// What TLS connections of one kind share: certificate, key, authorities, ciphers, versions, ticket keys (OpenSSL's
// SSL_CTX). Made once, used by any number of connections.
#pragma once
#include <openssl/ssl.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bind/module.h"
#include "crypto/openssl.h"

namespace eddy::tls {

using Certificate = crypto::Owned<X509, X509_free>;

class SecureContext final : public bind::Object<SecureContext> {
 public:
  enum class Role : int32_t { kAny, kClient, kServer };

  // Versions are OpenSSL's numbers (0x303: TLS 1.2); 0: the oldest or newest that OpenSSL has.
  SecureContext(Role role, int32_t min_version, int32_t max_version);
  // What OpenSSL lacks: a configuration may have taken its default provider away, or its random numbers.
  const std::optional<bind::Error>& construction_error() const { return construction_error_; }

  // A certificate in PEM, and behind it those that lead to its root.
  bind::Result<void> UseCertificate(std::span<const uint8_t> pem);
  bind::Result<void> UseKey(std::span<const uint8_t> pem, std::optional<std::string> passphrase);
  // PKCS#12: key, certificate and authorities.
  bind::Result<void> UsePfx(std::span<const uint8_t> bytes, std::optional<std::string> passphrase);
  // Authorities, in PEM; the first call replaces what would be trusted otherwise.
  bind::Result<void> AddAuthorities(std::span<const uint8_t> pem);
  bind::Result<void> AddRevocationList(std::span<const uint8_t> pem);
  // Trusts the process's default authorities (root_store.h).
  bind::Result<void> UseDefaultAuthorities();
  void AllowPartialChains();

  bind::Result<void> SetCiphers(std::string list);       // up to TLS 1.2
  bind::Result<void> SetCipherSuites(std::string list);  // TLS 1.3
  bind::Result<void> SetSignatureAlgorithms(std::string list);
  bind::Result<void> SetGroups(std::string list);
  // 'auto', or parameters in PEM. Gives a warning's text for parameters that are short.
  bind::Result<std::optional<std::string>> SetDhParameters(std::optional<std::span<const uint8_t>> pem);
  bind::Result<void> SetSessionIdContext(std::string text);
  bool SetMinVersion(int32_t version) { return SSL_CTX_set_min_proto_version(context_.get(), version) == 1; }
  bool SetMaxVersion(int32_t version) { return SSL_CTX_set_max_proto_version(context_.get(), version) == 1; }
  int32_t MinVersion() { return static_cast<int32_t>(SSL_CTX_get_min_proto_version(context_.get())); }
  int32_t MaxVersion() { return static_cast<int32_t>(SSL_CTX_get_max_proto_version(context_.get())); }
  void SetOptions(double options) {
    SSL_CTX_set_options(context_.get(), static_cast<uint64_t>(bind::Saturated<int64_t>(options)));
  }
  void SetSessionTimeout(int32_t seconds) { SSL_CTX_set_timeout(context_.get(), seconds); }
  // 48 bytes: name, HMAC key and AES key of session tickets.
  bind::OwnedBytes TicketKeys() const;
  bind::Result<void> SetTicketKeys(std::span<const uint8_t> keys);

  v8::Local<v8::Value> CertificateDer(v8::Isolate* isolate) const;
  v8::Local<v8::Value> IssuerDer(v8::Isolate* isolate) const;

  SSL_CTX* get() const { return context_.get(); }
  X509* certificate() const { return certificate_.get(); }
  X509* issuer() const { return issuer_.get(); }

 private:
  bind::Result<void> Adopt(Certificate leaf, STACK_OF(X509) * chain);
  X509_STORE* OwnStore();
  static int OnTicket(SSL* ssl, unsigned char name[16], unsigned char iv[EVP_MAX_IV_LENGTH], EVP_CIPHER_CTX* cipher,
                      EVP_MAC_CTX* mac, int encrypts);

  crypto::Owned<SSL_CTX, SSL_CTX_free> context_;
  Certificate certificate_, issuer_;
  bool owns_store_ = false, trusts_default_ = false;
  uint8_t ticket_keys_[48];
  std::optional<bind::Error> construction_error_;
};

}  // namespace eddy::tls
