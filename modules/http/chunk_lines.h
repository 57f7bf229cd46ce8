// The lines of a chunked body (RFC 9112, section 7.1): which bytes go to llhttp, and which are chunk extensions, that
// are checked and dropped here. (Debian's llhttp 8 refuses a second extension behind an unquoted value, and quoted
// pairs.)
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eddy::http {

class ChunkLines {
 public:
  // What to do with the bytes given: the first `pass` of them go to llhttp; then come `drop`, which do not, and in
  // their place `insert`. With an error nothing of what follows is valid.
  struct Step {
    size_t pass = 0;
    size_t drop = 0;
    std::string_view insert;
    const char* error = nullptr;  // "HPE_CODE:reason"
  };

  // A chunked body begins. `lenient`: lines may end in CR or LF alone, spaces follow the size, and nothing has to
  // follow the data, as llhttp 9 takes it with its lenient flags.
  void Begin(bool lenient);
  // The message has ended.
  void End() { state_ = State::kNone; }
  bool active() const { return state_ != State::kNone; }
  Step Next(std::string_view bytes);

 private:
  enum class State : uint8_t {
    kNone,
    kSizeStart,  // before its first digit
    kSize,
    kSizeSpace,  // lenient: behind it
    kExtension,  // behind a semicolon
    kName,
    kValue,
    kQuoted,
    kQuotedPair,
    kQuotedEnd,
    kLineFeed,  // behind the CR of the size's line
    kData,
    kDataEnd,       // behind the data
    kDataLineFeed,  // behind the CR there
    kTrailers,      // behind the last chunk: llhttp's affair
  };
  // What becomes of one byte.
  struct Fate {
    enum class Kind : uint8_t { kPass, kDrop, kReplace, kInsertBefore, kRefuse, kRefuseBehind } kind;
    const char* text = "";  // what is inserted; an error
  };
  Fate Read(unsigned char byte);
  Fate ReadSize(unsigned char byte);
  Fate ReadExtension(unsigned char byte);
  Fate EndLine(Fate::Kind kind, const char* text);
  Fate EndSpan(State next);

  State state_ = State::kNone;
  bool lenient_ = false;
  uint64_t left_ = 0;          // the size as far as it was read, then what is left of the data
  size_t extension_size_ = 0;  // of this chunk's names and values
};

}  // namespace eddy::http
