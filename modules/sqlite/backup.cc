// Each step copies some pages on the pool, under the source's lock; between two steps the program may use it and is
// notified of the progress.
#include "sqlite/backup.h"

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>

#include "bind/convert.h"
#include "loop/request.h"
#include "sqlite/arguments.h"
#include "sqlite/connection.h"
#include "sqlite/database.h"
#include "sqlite/file_access.h"

namespace eddy::sqlite {
namespace {

struct Plan {
  std::string path, source = "main", target = "main";
  int rate = 100;  // pages a step
};

// What both threads use, one after the other.
class Copy {
 public:
  Copy(Connection& connection, Plan plan) : connection_(connection), plan_(std::move(plan)) {
    connection_.BeginBackup();
  }
  ~Copy() {
    Finish();
    connection_.EndBackup();
  }

  enum class State { kMore, kDone, kFailed };
  // Any thread.
  State Step() {
    std::lock_guard lock(connection_.mutex());
    ForgetDenial();
    if (!backup_ && !Begin()) return State::kFailed;
    int code = sqlite3_backup_step(backup_, plan_.rate);
    total_ = sqlite3_backup_pagecount(backup_);
    remaining_ = sqlite3_backup_remaining(backup_);
    if (code == SQLITE_DONE) return State::kDone;
    if (code == SQLITE_OK) return State::kMore;
    error_ = ErrorOf(code).With("errstr", std::string(sqlite3_errstr(code)));
    return State::kFailed;
  }

  // On the connection's own thread.
  void Finish() {
    if (backup_) {
      std::lock_guard lock(connection_.mutex());
      sqlite3_backup_finish(std::exchange(backup_, nullptr));
    }
    sqlite3_close_v2(std::exchange(target_, nullptr));
  }

  const bind::Error& error() const { return *error_; }
  int total() const { return total_; }
  int remaining() const { return remaining_; }

 private:
  bool Begin() {
    int code =
        sqlite3_open_v2(plan_.path.c_str(), &target_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code == SQLITE_OK) {
      backup_ = sqlite3_backup_init(target_, plan_.target.c_str(), connection_.db(), plan_.source.c_str());
    }
    if (backup_) return true;
    if (auto denial = TakeDenial()) {
      error_ = std::move(denial);
    } else {
      int extended = sqlite3_extended_errcode(target_);
      error_ = bind::Error::Plain("ERR_SQLITE_ERROR", sqlite3_errmsg(target_))
                   .With("errcode", static_cast<double>(extended))
                   .With("errstr", std::string(sqlite3_errstr(extended)));
    }
    return false;
  }

  Connection& connection_;
  const Plan plan_;
  sqlite3* target_ = nullptr;
  sqlite3_backup* backup_ = nullptr;
  std::optional<bind::Error> error_;
  int total_ = 0, remaining_ = 0;
};

class BackupStep final : public loop::WorkRequest {
 public:
  struct Listeners {
    v8::Global<v8::Promise::Resolver> resolver;
    v8::Global<v8::Function> progress;
    v8::Global<v8::Object> database;
  };
  BackupStep(v8::Isolate* isolate, std::unique_ptr<Copy> copy, Listeners listeners)
      : WorkRequest(isolate, "BackupJob"), copy_(std::move(copy)), listeners_(std::move(listeners)) {}

 private:
  void Work() override { state_ = copy_->Step(); }

  void Done(Runtime&, v8::Isolate* isolate) override {
    auto context = isolate->GetCurrentContext();
    auto resolver = listeners_.resolver.Get(isolate);
    if (state_ == Copy::State::kMore) {
      v8::TryCatch caught(isolate);
      if (Report(isolate)) return GoOn(isolate);
      copy_->Finish();
      if (!caught.HasTerminated()) resolver->Reject(context, caught.Exception()).IsNothing();
      return;
    }
    copy_->Finish();
    if (state_ == Copy::State::kFailed) {
      resolver->Reject(context, copy_->error().ToException(isolate)).IsNothing();
    } else {
      resolver->Resolve(context, v8::Integer::New(isolate, copy_->total())).IsNothing();
    }
  }

  // False: the program's function threw.
  bool Report(v8::Isolate* isolate) {
    if (listeners_.progress.IsEmpty()) return true;
    auto context = isolate->GetCurrentContext();
    auto report = v8::Object::New(isolate);
    bind::Define(context, report, "totalPages", v8::Integer::New(isolate, copy_->total()));
    bind::Define(context, report, "remainingPages", v8::Integer::New(isolate, copy_->remaining()));
    v8::Local<v8::Value> argument = report;
    return !listeners_.progress.Get(isolate)->Call(context, v8::Undefined(isolate), 1, &argument).IsEmpty();
  }

  void GoOn(v8::Isolate* isolate) {
    auto* next = new BackupStep(isolate, std::move(copy_), std::move(listeners_));  // deletes itself when done
    next->Start();
  }

  std::unique_ptr<Copy> copy_;
  Listeners listeners_;
  Copy::State state_ = Copy::State::kMore;
};

}  // namespace

void StartBackup(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto context = isolate->GetCurrentContext();
  if (!info[0]->IsObject()) return ThrowWrongType(isolate, "sourceDb", "an object");
  auto* database = bind::Unwrap<Database>(info[0]);
  if (!database) return ThrowWrongType(isolate, "sourceDb", "an instance of DatabaseSync");
  if (!database->RequireOpen(isolate)) return;
  Plan plan;
  v8::Local<v8::Function> progress;
  if (!ReadPath(isolate, info[1], &plan.path)) return;
  if (info.Length() > 2) {
    v8::Local<v8::Object> options;
    if (!ReadOptions(info, 2, &options) || !ReadOption(options, "rate", &plan.rate) ||
        !ReadOption(options, "source", &plan.source) || !ReadOption(options, "target", &plan.target) ||
        !ReadOption(options, "progress", &progress)) {
      return;
    }
  }
  if (!database->RequireOpen(isolate)) return;
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver)) return;
  BackupStep::Listeners listeners{{isolate, resolver}, {}, {isolate, info[0].As<v8::Object>()}};
  if (!progress.IsEmpty()) listeners.progress.Reset(isolate, progress);
  auto copy = std::make_unique<Copy>(*database->connection(), std::move(plan));
  Use use(*database->connection());  // takes the lock where a statement is running
  auto* step = new BackupStep(isolate, std::move(copy), std::move(listeners));  // deletes itself when done
  step->Start();
  info.GetReturnValue().Set(resolver->GetPromise());
}

}  // namespace eddy::sqlite
