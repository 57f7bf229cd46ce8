// What both programs, eddy and eddy-dev, do.
#pragma once
#include <cstdint>
namespace eddy {
// When this process began, by uv_hrtime's clock.
uint64_t ProcessStartNanoseconds();

int Main(int argc, char** argv);
}  // namespace eddy
