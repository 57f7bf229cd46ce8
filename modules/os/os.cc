// What the machine and its system are, for node:os.
//
// Out: plain values; lists of records come flat, field after field. Failures are system errors that os.js words.
#include <dlfcn.h>
#include <uv.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "bind/module.h"
#include "engine/cgroup.h"

namespace eddy {
namespace {

using bind::Error;
using bind::Result;

Result<std::string> Hostname() {
  char name[UV_MAXHOSTNAMESIZE];
  size_t size = sizeof(name);
  if (int error = uv_os_gethostname(name, &size)) return Error::System(error, "uv_os_gethostname");
  return std::string(name, size);
}

Result<std::string> HomeDirectory() {
  std::string path(256, '\0');
  size_t size = path.size();
  int error = uv_os_homedir(path.data(), &size);
  if (error == UV_ENOBUFS) {
    path.resize(size);
    error = uv_os_homedir(path.data(), &size);
  }
  if (error) return Error::System(error, "uv_os_homedir");
  path.resize(size);
  return path;
}

// sysname, release, version, machine
Result<std::array<std::string, 4>> SystemName() {
  uv_utsname_t name;
  if (int error = uv_os_uname(&name)) return Error::System(error, "uv_os_uname");
  return std::array<std::string, 4>{name.sysname, name.release, name.version, name.machine};
}

Result<double> Uptime() {
  double seconds;
  if (int error = uv_uptime(&seconds)) return Error::System(error, "uv_uptime");
  return seconds;
}

std::array<double, 3> LoadAverage() {
  std::array<double, 3> load;
  uv_loadavg(load.data());
  return load;
}

double TotalMemory() { return static_cast<double>(uv_get_total_memory()); }
double FreeMemory() { return static_cast<double>(uv_get_free_memory()); }
uint32_t AvailableParallelism() { return engine::AvailableParallelism(); }

// model, speed, user, nice, sys, idle, irq, …
Result<v8::Local<v8::Value>> Processors(v8::Isolate* isolate) {
  uv_cpu_info_t* infos;
  int count;
  if (int error = uv_cpu_info(&infos, &count)) return Error::System(error, "uv_cpu_info");
  v8::LocalVector<v8::Value> fields(isolate);
  for (int i = 0; i < count; ++i) {
    const uv_cpu_info_t& info = infos[i];
    fields.push_back(bind::NewString(isolate, info.model));
    fields.push_back(v8::Integer::New(isolate, info.speed));
    for (uint64_t time :
         {info.cpu_times.user, info.cpu_times.nice, info.cpu_times.sys, info.cpu_times.idle, info.cpu_times.irq}) {
      fields.push_back(v8::Number::New(isolate, static_cast<double>(time)));
    }
  }
  uv_free_cpu_info(infos, count);
  return v8::Local<v8::Value>(v8::Array::New(isolate, fields.data(), fields.size()));
}

std::string HardwareAddress(const char (&bytes)[6]) {
  char text[18];
  snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff,
           bytes[3] & 0xff, bytes[4] & 0xff, bytes[5] & 0xff);
  return text;
}

// name, address, netmask, family, mac, internal, scope id (-1: none), …
Result<v8::Local<v8::Value>> Interfaces(v8::Isolate* isolate) {
  uv_interface_address_t* addresses;
  int count;
  int error = uv_interface_addresses(&addresses, &count);
  if (error == UV_ENOSYS) return v8::Local<v8::Value>(v8::Array::New(isolate));
  if (error) return Error::System(error, "uv_interface_addresses");
  v8::LocalVector<v8::Value> fields(isolate);
  for (int i = 0; i < count; ++i) {
    const uv_interface_address_t& entry = addresses[i];
    bool wide = entry.address.address4.sin_family == AF_INET6;
    char ip[INET6_ADDRSTRLEN] = "", mask[INET6_ADDRSTRLEN] = "";
    if (wide) {
      uv_ip6_name(&entry.address.address6, ip, sizeof(ip));
      uv_ip6_name(&entry.netmask.netmask6, mask, sizeof(mask));
    } else {
      uv_ip4_name(&entry.address.address4, ip, sizeof(ip));
      uv_ip4_name(&entry.netmask.netmask4, mask, sizeof(mask));
    }
    fields.push_back(bind::NewString(isolate, entry.name));
    fields.push_back(bind::NewString(isolate, ip));
    fields.push_back(bind::NewString(isolate, mask));
    fields.push_back(bind::Symbolic(isolate, wide ? "IPv6" : "IPv4"));
    fields.push_back(bind::NewString(isolate, HardwareAddress(entry.phys_addr)));
    fields.push_back(v8::Boolean::New(isolate, entry.is_internal));
    fields.push_back(v8::Number::New(isolate, wide ? static_cast<double>(entry.address.address6.sin6_scope_id) : -1));
  }
  uv_free_interface_addresses(addresses, count);
  return v8::Local<v8::Value>(v8::Array::New(isolate, fields.data(), fields.size()));
}

// uid, gid, username, homedir, shell (null where there is none); the texts with one character a byte.
Result<v8::Local<v8::Value>> UserInfo(v8::Isolate* isolate) {
  uv_passwd_t user;
  if (int error = uv_os_get_passwd(&user)) return Error::System(error, "uv_os_get_passwd");
  auto bytes = [&](const char* text) -> v8::Local<v8::Value> {
    if (!text) return v8::Null(isolate);
    return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text))
        .FromMaybe(v8::String::Empty(isolate));
  };
  v8::Local<v8::Value> fields[] = {v8::Number::New(isolate, static_cast<double>(user.uid)),
                                   v8::Number::New(isolate, static_cast<double>(user.gid)), bytes(user.username),
                                   bytes(user.homedir), bytes(user.shell)};
  uv_os_free_passwd(&user);
  return v8::Local<v8::Value>(v8::Array::New(isolate, fields, std::size(fields)));
}

Result<int32_t> Priority(int32_t pid) {
  int priority;
  if (int error = uv_os_getpriority(pid, &priority)) return Error::System(error, "uv_os_getpriority");
  return priority;
}
Result<void> SetPriority(int32_t pid, int32_t priority) {
  if (int error = uv_os_setpriority(pid, priority)) return Error::System(error, "uv_os_setpriority");
  return {};
}

// --- Constants. ---

struct Named {
  const char* name;
  int number;
};
#define NUMBER(name) \
  { #name, name }

constexpr Named kErrnos[] = {
    NUMBER(E2BIG),        NUMBER(EACCES),       NUMBER(EADDRINUSE),   NUMBER(EADDRNOTAVAIL),
    NUMBER(EAFNOSUPPORT), NUMBER(EAGAIN),       NUMBER(EALREADY),     NUMBER(EBADF),
    NUMBER(EBADMSG),      NUMBER(EBUSY),        NUMBER(ECANCELED),    NUMBER(ECHILD),
    NUMBER(ECONNABORTED), NUMBER(ECONNREFUSED), NUMBER(ECONNRESET),   NUMBER(EDEADLK),
    NUMBER(EDESTADDRREQ), NUMBER(EDOM),         NUMBER(EDQUOT),       NUMBER(EEXIST),
    NUMBER(EFAULT),       NUMBER(EFBIG),        NUMBER(EHOSTUNREACH), NUMBER(EIDRM),
    NUMBER(EILSEQ),       NUMBER(EINPROGRESS),  NUMBER(EINTR),        NUMBER(EINVAL),
    NUMBER(EIO),          NUMBER(EISCONN),      NUMBER(EISDIR),       NUMBER(ELOOP),
    NUMBER(EMFILE),       NUMBER(EMLINK),       NUMBER(EMSGSIZE),     NUMBER(EMULTIHOP),
    NUMBER(ENAMETOOLONG), NUMBER(ENETDOWN),     NUMBER(ENETRESET),    NUMBER(ENETUNREACH),
    NUMBER(ENFILE),       NUMBER(ENOBUFS),      NUMBER(ENODATA),      NUMBER(ENODEV),
    NUMBER(ENOENT),       NUMBER(ENOEXEC),      NUMBER(ENOLCK),       NUMBER(ENOLINK),
    NUMBER(ENOMEM),       NUMBER(ENOMSG),       NUMBER(ENOPROTOOPT),  NUMBER(ENOSPC),
    NUMBER(ENOSR),        NUMBER(ENOSTR),       NUMBER(ENOSYS),       NUMBER(ENOTCONN),
    NUMBER(ENOTDIR),      NUMBER(ENOTEMPTY),    NUMBER(ENOTSOCK),     NUMBER(ENOTSUP),
    NUMBER(ENOTTY),       NUMBER(ENXIO),        NUMBER(EOPNOTSUPP),   NUMBER(EOVERFLOW),
    NUMBER(EPERM),        NUMBER(EPIPE),        NUMBER(EPROTO),       NUMBER(EPROTONOSUPPORT),
    NUMBER(EPROTOTYPE),   NUMBER(ERANGE),       NUMBER(EROFS),        NUMBER(ESPIPE),
    NUMBER(ESRCH),        NUMBER(ESTALE),       NUMBER(ETIME),        NUMBER(ETIMEDOUT),
    NUMBER(ETXTBSY),      NUMBER(EWOULDBLOCK),  NUMBER(EXDEV),
};

constexpr Named kDlopen[] = {
    NUMBER(RTLD_LAZY),     NUMBER(RTLD_NOW), NUMBER(RTLD_GLOBAL), NUMBER(RTLD_LOCAL),
#ifdef RTLD_DEEPBIND
    NUMBER(RTLD_DEEPBIND),
#endif
};

constexpr Named kPriorities[] = {
    {"PRIORITY_LOW", UV_PRIORITY_LOW},       {"PRIORITY_BELOW_NORMAL", UV_PRIORITY_BELOW_NORMAL},
    {"PRIORITY_NORMAL", UV_PRIORITY_NORMAL}, {"PRIORITY_ABOVE_NORMAL", UV_PRIORITY_ABOVE_NORMAL},
    {"PRIORITY_HIGH", UV_PRIORITY_HIGH},     {"PRIORITY_HIGHEST", UV_PRIORITY_HIGHEST},
};
#undef NUMBER

template <size_t N>
void AddNumbers(v8::Local<v8::Context> context, v8::Local<v8::Object> exports, const char* name,
                const Named (&list)[N]) {
  v8::Isolate* isolate = context->GetIsolate();
  auto numbers = v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
  for (const Named& entry : list) {
    bind::Define(context, numbers, entry.name, v8::Integer::New(isolate, entry.number));
  }
  bind::Define(context, exports, name, numbers);
}

void Constants(v8::Local<v8::Context> context, v8::Local<v8::Object> exports) {
  AddNumbers(context, exports, "dlopen", kDlopen);
  AddNumbers(context, exports, "errno", kErrnos);
  AddNumbers(context, exports, "priority", kPriorities);
}

}  // namespace

EDDY_MODULE(os) {
  Function<Hostname>("hostname");
  Function<HomeDirectory>("homedir");
  Function<SystemName>("systemName");
  Function<Uptime>("uptime");
  Function<LoadAverage>("loadavg");
  Function<TotalMemory>("totalmem");
  Function<FreeMemory>("freemem");
  Function<AvailableParallelism>("availableParallelism");
  Function<Processors>("cpus");
  Function<Interfaces>("interfaces");
  Function<UserInfo>("userInfo");
  Function<Priority>("getPriority");
  Function<SetPriority>("setPriority");
  Initialize(Constants);
  Constant("UV_UDP_REUSEADDR", UV_UDP_REUSEADDR);
}

}  // namespace eddy
