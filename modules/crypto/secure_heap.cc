// The secure heap by the command line, and what of it is used.
#include "crypto/secure_heap.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "bind/module.h"
#include "cli/options.h"

namespace eddy::crypto {
namespace {

size_t total = 0;  // as asked for
double least = 2;  // bytes that are taken at once
bool is_there = false;

// [total, used, least]
std::vector<double> SecureHeap() {
  return {static_cast<double>(total), is_there ? static_cast<double>(CRYPTO_secure_used()) : 0, least};
}

}  // namespace

void BeginSecureHeap(const cli::Options& options) {
  if (options.Given("--secure-heap-min")) least = options.Number("--secure-heap-min");
  if (std::trunc(options.Number("--secure-heap")) == 0) return;
  double bytes = options.Number("--secure-heap");
  total = static_cast<size_t>(bytes);
  least = std::clamp(least, 2.0, std::max(2.0, bytes));
  is_there = CRYPTO_secure_malloc_init(total, static_cast<size_t>(least)) == 1;
  if (!is_there) fputs("Unable to initialize openssl secure heap.\n", stderr);
}

}  // namespace eddy::crypto

namespace eddy {

EDDY_MODULE(crypto_secure_heap) { Function<crypto::SecureHeap>("secureHeap"); }

}  // namespace eddy
