// Snapshots of the heap and profiles of the processor's time, in the formats of Chrome's DevTools.
#include <fcntl.h>
#include <unistd.h>
#include <uv.h>
#include <v8-profiler.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <deque>

#include "bind/buffer.h"
#include "bind/module.h"
#include "bind/nul.h"
#include "permission/permission.h"
#include "runtime/runtime.h"
#include "worker_threads/thread.h"

namespace eddy {
namespace {

constexpr int kChunkSize = 64 * 1024;

struct DeleteProfile {
  template <class T>
  void operator()(const T* profile) const {
    const_cast<T*>(profile)->Delete();
  }
};
using HeapSnapshot = std::unique_ptr<const v8::HeapSnapshot, DeleteProfile>;
using CpuProfile = std::unique_ptr<v8::CpuProfile, DeleteProfile>;

HeapSnapshot TakeHeapSnapshot(v8::Isolate* isolate, bool internals, bool numbers) {
  using Profiler = v8::HeapProfiler;
  Profiler::HeapSnapshotOptions options;
  if (internals) options.snapshot_mode = Profiler::HeapSnapshotMode::kExposeInternals;
  if (numbers) options.numerics_mode = Profiler::NumericsMode::kExposeNumericValues;
  return HeapSnapshot(isolate->GetHeapProfiler()->TakeHeapSnapshot(options));
}

class FileOutput final : public v8::OutputStream {
 public:
  explicit FileOutput(int fd) : fd_(fd) {}
  int GetChunkSize() override { return kChunkSize; }
  void EndOfStream() override {}
  WriteResult WriteAsciiChunk(char* data, int size) override {
    while (size > 0) {
      ssize_t written = write(fd_, data, static_cast<size_t>(size));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        error_ = -errno;
        return kAbort;
      }
      data += written;
      size -= static_cast<int>(written);
    }
    return kContinue;
  }
  int error() const { return error_; }

 private:
  const int fd_;
  int error_ = 0;
};

class MemoryOutput final : public v8::OutputStream {
 public:
  explicit MemoryOutput(std::deque<bind::OwnedBytes>* chunks) : chunks_(chunks) {}
  int GetChunkSize() override { return kChunkSize; }
  void EndOfStream() override {}
  WriteResult WriteAsciiChunk(char* data, int size) override {
    chunks_->emplace_back(std::string_view(data, static_cast<size_t>(size)));
    return kContinue;
  }

 private:
  std::deque<bind::OwnedBytes>* chunks_;
};

// 0 or a negative errno.
int WriteHeapSnapshot(v8::Isolate* isolate, const std::string& path, bool internals, bool numbers) {
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return -errno;
  FileOutput output(fd);
  TakeHeapSnapshot(isolate, internals, numbers)->Serialize(&output, v8::HeapSnapshot::kJSON);
  int error = close(fd) == 0 ? 0 : -errno;
  return output.error() ? output.error() : error;
}

bind::Result<void> WriteSnapshot(v8::Isolate* isolate, std::string path, bool internals, bool numbers) {
  if (bind::HasNul(path)) return bind::Error::System(UV_EINVAL, "open", path);
  if (auto denial = permission::Denial(permission::Scope::kFileSystemWrite, path)) return *denial;
  if (int error = WriteHeapSnapshot(isolate, path, internals, numbers)) return bind::Error::System(error, "open", path);
  return {};
}

// A snapshot, taken when it is made, handed out in pieces.
class SnapshotReader : public bind::Object<SnapshotReader> {
 public:
  SnapshotReader(v8::Isolate* isolate, bool internals, bool numbers)
      : snapshot_(TakeHeapSnapshot(isolate, internals, numbers)) {}
  // undefined at the end.
  std::optional<bind::OwnedBytes> Next() {
    if (snapshot_) {
      MemoryOutput output(&chunks_);
      snapshot_->Serialize(&output, v8::HeapSnapshot::kJSON);
      snapshot_.reset();
    }
    if (chunks_.empty()) return std::nullopt;
    bind::OwnedBytes first = std::move(chunks_.front());
    chunks_.pop_front();
    return first;
  }

 private:
  HeapSnapshot snapshot_;
  std::deque<bind::OwnedBytes> chunks_;
};

// --- Snapshots when memory is about to run out. ---

// One for each thread, which has one isolate.
struct NearLimit {
  uint32_t left = 0;  // snapshots still to be written
  uint32_t written = 0;
  bool writing = false;
  std::string directory;
};
thread_local NearLimit near_limit;

// What taking a snapshot may need, and what the program gets to go on with until the next.
constexpr size_t kRoomBytes = 64 * 1024 * 1024;

std::string SnapshotPath() {
  std::time_t now = std::time(nullptr);
  std::tm local;
  localtime_r(&now, &local);
  char date[32], path[128];
  std::strftime(date, sizeof(date), "%Y%m%d.%H%M%S", &local);
  auto* thread = Runtime::Of(v8::Isolate::GetCurrent()).settings().thread;
  std::snprintf(path, sizeof(path), "Heap.%s.%d.%d.%03u.heapsnapshot", date, uv_os_getpid(), thread ? thread->id() : 0,
                ++near_limit.written);
  return near_limit.directory.empty() ? path : near_limit.directory + "/" + path;
}

size_t OnNearHeapLimit(void* data, size_t current, size_t initial) {
  auto* isolate = static_cast<v8::Isolate*>(data);
  if (near_limit.writing) return current + kRoomBytes;
  if (near_limit.left == 0) {
    isolate->RemoveNearHeapLimitCallback(OnNearHeapLimit, 0);
    if (auto* thread = Runtime::Of(isolate).settings().thread) {
      return worker::Thread::OnNearHeapLimit(thread, current, initial);
    }
    return initial;
  }
  near_limit.left--;
  near_limit.writing = true;
  std::string path = SnapshotPath();
  bool may_write = permission::WouldAllow(permission::Scope::kFileSystemWrite, path);
  if (may_write && WriteHeapSnapshot(isolate, path, false, false) == 0) {
    std::fprintf(stderr, "Wrote snapshot to %s\n", path.c_str());
  }
  near_limit.writing = false;
  return current + kRoomBytes;
}

// Only the first call counts.
void WriteSnapshotsNearLimit(v8::Isolate* isolate, uint32_t count, std::string directory) {
  if (near_limit.left > 0 || near_limit.written > 0) return;
  near_limit.left = count;
  near_limit.directory = std::move(directory);
  isolate->AddNearHeapLimitCallback(OnNearHeapLimit, isolate);
}

// --- Time. ---

struct DisposeProfiler {
  void operator()(v8::CpuProfiler* profiler) const { profiler->Dispose(); }
};

class CpuProfiling : public bind::Object<CpuProfiling> {
 public:
  explicit CpuProfiling(v8::Isolate* isolate) : profiler_(v8::CpuProfiler::New(isolate)) {
    id_ = profiler_->Start(v8::CpuProfilingOptions()).id;
  }

  ~CpuProfiling() override { Stop(); }

  // The profile as JSON; undefined when it was stopped before.
  std::optional<std::string> Stop() {
    if (!profiler_) return std::nullopt;
    std::string json;
    if (CpuProfile profile{profiler_->Stop(id_)}) {
      std::deque<bind::OwnedBytes> chunks;
      MemoryOutput output(&chunks);
      profile->Serialize(&output, v8::CpuProfile::kJSON);
      for (const auto& chunk : chunks) json.append(chunk.data(), chunk.size());
    }
    profiler_.reset();
    return json;
  }

 private:
  std::unique_ptr<v8::CpuProfiler, DisposeProfiler> profiler_;
  v8::ProfilerId id_ = 0;
};

// --- Memory, by samples of what is allocated. ---

bind::Result<void> StartHeapProfile(v8::Isolate* isolate) {
  if (isolate->GetHeapProfiler()->StartSamplingHeapProfiler()) return {};
  return bind::Error::Plain("ERR_HEAP_PROFILE_HAVE_BEEN_STARTED", "heap profiler have been started");
}

std::string Quoted(v8::Isolate* isolate, v8::Local<v8::String> text) {
  v8::Local<v8::String> json;
  if (!v8::JSON::Stringify(isolate->GetCurrentContext(), text).ToLocal(&json)) return "\"\"";
  return *bind::Convert<std::string>::From(isolate, json);
}

// In the form of the protocol's SamplingHeapProfileNode.
std::string NodeAsJson(v8::Isolate* isolate, const v8::AllocationProfile::Node& node) {
  size_t size = 0;
  for (const auto& allocation : node.allocations) size += allocation.size * allocation.count;
  std::string json = "{\"selfSize\":" + std::to_string(size) + ",\"id\":" + std::to_string(node.node_id) +
                     ",\"callFrame\":{\"scriptId\":\"" + std::to_string(node.script_id) +
                     "\",\"lineNumber\":" + std::to_string(node.line_number - 1) +
                     ",\"columnNumber\":" + std::to_string(node.column_number - 1) +
                     ",\"functionName\":" + Quoted(isolate, node.name) +
                     ",\"url\":" + Quoted(isolate, node.script_name) + "},\"children\":[";
  for (const auto* child : node.children) {
    if (child != node.children.front()) json += ",";
    json += NodeAsJson(isolate, *child);
  }
  return json + "]}";
}

// The profile as JSON; undefined when none was started.
std::optional<std::string> StopHeapProfile(v8::Isolate* isolate) {
  std::unique_ptr<v8::AllocationProfile> profile(isolate->GetHeapProfiler()->GetAllocationProfile());
  if (!profile) return std::nullopt;
  std::string json = "{\"head\":" + NodeAsJson(isolate, *profile->GetRootNode()) + ",\"samples\":[";
  for (const auto& sample : profile->GetSamples()) {
    if (json.back() != '[') json += ",";
    json += "{\"size\":" + std::to_string(sample.size * sample.count) +
            ",\"nodeId\":" + std::to_string(sample.node_id) + ",\"ordinal\":" + std::to_string(sample.sample_id) + "}";
  }
  isolate->GetHeapProfiler()->StopSamplingHeapProfiler();
  return json + "]}";
}

}  // namespace

EDDY_MODULE(profiles) {
  Function<StartHeapProfile>("startHeapProfile");
  Function<StopHeapProfile>("stopHeapProfile");
  Function<WriteSnapshot>("writeHeapSnapshot");
  Function<WriteSnapshotsNearLimit>("writeSnapshotsNearLimit");
  Class<SnapshotReader>("SnapshotReader").Constructor<v8::Isolate*, bool, bool>().Method<&SnapshotReader::Next>("next");
  Class<CpuProfiling>("CpuProfiling").Constructor<v8::Isolate*>().Method<&CpuProfiling::Stop>("stop");
}

}  // namespace eddy
