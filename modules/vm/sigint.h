// SIGINT, while scripts run that it ends (breakOnSigint).
#pragma once
#include <memory>

#include "vm/running_script.h"

namespace eddy::vm {

// Until EndsOnSigint is destroyed, SIGINT ends the script; the process's other handlers of the signal do not run. Of
// several such scripts, in this thread or others, a signal ends the one that began last.
class EndsOnSigint {
 public:
  explicit EndsOnSigint(std::shared_ptr<RunningScript> script);
  // The script has to be over.
  ~EndsOnSigint();
  EndsOnSigint(const EndsOnSigint&) = delete;
  EndsOnSigint& operator=(const EndsOnSigint&) = delete;

 private:
  const std::shared_ptr<RunningScript> script_;
};

}  // namespace eddy::vm
