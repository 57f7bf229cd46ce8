// HTTP messages out of bytes, with llhttp doing the grammar.
#include "http/message_parser.h"

#include <algorithm>
#include <cstring>

#include "messaging/message.h"
#include "runtime/runtime.h"

namespace eddy::http {

namespace {

constexpr size_t kBodyBlockSize = 64 * 1024;
constexpr size_t kSharesBlock = 8 * 1024;  // bodies up to this size
constexpr size_t kMaxChunkExtensions = 16 * 1024;
constexpr size_t kKeptCapacity = 4 * 1024;
constexpr uint32_t kDefaultMaxHeadSize = 16 * 1024;

// QUERY, which llhttp 8 does not know, is parsed as another method of its length and of the same grammar.
constexpr std::string_view kQuery = "QUERY";
constexpr std::string_view kStandIn = "PATCH";

constexpr const char* kFoldedValue = "HPE_INVALID_HEADER_TOKEN:Unexpected whitespace after header value";

bool IsNamed(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if ((name[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

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

v8::Local<v8::Value> Events::NewBuffer(v8::Isolate* isolate, std::string_view bytes) {
  if (bytes.size() > kSharesBlock) return bind::OwnedBytes(bytes).ToBuffer(isolate);
  if (block_.IsEmpty() || block_used_ + bytes.size() > kBodyBlockSize) {
    auto made = v8::ArrayBuffer::New(isolate, kBodyBlockSize);
    messaging::MarkUntransferable(isolate->GetCurrentContext(), made);  // many share it
    block_.Reset(isolate, made);
    block_used_ = 0;
  }
  auto block = block_.Get(isolate);
  if (block->ByteLength() < kBodyBlockSize) {  // somebody transferred it away
    block_.Reset();
    return bind::OwnedBytes(bytes).ToBuffer(isolate);
  }
  std::memcpy(static_cast<char*>(block->Data()) + block_used_, bytes.data(), bytes.size());
  auto buffer = bind::NewBuffer(isolate, block, block_used_, bytes.size());
  block_used_ += (bytes.size() + 7) & ~size_t{7};
  return buffer;
}

// --- llhttp's callbacks. ---

struct Callbacks {
  static MessageParser* Self(llhttp_t* parser) { return static_cast<MessageParser*>(parser->data); }
  static llhttp_settings_t Make() {
    llhttp_settings_t settings{};
    settings.on_message_begin = [](llhttp_t* p) { return Self(p)->BeginMessage(); };
    settings.on_url = [](llhttp_t* p, const char* at, size_t n) { return Self(p)->Text({at, n}); };
    settings.on_status = settings.on_url;
    settings.on_header_field = [](llhttp_t* p, const char* at, size_t n) { return Self(p)->HeaderField({at, n}); };
    settings.on_header_value = [](llhttp_t* p, const char* at, size_t n) { return Self(p)->HeaderValue({at, n}); };
    settings.on_header_value_complete = [](llhttp_t* p) { return Self(p)->EndHeader(); };
    settings.on_headers_complete = [](llhttp_t* p) { return Self(p)->EndHead(); };
    settings.on_body = [](llhttp_t* p, const char* at, size_t n) { return Self(p)->Body({at, n}); };
    settings.on_message_complete = [](llhttp_t* p) { return Self(p)->EndMessage(); };
    settings.on_chunk_extension_name = [](llhttp_t* p, const char*, size_t n) {
      MessageParser* self = Self(p);
      self->chunk_extension_size_ += n;
      if (self->chunk_extension_size_ <= kMaxChunkExtensions) return 0;
      self->own_error_ = "HPE_CHUNK_EXTENSIONS_OVERFLOW:Chunk extensions overflow";
      return static_cast<int>(HPE_USER);
    };
    settings.on_chunk_extension_value = settings.on_chunk_extension_name;
    settings.on_chunk_header = [](llhttp_t* p) {
      Self(p)->chunk_extension_size_ = 0;
      Self(p)->head_size_ = 0;  // that of the trailers counts for itself
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
  llhttp_init(&parser_, static_cast<llhttp_type_t>(type), &settings);
  parser_.data = this;
  if (lenient) {
    parser_.lenient_flags =
        LENIENT_HEADERS | LENIENT_CHUNKED_LENGTH | LENIENT_KEEP_ALIVE | LENIENT_TRANSFER_ENCODING | LENIENT_VERSION;
  }
  max_head_size_ = max_head_size;
  max_headers_ = max_headers;
  text_.clear();
  headers_.clear();
  head_size_ = chunk_extension_size_ = header_count_ = 0;
  // A client that connects and says nothing is late one day, too.
  head_began_ = message_began_ = type == Type::kRequest ? LoopTime() : 0;
  header_state_ = HeaderState::kNone;
  own_error_ = nullptr;
  query_matched_ = 0;
  head_pending_ = has_host_ = has_expect_ = closed_ = threw_ = message_done_ = trailing_ = false;
  at_message_start_ = true;
  BeginScan();
}

void MessageParser::BeginScan() {
  scanning_ = true;
  line_began_ = false;
  before_[0] = before_[1] = 0;
}

int MessageParser::BeginMessage() {
  text_.clear();
  headers_.clear();
  head_size_ = chunk_extension_size_ = 0;
  header_count_ = 0;
  header_state_ = HeaderState::kNone;
  has_host_ = has_expect_ = trailing_ = head_pending_ = false;
  pending_body_ = {};
  head_length_ = 0;
  head_began_ = message_began_ = LoopTime();
  return 0;
}

// False when the head is too large.
bool MessageParser::CountHead(size_t bytes) {
  head_size_ += bytes;
  if (head_size_ < max_head_size_) return true;
  own_error_ = "HPE_HEADER_OVERFLOW:Header overflow";
  return false;
}

int MessageParser::Text(std::string_view part) {
  if (!CountHead(part.size())) return HPE_USER;
  text_.append(part);
  return 0;
}

int MessageParser::HeaderField(std::string_view part) {
  if (!CountHead(part.size())) return HPE_USER;
  if (header_state_ != HeaderState::kField) {
    header_state_ = HeaderState::kField;
    field_start_ = headers_.size();
  }
  headers_.append(part);
  return 0;
}

int MessageParser::HeaderValue(std::string_view part) {
  bool begins = header_state_ != HeaderState::kValue;
  if (!begins && !IsLenient() && !(value_cut_ && part.data() == input_.data())) {
    // A folded line (RFC 9112, section 5.2), of which llhttp 8 makes one value.
    own_error_ = kFoldedValue;
    return HPE_USER;
  }
  if (!CountHead(part.size())) return HPE_USER;
  if (begins) {
    header_state_ = HeaderState::kValue;
    headers_.push_back('\n');
    value_start_ = headers_.size();
  }
  value_cut_ = part.data() + part.size() == input_.data() + input_.size();
  headers_.append(part);
  return 0;
}

int MessageParser::EndHeader() {
  if (header_state_ != HeaderState::kValue) {  // an empty value
    headers_.push_back('\n');
    value_start_ = headers_.size();
  }
  header_state_ = HeaderState::kNone;
  while (headers_.size() > value_start_ && (headers_.back() == ' ' || headers_.back() == '\t')) headers_.pop_back();
  // A value never holds a line feed, but leniently parsed ones might.
  if (IsLenient()) {
    std::replace(headers_.begin() + static_cast<ptrdiff_t>(value_start_), headers_.end(), '\n', ' ');
  }
  if (!NoteHeader()) return HPE_USER;
  if (max_headers_ != 0 && header_count_ >= max_headers_) {
    headers_.resize(field_start_);
    return 0;
  }
  ++header_count_;
  headers_.push_back('\n');
  return 0;
}

// Remembers whether the headers are there that a server looks for in every request. False: no such header may come.
bool MessageParser::NoteHeader() {
  std::string_view name(headers_.data() + field_start_, value_start_ - field_start_ - 1);
  if (name.empty()) {
    own_error_ = "HPE_INVALID_HEADER_TOKEN:Invalid header token";
    return false;
  }
  if (trailing_) {
    if (IsLenient() || !IsNamed(name, "content-length")) return true;
    own_error_ = "HPE_INVALID_CONTENT_LENGTH:Content-Length can't be present with Transfer-Encoding";
    return false;
  }
  if (IsNamed(name, "host")) has_host_ = true;
  if (IsNamed(name, "expect")) has_expect_ = true;
  if ((parser_.flags & F_CONTENT_LENGTH) != 0 && IsNamed(name, "transfer-encoding") &&
      !(parser_.lenient_flags & LENIENT_CHUNKED_LENGTH)) {
    own_error_ = "HPE_INVALID_TRANSFER_ENCODING:Transfer-Encoding can't be present with Content-Length";
    return false;
  }
  return true;
}

int MessageParser::EndHead() {
  if (llhttp_get_type(&parser_) == HTTP_RESPONSE && parser_.status_code < 100) {
    own_error_ = "HPE_INVALID_STATUS:Invalid status code";
    return HPE_USER;
  }
  trailing_ = true;  // what headers come now
  head_length_ = headers_.size();
  head_size_ = 0;
  keep_alive_ = llhttp_should_keep_alive(&parser_) != 0;
  head_began_ = 0;
  if (llhttp_get_type(&parser_) == HTTP_REQUEST && !parser_.upgrade) {
    head_pending_ = true;  // told when the message is complete, or no more bytes are at hand
    return 0;
  }
  Verdict verdict = Verdict::kBody;
  if (!DeliverHead(0, &verdict)) return HPE_USER;
  // Who does not take the upgrade goes on reading messages.
  if (verdict == Verdict::kBody) parser_.upgrade = 0;
  return static_cast<int>(verdict);
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
  return closed_ || threw_ ? HPE_USER : 0;
}

// Idle, a parser keeps no more memory than most messages need.
void MessageParser::GiveBack(std::string& text) {
  if (text.capacity() > kKeptCapacity) std::string().swap(text);
}

int MessageParser::EndMessage() {
  message_done_ = true;
  return HPE_PAUSED;  // JavaScript is called outside of llhttp, in RunPiece
}

// --- Running. ---

MessageParser::Outcome MessageParser::Run(const char* data, size_t size) {
  v8::Isolate* isolate = this->isolate();
  [[maybe_unused]] auto keep_alive = wrapper(isolate);
  running_ = true;
  input_ = {data, size};
  size_t done = 0;
  llhttp_errno_t error = HPE_OK;
  while (error == HPE_OK) {
    size_t parsed = 0;
    error = RunPiece(data + done, size - done, &parsed);
    done += parsed;
    if (error == HPE_PAUSED && message_done_) {
      llhttp_resume(&parser_);
      error = HPE_OK;
      if (!FinishMessage(done == size)) error = HPE_USER;
    } else {
      break;
    }
  }
  if (head_pending_ && !closed_ && !threw_) DeliverHead(0, nullptr);
  input_ = {};
  running_ = false;
  return {done, error};
}

llhttp_errno_t MessageParser::RunPiece(const char* data, size_t size, size_t* parsed) {
  size_t skipped = 0;
  if (at_message_start_ && size > 0 && !parser_.upgrade && llhttp_get_type(&parser_) == HTTP_REQUEST) {
    if (query_matched_ == 0) {
      while (skipped < size && (data[skipped] == '\r' || data[skipped] == '\n')) ++skipped;
    }
    size_t at = skipped;
    while (at < size && query_matched_ < kQuery.size() && data[at] == kQuery[query_matched_]) {
      llhttp_errno_t error = llhttp_execute(&parser_, &kStandIn[query_matched_], 1);
      if (error != HPE_OK) return error;
      ++query_matched_;
      ++at;
    }
    if (at == size) {
      *parsed = size;
      return query_matched_ > 0 ? HPE_OK : llhttp_execute(&parser_, data + size, 0);
    }
    at_message_start_ = false;
    if (query_matched_ > 0 && query_matched_ < kQuery.size()) {
      own_error_ = "HPE_INVALID_METHOD:Invalid method encountered";
      *parsed = at;
      return HPE_USER;
    }
    if (query_matched_ > 0) skipped = at;
  }
  return RunChecked(data, skipped, size, parsed);
}

llhttp_errno_t MessageParser::RunBytes(const char* data, size_t from, size_t to, size_t* parsed) {
  llhttp_errno_t error = llhttp_execute(&parser_, data + from, to - from);
  const char* stopped = llhttp_get_error_pos(&parser_);
  *parsed = error == HPE_OK || !stopped ? to : static_cast<size_t>(stopped - data);
  return error;
}

// As far as the first line of a head that does not end in CRLF, or goes on in the next one: llhttp 8 takes some of
// them, but what one reader of a message takes and another doesn't lets requests be smuggled in between.
llhttp_errno_t MessageParser::RunChecked(const char* data, size_t from, size_t size, size_t* parsed) {
  size_t end = size;
  auto flaw = scanning_ && !IsLenient() ? FindFlaw({data + from, size - from}, &end) : LineFlaw::kNone;
  if (flaw == LineFlaw::kNone) return RunBytes(data, from, size, parsed);
  end += from;
  scanning_ = false;
  llhttp_errno_t error = HPE_OK;
  if (end > from) error = RunBytes(data, from, end, parsed);
  if (error != HPE_OK) return error;
  *parsed = end;
  if (flaw == LineFlaw::kFolded) {
    if (header_state_ == HeaderState::kNone) return RunBytes(data, end, size, parsed);  // llhttp refuses it itself
    bool has_value = header_state_ == HeaderState::kValue;
    if (!has_value) ++*parsed;
    own_error_ = has_value ? kFoldedValue : "HPE_INVALID_HEADER_TOKEN:Invalid header value char";
    return HPE_USER;
  }
  if (flaw == LineFlaw::kBareEmptyLine) {
    ++*parsed;
    own_error_ = "HPE_INVALID_HEADER_TOKEN:Invalid header field char";
    return HPE_USER;
  }
  bool in_value = header_state_ == HeaderState::kValue;
  if (!in_value) error = RunBytes(data, end, end + 1, parsed);
  if (error != HPE_OK) return error;
  own_error_ = in_value                                    ? "HPE_CR_EXPECTED:Missing expected CR after header value"
               : llhttp_get_type(&parser_) == HTTP_REQUEST ? "HPE_INVALID_VERSION:Expected CRLF after version"
                                                           : "HPE_CR_EXPECTED:Missing expected CR after response line";
  return HPE_USER;
}

// Looks at the ends of the lines of a head, up to the empty one. `at`: where the flaw is.
MessageParser::LineFlaw MessageParser::FindFlaw(std::string_view bytes, size_t* at) {
  size_t next = 0;
  if (!line_began_) {  // what comes before the first line is llhttp's affair
    while (next < bytes.size() && (bytes[next] == '\r' || bytes[next] == '\n')) ++next;
    if (next == bytes.size()) return LineFlaw::kNone;
    line_began_ = true;
  }
  auto byte_before = [&](size_t position, size_t distance) {
    return position >= distance ? bytes[position - distance] : before_[2 + position - distance];
  };
  auto flaw = LineFlaw::kNone;
  while (flaw == LineFlaw::kNone && next < bytes.size()) {
    if (byte_before(next, 1) == '\n' && (bytes[next] == ' ' || bytes[next] == '\t')) {
      *at = next;
      flaw = LineFlaw::kFolded;
      break;
    }
    size_t end = bytes.find('\n', next);
    if (end == bytes.npos) break;
    *at = end;
    char last = byte_before(end, 1), last_but_one = byte_before(end, 2);
    if (last == '\n')
      flaw = LineFlaw::kBareEmptyLine;
    else if (last != '\r')
      flaw = LineFlaw::kBareLine;
    else if (last_but_one == '\n') {
      scanning_ = false;
      return LineFlaw::kNone;
    }
    next = end + 1;
  }
  if (bytes.size() >= 2) {
    before_[0] = bytes[bytes.size() - 2];
    before_[1] = bytes.back();
  } else if (bytes.size() == 1) {
    before_[0] = before_[1];
    before_[1] = bytes[0];
  }
  return flaw;
}

// The message has ended and llhttp stands still before the next: tells JavaScript. `is_last`: no bytes follow for now.
// False: no more is to be parsed.
bool MessageParser::FinishMessage(bool is_last) {
  message_done_ = false;
  at_message_start_ = true;
  BeginScan();
  message_began_ = 0;
  last_active_ = LoopTime();
  bool has_trailers = headers_.size() > head_length_;
  if (head_pending_) {
    if (!has_trailers) {
      bool goes_on = DeliverHead(kComplete | (is_last ? 0u : kMoreFollows), nullptr);
      GiveBack(text_);
      GiveBack(headers_);
      return goes_on;
    }
    if (!DeliverHead(0, nullptr)) return false;
  }
  query_matched_ = 0;
  v8::HandleScope handles(isolate());
  v8::Local<v8::Value> trailers = NewText(std::string_view(headers_).substr(head_length_));
  Call(events_->on_complete, 1, &trailers).IsEmpty();
  return !closed_ && !threw_;
}

// False: no more is to be parsed.
bool MessageParser::DeliverHead(uint32_t more_flags, Verdict* verdict) {
  v8::Isolate* isolate = this->isolate();
  v8::HandleScope handles(isolate);
  head_pending_ = false;
  bool is_request = llhttp_get_type(&parser_) == HTTP_REQUEST;
  int what = !is_request ? parser_.status_code : query_matched_ > 0 ? kQueryMethod : parser_.method;
  query_matched_ = 0;
  v8::Local<v8::Value> arguments[] = {
      v8::Integer::New(isolate, what),
      NewText(text_),
      NewText(std::string_view(headers_).substr(0, head_length_)),
      v8::Integer::NewFromUnsigned(isolate, HeadFlags() | more_flags),
      pending_body_.empty() ? v8::Undefined(isolate).As<v8::Value>() : events_->NewBuffer(isolate, pending_body_),
  };
  pending_body_ = {};
  v8::Local<v8::Value> result;
  bool returned = Call(events_->on_head, 5, arguments).ToLocal(&result);
  if (verdict && returned && result->IsInt32()) {
    int32_t number = result.As<v8::Int32>()->Value();
    if (number >= 0 && number <= 2) *verdict = static_cast<Verdict>(number);
  }
  return !closed_ && !threw_;
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
  if (has_host_) flags |= kHasHost;
  if (has_expect_) flags |= kHasExpect;
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

// What one request's AsyncLocalStorage.enterWith() left is not the next one's.
void MessageParser::RestoreContext() {
  v8::Isolate* isolate = this->isolate();
  v8::Local<v8::Value> own = async_context_.Get(isolate);
  if (own.IsEmpty()) own = v8::Undefined(isolate);
  if (isolate->GetContinuationPreservedEmbedderData() != own) isolate->SetContinuationPreservedEmbedderData(own);
}

// --- From JavaScript. ---

v8::MaybeLocal<v8::Value> MessageParser::Execute(std::span<std::byte> bytes) {
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
  if (running_ || closed_) return v8::Undefined(isolate()).As<v8::Value>();
  threw_ = false;
  running_ = true;
  llhttp_errno_t error = llhttp_finish(&parser_);
  if (error == HPE_PAUSED && message_done_) {
    llhttp_resume(&parser_);
    FinishMessage(true);
    error = HPE_OK;
  }
  running_ = false;
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
    default: return NewError(outcome.error, outcome.parsed);
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
  auto set = [&](const char* name, v8::Local<v8::Value> value) {
    object->Set(context, bind::Symbolic(isolate, name), value).Check();
  };
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
      uv_buf_t buffer = uv_buf_init(data, static_cast<unsigned>(size));
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
      gathered.AddValue(piece, id->IsInt32() ? static_cast<buffer::Encoding>(id.As<v8::Int32>()->Value())
                                             : buffer::Encoding::kUtf8);
    }
  }
  last_active_ = LoopTime();
  auto rest = gathered.buffers();
  if (rest.empty()) return kWritten;
  return stream_->TryWriteNow(rest) ? kWritten : kNotWritten;
}

// --- Consuming a stream. ---

void MessageParser::Consume(net::StreamHandle* stream) {
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
  Constant("QUERY_NUMBER", eddy::http::kQueryMethod);
}
