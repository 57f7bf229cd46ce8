// References, wraps, externals, finalizers, handle scopes and instance data.
#include "node_api/references.h"

namespace eddy::node_api {

v8::Local<v8::Value> ExternalValue::New(napi_env env, void* data) {
  ExternalValue& value = env->externals.emplace_front();
  auto external = v8::External::New(env->isolate(), &value);
  value.env = env;
  value.data = data;
  value.self = env->externals.begin();
  value.external.Reset(env->isolate(), external);
  env->world().externals.insert(&value);
  auto collected = [](const v8::WeakCallbackInfo<ExternalValue>& info) {
    ExternalValue* value = info.GetParameter();
    value->external.Reset();
    value->env->externals.erase(value->self);
  };
  value.external.SetWeak(&value, collected, v8::WeakCallbackType::kParameter);
  return external;
}

ExternalValue::~ExternalValue() { env->world().externals.erase(this); }

ExternalValue* ExternalValue::Of(napi_env env, v8::Local<v8::Value> value) {
  if (!value->IsExternal()) return nullptr;
  void* held = value.As<v8::External>()->Value();
  return env->world().externals.contains(held) ? static_cast<ExternalValue*>(held) : nullptr;
}

static bool CanBeWeak(v8::Local<v8::Value> value) { return value->IsObject() || (value->IsSymbol()); }

Reference::Reference(napi_env env, v8::Local<v8::Value> value, uint32_t count, Owner owner, Finalizer finalizer)
    : env_(env),
      value_(env->isolate(), value),
      can_be_weak_(CanBeWeak(value)),
      count_(count),
      owner_(owner),
      finalizer_(finalizer),
      cell_(new Cell{this}),
      next_(env->references) {
  if (next_) next_->previous_ = this;
  env->references = this;
  if (count == 0) SetWeak();
}

Reference::~Reference() {
  env_->world().Dequeue(this);
  (previous_ ? previous_->next_ : env_->references) = next_;
  if (next_) next_->previous_ = previous_;
  value_.Reset();
  if (cell_->collected) {
    cell_->reference = nullptr;  // the second pass deletes it
  } else {
    delete cell_;
  }
}

uint32_t Reference::Ref() {
  if (value_.IsEmpty()) return 0;
  if (++count_ == 1 && can_be_weak_) value_.ClearWeak();
  return count_;
}

uint32_t Reference::Unref() {
  if (value_.IsEmpty() || count_ == 0) return 0;
  if (--count_ == 0) SetWeak();
  return count_;
}

v8::Local<v8::Value> Reference::Get() const {
  if (value_.IsEmpty()) return {};
  return value_.Get(env_->isolate());
}

void Reference::SetWeak() {
  if (!can_be_weak_) return value_.Reset();
  value_.SetWeak(cell_, OnCollected, v8::WeakCallbackType::kParameter);
}

// No use of V8's heap here but for this.
void Reference::OnCollected(const v8::WeakCallbackInfo<Cell>& info) {
  Cell* cell = info.GetParameter();
  cell->reference->value_.Reset();
  cell->collected = true;
  info.SetSecondPassCallback(OnSecondPass);
}

void Reference::OnSecondPass(const v8::WeakCallbackInfo<Cell>& info) {
  Cell* cell = info.GetParameter();
  Reference* reference = cell->reference;
  if (!reference) {
    delete cell;
    return;
  }
  cell->collected = false;
  if (!reference->has_finalizer()) {
    if (reference->owner_ == Owner::kRuntime) delete static_cast<napi_ref>(reference);
  } else if (reference->env_->experimental()) {
    reference->Finalize(true);
  } else {
    reference->env_->world().Enqueue(reference);
  }
}

void Reference::Finalize(bool in_collection) {
  Finalizer finalizer = std::exchange(finalizer_, {});
  napi_env env = env_;
  env->world().Dequeue(this);
  // The callback may delete what is the addon's, and may not reach what is ours.
  if (owner_ == Owner::kRuntime) {
    delete static_cast<napi_ref>(this);
  } else if (!value_.IsEmpty()) {
    count_ = 0;
    value_.Reset();
  }
  in_collection ? env->CallFinalizerInCollection(finalizer) : env->CallFinalizer(finalizer);
}

namespace {

// The reference that napi_wrap left on the object; null without one.
Reference* WrapOf(napi_env env, v8::Local<v8::Object> object) {
  v8::Local<v8::Value> external;
  if (!object->GetPrivate(env->context(), env->world().wrap_key()).ToLocal(&external)) return nullptr;
  return external->IsExternal() ? static_cast<Reference*>(external.As<v8::External>()->Value()) : nullptr;
}

napi_ref NewReference(napi_env env, v8::Local<v8::Value> value, bool kept_by_addon, Finalizer finalizer) {
  auto owner = kept_by_addon ? Reference::Owner::kAddon : Reference::Owner::kRuntime;
  return new napi_ref__(env, value, 0, owner, finalizer);
}

napi_status Unwrap(napi_env env, napi_value js_object, void** result, bool remove) {
  ScriptEntry entry(env, js_object);
  if (!entry) return entry.status();
  if (!remove && !result) return entry.Fail(napi_invalid_arg);
  auto value = ToLocal(js_object);
  if (!value->IsObject() || value->IsExternal()) return entry.Fail(napi_invalid_arg);
  auto object = value.As<v8::Object>();
  Reference* reference = WrapOf(env, object);
  if (!reference) return entry.Fail(napi_invalid_arg);
  if (result) *result = reference->data();
  if (remove) {
    if (object->DeletePrivate(env->context(), env->world().wrap_key()).IsNothing())
      return entry.Fail(napi_pending_exception);
    if (reference->owner() == Reference::Owner::kAddon) {
      reference->ForgetFinalizer();
    } else {
      delete static_cast<napi_ref>(reference);
    }
  }
  return entry.Ok();
}

}  // namespace
}  // namespace eddy::node_api

using namespace eddy::node_api;

napi_status napi_create_reference(napi_env env, napi_value value, uint32_t initial_refcount, napi_ref* result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto local = ToLocal(value);
  if (env->api_version() < 10 && !(local->IsObject() || local->IsSymbol())) return entry.Fail(napi_invalid_arg);
  *result = new napi_ref__(env, local, initial_refcount, Reference::Owner::kAddon, Finalizer{});
  return entry.Ok();
}

napi_status napi_delete_reference(node_api_basic_env env, napi_ref ref) {
  BasicEntry entry(env, ref);
  if (!entry) return entry.status();
  delete ref;
  return entry.Ok();
}

napi_status napi_reference_ref(napi_env env, napi_ref ref, uint32_t* result) {
  Entry entry(env, ref);
  if (!entry) return entry.status();
  uint32_t count = ref->Ref();
  if (result) *result = count;
  return entry.Ok();
}

napi_status napi_reference_unref(napi_env env, napi_ref ref, uint32_t* result) {
  Entry entry(env, ref);
  if (!entry) return entry.status();
  if (ref->count() == 0) return entry.Fail(napi_generic_failure);
  uint32_t count = ref->Unref();
  if (result) *result = count;
  return entry.Ok();
}

napi_status napi_get_reference_value(napi_env env, napi_ref ref, napi_value* result) {
  Entry entry(env, ref, result);
  if (!entry) return entry.status();
  return entry.Give(result, ref->Get());
}

napi_status napi_wrap(napi_env env, napi_value js_object, void* native_object, node_api_basic_finalize finalize_cb,
                      void* finalize_hint, napi_ref* result) {
  ScriptEntry entry(env, js_object);
  if (!entry) return entry.status();
  auto value = ToLocal(js_object);
  if (!value->IsObject() || value->IsExternal()) return entry.Fail(napi_invalid_arg);
  auto object = value.As<v8::Object>();
  if (WrapOf(env, object)) return entry.Fail(napi_invalid_arg);
  // A reference that the addon gets is the addon's to delete, in the finalizer.
  if (result && !finalize_cb) return entry.Fail(napi_invalid_arg);
  napi_ref reference =
      NewReference(env, object, result != nullptr, Finalizer{finalize_cb, native_object, finalize_hint});
  auto external = v8::External::New(env->isolate(), static_cast<Reference*>(reference));
  if (object->SetPrivate(env->context(), env->world().wrap_key(), external).IsNothing()) {
    delete reference;
    return entry.Fail(napi_pending_exception);
  }
  if (result) *result = reference;
  return entry.Ok();
}

napi_status napi_unwrap(napi_env env, napi_value js_object, void** result) {
  return Unwrap(env, js_object, result, false);
}

napi_status napi_remove_wrap(napi_env env, napi_value js_object, void** result) {
  return Unwrap(env, js_object, result, true);
}

napi_status napi_add_finalizer(napi_env env, napi_value js_object, void* finalize_data,
                               node_api_basic_finalize finalize_cb, void* finalize_hint, napi_ref* result) {
  Entry entry(env, js_object, finalize_cb);
  if (!entry) return entry.status();
  auto value = ToLocal(js_object);
  if (!value->IsObject()) return entry.Fail(napi_invalid_arg);
  napi_ref reference =
      NewReference(env, value, result != nullptr, Finalizer{finalize_cb, finalize_data, finalize_hint});
  if (result) *result = reference;
  return entry.Ok();
}

napi_status node_api_post_finalizer(node_api_basic_env env, napi_finalize finalize_cb, void* finalize_data,
                                    void* finalize_hint) {
  BasicEntry entry(env);
  if (!entry) return entry.status();
  env->world().Post(env, Finalizer{finalize_cb, finalize_data, finalize_hint});
  return entry.Ok();
}

napi_status napi_create_external(napi_env env, void* data, node_api_basic_finalize finalize_cb, void* finalize_hint,
                                 napi_value* result) {
  ScriptEntry entry(env, result);
  if (!entry) return entry.status();
  auto external = ExternalValue::New(env, data);
  if (finalize_cb) NewReference(env, external, false, Finalizer{finalize_cb, data, finalize_hint});
  return entry.Give(result, external);
}

napi_status napi_get_value_external(napi_env env, napi_value value, void** result) {
  Entry entry(env, value, result);
  if (!entry) return entry.status();
  auto* external = ExternalValue::Of(env, ToLocal(value));
  if (!external) return entry.Fail(napi_invalid_arg);
  *result = external->data;
  return entry.Ok();
}

// --- Handle scopes. ---

struct napi_handle_scope__ {
  explicit napi_handle_scope__(v8::Isolate* isolate) : scope(isolate) {}
  v8::HandleScope scope;
};
struct napi_escapable_handle_scope__ {
  explicit napi_escapable_handle_scope__(v8::Isolate* isolate) : scope(isolate) {}
  v8::EscapableHandleScope scope;
  bool escaped = false;
};

napi_status napi_open_handle_scope(napi_env env, napi_handle_scope* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  *result = new napi_handle_scope__(env->isolate());
  ++env->open_handle_scopes;
  return entry.Ok();
}

napi_status napi_close_handle_scope(napi_env env, napi_handle_scope scope) {
  Entry entry(env, scope);
  if (!entry) return entry.status();
  if (env->open_handle_scopes == 0) return napi_handle_scope_mismatch;
  --env->open_handle_scopes;
  delete scope;
  return entry.Ok();
}

napi_status napi_open_escapable_handle_scope(napi_env env, napi_escapable_handle_scope* result) {
  Entry entry(env, result);
  if (!entry) return entry.status();
  *result = new napi_escapable_handle_scope__(env->isolate());
  ++env->open_handle_scopes;
  return entry.Ok();
}

napi_status napi_close_escapable_handle_scope(napi_env env, napi_escapable_handle_scope scope) {
  Entry entry(env, scope);
  if (!entry) return entry.status();
  if (env->open_handle_scopes == 0) return napi_handle_scope_mismatch;
  --env->open_handle_scopes;
  delete scope;
  return entry.Ok();
}

napi_status napi_escape_handle(napi_env env, napi_escapable_handle_scope scope, napi_value escapee,
                               napi_value* result) {
  Entry entry(env, scope, escapee, result);
  if (!entry) return entry.status();
  if (std::exchange(scope->escaped, true)) return entry.Fail(napi_escape_called_twice);
  return entry.Give(result, scope->scope.Escape(ToLocal(escapee)));
}

// --- Instance data. ---

napi_status napi_set_instance_data(node_api_basic_env env, void* data, napi_finalize finalize_cb, void* finalize_hint) {
  BasicEntry entry(env);
  if (!entry) return entry.status();
  env->instance_data = {finalize_cb, data, finalize_hint};
  return entry.Ok();
}

napi_status napi_get_instance_data(node_api_basic_env env, void** data) {
  BasicEntry entry(env, data);
  if (!entry) return entry.status();
  *data = env->instance_data.data;
  return entry.Ok();
}
