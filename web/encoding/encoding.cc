// The native half of TextDecoder for the multi-byte legacy encodings: the C library's iconv, with U+FFFD for what it
// cannot decode.
#include <iconv.h>

#include <cerrno>
#include <memory>
#include <vector>

#include "bind/module.h"

namespace eddy::encoding {
namespace {

class IconvDecoder final : public bind::Object<IconvDecoder> {
 public:
  explicit IconvDecoder(std::string name) : converter_(iconv_open("UTF-16LE", name.c_str())) {}
  ~IconvDecoder() override {
    if (usable()) iconv_close(converter_);
  }
  bool usable() const { return converter_ != reinterpret_cast<iconv_t>(-1); }

  // Decodes what was left over and `bytes`. Unless `stream`, an unfinished character at the end is an error too and the
  // decoder begins anew. An error gives U+FFFD, or with `fatal` undefined in place of the text.
  v8::MaybeLocal<v8::Value> Decode(v8::Isolate* isolate, std::span<const std::byte> bytes, bool stream, bool fatal) {
    if (!usable()) return v8::Undefined(isolate);
    auto data = reinterpret_cast<const char*>(bytes.data());
    pending_.insert(pending_.end(), data, data + bytes.size());
    std::vector<char16_t> text;
    bool well_formed = Convert(text);
    if (!stream) {
      if (!pending_.empty()) {
        text.push_back(u'\ufffd');
        well_formed = false;
        pending_.clear();
      }
      iconv(converter_, nullptr, nullptr, nullptr, nullptr);
    }
    if (fatal && !well_formed) {
      pending_.clear();
      iconv(converter_, nullptr, nullptr, nullptr, nullptr);
      return v8::Undefined(isolate);
    }
    v8::Local<v8::String> decoded;
    if (text.size() > v8::String::kMaxLength ||
        !v8::String::NewFromTwoByte(isolate, reinterpret_cast<const uint16_t*>(text.data()), v8::NewStringType::kNormal,
                                    static_cast<int>(text.size()))
             .ToLocal(&decoded)) {
      bind::Error::Plain("ERR_STRING_TOO_LONG", "Cannot create a string longer than 0x1fffffe8 characters")
          .Throw(isolate);
      return {};
    }
    return v8::Local<v8::Value>(decoded);
  }

 private:
  // Appends all of `pending_` but an unfinished character; false when something was ill-formed.
  bool Convert(std::vector<char16_t>& text) {
    bool well_formed = true;
    char* from = pending_.data();
    size_t left = pending_.size();
    char16_t chunk[1024];
    while (left > 0) {
      char* to = reinterpret_cast<char*>(chunk);
      size_t room = sizeof chunk;
      size_t converted = iconv(converter_, &from, &left, &to, &room);
      int error = converted == static_cast<size_t>(-1) ? errno : 0;
      text.insert(text.end(), chunk, reinterpret_cast<char16_t*>(to));
      if (error == 0 || error == EINVAL) break;
      if (error == E2BIG) continue;
      // As the standard's decoders do, an ASCII byte after a bad lead byte is decoded on its own.
      well_formed = false;
      text.push_back(u'\ufffd');
      size_t skipped =
          left > 1 && static_cast<unsigned char>(from[0]) >= 0x80 && static_cast<unsigned char>(from[1]) >= 0x80 ? 2
                                                                                                                 : 1;
      from += skipped;
      left -= skipped;
    }
    pending_.erase(pending_.begin(), pending_.end() - static_cast<ptrdiff_t>(left));
    return well_formed;
  }

  iconv_t converter_;
  std::vector<char> pending_;
};

bool IsSupported(std::string name) {
  iconv_t converter = iconv_open("UTF-16LE", name.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  iconv_close(converter);
  return true;
}

}  // namespace

EDDY_MODULE(encoding) {
  Function<IsSupported>("isSupported");
  Class<IconvDecoder>("IconvDecoder").Constructor<std::string>().Method<&IconvDecoder::Decode>("decode");
}

}  // namespace eddy::encoding
