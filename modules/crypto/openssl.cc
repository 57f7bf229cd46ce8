// OpenSSL made ready, its errors, digests by name, text in and out.
#include "crypto/openssl.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <sys/mman.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <limits>
#include <mutex>
#include <unordered_map>

#include "buffer/simdutf.h"

namespace eddy::crypto {

namespace {

// Memory for OpenSSL, large blocks in large pages: scrypt's table is made anew for each key, and the interrupts for its
// small pages would take twice as long as the work in it.
void* Allocate(size_t size, const char*, int) {
  constexpr size_t kLargePage = size_t{2} << 20, kSmall = size_t{256} << 10;  // malloc has small blocks at hand
  if (size == 0) return nullptr;
  if (size <= kSmall) return std::malloc(size);
  if (size > std::numeric_limits<size_t>::max() - kLargePage) return nullptr;
  size_t whole = (size + kLargePage - 1) / kLargePage * kLargePage;
  void* memory = std::aligned_alloc(kLargePage, whole);
  if (memory) madvise(memory, whole, MADV_HUGEPAGE);
  return memory;
}

void* Reallocate(void* memory, size_t size, const char*, int) { return std::realloc(memory, size); }
void Free(void* memory, const char*, int) { std::free(memory); }

}  // namespace

void Prepare() {
  static const bool ready = [] {
    // Refused where OpenSSL has memory already: then its own serves.
    CRYPTO_set_mem_functions(Allocate, Reallocate, Free);
    // No configuration file: what a program gets does not depend on the machine. No work at exit either.
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_LOAD_CRYPTO_STRINGS |
                                   OPENSSL_INIT_ADD_ALL_CIPHERS | OPENSSL_INIT_ADD_ALL_DIGESTS,
                               nullptr) == 1;
  }();
  static_cast<void>(ready);
}

// --- Errors. ---

namespace {

std::string TextOf(unsigned long error) {
  char text[256];
  ERR_error_string_n(error, text, sizeof(text));
  return text;
}

// The part of a code that names the library, as in ERR_OSSL_EVP_UNSUPPORTED; the provider's own errors have none.
const char* LibraryCode(unsigned long error) {
  switch (ERR_GET_LIB(error)) {
    case ERR_LIB_SYS: return "SYS_";
    case ERR_LIB_BN: return "BN_";
    case ERR_LIB_RSA: return "RSA_";
    case ERR_LIB_DH: return "DH_";
    case ERR_LIB_EVP: return "EVP_";
    case ERR_LIB_BUF: return "BUF_";
    case ERR_LIB_OBJ: return "OBJ_";
    case ERR_LIB_PEM: return "PEM_";
    case ERR_LIB_DSA: return "DSA_";
    case ERR_LIB_X509: return "X509_";
    case ERR_LIB_ASN1: return "ASN1_";
    case ERR_LIB_CONF: return "CONF_";
    case ERR_LIB_CRYPTO: return "CRYPTO_";
    case ERR_LIB_EC: return "EC_";
    case ERR_LIB_BIO: return "BIO_";
    case ERR_LIB_PKCS7: return "PKCS7_";
    case ERR_LIB_X509V3: return "X509V3_";
    case ERR_LIB_PKCS12: return "PKCS12_";
    case ERR_LIB_RAND: return "RAND_";
    case ERR_LIB_DSO: return "DSO_";
    case ERR_LIB_ENGINE: return "ENGINE_";
    case ERR_LIB_OCSP: return "OCSP_";
    case ERR_LIB_UI: return "UI_";
    case ERR_LIB_OSSL_STORE: return "OSSL_STORE_";
    case ERR_LIB_CMS: return "CMS_";
    case ERR_LIB_TS: return "TS_";
    case ERR_LIB_CT: return "CT_";
    case ERR_LIB_ASYNC: return "ASYNC_";
    case ERR_LIB_KDF: return "KDF_";
    case ERR_LIB_SM2: return "SM2_";
    default: return "";
  }
}

std::string CodeOf(unsigned long error, const char* reason) {
  std::string code = ERR_GET_LIB(error) == ERR_LIB_SSL ? "ERR_SSL_" : std::string("ERR_OSSL_") + LibraryCode(error);
  for (const char* c = reason; *c; c++) {
    code += std::isalnum(static_cast<unsigned char>(*c)) ? static_cast<char>(std::toupper(*c)) : '_';
  }
  return code;
}

bind::Error Decorated(unsigned long error, std::vector<std::string> stack) {
  auto made = bind::Error::Plain(nullptr, TextOf(error));
  if (!stack.empty()) made = std::move(made).With("opensslErrorStack", std::move(stack));
  if (const char* library = ERR_lib_error_string(error)) made = std::move(made).With("library", std::string(library));
  if (const char* reason = ERR_reason_error_string(error)) {
    made = std::move(made).With("reason", std::string(reason)).With("code", CodeOf(error, reason));
  }
  return made;
}

}  // namespace

bind::Error OpenSslError(const char* otherwise) {
  unsigned long first = ERR_peek_error();
  if (first == 0) return bind::Error::Plain(nullptr, otherwise);
  std::vector<std::string> stack;
  while (unsigned long error = ERR_get_error()) stack.push_back(TextOf(error));
  std::reverse(stack.begin(), stack.end());
  return Decorated(first, std::move(stack));
}

bind::Error SingleOpenSslError(const char* otherwise) {
  unsigned long first = ERR_get_error();
  ERR_clear_error();
  if (first == 0) return bind::Error::Plain(nullptr, otherwise);
  return Decorated(first, {});
}

bind::Error FirstOpenSslError(const char* otherwise) {
  unsigned long first = ERR_get_error();
  if (first == 0) return bind::Error::Plain(nullptr, otherwise);
  std::vector<std::string> others;
  while (unsigned long error = ERR_get_error()) others.push_back(TextOf(error));
  std::reverse(others.begin(), others.end());
  return Decorated(first, std::move(others));
}

std::string LastErrorText() {
  unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  return error ? TextOf(error) : "";
}

// Looking costs a tenth of clearing, and there is seldom one.
void ClearErrors() {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

// --- Digests. ---

namespace {

struct Digests {
  std::mutex mutex;
  std::deque<Digest> list;  // addresses stay
  std::unordered_map<std::string, int> by_name;
};
Digests& AllDigests() {
  static auto& digests = *new Digests;  // never freed: threads of the pool may still look
  return digests;
}

}  // namespace

const Digest* FindDigest(const std::string& name) {
  auto& digests = AllDigests();
  std::lock_guard lock(digests.mutex);
  auto found = digests.by_name.find(name);
  if (found != digests.by_name.end()) return &digests.list[found->second];
  Prepare();
  // The legacy table knows further spellings; "null" is no digest for users.
  const EVP_MD* known = EVP_get_digestbyname(name.c_str());
  EVP_MD* fetched = EVP_MD_fetch(nullptr, known ? EVP_MD_get0_name(known) : name.c_str(), nullptr);
  if (fetched && EVP_MD_get_size(fetched) == 0 && !(EVP_MD_get_flags(fetched) & EVP_MD_FLAG_XOF)) {
    EVP_MD_free(fetched);
    fetched = nullptr;
  }
  if (!fetched) return nullptr;
  ClearErrors();
  int id = static_cast<int>(digests.list.size());
  bool is_xof = (EVP_MD_get_flags(fetched) & EVP_MD_FLAG_XOF) != 0;
  int size = EVP_MD_get_size(fetched);
  // Where no length is asked for, these give what they gave before OpenSSL 3.4 asked for one.
  if (is_xof && size <= 0) size = EVP_MD_is_a(fetched, "SHAKE256") ? 32 : 16;
  using Sha = Digest::Sha;
  Sha sha = EVP_MD_is_a(fetched, "SHA256")   ? Sha::k256
            : EVP_MD_is_a(fetched, "SHA1")   ? Sha::k1
            : EVP_MD_is_a(fetched, "SHA384") ? Sha::k384
            : EVP_MD_is_a(fetched, "SHA512") ? Sha::k512
            : EVP_MD_is_a(fetched, "SHA224") ? Sha::k224
            : EVP_MD_is_a(fetched, "MD5")    ? Sha::kMd5
                                             : Sha::kNone;
  digests.list.push_back({fetched, id, size, is_xof, sha});
  digests.by_name.emplace(name, id);
  return &digests.list.back();
}

const Digest& DigestOf(int id) {
  auto& digests = AllDigests();
  std::lock_guard lock(digests.mutex);
  static const Digest nothing{nullptr, -1, 0, false, Digest::Sha::kNone};
  if (id < 0 || static_cast<size_t>(id) >= digests.list.size()) return nothing;
  return digests.list[static_cast<size_t>(id)];
}

// --- Bytes and text. ---

InputBytes::InputBytes(v8::Isolate* isolate, v8::Local<v8::Value> value, int32_t encoding) {
  if (!value->IsString()) {
    if (auto bytes = bind::BytesOf(value)) {
      data_ = reinterpret_cast<const uint8_t*>(bytes->data());
      size_ = bytes->size();
    }
    return;
  }
  auto string = value.As<v8::String>();
  auto kind = static_cast<buffer::Encoding>(encoding);
  // No encoding makes more than three bytes of a UTF-16 unit.
  size_t most = static_cast<size_t>(string->Length()) * 3;
  size_t capacity = most <= kShort ? kShort : buffer::EncodedLength(isolate, string, kind);
  char* place = PlaceFor(capacity);
  size_ = buffer::Encode(isolate, string, kind, place, std::max(capacity, kShort));
  data_ = reinterpret_cast<const uint8_t*>(place);
}

InputBytes::InputBytes(const v8::FastOneByteString& text, int32_t encoding) {
  auto kind = static_cast<buffer::Encoding>(encoding);
  bool is_itself = kind == buffer::Encoding::kLatin1 || kind == buffer::Encoding::kAscii ||
                   (kind == buffer::Encoding::kUtf8 && simdutf::validate_ascii(text.data, text.length));
  if (is_itself) {
    data_ = reinterpret_cast<const uint8_t*>(text.data);
    size_ = text.length;
    return;
  }
  size_t capacity = size_t{2} * text.length + 3;  // no encoding makes more of a character
  char* place = PlaceFor(capacity);
  size_ = buffer::EncodeOneByte(text.data, text.length, kind, place, capacity);
  data_ = reinterpret_cast<const uint8_t*>(place);
}

char* InputBytes::PlaceFor(size_t capacity) {
  if (capacity <= kShort) return short_;
  long_ = std::make_unique_for_overwrite<char[]>(capacity);
  return long_.get();
}

void InputBytes::Wipe() {
  if (data_ == short_data()) OPENSSL_cleanse(short_, size_);
  if (long_) OPENSSL_cleanse(long_.get(), size_);
}

v8::MaybeLocal<v8::Value> Output(v8::Isolate* isolate, std::span<const uint8_t> bytes, int32_t encoding) {
  auto* text = reinterpret_cast<const char*>(bytes.data());
  if (encoding == kAsBuffer) {
    v8::Local<v8::Value> buffer = bind::OwnedBytes(std::string_view(text, bytes.size())).ToBuffer(isolate);
    return buffer;
  }
  v8::Local<v8::String> string;
  if (!buffer::Decode(isolate, text, bytes.size(), static_cast<buffer::Encoding>(encoding)).ToLocal(&string)) return {};
  return string.As<v8::Value>();
}

}  // namespace eddy::crypto
