// Work of an addon's on libuv's thread pool, and its end in the loop.
#include <uv.h>

#include "node_api/async_context.h"

using namespace eddy::node_api;

struct napi_async_work__ {
 public:
  napi_async_work__(napi_env env, v8::Local<v8::Object> resource, v8::Local<v8::String> name,
                    napi_async_execute_callback execute, napi_async_complete_callback complete, void* data)
      : env_(env),
        context_(std::make_shared<AsyncContext>(env, resource, name)),
        execute_(execute),
        complete_(complete),
        data_(data) {}
  ~napi_async_work__() { context_->Destroy(); }

  int Queue() {
    work_.data = this;
    int error = uv_queue_work(env_->runtime().loop().uv(), &work_, OnWork, OnDone);
    if (error == 0) ++env_->world().waiting;
    return error;
  }
  int Cancel() { return uv_cancel(reinterpret_cast<uv_req_t*>(&work_)); }

 private:
  static void OnWork(uv_work_t* work) {
    auto* self = static_cast<napi_async_work__*>(work->data);
    self->execute_(self->env_, self->data_);
  }

  // The callback may delete this.
  static void OnDone(uv_work_t* work, int status) {
    auto* self = static_cast<napi_async_work__*>(work->data);
    napi_env env = self->env_;
    --env->world().waiting;
    if (!self->complete_) return;
    napi_status outcome = status == 0 ? napi_ok : status == UV_ECANCELED ? napi_cancelled : napi_generic_failure;
    v8::HandleScope handles(env->isolate());
    v8::Context::Scope context_scope(env->context());
    auto complete = self->complete_;
    void* data = self->data_;
    AsyncContext::Scope scope(env, self->context_);
    env->CallAddonFromLoop(true, [&] { complete(env, outcome, data); });
  }

  napi_env env_;
  std::shared_ptr<AsyncContext> context_;
  napi_async_execute_callback execute_;
  napi_async_complete_callback complete_;
  void* data_;
  uv_work_t work_{};
};

napi_status napi_create_async_work(napi_env env, napi_value async_resource, napi_value async_resource_name,
                                   napi_async_execute_callback execute, napi_async_complete_callback complete,
                                   void* data, napi_async_work* result) {
  Entry entry(env, execute, result);
  if (!entry) return entry.status();
  v8::Local<v8::Object> resource;
  if (!ResourceOf(env, async_resource, &resource)) return entry.Fail(napi_object_expected);
  if (!async_resource_name) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::String> name;
  if (!ToLocal(async_resource_name)->ToString(env->context()).ToLocal(&name)) return entry.Fail(napi_string_expected);
  *result = new napi_async_work__(env, resource, name, execute, complete, data);
  return entry.Ok();
}

napi_status napi_delete_async_work(napi_env env, napi_async_work work) {
  Entry entry(env, work);
  if (!entry) return entry.status();
  delete work;
  return entry.Ok();
}

napi_status napi_queue_async_work(node_api_basic_env env, napi_async_work work) {
  BasicEntry entry(env, work);
  if (!entry) return entry.status();
  return work->Queue() == 0 ? entry.Ok() : entry.Fail(napi_generic_failure);
}

napi_status napi_cancel_async_work(node_api_basic_env env, napi_async_work work) {
  BasicEntry entry(env, work);
  if (!entry) return entry.status();
  switch (work->Cancel()) {
    case 0: return entry.Ok();
    case UV_EINVAL: return entry.Fail(napi_invalid_arg);
    default: return entry.Fail(napi_generic_failure);
  }
}
