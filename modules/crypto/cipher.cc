// Ciphers in all modes, with authentication where the mode has it.
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/proverr.h>

#include <algorithm>
#include <climits>
#include <mutex>
#include <set>
#include <unordered_map>

#include "bind/module.h"
#include "crypto/openssl.h"

namespace eddy {
namespace crypto {

const EVP_CIPHER* FindCipher(const std::string& name) {
  static auto& mutex = *new std::mutex;
  static auto& by_name = *new std::unordered_map<std::string, const EVP_CIPHER*>;
  std::lock_guard lock(mutex);
  auto found = by_name.find(name);
  if (found != by_name.end()) return found->second;
  Prepare();
  const EVP_CIPHER* known = EVP_get_cipherbyname(name.c_str());
  const EVP_CIPHER* fetched = EVP_CIPHER_fetch(nullptr, known ? EVP_CIPHER_get0_name(known) : name.c_str(), nullptr);
  ClearErrors();
  // One that is known but cannot be had says why when it is used.
  const EVP_CIPHER* cipher = fetched ? fetched : known;
  if (cipher && EVP_CIPHER_is_a(cipher, "NULL")) cipher = nullptr;
  if (cipher) by_name.emplace(name, cipher);
  return cipher;
}

namespace {

using Context = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

constexpr unsigned kUnknownTagLength = UINT_MAX;
constexpr unsigned kFullTag = 16;
constexpr size_t kShortOutput = 4096;  // longer output is made where it stays

// By number: EVP_CIPHER_is_a() looks names up, which takes longer than a short message.
bool IsChaChaPoly(const EVP_CIPHER* cipher) { return EVP_CIPHER_get_nid(cipher) == NID_chacha20_poly1305; }

bool HasTag(const EVP_CIPHER* cipher) {
  switch (EVP_CIPHER_get_mode(cipher)) {
    case EVP_CIPH_GCM_MODE:
    case EVP_CIPH_CCM_MODE:
    case EVP_CIPH_OCB_MODE: return true;
    default: return IsChaChaPoly(cipher);
  }
}

bool IsGcmTagLength(unsigned length) { return length == 4 || length == 8 || (length >= 12 && length <= kFullTag); }

bind::Error InvalidIv() { return bind::Error::Type("ERR_CRYPTO_INVALID_IV", "Invalid initialization vector"); }
bind::Error InvalidTagLength(unsigned length) {
  return bind::Error::Type("ERR_CRYPTO_INVALID_AUTH_TAG",
                           "Invalid authentication tag length: " + std::to_string(length));
}
bind::Error InvalidMessageLength() {
  return bind::Error::Range("ERR_CRYPTO_INVALID_MESSAGELEN", "Invalid message length");
}

class Cipher final : public bind::Object<Cipher> {
 public:
  explicit Cipher(bool encrypts) : encrypts_(encrypts) {}

  // init(name, key, iv or null, length of the tag or -1)
  bind::Result<void> Init(std::string name, std::span<const uint8_t> key, v8::Local<v8::Value> iv_value,
                          int32_t tag_length) {
    const EVP_CIPHER* found = FindCipher(name);
    if (!found || cipher_) return bind::Error::Plain("ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
    cipher_ = found;
    auto iv = bind::BytesOf(iv_value);
    size_t iv_size = iv ? iv->size() : 0;
    auto expected = static_cast<size_t>(EVP_CIPHER_get_iv_length(cipher_));
    if ((!iv && expected != 0) || (iv && !FitInt(*iv))) return InvalidIv();
    if (iv && !has_tag() && iv_size != expected) return InvalidIv();
    if (IsChaChaPoly(cipher_) && iv_size > 12) return InvalidIv();

    context_.reset(EVP_CIPHER_CTX_new());
    auto* iv_data = iv ? reinterpret_cast<const unsigned char*>(iv->data()) : nullptr;
    if (TakesUsualLengths(key.size(), iv_size, tag_length)) {
      if (EVP_CipherInit_ex(context_.get(), cipher_, nullptr, key.data(), iv_data, encrypts_) == 1) return {};
      return OpenSslError("Failed to initialize cipher");
    }
    if (mode() == EVP_CIPH_WRAP_MODE) EVP_CIPHER_CTX_set_flags(context_.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    if (EVP_CipherInit_ex(context_.get(), cipher_, nullptr, nullptr, nullptr, encrypts_) != 1) {
      return OpenSslError("Failed to initialize cipher");
    }
    if (has_tag()) {
      if (auto error = InitTag(name, iv_size, tag_length)) return *error;
    }
    if (!FitInt(key) || EVP_CIPHER_CTX_set_key_length(context_.get(), static_cast<int>(key.size())) != 1) {
      ClearErrors();
      context_.reset();
      return bind::Error::Range("ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
    }
    if (EVP_CipherInit_ex(context_.get(), nullptr, nullptr, key.data(), iv_data, encrypts_) != 1) {
      return OpenSslError("Failed to initialize cipher");
    }
    return {};
  }

  // update(data, encoding) -> ArrayBuffer, or undefined where that is empty
  v8::MaybeLocal<v8::Value> Update(v8::Isolate* isolate, v8::Local<v8::Value> data, int32_t encoding) {
    InputBytes input(isolate, data, encoding);
    auto fail = [&](const bind::Error& error) -> v8::MaybeLocal<v8::Value> {
      error.Throw(isolate);
      return {};
    };
    if (input.size() > INT_MAX - EVP_MAX_BLOCK_LENGTH) {
      return fail(bind::Error::Range("ERR_OUT_OF_RANGE", "data is too long"));
    }
    auto unsupported = [] { return bind::Error::Plain(nullptr, "Trying to add data in unsupported state"); };
    if (!context_) return fail(unsupported());
    auto size = static_cast<int>(input.size());
    was_updated_ = true;
    if (mode() == EVP_CIPH_CCM_MODE && size > max_message_) return fail(InvalidMessageLength());
    if (!encrypts_ && has_tag()) PassTag();
    int capacity = size + EVP_CIPHER_CTX_get_block_size(context_.get());
    // Key wrapping says itself how much it makes.
    if (mode() == EVP_CIPH_WRAP_MODE && EVP_CipherUpdate(context_.get(), nullptr, &capacity, input.data(), size) != 1) {
      return fail(OpenSslError("Trying to add data in unsupported state"));
    }
    unsigned char short_output[kShortOutput];
    bind::OwnedBytes long_output;
    auto* out = short_output;
    if (static_cast<size_t>(capacity) > sizeof(short_output)) {
      long_output = bind::OwnedBytes(capacity);
      if (!long_output.allocated()) return fail(bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "Out of memory"));
      out = reinterpret_cast<unsigned char*>(long_output.data());
    }
    int made = 0;
    bool fine = EVP_CipherUpdate(context_.get(), out, &made, input.data(), size) == 1;
    if (!fine) {
      ClearErrors();
      // A CCM message is verified here; final() says that it was not right.
      if (encrypts_ || mode() != EVP_CIPH_CCM_MODE) return fail(unsupported());
      verification_failed_ = true;
      made = 0;
    }
    if (out == short_output) return Memory(isolate, {out, static_cast<size_t>(made)});
    long_output.Truncate(made);
    return long_output.ToArrayBuffer(isolate).As<v8::Value>();
  }

  // final() -> as update()
  v8::MaybeLocal<v8::Value> Final(v8::Isolate* isolate) {
    auto fail = [&](const bind::Error& error) -> v8::MaybeLocal<v8::Value> {
      error.Throw(isolate);
      return {};
    };
    if (!context_) return fail(bind::Error::Plain("ERR_CRYPTO_INVALID_STATE", "Invalid state"));
    auto context = std::move(context_);
    unsigned char out[EVP_MAX_BLOCK_LENGTH];
    int made = 0;
    bool fine;
    ClearErrors();
    if (!encrypts_ && has_tag() && !tag_given_ && (mode() == EVP_CIPH_CCM_MODE || IsChaChaPoly(cipher_))) {
      fine = false;
    } else if (!encrypts_ && mode() == EVP_CIPH_CCM_MODE) {
      fine = !verification_failed_;
    } else {
      if (!encrypts_ && has_tag()) PassTagTo(context.get());
      fine = EVP_CipherFinal_ex(context.get(), out, &made) == 1;
    }
    // Of a CCM message that never came there is no tag.
    if (fine && encrypts_ && mode() == EVP_CIPH_CCM_MODE && !was_updated_) {
      ERR_raise(ERR_LIB_PROV, PROV_R_TAG_NOT_SET);
      fine = false;
    }
    if (fine && encrypts_ && has_tag()) {
      if (tag_length_ == kUnknownTagLength) tag_length_ = kFullTag;
      fine = EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag_length_), tag_) == 1;
      has_made_tag_ = fine;
    }
    if (!fine) {
      return fail(OpenSslError(has_tag() ? "Unsupported state or unable to authenticate data" : "Unsupported state"));
    }
    return Memory(isolate, {out, static_cast<size_t>(made)});
  }

  bool SetAutoPadding(bool pads) { return context_ && EVP_CIPHER_CTX_set_padding(context_.get(), pads) == 1; }

  // null before final() and where there is none.
  v8::MaybeLocal<v8::Value> GetAuthTag(v8::Isolate* isolate) {
    if (context_ || !has_made_tag_) return v8::Null(isolate).As<v8::Value>();
    return Output(isolate, {tag_, tag_length_}, kAsBuffer);
  }

  // False in a state in which there can be none.
  bind::Result<bool> SetAuthTag(std::span<const uint8_t> tag) {
    if (!context_ || encrypts_ || !has_tag() || tag_given_) return false;
    auto length = static_cast<unsigned>(std::min<size_t>(tag.size(), UINT_MAX - 1));
    bool valid = mode() == EVP_CIPH_GCM_MODE
                     ? IsGcmTagLength(length) && (tag_length_ == kUnknownTagLength || tag_length_ == length)
                     : tag_length_ == length;
    if (!valid) return InvalidTagLength(length);
    short_by_chance_ = tag_length_ == kUnknownTagLength && length < kFullTag;
    tag_length_ = length;
    std::copy(tag.begin(), tag.end(), tag_);
    tag_given_ = true;
    return true;
  }
  // Whether setAuthTag was given less than a whole tag although no shorter length was announced.
  bool short_by_chance() const { return short_by_chance_; }

  // setAAD(data, length of the plain text or -1)
  bind::Result<bool> SetAad(std::span<const uint8_t> data, int32_t plaintext_length) {
    if (!context_ || !has_tag()) return false;
    if (!FitInt(data)) return bind::Error::Range("ERR_OUT_OF_RANGE", "buffer is too big");
    int made;
    if (mode() == EVP_CIPH_CCM_MODE) {
      if (plaintext_length < 0) {
        return bind::Error::Type("ERR_MISSING_ARGS", "options.plaintextLength required for CCM mode with AAD");
      }
      if (plaintext_length > max_message_) return InvalidMessageLength();
      if (!encrypts_ && !PassTag()) return false;
      if (EVP_CipherUpdate(context_.get(), nullptr, &made, nullptr, plaintext_length) != 1) return Refused();
    }
    // Without an address it would be taken for the length of the plain text.
    static constexpr uint8_t kNothing = 0;
    auto* start = data.empty() ? &kNothing : data.data();
    if (EVP_CipherUpdate(context_.get(), nullptr, &made, start, static_cast<int>(data.size())) != 1) {
      return Refused();
    }
    return true;
  }

 private:
  int mode() const { return EVP_CIPHER_get_mode(cipher_); }
  bool has_tag() const { return cipher_ && HasTag(cipher_); }

  // Bytes as an ArrayBuffer, undefined where there are none: JavaScript makes its Buffer of that at less cost.
  static v8::MaybeLocal<v8::Value> Memory(v8::Isolate* isolate, std::span<const unsigned char> bytes) {
    if (bytes.empty()) return v8::Undefined(isolate).As<v8::Value>();
    v8::Local<v8::ArrayBuffer> memory;
    if (!v8::ArrayBuffer::MaybeNew(isolate, bytes.size(), v8::BackingStoreInitializationMode::kUninitialized)
             .ToLocal(&memory)) {
      bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "Out of memory").Throw(isolate);
      return {};
    }
    std::copy(bytes.begin(), bytes.end(), static_cast<unsigned char*>(memory->Data()));
    return memory.As<v8::Value>();
  }

  static bool Refused() {
    ClearErrors();
    return false;
  }

  // Whether there is nothing to be set before the key: then one call of OpenSSL does it all.
  bool TakesUsualLengths(size_t key_size, size_t iv_size, int32_t tag_length) const {
    if (key_size != static_cast<size_t>(EVP_CIPHER_get_key_length(cipher_)) || mode() == EVP_CIPH_WRAP_MODE)
      return false;
    if (!has_tag()) return true;
    return mode() == EVP_CIPH_GCM_MODE && tag_length < 0 &&
           iv_size == static_cast<size_t>(EVP_CIPHER_get_iv_length(cipher_));
  }

  std::optional<bind::Error> InitTag(const std::string& name, size_t iv_size, int32_t tag_length) {
    auto* context = context_.get();
    if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(iv_size), nullptr) != 1) {
      ClearErrors();
      return InvalidIv();
    }
    if (mode() == EVP_CIPH_GCM_MODE) {
      if (tag_length < 0) return std::nullopt;
      if (!IsGcmTagLength(tag_length)) return InvalidTagLength(tag_length);
      tag_length_ = tag_length;
      return std::nullopt;
    }
    if (tag_length < 0) {
      if (!IsChaChaPoly(cipher_)) {
        return bind::Error::Type("ERR_CRYPTO_INVALID_AUTH_TAG", "authTagLength required for " + name);
      }
      tag_length = kFullTag;
    }
    if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_length, nullptr) != 1) {
      ClearErrors();
      return InvalidTagLength(tag_length);
    }
    tag_length_ = tag_length;
    // The length is written in 15 - iv_size bytes (RFC 3610, section 2.1).
    if (mode() == EVP_CIPH_CCM_MODE) max_message_ = iv_size == 12 ? 16777215 : iv_size == 13 ? 65535 : INT_MAX;
    return std::nullopt;
  }

  bool PassTag() { return PassTagTo(context_.get()); }
  bool PassTagTo(EVP_CIPHER_CTX* context) {
    if (!tag_given_ || tag_passed_) return true;
    tag_passed_ = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_length_), tag_) == 1;
    return tag_passed_;
  }

  const bool encrypts_;
  const EVP_CIPHER* cipher_ = nullptr;
  Context context_;  // none before init() and behind final()
  unsigned char tag_[EVP_MAX_BLOCK_LENGTH] = {};
  unsigned tag_length_ = kUnknownTagLength;
  int max_message_ = INT_MAX;
  bool tag_given_ = false, tag_passed_ = false, short_by_chance_ = false, has_made_tag_ = false;
  bool verification_failed_ = false, was_updated_ = false;
};

// --- What there is. ---

const char* ModeName(const EVP_CIPHER* cipher) {
  switch (EVP_CIPHER_get_mode(cipher)) {
    case EVP_CIPH_CBC_MODE: return "cbc";
    case EVP_CIPH_CCM_MODE: return "ccm";
    case EVP_CIPH_CFB_MODE: return "cfb";
    case EVP_CIPH_CTR_MODE: return "ctr";
    case EVP_CIPH_ECB_MODE: return "ecb";
    case EVP_CIPH_GCM_MODE: return "gcm";
    case EVP_CIPH_OCB_MODE: return "ocb";
    case EVP_CIPH_OFB_MODE: return "ofb";
    case EVP_CIPH_WRAP_MODE: return "wrap";
    case EVP_CIPH_XTS_MODE: return "xts";
    default: return "stream";
  }
}

bool TakesLengths(const EVP_CIPHER* cipher, int32_t key_length, int32_t iv_length) {
  if (key_length < 0 && iv_length < 0) return true;
  Context context(EVP_CIPHER_CTX_new());
  if (EVP_CipherInit_ex(context.get(), cipher, nullptr, nullptr, nullptr, 1) != 1) return false;
  if (key_length >= 0 && EVP_CIPHER_CTX_set_key_length(context.get(), key_length) != 1) return false;
  if (iv_length < 0) return true;
  if (!HasTag(cipher)) return iv_length == EVP_CIPHER_get_iv_length(cipher);
  return EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, iv_length, nullptr) == 1;
}

// cipherInfo(name or nid, length of the key or -1, of the IV or -1)
//   -> [mode, name, nid, blockSize, ivLength, keyLength], or undefined
v8::Local<v8::Value> CipherInfo(v8::Isolate* isolate, v8::Local<v8::Value> name_or_nid, int32_t key_length,
                                int32_t iv_length) {
  Prepare();
  std::string name;
  if (name_or_nid->IsNumber()) {
    const char* known = OBJ_nid2sn(bind::Saturated<int>(name_or_nid.As<v8::Number>()->Value()));
    if (known) name = known;
  } else if (auto text = bind::Convert<std::string>::From(isolate, name_or_nid)) {
    name = *text;
  }
  const EVP_CIPHER* cipher = name.empty() ? nullptr : FindCipher(name);
  bool fits = cipher && TakesLengths(cipher, key_length, iv_length);
  ClearErrors();
  if (!fits) return v8::Undefined(isolate);
  int nid = EVP_CIPHER_get_nid(cipher);
  const char* short_name = OBJ_nid2sn(nid);
  std::string lower = nid != NID_undef && short_name ? short_name : EVP_CIPHER_get0_name(cipher);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  v8::Local<v8::Value> parts[] = {
      bind::NewString(isolate, ModeName(cipher)),
      bind::NewString(isolate, lower),
      v8::Integer::New(isolate, nid),
      v8::Integer::New(isolate, EVP_CIPHER_get_block_size(cipher)),
      v8::Integer::New(isolate, iv_length >= 0 ? iv_length : EVP_CIPHER_get_iv_length(cipher)),
      v8::Integer::New(isolate, key_length >= 0 ? key_length : EVP_CIPHER_get_key_length(cipher)),
  };
  return v8::Array::New(isolate, parts, std::size(parts));
}

std::vector<std::string> CipherNames() {
  Prepare();
  std::set<std::string> names;
  auto collect = [](const EVP_CIPHER*, const char* from, const char*, void* list) {
    const EVP_CIPHER* known = from ? EVP_get_cipherbyname(from) : nullptr;
    if (!known) return;
    EVP_CIPHER* fetched = EVP_CIPHER_fetch(nullptr, EVP_CIPHER_get0_name(known), nullptr);
    if (fetched) static_cast<std::set<std::string>*>(list)->insert(from);
    EVP_CIPHER_free(fetched);
  };
  EVP_CIPHER_do_all_sorted(collect, &names);
  ClearErrors();
  return {names.begin(), names.end()};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_cipher) {
  using namespace crypto;
  Function<CipherInfo>("cipherInfo");
  Function<CipherNames>("cipherNames");
  Class<Cipher>("Cipher")
      .Constructor<bool>()
      .Method<&Cipher::Init>("init")
      .Method<&Cipher::Update>("update")
      .Method<&Cipher::Final>("final")
      .Method<&Cipher::SetAutoPadding>("setAutoPadding")
      .Method<&Cipher::GetAuthTag>("getAuthTag")
      .Method<&Cipher::SetAuthTag>("setAuthTag")
      .Method<&Cipher::SetAad>("setAAD")
      .Getter<&Cipher::short_by_chance>("shortByChance");
}

}  // namespace eddy
