// Frames of RFC 6455, section 5.
#include "inspector/websocket.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

namespace eddy::inspector {
namespace {

bool IsControl(Opcode opcode) { return static_cast<uint8_t>(opcode) >= 8; }

}  // namespace

std::string AcceptValue(std::string_view key) {
  std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 32> encoded;
  int length = EVP_EncodeBlock(encoded.data(), digest.data(), digest.size());
  return {reinterpret_cast<char*>(encoded.data()), static_cast<size_t>(length)};
}

std::string EncodeFrame(Opcode opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 10);
  frame += static_cast<char>(0x80 | static_cast<uint8_t>(opcode));
  uint64_t length = payload.size();
  int length_bytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
  frame += static_cast<char>(length_bytes == 0 ? length : length_bytes == 2 ? 126 : 127);
  for (int i = length_bytes - 1; i >= 0; --i) frame += static_cast<char>(length >> (8 * i));
  return frame.append(payload);
}

FrameReader::Parsed FrameReader::ParseHeader(Header* header) const {
  auto byte = [this](size_t i) { return static_cast<uint8_t>(input_[begin_ + i]); };
  size_t available = input_.size() - begin_;
  if (available < 2) return Parsed::kIncomplete;
  bool reserved = byte(0) & 0x70, masked = byte(1) & 0x80;
  if (reserved || !masked) return Parsed::kBroken;  // no extension was agreed on; clients mask (5.1)
  header->opcode = static_cast<Opcode>(byte(0) & 0x0f);
  header->final = byte(0) & 0x80;
  uint8_t small = byte(1) & 0x7f;
  size_t length_bytes = small == 126 ? 2 : small == 127 ? 8 : 0;
  header->size = 2 + length_bytes + 4;
  header->length = small;
  if (IsControl(header->opcode) && (length_bytes != 0 || !header->final)) return Parsed::kBroken;  // 5.5
  if (available < header->size) return Parsed::kIncomplete;
  if (length_bytes != 0) {
    header->length = 0;
    for (size_t i = 0; i < length_bytes; ++i) header->length = header->length << 8 | byte(2 + i);
  }
  return Parsed::kWhole;
}

// Whether such a frame may stand here, and is not too long.
bool FrameReader::Accepts(const Header& header) const {
  switch (header.opcode) {
    case Opcode::kClose:
    case Opcode::kPing:
    case Opcode::kPong: return true;
    case Opcode::kText: return !in_message_ && header.length <= most_bytes_;
    case Opcode::kContinuation: return in_message_ && header.length <= most_bytes_ - message_.size();
    default: return false;
  }
}

std::string FrameReader::TakePayload(const Header& header) {
  const char* mask = input_.data() + begin_ + header.size - 4;
  std::string payload(input_, begin_ + header.size, header.length);
  for (size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
  begin_ += header.size + header.length;
  if (begin_ == input_.size() || begin_ > (1 << 20)) {
    input_.erase(0, begin_);
    begin_ = 0;
  }
  return payload;
}

FrameReader::Event FrameReader::Next(std::string* payload) {
  while (!failed_) {
    Header header;
    Parsed parsed = ParseHeader(&header);
    if (parsed == Parsed::kIncomplete) return Event::kNone;
    if (parsed == Parsed::kBroken || !Accepts(header)) break;
    if (input_.size() - begin_ - header.size < header.length) return Event::kNone;
    std::string bytes = TakePayload(header);
    if (IsControl(header.opcode)) {
      *payload = std::move(bytes);
      return header.opcode == Opcode::kPing   ? Event::kPing
             : header.opcode == Opcode::kPong ? Event::kPong
                                              : Event::kClose;
    }
    message_ += bytes;
    in_message_ = !header.final;
    if (in_message_) continue;
    *payload = std::move(message_);
    message_.clear();
    return Event::kMessage;
  }
  failed_ = true;
  return Event::kFailed;
}

}  // namespace eddy::inspector
