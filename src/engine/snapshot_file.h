// The file that --build-snapshot writes and --snapshot-blob reads: a head that says what it was made by, V8's
// snapshot, and the code cache of the built-in files that goes with it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "v8.h"

namespace eddy::engine {

// The contexts in a snapshot. Only that of a program has the second.
enum SnapshotContext { kBuiltinContext, kUserContext };

struct SnapshotFile {
  std::string_view snapshot;
  std::string_view code_cache;  // empty: none, built-in files that are not in the snapshot are compiled when required
};

// Notes the flags of V8's that this process was given, which are part of what a file fits to: but for those that change
// nothing in a heap.
void NoteFlags(const std::vector<std::string>& flags);

std::string WriteSnapshotFile(const SnapshotFile& parts);

// Reads `bytes`, which the parts in `file` are views of. Returns what is wrong with them, or an empty string: they were
// made by another version, for another machine, with V8's flags set otherwise, or are not what was written.
std::string ReadSnapshotFile(std::string_view bytes, SnapshotFile* file);

// A sum of `bytes` that differs when they do: no secret goes into it, it is no protection against malice.
uint64_t Checksum(std::string_view bytes);

// Uses `file` for every isolate from now on in place of what the program has linked in. The bytes must outlive them.
void StartFrom(const SnapshotFile& file);
// The code cache that goes with a snapshot that StartFromSnapshot was given; empty: none.
void UseCodeCache(std::string_view code_cache);
// The code caches of all built-in files, in the form that is linked in. Empty when one does not compile; the exception
// is then pending.
std::string CodeCacheOfAllBuiltins(v8::Local<v8::Context> context);
// Whether a program's snapshot is in use.
bool StartsFromUserSnapshot();

}  // namespace eddy::engine
