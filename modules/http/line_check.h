// The ends of the lines of a head: llhttp 8 takes some lines that do not end in CRLF or go on in the next one, but what
// one reader of a message takes and another doesn't lets requests be smuggled in between.
#pragma once
#include <cstddef>
#include <string_view>

namespace eddy::http {

class LineCheck {
 public:
  // Of a line: none, it goes on in the next one, it ends without CR, and the same of the empty one at the end.
  enum class Flaw { kNone, kFolded, kBareLine, kBareEmptyLine };

  // A head begins.
  void Begin() { *this = {}; }
  // The rest of the head is of no interest.
  void Stop() { is_on_ = false; }
  // Whether the head's empty line has not come yet.
  bool is_on() const { return is_on_; }
  // Looks at more bytes, up to the empty line. `*at`: where the flaw is.
  Flaw Find(std::string_view bytes, size_t* at);

 private:
  bool is_on_ = true;
  bool line_began_ = false;  // the first one
  char before_[2] = {0, 0};  // the last bytes that were looked at
};

}  // namespace eddy::http
