// Brotli, in both directions.
#include <brotli/decode.h>
#include <brotli/encode.h>

#include "zlib/codec.h"

namespace eddy::zlib {
namespace {

void* Allocate(void* memory, size_t size) { return static_cast<MemoryCount*>(memory)->Allocate(size); }
void Free(void* memory, void* block) { static_cast<MemoryCount*>(memory)->Free(block); }

bind::Error InitializationFailed() {
  return bind::Error::Plain("ERR_ZLIB_INITIALIZATION_FAILED", "Initialization failed");
}

// "_ERROR_FORMAT_PADDING_2": older versions of the library leave out what comes before the last name.
std::string NameOf(BrotliDecoderErrorCode code) {
  std::string name = BrotliDecoderErrorString(code);
  if (name.starts_with('_')) return name;
  const char* kind = code > BROTLI_DECODER_ERROR_FORMAT_PADDING_2 - 2 ? "_ERROR_FORMAT_"
                     : code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES && code > BROTLI_DECODER_ERROR_UNREACHABLE
                         ? "_ERROR_ALLOC_"
                         : "_ERROR_";
  return kind + name;
}

class BrotliEncoder final : public Codec {
 public:
  BrotliEncoder(const Settings& settings, MemoryCount& memory) : settings_(settings), memory_(memory) {}
  ~BrotliEncoder() override { BrotliEncoderDestroyInstance(state_); }

  std::optional<bind::Error> Reset() override {
    if (state_) BrotliEncoderDestroyInstance(state_);
    state_ = BrotliEncoderCreateInstance(Allocate, Free, &memory_);
    if (!state_) return InitializationFailed();
    auto& list = settings_.parameters;
    for (size_t i = 0; i + 1 < list.size(); i += 2) {
      auto parameter = static_cast<BrotliEncoderParameter>(list[i]);
      if (!BrotliEncoderSetParameter(state_, parameter, static_cast<uint32_t>(list[i + 1])))
        return InitializationFailed();
    }
    fine_ = true;
    return std::nullopt;
  }

  void Run(int flush) override {
    fine_ = BrotliEncoderCompressStream(state_, static_cast<BrotliEncoderOperation>(flush), &available_in, &next_in,
                                        &available_out, &next_out, nullptr);
  }

  std::optional<bind::Error> ErrorAfter(int) const override {
    if (fine_) return std::nullopt;
    return Failure("Compression failed", "ERR_BROTLI_COMPRESSION_FAILED", -1);
  }
  bool ended() const override { return false; }
  size_t BoundOf(size_t input) override {
    size_t bound = BrotliEncoderMaxCompressedSize(input);
    return bound ? bound + 16 : 0;
  }

 private:
  const Settings settings_;
  MemoryCount& memory_;
  BrotliEncoderState* state_ = nullptr;
  bool fine_ = true;
};

class BrotliDecoder final : public Codec {
 public:
  BrotliDecoder(const Settings& settings, MemoryCount& memory) : settings_(settings), memory_(memory) {}
  ~BrotliDecoder() override { BrotliDecoderDestroyInstance(state_); }

  std::optional<bind::Error> Reset() override {
    if (state_) BrotliDecoderDestroyInstance(state_);
    state_ = BrotliDecoderCreateInstance(Allocate, Free, &memory_);
    if (!state_) return InitializationFailed();
    auto& list = settings_.parameters;
    for (size_t i = 0; i + 1 < list.size(); i += 2) {
      auto parameter = static_cast<BrotliDecoderParameter>(list[i]);
      if (!BrotliDecoderSetParameter(state_, parameter, static_cast<uint32_t>(list[i + 1])))
        return InitializationFailed();
    }
    result_ = BROTLI_DECODER_RESULT_SUCCESS;
    ended_ = false;
    return std::nullopt;
  }

  void Run(int) override {
    result_ = BrotliDecoderDecompressStream(state_, &available_in, &next_in, &available_out, &next_out, nullptr);
    ended_ = result_ == BROTLI_DECODER_RESULT_SUCCESS;
  }

  std::optional<bind::Error> ErrorAfter(int flush) const override {
    if (result_ == BROTLI_DECODER_RESULT_ERROR) {
      auto code = BrotliDecoderGetErrorCode(state_);
      return Failure("Decompression failed", "ERR_" + NameOf(code), code);
    }
    if (flush == BROTLI_OPERATION_FINISH && result_ == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) {
      return Failure("unexpected end of file", "Z_BUF_ERROR", -5);
    }
    return std::nullopt;
  }
  bool ended() const override { return ended_; }

 private:
  const Settings settings_;
  MemoryCount& memory_;
  BrotliDecoderState* state_ = nullptr;
  BrotliDecoderResult result_ = BROTLI_DECODER_RESULT_SUCCESS;
  bool ended_ = false;
};

}  // namespace

bind::Result<std::unique_ptr<Codec>> NewBrotliCodec(const Settings& settings, MemoryCount& memory) {
  std::unique_ptr<Codec> codec;
  if (settings.mode == Mode::kBrotliEncode) {
    codec = std::make_unique<BrotliEncoder>(settings, memory);
  } else {
    codec = std::make_unique<BrotliDecoder>(settings, memory);
  }
  if (auto error = codec->Reset()) return *error;
  return codec;
}

}  // namespace eddy::zlib
