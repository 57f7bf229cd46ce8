// The life of a handle: opened, closing, closed, collected.
#include "loop/handle.h"

#include "loop/schedule.h"
#include "observe/note.h"

namespace eddy::loop {

void HandleBase::Opened(uv_handle_t* handle) {
  handle_ = handle;
  handle->data = this;
  open_ = true;
  Hold();
}

void HandleBase::Ref() {
  if (open_) uv_ref(handle_);
}
void HandleBase::Unref() {
  if (open_) uv_unref(handle_);
}
bool HandleBase::HasRef() const { return open_ && uv_has_ref(handle_); }

void HandleBase::Close(v8::Local<v8::Value> callback) {
  if (!open_) return;
  open_ = false;
  if (callback->IsFunction()) on_close_.Reset(isolate(), callback.As<v8::Function>());
  uv_close(handle_, OnClose);
}

void HandleBase::OnClose(uv_handle_t* handle) {
  auto* self = static_cast<HandleBase*>(handle->data);
  auto finish = [self] {
    Runtime& runtime = self->runtime();
    v8::HandleScope handles(runtime.isolate());
    self->Closed();
    if (!self->on_close_.IsEmpty() && !runtime.stopping()) {
      if (auto* observer = runtime.loop().observer()) observer->PhaseBegin(Phase::kClose);
      CallbackScope scope(runtime, self->async_context());
      observe::NoteKind("close", self);
      auto callback = self->on_close_.Get(runtime.isolate());
      self->on_close_.Reset();
      scope.Call(self->wrapper(runtime.isolate()), callback, 0, nullptr).IsEmpty();
    }
    self->LetGo();
  };
  IsFuzzed() ? Schedule::Of().Deliver(Choice::kClose, self, self, finish) : finish();
}

void HandleBase::CallHookWith(v8::Local<v8::Name> name, int count, v8::Local<v8::Value>* arguments) {
  CallbackScope scope(runtime(), async_context());
  observe::NoteKind(nullptr, this);
  v8::Local<v8::Value> hook;
  auto self = wrapper(isolate());
  if (!self->Get(runtime().context(), name).ToLocal(&hook) || !hook->IsFunction()) return;
  scope.Call(self, hook.As<v8::Function>(), count, arguments).IsEmpty();
}

}  // namespace eddy::loop
