// What OpenSSL this is, and what its elliptic curves are called.
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/opensslv.h>

#include <set>
#include <vector>

#include "bind/module.h"
#include "crypto/openssl.h"

namespace eddy {
namespace crypto {
namespace {

std::vector<std::string> CurveNames() {
  Prepare();
  std::vector<EC_builtin_curve> curves(EC_get_builtin_curves(nullptr, 0));
  EC_get_builtin_curves(curves.data(), curves.size());
  std::set<std::string> names;
  for (auto& curve : curves) {
    if (const char* name = OBJ_nid2sn(curve.nid)) names.insert(name);
  }
  return {names.begin(), names.end()};
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_info) {
  Function<crypto::CurveNames>("curveNames");
  Constant("versionNumber", OPENSSL_VERSION_NUMBER);
  Constant("version", OPENSSL_VERSION_STR);
}

}  // namespace eddy
