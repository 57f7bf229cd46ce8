// Certificate authorities: Mozilla's, which are part of the binary, and those of the machine.
#include "tls/root_store.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bind/module.h"
#include "crypto/openssl.h"
#include "engine/check.h"

extern "C" const unsigned char eddy_root_certificates[];
extern "C" const unsigned char eddy_root_certificates_end[];

namespace eddy::tls {
namespace {

using Certificate = crypto::Owned<X509, X509_free>;
using Bio = crypto::Owned<BIO, BIO_free_all>;
using Der = std::string_view;

// --- Mozilla's. ---

// The first element of `bytes`, which is taken off, tag and length included; empty when there is none.
Der TakeElement(Der& bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* content = at;
  long length = 0;
  int tag = 0, kind = 0;
  int flags = ASN1_get_object(&content, &length, &tag, &kind, static_cast<long>(bytes.size()));
  if ((flags & 0x80) || length < 0) return {};
  size_t size = static_cast<size_t>(content - at) + static_cast<size_t>(length);
  Der element = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return element;
}

Der ContentOf(Der element) {
  const auto* at = reinterpret_cast<const unsigned char*>(element.data());
  long length = 0;
  int tag = 0, kind = 0;
  const unsigned char* content = at;
  if (ASN1_get_object(&content, &length, &tag, &kind, static_cast<long>(element.size())) & 0x80) return {};
  return element.substr(static_cast<size_t>(content - at));
}

// The subject of a certificate (RFC 5280, 4.1), without parsing what is behind it.
Der SubjectOf(Der certificate) {
  Der rest = ContentOf(certificate);
  Der fields = ContentOf(TakeElement(rest));
  if (!fields.empty() && static_cast<unsigned char>(fields[0]) == 0xa0) TakeElement(fields);  // version
  for (int i = 0; i < 4; i++) TakeElement(fields);  // serial number, signature, issuer, validity
  return TakeElement(fields);
}

const std::vector<Der>& Bundled() {
  static const auto& all = *new std::vector<Der>([] {
    Der bytes(reinterpret_cast<const char*>(eddy_root_certificates),
              static_cast<size_t>(eddy_root_certificates_end - eddy_root_certificates));
    std::vector<Der> list;
    for (Der next = TakeElement(bytes); !next.empty(); next = TakeElement(bytes)) list.push_back(next);
    return list;
  }());
  return all;
}

Certificate Parse(Der der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  return Certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

// Gives the store those authorities of a name that it has not got yet. OpenSSL asks for a name after it did not find it
// among the parsed ones.
int FindBySubject(X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, const X509_NAME* name, X509_OBJECT* found) {
  if (type != X509_LU_X509) return 0;
  const unsigned char* wanted = nullptr;
  size_t size = 0;
  if (X509_NAME_get0_der(name, &wanted, &size) != 1) return 0;
  static const auto& by_subject = *new std::unordered_multimap<Der, Der>([] {
    std::unordered_multimap<Der, Der> map;
    for (Der der : Bundled()) map.emplace(SubjectOf(der), der);
    return map;
  }());
  auto [first, last] = by_subject.equal_range(Der(reinterpret_cast<const char*>(wanted), size));
  bool any = false;
  for (auto each = first; each != last; ++each) {
    Certificate certificate = Parse(each->second);
    if (!certificate || X509_STORE_add_cert(X509_LOOKUP_get_store(lookup), certificate.get()) != 1) continue;
    if (any || X509_OBJECT_set1_X509(found, certificate.get()) != 1) continue;
    any = true;
    X509_free(certificate.get());  // the asker counts one more for `found`, too, and the store has its own
  }
  return any;
}

X509_STORE* NewMozillaStore() {
  static X509_LOOKUP_METHOD* const method = [] {
    X509_LOOKUP_METHOD* made = X509_LOOKUP_meth_new("Mozilla's certificate authorities");
    X509_LOOKUP_meth_set_get_by_subject(made, FindBySubject);
    return made;
  }();
  X509_STORE* made = X509_STORE_new();
  CHECK(made && X509_STORE_add_lookup(made, method));
  return made;
}

X509_STORE* MozillaStore() {
  static X509_STORE* const store = NewMozillaStore();
  return store;
}

// --- The default of this thread. ---

struct StoreOwner {
  X509_STORE* store = nullptr;
  ~StoreOwner() { X509_STORE_free(store); }
};
thread_local StoreOwner own_default;

// --- In JavaScript. ---

std::string PemOf(X509* certificate) {
  Bio bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(bio.get(), certificate) != 1) return {};
  char* text = nullptr;
  long size = BIO_get_mem_data(bio.get(), &text);
  return size > 0 ? std::string(text, static_cast<size_t>(size)) : std::string();
}

std::string WithoutLastNewline(std::string pem) {
  if (pem.ends_with('\n')) pem.pop_back();
  return pem;
}

// bundledAuthorities() -> PEM of each
std::vector<std::string> BundledAuthorities() {
  crypto::Prepare();
  std::vector<std::string> list;
  for (Der der : Bundled()) {
    if (Certificate certificate = Parse(der)) list.push_back(WithoutLastNewline(PemOf(certificate.get())));
  }
  ERR_clear_error();
  return list;
}

void AddFrom(const std::string& pem_or_path, bool is_path, std::vector<std::string>& list) {
  Bio bio(is_path ? BIO_new_file(pem_or_path.c_str(), "r")
                  : BIO_new_mem_buf(pem_or_path.data(), static_cast<int>(pem_or_path.size())));
  if (!bio) return;
  while (Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    list.push_back(PemOf(certificate.get()));
  }
}

// systemAuthorities(file, folder) -> PEM of each certificate in the file and in the files of the folder; '' for none
std::vector<std::string> SystemAuthorities(std::string file, std::string folder) {
  crypto::Prepare();
  std::vector<std::string> list;
  if (!file.empty()) AddFrom(file, true, list);
  if (!folder.empty()) {
    std::error_code error;
    for (std::filesystem::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
      if (each->is_regular_file(error)) AddFrom(each->path().string(), true, list);
    }
  }
  ERR_clear_error();
  return list;
}

// certificatesOf(pem) -> the PEM of each certificate in it; throws for one that cannot be read
bind::Result<std::vector<std::string>> CertificatesOf(std::string pem) {
  crypto::Prepare();
  ERR_clear_error();
  std::vector<std::string> list;
  AddFrom(pem, false, list);
  unsigned long last = ERR_peek_last_error();
  bool ended = ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
  if (!ended) {
    while (ERR_peek_error() != last) ERR_get_error();  // the last one tells what was being read
    return crypto::SingleOpenSslError("Failed to read certificates");
  }
  ERR_clear_error();
  return list;
}

// setDefaultAuthorities(list of PEM): the default of this thread from now on.
void SetDefaultAuthorities(std::vector<std::string> list) {
  crypto::Prepare();
  X509_STORE* store = X509_STORE_new();
  CHECK(store);
  for (const std::string& pem : list) {
    Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Certificate certificate(PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr));
    if (certificate) X509_STORE_add_cert(store, certificate.get());
  }
  ERR_clear_error();
  X509_STORE_free(own_default.store);
  own_default.store = store;
}

}  // namespace

X509_STORE* DefaultStore() {
  X509_STORE* store = own_default.store ? own_default.store : MozillaStore();
  X509_STORE_up_ref(store);
  return store;
}

X509_STORE* CopyOfDefaultStore() {
  if (!own_default.store) return NewMozillaStore();
  X509_STORE* made = X509_STORE_new();
  CHECK(made);
  STACK_OF(X509_OBJECT)* objects = X509_STORE_get0_objects(own_default.store);
  for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
    X509* certificate = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));
    if (certificate) X509_STORE_add_cert(made, certificate);
  }
  return made;
}

}  // namespace eddy::tls

EDDY_MODULE(root_store) {
  using namespace eddy::tls;
  Function<BundledAuthorities>("bundledAuthorities");
  Function<SystemAuthorities>("systemAuthorities");
  Function<CertificatesOf>("certificatesOf");
  Function<SetDefaultAuthorities>("setDefaultAuthorities");
  Constant("DEFAULT_FILE", X509_get_default_cert_file());
  Constant("DEFAULT_FOLDER", X509_get_default_cert_dir());
}
