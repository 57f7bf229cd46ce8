// Watching: a handle that the system notifies of changes (fs.watch), and one that looks again and again (fs.watchFile).
//
// Out: onchange(status, eventType, name) and onchange(status, current, previous), the latter as statistics' numbers.
#include <uv.h>

#include "bind/module.h"
#include "fs/request.h"
#include "fs/stat_record.h"
#include "loop/handle.h"
#include "observe/note.h"

namespace eddy {
namespace {

using fs::Path;
using fs::Text;

constexpr int kChangeArguments = 3;

class EventWatcher : public loop::Handle<EventWatcher, uv_fs_event_t> {
 public:
  explicit EventWatcher(Runtime& runtime) : Handle(runtime, "FSEventWrap") {}

  // start(path, persistent, latin1, callback): 0 or a negative errno. Names come over as UTF-8 or one character a byte.
  int32_t Start(fs::ReadPath path, bool persistent, bool latin1, v8::Local<v8::Function> callback) {
    if (was_opened()) return UV_EALREADY;
    int error = uv_fs_event_init(runtime().loop().uv(), uv());
    if (error) return error;
    Opened();
    latin1_ = latin1;
    callback_.Reset(isolate(), callback);
    error = uv_fs_event_start(uv(), OnEvent, path.c_str(), 0);
    if (error) {
      Close(v8::Undefined(isolate()));
    } else if (!persistent) {
      Unref();
    }
    return error;
  }

 private:
  static void OnEvent(uv_fs_event_t* handle, const char* name, int events, int status) {
    EventWatcher* self = From(handle);
    v8::Isolate* isolate = self->isolate();
    v8::HandleScope handles(isolate);
    loop::CallbackScope scope(self->runtime(), self->async_context());
    observe::NoteKind("file watcher", self);
    v8::Local<v8::Value> text = v8::Null(isolate);
    if (name) text = bind::Convert<Text>::To(isolate, {name, self->latin1_});
    // A rename may come together with a change; it says more.
    const char* event = events & UV_RENAME ? "rename" : "change";
    v8::Local<v8::Value> arguments[kChangeArguments] = {v8::Integer::New(isolate, status),
                                                        bind::Symbolic(isolate, event), text};
    scope.Call(self->wrapper(isolate), self->callback_.Get(isolate), kChangeArguments, arguments).IsEmpty();
  }
  bool latin1_ = false;
  v8::Global<v8::Function> callback_;
};

class StatPoller : public loop::Handle<StatPoller, uv_fs_poll_t> {
 public:
  explicit StatPoller(Runtime& runtime) : Handle(runtime, "StatWatcher") {}

  // start(path, intervalMilliseconds, bigint, callback): 0 or a negative errno.
  int32_t Start(fs::ReadPath path, uint32_t interval_ms, bool big, v8::Local<v8::Function> callback) {
    if (was_opened()) return UV_EALREADY;
    int error = uv_fs_poll_init(runtime().loop().uv(), uv());
    if (error) return error;
    Opened();
    big_ = big;
    callback_.Reset(isolate(), callback);
    error = uv_fs_poll_start(uv(), OnChange, path.c_str(), interval_ms);
    if (error) Close(v8::Undefined(isolate()));
    return error;
  }

 private:
  static v8::Local<v8::Value> Numbers(v8::Isolate* isolate, const uv_stat_t& stat, bool big) {
    return big ? bind::Convert<fs::BigStatRecord>::To(isolate, fs::BigStatRecord(stat))
               : bind::Convert<fs::StatRecord>::To(isolate, fs::StatRecord(stat));
  }
  static void OnChange(uv_fs_poll_t* handle, int status, const uv_stat_t* previous, const uv_stat_t* current) {
    StatPoller* self = From(handle);
    v8::Isolate* isolate = self->isolate();
    v8::HandleScope handles(isolate);
    loop::CallbackScope scope(self->runtime(), self->async_context());
    observe::NoteKind("file watcher", self);
    v8::Local<v8::Value> arguments[kChangeArguments] = {v8::Integer::New(isolate, status),
                                                        Numbers(isolate, *current, self->big_),
                                                        Numbers(isolate, *previous, self->big_)};
    scope.Call(self->wrapper(isolate), self->callback_.Get(isolate), kChangeArguments, arguments).IsEmpty();
  }
  bool big_ = false;
  v8::Global<v8::Function> callback_;
};

}  // namespace

EDDY_MODULE(fs_watch) {
  Class<EventWatcher>("FSEvent")
      .Constructor<Runtime&>()
      .Method<&EventWatcher::Start>("start")
      .Method<&EventWatcher::Close>("close")
      .Method<&EventWatcher::Ref>("ref")
      .Method<&EventWatcher::Unref>("unref")
      .Method<&EventWatcher::HasRef>("hasRef");
  Class<StatPoller>("StatPoller")
      .Constructor<Runtime&>()
      .Method<&StatPoller::Start>("start")
      .Method<&StatPoller::Close>("close")
      .Method<&StatPoller::Ref>("ref")
      .Method<&StatPoller::Unref>("unref")
      .Method<&StatPoller::HasRef>("hasRef");
}

}  // namespace eddy
