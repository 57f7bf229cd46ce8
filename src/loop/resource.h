// What keeps a loop busy: a handle lives long (a socket, a timer), a request is one operation (a read, a look-up).
// Both are Resources: the loop lists them, and its observer sees them come and go.
#pragma once
#include <cstdint>
#include <string>

#include "v8.h"

namespace eddy::loop {

class Loop;

class Resource {
 public:
  enum class Type { kHandle, kRequest };

  // `kind` is a string literal, Node's name for such a resource: "TCPSocketWrap", "FSReqCallback".
  Resource(Loop& loop, Type type, const char* kind);
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;

  Loop& loop() const { return loop_; }
  Type type() const { return type_; }
  const char* kind() const { return kind_; }
  uint64_t born_ms() const { return born_ms_; }          // loop time when it was made
  const std::string& origin() const { return origin_; }  // "file:line:column"; empty when made unobserved
  uint32_t cause() const { return cause_; }              // what made it, by the loop's observer; 0: not known
  virtual bool referenced() const { return true; }       // does it keep the loop alive?
  virtual void Cancel() {}                               // the loop closes: what has not begun need not begin
  // The object that JavaScript has of it; empty when there is none.
  virtual v8::Local<v8::Object> javascript_half(v8::Isolate*) const { return {}; }
  Resource* next() const { return next_; }

 protected:
  virtual ~Resource();

 private:
  friend class Loop;
  Loop& loop_;
  const Type type_;
  const char* const kind_;
  const uint64_t born_ms_;
  std::string origin_;
  uint32_t cause_ = 0;
  Resource* previous_ = nullptr;
  Resource* next_ = nullptr;
};

}  // namespace eddy::loop
