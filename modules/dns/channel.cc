// Queries to name servers, by c-ares with its sockets on the loop: one uv_poll for each socket, one timer for the
// nearest time-out. Answers are collected while c-ares works and delivered when it is done, so that a callback may do
// with the channel whatever it likes.
#include <ares.h>
#include <arpa/inet.h>
#include <uv.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <vector>

#include "bind/module.h"
#include "dns/message.h"
#include "loop/callback_scope.h"
#include "loop/request.h"
#include "observe/note.h"
#include "permission/permission.h"

namespace eddy::dns {
namespace {

class Channel;

constexpr int kDefaultTimeoutMs = 2000;
constexpr const char* kPending = "There are pending queries.";

// Closes a handle that `owner` holds; it is deleted when it is closed.
template <class T>
void CloseHandle(std::unique_ptr<T> owner) {
  auto* handle = reinterpret_cast<uv_handle_t*>(&owner->uv);
  if (uv_is_closing(handle)) return;  // with the loop, which is over
  handle->data = owner.release();
  uv_close(handle, [](uv_handle_t* closed) { delete static_cast<T*>(closed->data); });
}

struct Watcher {
  uv_poll_t uv;
  ares_channel resolver;
  ares_socket_t socket;
  Channel* channel;
};

struct Timer {
  uv_timer_t uv;
};

// One question. Ends in callback(status, result), once.
class Query final : public loop::Request {
 public:
  Query(v8::Isolate* isolate, Channel* channel, RecordType type, bool with_ttl, std::string name,
        v8::Local<v8::Function> callback)
      : Request(isolate, "QueryReqWrap"),
        channel_(channel),
        type_(type),
        with_ttl_(with_ttl),
        name_(std::move(name)),
        callback_(isolate, callback) {}

  void Ask(ares_channel resolver) {
    constexpr int kInternet = 1;
    ares_query(resolver, name_.c_str(), kInternet, static_cast<int>(type_), OnAnswer, this);
  }
  void AskForNames(ares_channel resolver, int family, const void* address, int size) {
    ares_gethostbyaddr(resolver, address, size, family, OnNames, this);
  }
  void Finish(int status) { status_ = status; }
  void Deliver(Runtime& runtime);
  // How often it was asked without an answer in time.
  int CountAttempt() { return ++attempts_; }
  bool asks_again() const { return asks_again_; }

 private:
  static void OnAnswer(void* query, int status, int timeouts, unsigned char* bytes, int size);
  static void OnNames(void* query, int status, int timeouts, hostent* host);
  v8::Local<v8::Value> Names(v8::Isolate* isolate) { return bind::Convert<decltype(names_)>::To(isolate, names_); }

  Channel* const channel_;
  const RecordType type_;
  const bool with_ttl_;
  const std::string name_;
  v8::Global<v8::Function> callback_;
  int attempts_ = 0;
  bool asks_again_ = true;
  int status_ = ARES_SUCCESS;
  std::vector<uint8_t> answer_;
  bool is_reverse_ = false;
  std::vector<std::string> names_;
};

// What a Resolver has below it. Without a limit on time-outs, c-ares tries again by itself, each time waiting twice as
// long. With one, there is a resolver of c-ares' for each length of waiting, which tries once.
class Channel : public bind::Object<Channel> {
 public:
  // Milliseconds; -1 and 0 are the defaults of `timeout` and `longest`.
  Channel(Runtime& runtime, int32_t timeout, int32_t tries, double longest) : runtime_(runtime) {
    static const int initialized = ares_library_init(ARES_LIB_INIT_ALL);
    if (initialized != ARES_SUCCESS) {
      Fail(initialized);
      return;
    }
    int wait = timeout < 0 ? kDefaultTimeoutMs : timeout;
    if (longest <= 0) {
      AddResolver(wait, tries);
      return;
    }
    attempts_ = tries;
    double length = std::min<double>(wait, longest);
    for (int i = 0; i < tries; ++i) {
      AddResolver(bind::Saturated<int>(length), 1);
      if (length == longest || length == 0) break;
      length = std::min(length * 2, longest);
    }
  }
  ~Channel() override {
    closing_ = true;
    for (ares_channel resolver : resolvers_) ares_destroy(resolver);
    for (Query* query : finished_) delete query;
    if (timer_) CloseHandle(std::move(timer_));
  }

  // Why it could not be made.
  const std::optional<bind::Error>& construction_error() const { return failure_; }

  // 0 (callback(status, records) comes, perhaps before this returns) or permission::kRefused.
  int32_t Ask(RecordType type, bool with_ttl, std::string name, v8::Local<v8::Function> callback) {
    if (int refused = permission::Refused(permission::Scope::kNet, name)) return refused;
    auto* query = Begin(type, with_ttl, std::move(name), callback);
    query->Ask(resolvers_.front());
    AfterWork();
    return 0;
  }
  // The names of an address. 0 (callback(status, names) comes), UV_EINVAL when it is none, or permission::kRefused.
  int32_t AskForNames(std::string address, v8::Local<v8::Function> callback) {
    char bytes[sizeof(in6_addr)];
    int family = AF_INET, size = sizeof(in_addr);
    if (uv_inet_pton(AF_INET, address.c_str(), bytes) != 0) {
      family = AF_INET6;
      size = sizeof(in6_addr);
      if (uv_inet_pton(AF_INET6, address.c_str(), bytes) != 0) return UV_EINVAL;
    }
    if (int refused = permission::Refused(permission::Scope::kNet, address)) return refused;
    auto* query = Begin(RecordType::kPtr, false, std::move(address), callback);
    query->AskForNames(resolvers_.back(), family, bytes, size);
    AfterWork();
    return 0;
  }

  // Ends every question with ARES_ECANCELLED.
  void Cancel() {
    cancelling_ = true;
    for (ares_channel resolver : resolvers_) ares_cancel(resolver);
    cancelling_ = false;
    AfterWork();
  }

  // Addresses, each followed by its port.
  v8::Local<v8::Value> Servers(v8::Isolate* isolate);
  // The reason why not, or undefined.
  std::optional<std::string> SetServers(std::vector<std::string> addresses, std::vector<int32_t> ports);
  bind::Result<void> SetLocalAddress(std::string first, std::optional<std::string> second);

  // For queries, when c-ares is done with them.
  void OnDone(Query* query, int status);
  Runtime& runtime() { return runtime_; }

 private:
  void AddResolver(int timeout_ms, int tries) {
    ares_options options{};
    options.flags = ARES_FLAG_NOCHECKRESP;
    options.timeout = timeout_ms;
    options.tries = tries;
    options.sock_state_cb = OnSocketState;
    options.sock_state_cb_data = this;
    ares_channel resolver;
    int status = ares_init_options(&resolver, &options,
                                   ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
    if (status == ARES_SUCCESS) {
      resolvers_.push_back(resolver);
    } else {  // no descriptor or memory is left to read the system's settings
      Fail(status);
    }
  }

  Query* Begin(RecordType type, bool with_ttl, std::string name, v8::Local<v8::Function> callback) {
    Hold();
    ++active_;
    return new Query(isolate(), this, type, with_ttl, std::move(name), callback);  // Deliver deletes it
  }
  void AfterWork() {
    UpdateTimer();
    DeliverFinished();
  }
  void DeliverFinished();
  void UpdateTimer();

  static void OnSocketState(void* data, ares_socket_t socket, int readable, int writable);
  void Watch(ares_socket_t socket, int events);
  static void OnPoll(uv_poll_t* poll, int status, int events);
  static void OnTimer(uv_timer_t* timer);

  void Fail(int status) {
    failure_ = bind::Error::Plain("ERR_DNS_RESOLVER_FAILED", std::string("No resolver: ") + ares_strerror(status));
  }

  Runtime& runtime_;
  std::optional<bind::Error> failure_;
  std::vector<ares_channel> resolvers_;
  int attempts_ = 1;  // over the resolvers in turn, the last one again and again
  std::unordered_map<ares_socket_t, std::unique_ptr<Watcher>> watchers_;
  std::unique_ptr<Timer> timer_;
  std::vector<Query*> finished_;
  int active_ = 0;
  bool cancelling_ = false, closing_ = false;
};

// --- Queries. ---

void Query::OnAnswer(void* data, int status, int, unsigned char* bytes, int size) {
  auto* query = static_cast<Query*>(data);
  if (bytes) query->answer_.assign(bytes, bytes + size);
  query->channel_->OnDone(query, status);
}

void Query::OnNames(void* data, int status, int, hostent* host) {
  auto* query = static_cast<Query*>(data);
  query->is_reverse_ = true;
  if (host) {
    for (char** name = host->h_aliases; *name; ++name) query->names_.emplace_back(*name);
  }
  if (status == ARES_ENODATA) status = ARES_ENOTFOUND;
  query->asks_again_ = false;
  query->channel_->OnDone(query, status);
}

void Query::Deliver(Runtime& runtime) {
  v8::Isolate* isolate = runtime.isolate();
  if (!runtime.stopping()) {
    v8::HandleScope handles(isolate);
    loop::CallbackScope scope(runtime, async_context(isolate));
    observe::NoteKind("dns answer", this);
    v8::Local<v8::Value> result = v8::Undefined(isolate);
    if (status_ == ARES_SUCCESS) {
      if (is_reverse_) {
        result = Names(isolate);
      } else {
        status_ = Message(answer_).Read(runtime.context(), type_, with_ttl_, &result);
      }
    }
    scope.Call(callback_, v8::Integer::New(isolate, status_), result).IsEmpty();
  }
  delete this;
}

void Channel::OnDone(Query* query, int status) {
  if (status == ARES_ETIMEOUT && query->asks_again() && !cancelling_ && !closing_) {
    int attempt = query->CountAttempt();
    if (attempt < attempts_) return query->Ask(resolvers_[std::min<size_t>(attempt, resolvers_.size() - 1)]);
  }
  query->Finish(status);
  finished_.push_back(query);
}

void Channel::DeliverFinished() {
  // A callback may ask again, and so come here again.
  while (!finished_.empty()) {
    Query* query = finished_.front();
    finished_.erase(finished_.begin());
    --active_;
    query->Deliver(runtime_);
    LetGo();
  }
}

// --- The loop. ---

void Channel::OnSocketState(void* data, ares_socket_t socket, int readable, int writable) {
  static_cast<Channel*>(data)->Watch(socket, (readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0));
}

void Channel::Watch(ares_socket_t socket, int events) {
  auto found = watchers_.find(socket);
  if (events == 0) {
    if (found == watchers_.end()) return;
    auto watcher = std::move(found->second);
    watchers_.erase(found);
    CloseHandle(std::move(watcher));
    return;
  }
  if (closing_) return;
  if (found == watchers_.end()) {
    auto watcher = std::make_unique<Watcher>();
    if (uv_poll_init_socket(runtime_.loop().uv(), &watcher->uv, socket) != 0) return;  // the time-out comes
    watcher->uv.data = watcher.get();
    watcher->socket = socket;
    watcher->channel = this;
    found = watchers_.emplace(socket, std::move(watcher)).first;
  }
  uv_poll_start(&found->second->uv, events, OnPoll);
}

void Channel::OnPoll(uv_poll_t* poll, int status, int events) {
  auto* watcher = static_cast<Watcher*>(poll->data);
  Channel* channel = watcher->channel;
  ares_socket_t socket = watcher->socket;
  if (status < 0) events = UV_READABLE | UV_WRITABLE;  // let c-ares find out
  channel->Hold();
  for (ares_channel resolver : channel->resolvers_) {
    // A socket is one resolver's; the others know nothing of it and do nothing.
    ares_process_fd(resolver, events & UV_READABLE ? socket : ARES_SOCKET_BAD,
                    events & UV_WRITABLE ? socket : ARES_SOCKET_BAD);
  }
  v8::HandleScope handles(channel->runtime_.isolate());
  channel->AfterWork();
  channel->LetGo();
}

void Channel::OnTimer(uv_timer_t* timer) {
  auto* channel = static_cast<Channel*>(timer->data);
  channel->Hold();
  for (ares_channel resolver : channel->resolvers_) ares_process_fd(resolver, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  v8::HandleScope handles(channel->runtime_.isolate());
  channel->AfterWork();
  channel->LetGo();
}

void Channel::UpdateTimer() {
  bool waits = false;
  uint64_t nearest = UINT64_MAX;
  for (ares_channel resolver : resolvers_) {
    timeval value;
    if (!ares_timeout(resolver, nullptr, &value)) continue;
    waits = true;
    nearest = std::min<uint64_t>(nearest, value.tv_sec * 1000 + value.tv_usec / 1000 + 1);
  }
  if (!waits) {
    if (timer_) uv_timer_stop(&timer_->uv);
    return;
  }
  if (!timer_) {
    timer_ = std::make_unique<Timer>();
    uv_timer_init(runtime_.loop().uv(), &timer_->uv);
    timer_->uv.data = this;
  }
  uv_update_time(runtime_.loop().uv());  // c-ares looks at the clock itself
  uv_timer_start(&timer_->uv, OnTimer, nearest, 0);
}

// --- Servers and local addresses. ---

v8::Local<v8::Value> Channel::Servers(v8::Isolate* isolate) {
  v8::LocalVector<v8::Value> result(isolate);
  ares_addr_port_node* servers = nullptr;
  if (ares_get_servers_ports(resolvers_.front(), &servers) != ARES_SUCCESS) return v8::Array::New(isolate);
  for (auto* server = servers; server; server = server->next) {
    char text[INET6_ADDRSTRLEN];
    uv_inet_ntop(server->family, &server->addr, text, sizeof(text));
    result.push_back(bind::NewString(isolate, text));
    result.push_back(v8::Integer::New(isolate, server->udp_port == 0 ? 53 : server->udp_port));
  }
  if (servers) ares_free_data(servers);
  return v8::Array::New(isolate, result.data(), result.size());
}

std::optional<std::string> Channel::SetServers(std::vector<std::string> addresses, std::vector<int32_t> ports) {
  if (active_ > 0) return kPending;
  std::vector<ares_addr_port_node> servers(addresses.size());
  for (size_t i = 0; i < addresses.size(); ++i) {
    auto& server = servers[i];
    server.family = AF_INET;
    if (uv_inet_pton(AF_INET, addresses[i].c_str(), &server.addr) != 0) {
      server.family = AF_INET6;
      if (uv_inet_pton(AF_INET6, addresses[i].c_str(), &server.addr) != 0) return ares_strerror(ARES_EBADSTR);
    }
    server.udp_port = server.tcp_port = i < ports.size() ? ports[i] : 0;
    server.next = i + 1 < servers.size() ? &servers[i + 1] : nullptr;
  }
  for (ares_channel resolver : resolvers_) {
    int status = ares_set_servers_ports(resolver, servers.empty() ? nullptr : servers.data());
    if (status != ARES_SUCCESS) return ares_strerror(status);
  }
  return std::nullopt;
}

bind::Result<void> Channel::SetLocalAddress(std::string first, std::optional<std::string> second) {
  auto fail = [](const char* message) { return bind::Error::Type("ERR_INVALID_ARG_VALUE", message); };
  in_addr v4{};
  in6_addr v6{};
  bool has_v4 = false, has_v6 = false;
  for (const std::string* text : {&first, second ? &*second : nullptr}) {
    if (!text) continue;
    if (uv_inet_pton(AF_INET, text->c_str(), &v4) == 0) {
      if (has_v4) return fail("Cannot specify two IPv4 addresses.");
      has_v4 = true;
    } else if (uv_inet_pton(AF_INET6, text->c_str(), &v6) == 0) {
      if (has_v6) return fail("Cannot specify two IPv6 addresses.");
      has_v6 = true;
    } else {
      return fail("Invalid IP address.");
    }
  }
  for (ares_channel resolver : resolvers_) {
    ares_set_local_ip4(resolver, ntohl(v4.s_addr));
    ares_set_local_ip6(resolver, v6.s6_addr);
  }
  return {};
}

}  // namespace

EDDY_MODULE(dns_channel) {
  Class<Channel>("ChannelWrap")
      .Constructor<Runtime&, int32_t, int32_t, double>()
      .Method<&Channel::Ask>("ask")
      .Method<&Channel::AskForNames>("askForNames")
      .Method<&Channel::Cancel>("cancel")
      .Method<&Channel::Servers>("servers")
      .Method<&Channel::SetServers>("setServers")
      .Method<&Channel::SetLocalAddress>("setLocalAddress");
}

}  // namespace eddy::dns
