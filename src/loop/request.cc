// Requests: from a call in JavaScript to the kernel or the pool, and back into a callback.
#include "loop/request.h"

#include "engine/check.h"
#include "loop/callback_scope.h"

namespace eddy::loop {

Request::Request(v8::Isolate* isolate, const char* kind)
    : Resource(Runtime::Of(isolate).loop(), Type::kRequest, kind), async_context_(isolate) {}

Runtime& Request::runtime() const { return loop().runtime(); }

void WorkRequest::Start() {
  work_.data = this;
  CHECK(uv_queue_work(loop().uv(), &work_, OnWork, OnDone) == 0);
}

void WorkRequest::OnWork(uv_work_t* work) { static_cast<WorkRequest*>(work->data)->Work(); }

void WorkRequest::OnDone(uv_work_t* work, int status) {
  auto* self = static_cast<WorkRequest*>(work->data);
  Runtime& runtime = self->runtime();
  if (status != UV_ECANCELED && !runtime.stopping()) {
    v8::HandleScope handles(runtime.isolate());
    CallbackScope scope(runtime, self->async_context(runtime.isolate()));
    self->Done(runtime, runtime.isolate());
    delete self;
    return;
  }
  delete self;
}

}  // namespace eddy::loop
