// How frames are made: nghttp2's callbacks for what goes out.
#pragma once
#include <nghttp2/nghttp2.h>

#include <cstddef>

namespace eddy::http2 {

struct Limits;

constexpr size_t kMostOutput = 256 * 1024;  // bytes of frames made ahead of the transport

void SetSendingCallbacks(nghttp2_session_callbacks* callbacks, const Limits& limits);

}  // namespace eddy::http2
