// Deflate, gzip and zlib data, in both directions.
#include <zlib.h>

#include <algorithm>

#include "zlib/codec.h"

namespace eddy::zlib {
namespace {

const char* CodeName(int code) {
  switch (code) {
    case Z_OK: return "Z_OK";
    case Z_STREAM_END: return "Z_STREAM_END";
    case Z_NEED_DICT: return "Z_NEED_DICT";
    case Z_ERRNO: return "Z_ERRNO";
    case Z_STREAM_ERROR: return "Z_STREAM_ERROR";
    case Z_DATA_ERROR: return "Z_DATA_ERROR";
    case Z_MEM_ERROR: return "Z_MEM_ERROR";
    case Z_BUF_ERROR: return "Z_BUF_ERROR";
    default: return "Z_VERSION_ERROR";
  }
}

void* Allocate(void* memory, unsigned count, unsigned size) {
  return static_cast<MemoryCount*>(memory)->Allocate(static_cast<size_t>(count) * size);
}
void Free(void* memory, void* block) { static_cast<MemoryCount*>(memory)->Free(block); }

class ZlibCodec final : public Codec {
 public:
  ZlibCodec(const Settings& settings, MemoryCount& memory)
      : mode_(settings.mode),
        window_bits_(settings.parameters[0]),
        dictionary_(settings.dictionary),
        has_dictionary_(settings.has_dictionary) {
    stream_.zalloc = Allocate;
    stream_.zfree = Free;
    stream_.opaque = &memory;
  }
  ~ZlibCodec() override {
    if (!ready_) return;
    if (compresses()) {
      deflateEnd(&stream_);
    } else {
      inflateEnd(&stream_);
    }
  }

  std::optional<bind::Error> Init(const Settings& settings) {
    if (compresses()) {
      status_ = deflateInit2(&stream_, settings.parameters[1], Z_DEFLATED, BitsOf(mode_), settings.parameters[2],
                             settings.parameters[3]);
    } else {
      status_ = inflateInit2(&stream_, BitsOf(mode_));
    }
    if (status_ != Z_OK) return Failure("Init error", CodeName(status_), status_);
    ready_ = true;
    WatchHeader();
    return SetDictionary();
  }

  void Run(int flush) override {
    if (compresses()) {
      Step(flush);
      return;
    }
    Step(flush);
    if (mode_ != Mode::kInflateRaw && status_ == Z_NEED_DICT && has_dictionary_) UseDictionary(flush);
    // A gzip file may have several members; zeros behind the last are padding.
    while (status_ == Z_STREAM_END && available_in > 0 && *next_in != 0 && IsGzip()) {
      status_ = inflateReset(&stream_);
      if (status_ == Z_OK) Step(flush);
    }
  }

  std::optional<bind::Error> ErrorAfter(int flush) const override {
    switch (status_) {
      case Z_OK:
      case Z_BUF_ERROR:
        if (available_out != 0 && flush == Z_FINISH) return Failed("unexpected end of file", Z_BUF_ERROR);
        return std::nullopt;
      case Z_STREAM_END: return std::nullopt;
      case Z_NEED_DICT: return Failed(has_dictionary_ ? "Bad dictionary" : "Missing dictionary", Z_NEED_DICT);
      default: return Failed(stream_.msg ? stream_.msg : "Zlib error", status_);
    }
  }

  std::optional<bind::Error> Reset() override {
    status_ = compresses() ? deflateReset(&stream_) : inflateReset(&stream_);
    if (status_ != Z_OK) return Failed("Failed to reset stream", status_);
    WatchHeader();
    return SetDictionary();
  }

  std::optional<bind::Error> SetParameters(int level, int strategy) override {
    if (!compresses()) return std::nullopt;
    uint8_t nowhere;  // all output was flushed before
    stream_.next_out = &nowhere;
    stream_.avail_out = 0;
    status_ = deflateParams(&stream_, level, strategy);
    if (status_ != Z_OK && status_ != Z_BUF_ERROR) return Failed("Failed to set parameters", status_);
    return std::nullopt;
  }

  bool ended() const override { return !compresses() && status_ == Z_STREAM_END; }
  size_t BoundOf(size_t input) override { return compresses() ? deflateBound(&stream_, input) : 0; }

 private:
  // Has zlib tell whether what is unzipped is gzip data.
  void WatchHeader() {
    header_ = {};
    is_gzip_ = mode_ == Mode::kGunzip;
    if (mode_ == Mode::kUnzip) inflateGetHeader(&stream_, &header_);
  }
  bool IsGzip() {
    if (header_.done == 1) is_gzip_ = true;
    return is_gzip_;
  }

  bool compresses() const { return IsCompressor(mode_); }

  int BitsOf(Mode mode) const {
    switch (mode) {
      case Mode::kGzip:
      case Mode::kGunzip: return window_bits_ + 16;
      case Mode::kUnzip: return window_bits_ + 32;                // zlib looks at the header
      case Mode::kDeflateRaw: return -std::max(window_bits_, 9);  // zlib has no raw data with a window of 256 bytes
      case Mode::kInflateRaw: return -window_bits_;
      default: return window_bits_;
    }
  }

  static bind::Error Failed(const char* message, int code) { return Failure(message, CodeName(code), code); }

  // zlib counts in 32 bits; with more than that there is more than one round.
  void Step(int flush) {
    constexpr size_t kMost = 1u << 30;
    do {
      auto in = static_cast<unsigned>(std::min(available_in, kMost));
      auto out = static_cast<unsigned>(std::min(available_out, kMost));
      stream_.next_in = const_cast<uint8_t*>(next_in);
      stream_.avail_in = in;
      stream_.next_out = next_out;
      stream_.avail_out = out;
      int part_flush = in < available_in ? Z_NO_FLUSH : flush;
      status_ = compresses() ? deflate(&stream_, part_flush) : inflate(&stream_, part_flush);
      next_in = stream_.next_in;
      available_in -= in - stream_.avail_in;
      next_out = stream_.next_out;
      available_out -= out - stream_.avail_out;
      if (stream_.avail_in == in && stream_.avail_out == out) break;
    } while (status_ == Z_OK && available_in > 0 && available_out > 0);
  }

  std::optional<bind::Error> SetDictionary() {
    if (!has_dictionary_) return std::nullopt;
    auto size = static_cast<unsigned>(dictionary_.size());
    if (compresses()) {
      status_ = deflateSetDictionary(&stream_, dictionary_.data(), size);
    } else if (mode_ == Mode::kInflateRaw) {
      status_ = inflateSetDictionary(&stream_, dictionary_.data(), size);
    } else {
      return std::nullopt;  // the data say when
    }
    if (status_ != Z_OK) return Failed("Failed to set dictionary", status_);
    return std::nullopt;
  }

  void UseDictionary(int flush) {
    status_ = inflateSetDictionary(&stream_, dictionary_.data(), static_cast<unsigned>(dictionary_.size()));
    if (status_ == Z_OK) {
      Step(flush);
    } else if (status_ == Z_DATA_ERROR) {
      status_ = Z_NEED_DICT;  // not the dictionary that it was made with
    }
  }

  const Mode mode_;
  const int window_bits_;
  const std::vector<uint8_t> dictionary_;
  const bool has_dictionary_;
  z_stream stream_{};
  gz_header header_{};
  bool is_gzip_ = false;
  int status_ = Z_OK;
  bool ready_ = false;
};

}  // namespace

bind::Result<std::unique_ptr<Codec>> NewZlibCodec(const Settings& settings, MemoryCount& memory) {
  constexpr size_t kParameters = 4;
  if (settings.parameters.size() < kParameters) return Failure("Init error", CodeName(Z_STREAM_ERROR), Z_STREAM_ERROR);
  auto codec = std::make_unique<ZlibCodec>(settings, memory);
  if (auto error = codec->Init(settings)) return *error;
  return std::unique_ptr<Codec>(std::move(codec));
}

}  // namespace eddy::zlib
