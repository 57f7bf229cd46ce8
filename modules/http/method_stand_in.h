// The method QUERY, which llhttp 8 does not know, is parsed as another one of its length and of the same grammar.
#pragma once
#include <cstddef>
#include <string_view>

namespace eddy::http {

class MethodStandIn {
 public:
  // The number of QUERY; llhttp's own end below it.
  static constexpr int kNumber = 46;
  static constexpr std::string_view kMethod = "QUERY";

  struct Step {
    size_t skip = 0;            // empty lines before the request, which nobody needs
    size_t taken = 0;           // bytes behind them that are of QUERY
    std::string_view stand_in;  // what llhttp gets in their place
    bool refused = false;       // they began as QUERY and go on otherwise
    bool goes_on = false;       // the bytes ended within the method, or before it
  };

  // A message begins.
  void Begin() { matched_ = 0, is_on_ = true; }
  // Whether the method has not been read yet.
  bool is_on() const { return is_on_; }
  // Whether the message's method is QUERY, or what has come of it may be.
  bool matched() const { return matched_ > 0; }
  // Reads on; `bytes` are not empty.
  Step Next(std::string_view bytes);

 private:
  static constexpr std::string_view kStandIn = "PATCH";
  size_t matched_ = 0;
  bool is_on_ = true;
};

inline MethodStandIn::Step MethodStandIn::Next(std::string_view bytes) {
  Step step;
  if (matched_ == 0) {
    while (step.skip < bytes.size() && (bytes[step.skip] == '\r' || bytes[step.skip] == '\n')) ++step.skip;
  }
  size_t from = matched_;
  bytes.remove_prefix(step.skip);
  while (step.taken < bytes.size() && matched_ < kMethod.size() && bytes[step.taken] == kMethod[matched_]) {
    ++step.taken;
    ++matched_;
  }
  step.stand_in = kStandIn.substr(from, matched_ - from);
  step.goes_on = step.taken == bytes.size();
  if (step.goes_on) return step;
  is_on_ = false;
  step.refused = matched_ > 0 && matched_ < kMethod.size();
  return step;
}

}  // namespace eddy::http
