// What a room's native half declares, in one list:
//
//   EDDY_MODULE(os) {
//     Function<Hostname>("hostname");
//     Constant("UV_UDP_REUSEADDR", UV_UDP_REUSEADDR);
//     Class<Watcher>("Watcher").Constructor<std::string>().Method<&Watcher::Close>("close");
//   }
//
// The same list gives V8's external references, so that every native function works from a start-up snapshot, and the
// object that binding('os') returns.
#pragma once
#include <deque>
#include <string_view>
#include <vector>

#include "bind/function.h"

namespace eddy::bind {

struct FunctionDeclaration {
  const char* name;
  v8::FunctionCallback callback;
  const v8::CFunction* fast = nullptr;
  int length = 0;
};

struct ClassDeclaration {
  const char* name = nullptr;
  v8::FunctionCallback constructor = nullptr;  // none: only C++ makes instances
  int length = 0;
  const char* parent = nullptr;  // a class declared earlier in the same module
  const void* class_id = nullptr;
  std::vector<FunctionDeclaration> methods;
  std::vector<FunctionDeclaration> getters;
};

struct ConstantDeclaration {
  const char* name;
  double number;
  const char* text = nullptr;  // when set, the constant is this string
};

template <class T>
class ClassBuilder {
 public:
  explicit ClassBuilder(ClassDeclaration& declaration) : declaration_(declaration) {}
  template <class... A>
  ClassBuilder& Constructor() {
    declaration_.constructor = Construct<T, A...>;
    declaration_.length = sizeof...(A);
    return *this;
  }
  ClassBuilder& Parent(const char* name) {
    declaration_.parent = name;
    return *this;
  }
  template <auto F>
  ClassBuilder& Method(const char* name) {
    declaration_.methods.push_back({name, CallMethod<T, F>, nullptr, Signature<decltype(F)>::kLength});
    return *this;
  }
  template <auto F>
  ClassBuilder& Getter(const char* name) {
    declaration_.getters.push_back({name, CallMethod<T, F>, nullptr, 0});
    return *this;
  }

 private:
  ClassDeclaration& declaration_;
};

class ModuleDeclaration {
 public:
  using Initializer = void (*)(v8::Local<v8::Context> context, v8::Local<v8::Object> exports);

  enum class Place { kInSnapshot, kBehindSnapshot };
  explicit ModuleDeclaration(const char* name, Place place = Place::kInSnapshot);
  virtual ~ModuleDeclaration() = default;
  const char* name() const { return name_; }
  bool in_snapshot() const { return place_ == Place::kInSnapshot; }

  // The object that binding(name) returns, made anew.
  v8::Local<v8::Object> Instantiate(v8::Local<v8::Context> context);
  void CollectExternalReferences(std::vector<intptr_t>& references);
  const std::deque<ClassDeclaration>& classes() {
    DeclareOnce();
    return classes_;
  }

 protected:
  virtual void Declare() = 0;

  template <auto F>
  void Function(const char* name) {
    using Type = decltype(F);
    if constexpr (std::is_convertible_v<Type, v8::FunctionCallback>) {
      functions_.push_back({name, CallFunction<F>, nullptr, 0});
    } else {
      functions_.push_back({name, CallFunction<F>, FastCall<F>(), Signature<Type>::kLength});
    }
  }
  // With a fast call written by hand, for what the generated one cannot take (strings, views); it begins with the
  // receiver, and its other parameters are `Slow`'s.
  template <auto Slow, auto Fast>
  void Function(const char* name, int length) {
    static const v8::CFunction fast = v8::CFunction::Make(Fast);
    functions_.push_back({name, CallFunction<Slow>, &fast, length});
  }
  template <class T>
  ClassBuilder<T> Class(const char* name) {
    ClassDeclaration& declaration = classes_.emplace_back();
    declaration.name = name;
    declaration.class_id = &T::kClassId;
    return ClassBuilder<T>(declaration);
  }
  void Constant(const char* name, double value) { constants_.push_back({name, value}); }
  void Constant(const char* name, const char* text) { constants_.push_back({name, 0, text}); }
  // For the rare export that is none of the above. `function` may not make native callbacks of its own.
  void Initialize(Initializer function) { initializers_.push_back(function); }

 private:
  void DeclareOnce();

  const char* name_;
  const Place place_;
  bool declared_ = false;
  std::deque<FunctionDeclaration> functions_;
  std::deque<ClassDeclaration> classes_;
  std::vector<ConstantDeclaration> constants_;
  std::vector<Initializer> initializers_;
};

// The module of that name, or nullptr.
ModuleDeclaration* FindModule(std::string_view name);

// Makes the wrapper of a native object that C++ creates, of a class that a module declared without a constructor.
v8::MaybeLocal<v8::Object> NewInstance(v8::Local<v8::Context> context, Wrapped* native, const void* class_id);
template <class T>
v8::MaybeLocal<v8::Object> Wrap(v8::Local<v8::Context> context, T* native) {
  return NewInstance(context, native, &T::kClassId);
}

// Zero-terminated, in an order that depends only on the names: the same in each program built from these modules.
const intptr_t* ExternalReferences();
// For other static data that the snapshot refers to. Call before ExternalReferences.
void AddExternalReference(const void* address);

}  // namespace eddy::bind

#define EDDY_MODULE(name) EDDY_MODULE_AT(name, kInSnapshot)
// A module of unit tests, which the start-up snapshot that they start from does not know.
#define EDDY_TEST_MODULE(name) EDDY_MODULE_AT(name, kBehindSnapshot)

#define EDDY_MODULE_AT(name, place)                                  \
  namespace {                                                        \
  struct EddyModule_##name final : ::eddy::bind::ModuleDeclaration { \
    EddyModule_##name() : ModuleDeclaration(#name, Place::place) {}  \
    void Declare() override;                                         \
  } eddy_module_##name;                                              \
  }                                                                  \
  void EddyModule_##name::Declare()
