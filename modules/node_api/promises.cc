// Promises, and source that an addon brings.
#include "node_api/environment.h"

using namespace eddy::node_api;

struct napi_deferred__ {
  v8::Global<v8::Promise::Resolver> resolver;
};

namespace {

// Settled once; the deferred is gone then.
napi_status Settle(napi_env env, napi_deferred deferred, napi_value value, bool resolves) {
  ScriptEntry entry(env, value);
  if (!entry) return entry.status();
  if (!deferred) return entry.Fail(napi_invalid_arg);
  auto resolver = deferred->resolver.Get(env->isolate());
  delete deferred;
  auto done =
      resolves ? resolver->Resolve(env->context(), ToLocal(value)) : resolver->Reject(env->context(), ToLocal(value));
  return done.FromMaybe(false) ? entry.Ok() : entry.FailOrPending(napi_generic_failure);
}

}  // namespace

napi_status napi_create_promise(napi_env env, napi_deferred* deferred, napi_value* promise) {
  ScriptEntry entry(env, deferred, promise);
  if (!entry) return entry.status();
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(env->context()).ToLocal(&resolver)) return entry.FailOrPending(napi_generic_failure);
  *deferred = new napi_deferred__{{env->isolate(), resolver}};
  return entry.Give(promise, resolver->GetPromise());
}

napi_status napi_resolve_deferred(napi_env env, napi_deferred deferred, napi_value resolution) {
  return Settle(env, deferred, resolution, true);
}

napi_status napi_reject_deferred(napi_env env, napi_deferred deferred, napi_value rejection) {
  return Settle(env, deferred, rejection, false);
}

napi_status napi_is_promise(napi_env env, napi_value value, bool* is_promise) {
  Entry entry(env, value, is_promise);
  if (!entry) return entry.status();
  *is_promise = ToLocal(value)->IsPromise();
  return entry.Ok();
}

napi_status napi_run_script(napi_env env, napi_value script, napi_value* result) {
  ScriptEntry entry(env, script, result);
  if (!entry) return entry.status();
  auto source = ToLocal(script);
  if (!source->IsString()) return entry.Fail(napi_string_expected);
  v8::Local<v8::Script> compiled;
  if (!v8::Script::Compile(env->context(), source.As<v8::String>()).ToLocal(&compiled))
    return entry.Fail(napi_generic_failure);
  v8::Local<v8::Value> value;
  // Also with an exception pending, as on Node.
  if (!compiled->Run(env->context()).ToLocal(&value)) return entry.Fail(napi_generic_failure);
  return entry.Give(result, value);
}
