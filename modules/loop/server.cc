// The thread that answers. One question a connection, a line of words:
//   why, why-json          what keeps the main thread's loop
//   records PERIOD         what is new in the rings of all threads, as lines of JSON, every PERIOD milliseconds
//   trace TIME             what is recorded from now on until TIME milliseconds have passed, as Perfetto reads it
// It reads the rings by itself; only `why`, and the begin of the recording, are the loops' threads' affair, and come
// while JavaScript runs, too.
#include "loop/server.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "bind/convert.h"
#include "inspector/threads.h"
#include "loop/mailbox.h"
#include "observe/copy_json.h"
#include "observe/perfetto.h"
#include "observe/recorder.h"
#include "runtime/ending.h"
#include "runtime/require.h"
#include "runtime/runtime.h"
#include "runtime/version.h"

// Who wants to ask a process reads this in its executable first: a signal would end one that is not eddy.
asm(R"(
  .pushsection .note.eddy, "a", %note
  .balign 4
  .long 5, 2f - 1f, 1
  .asciz "eddy"
  .balign 4
1: .asciz "loop 1 )" EDDY_VERSION R"("
2: .balign 4
  .popsection
)");

namespace eddy::loop_questions {
namespace {

static_assert(kProtocol == 1);  // it stands in the note above

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kStaysNs = 3'000 * kMs;      // behind the last connection
constexpr uint64_t kPatienceNs = 10'000 * kMs;  // with a client that reads nothing, or asks nothing
constexpr uint64_t kAnswersInNs = 3'000 * kMs;  // the thread that was asked
constexpr size_t kMostClients = 256, kMostQuestion = 256, kMostWaiting = 8 << 20, kMostRows = 2000;

// Calls a function of loop/recording on the thread it is called on: within its JavaScript, or in its loop.
std::string CallRecording(const char* function_name, const char* argument = "") {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  Runtime& runtime = Runtime::Of(isolate);
  v8::HandleScope handles(isolate);
  auto context = runtime.context();
  v8::Context::Scope scope(context);
  v8::TryCatch ignored(isolate);
  v8::Local<v8::Value> exports, function, result;
  if (!RequireBuiltin(runtime, "loop/recording").ToLocal(&exports) || !exports->IsObject()) return {};
  auto name = bind::NewString(isolate, function_name);
  if (!exports.As<v8::Object>()->Get(context, name).ToLocal(&function) || !function->IsFunction()) return {};
  v8::Local<v8::Value> arguments[] = {bind::NewString(isolate, argument)};
  auto called = function.As<v8::Function>()->Call(context, v8::Undefined(isolate), 1, arguments);
  if (!called.ToLocal(&result) || !result->IsString()) return {};
  v8::String::Utf8Value text(isolate, result);
  return {*text, static_cast<size_t>(text.length())};
}

// An answer that a loop's thread gives when it comes to it.
class Answer {
 public:
  void Give(std::string text, int wake) {
    {
      std::lock_guard lock(mutex_);
      text_ = std::move(text);
    }
    uint64_t one = 1;
    (void)!write(wake, &one, sizeof one);
  }
  std::optional<std::string> Take() {
    std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::optional<std::string> text_;
};

// Stops the recording where no callback runs: the listeners of the loop are not called then.
class StopRecording final : public loop::Mailbox::Recipient {
  void Deliver() override { CallRecording("stopAsked"); }
};

struct Client {
  enum class Kind { kNew, kWhy, kRecords, kTrace };
  explicit Client(int fd, uint64_t now) : fd(fd), moved_ns(now) {}
  ~Client() { close(fd); }
  Client(const Client&) = delete;

  const int fd;
  Kind kind = Kind::kNew;
  std::string question, waiting;  // what was read, what is to be written
  uint64_t moved_ns;              // when it last read or wrote something
  uint64_t asked_ns = 0, next_ns = 0, period_ns = 0, until_ns = 0;
  bool ends = false;  // once all is written
  std::shared_ptr<Answer> answer;
  std::map<std::shared_ptr<observe::Ring>, uint64_t> read;  // of each ring, the number of the next record
  std::unique_ptr<observe::PerfettoTrace> trace;
};

class Server {
 public:
  explicit Server(int listening, int wake) : listening_(listening), wake_(wake) {}

  void Run() {
    uint64_t last_ns = uv_hrtime();
    while (true) {
      Wait();
      uint64_t now = uv_hrtime();
      Accept(now);
      for (auto& client : clients_) Serve(*client, now);
      std::erase_if(clients_, [&](auto& client) { return IsOver(*client, now); });
      if (!clients_.empty()) last_ns = now;
      if (now - last_ns > kStaysNs) return;
    }
  }

  void StopRecordings() {
    if (!records_) return;
    for (auto& link : inspector::threads::List()) {
      link->queue->Post([] {
        Runtime& runtime = Runtime::Of(v8::Isolate::GetCurrent());
        auto alarm = runtime.loop().mailbox().Announce(std::make_shared<StopRecording>());
      });
    }
  }

 private:
  void Wait() {
    std::vector<pollfd> all{{listening_, POLLIN, 0}, {wake_, POLLIN, 0}};
    uint64_t now = uv_hrtime(), next = now + 500 * kMs;
    for (auto& client : clients_) {
      short events = client->kind == Client::Kind::kNew ? POLLIN : 0;  // POLLHUP comes by itself
      if (!client->waiting.empty()) events |= POLLOUT;
      all.push_back({client->fd, events, 0});
      if (client->next_ns != 0) next = std::min(next, client->next_ns);
    }
    poll(all.data(), all.size(), static_cast<int>(next > now ? (next - now) / kMs + 1 : 0));
    uint64_t count;
    while (read(wake_, &count, sizeof count) < 0 && errno == EINTR) continue;
    for (size_t i = 2; i < all.size(); ++i) {
      if (all[i].revents & (POLLHUP | POLLERR))
        clients_[i - 2]->kind = Client::Kind::kNew, clients_[i - 2]->moved_ns = 0;
    }
  }

  void Accept(uint64_t now) {
    int fd;
    while ((fd = accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
      ucred peer{};
      socklen_t size = sizeof peer;
      bool is_known = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
      bool may_ask = is_known && (peer.uid == geteuid() || peer.uid == 0);
      auto client = std::make_unique<Client>(fd, now);
      if (!may_ask) continue;
      // Those that hang leave no room for others otherwise.
      if (clients_.size() >= kMostClients) clients_.erase(std::ranges::min_element(clients_, {}, MovedNs));
      client->waiting = "eddy-loop " + std::to_string(kProtocol) + " " EDDY_VERSION "\n";
      clients_.push_back(std::move(client));
    }
  }

  static uint64_t MovedNs(const std::unique_ptr<Client>& client) { return client->moved_ns; }

  void Serve(Client& client, uint64_t now) {
    if (client.kind == Client::Kind::kNew) Read(client, now);
    switch (client.kind) {
      case Client::Kind::kNew: break;
      case Client::Kind::kWhy: ServeWhy(client, now); break;
      case Client::Kind::kRecords: ServeRecords(client, now); break;
      case Client::Kind::kTrace: ServeTrace(client, now); break;
    }
    Write(client, now);
  }

  void Read(Client& client, uint64_t now) {
    if (client.moved_ns == 0) return;  // hung up
    char text[kMostQuestion];
    ssize_t count = recv(client.fd, text, sizeof text, 0);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) client.moved_ns = 0;
    if (count <= 0) return;
    client.moved_ns = now;
    client.question.append(text, static_cast<size_t>(count));
    size_t end = client.question.find('\n');
    if (end != std::string::npos) return Ask(client, client.question.substr(0, end), now);
    if (client.question.size() > kMostQuestion) client.moved_ns = 0;
  }

  void Ask(Client& client, const std::string& question, uint64_t now) {
    std::string what = question.substr(0, question.find(' '));
    uint64_t ms = what.size() < question.size() ? strtoull(question.c_str() + what.size(), nullptr, 10) : 0;
    ms = std::clamp<uint64_t>(ms, 20, 3'600'000);
    client.asked_ns = now;
    if (what == "why" || what == "why-json") {
      client.kind = Client::Kind::kWhy;
      client.next_ns = now + kAnswersInNs;
      auto& asked = what == "why" ? why_ : why_json_;
      if (!asked || asked->Take()) asked = Post("why", what == "why" ? "text" : "json");
      client.answer = asked;
    } else if (what == "records" || what == "trace") {
      StartRecordings();
      bool is_trace = what == "trace";
      client.kind = is_trace ? Client::Kind::kTrace : Client::Kind::kRecords;
      client.period_ns = is_trace ? 50 * kMs : ms * kMs;
      client.until_ns = is_trace ? now + ms * kMs : 0;
      client.next_ns = now;
      if (is_trace) client.trace = std::make_unique<observe::PerfettoTrace>();
    } else {
      client.kind = Client::Kind::kWhy;
      client.waiting += "error: unknown question\n";
      client.ends = true;
    }
  }

  // Has the main thread answer.
  std::shared_ptr<Answer> Post(const char* function, const char* argument) {
    auto answer = std::make_shared<Answer>();
    auto main = inspector::threads::Main();
    int wake = wake_;
    bool is_posted = main && main->queue->Post([=] { answer->Give(CallRecording(function, argument), wake); });
    if (!is_posted) answer->Give("error: the program is ending\n", wake_);
    return answer;
  }

  // Also of threads that began meanwhile.
  void StartRecordings() {
    records_ = true;
    for (auto& link : inspector::threads::List()) {
      if (std::ranges::find(started_, link) != started_.end()) continue;
      started_.push_back(link);
      link->queue->Post([] { CallRecording("startAsked"); });
    }
  }

  void ServeWhy(Client& client, uint64_t now) {
    if (client.ends) return;
    if (auto text = client.answer->Take()) {
      client.waiting += *text;
      client.ends = true;
    } else if (now >= client.next_ns) {
      client.waiting += Stuck();
      client.ends = true;
    }
  }

  // The main thread does not answer: what is known of it without it.
  std::string Stuck() {
    std::string text = "error: the main thread has not answered for " + std::to_string(kAnswersInNs / kMs / 1000) +
                       " s: it is in native code, or stopped";
    for (auto& ring : observe::Recorder::AllRings()) {
      if (ring->header().thread != 0) continue;
      auto copy = ring->Read(ring->written() + 1);
      if (!copy.running) continue;
      const auto& record = *copy.running;
      text += "; in a callback for " + std::to_string((uv_hrtime() - record.start_ns) / kMs) +
              " ms: " + copy.Name(record.kind) + " " + copy.Name(record.site);
    }
    return text + "\n";
  }

  void ServeRecords(Client& client, uint64_t now) {
    if (now < client.next_ns) return;
    client.next_ns = now + client.period_ns;
    StartRecordings();
    if (!client.waiting.empty()) return;  // it has not read the last one yet
    client.waiting += "{\"pool\":" + Pool() + ",\"threads\":[";
    bool is_first = true;
    for (auto& ring : observe::Recorder::AllRings()) {
      auto copy = ring->Read(client.read[ring]);
      client.read[ring] = NextOf(copy);
      if (!std::exchange(is_first, false)) client.waiting += ",";
      client.waiting += observe::CopyAsJson(copy, kMostRows);
    }
    client.waiting += "]}\n";
  }

  static std::string Pool() {
    auto pool = observe::CountPool();
    return "{\"waiting\":" + std::to_string(pool.waiting) + ",\"running\":" + std::to_string(pool.running) + "}";
  }

  // The first record that has not ended comes again.
  static uint64_t NextOf(const observe::RingCopy& copy) {
    for (size_t i = 0; i < copy.records.size(); ++i) {
      if (copy.records[i].start_ns != 0 && copy.records[i].end_ns == 0) return copy.first + i;
    }
    return copy.first + copy.records.size();
  }

  void ServeTrace(Client& client, uint64_t now) {
    if (client.ends || now < client.next_ns) return;
    client.next_ns = now + client.period_ns;
    StartRecordings();
    bool is_last = now >= client.until_ns;
    // A client that is slow misses some: the rest of the trace is as good.
    if (client.waiting.size() < kMostWaiting || is_last) {
      for (auto& ring : observe::Recorder::AllRings()) {
        uint64_t from = client.read.contains(ring) ? client.read[ring] : BeginOf(*ring, client.asked_ns);
        auto copy = ring->Read(from);
        client.read[ring] = client.trace->Add(copy, is_last, &client.waiting);
      }
    }
    client.ends = is_last;
  }

  // The number of the first record that began at that time or goes on then.
  static uint64_t BeginOf(const observe::Ring& ring, uint64_t ns) {
    auto copy = ring.Read();
    for (size_t i = 0; i < copy.records.size(); ++i) {
      const auto& record = copy.records[i];
      if (record.start_ns != 0 && (record.end_ns == 0 || record.start_ns >= ns)) return copy.first + i;
    }
    return copy.first + copy.records.size();
  }

  void Write(Client& client, uint64_t now) {
    while (!client.waiting.empty()) {
      ssize_t count = send(client.fd, client.waiting.data(), client.waiting.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno != EAGAIN) client.moved_ns = 0;
      if (count <= 0) return;
      client.moved_ns = now;
      client.waiting.erase(0, static_cast<size_t>(count));
    }
  }

  static bool IsOver(const Client& client, uint64_t now) {
    if (client.moved_ns == 0 || (client.ends && client.waiting.empty())) return true;
    bool is_our_turn = client.waiting.empty() && client.kind != Client::Kind::kNew;
    return !is_our_turn && now - client.moved_ns > kPatienceNs;
  }

  const int listening_, wake_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::shared_ptr<Answer> why_, why_json_;
  std::vector<std::shared_ptr<inspector::ThreadLink>> started_;
  bool records_ = false;
};

// --- The socket. ---

std::mutex running_mutex;
bool is_running = false;
std::string running_path;

bool IsOurFolder(const std::string& folder) {
  struct stat status;
  return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
         (status.st_mode & 077) == 0;
}

// Listens in the first folder that can be had; -1: nowhere.
int Listen(std::string* path) {
  for (const char* parent : {"/tmp", "/dev/shm"}) {
    *path = SocketPath(parent, geteuid(), getpid());
    std::string folder = path->substr(0, path->rfind('/'));
    mkdir(folder.c_str(), 0700);
    sockaddr_un address{};
    if (!IsOurFolder(folder) || path->size() >= sizeof address.sun_path) continue;
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path->c_str(), path->size());
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    unlink(path->c_str());  // of a process that had our number before
    if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && chmod(path->c_str(), 0600) == 0 &&
        listen(fd, 64) == 0) {
      return fd;
    }
    close(fd);
  }
  return -1;
}

}  // namespace

int Signal() { return SIGRTMAX - 2; }

std::string SocketPath(const std::string& parent, unsigned user, int pid) {
  return parent + "/eddy-" + std::to_string(user) + "/loop-" + std::to_string(pid);
}

void OnSignal() {
  std::lock_guard lock(running_mutex);
  if (is_running) return;
  int listening = Listen(&running_path);
  if (listening < 0) return;
  int wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  is_running = true;
  AtEnd(Unlink);
  std::thread thread([listening, wake, path = running_path] {
    pthread_setname_np(pthread_self(), "loop-questions");
    Server server(listening, wake);
    server.Run();
    {
      // Who asks from now on sends a signal again.
      std::lock_guard lock(running_mutex);
      unlink(path.c_str());
      is_running = false;
    }
    close(listening);
    server.StopRecordings();
    // `wake` stays open: an answer may still come.
  });
  thread.detach();
}

void Unlink() {
  std::lock_guard lock(running_mutex);
  if (is_running) unlink(running_path.c_str());
}

}  // namespace eddy::loop_questions
