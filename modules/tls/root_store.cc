// Certificate authorities: Mozilla's, which are part of the binary, and those of the machine. Parsing one takes OpenSSL
// a third of a millisecond, and a connection needs one of some 150: they are kept as bytes, found by subject, and
// parsed then.
#include "tls/root_store.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bind/module.h"
#include "crypto/openssl.h"
#include "engine/check.h"
#include "permission/permission.h"

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

// --- Stores that parse what is asked for. ---

class Authorities {
 public:
  // `der` has to stay where it is.
  void Add(Der der) {
    Der subject = SubjectOf(der);
    auto [first, last] = by_subject_.equal_range(subject);
    bool is_known = std::any_of(first, last, [der](const auto& entry) { return entry.second == der; });
    if (!subject.empty() && !is_known) by_subject_.emplace(subject, der);
  }
  void AddCopy(std::string der) { Add(copies_.emplace_back(std::move(der))); }
  void AddBundled() {
    for (Der der : Bundled()) Add(der);
  }
  auto Find(Der subject) const { return by_subject_.equal_range(subject); }

 private:
  std::deque<std::string> copies_;  // never move
  std::unordered_multimap<Der, Der> by_subject_;
};

using SharedAuthorities = std::shared_ptr<const Authorities>;

// Gives the store those authorities of a name that it has not got yet. OpenSSL asks for a name after it did not find it
// among the parsed ones.
int FindBySubject(X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, const X509_NAME* name, X509_OBJECT* found) {
  if (type != X509_LU_X509) return 0;
  const unsigned char* wanted = nullptr;
  size_t size = 0;
  if (X509_NAME_get0_der(name, &wanted, &size) != 1) return 0;
  const auto& authorities = *static_cast<SharedAuthorities*>(X509_LOOKUP_get_method_data(lookup));
  auto [first, last] = authorities->Find(Der(reinterpret_cast<const char*>(wanted), size));
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

X509_STORE* NewStore(SharedAuthorities authorities) {
  static X509_LOOKUP_METHOD* const method = [] {
    X509_LOOKUP_METHOD* made = X509_LOOKUP_meth_new("certificate authorities by subject");
    X509_LOOKUP_meth_set_get_by_subject(made, FindBySubject);
    X509_LOOKUP_meth_set_free(
        made, [](X509_LOOKUP* lookup) { delete static_cast<SharedAuthorities*>(X509_LOOKUP_get_method_data(lookup)); });
    return made;
  }();
  X509_STORE* made = X509_STORE_new();
  X509_LOOKUP* lookup = made ? X509_STORE_add_lookup(made, method) : nullptr;
  CHECK(lookup);
  X509_LOOKUP_set_method_data(lookup, std::make_unique<SharedAuthorities>(std::move(authorities)).release());
  return made;
}

const SharedAuthorities& Mozilla() {
  static const auto& shared = *new SharedAuthorities([] {
    auto all = std::make_shared<Authorities>();
    all->AddBundled();
    return all;
  }());
  return shared;
}

X509_STORE* MozillaStore() {
  static X509_STORE* const store = NewStore(Mozilla());
  return store;
}

// --- The default of this thread. ---

struct Default {
  SharedAuthorities authorities;  // null: Mozilla's
  X509_STORE* store = nullptr;
  ~Default() { X509_STORE_free(store); }
};
thread_local Default own_default;

// --- PEM. ---

std::string PemOf(Der der) {
  Bio bio(BIO_new(BIO_s_mem()));
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  if (!bio || PEM_write_bio(bio.get(), PEM_STRING_X509, "", bytes, static_cast<long>(der.size())) <= 0) return {};
  char* text = nullptr;
  long size = BIO_get_mem_data(bio.get(), &text);
  return size > 0 ? std::string(text, static_cast<size_t>(size)) : std::string();
}

std::string PemOf(X509* certificate) {
  unsigned char* bytes = nullptr;
  int size = i2d_X509(certificate, &bytes);
  if (size <= 0) return {};
  std::string pem = PemOf(Der(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)));
  OPENSSL_free(bytes);
  return pem;
}

// The next block of a PEM text that is a certificate, in DER; empty at the end, or where a block cannot be read.
std::string NextCertificate(BIO* bio) {
  char *name = nullptr, *header = nullptr;
  unsigned char* bytes = nullptr;
  long size = 0;
  std::string der;
  while (der.empty() && PEM_read_bio(bio, &name, &header, &bytes, &size) == 1) {
    std::string_view kind = name;
    if (kind == PEM_STRING_X509 || kind == PEM_STRING_X509_OLD || kind == PEM_STRING_X509_TRUSTED) {
      Der all(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
      der = TakeElement(all);  // behind a trusted one stands what it is trusted for
    }
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(bytes);
  }
  return der;
}

// --- In JavaScript. ---

std::string WithoutLastNewline(std::string pem) {
  if (pem.ends_with('\n')) pem.pop_back();
  return pem;
}

// bundledAuthorities() -> PEM of each
std::vector<std::string> BundledAuthorities() {
  std::vector<std::string> list;
  for (Der der : Bundled()) list.push_back(WithoutLastNewline(PemOf(der)));
  return list;
}

void AddFrom(const std::string& path, std::vector<std::string>& list) {
  Bio bio(BIO_new_file(path.c_str(), "r"));
  if (!bio) return;
  for (std::string der; !(der = NextCertificate(bio.get())).empty();) list.push_back(PemOf(der));
}

// What a program puts into the environment while it runs is a path of its own.
bool MayRead(const std::string& path) {
  if (path.empty()) return false;
  bool is_systems =
      path.starts_with("/etc/ssl/certs") || path == X509_get_default_cert_file() || path == X509_get_default_cert_dir();
  if (is_systems && path.find("..") == path.npos) return true;
  return permission::IsNamedAtStart(path) || permission::Allows(permission::Scope::kFileSystemRead, path);
}

// systemAuthorities(file, folder) -> PEM of each certificate in the file and in the files of the folder; '' for none
std::vector<std::string> SystemAuthorities(std::string file, std::string folder) {
  crypto::Prepare();
  std::vector<std::string> list;
  if (MayRead(file)) AddFrom(file, list);
  if (MayRead(folder)) {
    std::error_code error;
    for (std::filesystem::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
      if (each->is_regular_file(error)) AddFrom(each->path().string(), list);
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
  Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (Certificate certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    list.push_back(PemOf(certificate.get()));
  }
  unsigned long last = ERR_peek_last_error();
  bool ended = ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
  if (!ended) {
    while (ERR_peek_error() != last) ERR_get_error();  // the last one says what was being read
    return crypto::SingleOpenSslError("Failed to read certificates");
  }
  ERR_clear_error();
  return list;
}

// setDefaultAuthorities(withBundled, list of PEM): the default of this thread from now on.
void SetDefaultAuthorities(bool with_bundled, std::vector<std::string> list) {
  crypto::Prepare();
  auto authorities = std::make_shared<Authorities>();
  if (with_bundled) authorities->AddBundled();
  for (const std::string& pem : list) {
    Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    authorities->AddCopy(NextCertificate(bio.get()));
  }
  ERR_clear_error();
  X509_STORE_free(own_default.store);
  own_default.store = NewStore(authorities);
  own_default.authorities = std::move(authorities);
}

}  // namespace

X509_STORE* DefaultStore() {
  X509_STORE* store = own_default.store ? own_default.store : MozillaStore();
  X509_STORE_up_ref(store);
  return store;
}

X509_STORE* CopyOfDefaultStore() { return NewStore(own_default.authorities ? own_default.authorities : Mozilla()); }

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
