// Zstandard, in both directions.
#define ZSTD_STATIC_LINKING_ONLY  // for an allocator of one's own
#include <zstd.h>
#include <zstd_errors.h>

#include "zlib/codec.h"

namespace eddy::zlib {
namespace {

void* Allocate(void* memory, size_t size) { return static_cast<MemoryCount*>(memory)->Allocate(size); }
void Free(void* memory, void* block) { static_cast<MemoryCount*>(memory)->Free(block); }

bind::Error InitializationFailed(const char* message) {
  return bind::Error::Plain("ERR_ZLIB_INITIALIZATION_FAILED", message);
}

// The names of the public constants ZSTD_error_*.
const char* CodeName(ZSTD_ErrorCode code) {
  switch (code) {
    case ZSTD_error_no_error: return "ZSTD_error_no_error";
    case ZSTD_error_prefix_unknown: return "ZSTD_error_prefix_unknown";
    case ZSTD_error_version_unsupported: return "ZSTD_error_version_unsupported";
    case ZSTD_error_frameParameter_unsupported: return "ZSTD_error_frameParameter_unsupported";
    case ZSTD_error_frameParameter_windowTooLarge: return "ZSTD_error_frameParameter_windowTooLarge";
    case ZSTD_error_corruption_detected: return "ZSTD_error_corruption_detected";
    case ZSTD_error_checksum_wrong: return "ZSTD_error_checksum_wrong";
    case ZSTD_error_dictionary_corrupted: return "ZSTD_error_dictionary_corrupted";
    case ZSTD_error_dictionary_wrong: return "ZSTD_error_dictionary_wrong";
    case ZSTD_error_dictionaryCreation_failed: return "ZSTD_error_dictionaryCreation_failed";
    case ZSTD_error_parameter_unsupported: return "ZSTD_error_parameter_unsupported";
    case ZSTD_error_parameter_outOfBound: return "ZSTD_error_parameter_outOfBound";
    case ZSTD_error_tableLog_tooLarge: return "ZSTD_error_tableLog_tooLarge";
    case ZSTD_error_maxSymbolValue_tooLarge: return "ZSTD_error_maxSymbolValue_tooLarge";
    case ZSTD_error_maxSymbolValue_tooSmall: return "ZSTD_error_maxSymbolValue_tooSmall";
    case ZSTD_error_stage_wrong: return "ZSTD_error_stage_wrong";
    case ZSTD_error_init_missing: return "ZSTD_error_init_missing";
    case ZSTD_error_memory_allocation: return "ZSTD_error_memory_allocation";
    case ZSTD_error_workSpace_tooSmall: return "ZSTD_error_workSpace_tooSmall";
    case ZSTD_error_dstSize_tooSmall: return "ZSTD_error_dstSize_tooSmall";
    case ZSTD_error_srcSize_wrong: return "ZSTD_error_srcSize_wrong";
    case ZSTD_error_dstBuffer_null: return "ZSTD_error_dstBuffer_null";
    default: return "ZSTD_error_GENERIC";
  }
}

// What both directions share: the context and the result of the last step.
class ZstdCodec : public Codec {
 public:
  ZstdCodec(const Settings& settings, MemoryCount& memory) : settings_(settings), allocator_{Allocate, Free, &memory} {}
  std::optional<bind::Error> ErrorAfter(int) const override {
    if (!ZSTD_isError(result_)) return std::nullopt;
    ZSTD_ErrorCode code = ZSTD_getErrorCode(result_);
    return Failure(ZSTD_getErrorString(code), CodeName(code), code);
  }

 protected:
  const Settings settings_;
  const ZSTD_customMem allocator_;
  size_t result_ = 0;
};

class ZstdCompressor final : public ZstdCodec {
 public:
  using ZstdCodec::ZstdCodec;
  ~ZstdCompressor() override { ZSTD_freeCCtx(context_); }

  std::optional<bind::Error> Reset() override {
    result_ = 0;
    ZSTD_freeCCtx(context_);
    context_ = ZSTD_createCCtx_advanced(allocator_);
    if (!context_) return InitializationFailed("Could not initialize zstd instance");
    auto& list = settings_.parameters;
    for (size_t i = 0; i + 1 < list.size(); i += 2) {
      if (ZSTD_isError(ZSTD_CCtx_setParameter(context_, static_cast<ZSTD_cParameter>(list[i]), list[i + 1]))) {
        return InitializationFailed("Setting parameter failed");
      }
    }
    if (settings_.pledged_size && ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(context_, *settings_.pledged_size))) {
      return InitializationFailed("Could not set pledged src size");
    }
    auto& dictionary = settings_.dictionary;
    if (settings_.has_dictionary &&
        ZSTD_isError(ZSTD_CCtx_loadDictionary(context_, dictionary.data(), dictionary.size()))) {
      return InitializationFailed("Failed to load zstd dictionary");
    }
    return std::nullopt;
  }

  void Run(int flush) override {
    ZSTD_inBuffer in{next_in, available_in, 0};
    ZSTD_outBuffer out{next_out, available_out, 0};
    result_ = ZSTD_compressStream2(context_, &out, &in, static_cast<ZSTD_EndDirective>(flush));
    next_in += in.pos;
    available_in -= in.pos;
    next_out += out.pos;
    available_out -= out.pos;
  }
  bool ended() const override { return false; }
  size_t BoundOf(size_t input) override {
    size_t bound = ZSTD_compressBound(input);
    return ZSTD_isError(bound) ? 0 : bound + 64;
  }

 private:
  ZSTD_CCtx* context_ = nullptr;
};

class ZstdDecompressor final : public ZstdCodec {
 public:
  using ZstdCodec::ZstdCodec;
  ~ZstdDecompressor() override { ZSTD_freeDCtx(context_); }

  std::optional<bind::Error> Reset() override {
    result_ = 0;
    ended_ = false;
    ZSTD_freeDCtx(context_);
    context_ = ZSTD_createDCtx_advanced(allocator_);
    if (!context_) return InitializationFailed("Could not initialize zstd instance");
    auto& list = settings_.parameters;
    for (size_t i = 0; i + 1 < list.size(); i += 2) {
      if (ZSTD_isError(ZSTD_DCtx_setParameter(context_, static_cast<ZSTD_dParameter>(list[i]), list[i + 1]))) {
        return InitializationFailed("Setting parameter failed");
      }
    }
    auto& dictionary = settings_.dictionary;
    if (settings_.has_dictionary &&
        ZSTD_isError(ZSTD_DCtx_loadDictionary(context_, dictionary.data(), dictionary.size()))) {
      return InitializationFailed("Failed to load zstd dictionary");
    }
    return std::nullopt;
  }

  void Run(int) override {
    ZSTD_inBuffer in{next_in, available_in, 0};
    ZSTD_outBuffer out{next_out, available_out, 0};
    result_ = ZSTD_decompressStream(context_, &out, &in);
    next_in += in.pos;
    available_in -= in.pos;
    next_out += out.pos;
    available_out -= out.pos;
    ended_ = result_ == 0;
  }
  bool ended() const override { return ended_; }

 private:
  ZSTD_DCtx* context_ = nullptr;
  bool ended_ = false;
};

}  // namespace

bind::Result<std::unique_ptr<Codec>> NewZstdCodec(const Settings& settings, MemoryCount& memory) {
  std::unique_ptr<Codec> codec;
  if (settings.mode == Mode::kZstdCompress) {
    codec = std::make_unique<ZstdCompressor>(settings, memory);
  } else {
    codec = std::make_unique<ZstdDecompressor>(settings, memory);
  }
  if (auto error = codec->Reset()) return *error;
  return codec;
}

}  // namespace eddy::zlib
