// Templates of one thread, and the native half's list.
#include "sqlite/classes.h"

#include <initializer_list>
#include <memory>
#include <optional>

#include "bind/module.h"
#include "runtime/companion.h"
#include "sqlite/backup.h"
#include "sqlite/database.h"
#include "sqlite/session.h"
#include "sqlite/shape.h"
#include "sqlite/statement.h"
#include "sqlite/tag_store.h"

namespace eddy::sqlite {
namespace {

constexpr int kKeptField = bind::kWrapperFieldCount;

struct Member {
  const char* name;
  v8::FunctionCallback call;
};
struct ClassParts {
  const char* name;
  v8::FunctionCallback constructor;
  std::initializer_list<Member> methods;
  std::initializer_list<Member> getters = {};  // accessors of each instance
};

void RefuseConstruction(const bind::CallInfo& info) {
  bind::Error::Plain("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor").Throw(info.GetIsolate());
}

// A function for objects of the class `of` alone.
v8::Local<v8::FunctionTemplate> FunctionOf(v8::Isolate* isolate, v8::Local<v8::FunctionTemplate> of,
                                           v8::FunctionCallback call) {
  return v8::FunctionTemplate::New(isolate, call, {}, v8::Signature::New(isolate, of), 0,
                                   v8::ConstructorBehavior::kThrow);
}

v8::Local<v8::FunctionTemplate> Make(v8::Isolate* isolate, const ClassParts& parts) {
  auto made = v8::FunctionTemplate::New(isolate, parts.constructor);
  made->SetClassName(bind::Symbolic(isolate, parts.name));
  made->InstanceTemplate()->SetInternalFieldCount(kKeptField + 1);
  auto function = [&](v8::FunctionCallback call) { return FunctionOf(isolate, made, call); };
  for (const auto& method : parts.methods) {
    made->PrototypeTemplate()->Set(bind::Symbolic(isolate, method.name), function(method.call));
  }
  for (const auto& getter : parts.getters) {
    made->InstanceTemplate()->SetAccessorProperty(bind::Symbolic(isolate, getter.name), function(getter.call), {},
                                                  v8::DontDelete);
  }
  return made;
}

template <auto F>
constexpr v8::FunctionCallback MethodOf() {
  return bind::CallMethod<typename bind::Signature<decltype(F)>::Class, F>;
}

v8::Local<v8::FunctionTemplate> MakeDatabase(v8::Isolate* isolate) {
  auto made = Make(isolate, {.name = "DatabaseSync",
                             .constructor = Database::New,
                             .methods = {{"open", MethodOf<&Database::Open>()},
                                         {"close", MethodOf<&Database::Close>()},
                                         {"prepare", MethodOf<&Database::Prepare>()},
                                         {"exec", MethodOf<&Database::Exec>()},
                                         {"function", MethodOf<&Database::Function>()},
                                         {"createTagStore", MethodOf<&Database::CreateTagStore>()},
                                         {"location", MethodOf<&Database::Location>()},
                                         {"aggregate", MethodOf<&Database::Aggregate>()},
                                         {"createSession", MethodOf<&Database::CreateSession>()},
                                         {"applyChangeset", MethodOf<&Database::ApplyChangeset>()},
                                         {"enableLoadExtension", MethodOf<&Database::EnableLoadExtension>()},
                                         {"enableDefensive", MethodOf<&Database::EnableDefensive>()},
                                         {"loadExtension", MethodOf<&Database::LoadExtension>()},
                                         {"setAuthorizer", MethodOf<&Database::SetAuthorizer>()}},
                             .getters = {{"isOpen", MethodOf<&Database::IsOpen>()},
                                         {"isTransaction", MethodOf<&Database::IsTransaction>()}}});
  made->InstanceTemplate()->Set(v8::Symbol::For(isolate, bind::Symbolic(isolate, "sqlite-type")),
                                bind::Symbolic(isolate, "node:sqlite"));
  return made;
}

v8::Local<v8::FunctionTemplate> MakeStatement(v8::Isolate* isolate) {
  return Make(isolate,
              {.name = "StatementSync",
               .constructor = RefuseConstruction,
               .methods = {{"iterate", MethodOf<&Statement::Iterate>()},
                           {"all", MethodOf<&Statement::All>()},
                           {"get", MethodOf<&Statement::Get>()},
                           {"run", MethodOf<&Statement::Run>()},
                           {"columns", MethodOf<&Statement::Columns>()},
                           {"setAllowBareNamedParameters", MethodOf<&Statement::SetAllowBareNamedParameters>()},
                           {"setAllowUnknownNamedParameters", MethodOf<&Statement::SetAllowUnknownNamedParameters>()},
                           {"setReadBigInts", MethodOf<&Statement::SetReadBigInts>()},
                           {"setReturnArrays", MethodOf<&Statement::SetReturnArrays>()}},
               .getters = {{"sourceSQL", MethodOf<&Statement::SourceSql>()},
                           {"expandedSQL", MethodOf<&Statement::ExpandedSql>()}}});
}

v8::Local<v8::FunctionTemplate> MakeIterator(v8::Isolate* isolate) {
  return Make(isolate, {.name = "StatementSyncIterator",
                        .constructor = RefuseConstruction,
                        .methods = {{"next", MethodOf<&StatementIterator::Next>()},
                                    {"return", MethodOf<&StatementIterator::Return>()}}});
}

v8::Local<v8::FunctionTemplate> MakeSession(v8::Isolate* isolate) {
  return Make(isolate, {.name = "Session",
                        .constructor = RefuseConstruction,
                        .methods = {{"changeset", MethodOf<&Session::Changeset>()},
                                    {"patchset", MethodOf<&Session::Patchset>()},
                                    {"close", MethodOf<&Session::Close>()}}});
}

v8::Local<v8::FunctionTemplate> MakeTagStore(v8::Isolate* isolate) {
  return Make(isolate, {.name = "SQLTagStore",
                        .constructor = RefuseConstruction,
                        .methods = {{"get", MethodOf<&TagStore::Get>()},
                                    {"all", MethodOf<&TagStore::All>()},
                                    {"iterate", MethodOf<&TagStore::Iterate>()},
                                    {"run", MethodOf<&TagStore::Run>()},
                                    {"clear", MethodOf<&TagStore::Clear>()},
                                    {"size", MethodOf<&TagStore::Size>()}},
                        .getters = {{"capacity", MethodOf<&TagStore::Capacity>()}, {"db", MethodOf<&TagStore::Db>()}}});
}

// One thread's.
class Classes final : public Companion {
 public:
  explicit Classes(v8::Isolate* isolate) {
    database_.Reset(isolate, MakeDatabase(isolate));
    statement_.Reset(isolate, MakeStatement(isolate));
    iterator_.Reset(isolate, MakeIterator(isolate));
    session_.Reset(isolate, MakeSession(isolate));
    tag_store_.Reset(isolate, MakeTagStore(isolate));
    constexpr std::string_view kChanges[] = {"lastInsertRowid", "changes"};
    constexpr std::string_view kResult[] = {"done", "value"};
    constexpr std::string_view kColumn[] = {"column", "database", "name", "table", "type"};
    changes_.emplace(isolate, kChanges, Shape::Prototype::kObject);
    result_.emplace(isolate, kResult, Shape::Prototype::kNull);
    column_.emplace(isolate, kColumn, Shape::Prototype::kNull);
  }
  ~Classes() override {
    if (current_ == this) current_ = nullptr;
  }
  void End() override {
    Database::CloseAll();
    for (auto* kept : {&database_, &statement_, &iterator_, &session_, &tag_store_}) kept->Reset();
    for (auto* shape : {&changes_, &result_, &column_}) shape->reset();
  }

  static Classes& Of(v8::Isolate* isolate) {
    if (!current_) {
      auto made = std::make_unique<Classes>(isolate);
      current_ = made.get();
      Accompany(std::move(made));
    }
    return *current_;
  }

  v8::Global<v8::FunctionTemplate> database_, statement_, iterator_, session_, tag_store_;
  std::optional<Shape> changes_, result_, column_;

 private:
  static inline thread_local Classes* current_ = nullptr;
};

const v8::Global<v8::FunctionTemplate>& TemplateOf(Classes& classes, const Statement*) { return classes.statement_; }
const v8::Global<v8::FunctionTemplate>& TemplateOf(Classes& classes, const StatementIterator*) {
  return classes.iterator_;
}
const v8::Global<v8::FunctionTemplate>& TemplateOf(Classes& classes, const Session*) { return classes.session_; }
const v8::Global<v8::FunctionTemplate>& TemplateOf(Classes& classes, const TagStore*) { return classes.tag_store_; }

void Export(v8::Local<v8::Context> context, v8::Local<v8::Object> exports) {
  v8::Isolate* isolate = context->GetIsolate();
  auto& classes = Classes::Of(isolate);
  v8::Local<v8::Function> made;
  for (auto* kept : {&classes.database_, &classes.statement_, &classes.session_, &classes.iterator_}) {
    if (!kept->Get(isolate)->GetFunction(context).ToLocal(&made)) return;
    bind::Define(context, exports, made->GetName().As<v8::Name>(), made);
  }
  // By symbols that V8's interface has not.
  auto define = [&](const char* name, const v8::Global<v8::FunctionTemplate>& of, v8::FunctionCallback call) {
    if (!FunctionOf(isolate, of.Get(isolate), call)->GetFunction(context).ToLocal(&made)) return;
    bind::Define(context, exports, name, made);
  };
  define("disposeDatabase", classes.database_, MethodOf<&Database::Dispose>());
  define("disposeSession", classes.session_, MethodOf<&Session::Dispose>());
  constexpr int kBackupLength = 2;
  if (!v8::FunctionTemplate::New(isolate, StartBackup, {}, {}, kBackupLength)->GetFunction(context).ToLocal(&made))
    return;
  made->SetName(bind::Symbolic(isolate, "backup"));
  bind::Define(context, exports, "backup", made);
}

}  // namespace

template <class T>
v8::MaybeLocal<v8::Object> Instantiate(v8::Isolate* isolate, T* native, v8::Local<v8::Object> kept) {
  std::unique_ptr<T> owned(native);
  v8::Local<v8::Object> wrapper;
  auto instances = TemplateOf(Classes::Of(isolate), native).Get(isolate)->InstanceTemplate();
  if (!instances->NewInstance(isolate->GetCurrentContext()).ToLocal(&wrapper)) return {};
  wrapper->SetInternalField(kKeptField, kept);
  owned.release()->Attach(isolate, wrapper);
  return wrapper;
}
template v8::MaybeLocal<v8::Object> Instantiate(v8::Isolate*, Statement*, v8::Local<v8::Object>);
template v8::MaybeLocal<v8::Object> Instantiate(v8::Isolate*, StatementIterator*, v8::Local<v8::Object>);
template v8::MaybeLocal<v8::Object> Instantiate(v8::Isolate*, Session*, v8::Local<v8::Object>);
template v8::MaybeLocal<v8::Object> Instantiate(v8::Isolate*, TagStore*, v8::Local<v8::Object>);

v8::Local<v8::Object> KeptBy(v8::Local<v8::Object> wrapper) {
  return wrapper->GetInternalField(kKeptField).As<v8::Value>().As<v8::Object>();
}

v8::MaybeLocal<v8::Object> NewChanges(v8::Isolate* isolate, v8::Local<v8::Value> rowid, v8::Local<v8::Value> changes) {
  v8::Local<v8::Value> values[] = {rowid, changes};
  return Classes::Of(isolate).changes_->New(isolate, values);
}

v8::MaybeLocal<v8::Object> NewResult(v8::Isolate* isolate, bool done, v8::Local<v8::Value> value) {
  v8::Local<v8::Value> values[] = {v8::Boolean::New(isolate, done), value};
  return Classes::Of(isolate).result_->New(isolate, values);
}

v8::MaybeLocal<v8::Object> NewColumn(v8::Isolate* isolate, std::span<v8::Local<v8::Value>> values) {
  return Classes::Of(isolate).column_->New(isolate, values);
}

}  // namespace eddy::sqlite

namespace eddy {

EDDY_MODULE(sqlite) { Initialize(sqlite::Export); }

}  // namespace eddy
