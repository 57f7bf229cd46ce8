// Digests and HMACs (RFC 2104) with the SHA family's own functions: the general ones look up, allocate and copy heap
// objects for what takes as long as a short text itself. The state is wherever the caller puts it.
#pragma once
#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED
#endif
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <cstring>
#include <span>
#include <type_traits>

#include "crypto/openssl.h"

namespace eddy::crypto {

template <class S, int (*Init)(S*), int (*Update)(S*, const void*, size_t), int (*Final)(unsigned char*, S*),
          size_t kDigestSize, size_t kBlock>
struct ShaHmac {
  using State = S;
  using Bytes = std::span<const unsigned char>;
  static constexpr size_t kSize = kDigestSize;
  State inner, outer;

  explicit ShaHmac(Bytes key) {
    unsigned char padded[kBlock] = {};
    if (key.size() > kBlock) {
      Hash(key, padded);
    } else if (!key.empty()) {
      std::memcpy(padded, key.data(), key.size());
    }
    for (auto& byte : padded) byte ^= 0x36;
    Init(&inner);
    Update(&inner, padded, kBlock);
    for (auto& byte : padded) byte ^= 0x36 ^ 0x5c;
    Init(&outer);
    Update(&outer, padded, kBlock);
    OPENSSL_cleanse(padded, sizeof(padded));
  }
  ~ShaHmac() { OPENSSL_cleanse(this, sizeof(*this)); }
  ShaHmac(const ShaHmac&) = delete;
  ShaHmac& operator=(const ShaHmac&) = delete;

  static void Hash(Bytes data, unsigned char* digest) {
    State state;
    Init(&state);
    Add(state, data);
    Final(digest, &state);
  }
  static void Add(State& state, Bytes data) {
    if (!data.empty()) Update(&state, data.data(), data.size());
  }
  // The HMAC of what `state`, a copy of `inner`, has seen.
  void Finish(State& state, unsigned char* mac) const {
    unsigned char digest[kSize];
    Final(digest, &state);
    State last = outer;
    Update(&last, digest, kSize);
    Final(mac, &last);
  }
};

using Sha1 = ShaHmac<SHA_CTX, SHA1_Init, SHA1_Update, SHA1_Final, SHA_DIGEST_LENGTH, SHA_CBLOCK>;
using Sha256 = ShaHmac<SHA256_CTX, SHA256_Init, SHA256_Update, SHA256_Final, SHA256_DIGEST_LENGTH, SHA256_CBLOCK>;
using Sha384 = ShaHmac<SHA512_CTX, SHA384_Init, SHA384_Update, SHA384_Final, SHA384_DIGEST_LENGTH, SHA512_CBLOCK>;
using Sha512 = ShaHmac<SHA512_CTX, SHA512_Init, SHA512_Update, SHA512_Final, SHA512_DIGEST_LENGTH, SHA512_CBLOCK>;

// Calls `work` with the std::type_identity of that one of them. False: it is none.
template <class Work>
bool WithSha(Digest::Sha sha, Work work) {
  switch (sha) {
    case Digest::Sha::k1: work(std::type_identity<Sha1>()); return true;
    case Digest::Sha::k256: work(std::type_identity<Sha256>()); return true;
    case Digest::Sha::k384: work(std::type_identity<Sha384>()); return true;
    case Digest::Sha::k512: work(std::type_identity<Sha512>()); return true;
    default: return false;
  }
}

}  // namespace eddy::crypto
