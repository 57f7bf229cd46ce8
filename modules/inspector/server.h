// What debuggers connect to: discovery over HTTP (/json/list, /json/version, /json/protocol) and one WebSocket
// endpoint, on a thread of its own, so that both work while JavaScript runs, waits or is paused.
#pragma once
#include <uv.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace eddy::inspector {

class Connection;

class Server {
 public:
  struct Settings {
    std::string host;
    int port = 0;
    bool publishes_over_http = true;
    std::string title, url;  // of what is debugged
  };

  // What clients do; called on the server's thread.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void OnConnected(int session) = 0;
    virtual void OnMessage(int session, std::string text) = 0;
    virtual void OnDisconnected(int session) = 0;
  };

  Server(Settings settings, std::shared_ptr<Listener> listener);
  ~Server();  // as Stop
  Server(const Server&) = delete;

  // Resolves, binds and starts the thread. "" or what went wrong, as a line for the user.
  std::string Start();
  // Closes everything, and waits for the thread.
  void Stop();

  // From any thread.
  void Send(int session, std::string text);
  // No further clients; those that are connected stay.
  void StopAccepting();

  int port() const { return port_; }
  std::string url() const;  // ws://host:port/id
  const std::string& id() const { return id_; }
  const Settings& settings() const { return settings_; }

 private:
  friend class Connection;
  using Job = std::function<void()>;
  int Listen(const sockaddr* address);
  void Post(Job job);
  void RunJobs();
  void OnClient();
  void CloseAll();
  void CloseListener();
  bool accepts() const { return listening_; }

  const Settings settings_;
  const std::shared_ptr<Listener> listener_;
  const std::string id_;
  int port_ = 0;
  bool started_ = false;
  uv_loop_t loop_;
  uv_tcp_t socket_;
  bool listening_ = false;
  uv_async_t wake_;
  uv_thread_t thread_;
  std::mutex mutex_;
  std::vector<Job> jobs_;
  // Only touched by the thread.
  std::unordered_map<int, Connection*> sessions_;
  std::vector<Connection*> connections_;
  int last_session_ = 0;
};

}  // namespace eddy::inspector
