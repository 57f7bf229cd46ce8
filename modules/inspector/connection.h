// One client of the inspector's server: an HTTP connection that may become a WebSocket. Lives on the server's thread.
#pragma once
#include <llhttp/llhttp.h>
#include <uv.h>

#include <string>
#include <string_view>
#include <vector>

#include "inspector/websocket.h"

namespace eddy::inspector {

class Server;

class Connection {
 public:
  // Deletes itself when its socket is closed.
  static void Accept(Server& server, uv_stream_t* listener);

  void SendText(std::string_view text) { Write(EncodeFrame(Opcode::kText, text)); }
  void Close();

 private:
  explicit Connection(Server& server);
  static const llhttp_settings_t* Callbacks();
  static Connection* Of(llhttp_t* parser) { return static_cast<Connection*>(parser->data); }

  void OnRead(ssize_t size, const uv_buf_t* buffer);
  void ReadHttp(std::string_view bytes);
  void ReadFrames(std::string_view bytes);
  int OnHeaderField(std::string_view text);
  int OnHeaderValue(std::string_view text);
  void BeginRequest();
  void OnRequest();
  bool AnswerDiscovery();
  void Upgrade();
  void Refuse();
  void Answer(std::string_view json);
  void Write(std::string bytes);
  void EndAfterWrites();

  Server& server_;
  uv_tcp_t socket_;
  llhttp_t parser_;
  FrameReader frames_;
  std::string url_, host_, key_, field_, value_;
  size_t head_bytes_ = 0;
  bool is_get_ = false, wants_upgrade_ = false, in_value_ = false;
  int session_ = 0;  // not 0: a WebSocket
  int writes_ = 0;
  std::vector<char> chunk_ = std::vector<char>(64 * 1024);  // what is being read
  bool ends_ = false, closing_ = false;
};

}  // namespace eddy::inspector
