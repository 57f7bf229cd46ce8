// HTTP messages out of bytes, with llhttp doing the grammar.
#include "http/message_parser.h"

#include "loop/callback_scope.h"
#include "loop/uv_buffer.h"
#include "observe/note.h"
#include "runtime/runtime.h"

namespace eddy::http {

namespace {

constexpr uint32_t kDefaultMaxHeadSize = 16 * 1024;

}  // namespace

// --- Events. ---

Events::Events(v8::Isolate* isolate, v8::Local<v8::Function> on_head, v8::Local<v8::Function> on_body,
               v8::Local<v8::Function> on_complete, v8::Local<v8::Function> on_executed,
               v8::Local<v8::Function> on_read_end)
    : on_head(isolate, on_head),
      on_body(isolate, on_body),
      on_complete(isolate, on_complete),
      on_executed(isolate, on_executed),
      on_read_end(isolate, on_read_end) {}

// --- llhttp's callbacks. ---

struct Callbacks {
  static MessageParser* Self(llhttp_t* parser) { return static_cast<MessageParser*>(parser->data); }
  static llhttp_settings_t Make() {
    llhttp_settings_t settings{};
    settings.on_message_begin = [](llhttp_t* p) { return Self(p)->BeginMessage(); };
    settings.on_url = [](llhttp_t* p, const char* at, size_t n) {
      return Self(p)->Check(Self(p)->head_.AddText({at, n}));
    };
    settings.on_status = settings.on_url;
    settings.on_header_field = [](llhttp_t* p, const char* at, size_t n) {
      return Self(p)->Check(Self(p)->head_.AddName({at, n}));
    };
    settings.on_header_value = [](llhttp_t* p, const char* at, size_t n) {
      return Self(p)->Check(Self(p)->head_.AddValue({at, n}, Self(p)->input_, Self(p)->IsLenient()));
    };
    settings.on_header_field_complete = [](llhttp_t* p) {
      return Self(p)->Check(
          Self(p)->head_.EndName({.has_length = (p->flags & F_CONTENT_LENGTH) != 0,
                                  .has_encoding = (p->flags & F_TRANSFER_ENCODING) != 0,
                                  .lenient_length = (p->lenient_flags & LENIENT_CHUNKED_LENGTH) != 0}));
    };
    settings.on_header_value_complete = [](llhttp_t* p) {
      Self(p)->head_.EndHeader(Self(p)->IsLenient());
      return 0;
    };
    settings.on_headers_complete = [](llhttp_t* p) { return Self(p)->EndHead(); };
    settings.on_body = [](llhttp_t* p, const char* at, size_t n) { return Self(p)->Body({at, n}); };
    settings.on_message_complete = [](llhttp_t* p) { return Self(p)->EndMessage(); };
    settings.on_chunk_header = [](llhttp_t* p) {
      Self(p)->head_.EndChunk();
      return 0;
    };
    return settings;
  }
};

static const llhttp_settings_t settings = Callbacks::Make();

MessageParser::MessageParser(v8::Isolate* isolate, Events* events, Type type)
    : events_object_(isolate, events->wrapper(isolate)), events_(events), async_context_(isolate) {
  runtime_ = &Runtime::Of(isolate);
  Initialize(type, kDefaultMaxHeadSize, kDefaultMaxHeaders, false);
}

MessageParser::~MessageParser() {
  if (stream_) stream_->SetConsumer(nullptr);
}

void MessageParser::Initialize(Type type, uint32_t max_head_size, uint32_t max_headers, bool lenient) {
  if (running_) {  // by a callback: llhttp is in the middle of the bytes
    next_ = Beginning{type, max_head_size, max_headers, lenient};
    return;
  }
  llhttp_init(&parser_, static_cast<llhttp_type_t>(type), &settings);
  parser_.data = this;
  if (lenient) {
    parser_.lenient_flags =
        LENIENT_HEADERS | LENIENT_CHUNKED_LENGTH | LENIENT_KEEP_ALIVE | LENIENT_TRANSFER_ENCODING | LENIENT_VERSION;
  }
  head_.SetLimits(max_head_size, max_headers);
  head_.Begin();
  method_.Begin();
  lines_.Begin();
  chunks_.End();
  // A client that connects and says nothing is late one day, too.
  head_began_ = message_began_ = type == Type::kRequest ? LoopTime() : 0;
  own_error_ = nullptr;
  failed_.reset();
  head_pending_ = closed_ = threw_ = message_done_ = false;
}

int MessageParser::Check(const char* error) {
  if (!error) return 0;
  own_error_ = error;
  return HPE_USER;
}

int MessageParser::BeginMessage() {
  head_.Begin();
  head_pending_ = false;
  pending_body_ = {};
  head_began_ = message_began_ = LoopTime();
  return 0;
}

int MessageParser::EndHead() {
  if (!IsRequest() && parser_.status_code < 100) return Check("HPE_INVALID_STATUS:Invalid status code");
  head_.EndHead();
  keep_alive_ = llhttp_should_keep_alive(&parser_) != 0;
  head_began_ = 0;
  Verdict verdict = Verdict::kBody;
  if (IsRequest() && !parser_.upgrade) {
    head_pending_ = true;  // reported when the message is complete, or no more bytes are at hand
  } else {
    if (!DeliverHead(0, &verdict)) return HPE_USER;
    // Who does not take the upgrade goes on reading messages.
    if (verdict == Verdict::kBody) parser_.upgrade = 0;
  }
  if (verdict != Verdict::kBody || (parser_.flags & F_CHUNKED) == 0) return static_cast<int>(verdict);
  chunks_.Begin(IsLenient());
  return HPE_PAUSED;  // RunChunks reads on
}

int MessageParser::Body(std::string_view bytes) {
  if (head_pending_) {
    if (pending_body_.empty()) {
      pending_body_ = bytes;
      return 0;
    }
    if (!DeliverHead(0, nullptr)) return HPE_USER;
  }
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  v8::Local<v8::Value> buffer = events_->NewBuffer(isolate, bytes);
  Call(events_->on_body, 1, &buffer).IsEmpty();
  DrainBehindBody();
  return stopped() ? HPE_USER : 0;
}

int MessageParser::EndMessage() {
  message_done_ = true;
  return HPE_PAUSED;  // JavaScript is called outside of llhttp, in RunPiece
}

// --- Running. ---

MessageParser::Outcome MessageParser::Run(const char* data, size_t size) {
  v8::Isolate* isolate = this->isolate();
  [[maybe_unused]] auto keep_alive = wrapper(isolate);
  if (failed_) return *failed_;
  running_ = true;
  input_ = {data, size};
  size_t done = 0;
  llhttp_errno_t error = HPE_OK;
  while (error == HPE_OK) {
    size_t parsed = 0;
    error = RunPiece(data + done, size - done, &parsed);
    done += parsed;
    if (error != HPE_PAUSED) break;
    llhttp_resume(&parser_);
    error = HPE_OK;
    if (message_done_ && !FinishMessage(done == size)) error = HPE_USER;
  }
  if (head_pending_ && !stopped()) DeliverHead(0, nullptr);
  if (size > 0) last_byte_ = data[size - 1];
  input_ = {};
  running_ = false;
  if (!next_) return {done, error};
  auto next = *std::exchange(next_, std::nullopt);  // what is left of the bytes is not for that
  Initialize(next.type, next.max_head_size, next.max_headers, next.lenient);
  return {size, HPE_OK};
}

llhttp_errno_t MessageParser::RunPiece(const char* data, size_t size, size_t* parsed) {
  if (chunks_.active()) return RunChunks(data, size, parsed);
  bool reads_method = method_.is_on() && size > 0 && !parser_.upgrade && IsRequest();
  return reads_method ? RunMethod(data, size, parsed) : RunLines(data, 0, size, parsed);
}

llhttp_errno_t MessageParser::Refuse(const char* error) {
  own_error_ = error;
  return HPE_USER;
}

llhttp_errno_t MessageParser::RunMethod(const char* data, size_t size, size_t* parsed) {
  auto step = method_.Next({data, size});
  if (!step.stand_in.empty()) {
    llhttp_errno_t error = llhttp_execute(&parser_, step.stand_in.data(), step.stand_in.size());
    if (error != HPE_OK) return error;
  }
  size_t from = step.skip + step.taken;
  if (step.goes_on) {
    *parsed = size;
    return method_.matched() ? HPE_OK : llhttp_execute(&parser_, data + size, 0);
  }
  if (step.refused) {
    *parsed = from;
    return Refuse("HPE_INVALID_METHOD:Invalid method encountered");
  }
  return RunLines(data, from, size, parsed);
}

llhttp_errno_t MessageParser::RunBytes(const char* data, size_t from, size_t to, size_t* parsed) {
  llhttp_errno_t error = llhttp_execute(&parser_, data + from, to - from);
  const char* stopped = llhttp_get_error_pos(&parser_);
  *parsed = error == HPE_OK || !stopped ? to : static_cast<size_t>(stopped - data);
  if (error == HPE_INVALID_VERSION && (*parsed > 0 ? data[*parsed - 1] : last_byte_) == '\r')
    return Refuse("HPE_STRICT:Expected CRLF after version");  // as the llhttp of Node 24 calls it
  if (own_error_ && std::string_view(own_error_) == HeadText::kNoName && *parsed > from) --*parsed;  // at the colon
  return error;
}

// As far as the first line of a head that LineCheck refuses.
llhttp_errno_t MessageParser::RunLines(const char* data, size_t from, size_t size, size_t* parsed) {
  using Flaw = LineCheck::Flaw;
  size_t end = size;
  auto flaw = lines_.is_on() && !IsLenient() ? lines_.Find({data + from, size - from}, &end) : Flaw::kNone;
  if (flaw == Flaw::kNone) return RunBytes(data, from, size, parsed);
  end += from;
  lines_.Stop();
  llhttp_errno_t error = HPE_OK;
  if (end > from) error = RunBytes(data, from, end, parsed);
  if (error != HPE_OK) return error;
  *parsed = end;
  if (flaw == Flaw::kFolded) {
    if (!head_.is_in_header()) return RunBytes(data, end, size, parsed);  // llhttp refuses it itself
    if (head_.is_in_value()) return Refuse(HeadText::kFoldedValue);
    ++*parsed;
    return Refuse("HPE_INVALID_HEADER_TOKEN:Invalid header value char");
  }
  if (flaw == Flaw::kBareEmptyLine) {
    ++*parsed;
    return Refuse("HPE_INVALID_HEADER_TOKEN:Invalid header field char");
  }
  if (head_.is_in_value()) return Refuse("HPE_CR_EXPECTED:Missing expected CR after header value");
  error = RunBytes(data, end, end + 1, parsed);
  if (error != HPE_OK) return error;
  return Refuse(IsRequest() ? "HPE_INVALID_VERSION:Expected CRLF after version"
                            : "HPE_CR_EXPECTED:Missing expected CR after response line");
}

llhttp_errno_t MessageParser::RunChunks(const char* data, size_t size, size_t* parsed) {
  size_t at = 0;
  llhttp_errno_t error = HPE_OK;
  while (at < size && error == HPE_OK) {
    auto step = chunks_.Next({data + at, size - at});
    if (step.pass > 0) error = RunBytes(data, at, at + step.pass, parsed);
    if (error != HPE_OK) return error;  // the message's end, too
    at += step.pass + step.drop;
    *parsed = at;
    if (step.error) return Refuse(step.error);
    if (!step.insert.empty()) error = llhttp_execute(&parser_, step.insert.data(), step.insert.size());
  }
  return error;
}

// The message has ended and llhttp pauses before the next: notifies JavaScript. `is_last`: no bytes follow for now.
// False: no more is to be parsed.
bool MessageParser::FinishMessage(bool is_last) {
  message_done_ = false;
  lines_.Begin();
  chunks_.End();
  message_began_ = 0;
  last_active_ = LoopTime();
  if (head_pending_) {
    bool is_all = pending_body_.empty() && head_.trailers().empty();
    bool goes_on = DeliverHead(is_all ? kComplete | (is_last ? 0u : kMoreFollows) : 0u, nullptr);
    if (is_all || !goes_on) {
      method_.Begin();
      head_.Shrink();
      return goes_on;
    }
  }
  method_.Begin();
  v8::HandleScope handles(isolate());
  bool has_trailers = !head_.trailers().empty();
  v8::Local<v8::Value> trailers = NewText(head_.trailers());
  head_.Shrink();
  Call(events_->on_complete, 1, &trailers).IsEmpty();
  if (has_trailers) DrainBehindBody();
  return !stopped();
}

// False: no more is to be parsed.
bool MessageParser::DeliverHead(uint32_t more_flags, Verdict* verdict) {
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  head_pending_ = false;
  if (IsRequest()) observe::NoteRequest(MethodName(), head_.text());
  int what = !IsRequest() ? parser_.status_code : method_.matched() ? MethodStandIn::kNumber : parser_.method;
  v8::Local<v8::Value> arguments[] = {
      v8::Integer::New(isolate, what),
      NewText(head_.text()),
      NewText(head_.headers()),
      v8::Integer::NewFromUnsigned(isolate, HeadFlags() | more_flags),
      pending_body_.empty() ? v8::Undefined(isolate).As<v8::Value>() : events_->NewBuffer(isolate, pending_body_),
  };
  bool has_body = !std::exchange(pending_body_, {}).empty();
  v8::Local<v8::Value> result;
  bool returned = Call(events_->on_head, 5, arguments).ToLocal(&result);
  if (verdict && returned && result->IsInt32()) {
    int32_t number = result.As<v8::Int32>()->Value();
    if (number >= 0 && number <= 2) *verdict = static_cast<Verdict>(number);
  }
  if (has_body) DrainBehindBody();
  return !stopped();
}

std::string_view MessageParser::MethodName() const {
  return method_.matched() ? MethodStandIn::kMethod : llhttp_method_name(static_cast<llhttp_method_t>(parser_.method));
}

v8::Local<v8::Value> MessageParser::NewText(std::string_view text) {
  v8::Isolate* isolate = this->isolate();
  v8::Local<v8::String> result;
  if (!v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text.data()), v8::NewStringType::kNormal,
                                  static_cast<int>(text.size()))
           .ToLocal(&result)) {
    return v8::String::Empty(isolate);
  }
  return result;
}

uint32_t MessageParser::HeadFlags() const {
  uint32_t flags = (parser_.http_major * 16u + parser_.http_minor) << kVersionShift;
  if (keep_alive_) flags |= kShouldKeepAlive;
  if (parser_.upgrade) flags |= kUpgrade;
  if (head_.has_host()) flags |= kHasHost;
  if (head_.has_expect()) flags |= kHasExpect;
  return flags;
}

// Bytes that came natively: what the callback throws is an uncaught error, and parsing goes on. Within execute() the
// caller gets it.
v8::MaybeLocal<v8::Value> MessageParser::Call(const v8::Global<v8::Function>& function, int count,
                                              v8::Local<v8::Value>* arguments) {
  v8::Isolate* isolate = this->isolate();
  auto context = isolate->GetCurrentContext();
  if (!native_) {
    auto result = function.Get(isolate)->Call(context, wrapper(isolate), count, arguments);
    if (result.IsEmpty()) threw_ = true;
    return result;
  }
  v8::TryCatch try_catch(isolate);
  auto result = function.Get(isolate)->Call(context, wrapper(isolate), count, arguments);
  if (result.IsEmpty()) runtime_->HandleUncaught(try_catch);
  RestoreContext();
  return result;
}

// A server's callbacks run one by one where a piece of a body, or trailers, end, as on Node: what the piece set going
// runs before the message ends, the next request begins, or an error is reported.
void MessageParser::DrainBehindBody() {
  if (!native_ || !IsRequest()) return;
  v8::HandleScope handles(isolate());
  [[maybe_unused]] v8::Local<v8::Object> self = wrapper(isolate());  // keeps us: what runs may let go
  loop::CallbackScope::DrainBetween(*runtime_);
  RestoreContext();
}

// What one request's AsyncLocalStorage.enterWith() left is not the next one's.
void MessageParser::RestoreContext() {
  v8::Isolate* isolate = this->isolate();
  v8::Local<v8::Value> own = async_context_.Get(isolate);
  if (own.IsEmpty()) own = v8::Undefined(isolate);
  if (isolate->GetContinuationPreservedEmbedderData() != own) isolate->SetContinuationPreservedEmbedderData(own);
}

// --- From JavaScript. ---

v8::MaybeLocal<v8::Value> MessageParser::Execute(bind::Bytes bytes) {
  if (closed_) return v8::Undefined(isolate()).As<v8::Value>();
  if (running_) {  // by a callback: these bytes come after those at hand
    queued_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return v8::Number::New(isolate(), static_cast<double>(bytes.size())).As<v8::Value>();
  }
  threw_ = false;
  Outcome outcome = Run(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  while (!queued_.empty() && outcome.error == HPE_OK && !threw_ && !closed_) {
    std::string next = std::move(queued_);
    queued_.clear();
    outcome = Run(next.data(), next.size());
  }
  if (threw_) return {};
  return ResultOf(outcome);
}

v8::MaybeLocal<v8::Value> MessageParser::Finish() {
  if (running_ || closed_ || failed_) return v8::Undefined(isolate()).As<v8::Value>();
  threw_ = false;
  running_ = true;
  llhttp_errno_t error = llhttp_finish(&parser_);
  if (error == HPE_PAUSED && message_done_) {
    llhttp_resume(&parser_);
    FinishMessage(true);
    error = HPE_OK;
  }
  running_ = false;
  if (next_) {
    auto next = *std::exchange(next_, std::nullopt);
    Initialize(next.type, next.max_head_size, next.max_headers, next.lenient);
    error = HPE_OK;
  }
  if (threw_) return {};
  if (error == HPE_OK || closed_) return v8::Undefined(isolate()).As<v8::Value>();
  return NewError(error, 0);
}

// A number, or an Error; undefined when the parser was closed meanwhile.
v8::Local<v8::Value> MessageParser::ResultOf(const Outcome& outcome) {
  v8::Isolate* isolate = this->isolate();
  if (closed_) return v8::Undefined(isolate);
  switch (outcome.error) {
    case HPE_OK:
    case HPE_PAUSED: return v8::Number::New(isolate, static_cast<double>(outcome.parsed));
    case HPE_PAUSED_UPGRADE:
      llhttp_resume_after_upgrade(&parser_);
      return v8::Number::New(isolate, static_cast<double>(outcome.parsed));
    default: failed_ = outcome; return NewError(outcome.error, outcome.parsed);
  }
}

// Reasons as the llhttp of Node 24 words them.
static std::string_view Reworded(std::string_view reason) {
  static constexpr std::pair<std::string_view, std::string_view> kNewWords[] = {
      {"Expected HTTP/", "Expected HTTP/, RTSP/ or ICE/"},
      {"Invalid response status", "Invalid status code"},
      {"Response overflow", "Invalid response status"},
      {"Invalid characters in url (strict mode)", "Invalid characters in url"},
  };
  for (auto [old, now] : kNewWords) {
    if (reason == old) return now;
  }
  return reason;
}

v8::Local<v8::Value> MessageParser::NewError(llhttp_errno_t error, size_t parsed) {
  v8::Isolate* isolate = this->isolate();
  auto context = isolate->GetCurrentContext();
  std::string_view code = llhttp_errno_name(error), reason;
  const char* given = llhttp_get_error_reason(&parser_);
  if (given) reason = Reworded(given);
  if (own_error_) {
    std::string_view own = own_error_;
    code = own.substr(0, own.find(':'));
    reason = own.substr(own.find(':') + 1);
  }
  // As the llhttp of Node 24 calls it.
  if (reason == "Content-Length can't be present with Transfer-Encoding") code = "HPE_INVALID_CONTENT_LENGTH";
  std::string message = error == HPE_INVALID_EOF_STATE ? "Parse Error" : "Parse Error: " + std::string(reason);
  auto exception = v8::Exception::Error(bind::NewString(isolate, message));
  auto object = exception.As<v8::Object>();
  auto set = [&](const char* name, v8::Local<v8::Value> value) { bind::Define(context, object, name, value); };
  set("bytesParsed", v8::Number::New(isolate, static_cast<double>(parsed)));
  set("code", bind::NewString(isolate, code));
  set("reason", bind::NewString(isolate, reason));
  return exception;
}

v8::Local<v8::Value> MessageParser::CurrentBuffer() { return bind::OwnedBytes(input_).ToBuffer(isolate()); }

void MessageParser::Close() {
  closed_ = true;
  Unconsume();
}

double MessageParser::HeadAge() const { return head_began_ ? static_cast<double>(LoopTime() - head_began_) : -1; }
double MessageParser::MessageAge() const {
  return message_began_ ? static_cast<double>(LoopTime() - message_began_) : -1;
}
double MessageParser::IdleAge() const { return message_began_ ? -1 : static_cast<double>(LoopTime() - last_active_); }
uint64_t MessageParser::LoopTime() const { return runtime_->loop().now() + 1; }

// --- Writing. ---

namespace {

// Pieces of a message side by side: what is short on the stack, the rest elsewhere.
class Gathered {
 public:
  explicit Gathered(v8::Isolate* isolate) : isolate_(isolate) {}

  void AddText(v8::Local<v8::String> text, buffer::Encoding encoding) {
    if (text->Length() == 0) return;
    size_t capacity = encoding == buffer::Encoding::kLatin1 ? static_cast<size_t>(text->Length())
                                                            : buffer::EncodedLength(isolate_, text, encoding);
    char* place = Reserve(capacity);
    Add(place, buffer::Encode(isolate_, text, encoding, place, capacity));
  }
  // A string in `encoding`, or bytes; anything else is nothing.
  void AddValue(v8::Local<v8::Value> value, buffer::Encoding encoding) {
    if (value->IsString()) {
      AddText(value.As<v8::String>(), encoding);
    } else if (auto bytes = bind::BytesOf(value)) {
      Add(reinterpret_cast<char*>(bytes->data()), bytes->size());
    }
  }
  std::span<uv_buf_t> buffers() { return many_.empty() ? std::span{few_, count_} : std::span{many_}; }

 private:
  void Add(char* data, size_t size) {
    if (size == 0) return;
    if (count_ > 0 && last().base + last().len == data) {
      last().len += size;
    } else {
      uv_buf_t buffer = loop::UvBuffer(data, size);
      if (count_ == std::size(few_)) many_.assign(std::begin(few_), std::end(few_));
      if (count_ >= std::size(few_)) {
        many_.push_back(buffer);
      } else {
        few_[count_] = buffer;
      }
      ++count_;
    }
    if (data == block_ + used_) used_ += size;
  }
  uv_buf_t& last() { return many_.empty() ? few_[count_ - 1] : many_.back(); }
  char* Reserve(size_t size) {
    if (size <= sizeof(block_) - used_) return block_ + used_;
    return large_.emplace_back(std::make_unique<char[]>(size)).get();
  }

  v8::Isolate* const isolate_;
  uv_buf_t few_[3];
  std::vector<uv_buf_t> many_;  // all of them, when there are more
  size_t count_ = 0, used_ = 0;
  std::vector<std::unique_ptr<char[]>> large_;
  char block_[8 * 1024];
};

}  // namespace

int32_t MessageParser::WriteNow(v8::Local<v8::String> head, v8::Local<v8::Value> body, buffer::Encoding encoding,
                                v8::Local<v8::String> tail, v8::Local<v8::Value> more) {
  if (!stream_) return kNotWritten;
  v8::Isolate* isolate = this->isolate();
  Gathered gathered(isolate);
  gathered.AddText(head, buffer::Encoding::kLatin1);
  gathered.AddValue(body, encoding);
  gathered.AddText(tail, buffer::Encoding::kLatin1);
  if (more->IsArray()) {
    auto context = isolate->GetCurrentContext();
    auto list = more.As<v8::Array>();
    for (uint32_t i = 0; i + 1 < list->Length(); i += 2) {
      v8::Local<v8::Value> piece, id;
      if (!list->Get(context, i).ToLocal(&piece) || !list->Get(context, i + 1).ToLocal(&id)) return kNotWritten;
      gathered.AddValue(
          piece, id->IsInt32() ? static_cast<buffer::Encoding>(id.As<v8::Int32>()->Value()) : buffer::Encoding::kUtf8);
    }
  }
  last_active_ = LoopTime();
  auto rest = gathered.buffers();
  if (rest.empty()) return kWritten;
  return stream_->TryWriteNow(rest) ? kWritten : kNotWritten;
}

// --- Consuming a stream. ---

void MessageParser::Consume(net::ByteStream* stream) {
  if (!stream || stream == stream_ || !stream->open()) return;
  Unconsume();
  stream_ = stream;
  stream->SetConsumer(this);
  Hold();
}

void MessageParser::Unconsume() {
  if (!stream_) return;
  stream_->SetConsumer(nullptr);
  OnStreamClosed();
}

void MessageParser::OnStreamClosed() {
  stream_ = nullptr;
  LetGo();
}

// Within the stream's callback scope.
void MessageParser::OnRead(ssize_t count, const char* data) {
  if (running_ || closed_) return;
  v8::Isolate* isolate = this->isolate();
  native_ = true;
  RestoreContext();
  if (count < 0) {
    v8::Local<v8::Value> status = v8::Integer::New(isolate, static_cast<int>(count));
    Call(events_->on_read_end, 1, &status).IsEmpty();
  } else {
    auto size = static_cast<size_t>(count);
    Outcome outcome = Run(data, size);
    bool ordinary = outcome.error == HPE_OK || outcome.error == HPE_PAUSED;
    if (!ordinary && !closed_) {
      v8::Local<v8::Value> arguments[] = {ResultOf(outcome), events_->NewBuffer(isolate, {data, size})};
      Call(events_->on_executed, 2, arguments).IsEmpty();
    }
  }
  native_ = false;
}

}  // namespace eddy::http

EDDY_MODULE(http_parser) {
  using eddy::http::Events;
  using eddy::http::MessageParser;
  using Callback = v8::Local<v8::Function>;
  Class<Events>("Events").Constructor<v8::Isolate*, Callback, Callback, Callback, Callback, Callback>();
  Class<MessageParser>("MessageParser")
      .Constructor<v8::Isolate*, Events*, MessageParser::Type>()
      .Method<&MessageParser::Initialize>("initialize")
      .Method<&MessageParser::KeepTrailingBlanks>("keepTrailingBlanks")
      .Method<&MessageParser::Execute>("execute")
      .Method<&MessageParser::Finish>("finish")
      .Method<&MessageParser::Consume>("consume")
      .Method<&MessageParser::Unconsume>("unconsume")
      .Method<&MessageParser::WriteNow>("writeNow")
      .Method<&MessageParser::Close>("close")
      .Method<&MessageParser::CurrentBuffer>("getCurrentBuffer")
      .Method<&MessageParser::HeadAge>("headAge")
      .Method<&MessageParser::MessageAge>("messageAge")
      .Method<&MessageParser::IdleAge>("idleAge");
  Constant("REQUEST", HTTP_REQUEST);
  Constant("RESPONSE", HTTP_RESPONSE);
  Constant("SHOULD_KEEP_ALIVE", eddy::http::kShouldKeepAlive);
  Constant("UPGRADE", eddy::http::kUpgrade);
  Constant("HAS_HOST", eddy::http::kHasHost);
  Constant("HAS_EXPECT", eddy::http::kHasExpect);
  Constant("COMPLETE", eddy::http::kComplete);
  Constant("MORE_FOLLOWS", eddy::http::kMoreFollows);
  Constant("VERSION_SHIFT", eddy::http::kVersionShift);
  Constant("MAY_HAVE_BODY", static_cast<int>(eddy::http::Verdict::kBody));
  Constant("NO_BODY", static_cast<int>(eddy::http::Verdict::kNoBody));
  Constant("NO_LONGER_HTTP", static_cast<int>(eddy::http::Verdict::kUpgrade));
  Constant("WRITTEN", eddy::http::kWritten);
  Constant("DEFAULT_MAX_HEADERS", eddy::http::kDefaultMaxHeaders);
  Constant("QUERY_NUMBER", eddy::http::MethodStandIn::kNumber);
}
