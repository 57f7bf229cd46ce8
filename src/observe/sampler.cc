// V8 gives a profile only as a whole, when it is stopped: so one profile follows the other, each a period of samples.
#include "observe/sampler.h"

#include <uv.h>

#include <algorithm>
#include <map>

namespace eddy::observe {
namespace {

constexpr uint64_t kOldNs = 2'000'000'000;

// Lines of a node's own samples: of each its share. V8 has lines for a whole profile, not for each sample.
std::vector<std::pair<int, double>> OwnLines(const v8::CpuProfileNode* node) {
  std::vector<v8::CpuProfileNode::LineTick> ticks(node->GetHitLineCount());
  std::vector<std::pair<int, double>> lines;
  if (ticks.empty() || !node->GetLineTicks(ticks.data(), static_cast<unsigned>(ticks.size()))) return {{0, 1}};
  double all = 0;
  for (const auto& tick : ticks) all += tick.hit_count;
  for (const auto& tick : ticks) lines.emplace_back(tick.line, tick.hit_count / all);
  return lines;
}

// As V8 knows a node: its line is the one that its caller was at.
Frame FrameOf(const v8::CpuProfileNode* node) {
  Frame frame;
  frame.function = node->GetFunctionNameStr();
  frame.file = node->GetScriptResourceNameStr();
  frame.begins_column = node->GetColumnNumber();
  return frame;
}

std::vector<Frame> FramesTo(const v8::CpuProfileNode* leaf, int line) {
  std::vector<Frame> frames;
  int called_from = line;
  const char* calls = "";
  for (const auto* node = leaf; node && node->GetParent(); node = node->GetParent()) {
    Frame frame = FrameOf(node);
    frame.line = called_from;
    frame.calls = calls;
    called_from = node->GetLineNumber();
    calls = node->GetSourceType() == v8::CpuProfileNode::kCallback ? node->GetFunctionNameStr() : "";
    frames.push_back(std::move(frame));
  }
  std::reverse(frames.begin(), frames.end());
  return frames;
}

}  // namespace

Sampler::Sampler(v8::Isolate* isolate) : profiler_(v8::CpuProfiler::New(isolate, v8::kDebugNaming, v8::kEagerLogging)) {
  profiler_->SetSamplingInterval(kIntervalMs * 1000);
  StartPeriod();
}

Sampler::~Sampler() {
  if (auto* profile = EndPeriod()) profile->Delete();
  profiler_->Dispose();
}

void Sampler::StartPeriod() {
  v8::CpuProfilingOptions options(v8::kCallerLineNumbers);
  period_ = profiler_->Start(std::move(options)).id;
  period_began_ns_ = uv_hrtime();
}

v8::CpuProfile* Sampler::EndPeriod() { return profiler_->Stop(period_); }

std::vector<Stack> Sampler::Take(uint64_t begin_ns) {
  v8::ProfilerId ended = period_;
  StartPeriod();
  v8::CpuProfile* profile = profiler_->Stop(ended);
  std::vector<Stack> stacks;
  if (!profile) return stacks;
  std::map<std::pair<const v8::CpuProfileNode*, v8::StateTag>, int> counts;
  for (int i = 0; i < profile->GetSamplesCount(); ++i) {
    if (profile->GetSampleTimestamp(i) * 1000 < static_cast<int64_t>(begin_ns)) continue;
    ++counts[{profile->GetSample(i), profile->GetSampleState(i)}];
  }
  for (auto& [key, count] : counts) {
    auto [node, state] = key;
    for (auto [line, share] : OwnLines(node)) stacks.push_back({FramesTo(node, line), count * share, state});
  }
  profile->Delete();
  return stacks;
}

void Sampler::ForgetOld(uint64_t now_ns) {
  if (now_ns - period_began_ns_ < kOldNs) return;
  v8::ProfilerId ended = period_;
  StartPeriod();
  if (auto* profile = profiler_->Stop(ended)) profile->Delete();
}

}  // namespace eddy::observe
