// --openssl-config, --openssl-shared-config, OPENSSL_CONF, --enable-fips, --force-fips, --openssl-legacy-provider, and
// crypto.setFips(). A program that asks for none of them pays nothing: OpenSSL is prepared when it is first used.
#include "crypto/openssl_options.h"

#include <openssl/conf.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>

#include <cstdio>
#include <cstdlib>

#include "bind/module.h"
#include "cli/options.h"
#include "crypto/openssl.h"

namespace eddy::crypto {
namespace {

constexpr int kFailed = 1;
constexpr int kBadConfiguration = 101;  // an exit code of Node's

int PrintLine(const char* text, size_t length, void* file) {
  return static_cast<int>(fwrite(text, 1, length, static_cast<FILE*>(file)));
}

int Fail(const std::string& program, const char* what, int exit_code) {
  fprintf(stderr, "%s: %s:\n", program.c_str(), what);
  ERR_print_errors_cb(PrintLine, stderr);
  fputs("\n", stderr);
  return exit_code;
}

// The option's file, or that of the environment.
std::string ConfigFile(const cli::Options& options) {
  if (options.Given("--openssl-config")) return options.String("--openssl-config");
  const char* variable = std::getenv("OPENSSL_CONF");
  return variable ? variable : "";
}

bool LoadConfig(const cli::Options& options, const std::string& file) {
  OPENSSL_load_builtin_modules();
  const char* part = options.Boolean("--openssl-shared-config") ? "openssl_conf" : "nodejs_conf";
  return CONF_modules_load_file(file.empty() ? nullptr : file.c_str(), part, CONF_MFLAGS_IGNORE_MISSING_FILE) > 0;
}

// The provider is a library of the machine's: OpenSSL looks for it where the machine keeps such.
bool LoadProvider(const char* name) {
  return OSSL_PROVIDER_load(nullptr, name) != nullptr && OSSL_PROVIDER_load(nullptr, "base") != nullptr;
}

bool IsFips() {
  Prepare();
  return EVP_default_properties_is_fips_enabled(nullptr) == 1;
}

// Without it nothing would be found any more in FIPS mode, not even what TLS needs to make a context.
bool HasFipsProvider() {
  Prepare();
  return OSSL_PROVIDER_available(nullptr, "fips") == 1;
}

// What is asked for afterwards has to come from a provider that says it is FIPS's.
bind::Result<void> SetFips(bool enabled) {
  Prepare();
  if (EVP_default_properties_enable_fips(nullptr, enabled ? 1 : 0) == 1) return {};
  return OpenSslError();
}

}  // namespace

int BeginOpenSsl(const cli::Options& options, const std::string& program) {
  const bool wants_fips = options.Boolean("--enable-fips") || options.Boolean("--force-fips");
  const bool wants_legacy = options.Boolean("--openssl-legacy-provider");
  const bool is_shared = options.Boolean("--openssl-shared-config");
  const std::string file = ConfigFile(options);
  if (!wants_fips && !wants_legacy && !is_shared && file.empty()) return 0;
  Prepare();
  if ((is_shared || !file.empty()) && !LoadConfig(options, file)) {
    return Fail(program, "OpenSSL configuration error", kBadConfiguration);
  }
  // Who loads one provider has to load the one that is there otherwise.
  if (wants_legacy && (!LoadProvider("legacy") || !LoadProvider("default"))) {
    return Fail(program, "OpenSSL has no legacy provider on this machine", kFailed);
  }
  if (wants_fips && (!LoadProvider("fips") || EVP_default_properties_enable_fips(nullptr, 1) != 1)) {
    ERR_clear_error();  // Node's text shows none
    return Fail(program, "OpenSSL error when trying to enable FIPS", kFailed);
  }
  ClearErrors();
  return 0;
}

}  // namespace eddy::crypto

namespace eddy {

EDDY_MODULE(crypto_fips) {
  Function<crypto::IsFips>("isFips");
  Function<crypto::HasFipsProvider>("hasFipsProvider");
  Function<crypto::SetFips>("setFips");
}

}  // namespace eddy
