// From bytes to discovery's answers or a session's messages.
#include "inspector/connection.h"

#include <algorithm>
#include <cstdlib>

#include "engine/builtins.h"
#include "inspector/host.h"
#include "inspector/server.h"
#include "runtime/version.h"

namespace eddy::inspector {
namespace {

constexpr size_t kMostHeadBytes = 16 * 1024, kMostMessageBytes = 64 << 20;

struct WriteRequest {
  uv_write_t request;
  std::string bytes;
};

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

std::string Quoted(std::string_view text) {
  std::string json = "\"";
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') json += '\\';
    if (byte >= 0x20) {
      json += c;
    } else {
      constexpr char kHex[] = "0123456789abcdef";
      json += std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
    }
  }
  return json + "\"";
}

// What all domains can, in JSON: the comment of a built-in source that the build makes (cmake/make_protocol.py).
std::string_view ProtocolText() {
  std::string_view text = engine::BuiltinText("devtools-protocol");
  size_t begin = text.find('{'), end = text.rfind('}');
  return begin == text.npos ? text : text.substr(begin, end - begin + 1);
}

}  // namespace

Connection::Connection(Server& server) : server_(server), frames_(kMostMessageBytes) {
  uv_tcp_init(&server.loop_, &socket_);
  socket_.data = this;
  llhttp_init(&parser_, HTTP_REQUEST, Callbacks());
  parser_.data = this;
  server.connections_.push_back(this);
}

void Connection::Accept(Server& server, uv_stream_t* listener) {
  auto* connection = new Connection(server);  // deleted when its handle is closed
  auto* stream = reinterpret_cast<uv_stream_t*>(&connection->socket_);
  if (uv_accept(listener, stream) != 0) return connection->Close();
  uv_tcp_nodelay(&connection->socket_, 1);
  auto allocate = [](uv_handle_t* handle, size_t, uv_buf_t* buffer) {
    auto& chunk = static_cast<Connection*>(handle->data)->chunk_;
    *buffer = uv_buf_init(chunk.data(), static_cast<unsigned>(chunk.size()));
  };
  uv_read_start(stream, allocate, [](uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
    static_cast<Connection*>(stream->data)->OnRead(size, buffer);
  });
}

void Connection::Close() {
  if (closing_) return;
  closing_ = true;
  std::erase(server_.connections_, this);
  if (session_ != 0) {
    server_.sessions_.erase(session_);
    server_.listener_->OnDisconnected(session_);
  }
  uv_close(reinterpret_cast<uv_handle_t*>(&socket_),
           [](uv_handle_t* handle) { delete static_cast<Connection*>(handle->data); });
}

void Connection::OnRead(ssize_t size, const uv_buf_t* buffer) {
  if (size < 0) return Close();
  std::string_view bytes(buffer->base, static_cast<size_t>(size));
  if (ends_) return;
  if (session_ != 0) {
    ReadFrames(bytes);
  } else {
    ReadHttp(bytes);
  }
}

// --- HTTP. ---

const llhttp_settings_t* Connection::Callbacks() {
  static const llhttp_settings_t settings = [] {
    llhttp_settings_t made;
    llhttp_settings_init(&made);
    made.on_message_begin = [](llhttp_t* parser) { return Of(parser)->BeginRequest(), 0; };
    made.on_url = [](llhttp_t* parser, const char* at, size_t length) {
      Of(parser)->url_.append(at, length);
      return Of(parser)->url_.size() > kMostHeadBytes ? -1 : 0;
    };
    made.on_header_field = [](llhttp_t* parser, const char* at, size_t length) {
      return Of(parser)->OnHeaderField({at, length});
    };
    made.on_header_value = [](llhttp_t* parser, const char* at, size_t length) {
      return Of(parser)->OnHeaderValue({at, length});
    };
    made.on_message_complete = [](llhttp_t* parser) {
      Connection* self = Of(parser);
      self->is_get_ = parser->method == HTTP_GET;
      self->wants_upgrade_ = parser->upgrade != 0;
      self->OnHeaderField({});
      self->OnRequest();
      return self->ends_ || self->session_ != 0 ? HPE_PAUSED : 0;
    };
    return made;
  }();
  return &settings;
}

void Connection::BeginRequest() {
  for (std::string* text : {&url_, &host_, &key_, &field_, &value_}) text->clear();
  head_bytes_ = 0;
  in_value_ = false;
}

// A field or its value may come in pieces.
int Connection::OnHeaderField(std::string_view text) {
  if (in_value_) {
    if (EqualsIgnoringCase(field_, "host")) host_ = value_;
    if (EqualsIgnoringCase(field_, "sec-websocket-key")) key_ = value_;
    field_.clear();
    value_.clear();
    in_value_ = false;
  }
  field_.append(text);
  return (head_bytes_ += text.size()) > kMostHeadBytes ? -1 : 0;
}

int Connection::OnHeaderValue(std::string_view text) {
  in_value_ = true;
  value_.append(text);
  return (head_bytes_ += text.size()) > kMostHeadBytes ? -1 : 0;
}

void Connection::ReadHttp(std::string_view bytes) {
  llhttp_errno_t error = llhttp_execute(&parser_, bytes.data(), bytes.size());
  if (closing_ || ends_) return;
  if (session_ != 0) {
    const char* rest = llhttp_get_error_pos(&parser_);
    if (rest != nullptr && rest < bytes.end()) ReadFrames({rest, static_cast<size_t>(bytes.end() - rest)});
    return;
  }
  if (error != HPE_OK) Refuse();
}

void Connection::OnRequest() {
  if (!is_get_ || !IsAllowedHost(host_)) return Refuse();
  if (wants_upgrade_) {
    bool is_ours = url_ == "/" + server_.id();
    return is_ours && !key_.empty() && server_.accepts() ? Upgrade() : Refuse();
  }
  if (!AnswerDiscovery()) Refuse();
}

// Whether it was a question of discovery's.
bool Connection::AnswerDiscovery() {
  const auto& settings = server_.settings();
  if (url_ == "/json/version") {
    Answer("{\n  \"Browser\": \"node.js/v" EDDY_NODE_VERSION "\",\n  \"Protocol-Version\": \"1.1\"\n} ");
    return true;
  }
  if (url_ == "/json/protocol") {
    std::string_view protocol = ProtocolText();
    if (!protocol.empty()) Answer(protocol);
    return !protocol.empty();
  }
  if ((url_ != "/json" && url_ != "/json/list") || !settings.publishes_over_http) return false;
  std::string address = (host_.empty() ? HostAndPort(settings.host, server_.port()) : host_) + "/" + server_.id();
  std::string front_end = "devtools://devtools/bundled/";
  std::string query = "?experiments=true&v8only=true&ws=" + address;
  std::string icon = "https://nodejs.org/static/images/favicons/favicon.ico";
  Answer("[ {\n  \"description\": \"node.js instance\",\n  \"devtoolsFrontendUrl\": " +
         Quoted(front_end + "js_app.html" + query) +
         ",\n  \"devtoolsFrontendUrlCompat\": " + Quoted(front_end + "inspector.html" + query) +
         ",\n  \"faviconUrl\": " + Quoted(icon) + ",\n  \"id\": " + Quoted(server_.id()) +
         ",\n  \"title\": " + Quoted(settings.title) + ",\n  \"type\": \"node\",\n  \"url\": " + Quoted(settings.url) +
         ",\n  \"webSocketDebuggerUrl\": " + Quoted("ws://" + address) + "\n} ]\n\n");
  return true;
}

void Connection::Answer(std::string_view json) {
  Write(
      "HTTP/1.0 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nCache-Control: "
      "no-cache\r\nContent-Length: " +
      std::to_string(json.size()) + "\r\n\r\n" + std::string(json));
}

void Connection::Refuse() {
  Write(
      "HTTP/1.0 400 Bad Request\r\nContent-Type: text/html; charset=UTF-8\r\n\r\nWebSockets request was expected\r\n");
  EndAfterWrites();
}

void Connection::Upgrade() {
  Write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
        AcceptValue(key_) + "\r\n\r\n");
  session_ = ++server_.last_session_;
  server_.sessions_[session_] = this;
  server_.listener_->OnConnected(session_);
}

// --- WebSocket. ---

void Connection::ReadFrames(std::string_view bytes) {
  frames_.Feed(bytes);
  std::string payload;
  while (!ends_ && !closing_) {
    switch (frames_.Next(&payload)) {
      case FrameReader::Event::kNone: return;
      case FrameReader::Event::kMessage: server_.listener_->OnMessage(session_, std::move(payload)); break;
      case FrameReader::Event::kPing: Write(EncodeFrame(Opcode::kPong, payload)); break;
      case FrameReader::Event::kPong: break;
      case FrameReader::Event::kClose:
      case FrameReader::Event::kFailed:
        Write(EncodeFrame(Opcode::kClose, ""));
        EndAfterWrites();
        break;
    }
  }
}

// --- Writing. ---

void Connection::Write(std::string bytes) {
  if (closing_ || ends_) return;
  auto* write = new WriteRequest{{}, std::move(bytes)};  // deleted when it is done
  write->request.data = this;
  uv_buf_t buffer = uv_buf_init(write->bytes.data(), static_cast<unsigned>(write->bytes.size()));
  auto done = [](uv_write_t* request, int status) {
    auto* self = static_cast<Connection*>(request->data);
    delete reinterpret_cast<WriteRequest*>(request);
    --self->writes_;
    if (status != 0 || (self->ends_ && self->writes_ == 0)) self->Close();
  };
  if (uv_write(&write->request, reinterpret_cast<uv_stream_t*>(&socket_), &buffer, 1, done) != 0) {
    delete write;
    return Close();
  }
  ++writes_;
}

void Connection::EndAfterWrites() {
  ends_ = true;
  if (writes_ == 0) Close();
}

}  // namespace eddy::inspector
