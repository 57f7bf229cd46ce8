// The file that trace events are written to: node_trace.1.log, or by --trace-event-file-pattern.
#pragma once
#include <string>
#include <vector>

#include "trace/trace.h"

namespace eddy::cli {
class Options;
}

namespace eddy::trace {

// Begins with the categories of the command line, where it names any. Before V8 is there.
void Begin(const cli::Options& options);

// Records categories to the file, in addition to those that are recorded, and no longer.
void EnableFile(const std::vector<std::string>& categories);
void DisableFile(const std::vector<std::string>& categories);
// The categories that go to the file, sorted, each once.
std::vector<std::string> FileCategories();

// Writes what there is and ends the file. For the end of the process, once; nothing where nothing was recorded.
void Finish();

}  // namespace eddy::trace
