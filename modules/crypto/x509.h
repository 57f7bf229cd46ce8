// X.509 certificates: what they say, in the words that crypto.X509Certificate and tls show.
#pragma once
#include <openssl/x509.h>

#include "crypto/key.h"

namespace eddy::crypto {

using SharedCertificate = std::shared_ptr<X509>;

// The wrapper that a JavaScript X509Certificate holds. Threads that a message takes it to share the certificate.
class X509Object final : public bind::Object<X509Object, messaging::Portable> {
 public:
  explicit X509Object(SharedCertificate certificate) : certificate_(std::move(certificate)) {}
  std::unique_ptr<messaging::DataHolder> Pack() override;
  X509* get() const { return certificate_.get(); }

  std::string Subject();
  std::string Issuer();
  v8::Local<v8::Value> SubjectParts(v8::Isolate* isolate);  // [name, value, name, value …]
  v8::Local<v8::Value> IssuerParts(v8::Isolate* isolate);
  std::optional<std::string> SubjectAltName();
  std::optional<std::string> InfoAccess();
  std::string ValidFrom();
  std::string ValidTo();
  double ValidFromTime();  // milliseconds since 1970
  double ValidToTime();
  std::optional<std::string> Fingerprint(std::string digest);
  std::optional<std::vector<std::string>> ExtendedKeyUsage();  // object identifiers
  std::optional<std::string> SerialNumber();
  std::optional<std::string> SignatureAlgorithm();
  std::string SignatureAlgorithmOid();
  bind::OwnedBytes Raw();
  std::string Pem();
  bool IsAuthority();
  bind::Result<SharedKey> PublicKey();
  // What tls shows of the key: {modulus, exponent, pubkey, bits, asn1Curve, nistCurve} as a list in that order.
  v8::Local<v8::Value> KeyParts(v8::Isolate* isolate);
  // The name that matched, undefined when none did, null when it is no name.
  v8::Local<v8::Value> CheckHost(v8::Isolate* isolate, std::string name, uint32_t flags);
  v8::Local<v8::Value> CheckEmail(v8::Isolate* isolate, std::string address, uint32_t flags);
  v8::Local<v8::Value> CheckIp(v8::Isolate* isolate, std::string address);
  bool IsIssuedBy(X509Object* other);
  bool HasPrivateKey(Key* key);
  bool IsSignedBy(Key* key);

 private:
  const SharedCertificate certificate_;
};

}  // namespace eddy::crypto
