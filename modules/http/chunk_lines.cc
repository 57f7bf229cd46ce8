// A machine that reads a chunked body byte by byte, except for its data.
#include "http/chunk_lines.h"

#include <algorithm>
#include <limits>

namespace eddy::http {

namespace {

constexpr size_t kMaxExtensions = 16 * 1024;

bool IsTokenByte(unsigned char byte) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  unsigned char lower = byte | 0x20;
  return (byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'z') ||
         (byte != 0 && kOthers.find(static_cast<char>(byte)) != kOthers.npos);
}

bool IsQuotable(unsigned char byte) { return byte == '\t' || byte >= 0x20; }

int HexDigit(unsigned char byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  unsigned char lower = byte | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

void ChunkLines::Begin(bool lenient) {
  state_ = State::kSizeStart;
  lenient_ = lenient;
  left_ = 0;
  extension_size_ = 0;
}

ChunkLines::Step ChunkLines::Next(std::string_view bytes) {
  Step step;
  for (size_t at = 0; at < bytes.size(); at = step.pass + step.drop) {
    if (state_ == State::kData || state_ == State::kTrailers) {
      if (step.drop > 0) return step;
      size_t rest = bytes.size() - at;
      size_t size = state_ == State::kTrailers ? rest : static_cast<size_t>(std::min<uint64_t>(left_, rest));
      step.pass += size;
      if (state_ == State::kData && (left_ -= size) == 0) state_ = State::kDataEnd;
      continue;
    }
    auto [kind, text] = Read(static_cast<unsigned char>(bytes[at]));
    switch (kind) {
      case Fate::Kind::kPass: ++step.pass; break;
      case Fate::Kind::kDrop: ++step.drop; break;
      case Fate::Kind::kReplace: ++step.drop; [[fallthrough]];
      case Fate::Kind::kInsertBefore: step.insert = text; return step;
      case Fate::Kind::kRefuseBehind: ++step.drop; [[fallthrough]];
      case Fate::Kind::kRefuse: step.error = text; return step;
    }
  }
  if (extension_size_ > kMaxExtensions) step.error = EndSpan(state_).text;
  return step;
}

ChunkLines::Fate ChunkLines::Read(unsigned char byte) {
  using enum Fate::Kind;
  switch (state_) {
    case State::kSizeStart:
    case State::kSize:
    case State::kSizeSpace: return ReadSize(byte);
    case State::kLineFeed:
      if (byte == '\n') return EndLine(kPass, "");
      return lenient_ ? EndLine(kInsertBefore, "\n") : Fate{kRefuse, "HPE_STRICT:Expected LF after chunk size"};
    case State::kDataEnd:
      if (byte == '\r') {
        state_ = State::kDataLineFeed;
        return {kPass};
      }
      if (!lenient_ && byte == '\n') return {kRefuseBehind, "HPE_CR_EXPECTED:Missing expected CR after chunk data"};
      if (!lenient_) return {kRefuse, "HPE_STRICT:Expected LF after chunk data"};
      Begin(lenient_);
      return {byte == '\n' ? kReplace : kInsertBefore, "\r\n"};
    case State::kDataLineFeed:
      if (byte != '\n' && !lenient_) return {kRefuse, "HPE_STRICT:Expected LF after chunk data"};
      Begin(lenient_);
      if (byte == '\n') return {kPass};
      return {kInsertBefore, "\n"};
    default: return ReadExtension(byte);
  }
}

ChunkLines::Fate ChunkLines::ReadSize(unsigned char byte) {
  using enum Fate::Kind;
  constexpr const char* kInvalid = "HPE_INVALID_CHUNK_SIZE:Invalid character in chunk size";
  int digit = state_ == State::kSizeSpace ? -1 : HexDigit(byte);
  if (digit >= 0) {
    if (left_ > std::numeric_limits<uint64_t>::max() >> 4)
      return {kRefuseBehind, "HPE_INVALID_CHUNK_SIZE:Chunk size overflow"};
    left_ = left_ << 4 | static_cast<uint64_t>(digit);
    state_ = State::kSize;
    return {kPass};
  }
  if (state_ == State::kSizeStart) return {kRefuse, kInvalid};
  switch (byte) {
    case '\r': {
      bool follows_drop = state_ == State::kSizeSpace;
      state_ = State::kLineFeed;
      return follows_drop ? Fate{kReplace, "\r"} : Fate{kPass};
    }
    case '\n':
      if (lenient_) return EndLine(kReplace, "\r\n");
      return {kRefuseBehind, "HPE_CR_EXPECTED:Missing expected CR after chunk size"};
    case ';': state_ = State::kExtension; return {kDrop};
    case ' ':
    case '\t':
      if (!lenient_) return {kRefuseBehind, kInvalid};
      state_ = State::kSizeSpace;
      return {kDrop};
    default: return {kRefuse, kInvalid};
  }
}

// chunk-ext = *( ";" chunk-ext-name [ "=" chunk-ext-val ] ); a name may be empty, as for llhttp 9.
ChunkLines::Fate ChunkLines::ReadExtension(unsigned char byte) {
  using enum Fate::Kind;
  bool is_name = state_ == State::kExtension || state_ == State::kName;
  switch (state_) {
    case State::kExtension:
      if (byte == ' ' || byte == '\r') return {kRefuseBehind, "HPE_STRICT:Invalid character in chunk extensions"};
      state_ = State::kName;
      break;
    case State::kQuoted:
      if (byte == '"') return EndSpan(State::kQuotedEnd);
      if (!IsQuotable(byte)) return {kRefuseBehind, "HPE_STRICT:Invalid character in chunk extensions quoted value"};
      if (byte == '\\') state_ = State::kQuotedPair;
      ++extension_size_;
      return {kDrop};
    case State::kQuotedPair:
      if (!IsQuotable(byte)) return {kRefuseBehind, "HPE_STRICT:Invalid quoted-pair in chunk extensions quoted value"};
      state_ = State::kQuoted;
      ++extension_size_;
      return {kDrop};
    default: break;
  }
  if (byte == ';') return EndSpan(State::kExtension);
  if (byte == '\r') {
    Fate end = EndSpan(State::kLineFeed);
    return end.kind == kDrop ? Fate{kReplace, "\r"} : end;
  }
  if (byte == '\n') {
    if (lenient_) return EndLine(kReplace, "\r\n");
    return {kRefuse, is_name ? "HPE_CR_EXPECTED:Missing expected CR after chunk extension name"
                             : "HPE_CR_EXPECTED:Missing expected CR after chunk extension value"};
  }
  if (state_ == State::kQuotedEnd) return {kRefuse, "HPE_STRICT:Invalid character in chunk extensions quote value"};
  if (is_name && byte == '=') return EndSpan(State::kValue);
  if (!is_name && byte == '"') return EndSpan(State::kQuoted);
  if (!IsTokenByte(byte)) {
    return {kRefuseBehind, is_name ? "HPE_STRICT:Invalid character in chunk extensions name"
                                   : "HPE_STRICT:Invalid character in chunk extensions value"};
  }
  ++extension_size_;
  return {kDrop};
}

// A name or value is complete.
ChunkLines::Fate ChunkLines::EndSpan(State next) {
  if (extension_size_ > kMaxExtensions) {
    return {Fate::Kind::kRefuseBehind, "HPE_CHUNK_EXTENSIONS_OVERFLOW:Chunk extensions overflow"};
  }
  state_ = next;
  return {Fate::Kind::kDrop};
}

ChunkLines::Fate ChunkLines::EndLine(Fate::Kind kind, const char* text) {
  state_ = left_ == 0 ? State::kTrailers : State::kData;
  extension_size_ = 0;
  return {kind, text};
}

}  // namespace eddy::http
