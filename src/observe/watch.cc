#include "observe/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstring>

#include "bind/convert.h"
#include "loop/callback_scope.h"
#include "loop/handle.h"
#include "loop/output.h"
#include "loop/request.h"
#include "observe/jobs.h"
#include "observe/kinds.h"
#include "observe/latin1.h"
#include "observe/quick_clock.h"
#include "observe/watchdog.h"
#include "runtime/milestones.h"
#include "runtime/runtime.h"

namespace eddy::observe {
namespace {

constexpr double kNsInMs = 1e6;
constexpr uint64_t kMinuteNs = 60'000'000'000;
constexpr uint64_t kEndlessNs = 1'000'000'000;  // a callback that long is reported while it lasts
constexpr size_t kSitesAtMost = 1000;

thread_local Watch* current;

double Ms(uint64_t ns) { return static_cast<double>(ns) / kNsInMs; }

// The processor time of this thread.
uint64_t ThreadTime() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

double WallClock() {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

double SinceOrigin(uint64_t ns) { return Ms(ns) - Ms(milestones[static_cast<int>(Milestone::kTimeOrigin)]); }

std::string AddressText(const sockaddr_storage& address) {
  char host[64] = "";
  bool is_v6 = address.ss_family == AF_INET6;
  auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (uv_ip_name(generic, host, sizeof host) != 0) return {};
  uint16_t port = ntohs(is_v6 ? reinterpret_cast<const sockaddr_in6*>(generic)->sin6_port
                              : reinterpret_cast<const sockaddr_in*>(generic)->sin_port);
  return (is_v6 ? "[" + std::string(host) + "]" : host) + ":" + std::to_string(port);
}

// "127.0.0.1:51544 -> 127.0.0.1:8080", of a connected socket.
std::string Addresses(uv_handle_t* handle) {
  if (handle->type != UV_TCP || uv_is_closing(handle)) return {};
  auto* tcp = reinterpret_cast<uv_tcp_t*>(handle);
  sockaddr_storage peer{}, own{};
  int peer_size = sizeof peer, own_size = sizeof own;
  if (uv_tcp_getpeername(tcp, reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0) return {};
  if (uv_tcp_getsockname(tcp, reinterpret_cast<sockaddr*>(&own), &own_size) != 0) return {};
  std::string from = AddressText(peer), to = AddressText(own);
  return from.empty() || to.empty() ? "" : from + " -> " + to;
}

// How many of the loop's descriptors have something to read. Asks by poll(): epoll's edges are the loop's to see.
int CountReadable(uv_loop_t* loop) {
  std::vector<pollfd> descriptors;
  auto collect = [](uv_handle_t* handle, void* list) {
    bool is_read =
        handle->type == UV_TCP || handle->type == UV_NAMED_PIPE || handle->type == UV_UDP || handle->type == UV_TTY;
    uv_os_fd_t fd;
    if (!is_read || !uv_is_active(handle) || uv_is_closing(handle) || uv_fileno(handle, &fd) != 0) return;
    static_cast<std::vector<pollfd>*>(list)->push_back({fd, POLLIN, 0});
  };
  uv_walk(loop, collect, &descriptors);
  if (descriptors.empty() || poll(descriptors.data(), descriptors.size(), 0) <= 0) return 0;
  return static_cast<int>(std::ranges::count_if(descriptors, [](pollfd& one) { return one.revents & POLLIN; }));
}

}  // namespace

// Has the listener called in a turn of its own, behind the callback that was reported.
class Watch::Notice final : public loop::Mailbox::Recipient {
 public:
  explicit Notice(Watch* watch) : watch_(watch) {}
  void Forget() { watch_ = nullptr; }
  void Deliver() override {
    if (!watch_ || watch_->listener_.IsEmpty()) return;
    v8::Isolate* isolate = watch_->isolate_;
    v8::HandleScope handles(isolate);
    for (auto& json : std::exchange(watch_->unread_, {})) {
      if (watch_->listener_.IsEmpty() || watch_->runtime_.stopping()) return;
      loop::CallbackScope scope(watch_->runtime_);
      watch_->NoteKind("loop report", nullptr);
      scope.Call(watch_->listener_, bind::NewString(isolate, json).As<v8::Value>()).IsEmpty();
    }
  }

 private:
  Watch* watch_;
};

Watch* Watch::Of() { return current; }

Watch::Watch(Runtime& runtime, const Settings& settings, v8::Local<v8::Function> due_timers)
    : runtime_(runtime),
      isolate_(runtime.isolate()),
      settings_(settings),
      limit_ns_(static_cast<uint64_t>(settings.limit_ms * kNsInMs)),
      sampler_(std::make_unique<Sampler>(isolate_)),
      due_timers_(isolate_, due_timers),
      notice_(std::make_shared<Notice>(this)),
      loop_runs_(runtime.loop_began_ms() >= 0) {
  std::string path = "/proc/self/task/" + std::to_string(syscall(SYS_gettid)) + "/schedstat";
  statistics_fd_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  NoteRunDelay(uv_hrtime());
  isolate_->AddGCPrologueCallback(OnCollectionBegin, this);
  isolate_->AddGCEpilogueCallback(OnCollectionEnd, this);
  current = this;
  AddListener(runtime, this);
  Watchdog::Get().Add(this);
}

Watch::~Watch() { End(); }

void Watch::End() {
  if (std::exchange(ended_, true)) return;
  WriteRest();
  Watchdog::Get().Remove(this);
  CountJobs(false);
  RemoveListener(runtime_, this);
  isolate_->RemoveGCPrologueCallback(OnCollectionBegin, this);
  isolate_->RemoveGCEpilogueCallback(OnCollectionEnd, this);
  notice_->Forget();
  sampler_.reset();
  due_timers_.Reset();
  listener_.Reset();
  if (statistics_fd_ >= 0) close(statistics_fd_);
  current = nullptr;
}

void Watch::SetListener(v8::Local<v8::Function> listener) { listener_.Reset(isolate_, listener); }

// --- What the loop does. ---

void Watch::Begin(const char* kind, uint64_t now) {
  running_ = {};
  stacks_.clear();
  seen_.Clear();
  running_.begin_ns = now;
  running_.processor_ns = ProcessorTimeAt(now);
  running_.ticks_before = runtime_.state(State::kTicksRun);
  running_.jobs_before = JobsRun();
  kind_.store(kind, std::memory_order_relaxed);
  begin_ns_.store(now, std::memory_order_release);
}

void Watch::CallbackBegin(uint64_t now) {
  if (loop_runs_) Begin("", now);
}

void Watch::CallbackEnd(uint64_t now) {
  if (running_.begin_ns == 0) return;
  Finish(now);
  begin_ns_.store(0, std::memory_order_release);
  running_.begin_ns = 0;
}

void Watch::NextCallback(Step step, double due_ms, v8::Local<v8::Value>, uint32_t) {
  if (running_.begin_ns == 0) return;
  if (!running_.is_fresh) {
    Finish(QuickNow());
    Begin("", QuickNow());  // what a report of the one before takes is nobody's time
  }
  running_.is_fresh = false;
  kind_.store(step == Step::kTimer ? "timer" : "immediate", std::memory_order_relaxed);
  if (due_ms > 0) running_.late_ms = static_cast<double>(runtime_.loop().now()) - due_ms;
}

void Watch::NoteKind(const char* kind, const loop::Resource* resource) {
  if (running_.begin_ns == 0 || running_.resource || *kind_.load(std::memory_order_relaxed))
    return;  // the outermost counts
  running_.resource = resource;
  if (resource) running_.resource_kind = resource->kind();
  kind_.store(kind ? kind : "", std::memory_order_relaxed);
}

void Watch::NoteRun(bool runs) {
  loop_runs_ = runs;
  if (runs) NoteRunDelay(uv_hrtime());
}

void Watch::NoteDrain() {
  if (running_.begin_ns != 0) running_.drain_ns = QuickNow();
}

void Watch::NoteRequest(std::string_view what) {
  running_.request_size = std::min(what.size(), sizeof request_);
  memcpy(request_, what.data(), running_.request_size);
}

void Watch::Finish(uint64_t now) {
  if (now - running_.begin_ns >= limit_ns_) OnBlocked(now);
  if (counts_jobs_) CountJobs(false);
}

// --- Reports. ---

void Watch::OnBlocked(uint64_t now) {
  v8::HandleScope handles(isolate_);
  uint64_t preempted = TakenByOthers(now);
  if (now - running_.begin_ns < limit_ns_ + preempted) return;  // the machine was busy, not the callback
  uint64_t own = OwnTime();                                     // before the report is composed, which takes time, too
  BlockReport report = Compose(now, false);
  if (!IsKnown(report, own)) return;
  report.preempted_ms = Ms(preempted);
  report.waiting = CountWaiting(true);
  Publish(std::move(report), now);
}

// Whether it is known that the callback itself took that time. A thread that waits for a page of memory, that was
// stopped, or that stands still with its machine, neither computes nor is sampled: of such a time nobody can say that
// the program spent it, unless it asked for a file or a child and the watchdog, which stands still with the process,
// saw it wait. What was never sampled is not known at all.
bool Watch::IsKnown(const BlockReport& report, uint64_t own_ns) {
  if (report.culprit.samples < 0.5) return false;
  double sampled_ns = report.culprit.samples * Sampler::kIntervalMs * kNsInMs;
  if (own_ns >= limit_ns_ || sampled_ns >= static_cast<double>(limit_ns_)) return true;
  const auto& work = report.culprit.work;
  if (work.empty() || !work.front().kind.starts_with("synchronous")) return false;
  return witnessed_begin_ns_ == running_.begin_ns && witnessed_ns_ >= limit_ns_ / 2;
}

BlockReport Watch::Compose(uint64_t now, bool goes_on) {
  TakeSamples();
  BlockReport report;
  report.pid = getpid();
  report.thread = settings_.thread;
  report.time = WallClock();
  report.start_ms = SinceOrigin(running_.begin_ns);
  report.duration_ms = Ms(now - running_.begin_ns);
  report.late_ms = running_.late_ms;
  report.goes_on = goes_on;
  report.phase = loop::PhaseName(phase_);
  report.turn = runtime_.loop().turn();
  report.kind = kind_.load(std::memory_order_relaxed);
  report.detail = DetailOf();
  report.kind =
      report.kind.empty() ? InWords(running_.resource_kind) : WithTransport(report.kind, running_.resource_kind);
  if (const auto* resource = LivingResource()) {
    std::string addresses;
    if (resource->type() == loop::Resource::Type::kHandle) {
      auto* handle = static_cast<const loop::HandleBase*>(resource);
      if (handle->open()) addresses = Addresses(handle->uv_handle());
    }
    if (!addresses.empty()) report.detail += (report.detail.empty() ? "" : "   ") + ("(" + addresses + ")");
  }
  if (running_.request_size > 0) report.kind = "http request";
  if (report.kind.empty()) report.kind = "callback";
  report.culprit = FindCulprit(stacks_, seen_.all());
  if (running_.drain_ns != 0) report.draining_ms = Ms(now - running_.drain_ns);
  report.jobs = JobsRun() - running_.jobs_before;
  // The counter wraps around.
  report.ticks = static_cast<uint32_t>(runtime_.state(State::kTicksRun)) - static_cast<uint32_t>(running_.ticks_before);
  report.collections = running_.collections;
  report.collections_ms = running_.collections_ms;
  return report;
}

// The callback may have ended what it was called for.
const loop::Resource* Watch::LivingResource() {
  for (auto* resource = runtime_.loop().resources(); resource; resource = resource->next()) {
    if (resource == running_.resource) return resource;
  }
  return nullptr;
}

std::string Watch::DetailOf() {
  if (running_.request_size > 0) return Utf8OfLatin1(std::string(request_, running_.request_size));
  return running_.late_ms < 1 ? "" : "due " + Duration(running_.late_ms) + " before";
}

Waiting Watch::CountWaiting(bool asks_timers) {
  Waiting waiting;
  loop::Loop& loop = runtime_.loop();
  waiting.reads = CountReadable(loop.uv());
  waiting.results = CountResults(&loop);
  waiting.immediates = std::max(0, runtime_.state(State::kImmediates));
  if (!asks_timers) return waiting;
  v8::TryCatch try_catch(isolate_);
  v8::Local<v8::Value> answer, count, oldest;
  auto context = runtime_.context();
  if (!due_timers_.Get(isolate_)->Call(context, v8::Undefined(isolate_), 0, nullptr).ToLocal(&answer)) return waiting;
  auto list = answer.As<v8::Array>();
  if (!list->Get(context, 0).ToLocal(&count) || !list->Get(context, 1).ToLocal(&oldest)) return waiting;
  waiting.timers = count->Int32Value(context).FromMaybe(0);
  waiting.oldest_timer_ms = oldest->NumberValue(context).FromMaybe(0);
  return waiting;
}

// One report a minute of each line is written; the listener gets all.
void Watch::Publish(BlockReport report, uint64_t now) {
  ++reported_;
  if (sites_.size() > kSitesAtMost) sites_.clear();
  std::string name = report.site();
  Site& site = sites_[name];
  site.name = name;
  if (!report.goes_on) site.times.emplace_back(now, report.duration_ms);
  while (!site.times.empty() && now - site.times.front().first > kMinuteNs) site.times.pop_front();
  std::vector<double> durations;
  for (auto& [when, duration] : site.times) durations.push_back(duration);
  std::ranges::sort(durations);
  report.repeated = std::max(1, static_cast<int>(durations.size()));
  report.median_ms = durations.empty() ? report.duration_ms : durations[durations.size() / 2];

  bool is_due = site.written_ns == 0 || now - site.written_ns > kMinuteNs ||
                (report.goes_on && report.duration_ms > 10 * Ms(kEndlessNs));
  if (settings_.writes && is_due) {
    Write(settings_.json ? Json(report) + "\n" : Text(report));
    if (!report.goes_on) site.written_ns = now;
    site.unwritten = 0;
  } else {
    ++site.unwritten;
  }
  if (listener_.IsEmpty()) return;
  unread_.push_back(Json(report));
  auto alarm = runtime_.loop().mailbox().Announce(notice_);
}

void Watch::Write(const std::string& text) {
  loop::Output::WriteTo(settings_.thread == 0 ? &runtime_.loop() : nullptr, STDERR_FILENO, text);
}

// What was not written because the same line had been reported within the minute.
void Watch::WriteRest() {
  for (auto& [name, site] : sites_) {
    int count = std::exchange(site.unwritten, 0);
    if (count == 0 || !settings_.writes || settings_.json) continue;
    std::vector<double> durations;
    for (auto& [when, duration] : site.times) durations.push_back(duration);
    std::ranges::sort(durations);
    double median = durations.empty() ? 0 : durations[durations.size() / 2];
    Write("loop blocked " + std::to_string(count) + (count == 1 ? " more time" : " more times") + " by " + name +
          ", median " + Duration(median) + "  (pid " + std::to_string(getpid()) + ")\n");
  }
}

void Watch::TakeSamples() {
  auto more = sampler_->Take(running_.begin_ns);
  stacks_.insert(stacks_.end(), more.begin(), more.end());
  taken_ns_ = uv_hrtime();
}

std::pair<double, double> Watch::Running() {
  if (running_.begin_ns == 0) return {0, 0};
  constexpr uint64_t kOftenNs = 50'000'000;  // each time it costs a good part of a millisecond
  if (uv_hrtime() > taken_ns_ + kOftenNs) TakeSamples();
  double samples = 0;
  for (auto& stack : stacks_) samples += stack.samples;
  uint64_t now = uv_hrtime();
  return {Ms(now - running_.begin_ns - TakenByOthers(now)), samples};
}

// --- What V8 does meanwhile. ---

void Watch::OnCollectionBegin(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data) {
  auto* self = static_cast<Watch*>(data);
  self->collection_processor_ns_ = ThreadTime();
  self->collection_began_ns_ = uv_hrtime();
}

void Watch::OnCollectionEnd(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* data) {
  auto* self = static_cast<Watch*>(data);
  if (self->collection_began_ns_ == 0) return;
  uint64_t all = uv_hrtime() - std::exchange(self->collection_began_ns_, 0);
  uint64_t own = ThreadTime() - self->collection_processor_ns_;
  ++self->running_.collections;
  self->running_.collections_ms += Ms(all);
  self->running_.collections_waited_ns += all - std::min(all, own);
}

// From when they have run for longer than the limit.
void Watch::CountJobs(bool on) {
  if (counts_jobs_ == on) return;
  counts_jobs_ = on;
  observe::CountJobs(isolate_, on);
}

// --- The watchdog's part. ---

bool Watch::Look(uint64_t now) {
  uint64_t begin = begin_ns_.load(std::memory_order_acquire);
  Witness(now, begin);
  if (begin == 0 || now < begin + limit_ns_ / 2) return false;
  AskForLine(now, begin);
  if (now >= begin + limit_ns_) AskOfLong(now, begin);
  return true;
}

// Between two looks at the same callback it ran. What lies further apart than looks do was no time of its: the
// process was stopped, or its machine.
void Watch::Witness(uint64_t now, uint64_t begin) {
  constexpr uint64_t kApartNs = 25'000'000;
  uint64_t before = std::exchange(looked_ns_, now);
  if (begin == witnessed_begin_ns_) {
    witnessed_ns_ += std::min(now - before, kApartNs);
    return;
  }
  NoteRunDelay(now);
  next_line_ns_ = 0;
  witnessed_ns_ = 0;
  witnessed_begin_ns_ = begin;
}

// Where it is, to begin with at every look, later more and more seldom.
void Watch::AskForLine(uint64_t now, uint64_t begin) {
  if (now < next_line_ns_ || line_open_.exchange(true)) return;
  next_line_ns_ = now + (now - begin) / 50;
  isolate_->RequestInterrupt(
      [](v8::Isolate* isolate, void* data) {
        auto* self = static_cast<Watch*>(data);
        self->line_open_ = false;
        if (!self->ended_ && self->running_.begin_ns != 0) self->seen_.Take(isolate);
      },
      this);
}

void Watch::AskOfLong(uint64_t now, uint64_t begin) {
  if (asked_ns_ != begin) {
    asked_ns_ = begin;
    isolate_->RequestInterrupt(
        [](v8::Isolate*, void* data) {
          auto* self = static_cast<Watch*>(data);
          if (!self->ended_) self->OnOverLimit(self->begin_ns_);
        },
        this);
    next_question_ns_ = begin + std::max(kEndlessNs, 4 * limit_ns_);
    return;
  }
  if (now < next_question_ns_) return;
  if (question_open_.exchange(true)) {
    // It has not come to a place where V8 looks for interrupts since: native code that does not return.
    if (stuck_written_ != begin && now > last_question_ns_ + kEndlessNs) WriteStuck(now, begin);
    return;
  }
  last_question_ns_ = now;
  next_question_ns_ = now + 9 * (now - begin);  // ten times as late each time
  isolate_->RequestInterrupt(
      [](v8::Isolate*, void* data) {
        auto* self = static_cast<Watch*>(data);
        self->question_open_ = false;
        if (!self->ended_) self->OnStillRunning();
      },
      this);
}

void Watch::OnOverLimit(uint64_t begin) {
  if (begin != 0 && running_.drain_ns != 0) CountJobs(true);
}

void Watch::OnStillRunning() {
  uint64_t now = uv_hrtime();
  if (running_.begin_ns == 0) return;
  if (now - running_.begin_ns < kEndlessNs + TakenByOthers(now)) {
    next_question_ns_ = now + kEndlessNs / 4;
    return;
  }
  v8::HandleScope handles(isolate_);
  if (running_.drain_ns != 0) CountJobs(true);
  uint64_t own = OwnTime();
  BlockReport report = Compose(now, true);
  if (!IsKnown(report, own)) {
    next_question_ns_ = now + kEndlessNs / 4;
    return;
  }
  report.waiting = CountWaiting(false);
  Publish(std::move(report), now);
}

void Watch::WriteStuck(uint64_t now, uint64_t begin) {
  stuck_written_ = begin;
  if (!settings_.writes || settings_.json) return;
  std::string kind = kind_.load(std::memory_order_relaxed);
  std::string text = "loop blocked " + Duration(Ms(now - begin)) +
                     " so far, in native code that has not returned  (pid " + std::to_string(getpid()) +
                     ")\n  callback   " + (kind.empty() ? "callback" : kind) +
                     "\n  your code  is named when the native code returns\n";
  loop::Output::WriteTo(nullptr, STDERR_FILENO, text);
}

// How long the thread has waited for a processor since it began: the second number of its schedstat.
static uint64_t ReadRunDelay(int fd) {
  char text[128];
  ssize_t size = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
  if (size <= 0) return 0;
  text[size] = '\0';
  uint64_t ran = 0, waited = 0;
  return sscanf(text, "%" SCNu64 " %" SCNu64, &ran, &waited) == 2 ? waited : 0;
}

void Watch::NoteRunDelay(uint64_t now) {
  constexpr size_t kKept = 64;
  uint64_t delay = ReadRunDelay(statistics_fd_);
  std::lock_guard lock(delays_mutex_);
  delays_.emplace_back(now, delay);
  if (delays_.size() > kKept) delays_.pop_front();
}

// The thread's processor time, at most. To read it costs a system call, hundreds of nanoseconds, which a callback a
// millisecond shall not pay again: since it was read, no more can have passed than by the clock.
uint64_t Watch::ProcessorTimeAt(uint64_t now) {
  constexpr uint64_t kOftenNs = 1'000'000;
  if (now - processor_read_ns_ > kOftenNs) {
    processor_read_ns_ = now;
    processor_ns_ = ThreadTime();
  }
  return processor_ns_ + (now - processor_read_ns_);
}

// What the running callback has computed, at least.
uint64_t Watch::OwnTime() const {
  uint64_t now = ThreadTime();
  return now > running_.processor_ns ? now - running_.processor_ns : 0;
}

// How much of the running callback's time the machine gave to others: the thread waited for a processor, or in a
// collection for V8's threads that help with it, which waited for one.
uint64_t Watch::TakenByOthers(uint64_t now) {
  uint64_t all = now - running_.begin_ns;
  uint64_t own = std::min(all, OwnTime());
  return std::min(all - own, RunDelaySince(running_.begin_ns) + running_.collections_waited_ns);
}

// At most what the thread waited for a processor since `begin`: the watchdog looks every few milliseconds only.
uint64_t Watch::RunDelaySince(uint64_t begin) {
  uint64_t now = ReadRunDelay(statistics_fd_);
  std::lock_guard lock(delays_mutex_);
  for (auto it = delays_.rbegin(); it != delays_.rend(); ++it) {
    if (it->first <= begin) return now > it->second ? now - it->second : 0;
  }
  return 0;
}

}  // namespace eddy::observe
