// One operation on a handle whose outcome is a status: callback.call(handle, status), 0 or a negative errno. Keeps the
// handle alive. Deletes itself in Finish.
#pragma once
#include "loop/handle.h"
#include "loop/request.h"

namespace eddy::loop {

class HandleRequest : public Request {
 public:
  // `callback`: a function, or anything else for none.
  HandleRequest(HandleBase* handle, const char* kind, v8::Local<v8::Value> callback);

 protected:
  void Finish(int status);  // calls back, then deletes this

 private:
  v8::Global<v8::Object> wrapper_;
  v8::Global<v8::Function> callback_;
};

}  // namespace eddy::loop
