// What SQLite calls is called with its arguments as JavaScript's values. What it throws is kept by the connection until
// SQLite has returned; meanwhile nothing of the program's is called.
#include "sqlite/functions.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <span>

#include "sqlite/arguments.h"
#include "sqlite/database.h"
#include "sqlite/values.h"

namespace eddy::sqlite {
namespace {

constexpr int kFew = 8;

struct Settings {
  bool big_int_arguments = false;
  bool varargs = false;
  bool deterministic = false;
  bool direct_only = false;

  int flags() const {
    return SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0) | (direct_only ? SQLITE_DIRECTONLY : 0);
  }
};

// Calls `function` with `state`, where there is one, and SQLite's values. Empty: the failure is the connection's, and
// SQLite knows.
v8::MaybeLocal<v8::Value> Call(Connection& connection, sqlite3_context* call, v8::Local<v8::Function> function,
                               v8::Local<v8::Value> state, std::span<sqlite3_value*> values, bool big_ints) {
  v8::Isolate* isolate = connection.isolate();
  v8::TryCatch caught(isolate);
  std::array<v8::Local<v8::Value>, kFew> few;
  v8::LocalVector<v8::Value> many(isolate);
  size_t count = values.size() + (state.IsEmpty() ? 0 : 1);
  v8::Local<v8::Value>* arguments = few.data();
  if (count > kFew) {
    many.resize(count);
    arguments = many.data();
  }
  size_t next = 0;
  if (!state.IsEmpty()) arguments[next++] = state;
  v8::Local<v8::Value> result;
  bool good = std::ranges::all_of(
      values, [&](sqlite3_value* value) { return ToJavaScript(isolate, value, big_ints).ToLocal(&arguments[next++]); });
  good =
      good && function->Call(isolate->GetCurrentContext(), v8::Undefined(isolate), static_cast<int>(count), arguments)
                  .ToLocal(&result);
  if (good) return result;
  connection.Fail(caught);
  sqlite3_result_error(call, "", 0);
  return {};
}

// Whether the program may be called; SQLite is given an error where it may not.
bool MayCall(Connection& connection, sqlite3_context* call) {
  if (connection.may_call()) return true;
  sqlite3_result_error(call, "", 0);
  return false;
}

// --- Functions. ---

struct UserFunction {
  Connection& connection;
  v8::Global<v8::Function> function;
  bool big_ints;

  static void Run(sqlite3_context* call, int count, sqlite3_value** values) {
    auto& self = *static_cast<UserFunction*>(sqlite3_user_data(call));
    if (!MayCall(self.connection, call)) return;
    v8::Isolate* isolate = self.connection.isolate();
    v8::HandleScope handles(isolate);
    v8::Local<v8::Value> result;
    if (sqlite::Call(self.connection, call, self.function.Get(isolate), {}, {values, static_cast<size_t>(count)},
                     self.big_ints)
            .ToLocal(&result)) {
      SetResult(isolate, call, result);
    }
  }
  static void Free(void* self) { delete static_cast<UserFunction*>(self); }
};

// The number of arguments that a function takes, by its length. False: an exception is pending.
bool ReadLength(v8::Local<v8::Function> function, int* length) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  auto context = isolate->GetCurrentContext();
  v8::Local<v8::Value> value;
  if (!function->Get(context, bind::Symbolic(isolate, "length")).ToLocal(&value)) return false;
  *length = value->IsNumber() ? bind::Saturated<int>(value.As<v8::Number>()->Value()) : 0;
  return true;
}

// --- Aggregates. ---

struct UserAggregate {
  Connection& connection;
  bool big_ints;
  v8::Global<v8::Value> start;
  v8::Global<v8::Function> step, result, inverse;

  // What lies in SQLite's memory for one group of rows, which is zero at first.
  struct Group {
    bool begun;
    bool is_window;  // each row's result was asked for: the end asks for none
    v8::Global<v8::Value> value;
  };

  // Null: a failure that SQLite knows of.
  Group* GroupOf(sqlite3_context* call) {
    auto* group = static_cast<Group*>(sqlite3_aggregate_context(call, sizeof(Group)));
    if (!group) {
      sqlite3_result_error_nomem(call);
      return nullptr;
    }
    if (group->begun) return group;
    v8::Isolate* isolate = connection.isolate();
    auto value = start.Get(isolate);
    if (value->IsFunction() &&
        !sqlite::Call(connection, call, value.As<v8::Function>(), {}, {}, big_ints).ToLocal(&value)) {
      return nullptr;
    }
    new (group) Group{true, false, v8::Global<v8::Value>(isolate, value)};
    return group;
  }

  static UserAggregate& Of(sqlite3_context* call) { return *static_cast<UserAggregate*>(sqlite3_user_data(call)); }

  void Advance(sqlite3_context* call, int count, sqlite3_value** values, const v8::Global<v8::Function>& function) {
    if (!MayCall(connection, call)) return;
    v8::Isolate* isolate = connection.isolate();
    v8::HandleScope handles(isolate);
    Group* group = GroupOf(call);
    if (!group) return;
    v8::Local<v8::Value> value;
    if (sqlite::Call(connection, call, function.Get(isolate), group->value.Get(isolate),
                     {values, static_cast<size_t>(count)}, big_ints)
            .ToLocal(&value)) {
      group->value.Reset(isolate, value);
    }
  }

  void Give(sqlite3_context* call, bool is_last) {
    if (!MayCall(connection, call)) return;
    v8::Isolate* isolate = connection.isolate();
    v8::HandleScope handles(isolate);
    Group* group = GroupOf(call);
    if (!group || (is_last && group->is_window)) return;
    group->is_window = !is_last;
    auto value = group->value.Get(isolate);
    if (!result.IsEmpty() &&
        !sqlite::Call(connection, call, result.Get(isolate), value, {}, big_ints).ToLocal(&value)) {
      return;
    }
    SetResult(isolate, call, value);
  }

  static void Step(sqlite3_context* call, int count, sqlite3_value** values) {
    Of(call).Advance(call, count, values, Of(call).step);
  }
  static void Inverse(sqlite3_context* call, int count, sqlite3_value** values) {
    Of(call).Advance(call, count, values, Of(call).inverse);
  }
  static void Value(sqlite3_context* call) { Of(call).Give(call, false); }
  static void Final(sqlite3_context* call) {
    Of(call).Give(call, true);
    auto* group = static_cast<Group*>(sqlite3_aggregate_context(call, 0));
    if (group && group->begun) group->~Group();
  }
  static void Free(void* self) { delete static_cast<UserAggregate*>(self); }
};

}  // namespace

void DefineFunction(Database& database, const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  std::string name;
  Settings settings;
  int place = info.Length() < 3 ? 1 : 2;
  if (!ReadString(info, 0, "name", &name)) return;
  if (place == 2) {
    v8::Local<v8::Object> options;
    if (!ReadOptions(info, 1, &options) || !ReadOption(options, "useBigIntArguments", &settings.big_int_arguments) ||
        !ReadOption(options, "varargs", &settings.varargs) ||
        !ReadOption(options, "deterministic", &settings.deterministic) ||
        !ReadOption(options, "directOnly", &settings.direct_only)) {
      return;
    }
  }
  if (!info[place]->IsFunction()) return ThrowWrongType(isolate, "function", "a function");
  auto function = info[place].As<v8::Function>();
  int count = -1;
  if (!settings.varargs && !ReadLength(function, &count)) return;
  if (!database.RequireOpen(isolate)) return;  // getters may close it
  Connection& connection = *database.connection();
  Use use(connection);
  auto* made = new UserFunction{connection, v8::Global<v8::Function>(isolate, function), settings.big_int_arguments};
  // SQLite frees what it was given also where it fails.
  int code = sqlite3_create_function_v2(connection.db(), name.c_str(), count, settings.flags(), made, UserFunction::Run,
                                        nullptr, nullptr, UserFunction::Free);
  if (code != SQLITE_OK) connection.Throw();
}

void DefineAggregate(Database& database, const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto context = isolate->GetCurrentContext();
  std::string name;
  Settings settings;
  v8::Local<v8::Object> options;
  v8::Local<v8::Value> start, step, result;
  v8::Local<v8::Function> inverse;
  auto get = [&](const char* key, v8::Local<v8::Value>* value) {
    return options->Get(context, bind::Symbolic(isolate, key)).ToLocal(value);
  };
  if (info[1]->IsNullOrUndefined()) {
    return bind::Error::Type(nullptr, std::string("Cannot read properties of ") +
                                          (info[1]->IsNull() ? "null" : "undefined") + " (reading 'start')")
        .Throw(isolate);
  }
  if (!ReadString(info, 0, "name", &name) || !info[1]->ToObject(context).ToLocal(&options) || !get("start", &start)) {
    return;
  }
  if (start->IsUndefined()) return ThrowWrongType(isolate, "options.start", "a function or a primitive value");
  if (!get("step", &step)) return;
  if (!step->IsFunction()) return ThrowWrongType(isolate, "options.step", "a function");
  if (!get("result", &result) || !ReadOption(options, "useBigIntArguments", &settings.big_int_arguments) ||
      !ReadOption(options, "varargs", &settings.varargs) || !ReadOption(options, "directOnly", &settings.direct_only) ||
      !ReadOption(options, "inverse", &inverse)) {
    return;
  }
  int count = -1;
  if (!settings.varargs) {
    int inverse_count = 0;
    if (!ReadLength(step.As<v8::Function>(), &count)) return;
    if (!inverse.IsEmpty() && !ReadLength(inverse, &inverse_count)) return;
    count = std::max(std::max(count, inverse_count) - 1, 0);  // the state is not SQL's
  }
  if (!database.RequireOpen(isolate)) return;
  Connection& connection = *database.connection();
  Use use(connection);
  auto* made = new UserAggregate{
      connection, settings.big_int_arguments, {isolate, start}, {isolate, step.As<v8::Function>()}, {}, {}};
  if (result->IsFunction()) made->result.Reset(isolate, result.As<v8::Function>());
  if (!inverse.IsEmpty()) made->inverse.Reset(isolate, inverse);
  int code =
      sqlite3_create_window_function(connection.db(), name.c_str(), count, settings.flags(), made, UserAggregate::Step,
                                     UserAggregate::Final, inverse.IsEmpty() ? nullptr : UserAggregate::Value,
                                     inverse.IsEmpty() ? nullptr : UserAggregate::Inverse, UserAggregate::Free);
  if (code != SQLITE_OK) connection.Throw();
}

}  // namespace eddy::sqlite
