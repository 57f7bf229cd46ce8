// What the build made for a fast start. eddy-dev, which makes it, links startup_data_none.cc and has neither.
#pragma once
#include <string_view>
namespace eddy::engine {
std::string_view SnapshotData();
std::string_view CodeCacheData();
}  // namespace eddy::engine
