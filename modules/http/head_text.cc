// Collects, counts and looks at what llhttp finds in a head.
#include "http/head_text.h"

#include <algorithm>
#include <cstddef>

namespace eddy::http {

namespace {

constexpr size_t kKeptCapacity = 4 * 1024;

bool IsNamed(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if ((name[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

}  // namespace

void HeadText::Begin() {
  text_.clear();
  headers_.clear();
  head_length_ = size_ = 0;
  count_ = 0;
  state_ = State::kNone;
  value_cut_ = trailing_ = has_host_ = has_expect_ = false;
}

const char* HeadText::Count(size_t bytes) {
  size_ += bytes;
  return size_ < max_size_ ? nullptr : "HPE_HEADER_OVERFLOW:Header overflow";
}

const char* HeadText::AddText(std::string_view part) {
  if (const char* error = Count(part.size())) return error;
  text_.append(part);
  return nullptr;
}

const char* HeadText::AddName(std::string_view part) {
  if (const char* error = Count(part.size())) return error;
  if (state_ != State::kName) {
    state_ = State::kName;
    name_start_ = headers_.size();
  }
  headers_.append(part);
  return nullptr;
}

const char* HeadText::AddValue(std::string_view part, std::string_view input, bool lenient) {
  bool begins = state_ != State::kValue;
  // A folded line (RFC 9112, section 5.2), of which llhttp 8 makes one value.
  if (!begins && !lenient && !(value_cut_ && part.data() == input.data())) return kFoldedValue;
  if (const char* error = Count(part.size())) return error;
  if (begins) {
    state_ = State::kValue;
    headers_.push_back('\n');
    value_start_ = headers_.size();
  }
  value_cut_ = part.data() + part.size() == input.data() + input.size();
  headers_.append(part);
  return nullptr;
}

// Remembers whether the headers are there that a server looks for in every request; says which may not come.
const char* HeadText::EndName(const Known& known) {
  if (state_ != State::kName || headers_.size() == name_start_) return kNoName;
  std::string_view name = std::string_view(headers_).substr(name_start_);
  if (known.has_encoding && !known.lenient_length && IsNamed(name, "content-length"))
    return "HPE_INVALID_CONTENT_LENGTH:Content-Length can't be present with Transfer-Encoding";
  if (trailing_) return nullptr;
  bool is_dropped = max_headers_ != 0 && count_ >= max_headers_;
  if (!is_dropped && IsNamed(name, "host")) has_host_ = true;
  if (!is_dropped && IsNamed(name, "expect")) has_expect_ = true;
  if (known.has_length && !known.lenient_length && IsNamed(name, "transfer-encoding")) {
    return "HPE_INVALID_TRANSFER_ENCODING:Transfer-Encoding can't be present with Content-Length";
  }
  return nullptr;
}

void HeadText::EndHeader(bool lenient) {
  if (state_ != State::kValue) {  // an empty value
    headers_.push_back('\n');
    value_start_ = headers_.size();
  }
  state_ = State::kNone;
  if (!keeps_blanks_) CutTrailingBlanks();
  // A value never holds a line feed, but leniently parsed ones might.
  if (lenient) std::replace(headers_.begin() + static_cast<std::ptrdiff_t>(value_start_), headers_.end(), '\n', ' ');
  if (max_headers_ != 0 && count_ >= max_headers_) {
    headers_.resize(name_start_);
    return;
  }
  ++count_;
  headers_.push_back('\n');
}

void HeadText::CutTrailingBlanks() {
  while (headers_.size() > value_start_ && (headers_.back() == ' ' || headers_.back() == '\t')) headers_.pop_back();
}

void HeadText::EndHead() {
  trailing_ = true;
  head_length_ = headers_.size();
  size_ = 0;
}

void HeadText::Shrink() {
  for (std::string* each : {&text_, &headers_}) {
    if (each->capacity() > kKeptCapacity) std::string().swap(*each);
  }
}

}  // namespace eddy::http
