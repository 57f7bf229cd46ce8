// What unit tests share: a runtime to run JavaScript in.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "bind/convert.h"
#include "runtime/runtime.h"

namespace eddy::testing {

// A fixture with a booted Runtime whose context is entered.
class RuntimeTest : public ::testing::Test {
 protected:
  RuntimeTest()
      : runtime_(std::make_unique<Runtime>(Runtime::Settings())),
        handles_(runtime_->isolate()),
        scope_(runtime_->context()) {}

  v8::Isolate* isolate() { return runtime_->isolate(); }
  v8::Local<v8::Context> context() { return runtime_->context(); }

  // The value of a script, or the exception that it threw.
  v8::Local<v8::Value> Run(const std::string& source) {
    v8::TryCatch try_catch(isolate());
    v8::Local<v8::Script> script;
    v8::Local<v8::Value> result;
    bool ran = v8::Script::Compile(context(), bind::NewString(isolate(), source)).ToLocal(&script) &&
               script->Run(context()).ToLocal(&result);
    return ran ? result : try_catch.Exception();
  }
  std::string Text(v8::Local<v8::Value> value) {
    v8::String::Utf8Value text(isolate(), value);
    return {*text, static_cast<size_t>(text.length())};
  }
  std::string RunText(const std::string& source) { return Text(Run(source)); }

  void Define(const char* name, v8::Local<v8::Value> value) {
    context()->Global()->Set(context(), bind::Symbolic(isolate(), name), value).Check();
  }
  void CollectGarbage() { isolate()->RequestGarbageCollectionForTesting(v8::Isolate::kFullGarbageCollection); }

  std::unique_ptr<Runtime> runtime_;
  v8::HandleScope handles_;
  v8::Context::Scope scope_;
};

}  // namespace eddy::testing
