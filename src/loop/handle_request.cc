#include "loop/handle_request.h"

#include "observe/note.h"

namespace eddy::loop {

HandleRequest::HandleRequest(HandleBase* handle, const char* kind, v8::Local<v8::Value> callback)
    : Request(handle->isolate(), kind) {
  v8::Isolate* isolate = handle->isolate();
  if (callback->IsFunction()) callback_.Reset(isolate, callback.As<v8::Function>());
  wrapper_.Reset(isolate, handle->wrapper(isolate));
}

void HandleRequest::Finish(int status) {
  Runtime& runtime = this->runtime();
  v8::Isolate* isolate = runtime.isolate();
  if (!callback_.IsEmpty() && !runtime.stopping()) {
    v8::HandleScope handles(isolate);
    CallbackScope scope(runtime, async_context(isolate));
    observe::NoteKind(nullptr, this);
    v8::Local<v8::Value> argument = v8::Integer::New(isolate, status);
    scope.Call(wrapper_.Get(isolate), callback_.Get(isolate), 1, &argument).IsEmpty();
  }
  delete this;
}

}  // namespace eddy::loop
