// What native code of the module loader and of node:vm share: the origin given to compiled code, so that import() and
// import.meta inside it find their way back to JavaScript, and how syntax errors show where they are.
#pragma once
#include "v8.h"

namespace eddy {
class Runtime;
}

namespace eddy::module {

// Fields of the main context's embedder data. They survive in the start-up snapshot.
enum ContextField { kImportFunction = 2, kMetaFunction = 3, kModuleTable = 4 };
// Of a vm context's: who answers import() in code that says nothing of it, such as indirect eval.
constexpr int kContextImportOwner = 5;

// Who answers import() in a piece of code: the default loader, nobody (an error), or an owner that JavaScript knows.
v8::Local<v8::PrimitiveArray> DefaultLoader(v8::Isolate* isolate);
v8::Local<v8::PrimitiveArray> ImportOwner(v8::Isolate* isolate, v8::Local<v8::Value> owner);

// Makes V8 ask us about import() and import.meta. Called before any of a user's code is compiled; costs three stores.
void ConnectCallbacks(v8::Isolate* isolate);

// Catches what a compilation throws, to throw it on to JavaScript: --abort-on-uncaught-exception does not take it for
// uncaught.
class TryCompile final : public v8::TryCatch {
 public:
  explicit TryCompile(v8::Isolate* isolate);
  ~TryCompile();

 private:
  Runtime& runtime_;
};

// Puts file, line and source line with an arrow in front of the stack of the SyntaxError that `try_catch` holds, and
// throws it on.
void RethrowWithArrow(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::TryCatch& try_catch,
                      const char* separator = "\n");

}  // namespace eddy::module
