// NodeWorker: sessions with the inspectors of workers, through this thread's session.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "inspector/domain.h"
#include "inspector/json.h"
#include "inspector/threads.h"

namespace eddy::inspector {

class Session;

class WorkerDomain {
 public:
  explicit WorkerDomain(Session& session);
  ~WorkerDomain();
  // False: there is no such method.
  bool Handle(const std::string& method, const json::Object& parameters, Answer* answer);

 private:
  class Watcher;
  struct Attachment;
  void Enable(bool waits);
  void Disable();

  Session& session_;
  std::shared_ptr<Watcher> watcher_;
};

}  // namespace eddy::inspector
