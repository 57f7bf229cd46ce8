// The bytes of messages as they come from a channel, cut where they like, put together again.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "bind/buffer.h"
#include "bind/module.h"

namespace eddy::child_process {

// What both decoders do: they keep what is not whole yet, and when a message is malformed, they give those before it
// and keep the error; the rest is decoded with what comes next.
class MessageDecoder {
 public:
  bool InMessage() const { return !pending_.empty(); }
  bool Failed() const { return !failure_.IsEmpty(); }
  // Throws the error of the malformed message.
  void ThrowFailure(v8::Isolate* isolate) {
    if (failure_.IsEmpty()) return;
    isolate->ThrowException(failure_.Get(isolate));
    failure_.Reset();
  }

 protected:
  std::string pending_;  // a message that has begun
  v8::Global<v8::Value> failure_;
};

}  // namespace eddy::child_process
