// libuv's uv_buf_init() takes the size in 32 bits: of more than 4 GiB it would make a buffer of what is left.
#pragma once
#include <uv.h>

#include <cstddef>

namespace eddy::loop {

inline uv_buf_t UvBuffer(const void* data, size_t size) {
  uv_buf_t buffer = uv_buf_init(nullptr, 0);
  buffer.base = static_cast<char*>(const_cast<void*>(data));
  buffer.len = size;
  return buffer;
}

}  // namespace eddy::loop
