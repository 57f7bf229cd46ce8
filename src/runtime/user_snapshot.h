// User-land start-up snapshots: `eddy --snapshot-blob FILE --build-snapshot ENTRY` runs a program and writes its heap
// to a file, `eddy --snapshot-blob FILE` goes on with it in another process.
#pragma once
#include <functional>
#include <string>

#include "runtime/runtime.h"

namespace eddy {

// All of --build-snapshot and --build-snapshot-config: runs the program, writes the file, and returns the exit code.
// Where that is not 0, what went wrong has been said on stderr.
int BuildSnapshotByOptions(Runtime::Settings settings, const std::vector<std::string>& v8_flags);

// The same for whatever else holds snapshots: gives the bytes of the file.
int BuildSnapshotFile(Runtime::Settings settings, const std::vector<std::string>& v8_flags, std::string* bytes);

// Starts all isolates from the file that --snapshot-blob names, or from `bytes`, which must outlive them. Returns what
// is wrong, for stderr; empty: nothing.
std::string UseSnapshotFile(const std::string& path);
std::string UseSnapshotBytes(std::string_view bytes);

// --- What a Runtime does for it. ---

// Whether the runtime is one whose program's heap becomes a snapshot.
bool BuildsSnapshot(const Runtime::Settings& settings);

// A runtime's inside, once its program has ended, and its companions.
struct RuntimeParts {
  engine::Isolate& isolate;
  std::unique_ptr<bind::Registry>& registry;
  std::unique_ptr<loop::Loop>& loop;
  v8::Global<v8::Context>& context;
  std::function<void()> boot;        // makes the built-in modules once more, in a new context, which `context` then is
  std::function<void()> disconnect;  // lets go of the functions that C++ calls
};

// Turns the heap into a snapshot, for BuildSnapshotFile. Nothing runs any more afterwards. Returns the exit code.
int KeepHeap(const RuntimeParts& parts);

inline constexpr int kSnapshotFailed = 14;  // the exit code, as Node's

// What the process that makes the code cache of a new snapshot does (--build-code-cache): writes it to stdout.
// Returns the exit code.
int WriteCodeCache(Runtime::Settings settings);

}  // namespace eddy
