// Names and addresses by the system's resolver (getaddrinfo, getnameinfo), which libuv runs on the thread pool.
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <uv.h>

#include "bind/module.h"
#include "loop/begin.h"
#include "loop/callback_scope.h"
#include "loop/fuzzed_run.h"
#include "loop/request.h"
#include "observe/note.h"
#include "permission/permission.h"

namespace eddy {
namespace {

// One look-up, which ends in callback(0, result...) or callback(negative errno).
class Lookup : public loop::Request {
 public:
  Lookup(v8::Isolate* isolate, const char* kind, v8::Local<v8::Function> callback)
      : Request(isolate, kind), callback_(isolate, callback) {}

 protected:
  // `results` makes the arguments behind the status.
  template <class F>
  void Finish(int status, F results) {
    Runtime& runtime = this->runtime();
    v8::Isolate* isolate = runtime.isolate();
    if (!runtime.stopping()) {
      v8::HandleScope handles(isolate);
      loop::CallbackScope scope(runtime, async_context(isolate));
      observe::NoteKind("dns answer", this);
      std::array<v8::Local<v8::Value>, 3> arguments;
      arguments[0] = v8::Integer::New(isolate, status);
      arguments[1] = arguments[2] = v8::Undefined(isolate);
      if (status == 0) results(isolate, arguments);
      scope.Call(v8::Undefined(isolate), callback_.Get(isolate), 3, arguments.data()).IsEmpty();
    }
    delete this;
  }

 private:
  v8::Global<v8::Function> callback_;
};

class AddressLookup final : public Lookup {
 public:
  using Lookup::Lookup;
  void Cancel() override { uv_cancel(reinterpret_cast<uv_req_t*>(&request_)); }
  int Start(const std::string& hostname, int family, int flags) {
    addrinfo hints{};
    hints.ai_family = family == 4 ? AF_INET : family == 6 ? AF_INET6 : AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags;
    request_.data = this;
    if (loop::IsFuzzed()) return StartFuzzed(hostname, hints);
    return uv_getaddrinfo(loop().uv(), &request_, OnDone, hostname.c_str(), nullptr, &hints);
  }

 private:
  static void OnDone(uv_getaddrinfo_t* request, int status, addrinfo* list) {
    static_cast<AddressLookup*>(request->data)->Finish(status, [list](v8::Isolate* isolate, auto& arguments) {
      arguments[1] = Texts(isolate, list);
    });
    uv_freeaddrinfo(list);
  }

  // As a job of the fuzzed loop's own pool.
  int StartFuzzed(const std::string& hostname, const addrinfo& hints) {
    auto status = std::make_shared<int>(0);
    loop::FuzzedRun::Work work;
    work.run = [this, hostname, hints, status] {
      *status = uv_getaddrinfo(loop().uv(), &request_, nullptr, hostname.c_str(), nullptr, &hints);
    };
    work.deliver = [this, status] { OnDone(&request_, *status, request_.addrinfo); };
    work.drop = [this] {
      uv_freeaddrinfo(request_.addrinfo);
      delete this;
    };
    loop::FuzzedRun::Of().Queue(loop(), this, std::move(work));
    return 0;
  }

  static v8::Local<v8::Array> Texts(v8::Isolate* isolate, const addrinfo* list) {
    v8::LocalVector<v8::Value> texts(isolate);
    char text[INET6_ADDRSTRLEN];
    for (; list; list = list->ai_next) {
      const void* address;
      if (list->ai_family == AF_INET) {
        address = &reinterpret_cast<sockaddr_in*>(list->ai_addr)->sin_addr;
      } else if (list->ai_family == AF_INET6) {
        address = &reinterpret_cast<sockaddr_in6*>(list->ai_addr)->sin6_addr;
      } else {
        continue;
      }
      if (uv_inet_ntop(list->ai_family, address, text, sizeof(text)) == 0) {
        texts.push_back(bind::NewString(isolate, text));
      }
    }
    return v8::Array::New(isolate, texts.data(), texts.size());
  }

  uv_getaddrinfo_t request_{};
};

class NameLookup final : public Lookup {
 public:
  using Lookup::Lookup;
  void Cancel() override { uv_cancel(reinterpret_cast<uv_req_t*>(&request_)); }
  int Start(const std::string& address, int port) {
    sockaddr_storage storage;
    int error = uv_ip4_addr(address.c_str(), port, reinterpret_cast<sockaddr_in*>(&storage));
    if (error) error = uv_ip6_addr(address.c_str(), port, reinterpret_cast<sockaddr_in6*>(&storage));
    if (error) return error;
    request_.data = this;
    return uv_getnameinfo(loop().uv(), &request_, OnDone, reinterpret_cast<sockaddr*>(&storage), NI_NAMEREQD);
  }

 private:
  static void OnDone(uv_getnameinfo_t* request, int status, const char* hostname, const char* service) {
    static_cast<NameLookup*>(request->data)->Finish(status, [=](v8::Isolate* isolate, auto& arguments) {
      arguments[1] = bind::NewString(isolate, hostname);
      arguments[2] = bind::NewString(isolate, service);
    });
  }

  uv_getnameinfo_t request_;
};

// getaddrinfo(hostname, family: 0, 4 or 6, flags, callback(status, addresses)). 0 or a negative errno.
int32_t GetAddrInfo(v8::Isolate* isolate, std::string hostname, int32_t family, int32_t flags,
                    v8::Local<v8::Function> callback) {
  if (int refused = permission::Refused(permission::Scope::kNet, hostname)) return refused;
  auto start = [&](AddressLookup& request) { return request.Start(hostname, family, flags); };
  return loop::Begin<AddressLookup>(start, isolate, "GetAddrInfoReqWrap", callback);
}

// getnameinfo(address, port, callback(status, hostname, service)). 0 or a negative errno.
int32_t GetNameInfo(v8::Isolate* isolate, std::string address, int32_t port, v8::Local<v8::Function> callback) {
  if (int refused = permission::Refused(permission::Scope::kNet, address)) return refused;
  auto start = [&](NameLookup& request) { return request.Start(address, port); };
  return loop::Begin<NameLookup>(start, isolate, "GetNameInfoReqWrap", callback);
}

}  // namespace

EDDY_MODULE(dns) {
  Function<GetAddrInfo>("getaddrinfo");
  Function<GetNameInfo>("getnameinfo");
  Constant("AI_ADDRCONFIG", AI_ADDRCONFIG);
  Constant("AI_ALL", AI_ALL);
  Constant("AI_V4MAPPED", AI_V4MAPPED);
}

}  // namespace eddy
