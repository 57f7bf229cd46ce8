// Writing to a descriptor at once, and to those standard outputs that others share without a wait (loop/output.h).
#include <poll.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <string_view>

#include "bind/module.h"
#include "loop/loop.h"
#include "loop/output.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// Writes all of `data`, waiting where the descriptor is non-blocking and full. Returns 0 or a negative errno.
int WriteAll(int fd, const char* data, size_t size) {
  while (size > 0) {
    ssize_t written = write(fd, data, size);
    if (written >= 0) {
      data += written;
      size -= static_cast<size_t>(written);
    } else if (errno == EAGAIN) {
      pollfd ready{fd, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return -errno;
    }
  }
  return 0;
}

// Calls write(bytes) with a text in UTF-8. One-byte ASCII text, the usual case, is written without a conversion.
template <class Write>
int32_t WithUtf8(v8::Isolate* isolate, v8::Local<v8::String> text, Write write) {
  constexpr int kOnStack = 4096;
  int length = text->Length();
  if (length <= kOnStack / 3) {
    char buffer[kOnStack];
    size_t size = text->WriteUtf8V2(isolate, buffer, sizeof(buffer), v8::String::WriteFlags::kReplaceInvalidUtf8);
    return write(std::string_view(buffer, size));
  }
  auto utf8 = bind::Convert<std::string>::From(isolate, text);
  return write(std::string_view(*utf8));
}

// writeString(fd, text): 0 or a negative errno.
int32_t WriteString(v8::Isolate* isolate, int32_t fd, v8::Local<v8::String> text) {
  return WithUtf8(isolate, text, [fd](std::string_view utf8) { return WriteAll(fd, utf8.data(), utf8.size()); });
}

// writeOutput(fd, text): what standard output or error, a pipe or socket, does not take at once is written later.
int32_t WriteOutput(v8::Isolate* isolate, Runtime& runtime, int32_t fd, v8::Local<v8::String> text) {
  return WithUtf8(isolate, text,
                  [&](std::string_view utf8) { return loop::Output::WriteTo(&runtime.loop(), fd, utf8); });
}

int32_t WriteBytes(int32_t fd, std::span<const std::byte> bytes) {
  return WriteAll(fd, reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

int32_t WriteOutputBytes(Runtime& runtime, int32_t fd, std::span<const std::byte> bytes) {
  return loop::Output::WriteTo(&runtime.loop(), fd, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// What a descriptor is: "FILE", "PIPE", "TTY", "TCP", "UDP" or "UNKNOWN".
const char* TypeOf(int32_t fd) {
  switch (uv_guess_handle(fd)) {
    case UV_FILE: return "FILE";
    case UV_NAMED_PIPE: return "PIPE";
    case UV_TTY: return "TTY";
    case UV_TCP: return "TCP";
    case UV_UDP: return "UDP";
    default: return "UNKNOWN";
  }
}

}  // namespace

EDDY_MODULE(stdio) {
  Function<WriteString>("writeString");
  Function<WriteBytes>("writeBytes");
  Function<WriteOutput>("writeOutput");
  Function<WriteOutputBytes>("writeOutputBytes");
  Function<TypeOf>("typeOf");
}

}  // namespace eddy
