// Reads a JSON document on demand: what nobody asks for is skipped by its brackets alone. So a file is judged as Node
// judges it: a text that is never closed is wrong anywhere, a misspelt value only where it is read.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eddy::cli {

class JsonReader {
 public:
  // `text` is UTF-8, with or without a byte order mark. It has to live as long as the reader.
  explicit JsonReader(std::string_view text);

  // Whether it consists of tokens: valid UTF-8, no text without an end, no control characters within one, not empty.
  bool IsText() const { return is_text_; }

  // What the next token begins with: a bracket, a comma, a quote, or the first character of a number or word. 0: none.
  char Next() const { return at_ < tokens_.size() ? text_[tokens_[at_].start] : '\0'; }
  char Last() const { return text_[tokens_.back().start]; }

  // Takes the next token if it is `token`, one of {}[]:,
  bool Take(char token);
  // Each takes the next token; nothing when it is none of that kind.
  std::optional<std::string> TakeString();
  std::optional<bool> TakeBoolean();
  std::optional<int64_t> TakeInteger();
  std::optional<uint64_t> TakeUnsigned();

  // Passes over a value, of which only brackets are looked at. False when there is none.
  bool Skip();

 private:
  struct Token {
    size_t start, end;
  };

  bool Split();
  size_t EndOfString(size_t quote) const;  // npos when it has none
  std::string_view TakeToken();

  std::string_view text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  bool is_text_;
};

}  // namespace eddy::cli
