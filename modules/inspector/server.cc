// The server's thread, its listening socket, and the way to it from other threads.
#include "inspector/server.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/check.h"
#include "inspector/connection.h"
#include "inspector/host.h"

namespace eddy::inspector {
namespace {

// A random UUID (version 4): whoever does not know it cannot connect.
std::string NewId() {
  std::array<unsigned char, 16> bytes;
  CHECK(uv_random(nullptr, nullptr, bytes.data(), bytes.size(), 0, nullptr) == 0);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  std::string id;
  for (size_t i = 0; i < bytes.size(); ++i) {
    constexpr char kHex[] = "0123456789abcdef";
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += {kHex[bytes[i] >> 4], kHex[bytes[i] & 15]};
  }
  return id;
}

}  // namespace

Server::Server(Settings settings, std::shared_ptr<Listener> listener)
    : settings_(std::move(settings)), listener_(std::move(listener)), id_(NewId()) {}

Server::~Server() { Stop(); }

std::string Server::url() const { return "ws://" + HostAndPort(settings_.host, port_) + "/" + id_; }

int Server::Listen(const sockaddr* address) {
  uv_tcp_init(&loop_, &socket_);
  socket_.data = this;
  int error = uv_tcp_bind(&socket_, address, 0);
  auto on_client = [](uv_stream_t* stream, int status) {
    if (status == 0) static_cast<Server*>(stream->data)->OnClient();
  };
  if (error == 0) error = uv_listen(reinterpret_cast<uv_stream_t*>(&socket_), 511, on_client);
  sockaddr_storage bound;
  int size = sizeof(bound);
  if (error == 0) error = uv_tcp_getsockname(&socket_, reinterpret_cast<sockaddr*>(&bound), &size);
  if (error != 0) return error;
  bool is_v6 = bound.ss_family == AF_INET6;
  port_ = ntohs(is_v6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                      : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
  listening_ = true;
  return 0;
}

std::string Server::Start() {
  CHECK(uv_loop_init(&loop_) == 0);
  uv_getaddrinfo_t lookup;
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  int error =
      uv_getaddrinfo(&loop_, &lookup, nullptr, settings_.host.c_str(), std::to_string(settings_.port).c_str(), &hints);
  if (error != 0) {
    uv_loop_close(&loop_);
    return "Unable to resolve \"" + settings_.host + "\": " + uv_strerror(error);
  }
  error = Listen(lookup.addrinfo->ai_addr);
  uv_freeaddrinfo(lookup.addrinfo);
  if (error != 0) {
    uv_close(reinterpret_cast<uv_handle_t*>(&socket_), nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
    return "Starting inspector on " + HostAndPort(settings_.host, settings_.port) + " failed: " + uv_strerror(error);
  }
  CHECK(uv_async_init(&loop_, &wake_, [](uv_async_t* wake) { static_cast<Server*>(wake->data)->RunJobs(); }) == 0);
  wake_.data = this;
  auto body = [](void* server) { uv_run(&static_cast<Server*>(server)->loop_, UV_RUN_DEFAULT); };
  CHECK(uv_thread_create(&thread_, body, this) == 0);
  started_ = true;
  return "";
}

void Server::Stop() {
  if (!started_) return;
  started_ = false;
  Post([this] { CloseAll(); });
  uv_thread_join(&thread_);
  uv_loop_close(&loop_);
}

void Server::CloseListener() {
  if (!listening_) return;
  listening_ = false;
  uv_close(reinterpret_cast<uv_handle_t*>(&socket_), nullptr);
}

void Server::CloseAll() {
  CloseListener();
  while (!connections_.empty()) connections_.back()->Close();
  uv_close(reinterpret_cast<uv_handle_t*>(&wake_), nullptr);
}

void Server::StopAccepting() {
  Post([this] { CloseListener(); });
}

void Server::Send(int session, std::string text) {
  Post([this, session, text = std::move(text)] {
    auto found = sessions_.find(session);
    if (found != sessions_.end()) found->second->SendText(text);
  });
}

void Server::Post(Job job) {
  std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  uv_async_send(&wake_);
}

void Server::RunJobs() {
  std::vector<Job> jobs;
  {
    std::lock_guard lock(mutex_);
    jobs.swap(jobs_);
  }
  for (auto& job : jobs) job();
}

void Server::OnClient() { Connection::Accept(*this, reinterpret_cast<uv_stream_t*>(&socket_)); }

}  // namespace eddy::inspector
