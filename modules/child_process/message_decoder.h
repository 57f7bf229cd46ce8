// A channel's bytes, cut where they like, to messages. Consuming a stream, a decoder takes what is read without making
// Buffers of it: the stream's callback gets (count, array of messages, handle), once any is whole.
#pragma once
#include <span>
#include <string_view>

#include "bind/buffer.h"
#include "bind/module.h"
#include "net/stream_handle.h"

namespace eddy::child_process {

// What was read of a message that is not whole yet. Bytes of a large one are read straight into it.
class BegunMessage {
 public:
  bool empty() const { return used_ == 0; }
  std::string_view text() const { return {bytes_.data(), used_}; }
  // `data` may be where Room() said. False when there is no memory: then nothing has changed.
  [[nodiscard]] bool Append(std::string_view data);
  // Drops the first `size` bytes.
  void Drop(size_t size);
  void Clear();
  // Makes room for `size` more bytes; empty when there is no memory.
  std::span<char> Room(size_t size);
  // The first `size` bytes, the others are lost.
  bind::OwnedBytes Take(size_t size);

 private:
  bind::OwnedBytes bytes_;
  size_t used_ = 0;
};

class MessageDecoder : public bind::Object<MessageDecoder>, public net::StreamConsumer {
 public:
  // Takes the stream's reads from now on, until it is closed.
  void Consume(net::StreamHandle* stream);

  bool InMessage() const { return !begun_.empty(); }
  // Was a message malformed? Those before it are given, and what follows comes with the next read.
  bool Failed() const { return !failure_.IsEmpty(); }
  void ThrowFailure();

  // --- Called by the stream. ---
  void OnRead(ssize_t count, const char* data) override;
  void OnStreamClosed() override;

 protected:
  static constexpr size_t kLarge = 64 * 1024;
  // Smaller than what a socket holds, so that the sender can go on while we read.
  static constexpr size_t kOneRead = 64 * 1024;

  // The messages that are whole with `bytes`.
  virtual v8::Local<v8::Array> Decode(v8::Local<v8::Context> context, std::string_view bytes) = 0;

  // The message that is being received is lost: `error` is its failure.
  void Lose(const bind::Error& error);
  static bind::Error NoMemory() {
    return bind::Error::Range("ERR_MEMORY_ALLOCATION_FAILED", "Array buffer allocation failed");
  }

  BegunMessage begun_;
  v8::Global<v8::Value> failure_;

 private:
  net::StreamHandle* stream_ = nullptr;
};

}  // namespace eddy::child_process
