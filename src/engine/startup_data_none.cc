// For eddy-dev: no snapshot and no code cache, everything boots from source.
#include "engine/startup_data.h"
namespace eddy::engine {
std::string_view SnapshotData() { return {}; }
std::string_view CodeCacheData() { return {}; }
}  // namespace eddy::engine
