// The sources of WebAssembly.compileStreaming(), whose bytes JavaScript brings.
//
// In: V8's WasmStreaming for each call, which is passed to JavaScript with the call's source. Out: bytes, an end, an
// error.
#include "webassembly/streaming.h"

#include <memory>
#include <span>
#include <string>

#include "bind/module.h"
#include "bind/object.h"
#include "runtime/runtime.h"

namespace eddy::webassembly {
namespace {

// Of the main context's embedder data: the function receive(streaming, source). Beside those in
// module/loader_callbacks.h.
constexpr int kReceiveFunction = 6;

// Where the bytes of one module go. What comes behind the end is dropped.
class Streaming : public bind::Object<Streaming> {
 public:
  explicit Streaming(std::shared_ptr<v8::WasmStreaming> streaming) : streaming_(std::move(streaming)) {}

  void SetUrl(std::string url) {
    if (streaming_) streaming_->SetUrl(url.data(), url.size());
  }
  void Push(std::span<std::byte> bytes) {
    if (streaming_) streaming_->OnBytesReceived(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  }
  void Finish() {
    if (auto streaming = std::move(streaming_)) streaming->Finish();
  }
  void Abort(v8::Local<v8::Value> reason) {
    if (auto streaming = std::move(streaming_)) streaming->Abort(reason);
  }

 private:
  std::shared_ptr<v8::WasmStreaming> streaming_;
};

void OnStreaming(const bind::CallInfo& info) {
  v8::Isolate* isolate = info.GetIsolate();
  auto main = Runtime::Of(isolate).context();
  auto streaming = v8::WasmStreaming::Unpack(isolate, info.Data());
  v8::Local<v8::Object> wrapper;
  if (!bind::Wrap(main, new Streaming(streaming)).ToLocal(&wrapper)) return;
  v8::Local<v8::Value> arguments[] = {wrapper, info[0]};
  auto receive = main->GetEmbedderData(kReceiveFunction).As<v8::Function>();
  receive->Call(main, v8::Undefined(isolate), 2, arguments).IsEmpty();  // an exception goes on to V8
}

// setReceiver(receive): sources go to receive(streaming, source).
void SetReceiver(v8::Local<v8::Context> context, v8::Local<v8::Function> receive) {
  context->SetEmbedderData(kReceiveFunction, receive);
}

}  // namespace

void ConnectStreaming(v8::Isolate* isolate) { isolate->SetWasmStreamingCallback(OnStreaming); }

}  // namespace eddy::webassembly

namespace eddy {
using webassembly::Streaming;

EDDY_MODULE(webassembly) {
  Class<Streaming>("Streaming")
      .Method<&Streaming::SetUrl>("setUrl")
      .Method<&Streaming::Push>("push")
      .Method<&Streaming::Finish>("finish")
      .Method<&Streaming::Abort>("abort");
  Function<webassembly::SetReceiver>("setReceiver");
}
}  // namespace eddy
