// Where a path leads, as the permission model judges it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace eddy::permission {

// What the system does with a link at the end of a path.
enum class Last : uint8_t { kFollowed, kItself };

// `path` in full: absolute, without "." and "..", so that a link before a ".." leads nowhere else.
std::string Absolute(std::string_view path);

// The file that the system comes to from `absolute` by following links; what is not there stands for itself. One
// readlink(2) a component, but for directories that were seen lately. Called on any thread.
std::string RealPlace(std::string_view absolute, Last last);

// Links have been moved or made: what is remembered of directories and paths is not true any more. Called when the
// system call has returned.
void ForgetPlaces();
// A number that changes with each ForgetPlaces().
uint64_t PlacesVersion();

}  // namespace eddy::permission
