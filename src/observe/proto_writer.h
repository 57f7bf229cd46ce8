// Protobuf's wire format, for the few messages that traces are made of: the generated classes and their library would
// be larger than all the rest of the recorder.
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace eddy::observe {

static_assert(std::endian::native == std::endian::little);

// One message of the outermost kind, made in place. Texts are cut off where it would become too long.
class ProtoWriter {
 public:
  void Number(int field, uint64_t value) {
    Varint(static_cast<uint64_t>(field) << 3);
    Varint(value);
  }
  void Fixed64(int field, uint64_t value) {
    Varint(static_cast<uint64_t>(field) << 3 | 1);
    memcpy(at_, &value, sizeof value);  // little-endian, as the machines that this runs on
    at_ += sizeof value;
  }
  void Text(int field, std::string_view value) {
    constexpr size_t kForOthers = 512;
    auto room = static_cast<size_t>(bytes_ + sizeof bytes_ - at_);
    value = value.substr(0, room > kForOthers ? room - kForOthers : 0);
    Varint(static_cast<uint64_t>(field) << 3 | 2);
    Varint(value.size());
    memcpy(at_, value.data(), value.size());
    at_ += value.size();
  }
  // A message within it: what `write()` puts there. Its length, known at its end, stands in front of it in two bytes,
  // however short it is.
  template <class F>
  void Message(int field, F write) {
    Varint(static_cast<uint64_t>(field) << 3 | 2);
    char* length = at_;
    at_ += 2;
    write();
    auto size = static_cast<size_t>(at_ - length - 2);
    length[0] = static_cast<char>((size & 0x7f) | 0x80);
    length[1] = static_cast<char>(size >> 7);
  }
  std::string_view bytes() const { return {bytes_, static_cast<size_t>(at_ - bytes_)}; }

 private:
  void Varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) *at_++ = static_cast<char>(value | 0x80);
    *at_++ = static_cast<char>(value);
  }

  char bytes_[4096];  // two bytes are enough for the length of any of its messages
  char* at_ = bytes_;
};

}  // namespace eddy::observe
