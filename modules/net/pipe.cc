// Pipes: Unix domain sockets, the pipes to child processes, and standard input when it is one.
#include "net/stream_handle.h"

namespace eddy::net {
namespace {

class Pipe : public bind::Object<Pipe, StreamHandle> {
 public:
  enum class Kind : int32_t { kSocket, kServer, kIpc };

  Pipe(Runtime& runtime, Kind kind)
      : Object(runtime, kind == Kind::kServer ? "PipeServerWrap" : "PipeWrap"), ipc_(kind == Kind::kIpc) {}

  int32_t Open() {
    int error = uv_pipe_init(runtime().loop().uv(), &uv_, ipc_);
    if (error == 0) Opened(reinterpret_cast<uv_handle_t*>(&uv_));
    return error;
  }
  int32_t OpenFd(int32_t fd) { return uv_pipe_open(&uv_, fd); }
  int32_t Bind(std::string path) { return uv_pipe_bind(&uv_, path.c_str()); }
  int32_t Listen(int32_t backlog, v8::Local<v8::Function> on_connection) {
    on_connection_.Reset(isolate(), on_connection);
    return uv_listen(stream(), backlog, OnConnection);
  }
  int32_t Chmod(int32_t mode) { return uv_pipe_chmod(&uv_, mode); }
  void Connect(std::string path, v8::Local<v8::Function> callback);

 protected:
  uv_stream_t* stream() override { return reinterpret_cast<uv_stream_t*>(&uv_); }
  void Closed() override {
    StreamHandle::Closed();
    on_connection_.Reset();
  }

 private:
  static void OnConnection(uv_stream_t* server, int status);
  const bool ipc_;
  uv_pipe_t uv_;
  v8::Global<v8::Function> on_connection_;
};

void Pipe::OnConnection(uv_stream_t* server, int status) {
  auto* self = static_cast<Pipe*>(static_cast<HandleBase*>(server->data));
  Runtime& runtime = self->runtime();
  v8::Isolate* isolate = runtime.isolate();
  v8::HandleScope handles(isolate);
  loop::CallbackScope scope(runtime);
  v8::Local<v8::Value> client = v8::Undefined(isolate);
  if (status == 0) {
    auto* accepted = new Pipe(runtime, Kind::kSocket);
    v8::Local<v8::Object> wrapper;
    if (!bind::Wrap(runtime.context(), accepted).ToLocal(&wrapper)) return;
    status = accepted->Open();
    if (status == 0) status = uv_accept(server, accepted->stream());
    if (status == 0) {
      client = wrapper;
    } else {
      accepted->Close(v8::Undefined(isolate));
    }
  }
  v8::Local<v8::Value> arguments[] = {v8::Integer::New(isolate, status), client};
  scope.Call(self->wrapper(isolate), self->on_connection_.Get(isolate), 2, arguments).IsEmpty();
}

class PipeConnectRequest final : public StatusRequest {
 public:
  PipeConnectRequest(Pipe* handle, v8::Local<v8::Value> callback)
      : StatusRequest(handle, "PipeConnectWrap", callback) {}
  void Start(uv_pipe_t* pipe, const char* path) {
    request_.data = this;
    uv_pipe_connect(&request_, pipe, path, [](uv_connect_t* request, int status) {
      static_cast<PipeConnectRequest*>(request->data)->Finish(status);
    });
  }

 private:
  uv_connect_t request_;
};

void Pipe::Connect(std::string path, v8::Local<v8::Function> callback) {
  (new PipeConnectRequest(this, callback))->Start(&uv_, path.c_str());  // deletes itself
}

}  // namespace

EDDY_MODULE(pipe) {
  auto pipe = Class<Pipe>("Pipe").Constructor<Runtime&, Pipe::Kind>();
  StreamHandle::Declare(pipe)
      .Method<&Pipe::Open>("open")
      .Method<&Pipe::OpenFd>("openFd")
      .Method<&Pipe::Bind>("bind")
      .Method<&Pipe::Listen>("listen")
      .Method<&Pipe::Chmod>("chmod")
      .Method<&Pipe::Connect>("connect");
  Constant("SOCKET", static_cast<int>(Pipe::Kind::kSocket));
  Constant("SERVER", static_cast<int>(Pipe::Kind::kServer));
  Constant("IPC", static_cast<int>(Pipe::Kind::kIpc));
}

}  // namespace eddy::net
