// Encapsulating a secret for the owner of a key: RSASVE (NIST SP 800-56B, 7.2.1) with any OpenSSL 3, DHKEM (RFC
// 9180, 4.1) for EC and X keys from 3.2 on.
#include <openssl/err.h>

#include "bind/module.h"
#include "crypto/key.h"

namespace eddy {
namespace crypto {
namespace {

const char* OperationOf(EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: return "RSASVE";
    case EVP_PKEY_EC:
    case EVP_PKEY_X25519:
    case EVP_PKEY_X448: return "DHKEM";
    default: return nullptr;
  }
}

bind::Error Failed(const char* message) {
  ERR_clear_error();
  return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", message);
}

// encapsulate(public key[, callback]) -> [shared key, ciphertext]
bind::Job<std::vector<bind::OwnedBytes>> Encapsulate(Key* key) {
  auto work = [key = key ? key->shared() : nullptr]() -> bind::Result<std::vector<bind::OwnedBytes>> {
    auto failed = [] { return Failed("Failed to perform encapsulation"); };
    const char* operation = key ? OperationOf(key.get()) : nullptr;
    KeyContext context(operation ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    size_t secret_size = 0, text_size = 0;
    if (!context || EVP_PKEY_encapsulate_init(context.get(), nullptr) != 1 ||
        EVP_PKEY_CTX_set_kem_op(context.get(), operation) != 1 ||
        EVP_PKEY_encapsulate(context.get(), nullptr, &text_size, nullptr, &secret_size) != 1) {
      return failed();
    }
    std::vector<bind::OwnedBytes> made;
    made.emplace_back(secret_size);
    made.emplace_back(text_size);
    if (!made[0].allocated() || !made[1].allocated() ||
        EVP_PKEY_encapsulate(context.get(), reinterpret_cast<unsigned char*>(made[1].data()), &text_size,
                             reinterpret_cast<unsigned char*>(made[0].data()), &secret_size) != 1) {
      return failed();
    }
    made[0].Truncate(secret_size);
    made[1].Truncate(text_size);
    return made;
  };
  return {std::move(work), "DERIVEBITSREQUEST"};
}

// decapsulate(private key, ciphertext[, callback]) -> shared key
bind::Job<bind::OwnedBytes> Decapsulate(Key* key, bind::Bytes text) {
  auto work = [key = key ? key->shared() : nullptr, text]() -> bind::Result<bind::OwnedBytes> {
    auto failed = [] { return Failed("Failed to perform decapsulation"); };
    const char* operation = key ? OperationOf(key.get()) : nullptr;
    KeyContext context(operation ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    auto* in = reinterpret_cast<const unsigned char*>(text.data());
    size_t size = 0;
    if (!context || EVP_PKEY_decapsulate_init(context.get(), nullptr) != 1 ||
        EVP_PKEY_CTX_set_kem_op(context.get(), operation) != 1 ||
        EVP_PKEY_decapsulate(context.get(), nullptr, &size, in, text.size()) != 1) {
      return failed();
    }
    bind::OwnedBytes secret(size);
    if (!secret.allocated() || EVP_PKEY_decapsulate(context.get(), reinterpret_cast<unsigned char*>(secret.data()),
                                                    &size, in, text.size()) != 1) {
      return failed();
    }
    secret.Truncate(size);
    return secret;
  };
  return {std::move(work), "DERIVEBITSREQUEST"};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_kem) {
  using namespace crypto;
  Function<Encapsulate>("encapsulate");
  Function<Decapsulate>("decapsulate");
}

}  // namespace eddy
