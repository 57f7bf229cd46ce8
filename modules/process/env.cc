// process.env: an object whose properties are the environment variables themselves.
#include <execinfo.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "bind/module.h"
#include "permission/permission.h"
#include "runtime/environment.h"
#include "runtime/require.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

using v8::Intercepted;

// Names and values are UTF-8; a symbol is never a variable.
std::optional<std::string> VariableName(v8::Isolate* isolate, v8::Local<v8::Name> name) {
  if (!name->IsString()) return std::nullopt;
  return bind::Convert<std::string>::From(isolate, name);
}

// --- --trace-env. ---

enum TraceFlags { kNames = 1, kJavaScriptStack = 2, kNativeStack = 4 };

int TraceFlagsOf(const cli::Options& options) {
  int flags = options.Boolean("--trace-env") ? kNames : 0;
  if (options.Boolean("--trace-env-js-stack")) flags |= kNames | kJavaScriptStack;
  if (options.Boolean("--trace-env-native-stack")) flags |= kNames | kNativeStack;
  return flags;
}

void PrintJavaScriptStack(v8::Isolate* isolate) {
  constexpr int kMostFrames = 10;
  v8::HandleScope handles(isolate);
  auto stack = v8::StackTrace::CurrentStackTrace(isolate, kMostFrames, v8::StackTrace::kDetailed);
  if (stack->GetFrameCount() == 0) return;
  fprintf(stderr, "\n----- JavaScript stack trace -----\n\n");
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    auto frame = stack->GetFrame(isolate, i);
    v8::String::Utf8Value function(isolate, frame->GetFunctionName());
    v8::String::Utf8Value file(isolate, frame->GetScriptNameOrSourceURL());
    bool named = function.length() > 0;
    fprintf(stderr, named ? "%d: %s (%s:%d:%d)\n" : "%d: %s%s:%d:%d\n", i + 1, named ? *function : "", *file,
            frame->GetLineNumber(), frame->GetColumn());
  }
  fprintf(stderr, "\n\n");
}

void PrintNativeStack() {
  void* addresses[64];
  int count = backtrace(addresses, 64);
  char** names = backtrace_symbols(addresses, count);
  if (!names) return;
  fprintf(stderr, "----- Native stack trace -----\n\n");
  for (int i = 0; i < count; ++i) fprintf(stderr, "%2d: %s\n", i + 1, names[i]);
  free(names);
}

// Says what is done with a variable, where the command line asks for it.
void Trace(v8::Isolate* isolate, const char* what, const std::string& name) {
  static const int flags = TraceFlagsOf(Runtime::Of(isolate).options());
  if (flags == 0) return;
  fprintf(stderr, name.empty() ? "[--trace-env] %s%s\n" : "[--trace-env] %s \"%s\"\n", what, name.c_str());
  if (flags & kNativeStack) PrintNativeStack();
  if (flags & kJavaScriptStack) PrintJavaScriptStack(isolate);
}

// --- The handlers. ---

Environment& EnvironmentOf(v8::Isolate* isolate) { return Runtime::Of(isolate).environment(); }

Intercepted Get(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  auto variable = VariableName(info.GetIsolate(), name);
  if (!variable) return Intercepted::kNo;
  Trace(info.GetIsolate(), "get", *variable);
  auto value = EnvironmentOf(info.GetIsolate()).Get(*variable);
  if (!value) return Intercepted::kNo;
  info.GetReturnValue().Set(bind::NewString(info.GetIsolate(), *value));
  return Intercepted::kYes;
}

// A time zone may be given as a file, which the system reads.
std::optional<bind::Error> DenialOfTimeZone(v8::Isolate* isolate, const std::string& name, std::string zone) {
  if (!permission::IsOn() || name != "TZ" || !EnvironmentOf(isolate).is_process()) return std::nullopt;
  if (zone.starts_with(':')) zone.erase(0, 1);
  constexpr char kZones[] = "/usr/share/zoneinfo/";
  std::string file = permission::Absolute(zone.starts_with('/') ? zone : kZones + zone);
  if (file.starts_with(kZones)) return std::nullopt;
  return permission::Denial(permission::Scope::kFileSystemRead, file);
}

// A new time zone takes effect at once.
void Changed(v8::Isolate* isolate, const std::string& name) {
  if (name != "TZ" || !EnvironmentOf(isolate).is_process()) return;
  tzset();
  isolate->DateTimeConfigurationChangeNotification(v8::Isolate::TimeZoneDetection::kRedetect);
}

Intercepted Set(v8::Local<v8::Name> name, v8::Local<v8::Value> value, const v8::PropertyCallbackInfo<void>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  v8::Local<v8::String> text;
  if (!name->IsString()) {
    bind::Error::Type(nullptr, "Cannot convert a Symbol value to a string").Throw(isolate);
    return Intercepted::kYes;
  }
  if (!value->ToString(isolate->GetCurrentContext()).ToLocal(&text)) return Intercepted::kYes;  // it threw
  if (!value->IsString() && !value->IsNumber() && !value->IsBoolean()) {
    v8::Local<v8::Value> warn;
    if (!RequireBuiltin(Runtime::Of(isolate), "process/conversion_warning").ToLocal(&warn) ||
        warn.As<v8::Function>()->Call(isolate->GetCurrentContext(), v8::Undefined(isolate), 0, nullptr).IsEmpty()) {
      return Intercepted::kYes;
    }
  }
  auto variable = VariableName(isolate, name);
  if (variable->empty()) return Intercepted::kYes;
  Trace(isolate, "set", *variable);
  if (auto denial = DenialOfTimeZone(isolate, *variable, *bind::Convert<std::string>::From(isolate, text))) {
    denial->Throw(isolate);
    return Intercepted::kYes;
  }
  EnvironmentOf(isolate).Set(*variable, *bind::Convert<std::string>::From(isolate, text));
  Changed(isolate, *variable);
  return Intercepted::kYes;
}

Intercepted Query(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Integer>& info) {
  auto variable = VariableName(info.GetIsolate(), name);
  if (!variable) return Intercepted::kNo;
  Trace(info.GetIsolate(), "query", *variable);
  if (!EnvironmentOf(info.GetIsolate()).Get(*variable)) return Intercepted::kNo;
  info.GetReturnValue().Set(v8::None);
  return Intercepted::kYes;
}

Intercepted Delete(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Boolean>& info) {
  auto variable = VariableName(info.GetIsolate(), name);
  if (variable && !variable->empty()) {
    Trace(info.GetIsolate(), "delete", *variable);
    EnvironmentOf(info.GetIsolate()).Delete(*variable);
    Changed(info.GetIsolate(), *variable);
  }
  info.GetReturnValue().Set(true);
  return Intercepted::kYes;
}

void Enumerate(const v8::PropertyCallbackInfo<v8::Array>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  Trace(isolate, "enumerate environment variables", "");
  v8::LocalVector<v8::Value> names(isolate);
  for (const auto& [name, value] : EnvironmentOf(isolate).All()) names.push_back(bind::NewString(isolate, name));
  info.GetReturnValue().Set(v8::Array::New(isolate, names.data(), names.size()));
}

Intercepted Define(v8::Local<v8::Name> name, const v8::PropertyDescriptor& descriptor,
                   const v8::PropertyCallbackInfo<void>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto refuse = [&](const char* why) {
    bind::Error::Type("ERR_INVALID_OBJECT_DEFINE_PROPERTY", why).Throw(isolate);
    return Intercepted::kYes;
  };
  if (descriptor.has_get() || descriptor.has_set()) {
    return refuse("'process.env' does not accept an accessor(getter/setter) descriptor");
  }
  if (!descriptor.has_value()) {
    return refuse("'process.env' only accepts a configurable, writable, and enumerable data descriptor");
  }
  bool open = descriptor.has_configurable() && descriptor.configurable() && descriptor.has_writable() &&
              descriptor.writable() && descriptor.has_enumerable() && descriptor.enumerable();
  if (!open) return refuse("'process.env' only accepts a configurable, writable, and enumerable data descriptor");
  return Set(name, descriptor.value(), info);
}

// env(): has no data, which would tie the isolate to the context that has it, so that neither could be in a snapshot.
v8::MaybeLocal<v8::Object> Env(v8::Isolate* isolate, v8::Local<v8::Context> context) {
  auto made = v8::ObjectTemplate::New(isolate);
  made->SetHandler(v8::NamedPropertyHandlerConfiguration(Get, Set, Query, Delete, Enumerate, Define, nullptr, {},
                                                         v8::PropertyHandlerFlags::kHasNoSideEffect));
  return made->NewInstance(context);
}

template <class F>
void Refer(F* callback) {
  bind::AddExternalReference(reinterpret_cast<const void*>(callback));
}

}  // namespace

EDDY_MODULE(process_env) {
  Function<Env>("env");
  Refer(Get), Refer(Set), Refer(Query), Refer(Delete), Refer(Enumerate), Refer(Define);
}

}  // namespace eddy
