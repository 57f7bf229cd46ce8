// The whole of a buffer at once: what deflateSync, gunzip(buffer, callback) and their like are. One call is one job.
#include "zlib/one_shot.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "zlib/codec.h"
#ifdef EDDY_LIBDEFLATE
#include <libdeflate.h>
#endif

namespace eddy::zlib {
namespace {

constexpr size_t kFirstOutput = 16 * 1024;
constexpr int kZlibFinish = 4;

// --- A codec that a thread keeps for its next job: making one costs more than compressing a few kilobytes. ---

struct KeptCodec {
  Mode mode{};
  std::vector<int32_t> parameters;
  MemoryCount memory;
  std::unique_ptr<Codec> codec;
};

bind::Result<Codec*> TakeCodec(const Settings& settings, KeptCodec& kept) {
  if (kept.codec && kept.mode == settings.mode && kept.parameters == settings.parameters) {
    if (!kept.codec->Reset()) return kept.codec.get();
  }
  kept.codec.reset();
  auto made = NewCodec(settings, kept.memory);
  if (!made.ok()) return made.error();
  kept.mode = settings.mode;
  kept.parameters = settings.parameters;
  kept.codec = std::move(made.value());
  return kept.codec.get();
}

// --- By the codec, into one block that grows. ---

bool Reserve(bind::OwnedBytes& output, size_t size) {
  if (!output.allocated()) {
    output = bind::OwnedBytes(size);
    return output.allocated();
  }
  return output.Grow(size);
}

bind::Result<bind::OwnedBytes> RunCodec(Codec& codec, const OneShot& task) {
  size_t limit = task.max_output + 1;  // one more shows that it is too much
  size_t capacity = codec.BoundOf(task.input.size());
  if (capacity == 0) capacity = std::max(kFirstOutput, task.input.size() * 4);
  capacity = std::min(capacity, limit);
  bind::OwnedBytes output;
  size_t used = 0;
  codec.next_in = reinterpret_cast<const uint8_t*>(task.input.data());
  codec.available_in = task.input.size();
  for (;;) {
    if (!Reserve(output, capacity)) return Failure("Not enough memory", "Z_MEM_ERROR", Z_MEM_ERROR);
    codec.next_out = reinterpret_cast<uint8_t*>(output.data()) + used;
    codec.available_out = capacity - used;
    codec.Run(task.finish_flush);
    used = capacity - codec.available_out;
    if (auto error = codec.ErrorAfter(task.finish_flush)) return *error;
    if (used > task.max_output) return TooLarge(task.max_output);
    if (codec.available_out > 0) break;
    capacity = std::min(capacity + std::max(capacity, kFirstOutput), limit);
  }
  output.Truncate(used);
  return output;
}

#ifdef EDDY_LIBDEFLATE
// --- By libdeflate, which needs all input and a place for all output, and then is two to three times as fast. ---

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};
struct FreeCompressor {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};
struct KeptCompressor {
  int level = 0;
  std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor;
};

constexpr size_t kMostPerByte = 1032;     // no deflate data expand more
constexpr size_t kSmallGuess = 16 << 10;  // bytes of output that cost nothing to have room for
constexpr int kAttempts = 3;
constexpr size_t kWorthLibdeflate = 512;
constexpr uint8_t kGzipMagic[] = {0x1f, 0x8b};
constexpr int kDefaultWindow = 15, kDefaultMemory = 8;

bool IsUsual(const Settings& settings, const OneShot& task) {
  return !settings.has_dictionary && task.finish_flush == kZlibFinish && settings.parameters.size() == 4;
}

bool LooksLikeGzip(const OneShot& task) {
  return task.input.size() > 18 && std::memcmp(task.input.data(), kGzipMagic, sizeof(kGzipMagic)) == 0;
}

uint32_t LittleEndian(const std::byte* bytes) {
  uint32_t value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

// How big the output may be: what the end of a gzip file says, or a guess.
size_t GuessOutput(const OneShot& task, bool is_gzip) {
  size_t size = task.input.size(), guess = std::min(std::max(size * 4, kSmallGuess), size * kMostPerByte);
  if (is_gzip) {
    size_t said = LittleEndian(task.input.data() + size - 4);
    if (said <= size * kMostPerByte) guess = std::max<size_t>(said, 1);
  }
  return std::min(guess, task.max_output + 1);
}

// Nothing when it is not for libdeflate: unusual data, several members, an error whose words are zlib's. libdeflate
// lets symbols pass that the format forbids: raw data have no checksum that would show it, and are zlib's.
std::optional<bind::OwnedBytes> FastDecompress(const Settings& settings, const OneShot& task) {
  thread_local std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(libdeflate_alloc_decompressor());
  Mode mode = settings.mode;
  bool is_gzip = LooksLikeGzip(task);
  if (mode == Mode::kUnzip) mode = is_gzip ? Mode::kGunzip : Mode::kInflate;
  if (!decompressor || mode == Mode::kInflateRaw || (mode == Mode::kGunzip && !is_gzip)) return std::nullopt;
  auto decompress = mode == Mode::kGunzip ? libdeflate_gzip_decompress_ex : libdeflate_zlib_decompress_ex;
  size_t capacity = GuessOutput(task, mode == Mode::kGunzip);
  for (int attempt = 0; attempt < kAttempts; attempt++, capacity = std::min(capacity * 8, task.max_output + 1)) {
    bind::OwnedBytes output(capacity);
    if (!output.allocated()) return std::nullopt;
    size_t consumed = 0, made = 0;
    auto result =
        decompress(decompressor.get(), task.input.data(), task.input.size(), output.data(), capacity, &consumed, &made);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) continue;
    if (result != LIBDEFLATE_SUCCESS || made > task.max_output) return std::nullopt;
    bool has_more = consumed < task.input.size() && task.input[consumed] != std::byte{0};
    if (mode == Mode::kGunzip && has_more) return std::nullopt;
    output.Truncate(made);
    return output;
  }
  return std::nullopt;
}

libdeflate_compressor* CompressorOf(int level) {
  thread_local KeptCompressor kept;
  if (!kept.compressor || kept.level != level) {
    kept.compressor.reset(libdeflate_alloc_compressor(level));
    kept.level = level;
  }
  return kept.compressor.get();
}

// As zlib writes it: no name, no time, made on Unix.
size_t GzipCompress(libdeflate_compressor* compressor, int level, const OneShot& task, uint8_t* out, size_t capacity) {
  constexpr size_t kHead = 10, kTail = 8;
  uint8_t hint = level == 9 ? 2 : level == 1 ? 4 : 0;
  const uint8_t head[kHead] = {kGzipMagic[0], kGzipMagic[1], Z_DEFLATED, 0, 0, 0, 0, 0, hint, 3};
  std::memcpy(out, head, kHead);
  size_t size = libdeflate_deflate_compress(compressor, task.input.data(), task.input.size(), out + kHead,
                                            capacity - kHead - kTail);
  if (size == 0) return 0;
  uint32_t tail[] = {libdeflate_crc32(0, task.input.data(), task.input.size()),
                     static_cast<uint32_t>(task.input.size())};
  std::memcpy(out + kHead + size, tail, kTail);
  return kHead + size + kTail;
}

std::optional<bind::OwnedBytes> FastCompress(const Settings& settings, const OneShot& task) {
  auto& parameters = settings.parameters;
  int level = parameters[1] == Z_DEFAULT_COMPRESSION ? 6 : parameters[1];
  if (task.input.size() < kWorthLibdeflate || level == 0 || parameters[0] != kDefaultWindow ||
      parameters[2] != kDefaultMemory || parameters[3] != Z_DEFAULT_STRATEGY) {
    return std::nullopt;
  }
  auto* compressor = CompressorOf(level);
  if (!compressor) return std::nullopt;
  size_t bound = libdeflate_gzip_compress_bound(compressor, task.input.size());
  bind::OwnedBytes output(bound);
  if (!output.allocated()) return std::nullopt;
  auto* out = reinterpret_cast<uint8_t*>(output.data());
  size_t size = 0;
  if (settings.mode == Mode::kGzip) {
    size = GzipCompress(compressor, level, task, out, bound);
  } else {
    auto compress = settings.mode == Mode::kDeflate ? libdeflate_zlib_compress : libdeflate_deflate_compress;
    size = compress(compressor, task.input.data(), task.input.size(), out, bound);
  }
  if (size == 0 || size > task.max_output) return std::nullopt;
  output.Truncate(size);
  return output;
}

std::optional<bind::OwnedBytes> RunFast(const Settings& settings, const OneShot& task) {
  if (!IsUsual(settings, task)) return std::nullopt;
  if (IsCompressor(settings.mode)) return FastCompress(settings, task);
  // A smaller window than the data's is an error, which libdeflate would not see.
  if (settings.parameters[0] != kDefaultWindow && settings.parameters[0] != 0) return std::nullopt;
  return FastDecompress(settings, task);
}
#else
std::optional<bind::OwnedBytes> RunFast(const Settings&, const OneShot&) { return std::nullopt; }
#endif

}  // namespace

bind::Error TooLarge(size_t max_output) {
  return bind::Error::Range("ERR_BUFFER_TOO_LARGE",
                            "Cannot create a Buffer larger than " + std::to_string(max_output) + " bytes");
}

bind::Result<bind::OwnedBytes> Run(const Settings& settings, const OneShot& task) {
  if (auto output = RunFast(settings, task)) return std::move(*output);
  if (settings.mode < Mode::kBrotliDecode && !settings.has_dictionary) {
    thread_local KeptCodec compressor, decompressor;
    auto codec = TakeCodec(settings, IsCompressor(settings.mode) ? compressor : decompressor);
    if (!codec.ok()) return codec.error();
    return RunCodec(*codec.value(), task);
  }
  MemoryCount memory;
  auto codec = NewCodec(settings, memory);
  if (!codec.ok()) return codec.error();
  return RunCodec(*codec.value(), task);
}

uint32_t Crc32(uint32_t start, std::span<const std::byte> data) {
  if (data.empty()) return start;
#ifdef EDDY_LIBDEFLATE
  return libdeflate_crc32(start, data.data(), data.size());
#else
  return static_cast<uint32_t>(crc32_z(start, reinterpret_cast<const Bytef*>(data.data()), data.size()));
#endif
}

}  // namespace eddy::zlib
