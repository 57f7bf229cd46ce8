// nghttp2's session of one of ours, with its callbacks.
#pragma once
#include <nghttp2/nghttp2.h>

#include <string>

namespace eddy::http2 {

class Session;
struct Limits;

// nullptr: no memory.
nghttp2_session* NewNghttp2Session(Session* session, bool is_server, const Limits& limits, nghttp2_mem* memory);
// What nghttp2 calls that error.
std::string ErrorString(int32_t error);

}  // namespace eddy::http2
