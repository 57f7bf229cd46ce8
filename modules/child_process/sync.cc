// A child that the calling thread waits for: it runs on a loop of its own, so that nothing of the program's happens
// meanwhile. spawnSync(options) returns {pid, status, signal, output, error}; `error` is a negative errno or 0.
#include <algorithm>
#include <deque>

#include "bind/buffer.h"
#include "bind/module.h"
#include "child_process/child_stdio.h"
#include "child_process/spawn_options.h"
#include "engine/check.h"
#include "loop/handle.h"
#include "loop/schedule.h"
#include "loop/uv_buffer.h"
#include "loop/virtual_time.h"

namespace eddy::child_process {
namespace {

class SyncChild {
 public:
  struct Limits {
    uint64_t timeout_ms = 0;  // 0: none
    double max_buffer = 0;    // bytes of one pipe; 0: no limit
    int kill_signal = SIGTERM;
  };

  explicit SyncChild(Limits limits) : limits_(limits) {}
  SyncChild(const SyncChild&) = delete;

  void AddIgnored() { stdio_.AddIgnored(); }
  void AddDescriptor(int descriptor) { stdio_.AddDescriptor(descriptor); }
  void AddPipe(bool child_reads, bool child_writes, std::string_view input);

  void Run(SpawnOptions& options);
  v8::Local<v8::Value> Report(v8::Local<v8::Context> context);

 private:
  // One standard stream of the child's that is a pipe to us.
  struct Pipe {
    SyncChild* child;
    bool child_reads, child_writes;
    std::string_view input;
    uv_pipe_t handle;
    uv_write_t write;
    uv_shutdown_t shutdown;
    bind::OwnedBytes output;
    size_t used = 0;
    bool open = false;

    uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&handle); }
    int Start();
    void Close();
  };

  static Pipe* PipeOf(void* stream) { return static_cast<Pipe*>(static_cast<uv_handle_t*>(stream)->data); }
  static void OnAllocate(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer);
  static void OnRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer);
  static void OnSignal(uv_signal_t* signal, int number);
  void WaitForEnd();
  int Start(SpawnOptions& options);
  void Fail(int error) {
    if (error_ == 0) error_ = error;
  }
  void PipeFailed(int error) {
    if (pipe_error_ == 0) pipe_error_ = error;
  }
  void Kill();
  void ClosePipes();

  const Limits limits_;
  uv_loop_t loop_;
  uv_signal_t end_of_child_;
  uv_timer_t timer_;
  std::deque<Pipe> pipes_;            // never moves
  std::vector<Pipe*> pipe_of_stdio_;  // nullptr where it is no pipe
  ChildStdio stdio_;
  pid_t pid_ = 0;  // 0: it was not started
  bool exited_ = false, killed_ = false;
  int error_ = 0, pipe_error_ = 0;
  End end_;
};

void SyncChild::AddPipe(bool child_reads, bool child_writes, std::string_view input) {
  Pipe& pipe = pipes_.emplace_back();
  pipe.child = this;
  pipe.child_reads = child_reads;
  pipe.child_writes = child_writes;
  pipe.input = input;
  pipe_of_stdio_.resize(stdio_.size(), nullptr);
  pipe_of_stdio_.push_back(&pipe);
  stdio_.AddPipe(&pipe.handle);
}

void SyncChild::Run(SpawnOptions& options) {
  if (options.HasNul()) return Fail(UV_EINVAL);  // before there is anything that has to be closed
  if (int error = uv_loop_init(&loop_)) return Fail(error);
  uv_timer_init(&loop_, &timer_);
  timer_.data = this;
  uv_signal_init(&loop_, &end_of_child_);
  end_of_child_.data = this;
  for (Pipe& pipe : pipes_) {
    uv_pipe_init(&loop_, &pipe.handle, 0);
    pipe.handle.data = &pipe;
    pipe.open = true;
  }
  if (int error = Start(options)) {
    Fail(error);
    if (pid_) Kill();
  }
  // Until the child has ended and its pipes have: a grandchild may hold them longer, and the time limit covers that.
  uint64_t began = uv_hrtime();
  uv_run(&loop_, UV_RUN_DEFAULT);
  if (loop::IsFuzzed()) loop::virtual_time::Advance(uv_hrtime() - began);
  ClosePipes();
  uv_close(reinterpret_cast<uv_handle_t*>(&timer_), nullptr);
  uv_close(reinterpret_cast<uv_handle_t*>(&end_of_child_), nullptr);
  uv_run(&loop_, UV_RUN_DEFAULT);
  CHECK(uv_loop_close(&loop_) == 0);
}

int SyncChild::Start(SpawnOptions& options) {
  int error = uv_signal_start(&end_of_child_, OnSignal, SIGCHLD);  // first, so that the end is not missed
  pid_t started = error ? error : stdio_.Start(options.program());
  if (started < 0) {
    uv_signal_stop(&end_of_child_);
    ClosePipes();
    return started;
  }
  pid_ = started;
  if (limits_.timeout_ms > 0) {
    uv_timer_start(
        &timer_,
        [](uv_timer_t* timer) {
          auto* self = static_cast<SyncChild*>(timer->data);
          self->Fail(UV_ETIMEDOUT);
          self->Kill();
        },
        limits_.timeout_ms, 0);
    uv_unref(reinterpret_cast<uv_handle_t*>(&timer_));
  }
  for (Pipe& pipe : pipes_) {
    if (int pipe_start = pipe.Start()) return pipe_start;
  }
  return 0;
}

int SyncChild::Pipe::Start() {
  if (child_reads) {
    if (!input.empty()) {
      uv_buf_t buffer = loop::UvBuffer(input.data(), input.size());
      int error = uv_write(&write, stream(), &buffer, 1, [](uv_write_t* request, int status) {
        if (status < 0 && status != UV_ECANCELED) PipeOf(request->handle)->child->PipeFailed(status);
      });
      if (error) return error;
    }
    int error = uv_shutdown(&shutdown, stream(), [](uv_shutdown_t* request, int status) {
      Pipe* pipe = PipeOf(request->handle);
      // A child that has closed its end already is none of our business.
      if (status < 0 && status != UV_ENOTCONN && status != UV_ECANCELED) pipe->child->PipeFailed(status);
      if (!pipe->child_writes) pipe->Close();
    });
    if (error) return error;
  }
  return child_writes ? uv_read_start(stream(), OnAllocate, OnRead) : 0;
}

void SyncChild::Pipe::Close() {
  if (!open) return;
  open = false;
  uv_close(reinterpret_cast<uv_handle_t*>(&handle), nullptr);
}

void SyncChild::ClosePipes() {
  for (Pipe& pipe : pipes_) pipe.Close();
}

// Reads go straight behind what is there; the block doubles when less than a read's worth is free.
void SyncChild::OnAllocate(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer) {
  Pipe* pipe = PipeOf(handle);
  size_t wanted = pipe->used + suggested;
  if (wanted > pipe->output.size()) {
    size_t size = std::max(wanted, pipe->output.size() * 2);
    if (!pipe->output.Grow(size)) {
      *buffer = uv_buf_init(nullptr, 0);  // the read then ends with ENOBUFS
      return;
    }
  }
  *buffer = uv_buf_init(pipe->output.data() + pipe->used, static_cast<unsigned>(suggested));
}

void SyncChild::OnRead(uv_stream_t* stream, ssize_t count, const uv_buf_t*) {
  Pipe* pipe = PipeOf(stream);
  SyncChild* child = pipe->child;
  if (count == UV_EOF) return pipe->Close();
  if (count < 0) {
    child->PipeFailed(static_cast<int>(count));
    return pipe->Close();
  }
  pipe->used += static_cast<size_t>(count);
  if (child->limits_.max_buffer > 0 && static_cast<double>(pipe->used) > child->limits_.max_buffer) {
    child->Fail(UV_ENOBUFS);
    child->Kill();
  }
}

void SyncChild::OnSignal(uv_signal_t* signal, int) { static_cast<SyncChild*>(signal->data)->WaitForEnd(); }

void SyncChild::WaitForEnd() {
  auto end = EndOf(pid_);
  if (!end) return;  // another child has ended
  uv_signal_stop(&end_of_child_);
  exited_ = true;
  end_ = *end;
  if (end_.exit_code < 0) Fail(end_.exit_code);
}

void SyncChild::Kill() {
  if (killed_) return;
  killed_ = true;
  if (!exited_) {
    int error = uv_kill(pid_, limits_.kill_signal);
    if (error && error != UV_ESRCH) {
      Fail(error);
      uv_kill(pid_, SIGKILL);
    }
  }
  ClosePipes();
}

v8::Local<v8::Value> SyncChild::Report(v8::Local<v8::Context> context) {
  v8::Isolate* isolate = context->GetIsolate();
  auto null = v8::Null(isolate).As<v8::Value>();
  v8::Local<v8::Value> output = null;
  if (pid_) {
    v8::LocalVector<v8::Value> items(isolate);
    pipe_of_stdio_.resize(stdio_.size(), nullptr);
    for (Pipe* pipe : pipe_of_stdio_) {
      if (!pipe || !pipe->child_writes) {
        items.push_back(null);
        continue;
      }
      if (!pipe->output.allocated()) pipe->output = bind::OwnedBytes(size_t{0});
      pipe->output.Truncate(pipe->used);
      items.push_back(pipe->output.ToBuffer(isolate));
    }
    output = v8::Array::New(isolate, items.data(), items.size());
  }
  auto report = v8::Object::New(isolate);
  auto set = [&](const char* name, v8::Local<v8::Value> value) { bind::Define(context, report, name, value); };
  int error = error_ ? error_ : pipe_error_;
  set("pid", v8::Integer::New(isolate, pid_));
  set("status", exited_ && end_.signal == 0 ? v8::Integer::New(isolate, end_.exit_code).As<v8::Value>() : null);
  set("signal", exited_ && end_.signal != 0 ? bind::Symbolic(isolate, SignalName(end_.signal)).As<v8::Value>() : null);
  set("output", output);
  set("error", v8::Integer::New(isolate, error));
  return report;
}

// Each item is {type: 'ignore'}, {type: 'pipe', readable, writable, input}, {type: 'inherit' | 'fd', fd} or
// {type: 'wrap', handle}, where readable and writable are as the child sees the pipe. False: an item is none of these.
bool ReadStdio(v8::Local<v8::Context> context, const ObjectReader& options, SyncChild* child) {
  for (auto value : options.List("stdio")) {
    if (!value->IsObject()) return false;
    ObjectReader item(context, value.As<v8::Object>());
    std::string type = item.Text("type").value_or("");
    if (type == "ignore") {
      child->AddIgnored();
    } else if (type == "pipe" || type == "overlapped") {
      auto bytes = bind::BytesOf(item.Get("input")).value_or(std::span<std::byte>());
      child->AddPipe(item.Flag("readable"), item.Flag("writable"),
                     {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    } else if (type == "inherit" || type == "fd") {
      child->AddDescriptor(bind::Saturated<int>(item.Number("fd").value_or(-1)));
    } else {
      auto* handle = bind::Unwrap<loop::HandleBase>(item.Get("handle"));
      uv_os_fd_t fd = -1;
      if (!handle || !handle->open() || uv_fileno(handle->uv_handle(), &fd) != 0) return false;
      child->AddDescriptor(fd);
    }
  }
  return true;
}

bind::Result<v8::Local<v8::Value>> SpawnSync(v8::Local<v8::Context> context, v8::Local<v8::Object> object) {
  ObjectReader reader(context, object);
  SyncChild child({.timeout_ms = bind::Saturated<uint64_t>(std::min(reader.Number("timeout").value_or(0), 0x1p53)),
                   .max_buffer = reader.Number("maxBuffer").value_or(0),
                   .kill_signal = bind::Saturated<int>(reader.Number("killSignal").value_or(SIGTERM))});
  if (!ReadStdio(context, reader, &child)) return bind::Error::System(UV_EINVAL, "spawnSync");
  SpawnOptions options(reader);
  if (auto denial = options.Denial()) return *denial;
  child.Run(options);
  return child.Report(context);
}

}  // namespace

EDDY_MODULE(spawn_sync) { Function<SpawnSync>("spawnSync"); }

}  // namespace eddy::child_process
