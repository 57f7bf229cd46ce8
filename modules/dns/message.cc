#include "dns/message.h"

#include <ares.h>
#include <sys/socket.h>
#include <uv.h>

#include <cstring>
#include <initializer_list>
#include <utility>

#include "bind/convert.h"

namespace eddy::dns {
namespace {

constexpr size_t kHeaderSize = 12;

// The order in which resolveAny groups records.
constexpr RecordType kGroups[] = {RecordType::kAaaa, RecordType::kMx,  RecordType::kNs,    RecordType::kTxt,
                                  RecordType::kSrv,  RecordType::kPtr, RecordType::kNaptr, RecordType::kSoa,
                                  RecordType::kTlsa, RecordType::kCaa};

// Of these, an answer without a record of the type is an error; of the others, an empty list.
bool MissesAreErrors(RecordType type) {
  return type == RecordType::kNs || type == RecordType::kPtr || type == RecordType::kCname;
}
bool IsAddress(RecordType type) { return type == RecordType::kA || type == RecordType::kAaaa; }

// Bytes of the protocol become one character each.
v8::Local<v8::String> Characters(v8::Isolate* isolate, const std::string& bytes) {
  return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(bytes.data()), v8::NewStringType::kNormal,
                                    static_cast<int>(bytes.size()))
      .ToLocalChecked();
}

}  // namespace

// --- Bytes. ---

bool Message::Byte(uint8_t* value) {
  if (end_ - at_ < 1) return false;
  *value = bytes_[at_++];
  return true;
}

bool Message::Short(uint16_t* value) {
  if (end_ - at_ < 2) return false;
  *value = static_cast<uint16_t>(bytes_[at_] << 8 | bytes_[at_ + 1]);
  at_ += 2;
  return true;
}

bool Message::Long(uint32_t* value) {
  uint16_t high, low;
  if (!Short(&high) || !Short(&low)) return false;
  *value = static_cast<uint32_t>(high) << 16 | low;
  return true;
}

bool Message::Name(std::string* name) {
  char* text;
  long length;  // NOLINT: c-ares' type
  if (at_ >= end_) return false;
  int status = ares_expand_name(bytes_.data() + at_, bytes_.data(), static_cast<int>(bytes_.size()), &text, &length);
  if (status != ARES_SUCCESS) return false;
  *name = text;
  ares_free_string(text);
  at_ += static_cast<size_t>(length);
  return at_ <= end_;
}

bool Message::Text(std::string* text) {
  uint8_t length;
  if (!Byte(&length) || end_ - at_ < length) return false;
  text->assign(reinterpret_cast<const char*>(bytes_.data()) + at_, length);
  at_ += length;
  return true;
}

bool Message::Rest(std::string* bytes) {
  bytes->assign(reinterpret_cast<const char*>(bytes_.data()) + at_, end_ - at_);
  at_ = end_;
  return true;
}

bool Message::ReadRecords() {
  if (bytes_.size() < kHeaderSize) return false;
  end_ = bytes_.size();
  at_ = 4;
  uint16_t questions, answers;
  if (!Short(&questions) || !Short(&answers)) return false;
  at_ = kHeaderSize;
  std::string name;
  uint16_t type, record_class, size;
  for (int i = 0; i < questions; ++i) {
    if (!Name(&name) || !Short(&type) || !Short(&record_class)) return false;
  }
  for (int i = 0; i < answers; ++i) {
    uint32_t ttl;
    if (!Name(&name) || !Short(&type) || !Short(&record_class) || !Long(&ttl) || !Short(&size)) return false;
    if (end_ - at_ < size) return false;
    constexpr uint16_t kInternet = 1;
    if (record_class == kInternet) records_.push_back({static_cast<RecordType>(type), ttl, at_, at_ + size});
    at_ += size;
  }
  return true;
}

// --- Values. ---

// One record becomes one value. Object fields come in the order in which they were added.
class RecordReader {
 public:
  RecordReader(Message& message, v8::Local<v8::Context> context, const Message::Record& record, Message::Form form)
      : message_(message), context_(context), isolate_(context->GetIsolate()), record_(record), form_(form) {
    message_.at_ = record.begin;
    message_.end_ = record.end;
  }
  // False when the record is malformed.
  bool Read(v8::Local<v8::Value>* value) {
    switch (record_.type) {
      case RecordType::kA: return ReadAddress(AF_INET, 4, "A", value);
      case RecordType::kAaaa: return ReadAddress(AF_INET6, 16, "AAAA", value);
      case RecordType::kNs: return ReadName("NS", value);
      case RecordType::kCname: return ReadName("CNAME", value);
      case RecordType::kPtr: return ReadName("PTR", value);
      case RecordType::kMx: return ReadMx(value);
      case RecordType::kSoa: return ReadSoa(value);
      case RecordType::kTxt: return ReadTxt(value);
      case RecordType::kSrv: return ReadSrv(value);
      case RecordType::kNaptr: return ReadNaptr(value);
      case RecordType::kTlsa: return ReadTlsa(value);
      case RecordType::kCaa: return ReadCaa(value);
      default: return false;
    }
  }

 private:
  using Field = std::pair<const char*, v8::Local<v8::Value>>;
  v8::Local<v8::Object> Object(std::initializer_list<Field> fields) {
    auto object = v8::Object::New(isolate_);
    for (auto& [name, value] : fields) Set(object, name, value);
    return object;
  }
  void Set(v8::Local<v8::Object> object, std::string_view name, v8::Local<v8::Value> value) {
    bind::Define(context_, object, name, value);
  }
  v8::Local<v8::Value> Number(uint32_t number) { return v8::Integer::NewFromUnsigned(isolate_, number); }
  v8::Local<v8::Value> String(const std::string& bytes) { return Characters(isolate_, bytes); }
  v8::Local<v8::Value> Word(const char* text) { return bind::Symbolic(isolate_, text); }
  bool typed() const { return form_ == Message::Form::kTyped; }

  bool ReadAddress(int family, size_t size, const char* type, v8::Local<v8::Value>* value) {
    if (record_.end - record_.begin != size) return false;
    char text[64];
    uv_inet_ntop(family, message_.bytes_.data() + record_.begin, text, sizeof(text));
    auto address = bind::NewString(isolate_, text);
    if (form_ == Message::Form::kPlain) {
      *value = address;
    } else if (form_ == Message::Form::kWithTtl) {
      *value = Object({{"address", address}, {"ttl", Number(record_.ttl)}});
    } else {
      *value = Object({{"address", address}, {"ttl", Number(record_.ttl)}, {"type", Word(type)}});
    }
    return true;
  }
  bool ReadName(const char* type, v8::Local<v8::Value>* value) {
    std::string name;
    if (!message_.Name(&name)) return false;
    *value = typed() ? Object({{"value", String(name)}, {"type", Word(type)}}) : String(name);
    return true;
  }
  bool ReadMx(v8::Local<v8::Value>* value) {
    uint16_t priority;
    std::string exchange;
    if (!message_.Short(&priority) || !message_.Name(&exchange)) return false;
    *value = Object({{"exchange", String(exchange)}, {"priority", Number(priority)}, {"type", Word("MX")}});
    return true;
  }
  bool ReadSoa(v8::Local<v8::Value>* value) {
    std::string server, mailbox;
    uint32_t serial, refresh, retry, expire, minimum;
    bool whole = message_.Name(&server) && message_.Name(&mailbox) && message_.Long(&serial) &&
                 message_.Long(&refresh) && message_.Long(&retry) && message_.Long(&expire) && message_.Long(&minimum);
    if (!whole) return false;
    auto object = Object({{"nsname", String(server)},
                          {"hostmaster", String(mailbox)},
                          {"serial", Number(serial)},
                          {"refresh", Number(refresh)},
                          {"retry", Number(retry)},
                          {"expire", Number(expire)},
                          {"minttl", Number(minimum)}});
    if (typed()) Set(object, "type", Word("SOA"));
    *value = object;
    return true;
  }
  bool ReadTxt(v8::Local<v8::Value>* value) {
    v8::LocalVector<v8::Value> entries(isolate_);
    while (message_.at_ < message_.end_) {
      std::string text;
      if (!message_.Text(&text)) return false;
      entries.push_back(String(text));
    }
    auto list = v8::Array::New(isolate_, entries.data(), entries.size());
    *value = typed() ? Object({{"entries", list}, {"type", Word("TXT")}}).As<v8::Value>() : list;
    return true;
  }
  bool ReadSrv(v8::Local<v8::Value>* value) {
    uint16_t priority, weight, port;
    std::string name;
    if (!message_.Short(&priority) || !message_.Short(&weight) || !message_.Short(&port) || !message_.Name(&name)) {
      return false;
    }
    *value = Object({{"name", String(name)},
                     {"port", Number(port)},
                     {"priority", Number(priority)},
                     {"weight", Number(weight)},
                     {"type", Word("SRV")}});
    return true;
  }
  bool ReadNaptr(v8::Local<v8::Value>* value) {
    uint16_t order, preference;
    std::string flags, service, regexp, replacement;
    bool whole = message_.Short(&order) && message_.Short(&preference) && message_.Text(&flags) &&
                 message_.Text(&service) && message_.Text(&regexp) && message_.Name(&replacement);
    if (!whole) return false;
    auto object = Object({{"flags", String(flags)},
                          {"service", String(service)},
                          {"regexp", String(regexp)},
                          {"replacement", String(replacement)},
                          {"order", Number(order)},
                          {"preference", Number(preference)}});
    if (typed()) Set(object, "type", Word("NAPTR"));
    *value = object;
    return true;
  }
  bool ReadTlsa(v8::Local<v8::Value>* value) {
    uint8_t usage, selector, match;
    std::string data;
    if (!message_.Byte(&usage) || !message_.Byte(&selector) || !message_.Byte(&match) || !message_.Rest(&data)) {
      return false;
    }
    auto buffer = v8::ArrayBuffer::New(isolate_, data.size());
    if (!data.empty()) std::memcpy(buffer->Data(), data.data(), data.size());
    *value = Object(
        {{"certUsage", Number(usage)}, {"selector", Number(selector)}, {"match", Number(match)}, {"data", buffer}});
    return true;
  }
  bool ReadCaa(v8::Local<v8::Value>* value) {
    uint8_t critical;
    std::string tag, text;
    if (!message_.Byte(&critical) || !message_.Text(&tag) || !message_.Rest(&text)) return false;
    auto object = Object({{"critical", Number(critical)}, {"type", Word("CAA")}});
    bind::Define(context_, object, Characters(isolate_, tag).As<v8::Name>(), String(text));
    *value = object;
    return true;
  }

  Message& message_;
  v8::Local<v8::Context> context_;
  v8::Isolate* isolate_;
  const Message::Record& record_;
  const Message::Form form_;
};

bool Message::HasAny(RecordType type) const {
  for (auto& record : records_) {
    if (record.type == type) return true;
  }
  return false;
}

bool Message::Append(v8::Local<v8::Context> context, RecordType type, Form form, v8::LocalVector<v8::Value>* values) {
  for (auto& record : records_) {
    if (record.type != type) continue;
    v8::Local<v8::Value> value;
    if (!RecordReader(*this, context, record, form).Read(&value)) return false;
    values->push_back(value);
    if (type == RecordType::kCname) break;  // the one of the name that was asked for
  }
  return true;
}

int Message::Read(v8::Local<v8::Context> context, RecordType type, bool with_ttl, v8::Local<v8::Value>* result) {
  v8::Isolate* isolate = context->GetIsolate();
  v8::LocalVector<v8::Value> values(isolate);
  if (!ReadRecords()) return ARES_EBADRESP;
  if (type == RecordType::kAny) {
    // An alias stands in place of the addresses it leads to.
    if (!Append(context, HasAny(RecordType::kCname) ? RecordType::kCname : RecordType::kA, Form::kTyped, &values)) {
      return ARES_EBADRESP;
    }
    for (RecordType group : kGroups) {
      if (!Append(context, group, Form::kTyped, &values)) return ARES_EBADRESP;
    }
  } else if (!Append(context, type, with_ttl ? Form::kWithTtl : Form::kPlain, &values)) {
    return ARES_EBADRESP;
  }
  if (type == RecordType::kSoa) {
    if (values.empty()) return ARES_EBADRESP;
    *result = values.front();
    return ARES_SUCCESS;
  }
  bool leads_nowhere = IsAddress(type) && !HasAny(RecordType::kCname);
  if (values.empty() && (MissesAreErrors(type) || leads_nowhere)) return ARES_ENODATA;
  *result = v8::Array::New(isolate, values.data(), values.size());
  return ARES_SUCCESS;
}

}  // namespace eddy::dns
