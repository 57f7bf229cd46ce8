// Digests and HMACs (RFC 2104) with the functions of the SHA family's and MD5's own: the general ones look up, allocate
// and copy heap objects for what takes as long as a short text itself. The state is wherever the caller puts it.
#pragma once
#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED
#endif
#include <openssl/crypto.h>
#include <openssl/md5.h>
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
    Start(state);
    Add(state, data);
    End(state, digest);
  }
  static void Start(State& state) { Init(&state); }
  static void Add(State& state, Bytes data) {
    if (!data.empty()) Update(&state, data.data(), data.size());
  }
  static void End(State& state, unsigned char* digest) { Final(digest, &state); }
  // The HMAC of what `inner` has seen. Both states are used up.
  static void EndHmac(State& inner, State& outer, unsigned char* mac) {
    unsigned char digest[kSize];
    Final(digest, &inner);
    Update(&outer, digest, kSize);
    Final(mac, &outer);
  }
  // The HMAC of what `state`, a copy of `inner`, has seen.
  void Finish(State& state, unsigned char* mac) const {
    State last = outer;
    EndHmac(state, last, mac);
  }
  // Whether a state that came from elsewhere leads nobody out of its own memory.
  static bool IsSound(const State& state) {
    if constexpr (requires { state.md_len; }) {
      if (state.md_len != kSize) return false;
    }
    return state.num < kBlock;
  }
};

using Sha1 = ShaHmac<SHA_CTX, SHA1_Init, SHA1_Update, SHA1_Final, SHA_DIGEST_LENGTH, SHA_CBLOCK>;
using Sha256 = ShaHmac<SHA256_CTX, SHA256_Init, SHA256_Update, SHA256_Final, SHA256_DIGEST_LENGTH, SHA256_CBLOCK>;
using Sha384 = ShaHmac<SHA512_CTX, SHA384_Init, SHA384_Update, SHA384_Final, SHA384_DIGEST_LENGTH, SHA512_CBLOCK>;
using Sha512 = ShaHmac<SHA512_CTX, SHA512_Init, SHA512_Update, SHA512_Final, SHA512_DIGEST_LENGTH, SHA512_CBLOCK>;

using Sha224 = ShaHmac<SHA256_CTX, SHA224_Init, SHA224_Update, SHA224_Final, SHA224_DIGEST_LENGTH, SHA256_CBLOCK>;
using Md5 = ShaHmac<MD5_CTX, MD5_Init, MD5_Update, MD5_Final, MD5_DIGEST_LENGTH, MD5_CBLOCK>;

// Calls `work` with the std::type_identity of that one of them. False: it is none.
template <class Work>
bool WithSha(Digest::Sha sha, Work work) {
  switch (sha) {
    case Digest::Sha::k1: work(std::type_identity<Sha1>()); return true;
    case Digest::Sha::k256: work(std::type_identity<Sha256>()); return true;
    case Digest::Sha::k384: work(std::type_identity<Sha384>()); return true;
    case Digest::Sha::k512: work(std::type_identity<Sha512>()); return true;
    case Digest::Sha::k224: work(std::type_identity<Sha224>()); return true;
    case Digest::Sha::kMd5: work(std::type_identity<Md5>()); return true;
    default: return false;
  }
}

}  // namespace eddy::crypto
