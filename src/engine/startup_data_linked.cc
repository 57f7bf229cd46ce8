// The two files that `eddy-dev --build-snapshot` and `--build-code-cache` wrote, put into read-only data by
// startup_data_linked.S.
#include "engine/startup_data.h"
extern "C" {
extern const char eddy_snapshot_begin[], eddy_snapshot_end[], eddy_code_cache_begin[], eddy_code_cache_end[];
}
namespace eddy::engine {
std::string_view SnapshotData() {
  return {eddy_snapshot_begin, static_cast<size_t>(eddy_snapshot_end - eddy_snapshot_begin)};
}
std::string_view CodeCacheData() {
  return {eddy_code_cache_begin, static_cast<size_t>(eddy_code_cache_end - eddy_code_cache_begin)};
}
}  // namespace eddy::engine
