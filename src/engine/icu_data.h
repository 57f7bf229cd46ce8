// Where the ICU inside V8 looks for data.
#pragma once

namespace eddy::cli {
class Options;
}

namespace eddy::engine {

// By --icu-data-dir, or NODE_ICU_DATA. What V8 brings along is complete: files there count where it lacks something.
void UseIcuDataOf(const cli::Options& options);

}  // namespace eddy::engine
