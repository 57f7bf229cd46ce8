// The answer of a name server, as bytes (RFC 1035, section 4) and as the JavaScript values that dns.resolve* give.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "v8.h"

namespace eddy::dns {

// The types of records by their numbers in messages.
enum class RecordType : int32_t {
  kA = 1,
  kNs = 2,
  kCname = 5,
  kSoa = 6,
  kPtr = 12,
  kMx = 15,
  kTxt = 16,
  kAaaa = 28,
  kSrv = 33,
  kNaptr = 35,
  kTlsa = 52,
  kAny = 255,
  kCaa = 257,
};

class Message {
 public:
  // `bytes` must outlive this.
  explicit Message(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  // What a query for `type` gives: an array, for kSoa an object. `with_ttl`: of A and AAAA, {address, ttl}.
  // An ARES_ status: ARES_EBADRESP when the bytes are no message, ARES_ENODATA when it has nothing of that type.
  int Read(v8::Local<v8::Context> context, RecordType type, bool with_ttl, v8::Local<v8::Value>* result);

 private:
  struct Record {
    RecordType type;
    uint32_t ttl;
    size_t begin, end;  // of its data
  };
  // How the value of a record is to look: alone, as one of resolveAny's, or an address with its time to live.
  enum class Form { kPlain, kTyped, kWithTtl };

  bool ReadRecords();
  bool HasAny(RecordType type) const;
  // Appends the values of all records of `type`. False when one of them is malformed.
  bool Append(v8::Local<v8::Context> context, RecordType type, Form form, v8::LocalVector<v8::Value>* values);

  // Reading at `at_`; false past the end of the record or message.
  bool Byte(uint8_t* value);
  bool Short(uint16_t* value);
  bool Long(uint32_t* value);
  bool Name(std::string* name);
  bool Text(std::string* text);  // one byte of length, then that many
  bool Rest(std::string* bytes);

  std::span<const uint8_t> bytes_;
  size_t at_ = 0, end_ = 0;
  std::vector<Record> records_;

  friend class RecordReader;
};

}  // namespace eddy::dns
