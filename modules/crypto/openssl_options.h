// What the command line asks of OpenSSL as a whole: its configuration file, FIPS mode, the legacy provider.
#pragma once
#include <string>

namespace eddy::cli {
class Options;
}

namespace eddy::crypto {

// Behind BeginSecureHeap, before anything else is done with OpenSSL; does nothing where nothing is asked for. Returns
// 0, or the code to end with; `program` is what the lines that say why begin with.
int BeginOpenSsl(const cli::Options& options, const std::string& program);

}  // namespace eddy::crypto
