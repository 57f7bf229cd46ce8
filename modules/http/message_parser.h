// From bytes to HTTP messages, and from there to JavaScript in as few calls as can be.
//
// A parser reads requests or responses with llhttp. Bytes come from a native stream that it consumes (no JavaScript
// between the socket and here), or by execute(). What it found goes to the functions of its Events, called with the
// parser as `this`:
//   onHead(what, text, head, flags, body)  a request's method number and URL, or a response's status and reason.
//                     A request without a body is reported by this one call, with kComplete; `body` is the first
//                     piece of one, where it is at hand. For messages that may have no body or that ask for an
//                     upgrade the result matters: see Verdict.
//   onBody(bytes)     more of the body
//   onComplete(trailers)   the end of the message; trailers are in the form of `head`, '' when there are none
//   onExecuted(result, rest)  consuming only: execution stopped by an error (an Error with code HPE_...), or by an
//                     upgrade (the number of bytes parsed; `rest` is what follows)
//   onReadEnd(status) consuming only: UV_EOF or another negative errno
// `head` is one Latin-1 string "name\nvalue\nname\nvalue\n": the garbage collector keeps it, and nobody takes it apart
// who does not look.
//
// Debian's llhttp is older than Node 24's; what stands between the two are machines with files of their own:
// MethodStandIn (QUERY), LineCheck (the ends of a head's lines), ChunkLines (chunk extensions, and how chunked bodies
// are refused). What differs still: `bytesParsed` of some errors counts to the end of the header; answers of RTSP and
// ICE servers are none.
#pragma once
#include <llhttp/llhttp.h>

#include <string>

#include "bind/buffer.h"
#include "bind/module.h"
#include "buffer/codec.h"
#include "buffer/shared_block.h"
#include "http/chunk_lines.h"
#include "http/head_text.h"
#include "http/line_check.h"
#include "http/method_stand_in.h"
#include "loop/captured_context.h"
#include "net/byte_stream.h"

namespace eddy::http {

// The functions in JavaScript, and what all parsers that share them share.
class Events : public bind::Object<Events> {
 public:
  Events(v8::Isolate* isolate, v8::Local<v8::Function> on_head, v8::Local<v8::Function> on_body,
         v8::Local<v8::Function> on_complete, v8::Local<v8::Function> on_executed, v8::Local<v8::Function> on_read_end);
  v8::Local<v8::Value> NewBuffer(v8::Isolate* isolate, std::string_view bytes) {
    return block_.NewBuffer(isolate, bytes);
  }

  v8::Global<v8::Function> on_head, on_body, on_complete, on_executed, on_read_end;

 private:
  buffer::SharedBlock block_;
};

// Bits of onHead's `flags`; the version, major * 16 + minor, lies from kVersionShift on.
enum HeadFlag : uint32_t {
  kShouldKeepAlive = 1,
  kUpgrade = 2,
  kHasHost = 4,
  kHasExpect = 8,
  kComplete = 16,     // there is no body: the message has ended
  kMoreFollows = 32,  // with kComplete: the bytes at hand go on behind this message
  kVersionShift = 8,
};

// What writeNow answers.
constexpr int32_t kWritten = 0, kNotWritten = 1;
// The header lines of a message that are kept, when nobody sets a limit.
constexpr uint32_t kDefaultMaxHeaders = 1000;

// What onHead's result says of the bytes that follow.
enum class Verdict { kBody = 0, kNoBody = 1, kUpgrade = 2 };

class MessageParser : public bind::Object<MessageParser>, public net::StreamConsumer {
 public:
  enum class Type : int32_t { kRequest = HTTP_REQUEST, kResponse = HTTP_RESPONSE };

  MessageParser(v8::Isolate* isolate, Events* events, Type type);
  ~MessageParser() override;

  // Begins anew, with another connection. `max_head_size`: bytes of URL, names and values; `max_headers`: further ones
  // are dropped, 0: none is. `lenient`: as insecureHTTPParser.
  void Initialize(Type type, uint32_t max_head_size, uint32_t max_headers, bool lenient);
  void KeepTrailingBlanks() { head_.KeepTrailingBlanks(); }
  // Bytes parsed, or an Error. Empty: a callback threw.
  v8::MaybeLocal<v8::Value> Execute(bind::Bytes bytes);
  // The connection ended: undefined, or an Error when it ended within a message.
  v8::MaybeLocal<v8::Value> Finish();
  // Takes the stream's reads; its own callback gets none until Unconsume.
  void Consume(net::ByteStream* stream);
  void Unconsume();
  // Writes head (Latin-1), body (a string in `encoding`, bytes, or undefined), tail (Latin-1) and the pieces of `more`
  // ([string or bytes, number of its encoding, ...] or undefined) to the stream consumed, if the kernel takes all of
  // it now. Otherwise kNotWritten: the same bytes are to be written to the stream in the ordinary way, in one go. The
  // stream knows what the kernel has of them already, and how it failed.
  int32_t WriteNow(v8::Local<v8::String> head, v8::Local<v8::Value> body, buffer::Encoding encoding,
                   v8::Local<v8::String> tail, v8::Local<v8::Value> more);
  // No callback comes any more.
  void Close();
  // The bytes at hand, while a callback runs.
  v8::Local<v8::Value> CurrentBuffer();

  // Milliseconds of the loop's time since the head or the message began; -1: not within one.
  double HeadAge() const;
  double MessageAge() const;
  // Milliseconds since the last request ended or response was written, whichever is later; -1 within a request.
  double IdleAge() const;

  void OnRead(ssize_t count, const char* data) override;
  void OnStreamClosed() override;

 private:
  friend struct Callbacks;
  struct Outcome {
    size_t parsed;
    llhttp_errno_t error;
  };
  // What Initialize was called with.
  struct Beginning {
    Type type;
    uint32_t max_head_size, max_headers;
    bool lenient;
  };
  // A callback saw to it that no more of the bytes at hand is parsed.
  bool stopped() const { return closed_ || threw_ || next_.has_value(); }
  Outcome Run(const char* data, size_t size);
  // As far as the end of a message, or of the head of a chunked body; HPE_PAUSED then.
  llhttp_errno_t RunPiece(const char* data, size_t size, size_t* parsed);
  llhttp_errno_t RunMethod(const char* data, size_t size, size_t* parsed);
  llhttp_errno_t RunLines(const char* data, size_t from, size_t size, size_t* parsed);
  llhttp_errno_t RunChunks(const char* data, size_t size, size_t* parsed);
  llhttp_errno_t RunBytes(const char* data, size_t from, size_t to, size_t* parsed);
  llhttp_errno_t Refuse(const char* error);
  v8::Local<v8::Value> ResultOf(const Outcome& outcome);
  bool FinishMessage(bool is_last);
  v8::Local<v8::Value> NewError(llhttp_errno_t error, size_t parsed);

  int BeginMessage();
  int EndHead();
  int Body(std::string_view bytes);
  int EndMessage();
  // As llhttp's callbacks answer: 0, or HPE_USER when there is an error, "HPE_CODE:reason".
  int Check(const char* error);
  bool IsLenient() const { return (parser_.lenient_flags & LENIENT_HEADERS) != 0; }
  bool IsRequest() const { return parser_.type == HTTP_REQUEST; }
  bool DeliverHead(uint32_t more_flags, Verdict* verdict);
  v8::MaybeLocal<v8::Value> Call(const v8::Global<v8::Function>& function, int count, v8::Local<v8::Value>* arguments);
  void DrainBehindBody();
  void RestoreContext();
  std::string_view MethodName() const;
  v8::Local<v8::Value> NewText(std::string_view text);
  uint64_t LoopTime() const;
  uint32_t HeadFlags() const;

  v8::Global<v8::Object> events_object_;
  Events* events_;
  std::optional<Beginning> next_;  // of a callback that began anew
  Runtime* runtime_;
  llhttp_t parser_;
  net::ByteStream* stream_ = nullptr;
  // What llhttp does not do, or not as llhttp 9 does.
  MethodStandIn method_;
  LineCheck lines_;
  ChunkLines chunks_;
  HeadText head_;

  std::string queued_;                                             // executed by a callback
  std::string_view pending_body_;                                  // comes with a head that is pending
  std::string_view input_;                                         // the bytes at hand
  uint64_t head_began_ = 0, message_began_ = 0, last_active_ = 0;  // the loop's time; 0: not within one
  loop::CapturedContext async_context_;
  const char* own_error_ = nullptr;  // "HPE_CODE:reason"
  char last_byte_ = 0;               // of the bytes that were parsed before those at hand
  std::optional<Outcome> failed_;    // more bytes get the same error, and the end none
  // Of the message.
  bool head_pending_ = false;  // complete, and not reported yet
  bool keep_alive_ = false;
  bool message_done_ = false;  // complete, and not reported yet
  // Of the run.
  bool running_ = false;
  bool native_ = false;  // bytes come from the stream
  bool threw_ = false;   // a callback, within execute()
  bool closed_ = false;
};

}  // namespace eddy::http
