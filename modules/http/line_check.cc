// Finds the line feeds, and looks at what is around them.
#include "http/line_check.h"

namespace eddy::http {

LineCheck::Flaw LineCheck::Find(std::string_view bytes, size_t* at) {
  size_t next = 0;
  if (!line_began_) {  // what comes before the first line is llhttp's affair
    while (next < bytes.size() && (bytes[next] == '\r' || bytes[next] == '\n')) ++next;
    if (next == bytes.size()) return Flaw::kNone;
    line_began_ = true;
  }
  auto byte_before = [&](size_t position, size_t distance) {
    return position >= distance ? bytes[position - distance] : before_[2 + position - distance];
  };
  auto flaw = Flaw::kNone;
  while (flaw == Flaw::kNone && next < bytes.size()) {
    if (byte_before(next, 1) == '\n' && (bytes[next] == ' ' || bytes[next] == '\t')) {
      *at = next;
      flaw = Flaw::kFolded;
      break;
    }
    size_t end = bytes.find('\n', next);
    if (end == bytes.npos) break;
    *at = end;
    char last = byte_before(end, 1), last_but_one = byte_before(end, 2);
    if (last == '\n')
      flaw = Flaw::kBareEmptyLine;
    else if (last != '\r')
      flaw = Flaw::kBareLine;
    else if (last_but_one == '\n') {
      is_on_ = false;
      return Flaw::kNone;
    }
    next = end + 1;
  }
  if (bytes.size() >= 2) {
    before_[0] = bytes[bytes.size() - 2];
    before_[1] = bytes.back();
  } else if (bytes.size() == 1) {
    before_[0] = before_[1];
    before_[1] = bytes[0];
  }
  return flaw;
}

}  // namespace eddy::http
