// The certificate authorities that are trusted where a program names none.
#pragma once
#include <openssl/x509.h>

namespace eddy::tls {

// The store of this thread's default authorities, with a reference for the caller: those that authorities.js has set,
// or else Mozilla's, of which only those are parsed that a certificate names as its issuer.
X509_STORE* DefaultStore();
// A store of its own that trusts the same, for those who add to it.
X509_STORE* CopyOfDefaultStore();

}  // namespace eddy::tls
