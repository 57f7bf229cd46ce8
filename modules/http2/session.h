// One HTTP/2 connection: bytes of a stream below <-> nghttp2 <-> JavaScript (http2/session.js).
//
//   in:   OnRead / Receive -> nghttp2_session_mem_recv -> events_ -> Deliver -> the functions of Callbacks
//   out:  respond, write, ping ... -> nghttp2 queues frames -> Flush, once the ticks are done -> ONE write
//
// nghttp2's callbacks never call JavaScript: they note an Event, which is delivered when nghttp2 has returned, since a
// program may then do anything, also destroy the session. What a frame made of one turn's work comes to is told
// likewise, when the transport has taken the bytes.
//
// Header blocks and data stay native until they are delivered: a block becomes one array of strings, most of which are
// shared with earlier blocks (text_cache.h); data become one Buffer a frame.
#pragma once
#include <nghttp2/nghttp2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bind/buffer.h"
#include "bind/module.h"
#include "buffer/codec.h"
#include "buffer/shared_block.h"
#include "http2/counted_memory.h"
#include "http2/stream.h"
#include "http2/text_cache.h"
#include "loop/after_ticks.h"
#include "loop/captured_context.h"
#include "net/byte_stream.h"
#include "runtime/runtime.h"

namespace eddy::http2 {

// What happened; each has a function in JavaScript, called with the session's native half as `this`.
enum class What : int32_t {
  kHeaders,       // (id, category, flags, raw, sensitive)  category: nghttp2's, or kPushPromise with (.., parent id)
  kData,          // (id, buffer) -> whether the reader wants more
  kEnd,           // (id): the peer's side of the stream ended
  kStreamClosed,  // (id, code)
  kWritten,       // (id): the write under way is done
  kWantTrailers,  // (id)
  kSettings,      // (numbers): the peer's, as remoteSettings() has them
  kSettingsAck,   // (numbers): as localSettings() has them
  kPing,          // (payload)
  kPingAck,       // (payload)
  kGoaway,        // (code, last id, data or undefined)
  kAltsvc,        // (id, origin, value)
  kOrigin,        // (list of origins)
  kFrameError,    // (id, frame type, nghttp2's error)
  kError,         // (nghttp2's error): of the session as a whole
  kFinished,      // (code of the last GOAWAY sent): nghttp2 neither reads nor writes any more
  kReadEnd,       // (status): UV_EOF or another errno
  kOutput,        // (buffer): over anything but a native stream; answered by outputWritten(status)
  kCount,
};
// In place of nghttp2's categories of HEADERS.
constexpr int32_t kPushPromise = 4;
// Among nghttp2's errors, of kError.
constexpr int32_t kTooManyInvalidFrames = -1000;

// The functions in JavaScript, and what all sessions share.
class Callbacks : public bind::Object<Callbacks> {
 public:
  Callbacks(v8::Isolate* isolate, v8::Local<v8::Array> functions);
  v8::Local<v8::Function> function(v8::Isolate* isolate, What what) const {
    return functions_[static_cast<size_t>(what)].Get(isolate);
  }
  bool complete() const { return complete_; }
  TextCache static_texts;  // of HPACK's static table
  buffer::SharedBlock block;

 private:
  v8::Global<v8::Function> functions_[static_cast<size_t>(What::kCount)];
  bool complete_ = true;
};

// The numbers given to the constructor, in this order.
struct Limits {
  double max_deflate_table, max_reserved_remote_streams, max_send_header_block, peer_max_concurrent_streams, padding;
  double max_header_pairs, max_memory, max_settings, max_invalid_frames, max_rejected_streams, reset_burst, reset_rate;
  double strict_field_whitespace;
};

// Bits of request() and respond().
enum SubmitOption : uint32_t { kEndStream = 1, kWaitForTrailers = 2 };

class Session : public bind::Object<Session>, public net::StreamConsumer, public loop::AfterTicks {
 public:
  Session(Runtime& runtime, Callbacks* callbacks, bool is_server, std::vector<double> limits,
          std::vector<uint32_t> custom_settings);
  ~Session() override;
  const std::optional<bind::Error>& construction_error() const { return construction_error_; }

  // --- The transport. ---
  void Consume(net::ByteStream* stream);
  void Receive(bind::Bytes bytes);
  void OutputWritten(int32_t status);
  void StopReading();
  void ResumeReading();
  // Sends what is queued as far as the transport takes it.
  void FlushNow();
  // Frees nghttp2's part: no function is called any more.
  void Destroy();

  // --- Streams. Each gives 0 (or a stream's id), or nghttp2's error. ---
  // `text`: for each field name, NUL, value, NUL and 1 or 0 for "never index"; Latin-1.
  int32_t Request(v8::Local<v8::String> text, uint32_t count, uint32_t options);
  int32_t Respond(int32_t id, v8::Local<v8::String> text, uint32_t count, uint32_t options);
  int32_t Inform(int32_t id, v8::Local<v8::String> text, uint32_t count);
  int32_t Trailers(int32_t id, v8::Local<v8::String> text, uint32_t count);
  /** There will be none, so that the last DATA frame has END_STREAM. Returns whether it is not too late for that. */
  bool ForgoTrailers(int32_t id);
  /** There will be some after all. Returns whether it is not too late for that. */
  bool ExpectTrailers(int32_t id);
  int32_t Push(int32_t id, v8::Local<v8::String> text, uint32_t count);
  /** RST_STREAM, behind what was sent; `cuts`: that does not end with END_STREAM any more. */
  int32_t Reset(int32_t id, uint32_t code, bool cuts);
  // Queues a chunk: text in `encoding`, or bytes. kWritten comes when it is sent. `last`: the stream ends behind it.
  int32_t Write(int32_t id, v8::Local<v8::Value> chunk, buffer::Encoding encoding, bool last);
  // Chunks as net's writeMany takes them: bytes, or text followed by the number of its encoding.
  int32_t WriteMany(int32_t id, v8::Local<v8::Array> chunks, bool last);
  // The stream's data end here; `discard`: what is queued is not sent.
  int32_t End(int32_t id);
  // The reader has made room for all it was given.
  void ReadMore(int32_t id);
  v8::Local<v8::Value> StreamState(int32_t id);

  // --- The session. ---
  int32_t Settings(std::vector<uint32_t> entries);
  int32_t Ping(std::span<const uint8_t> payload);
  int32_t Goaway(uint32_t code, int32_t last_id, std::optional<std::span<const uint8_t>> data);
  // A last GOAWAY, behind which nothing but what is queued is sent.
  int32_t Terminate(uint32_t code);
  int32_t ShutdownNotice() { return session_ ? nghttp2_submit_shutdown_notice(session_) : NGHTTP2_ERR_INVALID_STATE; }
  int32_t Altsvc(int32_t id, std::string origin, std::string value);
  int32_t Origin(std::vector<std::string> origins);
  int32_t SetNextStreamId(int32_t id);
  int32_t SetLocalWindowSize(int32_t size);
  std::vector<double> State();
  // [id, value, id, value ...]; custom ones behind the others.
  std::vector<double> LocalSettings() { return AllSettings(false); }
  std::vector<double> RemoteSettings() { return AllSettings(true); }
  bool WantsWrite() { return session_ && nghttp2_session_want_write(session_) != 0; }
  double BytesRead() { return bytes_read_; }
  double BytesWritten() { return bytes_written_; }
  double FramesReceived() { return frames_received_; }
  double FramesSent() { return frames_sent_; }
  double MaxConcurrent() { return static_cast<double>(most_streams_); }
  double StreamCount() { return static_cast<double>(streams_.size()); }
  double Memory();
  void CaptureContext() { async_context_ = loop::CapturedContext(isolate()); }

  // StreamConsumer: what the transport read.
  void OnRead(ssize_t count, const char* data) override;
  void OnStreamClosed() override;
  // AfterTicks.
  void OnTicksDone() override;

 private:
  friend struct Receiving;
  friend struct Sending;
  struct Event {
    What what;
    int32_t id = 0;
    int64_t a = 0, b = 0, c = 0;
    std::string_view data = {};  // of the bytes being received
    std::string text = {}, more = {};
    HeaderBlock headers = {};
    std::vector<double> numbers = {};
  };
  struct CustomSetting {
    uint32_t id = 0, value = 0;
    bool is_set = false;
  };
  // While one lives, nghttp2's session and this object are not freed.
  class Working {
   public:
    explicit Working(Session* session) : session_(session), wrapper_(session->wrapper(session->isolate())) {
      ++session->working_;
    }
    ~Working() {
      if (--session_->working_ == 0 && session_->destroyed_) session_->FreeSession();
    }

   private:
    Session* const session_;
    [[maybe_unused]] v8::Local<v8::Object> wrapper_;
  };

  void Note(Event event) { events_.push_back(std::move(event)); }
  void Run(std::string_view bytes);
  void Deliver();
  void Deliver(Event& event);
  void DeliverHeaders(Event& event);
  // Within a CallbackScope.
  v8::MaybeLocal<v8::Value> Call(What what, int count, v8::Local<v8::Value>* arguments);
  v8::Local<v8::Value> NewBuffer(std::string_view bytes);
  v8::Local<v8::String> TextOf(nghttp2_rcbuf* text);
  // Something was queued: it goes out when the ticks are done.
  void WillFlush();
  void Flush();
  bool Gather();
  // Makes frames of what is queued, ahead of what would have them dropped.
  void GatherQueued();
  bool SendOut();
  void AfterWrite(int status);
  void CheckFinished();
  void FreeSession();
  Stream* Find(int32_t id);
  Stream* Add(int32_t id);
  void Forget(int32_t id);
  bool MayAddStream();
  int32_t Queued(int32_t result);  // passes a result on, and flushes when it is good
  bool Queue(Stream* stream, v8::Local<v8::Value> chunk, buffer::Encoding encoding);
  int32_t Wake(Stream* stream);
  void PopChunk(Stream* stream);
  void FinishWrites(Stream* stream);
  // False: there were too many.
  bool CountInvalidFrame();
  void KeepCustomSettings(const nghttp2_settings& frame);
  std::vector<double> AllSettings(bool of_peer);
  void KeepOwnCustomSetting(uint32_t id, uint32_t value);

  Runtime& runtime_;
  Callbacks* const callbacks_;
  v8::Global<v8::Object> callbacks_object_;
  const bool is_server_;
  Limits limits_{};
  std::vector<CustomSetting> custom_settings_, own_custom_settings_;  // of the peer: those asked for
  std::optional<bind::Error> construction_error_;

  CountedMemory memory_;  // outlives the session and the texts
  nghttp2_session* session_ = nullptr;
  std::unordered_map<int32_t, std::unique_ptr<Stream>> streams_;
  TextCache texts_;
  loop::CapturedContext async_context_;

  net::ByteStream* transport_ = nullptr;
  bool had_transport_ = false;
  v8::Global<v8::Object> transport_object_;
  std::string output_;  // frames made, to be written
  std::string kept_input_;
  std::vector<Event> events_, sent_;  // sent_: reported when the transport has the bytes

  double bytes_read_ = 0, bytes_written_ = 0, frames_received_ = 0, frames_sent_ = 0;
  size_t queued_bytes_ = 0;  // in all streams
  size_t most_streams_ = 0, invalid_frames_ = 0, rejected_streams_ = 0;
  uint32_t sent_goaway_code_ = NGHTTP2_NO_ERROR;
  int working_ = 0;       // calls on the stack that use session_
  bool reading_ = false;  // called by the transport: no JavaScript below
  bool receiving_ = false, flushing_ = false, writing_ = false, will_flush_ = false;
  bool destroyed_ = false, finished_ = false;
};

}  // namespace eddy::http2
