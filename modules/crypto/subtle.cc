// What Web Crypto does to a whole message in one job for the thread pool: digests, codes and symmetric ciphers.
// Signatures, RSA, key derivation and key generation are those of node:crypto (sign.cc, kdf.cc, key.cc).
#define OPENSSL_SUPPRESS_DEPRECATED  // HMAC(): the newer interface takes several times as long for short texts
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "bind/job.h"
#include "bind/module.h"
#include "crypto/openssl.h"

namespace eddy {
namespace crypto {
namespace {

using Made = bind::Result<bind::OwnedBytes>;
using ByteJob = bind::Job<bind::OwnedBytes>;
using Input = std::span<const unsigned char>;

// Some functions of OpenSSL take a null address for something else than no bytes.
Input In(const bind::Bytes& bytes) {
  static constexpr unsigned char kNothing = 0;
  if (bytes.size() == 0) return {&kNothing, 0};
  return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}
unsigned char* Out(const bind::OwnedBytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// --- Digests and codes. ---

// digest(digest, size, data[, callback]); the size counts for digests without a size of their own.
ByteJob HashOf(int32_t id, uint32_t size, bind::Bytes data) {
  auto work = [=, data = std::move(data)]() -> Made {
    const Digest& digest = DigestOf(id);
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    bind::OwnedBytes out(size);
    if (!context || !out.allocated() || EVP_DigestInit_ex2(context.get(), digest.md, nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), In(data).data(), data.size()) != 1) {
      return OpenSslError("Hashing failed");
    }
    bool fine = digest.is_xof ? size == 0 || EVP_DigestFinalXOF(context.get(), Out(out), size) == 1
                              : EVP_DigestFinal_ex(context.get(), Out(out), nullptr) == 1;
    if (!fine) return OpenSslError("Hashing failed");
    return out;
  };
  return {std::move(work), "HASHREQUEST"};
}

// hmac(digest, key, data[, callback])
ByteJob HmacOf(int32_t digest, bind::Bytes key, bind::Bytes data) {
  auto work = [digest, key = std::move(key), data = std::move(data)]() -> Made {
    const Digest& used = DigestOf(digest);
    bind::OwnedBytes out(used.size);
    if (!FitInt(key) ||
        !HMAC(used.md, In(key).data(), static_cast<int>(key.size()), In(data).data(), data.size(), Out(out), nullptr)) {
      return OpenSslError("HMAC failed");
    }
    return out;
  };
  return {std::move(work), "SIGNREQUEST"};
}

// kmac('KMAC128' or 'KMAC256', key, customization or undefined, size in bytes, data[, callback]): NIST SP 800-185
ByteJob KmacOf(std::string name, bind::Bytes key, std::optional<bind::Bytes> customization, uint32_t size,
               bind::Bytes data) {
  auto work = [=, key = std::move(key), customization = std::move(customization), data = std::move(data)]() -> Made {
    Prepare();
    ERR_clear_error();
    Owned<EVP_MAC, EVP_MAC_free> mac(EVP_MAC_fetch(nullptr, name.c_str(), nullptr));
    Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context(mac ? EVP_MAC_CTX_new(mac.get()) : nullptr);
    size_t wanted = size, written = 0;
    OSSL_PARAM parameters[3] = {OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &wanted), OSSL_PARAM_END,
                                OSSL_PARAM_END};
    if (customization && customization->size() > 0) {
      auto* text = const_cast<unsigned char*>(In(*customization).data());
      parameters[1] = OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_CUSTOM, text, customization->size());
    }
    bind::OwnedBytes out(size);
    if (!context || !out.allocated() || EVP_MAC_init(context.get(), In(key).data(), key.size(), parameters) != 1 ||
        EVP_MAC_update(context.get(), In(data).data(), data.size()) != 1 ||
        EVP_MAC_final(context.get(), Out(out), &written, size) != 1) {
      return OpenSslError("KMAC failed");
    }
    return out;
  };
  return {std::move(work), "SIGNREQUEST"};
}

// --- Ciphers. ---

using Context = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

bind::Error Failed() { return OpenSslError("Cipher job failed"); }

struct Message {
  const EVP_CIPHER* cipher;
  bool encrypts;
  Input key;
  std::optional<Input> iv;
  Input additional;
  int tag_length;  // -1: a cipher without one
};

Context Begin(const Message& message, Input tag) {
  Context context(EVP_CIPHER_CTX_new());
  auto* c = context.get();
  if (!c || !message.cipher || !FitInt(message.key)) return nullptr;
  if (EVP_CIPHER_get_mode(message.cipher) == EVP_CIPH_WRAP_MODE) {
    EVP_CIPHER_CTX_set_flags(c, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  }
  if (EVP_CipherInit_ex(c, message.cipher, nullptr, nullptr, nullptr, message.encrypts) != 1 ||
      EVP_CIPHER_CTX_get_key_length(c) != static_cast<int>(message.key.size())) {
    return nullptr;
  }
  if (message.tag_length >= 0) {
    // What the tag has to be when it is verified; OCB wants to know its length when it is made too.
    auto* bytes = tag.empty() ? nullptr : const_cast<unsigned char*>(tag.data());
    bool tells_length = EVP_CIPHER_get_mode(message.cipher) == EVP_CIPH_OCB_MODE;
    if (!message.iv || !FitInt(*message.iv) ||
        EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(message.iv->size()), nullptr) != 1 ||
        (tells_length && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, message.tag_length, nullptr) != 1) ||
        (!message.encrypts && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, message.tag_length, bytes) != 1)) {
      return nullptr;
    }
  }
  auto* iv = message.iv ? message.iv->data() : nullptr;
  if (EVP_CipherInit_ex(c, nullptr, nullptr, message.key.data(), iv, message.encrypts) != 1) return nullptr;
  int made;
  if (!message.additional.empty() &&
      (!FitInt(message.additional) || EVP_CipherUpdate(c, nullptr, &made, message.additional.data(),
                                                       static_cast<int>(message.additional.size())) != 1)) {
    return nullptr;
  }
  return context;
}

// Behind the text stands its tag, in and out.
Made Run(const Message& message, Input data) {
  ERR_clear_error();
  size_t tag_size = std::max(message.tag_length, 0);
  Input tag;
  if (!message.encrypts && tag_size > 0) {
    if (data.size() < tag_size) return Failed();
    tag = data.last(tag_size);
    data = data.first(data.size() - tag_size);
  }
  if (data.size() > INT_MAX - 2 * EVP_MAX_BLOCK_LENGTH) return Failed();
  Context context = Begin(message, tag);
  if (!context) return Failed();
  bind::OwnedBytes out(data.size() + EVP_MAX_BLOCK_LENGTH + tag_size);
  if (!out.allocated()) return Failed();
  int made = 0, rest = 0;
  // ChaCha20-Poly1305 and OCB take an update of nothing for the end.
  if ((!data.empty() || message.tag_length < 0) &&
      EVP_CipherUpdate(context.get(), Out(out), &made, data.data(), static_cast<int>(data.size())) != 1) {
    return Failed();
  }
  // Key wrapping is done with the update.
  bool is_wrap = EVP_CIPHER_get_mode(message.cipher) == EVP_CIPH_WRAP_MODE;
  if (!is_wrap && EVP_CipherFinal_ex(context.get(), Out(out) + made, &rest) != 1) return Failed();
  size_t size = static_cast<size_t>(made) + rest;
  if (message.encrypts && tag_size > 0) {
    if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, message.tag_length, Out(out) + size) != 1) {
      return Failed();
    }
    size += tag_size;
  }
  out.Truncate(size);
  return out;
}

// cipher(name, encrypts, key, IV or undefined, additional data or undefined, bytes of the tag or -1, data[, callback])
ByteJob CipherOf(std::string name, bool encrypts, bind::Bytes key, std::optional<bind::Bytes> iv,
                 std::optional<bind::Bytes> additional, int32_t tag_length, bind::Bytes data) {
  auto work = [=, key = std::move(key), iv = std::move(iv), additional = std::move(additional),
               data = std::move(data)]() -> Made {
    Message message{FindCipher(name), encrypts, In(key), std::nullopt, {}, tag_length};
    if (iv) message.iv = In(*iv);
    if (additional && additional->size() > 0) message.additional = In(*additional);
    return Run(message, In(data));
  };
  return {std::move(work), "CIPHERREQUEST"};
}

// --- Counter mode, whose counter is the last `bits` bits of the block and wraps within them. ---

using Block = std::array<unsigned char, 16>;

// How many blocks there are until the counter is zero again, or as many as are asked for.
uint64_t BlocksUntilWrap(const Block& block, unsigned bits, uint64_t most) {
  // 2 ** bits - counter; only what is below 2 ** 63 matters.
  for (unsigned bit = 63; bit < bits; bit++) {
    if (!(block[15 - bit / 8] >> (bit % 8) & 1)) return most;
  }
  uint64_t low = 0;
  for (int i = 8; i < 16; i++) low = low << 8 | block[i];
  uint64_t mask = bits >= 63 ? UINT64_MAX >> 1 : (uint64_t{1} << bits) - 1;
  return std::min(most, mask - (low & mask) + 1);
}

void ClearCounter(Block& block, unsigned bits) {
  for (unsigned i = 0; i < bits / 8; i++) block[15 - i] = 0;
  if (bits % 8 != 0) block[15 - bits / 8] &= 0xff << (bits % 8);
}

// counter(name, key, block, bits, data[, callback]): encrypting and decrypting are the same.
ByteJob CounterOf(std::string name, bind::Bytes key, bind::Bytes block, uint32_t bits, bind::Bytes data) {
  auto work = [=, key = std::move(key), block = std::move(block), data = std::move(data)]() -> Made {
    Block start{};
    if (block.size() != start.size() || bits < 1 || bits > 128) return Failed();
    std::memcpy(start.data(), block.data(), start.size());
    uint64_t blocks = (data.size() + 15) / 16;
    if (bits < 63 && blocks > uint64_t{1} << bits) return Failed();
    uint64_t first = std::min<uint64_t>(data.size(), BlocksUntilWrap(start, bits, blocks) * 16);
    Message message{FindCipher(name), true, In(key), Input(start), {}, -1};
    Made head = Run(message, In(data).first(first));
    if (!head.ok() || first == data.size()) return head;
    ClearCounter(start, bits);
    Made tail = Run(message, In(data).subspan(first));
    if (!tail.ok()) return tail;
    bind::OwnedBytes whole(data.size());
    if (!whole.allocated()) return Failed();
    std::memcpy(whole.data(), head.value().data(), first);
    std::memcpy(whole.data() + first, tail.value().data(), data.size() - first);
    return whole;
  };
  return {std::move(work), "CIPHERREQUEST"};
}

bool HasCipher(std::string name) { return FindCipher(name) != nullptr; }

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_subtle) {
  using namespace crypto;
  Function<HashOf>("digest");
  Function<HmacOf>("hmac");
  Function<KmacOf>("kmac");
  Function<CipherOf>("cipher");
  Function<CounterOf>("counter");
  Function<HasCipher>("hasCipher");
}

}  // namespace eddy
