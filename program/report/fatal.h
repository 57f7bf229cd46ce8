// The report of a fatal error (--report-on-fatalerror, process.report.reportOnFatalError).
#pragma once
#include "engine/fatal.h"

namespace eddy::report {

// Writes a report of this thread, if one is wanted, and returns when it is written. For engine::BeforeDeath.
void WriteOfDeath(const engine::Death& death);

}  // namespace eddy::report
