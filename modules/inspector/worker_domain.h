// NodeWorker: sessions with the inspectors of workers; their messages travel in messages of this thread's session.
#pragma once
#include <memory>
#include <string>

#include "inspector/domain.h"
#include "inspector/json.h"
#include "inspector/worker_sessions.h"

namespace eddy::inspector {

class WorkerDomain {
 public:
  explicit WorkerDomain(Session& session) : session_(session) {}
  // False: there is no such method.
  bool Handle(const std::string& method, const json::Object& parameters, Answer* answer);

 private:
  class Face;
  void Enable(bool waits);

  Session& session_;
  std::unique_ptr<WorkerSessions> workers_;  // while it is enabled
};

}  // namespace eddy::inspector
