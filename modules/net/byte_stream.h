// A stream of bytes as native code reads and writes it, whatever carries it: a TCP connection, a pipe
// (stream_handle.h), or TLS over one of them or over JavaScript (tls/tls_stream.h). What speaks a protocol natively
// stands on this: the parser of HTTP/1 (http/message_parser.h), a session of HTTP/2, TLS itself.
//
// A function that JavaScript gives any such handle takes a ByteStream*; a class of them says so once, with
// IsByteStream.
#pragma once
#include <uv.h>

#include <functional>
#include <span>
#include <string>
#include <utility>

#include "bind/convert.h"
#include "bind/object.h"

namespace eddy::net {

// Takes a stream's reads natively, in place of its callback.
class StreamConsumer {
 public:
  virtual ~StreamConsumer() = default;
  // Bytes, valid during the call, or a negative errno (UV_EOF at the end). Within a CallbackScope. Never called while
  // a call of it is under way, nor from within ReadStart.
  virtual void OnRead(ssize_t count, const char* data) = 0;
  // The stream is gone, or another consumer has it: it may not be used any more.
  virtual void OnStreamClosed() = 0;
  // Where the next bytes shall be read to; empty: anywhere.
  virtual std::span<char> ReadInto() { return {}; }
};

// What became of a write: 0, or a negative errno. Within a CallbackScope.
using WriteDone = std::function<void(int status)>;

class ByteStream {
 public:
  // False once it is closed.
  virtual bool open() const = 0;
  // The handle that JavaScript knows.
  virtual bind::Wrapped& object() = 0;

  // nullptr: the callback of JavaScript gets the reads again. To the consumer before it the stream is as closed.
  // A stream that has a consumer keeps itself alive until it is closed.
  virtual void SetConsumer(StreamConsumer* consumer) {
    auto* before = std::exchange(consumer_, consumer);
    if (before && consumer && before != consumer) before->OnStreamClosed();
  }
  // 0 or a negative errno.
  virtual int32_t ReadStart() = 0;
  virtual int32_t ReadStop() = 0;

  // Writes `bytes` behind all that was written: 0 when the kernel has all, and `done` is not called; 1 when some of it
  // waits, then `done` is called; a negative errno on failure.
  virtual int32_t Write(std::string bytes, WriteDone done) = 0;
  // Writes what can be written at once, nothing while earlier writes wait; `buffers` then begins where it stopped. A
  // negative errno on failure.
  virtual int TryWrite(std::span<uv_buf_t>& buffers) = 0;
  // True when the kernel has all of it at once. Otherwise the next write, by JavaScript, has to be of the same bytes:
  // it begins behind those that were taken, or fails as this one did.
  virtual bool TryWriteNow(std::span<uv_buf_t> buffers) = 0;
  // Bytes that were written and that the kernel does not have yet.
  virtual double WriteQueueSize() = 0;

  // The native half of `value` as a stream of bytes; nullptr where it is none.
  static ByteStream* Of(v8::Local<v8::Value> value) {
    for (auto look : kinds) {
      if (ByteStream* stream = look ? look(value) : nullptr) return stream;
    }
    return nullptr;
  }
  // Objects of T and of what is derived from it are streams of bytes. Called once, before main.
  template <class T>
  static bool IsByteStream() {
    for (auto& look : kinds) {
      if (look) continue;
      look = [](v8::Local<v8::Value> value) -> ByteStream* { return bind::Unwrap<T>(value); };
      return true;
    }
    return false;
  }

 protected:
  ~ByteStream() = default;
  // Keeps what TryWriteNow came to, for the next write.
  void KeepOutcome(size_t taken, int error) {
    taken_ = taken;
    failed_ = error;
  }
  // Gives the number of bytes that the next write begins behind, once; or the errno it fails with.
  int TakeOutcome(size_t* taken) {
    *taken = std::exchange(taken_, 0);
    return std::exchange(failed_, 0);
  }
  bool has_outcome() const { return taken_ != 0 || failed_ != 0; }

  StreamConsumer* consumer_ = nullptr;

 private:
  using Look = ByteStream* (*)(v8::Local<v8::Value>);
  static inline Look kinds[4] = {};

  size_t taken_ = 0;
  int failed_ = 0;
};

inline size_t SizeOf(std::span<const uv_buf_t> buffers) {
  size_t bytes = 0;
  for (const auto& buffer : buffers) bytes += buffer.len;
  return bytes;
}

// Takes the first `count` bytes away.
inline void Skip(std::span<uv_buf_t>& buffers, size_t count) {
  while (!buffers.empty() && count >= buffers.front().len) {
    count -= buffers.front().len;
    buffers = buffers.subspan(1);
  }
  if (!buffers.empty()) {
    buffers.front().base += count;
    buffers.front().len -= count;
  }
}

}  // namespace eddy::net

namespace eddy::bind {
// By pointer: null and undefined give nullptr.
template <>
struct Convert<net::ByteStream*> {
  static constexpr const char* kExpected = "a native object of the right class";
  static std::optional<net::ByteStream*> From(v8::Isolate*, v8::Local<v8::Value> value) {
    if (value->IsNullOrUndefined()) return nullptr;
    auto* stream = net::ByteStream::Of(value);
    if (!stream) return std::nullopt;
    return stream;
  }
};
}  // namespace eddy::bind
