// NodeTracing: trace events (src/trace) for this session's client.
#pragma once
#include <memory>
#include <string>

#include "inspector/domain.h"
#include "inspector/json.h"

namespace eddy::inspector {

class Session;

class TracingDomain {
 public:
  explicit TracingDomain(Session& session);
  ~TracingDomain();
  // False: there is no such method.
  bool Handle(const std::string& method, const json::Object& parameters, Answer* answer);

 private:
  class Collector;
  void Start(const json::Object& parameters, Answer* answer);
  void Stop();
  void UpdateSources();

  Session& session_;
  std::unique_ptr<Collector> collector_;  // while it records
};

}  // namespace eddy::inspector
