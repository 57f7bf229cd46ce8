// Compressors and decompressors behind one door: bytes in, bytes out, a flush flag. Nothing here touches V8, so any
// thread may run a codec, one at a time.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bind/error.h"

namespace eddy::zlib {

// The numbers are Node's public constants DEFLATE, INFLATE ...
enum class Mode {
  kDeflate = 1,
  kInflate,
  kGzip,
  kGunzip,
  kDeflateRaw,
  kInflateRaw,
  kUnzip,
  kBrotliDecode,
  kBrotliEncode,
  kZstdCompress,
  kZstdDecompress
};

inline bool IsCompressor(Mode mode) {
  return mode == Mode::kDeflate || mode == Mode::kGzip || mode == Mode::kDeflateRaw || mode == Mode::kBrotliEncode ||
         mode == Mode::kZstdCompress;
}

// An error with Node's properties errno and code.
bind::Error Failure(std::string message, std::string code, int number);

// How much memory the codecs of one stream hold; counted from any thread, reported to V8 from the loop's.
class MemoryCount {
 public:
  void* Allocate(size_t size);
  void Free(void* block);
  int64_t TakeChange() { return change_.exchange(0, std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> change_{0};
};

struct Settings {
  Mode mode;
  // zlib: windowBits, level, memLevel, strategy. Brotli, zstd: parameter, value, parameter, value ...
  std::vector<int32_t> parameters;
  std::vector<uint8_t> dictionary;
  bool has_dictionary = false;
  std::optional<uint64_t> pledged_size;  // zstd only
};

class Codec {
 public:
  virtual ~Codec() = default;

  // The state between calls of Run: what is left of the input, and of the place for output.
  const uint8_t* next_in = nullptr;
  size_t available_in = 0;
  uint8_t* next_out = nullptr;
  size_t available_out = 0;

  // Works until the input or the place for output is used up.
  virtual void Run(int flush) = 0;
  // What Run(flush) came to. `is_last`: there will be no more input.
  virtual std::optional<bind::Error> ErrorAfter(int flush) const = 0;
  virtual std::optional<bind::Error> Reset() = 0;
  // Level and strategy, of deflate only.
  virtual std::optional<bind::Error> SetParameters(int level, int strategy) { return std::nullopt; }
  // Whether the data have ended: what is left of the input does not belong to them.
  virtual bool ended() const = 0;
  // How much output so much input can make at most, for a compressor that was just made; 0 when that is not known.
  virtual size_t BoundOf(size_t input) { return 0; }
};

// A codec, or the error that says why there is none. `memory` outlives it.
bind::Result<std::unique_ptr<Codec>> NewCodec(const Settings& settings, MemoryCount& memory);
bind::Result<std::unique_ptr<Codec>> NewZlibCodec(const Settings& settings, MemoryCount& memory);
bind::Result<std::unique_ptr<Codec>> NewBrotliCodec(const Settings& settings, MemoryCount& memory);
bind::Result<std::unique_ptr<Codec>> NewZstdCodec(const Settings& settings, MemoryCount& memory);

}  // namespace eddy::zlib
