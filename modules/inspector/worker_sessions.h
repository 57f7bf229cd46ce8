// Sessions with the inspectors of workers, which a client has through its session with the thread that made them. What
// the client is told of them is a domain's own affair: NodeWorker wraps their messages in its own, Target marks them
// with a session's id.
#pragma once
#include <memory>
#include <string>

#include "inspector/threads.h"

namespace eddy::inspector {

class Session;

class WorkerSessions {
 public:
  // What a domain tells its client; called on the session's thread, while the session is there.
  class Face {
   public:
    virtual ~Face() = default;
    virtual void OnStarted(Session&, const ThreadLink&) {}
    virtual void OnAttached(Session& session, const ThreadLink& worker, const std::string& id, bool waits) = 0;
    virtual void OnMessage(Session& session, const std::string& id, std::string message) = 0;
    virtual void OnDetached(Session& session, const ThreadLink& worker, const std::string& id) = 0;
  };
  struct Policy {
    bool attaches = true;  // to each worker that starts
    bool waits = false;    // each worker, before its program runs, until a client lets it run
    bool pauses = false;   // who has waited, at the first statement of its program
  };

  // Watches the workers of the session's thread from now on.
  WorkerSessions(Session& session, std::unique_ptr<Face> face, Policy policy);
  ~WorkerSessions();

  void SetPolicy(Policy policy);
  // To the workers that run already, or wait, and are not attached to yet.
  void AttachToAll();
  bool Has(const std::string& id) const;
  void Send(const std::string& id, std::string message);
  // Who waited for this client waits no longer.
  void Detach(const std::string& id);
  void DetachAll();

 private:
  class Watcher;
  const std::shared_ptr<Watcher> watcher_;
  Session& session_;
};

}  // namespace eddy::inspector
