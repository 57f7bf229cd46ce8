// One C++ function becomes one JavaScript function: this file writes the code between the two from the signature.
//
//   std::string Hostname();                     → hostname()
//   Result<int> Kill(int pid, int signal);      → kill(pid, signal), throws the Error
//   Job<std::string> ReadFile(std::string p);   → readFile(p) runs here and throws; readFile(p, callback) runs on the
//                                                 thread pool and calls back(error, value); readFile(p, null) returns
//                                                 a promise
//   v8::Isolate*, v8::Local<v8::Context>, Runtime&, const CallInfo& as parameters take no JavaScript argument.
#pragma once
#include <tuple>

#include "bind/convert.h"
#include "bind/job.h"
#include "bind/slots.h"

namespace eddy {
class Runtime;
}

namespace eddy::bind {

using CallInfo = v8::FunctionCallbackInfo<v8::Value>;

// Parameters that the glue supplies itself.
template <class T>
inline constexpr bool kInjected = std::is_same_v<T, v8::Isolate*> || std::is_same_v<T, v8::Local<v8::Context>> ||
                                  std::is_same_v<T, Runtime&> || std::is_same_v<T, const CallInfo&>;

template <class F>
struct Signature;
template <class R, class... A>
struct Signature<R (*)(A...)> {
  using Return = R;
  using Parameters = std::tuple<A...>;
  static constexpr int kLength = ((kInjected<A> ? 0 : 1) + ... + 0);
};
template <class R, class C, class... A>
struct Signature<R (C::*)(A...)> : Signature<R (*)(A...)> {
  using Class = C;
};
template <class R, class C, class... A>
struct Signature<R (C::*)(A...) const> : Signature<R (*)(A...)> {
  using Class = C;
};

[[noreturn]] void Unreachable();
void ThrowWrongArgument(v8::Isolate* isolate, int index, const char* expected);
void ThrowWrongReceiver(v8::Isolate* isolate);
Runtime& RuntimeOf(v8::Isolate* isolate);

// How a value that a function returned reaches JavaScript.
template <class T>
struct Returns {
  static void Give(const CallInfo& info, T value, int) {
    auto converted = Convert<std::decay_t<T>>::To(info.GetIsolate(), value);
    if (!converted.IsEmpty()) info.GetReturnValue().Set(converted);  // else an exception is pending
  }
};
template <>
struct Returns<double> {
  static void Give(const CallInfo& info, double value, int) { info.GetReturnValue().Set(value); }
};
template <>
struct Returns<bool> {
  static void Give(const CallInfo& info, bool value, int) { info.GetReturnValue().Set(value); }
};
template <>
struct Returns<int32_t> {
  static void Give(const CallInfo& info, int32_t value, int) { info.GetReturnValue().Set(value); }
};
template <class T>
struct Returns<v8::MaybeLocal<T>> {  // empty: an exception is pending
  static void Give(const CallInfo& info, v8::MaybeLocal<T> value, int) {
    v8::Local<T> local;
    if (value.ToLocal(&local)) info.GetReturnValue().Set(local);
  }
};
template <class T>
struct Returns<Result<T>> {
  static void Give(const CallInfo& info, Result<T> result, int next) {
    if (!result.ok()) return result.error().Throw(info.GetIsolate());
    if constexpr (!std::is_void_v<T>) Returns<T>::Give(info, std::move(result.value()), next);
  }
};
template <class T>
struct Returns<Job<T>> {
  static void Give(const CallInfo& info, Job<T> job, int next) {
    v8::Isolate* isolate = info.GetIsolate();
    if (info.Length() <= next || info[next]->IsUndefined()) return Returns<Result<T>>::Give(info, job(), next);
    auto promise = RunOnPool(isolate, std::move(job), info[next]);
    if (!promise.IsEmpty()) info.GetReturnValue().Set(promise);
  }
};

// Fetches the parameters of a call one by one; after a failure an exception is pending and `ok` is false.
class ArgumentReader {
 public:
  explicit ArgumentReader(const CallInfo& info) : info_(info) {}
  bool ok() const { return ok_; }
  int next() const { return next_; }

  template <class T>
  using Slot = std::conditional_t<kInjected<T>, int, std::optional<std::decay_t<T>>>;

  template <class T>
  Slot<T> Read() {
    if constexpr (kInjected<T>) {
      return 0;
    } else {
      int index = next_++;
      if (!ok_) return std::nullopt;
      auto value = Convert<std::decay_t<T>>::From(info_.GetIsolate(), info_[index]);
      if (!value) {
        ok_ = false;
        if (info_.GetIsolate()->HasPendingException()) return value;  // of an element's getter
        ThrowWrongArgument(info_.GetIsolate(), index, Convert<std::decay_t<T>>::kExpected);
      }
      return value;
    }
  }

  template <class T>
  decltype(auto) Pass(Slot<T>& slot) {
    if constexpr (std::is_same_v<T, v8::Isolate*>) {
      return info_.GetIsolate();
    } else if constexpr (std::is_same_v<T, v8::Local<v8::Context>>) {
      return info_.GetIsolate()->GetCurrentContext();
    } else if constexpr (std::is_same_v<T, Runtime&>) {
      return static_cast<Runtime&>(RuntimeOf(info_.GetIsolate()));
    } else if constexpr (std::is_same_v<T, const CallInfo&>) {
      return static_cast<const CallInfo&>(info_);
    } else {
      return std::move(*slot);
    }
  }

 private:
  const CallInfo& info_;
  int next_ = 0;
  bool ok_ = true;
};

// Why an argument is refused by the permission model, and whether an exception says so even where there is a callback.
struct Denial {
  Error error;
  bool at_once = false;
};
// An argument that may be refused: then the function is not called.
template <class T>
concept Deniable = requires(const T& value) {
  { value.denial } -> std::convertible_to<std::optional<Denial>>;
};
template <class T>
const Denial* DenialOf(const std::optional<T>& slot) {
  if constexpr (Deniable<T>) return slot->denial ? &*slot->denial : nullptr;
  return nullptr;
}
inline const Denial* DenialOf(int) { return nullptr; }

// How a function that returns an R fails: a Job where its result would have come, all else at once.
template <class R>
struct Denied {
  static void Give(const CallInfo& info, const Error& error, int) { error.Throw(info.GetIsolate()); }
};
template <class T>
struct Denied<Job<T>> {
  static void Give(const CallInfo& info, const Error& error, int next) {
    Returns<Job<T>>::Give(info, Job<T>([error]() -> Result<T> { return error; }), next);
  }
};

template <class Parameters>
struct Invoker;
template <class... A>
struct Invoker<std::tuple<A...>> {
  // Reads the arguments in order, then calls `function` with them.
  template <class Function>
  static void Run(const CallInfo& info, Function function) {
    static_assert(!((kRunsJavaScript<std::decay_t<A>> || ...) && (kIsSpan<std::decay_t<A>> || ...)),
                  "an element's getter may free what a span points to: take bind::Bytes");
    ArgumentReader reader(info);
    // Braced initialisation fixes the order of evaluation.
    std::tuple<ArgumentReader::Slot<A>...> slots{reader.Read<A>()...};
    if (!reader.ok()) return;
    std::apply(
        [&](auto&... slot) {
          using R = decltype(function(reader.Pass<A>(slot)...));
          if constexpr ((Deniable<std::decay_t<A>> || ...)) {
            const Denial* denial = nullptr;
            ((denial = denial ? denial : DenialOf(slot)), ...);
            if (denial && denial->at_once && info[reader.next()]->IsFunction()) {
              return denial->error.Throw(info.GetIsolate());
            }
            if (denial) return Denied<std::decay_t<R>>::Give(info, denial->error, reader.next());
          }
          if constexpr (std::is_void_v<R>) {
            function(reader.Pass<A>(slot)...);
          } else {
            Returns<std::decay_t<R>>::Give(info, function(reader.Pass<A>(slot)...), reader.next());
          }
        },
        slots);
  }
};

// The v8::FunctionCallback of a free function.
template <auto F>
void CallFunction(const CallInfo& info) {
  if constexpr (std::is_convertible_v<decltype(F), v8::FunctionCallback>) {
    F(info);
  } else {
    Invoker<typename Signature<decltype(F)>::Parameters>::Run(
        info, [](auto&&... arguments) -> decltype(auto) { return F(std::forward<decltype(arguments)>(arguments)...); });
  }
}

// The v8::FunctionCallback of a method of native class T, checked against its receiver.
template <class T, auto F>
void CallMethod(const CallInfo& info) {
  T* self = Unwrap<T>(info.This());
  if (!self) return ThrowWrongReceiver(info.GetIsolate());
  Invoker<typename Signature<decltype(F)>::Parameters>::Run(info, [self](auto&&... arguments) -> decltype(auto) {
    return (self->*F)(std::forward<decltype(arguments)>(arguments)...);
  });
}

// The v8::FunctionCallback behind `new T(…)`.
template <class T, class... A>
void Construct(const CallInfo& info) {
  if (!info.IsConstructCall()) return ThrowWrongReceiver(info.GetIsolate());
  ArgumentReader reader(info);
  std::tuple<ArgumentReader::Slot<A>...> slots{reader.Read<A>()...};
  if (!reader.ok()) return;
  std::apply(
      [&](auto&... slot) {
        auto* object = new T(reader.Pass<A>(slot)...);
        object->Attach(info.GetIsolate(), info.This());
        // A constructor that cannot give a result leaves its error.
        if constexpr (requires { object->construction_error(); }) {
          if (auto error = object->construction_error()) error->Throw(info.GetIsolate());
        }
      },
      slots);
}

// --- Fast calls: optimised JavaScript calls the C++ function directly when its signature is all plain numbers. ---

template <class T>
inline constexpr bool kFastNumber =
    std::is_same_v<T, bool> || std::is_same_v<T, int32_t> || std::is_same_v<T, uint32_t> || std::is_same_v<T, double>;
template <class T>
inline constexpr bool kFastReturn = kFastNumber<T> || std::is_void_v<T>;

template <class F>
struct FastSignature {
  static constexpr bool kPossible = false;
};
template <class R, class... A>
struct FastSignature<R (*)(A...)> {
  static constexpr bool kPossible = kFastReturn<R> && (kFastNumber<A> && ...);
  template <R (*F)(A...)>
  static R Call(v8::Local<v8::Object>, A... arguments) {
    return F(arguments...);
  }
};

template <auto F>
const v8::CFunction* FastCall() {
  using Fast = FastSignature<decltype(F)>;
  if constexpr (Fast::kPossible) {
    static const v8::CFunction function = v8::CFunction::Make(&Fast::template Call<F>);
    return &function;
  } else {
    return nullptr;
  }
}

}  // namespace eddy::bind
