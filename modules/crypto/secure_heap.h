// --secure-heap: memory for OpenSSL's secrets that is locked, not dumped, and cleared.
#pragma once

namespace eddy::cli {
class Options;
}

namespace eddy::crypto {

// Before anything else is done with OpenSSL.
void BeginSecureHeap(const cli::Options& options);

}  // namespace eddy::crypto
