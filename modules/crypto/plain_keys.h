// Keys of the usual kinds (RSA, EC on a named curve, Ed25519, Ed448, X25519, X448) out of their DER and into it.
// OpenSSL 3.0 looks for a decoder or encoder anew each time that it reads or writes a key, which takes ten times as
// long as to sign with it. What is unusual in the least is left to OpenSSL, so that only it accepts and refuses.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/key.h"

namespace eddy::crypto {

// PrivateKeyInfo (RFC 5208), unencrypted. nullptr: let OpenSSL read it.
SharedKey PlainPrivateKey(std::span<const uint8_t> pkcs8);
// RSAPrivateKey ('pkcs1'; RFC 8017, A.1.2) or ECPrivateKey ('sec1'; RFC 5915, 3). nullptr: let OpenSSL read it.
SharedKey PlainTraditionalKey(std::string_view type, std::span<const uint8_t> der);
// SubjectPublicKeyInfo (RFC 5280, 4.1). nullptr: let OpenSSL read it.
SharedKey PlainPublicKey(std::span<const uint8_t> spki);
// The public half as SubjectPublicKeyInfo, and as RSAPublicKey (RFC 8017, A.1.1). Empty: let OpenSSL write it.
std::string PlainSpki(const EVP_PKEY* key);
std::string PlainPkcs1(const EVP_PKEY* key);
// Notes that a pair was not read without its public half: OpenSSL would not write that either, and does not tell.
void NoteWhole(EVP_PKEY* key);
// The pair as PrivateKeyInfo, unencrypted. Empty: let OpenSSL write it. To be cleansed.
std::string PlainPkcs8(const EVP_PKEY* key);
// The same as RSAPrivateKey (RFC 8017, A.1.2) or ECPrivateKey (RFC 5915, 3).
std::string PlainTraditional(const EVP_PKEY* key);
// An EC key of a point without compression. nullptr: there is none with that point, or OpenSSL is to look at it.
SharedKey PlainEcKey(const char* curve, std::span<const uint8_t> point, const BIGNUM* secret);
// Of 'X25519', 'X448', 'ED25519' or 'ED448'. nullptr: there is none of those bytes.
SharedKey PlainRawKey(const char* type, std::span<const uint8_t> bytes, bool is_private);
// Of n and e, or n, e, d, p, q, dp, dq and qi, big-endian. nullptr: they make none.
SharedKey PlainRsaKey(std::span<const std::span<const uint8_t>> numbers);
// The parameters of that curve, which pairs are generated of faster than of its name; it is shared. nullptr: of others.
EVP_PKEY* PlainCurveTemplate(std::string_view curve);
// How many bytes a coordinate of a point has on that curve; 0: of others than these.
size_t PlainCurveSize(std::string_view curve);

// What an RSA key consists of, big-endian: n, e, and for a private key d, p, q, dp, dq, qi. Empty: ask OpenSSL.
std::vector<std::string> PlainRsaNumbers(const EVP_PKEY* key, bool is_private);

struct PlainEcParts {
  std::string point;   // without compression
  std::string secret;  // as long as a coordinate
};
// What an EC key on one of these curves consists of. Nothing: ask OpenSSL.
std::optional<PlainEcParts> PlainEcPartsOf(const EVP_PKEY* key, bool is_private);

}  // namespace eddy::crypto
