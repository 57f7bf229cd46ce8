// A session's life, its transport, and how what happened is reported to JavaScript.
#include "http2/session.h"

#include <algorithm>
#include <cmath>

#include "http2/receiving.h"
#include "http2/sending.h"
#include "loop/callback_scope.h"
#include "loop/uv_buffer.h"
#include "observe/note.h"

namespace eddy::http2 {
namespace {

constexpr size_t kSlice = 16 * 1024;  // bytes received between two deliveries
constexpr size_t kHeads = 4 * 1024;
constexpr size_t kKeptOutput = 128 * 1024;  // of the output's memory, for the next frames
constexpr uint32_t kMostHeaderBytes = 1 << 24;
constexpr double kStreamCost = 1024;  // bytes, what a stream takes besides nghttp2's part

}  // namespace

Callbacks::Callbacks(v8::Isolate* isolate, v8::Local<v8::Array> functions) {
  auto context = isolate->GetCurrentContext();
  for (uint32_t i = 0; i < static_cast<uint32_t>(What::kCount); ++i) {
    v8::Local<v8::Value> function;
    if (!functions->Get(context, i).ToLocal(&function) || !function->IsFunction()) {
      complete_ = false;
      return;
    }
    functions_[i].Reset(isolate, function.As<v8::Function>());
  }
}

// --- Life. ---

Session::Session(Runtime& runtime, Callbacks* callbacks, bool is_server, std::vector<double> limits,
                 std::vector<uint32_t> custom_settings)
    : runtime_(runtime), callbacks_(callbacks), is_server_(is_server), async_context_(runtime.isolate()) {
  constexpr size_t kLimits = sizeof(Limits) / sizeof(double);
  if (!callbacks || !callbacks->complete() || limits.size() != kLimits) {
    construction_error_ = bind::Error::Type("ERR_INVALID_ARG_VALUE", "A session needs its callbacks and limits");
    return;
  }
  v8::Isolate* isolate = runtime.isolate();
  callbacks_object_.Reset(isolate, callbacks->wrapper(isolate));
  std::copy(limits.begin(), limits.end(), reinterpret_cast<double*>(&limits_));
  for (uint32_t id : custom_settings) custom_settings_.push_back({.id = id});
  session_ = NewNghttp2Session(this, is_server, limits_, memory_.functions());
  if (!session_) construction_error_ = bind::Error::Plain("ERR_HTTP2_NO_MEM", "Out of memory");
}

Session::~Session() {
  if (transport_) transport_->SetConsumer(nullptr);
  FreeSession();
}

void Session::Destroy() {
  if (destroyed_) return;
  destroyed_ = true;
  if (transport_) {
    auto* transport = transport_;
    transport->SetConsumer(nullptr);
    OnStreamClosed();
  }
  if (working_ == 0) FreeSession();
}

void Session::FreeSession() {
  if (session_) nghttp2_session_del(std::exchange(session_, nullptr));
  streams_.clear();
  events_.clear();
  sent_.clear();
  texts_.Clear();
}

Stream* Session::Find(int32_t id) {
  auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : found->second.get();
}

Stream* Session::Add(int32_t id) {
  auto& stream = streams_[id];
  if (!stream) {
    stream = std::make_unique<Stream>(id);
    uint32_t most = nghttp2_session_get_local_settings(session_, NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE);
    stream->most_header_bytes = std::min(most, kMostHeaderBytes);
  }
  most_streams_ = std::max(most_streams_, streams_.size());
  return stream.get();
}

void Session::Forget(int32_t id) {
  auto found = streams_.find(id);
  if (found == streams_.end()) return;
  queued_bytes_ -= found->second->queued;
  streams_.erase(found);
}

double Session::Memory() {
  return static_cast<double>(memory_.used() + output_.size() + queued_bytes_) +
         static_cast<double>(streams_.size()) * kStreamCost;
}

bool Session::MayAddStream() { return Memory() < limits_.max_memory; }

// --- Bytes in. ---

void Session::Consume(net::ByteStream* stream) {
  if (!stream || destroyed_ || transport_ || !stream->open()) return;
  transport_ = stream;
  had_transport_ = true;
  transport_object_.Reset(isolate(), stream->object().wrapper(isolate()));
  stream->SetConsumer(this);
  Hold();
}

void Session::OnStreamClosed() {
  if (!transport_) return;
  transport_ = nullptr;
  transport_object_.Reset();
  LetGo();
}

void Session::StopReading() {
  if (transport_) transport_->ReadStop();
}
void Session::ResumeReading() {
  if (transport_) transport_->ReadStart();
}

// Within the transport's callback scope.
void Session::OnRead(ssize_t count, const char* data) {
  if (destroyed_) return;
  Working working(this);
  reading_ = true;
  if (count >= 0) {
    Run({data, static_cast<size_t>(count)});
  } else {
    Note({.what = What::kReadEnd, .a = count});
    if (!receiving_) Deliver();
  }
  reading_ = false;
}

void Session::Receive(bind::Bytes bytes) {
  if (destroyed_) return;
  Working working(this);
  Run({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void Session::Run(std::string_view bytes) {
  bytes_read_ += static_cast<double>(bytes.size());
  if (receiving_) {  // called by what is being reported: behind the bytes at hand
    kept_input_.append(bytes);
    return;
  }
  receiving_ = true;
  std::string taken;
  while (!bytes.empty() && session_ && !destroyed_) {
    auto slice = bytes.substr(0, kSlice);
    ssize_t used = nghttp2_session_mem_recv(session_, reinterpret_cast<const uint8_t*>(slice.data()), slice.size());
    if (used < 0) Note({.what = What::kError, .a = used});
    Deliver();
    if (used < 0) break;
    bytes.remove_prefix(static_cast<size_t>(used));
    if (bytes.empty() && !kept_input_.empty()) {
      taken = std::exchange(kept_input_, {});
      bytes = taken;
    }
  }
  receiving_ = false;
  if (session_ && !destroyed_) WillFlush();
}

// --- What happened, reported to JavaScript. ---

v8::MaybeLocal<v8::Value> Session::Call(What what, int count, v8::Local<v8::Value>* arguments) {
  v8::Isolate* isolate = this->isolate();
  v8::TryCatch try_catch(isolate);
  auto result = callbacks_->function(isolate, what)->Call(runtime_.context(), wrapper(isolate), count, arguments);
  if (result.IsEmpty()) runtime_.HandleUncaught(try_catch);
  // What one stream's AsyncLocalStorage.enterWith() left is not the next one's.
  v8::Local<v8::Value> own = async_context_.Get(isolate);
  if (own.IsEmpty()) own = v8::Undefined(isolate);
  if (isolate->GetContinuationPreservedEmbedderData() != own) isolate->SetContinuationPreservedEmbedderData(own);
  return result;
}

void Session::Deliver() {
  if (events_.empty()) return;
  Working working(this);
  observe::NoteKind("http2 frames");
  while (!events_.empty() && !destroyed_) {
    std::vector<Event> events = std::exchange(events_, {});
    for (Event& event : events) {
      if (destroyed_ || runtime_.stopping()) return;
      v8::HandleScope handles(isolate());
      {
        loop::CallbackScope scope(runtime_, async_context_.Get(isolate()));
        Deliver(event);
      }
      // As on Node, who awaits a head is there before the trailers that came in the same packet are reported.
      if (reading_) loop::CallbackScope::DrainBetween(runtime_);
    }
    if (events_.empty()) {  // keeps its memory
      events.clear();
      events_.swap(events);
    }
  }
}

v8::Local<v8::Value> Session::NewBuffer(std::string_view bytes) {
  return callbacks_->block.NewBuffer(isolate(), bytes);
}

void Session::Deliver(Event& event) {
  v8::Isolate* isolate = this->isolate();
  auto number = [&](int64_t value) { return v8::Number::New(isolate, static_cast<double>(value)).As<v8::Value>(); };
  auto text = [&](std::string_view value) { return bind::NewString(isolate, value).As<v8::Value>(); };
  v8::Local<v8::Value> arguments[4] = {v8::Integer::New(isolate, event.id)};
  int count = 1;
  auto add = [&](v8::Local<v8::Value> value) { arguments[count++] = value; };
  switch (event.what) {
    case What::kHeaders: return DeliverHeaders(event);
    case What::kData: {
      add(NewBuffer(event.data));
      if (arguments[1].IsEmpty()) return;
      v8::Local<v8::Value> wants_more;
      bool returned = Call(event.what, count, arguments).ToLocal(&wants_more);
      Stream* stream = destroyed_ ? nullptr : Find(event.id);
      if (!stream || !session_) return;
      if (returned && wants_more->IsFalse()) {
        stream->unconsumed += event.data.size();
      } else {
        nghttp2_session_consume_stream(session_, event.id, event.data.size());
      }
      return;
    }
    case What::kStreamClosed:
      add(number(event.a));
      Call(event.what, count, arguments).IsEmpty();
      if (!destroyed_) Forget(event.id);
      return;
    case What::kSettings:
    case What::kSettingsAck: arguments[0] = bind::ToArray(isolate, event.numbers); break;
    case What::kPing:
    case What::kPingAck:
      arguments[0] = bind::OwnedBytes(event.text).ToBuffer(isolate);
      if (arguments[0].IsEmpty()) return;
      break;
    case What::kGoaway:
      arguments[0] = number(event.a);
      add(number(event.id));
      add(event.text.empty() ? v8::Undefined(isolate).As<v8::Value>() : NewBuffer(event.text));
      if (arguments[2].IsEmpty()) return;
      break;
    case What::kAltsvc:
      add(text(event.text));
      add(text(event.more));
      break;
    case What::kOrigin: {
      v8::LocalVector<v8::Value> origins(isolate);
      for (std::string_view rest = event.text; !rest.empty();) {
        size_t end = rest.find('\0');
        origins.push_back(text(rest.substr(0, end)));
        rest.remove_prefix(end + 1);
      }
      arguments[0] = v8::Array::New(isolate, origins.data(), origins.size());
      break;
    }
    case What::kFrameError:
      add(number(event.a));
      add(number(event.b));
      break;
    case What::kError:
    case What::kFinished:
    case What::kReadEnd: arguments[0] = number(event.a); break;
    default: break;
  }
  Call(event.what, count, arguments).IsEmpty();
}

v8::Local<v8::String> Session::TextOf(nghttp2_rcbuf* text) {
  TextCache& cache = nghttp2_rcbuf_is_static(text) ? callbacks_->static_texts : texts_;
  return cache.Get(isolate(), text);
}

void Session::DeliverHeaders(Event& event) {
  v8::Isolate* isolate = this->isolate();
  const auto& fields = event.headers.fields();
  v8::LocalVector<v8::Value> raw(isolate), sensitive(isolate);
  raw.reserve(fields.size() * 2);
  for (const auto& field : fields) {
    auto name = TextOf(field.name);
    auto value = TextOf(field.value);
    if (name.IsEmpty() || value.IsEmpty()) return;
    raw.push_back(name);
    raw.push_back(value);
    if (field.never_indexed) sensitive.push_back(name);
  }
  v8::Local<v8::Value> arguments[] = {
      v8::Integer::New(isolate, event.id),
      v8::Integer::New(isolate, static_cast<int32_t>(event.a)),
      v8::Integer::New(isolate, static_cast<int32_t>(event.b)),
      v8::Array::New(isolate, raw.data(), raw.size()),
      sensitive.empty() ? v8::Undefined(isolate).As<v8::Value>()
                        : v8::Array::New(isolate, sensitive.data(), sensitive.size()).As<v8::Value>(),
      v8::Integer::New(isolate, static_cast<int32_t>(event.c)),
  };
  Call(What::kHeaders, 6, arguments).IsEmpty();
}

// --- Bytes out. ---

void Session::WillFlush() {
  if (will_flush_ || !session_ || destroyed_) return;
  will_flush_ = true;
  Hold();
  CallAfterTicks();
}

void Session::OnTicksDone() {
  v8::HandleScope handles(isolate());
  will_flush_ = false;
  {
    Working working(this);
    Flush();
  }
  LetGo();
}

void Session::FlushNow() {
  if (destroyed_) return;
  Working working(this);
  Flush();
}

void Session::Flush() {
  if (!session_ || destroyed_ || flushing_ || writing_) return;
  flushing_ = true;
  bool more = true;
  while (more && !writing_ && !destroyed_) {
    more = Gather();
    if (!SendOut()) break;
  }
  flushing_ = false;
  if (!writing_) AfterWrite(0);
}

// Makes frames of what is queued. True: there are more than go out at once.
bool Session::Gather() {
  // Enough for the heads of frames and of responses, too: it is not copied while it grows.
  if (output_.empty()) output_.reserve(std::min(queued_bytes_, kMostOutput) + kHeads);
  for (;;) {
    if (output_.size() >= kMostOutput) return true;
    const uint8_t* data = nullptr;
    ssize_t size = nghttp2_session_mem_send(session_, &data);
    if (size < 0) {
      Note({.what = What::kError, .a = size});
      return false;
    }
    if (size == 0) return output_.size() >= kMostOutput;
    output_.append(reinterpret_cast<const char*>(data), static_cast<size_t>(size));
  }
}

void Session::GatherQueued() {
  if (!session_ || destroyed_ || flushing_) return;
  Working working(this);
  flushing_ = true;
  Gather();
  flushing_ = false;
}

// False: nothing was written, or it failed.
bool Session::SendOut() {
  if (output_.empty() || runtime_.stopping()) return false;
  if (!transport_ && had_transport_) {  // it is closed, which its socket reports: nobody takes frames any more
    output_.clear();
    return true;
  }
  bytes_written_ += static_cast<double>(output_.size());
  if (transport_) {
    uv_buf_t buffer = loop::UvBuffer(output_.data(), output_.size());
    if (transport_->TryWriteNow({&buffer, 1})) {
      if (output_.capacity() > kKeptOutput) {
        output_ = {};
      } else {
        output_.clear();
      }
      return true;
    }
    writing_ = true;
    Hold();
    int32_t result = transport_->Write(std::exchange(output_, {}), [this](int status) {
      OutputWritten(status);
      LetGo();
    });
    if (result == 1) return true;
    writing_ = false;
    LetGo();
    return result == 0;
  }
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  v8::Local<v8::Value> buffer = bind::OwnedBytes(output_).ToBuffer(isolate);
  output_.clear();
  if (buffer.IsEmpty()) return false;
  writing_ = true;
  loop::CallbackScope scope(runtime_, async_context_.Get(isolate));
  observe::NoteKind("http2 output");
  Call(What::kOutput, 1, &buffer).IsEmpty();
  return true;
}

void Session::OutputWritten(int32_t status) {
  if (!writing_) return;
  writing_ = false;
  if (destroyed_) return;
  Working working(this);
  if (flushing_) return;  // at once: Flush goes on
  AfterWrite(status);
  Flush();
}

// The transport has what was gathered: reports what that completed.
void Session::AfterWrite(int status) {
  if (status < 0 || destroyed_) return;
  if (!sent_.empty()) {
    for (Event& event : sent_) {
      if (event.what == What::kWritten) {
        Stream* stream = Find(event.id);
        if (!stream || stream->closed) continue;  // its end reports that, too
      }
      events_.push_back(std::move(event));
    }
    sent_.clear();
  }
  CheckFinished();
  if (!receiving_) Deliver();
}

void Session::CheckFinished() {
  if (finished_ || !session_ || nghttp2_session_want_read(session_) || nghttp2_session_want_write(session_)) return;
  finished_ = true;
  Note({.what = What::kFinished, .a = sent_goaway_code_});
}

}  // namespace eddy::http2

EDDY_MODULE(http2) {
  using eddy::http2::Callbacks;
  using eddy::http2::Session;
  Class<Callbacks>("Callbacks").Constructor<v8::Isolate*, v8::Local<v8::Array>>();
  Class<Session>("Session")
      .Constructor<eddy::Runtime&, Callbacks*, bool, std::vector<double>, std::vector<uint32_t>>()
      .Method<&Session::Consume>("consume")
      .Method<&Session::Receive>("receive")
      .Method<&Session::OutputWritten>("outputWritten")
      .Method<&Session::StopReading>("stopReading")
      .Method<&Session::ResumeReading>("resumeReading")
      .Method<&Session::FlushNow>("flush")
      .Method<&Session::Destroy>("destroy")
      .Method<&Session::Request>("request")
      .Method<&Session::Respond>("respond")
      .Method<&Session::Inform>("inform")
      .Method<&Session::Trailers>("trailers")
      .Method<&Session::ForgoTrailers>("forgoTrailers")
      .Method<&Session::ExpectTrailers>("expectTrailers")
      .Method<&Session::Push>("push")
      .Method<&Session::Reset>("reset")
      .Method<&Session::Write>("write")
      .Method<&Session::WriteMany>("writeMany")
      .Method<&Session::End>("end")
      .Method<&Session::ReadMore>("readMore")
      .Method<&Session::StreamState>("streamState")
      .Method<&Session::Settings>("settings")
      .Method<&Session::Ping>("ping")
      .Method<&Session::Goaway>("goaway")
      .Method<&Session::Terminate>("terminate")
      .Method<&Session::ShutdownNotice>("shutdownNotice")
      .Method<&Session::Altsvc>("altsvc")
      .Method<&Session::Origin>("origin")
      .Method<&Session::SetNextStreamId>("setNextStreamId")
      .Method<&Session::SetLocalWindowSize>("setLocalWindowSize")
      .Method<&Session::State>("state")
      .Method<&Session::LocalSettings>("localSettings")
      .Method<&Session::RemoteSettings>("remoteSettings")
      .Method<&Session::CaptureContext>("captureContext")
      .Getter<&Session::WantsWrite>("wantsWrite")
      .Getter<&Session::BytesRead>("bytesRead")
      .Getter<&Session::BytesWritten>("bytesWritten")
      .Getter<&Session::FramesReceived>("framesReceived")
      .Getter<&Session::FramesSent>("framesSent")
      .Getter<&Session::MaxConcurrent>("maxConcurrentStreams")
      .Getter<&Session::StreamCount>("streamCount")
      .Getter<&Session::Memory>("memory");
  Function<eddy::http2::ErrorString>("errorString");
  Constant("PUSH_PROMISE", eddy::http2::kPushPromise);
  Constant("TOO_MANY_INVALID_FRAMES", eddy::http2::kTooManyInvalidFrames);
  Constant("END_STREAM", eddy::http2::kEndStream);
  Constant("WAIT_FOR_TRAILERS", eddy::http2::kWaitForTrailers);
}
