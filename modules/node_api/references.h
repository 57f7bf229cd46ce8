// napi_ref, and whatever else holds a JavaScript value and may have a finalizer: wraps, externals.
#pragma once
#include "node_api/environment.h"

namespace eddy::node_api {

class Reference {
 public:
  // Who deletes it: the addon (napi_delete_reference), or this runtime once its finalizer has run.
  enum class Owner { kAddon, kRuntime };
  Reference(napi_env env, v8::Local<v8::Value> value, uint32_t count, Owner owner, Finalizer finalizer);
  ~Reference();
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;

  // While the count is above 0 the value is kept alive.
  uint32_t count() const { return count_; }
  uint32_t Ref();
  uint32_t Unref();
  v8::Local<v8::Value> Get() const;  // empty when it was collected
  Owner owner() const { return owner_; }
  void* data() const { return finalizer_.data; }
  bool has_finalizer() const { return finalizer_.callback != nullptr; }
  // Never calls it any more.
  void ForgetFinalizer() { finalizer_ = {}; }
  // Calls the finalizer, once. Deletes this where it is the runtime's.
  void Finalize(bool in_collection = false);

  // Its place among those whose finalizers wait for the loop: the World's affair.
  std::optional<std::list<Reference*>::iterator> waiting;

  napi_env env() const { return env_; }
  Reference* next() const { return next_; }

 private:
  // What a weak handle's callbacks get: it is there even when a finalizer has deleted the reference between the two.
  struct Cell {
    Reference* reference;
    bool collected = false;
  };
  void SetWeak();
  static void OnCollected(const v8::WeakCallbackInfo<Cell>& info);
  static void OnSecondPass(const v8::WeakCallbackInfo<Cell>& info);

  napi_env env_;
  v8::Global<v8::Value> value_;
  const bool can_be_weak_;
  uint32_t count_;
  const Owner owner_;
  Finalizer finalizer_;
  Cell* cell_;
  Reference* previous_ = nullptr;
  Reference* next_ = nullptr;
};

}  // namespace eddy::node_api

struct napi_ref__ final : eddy::node_api::Reference {
  using Reference::Reference;
};
