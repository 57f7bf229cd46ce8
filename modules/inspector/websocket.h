// The server's side of WebSocket framing (RFC 6455), as far as the inspector's protocol uses it: text messages. Bytes
// come in at Feed and go out as events; what is sent is made by EncodeFrame.
//
// Our own, as Debian has libwslay only as a shared library, which every start would load, and libwebsockets is an event
// loop with an HTTP server and TLS of its own.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace eddy::inspector {

enum class Opcode : uint8_t { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

// The value of Sec-WebSocket-Accept for a client's Sec-WebSocket-Key.
std::string AcceptValue(std::string_view key);

// A whole frame, unmasked, as servers send them.
std::string EncodeFrame(Opcode opcode, std::string_view payload);

class FrameReader {
 public:
  enum class Event {
    kNone,     // more bytes are needed
    kMessage,  // a whole text message
    kPing,     // to be answered with the same payload
    kPong,
    kClose,
    kFailed,  // the peer broke the protocol, or sent too much: the connection is to be closed
  };

  explicit FrameReader(size_t most_bytes) : most_bytes_(most_bytes) {}

  void Feed(std::string_view bytes) { input_.append(bytes); }
  // What comes next; `payload` becomes the message or the control frame's payload.
  Event Next(std::string* payload);

 private:
  struct Header {
    Opcode opcode;
    bool final;
    size_t size;      // of the header
    uint64_t length;  // of the payload
  };
  enum class Parsed { kWhole, kIncomplete, kBroken };
  Parsed ParseHeader(Header* header) const;
  bool Accepts(const Header& header) const;
  std::string TakePayload(const Header& header);

  const size_t most_bytes_;
  std::string input_;
  size_t begin_ = 0;  // of what has not been read
  std::string message_;
  bool in_message_ = false;
  bool failed_ = false;
};

}  // namespace eddy::inspector
