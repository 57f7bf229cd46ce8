// Frames out: what JavaScript submits, and the data of streams, which nghttp2 asks for when there is room.
#include "http2/sending.h"

#include <algorithm>

#include "http2/session.h"

namespace eddy::http2 {
namespace {

constexpr size_t kCopiesUpTo = 1024;  // smaller chunks are copied at once, which is cheaper than keeping them alive
constexpr int kAlignment = 8;         // of a frame with its head, when padding aligns
constexpr size_t kFrameHead = 9;
constexpr uint32_t kLastKnownSetting = NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL;

// The fields in `text`, as Session::Request takes it.
class Fields {
 public:
  Fields(v8::Isolate* isolate, v8::Local<v8::String> text, uint32_t count) {
    bytes_.resize(static_cast<size_t>(text->Length()));
    text->WriteOneByteV2(isolate, 0, static_cast<uint32_t>(bytes_.size()), reinterpret_cast<uint8_t*>(bytes_.data()));
    fields_.reserve(std::min<size_t>(count, bytes_.size() / 3));
    size_t at = 0;
    while (at < bytes_.size()) {
      size_t name_end = bytes_.find('\0', at);
      if (name_end == std::string::npos) break;
      size_t value_end = bytes_.find('\0', name_end + 1);
      if (value_end == std::string::npos || value_end + 1 >= bytes_.size()) break;
      bool never_index = bytes_[value_end + 1] == '\1';
      fields_.push_back({Place(at), Place(name_end + 1), name_end - at, value_end - name_end - 1,
                         static_cast<uint8_t>(never_index ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE)});
      at = value_end + 2;
    }
  }
  const nghttp2_nv* data() const { return fields_.data(); }
  size_t size() const { return fields_.size(); }

 private:
  uint8_t* Place(size_t at) { return reinterpret_cast<uint8_t*>(bytes_.data()) + at; }
  std::string bytes_;
  std::vector<nghttp2_nv> fields_;
};

}  // namespace

struct Sending {
  static Session& Of(void* session) { return *static_cast<Session*>(session); }

  static nghttp2_data_provider Provider() {
    nghttp2_data_provider provider{};
    provider.read_callback = OnRead;
    return provider;
  }

  // How much of the stream's data goes into the next frame.
  static ssize_t OnRead(nghttp2_session*, int32_t id, uint8_t*, size_t length, uint32_t* flags, nghttp2_data_source*,
                        void* data) {
    Session& session = Of(data);
    Stream* stream = session.Find(id);
    if (!stream) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    if (stream->queued == 0 && !stream->ended) {
      stream->deferred = true;
      session.FinishWrites(stream);
      return NGHTTP2_ERR_DEFERRED;
    }
    size_t size = std::min(length, stream->queued);
    *flags |= NGHTTP2_DATA_FLAG_NO_COPY;
    if (stream->ended && size == stream->queued) {
      *flags |= NGHTTP2_DATA_FLAG_EOF;
      stream->end_framed = true;
      if (stream->wants_trailers) {
        *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
        session.sent_.push_back({.what = What::kWantTrailers, .id = id});
      }
    }
    return static_cast<ssize_t>(size);
  }

  // Puts a DATA frame together: the one copy of the data.
  static int OnSendData(nghttp2_session*, nghttp2_frame* frame, const uint8_t* head, size_t length,
                        nghttp2_data_source*, void* data) {
    Session& session = Of(data);
    if (session.output_.size() >= kMostOutput) return NGHTTP2_ERR_WOULDBLOCK;
    Stream* stream = session.Find(frame->hd.stream_id);
    if (!stream || length > stream->queued) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    std::string& output = session.output_;
    size_t padding = frame->data.padlen;
    output.append(reinterpret_cast<const char*>(head), kFrameHead);
    if (padding > 0) output.push_back(static_cast<char>(padding - 1));
    stream->queued -= length;
    session.queued_bytes_ -= length;
    while (length > 0) {
      Chunk& chunk = stream->front();
      auto piece = chunk.view().substr(stream->offset, length);
      output.append(piece);
      length -= piece.size();
      stream->offset += piece.size();
      if (stream->offset < chunk.view().size()) break;
      session.PopChunk(stream);
    }
    session.FinishWrites(stream);
    if (padding > 1) output.append(padding - 1, '\0');
    return 0;
  }

  static ssize_t Align(nghttp2_session*, const nghttp2_frame* frame, size_t most, void*) {
    size_t rest = (frame->hd.length + kFrameHead) % kAlignment;
    size_t padded = rest == 0 ? frame->hd.length : frame->hd.length + kAlignment - rest;
    return static_cast<ssize_t>(std::min(padded, most));
  }
  static ssize_t PadFully(nghttp2_session*, const nghttp2_frame*, size_t most, void*) {
    return static_cast<ssize_t>(most);
  }

  static int OnFrameSent(nghttp2_session*, const nghttp2_frame* frame, void* data) {
    Session& session = Of(data);
    ++session.frames_sent_;
    if (frame->hd.type == NGHTTP2_GOAWAY) session.sent_goaway_code_ = frame->goaway.error_code;
    return 0;
  }

  static int OnFrameNotSent(nghttp2_session*, const nghttp2_frame* frame, int error, void* data) {
    // The session or the stream went meanwhile: that is reported already.
    if (error == NGHTTP2_ERR_SESSION_CLOSING || error == NGHTTP2_ERR_STREAM_CLOSED ||
        error == NGHTTP2_ERR_STREAM_CLOSING || error == NGHTTP2_ERR_STREAM_SHUT_WR) {
      return 0;
    }
    auto& session = Of(data);
    session.sent_.push_back({.what = What::kFrameError, .id = frame->hd.stream_id, .a = frame->hd.type, .b = error});
    return 0;
  }
};

void SetSendingCallbacks(nghttp2_session_callbacks* callbacks, const Limits& limits) {
  nghttp2_session_callbacks_set_send_data_callback(callbacks, Sending::OnSendData);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, Sending::OnFrameSent);
  nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks, Sending::OnFrameNotSent);
  if (limits.padding == 1) nghttp2_session_callbacks_set_select_padding_callback(callbacks, Sending::Align);
  if (limits.padding == 2) nghttp2_session_callbacks_set_select_padding_callback(callbacks, Sending::PadFully);
}

// --- Data. ---

void Session::PopChunk(Stream* stream) {
  if (stream->front().ends_write) sent_.push_back({.what = What::kWritten, .id = stream->id});
  stream->PopFront();
}

// Writes of no bytes at the front are done once their turn has come.
void Session::FinishWrites(Stream* stream) {
  while (stream->has_chunk() && stream->front().view().size() == stream->offset) PopChunk(stream);
}

bool Session::Queue(Stream* stream, v8::Local<v8::Value> chunk, buffer::Encoding encoding) {
  v8::Isolate* isolate = this->isolate();
  Chunk& queued = stream->chunks.emplace_back();
  if (chunk->IsString()) {
    auto text = chunk.As<v8::String>();
    queued.text.resize(buffer::EncodedLength(isolate, text, encoding));
    queued.text.resize(buffer::Encode(isolate, text, encoding, queued.text.data(), queued.text.size()));
  } else if (auto bytes = bind::BytesOf(chunk)) {
    if (bytes->size() <= kCopiesUpTo) {
      queued.text.assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    } else if (auto kept = bind::Bytes::From(chunk)) {
      queued.bytes = std::move(*kept);
    }
  } else {
    stream->chunks.pop_back();
    return false;
  }
  stream->queued += queued.view().size();
  queued_bytes_ += queued.view().size();
  return true;
}

// There is something for the stream's DATA frames again.
int32_t Session::Wake(Stream* stream) {
  if (stream->deferred) {
    stream->deferred = false;
    nghttp2_session_resume_data(session_, stream->id);
  }
  WillFlush();
  return 0;
}

int32_t Session::Write(int32_t id, v8::Local<v8::Value> chunk, buffer::Encoding encoding, bool last) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->closed || stream->ended) return NGHTTP2_ERR_STREAM_CLOSED;
  if (!Queue(stream, chunk, encoding)) return NGHTTP2_ERR_INVALID_ARGUMENT;
  stream->chunks.back().ends_write = true;
  stream->ended = last;
  return Wake(stream);
}

int32_t Session::WriteMany(int32_t id, v8::Local<v8::Array> chunks, bool last) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->closed || stream->ended) return NGHTTP2_ERR_STREAM_CLOSED;
  auto context = isolate()->GetCurrentContext();
  size_t before = stream->chunks.size();
  for (uint32_t i = 0; i < chunks->Length(); ++i) {
    v8::Local<v8::Value> chunk, number;
    if (!chunks->Get(context, i).ToLocal(&chunk)) return NGHTTP2_ERR_INVALID_ARGUMENT;
    auto encoding = buffer::Encoding::kUtf8;
    if (chunk->IsString()) {
      if (!chunks->Get(context, ++i).ToLocal(&number) || !number->IsInt32()) return NGHTTP2_ERR_INVALID_ARGUMENT;
      encoding = static_cast<buffer::Encoding>(number.As<v8::Int32>()->Value());
    }
    if (!Queue(stream, chunk, encoding)) return NGHTTP2_ERR_INVALID_ARGUMENT;
  }
  if (stream->chunks.size() == before) stream->chunks.emplace_back();
  stream->chunks.back().ends_write = true;
  stream->ended = last;
  return Wake(stream);
}

int32_t Session::End(int32_t id) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->closed) return NGHTTP2_ERR_STREAM_CLOSED;
  if (stream->ended) return 0;
  stream->ended = true;
  return Wake(stream);
}

void Session::ReadMore(int32_t id) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->unconsumed == 0) return;
  nghttp2_session_consume_stream(session_, id, std::exchange(stream->unconsumed, 0));
  WillFlush();
}

// --- Header blocks. ---

int32_t Session::Queued(int32_t result) {
  if (result >= 0) WillFlush();
  return result;
}

int32_t Session::Request(v8::Local<v8::String> text, uint32_t count, uint32_t options) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  Fields fields(isolate(), text, count);
  auto provider = Sending::Provider();
  int32_t id = nghttp2_submit_request(session_, nullptr, fields.data(), fields.size(),
                                      (options & kEndStream) ? nullptr : &provider, nullptr);
  if (id < 0) return id;
  Stream* stream = Add(id);
  stream->ended = (options & kEndStream) != 0;
  stream->wants_trailers = (options & kWaitForTrailers) != 0;
  return Queued(id);
}

int32_t Session::Respond(int32_t id, v8::Local<v8::String> text, uint32_t count, uint32_t options) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->closed) return NGHTTP2_ERR_STREAM_CLOSED;
  Fields fields(isolate(), text, count);
  auto provider = Sending::Provider();
  bool has_data = !(options & kEndStream) || (options & kWaitForTrailers);
  stream->wants_trailers = (options & kWaitForTrailers) != 0;
  if (options & kEndStream) stream->ended = true;
  return Queued(nghttp2_submit_response(session_, id, fields.data(), fields.size(), has_data ? &provider : nullptr));
}

int32_t Session::Inform(int32_t id, v8::Local<v8::String> text, uint32_t count) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  Fields fields(isolate(), text, count);
  return Queued(
      nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, id, nullptr, fields.data(), fields.size(), nullptr));
}

int32_t Session::Trailers(int32_t id, v8::Local<v8::String> text, uint32_t count) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->closed) return NGHTTP2_ERR_STREAM_CLOSED;
  stream->wants_trailers = false;
  Fields fields(isolate(), text, count);
  if (fields.size() > 0) return Queued(nghttp2_submit_trailer(session_, id, fields.data(), fields.size()));
  // None: an empty DATA frame ends the stream.
  auto provider = Sending::Provider();
  return Queued(nghttp2_submit_data(session_, NGHTTP2_FLAG_END_STREAM, id, &provider));
}

bool Session::ForgoTrailers(int32_t id) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->closed || stream->ended) return false;
  stream->wants_trailers = false;
  return true;
}

bool Session::ExpectTrailers(int32_t id) {
  Stream* stream = session_ ? Find(id) : nullptr;
  if (!stream || stream->closed || stream->end_framed) return false;
  stream->wants_trailers = true;
  return true;
}

int32_t Session::Push(int32_t id, v8::Local<v8::String> text, uint32_t count) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  Fields fields(isolate(), text, count);
  int32_t promised =
      nghttp2_submit_push_promise(session_, NGHTTP2_FLAG_NONE, id, fields.data(), fields.size(), nullptr);
  if (promised > 0) Add(promised);
  return Queued(promised);
}

int32_t Session::Reset(int32_t id, uint32_t code, bool cuts) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  if (Stream* stream = Find(id); stream && !stream->closed) {
    if (cuts) stream->ended = false;
    GatherQueued();  // what was sent before goes before: nghttp2 would drop it
    if (!session_) return NGHTTP2_ERR_INVALID_STATE;
    if (code == NGHTTP2_CANCEL && !nghttp2_session_find_stream(session_, id)) return 0;  // both sides have ended by now
  }
  return Queued(nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, code));
}

// --- Frames of the session. ---

void Session::KeepOwnCustomSetting(uint32_t id, uint32_t value) {
  for (CustomSetting& kept : own_custom_settings_) {
    if (kept.id != id) continue;
    kept.value = value;
    return;
  }
  own_custom_settings_.push_back({.id = id, .value = value, .is_set = true});
}

int32_t Session::Settings(std::vector<uint32_t> entries) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  std::vector<nghttp2_settings_entry> settings;
  for (size_t i = 0; i + 1 < entries.size(); i += 2) {
    settings.push_back({static_cast<int32_t>(entries[i]), entries[i + 1]});
    if (entries[i] > kLastKnownSetting) KeepOwnCustomSetting(entries[i], entries[i + 1]);
  }
  int32_t result = nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  return Queued(result);
}

int32_t Session::Ping(std::span<const uint8_t> payload) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  if (payload.size() != 8) return NGHTTP2_ERR_INVALID_ARGUMENT;
  return Queued(nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, payload.data()));
}

int32_t Session::Goaway(uint32_t code, int32_t last_id, std::optional<std::span<const uint8_t>> data) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  auto bytes = data.value_or(std::span<const uint8_t>());
  if (last_id <= 0) last_id = nghttp2_session_get_last_proc_stream_id(session_);
  return Queued(nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, last_id, code, bytes.data(), bytes.size()));
}

int32_t Session::Terminate(uint32_t code) {
  GatherQueued();  // nghttp2 would drop resets
  return session_ ? Queued(nghttp2_session_terminate_session(session_, code)) : NGHTTP2_ERR_INVALID_STATE;
}

int32_t Session::Altsvc(int32_t id, std::string origin, std::string value) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  auto bytes = [](const std::string& text) { return reinterpret_cast<const uint8_t*>(text.data()); };
  return Queued(
      nghttp2_submit_altsvc(session_, NGHTTP2_FLAG_NONE, id, bytes(origin), origin.size(), bytes(value), value.size()));
}

int32_t Session::Origin(std::vector<std::string> origins) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  std::vector<nghttp2_origin_entry> entries;
  entries.reserve(origins.size());
  for (std::string& origin : origins) {
    entries.push_back({reinterpret_cast<uint8_t*>(origin.data()), origin.size()});
  }
  return Queued(nghttp2_submit_origin(session_, NGHTTP2_FLAG_NONE, entries.data(), entries.size()));
}

// --- What the session is like. ---

int32_t Session::SetNextStreamId(int32_t id) {
  return session_ ? nghttp2_session_set_next_stream_id(session_, id) : NGHTTP2_ERR_INVALID_STATE;
}

int32_t Session::SetLocalWindowSize(int32_t size) {
  if (!session_) return NGHTTP2_ERR_INVALID_STATE;
  return Queued(nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, size));
}

std::vector<double> Session::State() {
  if (!session_) return {};
  auto number = [](auto value) { return static_cast<double>(value); };
  return {number(nghttp2_session_get_effective_local_window_size(session_)),
          number(nghttp2_session_get_effective_recv_data_length(session_)),
          number(nghttp2_session_get_next_stream_id(session_)),
          number(nghttp2_session_get_local_window_size(session_)),
          number(nghttp2_session_get_last_proc_stream_id(session_)),
          number(nghttp2_session_get_remote_window_size(session_)),
          number(nghttp2_session_get_outbound_queue_size(session_)),
          number(nghttp2_session_get_hd_deflate_dynamic_table_size(session_)),
          number(nghttp2_session_get_hd_inflate_dynamic_table_size(session_))};
}

v8::Local<v8::Value> Session::StreamState(int32_t id) {
  nghttp2_stream* stream = session_ ? nghttp2_session_find_stream(session_, id) : nullptr;
  if (!stream) {  // its headers have not been sent yet
    if (!session_ || !Find(id)) return v8::Undefined(isolate());
    return bind::ToArray(isolate(), std::vector<double>{NGHTTP2_STREAM_STATE_IDLE, 0, 0, 0, 0, 0});
  }
  std::vector<double> numbers = {static_cast<double>(nghttp2_stream_get_state(stream)),
                                 static_cast<double>(nghttp2_stream_get_weight(stream)),
                                 static_cast<double>(nghttp2_stream_get_sum_dependency_weight(stream)),
                                 static_cast<double>(nghttp2_session_get_stream_local_close(session_, id)),
                                 static_cast<double>(nghttp2_session_get_stream_remote_close(session_, id)),
                                 static_cast<double>(nghttp2_session_get_stream_local_window_size(session_, id))};
  return bind::ToArray(isolate(), numbers);
}

namespace {

constexpr nghttp2_settings_id kSettings[] = {
    NGHTTP2_SETTINGS_HEADER_TABLE_SIZE,      NGHTTP2_SETTINGS_ENABLE_PUSH,    NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS,
    NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE,    NGHTTP2_SETTINGS_MAX_FRAME_SIZE, NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE,
    NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL};

}  // namespace

std::vector<double> Session::AllSettings(bool of_peer) {
  std::vector<double> list;
  if (!session_) return list;
  auto add = [&](double id, double value) { list.insert(list.end(), {id, value}); };
  auto get = of_peer ? nghttp2_session_get_remote_settings : nghttp2_session_get_local_settings;
  for (auto id : kSettings) add(id, get(session_, id));
  for (const CustomSetting& setting : of_peer ? custom_settings_ : own_custom_settings_) {
    if (setting.is_set) add(setting.id, setting.value);
  }
  return list;
}

}  // namespace eddy::http2
