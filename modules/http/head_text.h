// A message's head as text, as its pieces come: the URL or the reason, and "name\nvalue\n..." of its headers; then in
// the same way those of its trailers.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace eddy::http {

class HeadText {
 public:
  // What is known of the message when a header's name is complete.
  struct Known {
    bool has_length = false;      // a Content-Length came
    bool has_encoding = false;    // a Transfer-Encoding came
    bool lenient_length = false;  // both may come
  };

  // `max_size`: bytes of URL, names and values; `max_headers`: further ones are dropped, 0: none is.
  void SetLimits(uint32_t max_size, uint32_t max_headers) { max_size_ = max_size, max_headers_ = max_headers; }
  // Values keep the blanks at their end, which are no part of them by RFC 9112: undici's parser keeps them.
  void KeepTrailingBlanks() { keeps_blanks_ = true; }
  // A message begins.
  void Begin();
  // These give an error, "HPE_CODE:reason", or nullptr. `input`: the bytes at hand, of which `part` is a piece.
  const char* AddText(std::string_view part);
  const char* AddName(std::string_view part);
  const char* AddValue(std::string_view part, std::string_view input, bool lenient);
  const char* EndName(const Known& known);
  // A header is complete.
  void EndHeader(bool lenient);
  // What headers come now are trailers.
  void EndHead();
  // A chunk begins: the size of the trailers counts for itself.
  void EndChunk() { size_ = 0; }
  // Gives back more memory than most messages need.
  void Shrink();

  std::string_view text() const { return text_; }
  std::string_view headers() const { return std::string_view(headers_).substr(0, head_length_); }
  std::string_view trailers() const { return std::string_view(headers_).substr(head_length_); }
  bool has_host() const { return has_host_; }
  bool has_expect() const { return has_expect_; }
  bool is_in_header() const { return state_ != State::kNone; }
  bool is_in_value() const { return state_ == State::kValue; }

  static constexpr const char* kNoName = "HPE_INVALID_HEADER_TOKEN:Invalid header token";
  static constexpr const char* kFoldedValue = "HPE_INVALID_HEADER_TOKEN:Unexpected whitespace after header value";

 private:
  enum class State : uint8_t { kNone, kName, kValue };
  const char* Count(size_t bytes);
  void CutTrailingBlanks();

  std::string text_, headers_;
  size_t name_start_ = 0, value_start_ = 0, head_length_ = 0, size_ = 0;
  uint32_t count_ = 0, max_headers_ = 0, max_size_ = 0;
  State state_ = State::kNone;
  bool keeps_blanks_ = false;
  bool value_cut_ = false;  // the bytes ended within a value
  bool trailing_ = false, has_host_ = false, has_expect_ = false;
};

}  // namespace eddy::http
