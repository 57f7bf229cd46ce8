// What of a diagnostic report only native code knows: the loop's handles, the native stack, limits and loaded
// libraries.
#include "report/report.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <sys/resource.h>
#include <uv.h>

#include <array>
#include <cinttypes>
#include <cstdio>

#include "bind/module.h"
#include "child_process/process.h"
#include "runtime/runtime.h"

namespace eddy {
namespace {

// An object under construction.
class Entry {
 public:
  explicit Entry(v8::Local<v8::Context> context)
      : context_(context), isolate_(context->GetIsolate()), object_(v8::Object::New(isolate_)) {}
  void Set(const char* name, v8::Local<v8::Value> value) { bind::Define(context_, object_, name, value); }
  void Set(const char* name, const std::string& value) { Set(name, bind::NewString(isolate_, value).As<v8::Value>()); }
  void Set(const char* name, const char* value) { Set(name, std::string(value)); }
  void Set(const char* name, bool value) { Set(name, v8::Boolean::New(isolate_, value).As<v8::Value>()); }
  void Set(const char* name, double value) { Set(name, v8::Number::New(isolate_, value).As<v8::Value>()); }
  void SetNull(const char* name) { Set(name, v8::Null(isolate_).As<v8::Value>()); }
  v8::Local<v8::Object> object() const { return object_; }

 private:
  v8::Local<v8::Context> context_;
  v8::Isolate* isolate_;
  v8::Local<v8::Object> object_;
};

std::string Address(const void* pointer) {
  char text[2 + 16 + 1];
  std::snprintf(text, sizeof(text), "0x%016" PRIxPTR, reinterpret_cast<uintptr_t>(pointer));
  return text;
}

// --- Handles. ---

// The host's name, which may take a query; or its address.
std::string HostOf(uv_loop_t* loop, const sockaddr* address, const char* text, bool by_name) {
  uv_getnameinfo_t request;
  if (by_name && uv_getnameinfo(loop, &request, nullptr, address, NI_NUMERICSERV) == 0) return request.host;
  return text;
}

template <class Get>
void AddEndpoint(v8::Local<v8::Context> context, uv_loop_t* loop, bool by_name, Entry& entry, const char* name,
                 Get get) {
  sockaddr_storage storage;
  int size = sizeof(storage);
  if (get(reinterpret_cast<sockaddr*>(&storage), &size) != 0) return entry.SetNull(name);
  Entry endpoint(context);
  char text[INET6_ADDRSTRLEN];
  bool is_v6 = storage.ss_family == AF_INET6;
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
  if (is_v6)
    uv_ip6_name(v6, text, sizeof(text));
  else
    uv_ip4_name(v4, text, sizeof(text));
  endpoint.Set("host", HostOf(loop, reinterpret_cast<sockaddr*>(&storage), text, by_name));
  endpoint.Set(is_v6 ? "ip6" : "ip4", text);
  endpoint.Set("port", static_cast<double>(ntohs(is_v6 ? v6->sin6_port : v4->sin_port)));
  entry.Set(name, endpoint.object().As<v8::Value>());
}

// Of uv_pipe_getsockname and its like; null where there is none.
template <class Get>
void AddName(Entry& entry, const char* name, Get get) {
  char text[4096];
  size_t size = sizeof(text);
  if (get(text, &size) == 0 && size > 0)
    entry.Set(name, std::string(text, size));
  else
    entry.SetNull(name);
}

void AddSocketFacts(uv_handle_t* handle, Entry& entry) {
  int size = 0;
  if (handle->type != UV_NAMED_PIPE && handle->type != UV_TCP && handle->type != UV_UDP) return;
  if (uv_send_buffer_size(handle, &size) == 0) entry.Set("sendBufferSize", static_cast<double>(size));
  size = 0;
  if (uv_recv_buffer_size(handle, &size) == 0) entry.Set("recvBufferSize", static_cast<double>(size));
}

void AddStreamFacts(uv_handle_t* handle, Entry& entry) {
  uv_os_fd_t fd;
  if (uv_fileno(handle, &fd) == 0) entry.Set("fd", static_cast<double>(fd));
  if (handle->type == UV_UDP) {
    auto* udp = reinterpret_cast<uv_udp_t*>(handle);
    entry.Set("writeQueueSize", static_cast<double>(uv_udp_get_send_queue_size(udp)));
    entry.Set("writeQueueCount", static_cast<double>(uv_udp_get_send_queue_count(udp)));
    return;
  }
  auto* stream = reinterpret_cast<uv_stream_t*>(handle);
  entry.Set("writeQueueSize", static_cast<double>(uv_stream_get_write_queue_size(stream)));
  entry.Set("readable", uv_is_readable(stream) != 0);
  entry.Set("writable", uv_is_writable(stream) != 0);
}

void AddTimer(uv_timer_t* timer, Entry& entry) {
  auto due = static_cast<double>(uv_timer_get_due_in(timer));
  entry.Set("repeat", static_cast<double>(uv_timer_get_repeat(timer)));
  entry.Set("firesInMsFromNow", due);
  entry.Set("expired", due == 0);
}

void AddDetails(v8::Local<v8::Context> context, uv_handle_t* handle, bool names, Entry& entry) {
  auto endpoint = [&](const char* name, auto get) { AddEndpoint(context, handle->loop, names, entry, name, get); };
  switch (handle->type) {
    case UV_TCP: {
      auto* tcp = reinterpret_cast<uv_tcp_t*>(handle);
      endpoint("localEndpoint", [&](auto* to, int* size) { return uv_tcp_getsockname(tcp, to, size); });
      endpoint("remoteEndpoint", [&](auto* to, int* size) { return uv_tcp_getpeername(tcp, to, size); });
      break;
    }
    case UV_UDP: {
      auto* udp = reinterpret_cast<uv_udp_t*>(handle);
      endpoint("localEndpoint", [&](auto* to, int* size) { return uv_udp_getsockname(udp, to, size); });
      endpoint("remoteEndpoint", [&](auto* to, int* size) { return uv_udp_getpeername(udp, to, size); });
      break;
    }
    case UV_NAMED_PIPE: {
      auto* pipe = reinterpret_cast<uv_pipe_t*>(handle);
      AddName(entry, "localEndpoint", [&](char* to, size_t* size) { return uv_pipe_getsockname(pipe, to, size); });
      AddName(entry, "remoteEndpoint", [&](char* to, size_t* size) { return uv_pipe_getpeername(pipe, to, size); });
      break;
    }
    case UV_TTY: {
      int width, height;
      if (uv_tty_get_winsize(reinterpret_cast<uv_tty_t*>(handle), &width, &height) != 0) break;
      entry.Set("width", static_cast<double>(width));
      entry.Set("height", static_cast<double>(height));
      break;
    }
    case UV_FS_EVENT:
      AddName(entry, "filename", [&](char* to, size_t* size) {
        return uv_fs_event_getpath(reinterpret_cast<uv_fs_event_t*>(handle), to, size);
      });
      break;
    case UV_FS_POLL:
      AddName(entry, "filename", [&](char* to, size_t* size) {
        return uv_fs_poll_getpath(reinterpret_cast<uv_fs_poll_t*>(handle), to, size);
      });
      break;
    case UV_SIGNAL: {
      int number = reinterpret_cast<uv_signal_t*>(handle)->signum;
      entry.Set("signum", static_cast<double>(number));
      break;
    }
    case UV_TIMER: AddTimer(reinterpret_cast<uv_timer_t*>(handle), entry); break;
    default: break;
  }
}

v8::Local<v8::Object> Describe(v8::Local<v8::Context> context, uv_handle_t* handle, bool names) {
  Entry entry(context);
  auto child = child_process::PidOfChild(handle);
  entry.Set("type", child ? "process" : uv_handle_type_name(handle->type));
  entry.Set("is_active", uv_is_active(handle) != 0);
  entry.Set("is_referenced", uv_has_ref(handle) != 0);
  entry.Set("address", Address(handle));
  if (uv_is_closing(handle)) return entry.object();
  if (child) entry.Set("pid", static_cast<double>(*child));
  AddDetails(context, handle, names, entry);
  bool is_stream = handle->type == UV_NAMED_PIPE || handle->type == UV_TCP || handle->type == UV_TTY;
  if (is_stream || handle->type == UV_UDP) {
    AddSocketFacts(handle, entry);
    AddStreamFacts(handle, entry);
  }
  return entry.object();
}

}  // namespace

namespace report {

v8::Local<v8::Value> HandlesOf(uv_loop_t* loop, v8::Local<v8::Context> context, bool names) {
  struct Walk {
    v8::Local<v8::Context> context;
    bool names;
    std::vector<v8::Local<v8::Value>> entries;
  } walk{context, names, {}};
  uv_walk(
      loop,
      [](uv_handle_t* handle, void* data) {
        auto* walk = static_cast<Walk*>(data);
        walk->entries.push_back(Describe(walk->context, handle, walk->names));
      },
      &walk);
  Entry self(context);
  self.Set("type", "loop");
  self.Set("is_active", uv_loop_alive(loop) != 0);
  self.Set("address", Address(loop));
  self.Set("loopIdleTimeSeconds", static_cast<double>(uv_metrics_idle_time(loop)) / 1e9);
  walk.entries.push_back(self.object());
  return v8::Array::New(context->GetIsolate(), walk.entries.data(), walk.entries.size());
}

std::vector<std::string> NativeStack() {
  constexpr int kMostFrames = 64;
  void* frames[kMostFrames];
  int count = backtrace(frames, kMostFrames);
  std::vector<std::string> stack;
  for (int i = 1; i < count; ++i) {
    Dl_info info{};
    std::string symbol;
    if (dladdr(frames[i], &info)) {
      if (info.dli_sname) symbol = info.dli_sname;
      if (info.dli_fname) symbol += std::string(" [") + info.dli_fname + "]";
    }
    stack.push_back(Address(frames[i]));
    stack.push_back(symbol);
  }
  return stack;
}

}  // namespace report

namespace {

v8::Local<v8::Value> Handles(Runtime& runtime, v8::Local<v8::Context> context, bool names) {
  return report::HandlesOf(runtime.loop().uv(), context, names);
}

// --- The process. ---

std::vector<std::string> SharedObjects() {
  std::vector<std::string> names;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        if (info->dlpi_name && *info->dlpi_name)
          static_cast<std::vector<std::string>*>(data)->push_back(info->dlpi_name);
        return 0;
      },
      &names);
  return names;
}

// [soft, hard] of each limit, in the order of report/sections.js; -1: unlimited.
std::vector<double> UserLimits() {
  constexpr std::array kLimits = {RLIMIT_CORE,   RLIMIT_DATA,  RLIMIT_FSIZE, RLIMIT_MEMLOCK, RLIMIT_RSS,
                                  RLIMIT_NOFILE, RLIMIT_STACK, RLIMIT_CPU,   RLIMIT_NPROC,   RLIMIT_AS};
  std::vector<double> values;
  for (auto limit : kLimits) {
    rlimit both{};
    getrlimit(limit, &both);
    for (rlim_t value : {both.rlim_cur, both.rlim_max}) {
      values.push_back(value == RLIM_INFINITY ? -1 : static_cast<double>(value));
    }
  }
  return values;
}

// [of this machine, of the compiler's headers]
std::vector<std::string> GlibcVersions() {
  return {gnu_get_libc_version(), std::to_string(__GLIBC__) + "." + std::to_string(__GLIBC_MINOR__)};
}

}  // namespace

EDDY_MODULE(report) {
  Function<Handles>("handles");
  Function<report::NativeStack>("nativeStack");
  Function<SharedObjects>("sharedObjects");
  Function<UserLimits>("userLimits");
  Function<GlibcVersions>("glibcVersions");
}

}  // namespace eddy
