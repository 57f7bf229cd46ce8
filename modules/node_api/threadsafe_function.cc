// Functions that any thread may call: a queue that the loop empties, by default into a JavaScript function.
#include <uv.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "engine/check.h"
#include "node_api/async_context.h"

using namespace eddy::node_api;

namespace {

// Calls made in one go before the loop gets its turn.
constexpr int kMostInTurn = 1000;

}  // namespace

// Deleted when the loop has closed it and no thread has it any more.
struct napi_threadsafe_function__ {
 public:
  struct Plan {
    size_t max_queue_size;
    size_t thread_count;
    Finalizer finalizer;  // its hint is `context`
    void* context;
    napi_threadsafe_function_call_js call_js;
  };

  napi_threadsafe_function__(napi_env env, v8::Local<v8::Object> resource, v8::Local<v8::String> name,
                             v8::Local<v8::Value> function, Plan plan)
      : env_(env),
        context_(std::make_shared<AsyncContext>(env, resource, name)),
        plan_(plan),
        thread_count_(plan.thread_count) {
    if (!function.IsEmpty()) function_.Reset(env->isolate(), function.As<v8::Function>());
  }

  bool Open() {
    if (uv_async_init(env_->runtime().loop().uv(), &wake_, OnWake) != 0) return false;
    wake_.data = this;
    env_->world().AddHook(OnThreadEnd, this);
    return true;
  }

  void* context() const { return plan_.context; }
  void Ref() { SetRef(true); }
  void Unref() { SetRef(false); }

  // --- From any thread. ---
  napi_status Call(void* data, napi_threadsafe_function_call_mode mode) {
    // A thread that asks again and again shall not keep the loop from the lock.
    if (mode == napi_tsfn_nonblocking && IsFull() && state_ == State::kOpen) return napi_queue_full;
    std::unique_lock lock(mutex_);
    while (IsFull() && state_ == State::kOpen) {
      if (mode == napi_tsfn_nonblocking) return napi_queue_full;
      has_room_.wait(lock);
    }
    if (state_ != State::kOpen) return RefuseAndLetGo(lock);
    queue_.push_back(data);
    queued_ = queue_.size();
    Wake();
    return napi_ok;
  }

  napi_status Acquire() {
    std::lock_guard lock(mutex_);
    if (state_ != State::kOpen) return napi_closing;
    ++thread_count_;
    return napi_ok;
  }

  napi_status Release(napi_threadsafe_function_release_mode mode) {
    std::unique_lock lock(mutex_);
    if (thread_count_ == 0) return napi_invalid_arg;
    --thread_count_;
    if (thread_count_ == 0 || mode == napi_tsfn_abort) {
      if (state_ == State::kOpen) {
        if (mode == napi_tsfn_abort) {
          state_ = State::kClosing;
          has_room_.notify_all();
        }
        Wake();
      }
    }
    DeleteIfUnused(lock);
    return napi_ok;
  }

 private:
  enum class State { kOpen, kClosing, kClosed };

  bool IsFull() const { return plan_.max_queue_size > 0 && queued_ >= plan_.max_queue_size; }

  // With the lock: the caller learns that it is over, and counts as having released it.
  napi_status RefuseAndLetGo(std::unique_lock<std::mutex>& lock) {
    if (thread_count_ == 0) return napi_invalid_arg;
    --thread_count_;
    DeleteIfUnused(lock);
    return napi_closing;
  }

  void DeleteIfUnused(std::unique_lock<std::mutex>& lock) {
    if (state_ != State::kClosed || thread_count_ > 0) return;
    lock.unlock();
    delete this;
  }

  // With the lock: has the loop look, unless it is looking or about to. The handle is closed with the lock, too.
  void Wake() {
    if (handle_closing_ || std::exchange(looks_, true)) return;
    uv_async_send(&wake_);
  }

  void SetRef(bool referenced) {
    auto* handle = reinterpret_cast<uv_handle_t*>(&wake_);
    referenced ? uv_ref(handle) : uv_unref(handle);
  }

  // --- On the loop's thread. ---
  static void OnWake(uv_async_t* wake) { static_cast<napi_threadsafe_function__*>(wake->data)->CallWaiting(); }

  void CallWaiting() {
    for (int i = 0; i < kMostInTurn; ++i) {
      if (!CallNext()) return;
    }
    std::lock_guard lock(mutex_);
    looks_ = false;
    Wake();
  }

  // False when there is nothing more to do now.
  bool CallNext() {
    void* data;
    {
      std::unique_lock lock(mutex_);
      if (handle_closing_) return false;
      if (state_ == State::kClosing) {
        lock.unlock();
        return Close(), false;
      }
      if (queue_.empty()) {
        if (thread_count_ > 0) return looks_ = false;
        state_ = State::kClosing;
        has_room_.notify_all();
        lock.unlock();
        return Close(), false;
      }
      data = queue_.front();
      queue_.pop_front();
      queued_ = queue_.size();
      has_room_.notify_one();  // each time: several threads may wait
    }
    v8::HandleScope handles(env_->isolate());
    v8::Context::Scope context_scope(env_->context());
    AsyncContext::Scope scope(env_, context_);
    napi_value function = function_.IsEmpty() ? nullptr : FromLocal(function_.Get(env_->isolate()));
    env_->CallAddonFromLoop(false, [&] { CallJs(env_, function, data); });
    return true;
  }

  void CallJs(napi_env env, napi_value function, void* data) {
    if (plan_.call_js) return plan_.call_js(env, function, plan_.context, data);
    if (!env || !function) return;
    napi_value receiver;
    if (napi_get_undefined(env, &receiver) == napi_ok) napi_call_function(env, receiver, function, 0, nullptr, nullptr);
  }

  // The thread ends: what waits is called a last time.
  static void OnThreadEnd(void* data) {
    auto* self = static_cast<napi_threadsafe_function__*>(data);
    // As many as there are now: other threads may go on.
    for (size_t count = self->queued_; count > 0 && self->CallNext(); --count) continue;
    {
      std::lock_guard lock(self->mutex_);
      self->state_ = State::kClosing;
      self->has_room_.notify_all();
    }
    self->Close();
  }

  void Close() {
    {
      std::lock_guard lock(mutex_);
      if (std::exchange(handle_closing_, true)) return;
    }
    ++env_->world().waiting;
    uv_close(reinterpret_cast<uv_handle_t*>(&wake_),
             [](uv_handle_t* handle) { static_cast<napi_threadsafe_function__*>(handle->data)->Closed(); });
  }

  void Closed() {
    --env_->world().waiting;
    env_->world().RemoveHook(OnThreadEnd, this);
    {
      v8::HandleScope handles(env_->isolate());
      v8::Context::Scope context_scope(env_->context());
      {
        AsyncContext::Scope scope(env_, context_);
        env_->CallFinalizer(plan_.finalizer, false);
      }
      std::deque<void*> left;
      {
        std::lock_guard lock(mutex_);
        left.swap(queue_);
      }
      // Nobody calls these any more; the addon frees what it sent.
      for (void* data : left) CallJs(nullptr, nullptr, data);
      context_->Destroy();
      function_.Reset();
    }
    std::unique_lock lock(mutex_);
    state_ = State::kClosed;
    DeleteIfUnused(lock);
  }

  const napi_env env_;
  const std::shared_ptr<AsyncContext> context_;
  const Plan plan_;
  v8::Global<v8::Function> function_;
  uv_async_t wake_;

  std::atomic<size_t> queued_ = 0;  // the queue's size
  std::atomic<State> state_ = State::kOpen;
  std::mutex mutex_;  // for all below, and for writing the two above
  std::condition_variable has_room_;
  std::deque<void*> queue_;
  size_t thread_count_;
  bool looks_ = false;  // the loop has been woken, and has not seen the queue empty since
  bool handle_closing_ = false;
};

napi_status napi_create_threadsafe_function(napi_env env, napi_value func, napi_value async_resource,
                                            napi_value async_resource_name, size_t max_queue_size,
                                            size_t initial_thread_count, void* thread_finalize_data,
                                            napi_finalize thread_finalize_cb, void* context,
                                            napi_threadsafe_function_call_js call_js_cb,
                                            napi_threadsafe_function* result) {
  Entry entry(env, async_resource_name, result);
  if (!entry) return entry.status();
  if (initial_thread_count == 0) return entry.Fail(napi_invalid_arg);
  v8::Local<v8::Value> function;
  if (func) {
    function = ToLocal(func);
    if (!function->IsFunction()) return entry.Fail(napi_invalid_arg);
  } else if (!call_js_cb) {
    return entry.Fail(napi_invalid_arg);
  }
  v8::Local<v8::Object> resource;
  if (!ResourceOf(env, async_resource, &resource)) return entry.Fail(napi_object_expected);
  v8::Local<v8::String> name;
  if (!ToLocal(async_resource_name)->ToString(env->context()).ToLocal(&name)) return entry.Fail(napi_string_expected);
  Finalizer finalizer{thread_finalize_cb, thread_finalize_data, context};
  napi_threadsafe_function__::Plan plan{max_queue_size, initial_thread_count, finalizer, context, call_js_cb};
  auto made = std::make_unique<napi_threadsafe_function__>(env, resource, name, function, plan);
  if (!made->Open()) return entry.Fail(napi_generic_failure);
  *result = made.release();
  return entry.Ok();
}

// No environment is at hand on other threads: a null function is the caller's fault, as on Node.
napi_status napi_get_threadsafe_function_context(napi_threadsafe_function func, void** result) {
  CHECK(func != nullptr && result != nullptr);
  *result = func->context();
  return napi_ok;
}

napi_status napi_call_threadsafe_function(napi_threadsafe_function func, void* data,
                                          napi_threadsafe_function_call_mode is_blocking) {
  CHECK(func != nullptr);
  return func->Call(data, is_blocking);
}

napi_status napi_acquire_threadsafe_function(napi_threadsafe_function func) {
  CHECK(func != nullptr);
  return func->Acquire();
}

napi_status napi_release_threadsafe_function(napi_threadsafe_function func,
                                             napi_threadsafe_function_release_mode mode) {
  CHECK(func != nullptr);
  return func->Release(mode);
}

napi_status napi_unref_threadsafe_function(node_api_basic_env env, napi_threadsafe_function func) {
  CHECK(func != nullptr);
  func->Unref();
  return napi_ok;
}

napi_status napi_ref_threadsafe_function(node_api_basic_env env, napi_threadsafe_function func) {
  CHECK(func != nullptr);
  func->Ref();
  return napi_ok;
}
