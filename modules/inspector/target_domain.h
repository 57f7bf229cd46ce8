// Target, as far as Node has it (--experimental-worker-inspection): workers are targets, and messages to and from them
// are marked with the sessionId of the session that was made by attaching.
#pragma once
#include <memory>
#include <string>

#include "inspector/domain.h"
#include "inspector/json.h"
#include "inspector/worker_sessions.h"

namespace eddy::inspector {

class TargetDomain {
 public:
  explicit TargetDomain(Session& session);
  // False: there is no such method.
  bool Handle(const std::string& method, const json::Object& parameters, Answer* answer);
  // Whether `session_id` is a worker's session, to which the message was sent on.
  bool Forward(const std::string& session_id, const std::string& message);

 private:
  class Face;
  void SetAutoAttach(const json::Object& parameters, Answer* answer);

  bool pauses_ = false;
  std::unique_ptr<WorkerSessions> workers_;  // null: the option is not given
};

}  // namespace eddy::inspector
