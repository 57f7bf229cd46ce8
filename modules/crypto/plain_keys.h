// Keys of the usual kinds (RSA, EC on a named curve, Ed25519, Ed448, X25519, X448) out of their DER, and public ones
// into it. OpenSSL 3.0 looks for a decoder anew each time that it reads a key, which takes ten times as long as to sign
// with it. What is unusual in the least is left to OpenSSL, so that only it accepts and refuses.
#pragma once
#include <span>
#include <string>

#include "crypto/key.h"

namespace eddy::crypto {

// PrivateKeyInfo (RFC 5208), unencrypted. nullptr: let OpenSSL read it.
SharedKey PlainPrivateKey(std::span<const uint8_t> pkcs8);
// SubjectPublicKeyInfo (RFC 5280, 4.1). nullptr: let OpenSSL read it.
SharedKey PlainPublicKey(std::span<const uint8_t> spki);
// The public half as SubjectPublicKeyInfo, and as RSAPublicKey (RFC 8017, A.1.1). Empty: let OpenSSL write it.
std::string PlainSpki(const EVP_PKEY* key);
std::string PlainPkcs1(const EVP_PKEY* key);

}  // namespace eddy::crypto
