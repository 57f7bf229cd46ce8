// What nghttp2 reports of the frames that come in. Everything is noted; what may go no further is refused here.
#include "http2/receiving.h"

#include "http2/sending.h"
#include "http2/session.h"

namespace eddy::http2 {

std::string ErrorString(int32_t error) { return nghttp2_strerror(error); }

struct Receiving {
  using Frame = const nghttp2_frame*;
  static Session& Of(void* session) { return *static_cast<Session*>(session); }

  // --- Header blocks. ---

  static int32_t StreamIdOf(Frame frame) {
    return frame->hd.type == NGHTTP2_PUSH_PROMISE ? frame->push_promise.promised_stream_id : frame->hd.stream_id;
  }

  static int OnBeginHeaders(nghttp2_session* nghttp2, Frame frame, void* data) {
    Session& session = Of(data);
    int32_t id = StreamIdOf(frame);
    Stream* stream = session.Find(id);
    if (!stream) {
      if (!session.MayAddStream()) return Reject(session, nghttp2, id);
      stream = session.Add(id);
    }
    stream->headers.Clear();
    stream->block_refused = false;
    stream->category = frame->hd.type == NGHTTP2_HEADERS ? frame->headers.cat : NGHTTP2_HCAT_REQUEST;
    return 0;
  }

  // There is no memory for another stream. A peer that does not heed this is cut off.
  static int Reject(Session& session, nghttp2_session* nghttp2, int32_t id) {
    if (static_cast<double>(session.rejected_streams_++) >= session.limits_.max_rejected_streams) {
      session.Note({.what = What::kError, .a = NGHTTP2_ERR_FLOODED});
      return NGHTTP2_ERR_CALLBACK_FAILURE;
    }
    nghttp2_submit_rst_stream(nghttp2, NGHTTP2_FLAG_NONE, id, NGHTTP2_ENHANCE_YOUR_CALM);
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  }

  static int OnHeader(nghttp2_session* nghttp2, Frame frame, nghttp2_rcbuf* name, nghttp2_rcbuf* value, uint8_t flags,
                      void* data) {
    Session& session = Of(data);
    int32_t id = StreamIdOf(frame);
    Stream* stream = session.Find(id);
    if (!stream || stream->block_refused) return 0;
    size_t size = stream->headers.size() + nghttp2_rcbuf_get_buf(name).len + nghttp2_rcbuf_get_buf(value).len;
    size_t fields = stream->headers.fields().size();
    if (static_cast<double>(fields) >= session.limits_.max_header_pairs || size > stream->most_header_bytes) {
      stream->headers.Clear();
      stream->block_refused = true;
      nghttp2_submit_rst_stream(nghttp2, NGHTTP2_FLAG_NONE, id, NGHTTP2_ENHANCE_YOUR_CALM);
      return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    }
    stream->headers.Add(name, value, (flags & NGHTTP2_NV_FLAG_NO_INDEX) != 0);
    return 0;
  }

  // What is no valid field (RFC 9113, section 8.2.1) is as if it had not come.
  static int OnInvalidHeader(nghttp2_session*, Frame, nghttp2_rcbuf*, nghttp2_rcbuf*, uint8_t, void*) { return 0; }

  static void HeadersComplete(Session& session, Frame frame) {
    int32_t id = StreamIdOf(frame);
    Stream* stream = session.Find(id);
    if (!stream || stream->block_refused) return;
    bool is_push = frame->hd.type == NGHTTP2_PUSH_PROMISE;
    session.Note({.what = What::kHeaders,
                  .id = id,
                  .a = is_push ? kPushPromise : static_cast<int64_t>(frame->headers.cat),
                  .b = frame->hd.flags,
                  .c = is_push ? frame->hd.stream_id : 0,
                  .headers = std::move(stream->headers)});
  }

  // --- Data. ---

  static int OnData(nghttp2_session* nghttp2, uint8_t, int32_t id, const uint8_t* bytes, size_t size, void* data) {
    Session& session = Of(data);
    // The connection's window is ours to open: what a stream holds back is limited by the stream's own.
    nghttp2_session_consume_connection(nghttp2, size);
    if (!session.Find(id)) {
      nghttp2_session_consume_stream(nghttp2, id, size);
    } else if (size > 0) {
      session.Note({.what = What::kData, .id = id, .data = {reinterpret_cast<const char*>(bytes), size}});
    }
    return 0;
  }

  // --- Frames. ---

  static int OnFrame(nghttp2_session* nghttp2, Frame frame, void* data) {
    Session& session = Of(data);
    ++session.frames_received_;
    bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    bool is_ack = (frame->hd.flags & NGHTTP2_FLAG_ACK) != 0;
    switch (frame->hd.type) {
      case NGHTTP2_DATA:
        if (ends) {
          session.Note({.what = What::kEnd, .id = frame->hd.stream_id});
        } else if (frame->data.hd.length == frame->data.padlen) {
          return session.CountInvalidFrame() ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE;
        }
        break;
      case NGHTTP2_HEADERS:  // which say by their flags whether the stream ends
      case NGHTTP2_PUSH_PROMISE: HeadersComplete(session, frame); break;
      case NGHTTP2_SETTINGS:
        if (!is_ack) session.KeepCustomSettings(frame->settings);
        session.Note({.what = is_ack ? What::kSettingsAck : What::kSettings, .numbers = session.AllSettings(!is_ack)});
        break;
      case NGHTTP2_PING:
        session.Note({.what = is_ack ? What::kPingAck : What::kPing,
                      .text = {reinterpret_cast<const char*>(frame->ping.opaque_data), 8}});
        break;
      case NGHTTP2_GOAWAY: Goaway(session, frame->goaway); break;
      case NGHTTP2_ALTSVC: Altsvc(session, frame); break;
      case NGHTTP2_ORIGIN: Origin(session, frame); break;
      default: break;
    }
    return 0;
  }

  static std::string Text(const uint8_t* bytes, size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

  static void Goaway(Session& session, const nghttp2_goaway& frame) {
    session.Note({.what = What::kGoaway,
                  .id = frame.last_stream_id,
                  .a = frame.error_code,
                  .text = Text(frame.opaque_data, frame.opaque_data_len)});
  }

  static void Altsvc(Session& session, Frame frame) {
    const auto* altsvc = static_cast<const nghttp2_ext_altsvc*>(frame->ext.payload);
    if (!altsvc) return;
    session.Note({.what = What::kAltsvc,
                  .id = frame->hd.stream_id,
                  .text = Text(altsvc->origin, altsvc->origin_len),
                  .more = Text(altsvc->field_value, altsvc->field_value_len)});
  }

  static void Origin(Session& session, Frame frame) {
    const auto* origins = static_cast<const nghttp2_ext_origin*>(frame->ext.payload);
    if (!origins) return;
    std::string list;
    for (size_t i = 0; i < origins->nov; ++i) {
      std::string origin = Text(origins->ov[i].origin, origins->ov[i].origin_len);
      if (origin.find('\0') == std::string::npos) list.append(origin).push_back('\0');
    }
    session.Note({.what = What::kOrigin, .text = std::move(list)});
  }

  static int OnInvalidFrame(nghttp2_session*, Frame frame, int error, void* data) {
    Session& session = Of(data);
    if (!session.CountInvalidFrame()) return NGHTTP2_ERR_CALLBACK_FAILURE;
    // An error of the session, and one that a peer cannot make by chance.
    if (nghttp2_is_fatal(error) || error == NGHTTP2_ERR_STREAM_CLOSED || error == NGHTTP2_ERR_PROTO) {
      session.Note({.what = What::kError, .a = error});
    }
    return 0;
  }

  // What comes first is no SETTINGS: the peer speaks another protocol, HTTP/1 most likely.
  static int OnError(nghttp2_session*, int error, const char*, size_t, void* data) {
    if (error == NGHTTP2_ERR_SETTINGS_EXPECTED) Of(data).Note({.what = What::kError, .a = NGHTTP2_ERR_PROTO});
    return 0;
  }

  static int OnStreamClose(nghttp2_session*, int32_t id, uint32_t code, void* data) {
    Session& session = Of(data);
    Stream* stream = session.Find(id);
    if (!stream || stream->closed) return 0;
    stream->closed = true;
    stream->headers.Clear();
    auto& list = session.flushing_ ? session.sent_ : session.events_;
    list.push_back({.what = What::kStreamClosed, .id = id, .a = code});
    return 0;
  }
};

bool Session::CountInvalidFrame() {
  if (static_cast<double>(invalid_frames_++) <= limits_.max_invalid_frames) return true;
  Note({.what = What::kError, .a = kTooManyInvalidFrames});
  return false;
}

void Session::KeepCustomSettings(const nghttp2_settings& frame) {
  for (size_t i = 0; i < frame.niv; ++i) {
    for (CustomSetting& wanted : custom_settings_) {
      if (static_cast<int32_t>(wanted.id) != frame.iv[i].settings_id) continue;
      wanted.value = frame.iv[i].value;
      wanted.is_set = true;
    }
  }
}

// --- nghttp2's session. ---

static nghttp2_option* NewOptions(const Limits& limits) {
  nghttp2_option* options = nullptr;
  if (nghttp2_option_new(&options) != 0) return nullptr;
  auto number = [](double value) { return bind::Saturated<uint32_t>(value); };
  nghttp2_option_set_no_closed_streams(options, 1);
  nghttp2_option_set_no_auto_window_update(options, 1);
  nghttp2_option_set_builtin_recv_extension_type(options, NGHTTP2_ALTSVC);
  nghttp2_option_set_builtin_recv_extension_type(options, NGHTTP2_ORIGIN);
  nghttp2_option_set_max_deflate_dynamic_table_size(options, number(limits.max_deflate_table));
  nghttp2_option_set_max_reserved_remote_streams(options, number(limits.max_reserved_remote_streams));
  if (limits.max_send_header_block >= 0) {
    nghttp2_option_set_max_send_header_block_length(options, number(limits.max_send_header_block));
  }
  nghttp2_option_set_peer_max_concurrent_streams(options, number(limits.peer_max_concurrent_streams));
  if (limits.max_settings > 0) nghttp2_option_set_max_settings(options, number(limits.max_settings));
  nghttp2_option_set_stream_reset_rate_limit(options, bind::Saturated<uint64_t>(limits.reset_burst),
                                             bind::Saturated<uint64_t>(limits.reset_rate));
  if (limits.strict_field_whitespace == 0) nghttp2_option_set_no_rfc9113_leading_and_trailing_ws_validation(options, 1);
  return options;
}

nghttp2_session* NewNghttp2Session(Session* session, bool is_server, const Limits& limits, nghttp2_mem* memory) {
  nghttp2_option* options = NewOptions(limits);
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session* made = nullptr;
  if (options && nghttp2_session_callbacks_new(&callbacks) == 0) {
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Receiving::OnBeginHeaders);
    nghttp2_session_callbacks_set_on_header_callback2(callbacks, Receiving::OnHeader);
    nghttp2_session_callbacks_set_on_invalid_header_callback2(callbacks, Receiving::OnInvalidHeader);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Receiving::OnData);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Receiving::OnFrame);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, Receiving::OnInvalidFrame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Receiving::OnStreamClose);
    nghttp2_session_callbacks_set_error_callback2(callbacks, Receiving::OnError);
    SetSendingCallbacks(callbacks, limits);
    auto make = is_server ? nghttp2_session_server_new3 : nghttp2_session_client_new3;
    if (make(&made, callbacks, session, options, memory) != 0) made = nullptr;
  }
  nghttp2_session_callbacks_del(callbacks);
  nghttp2_option_del(options);
  return made;
}

}  // namespace eddy::http2
