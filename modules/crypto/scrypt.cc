// scrypt's large table, and what mixes with it. OpenSSL does the same in memory that comes in small pages, each of
// which costs an interrupt: for 16 MiB that takes twice as long as the mixing.
#include "crypto/scrypt.h"

#include <openssl/crypto.h>
#include <sys/mman.h>

#include <bit>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <utility>

namespace eddy::crypto {
namespace {

constexpr size_t kWords = 16;

struct Block {
  uint32_t words[kWords];
};

Block Read(const unsigned char* bytes) {
  Block block;
  for (size_t i = 0; i < kWords; i++, bytes += 4) {
    block.words[i] = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | static_cast<uint32_t>(bytes[3]) << 24;
  }
  return block;
}

void Write(const Block& block, unsigned char* bytes) {
  for (uint32_t word : block.words) {
    for (int shift = 0; shift < 32; shift += 8) *bytes++ = static_cast<unsigned char>(word >> shift);
  }
}

void Add(Block& block, const Block& other) {
  for (size_t i = 0; i < kWords; i++) block.words[i] ^= other.words[i];
}

inline void Quarter(uint32_t& a, uint32_t& b, uint32_t& c, uint32_t& d) {
  b ^= std::rotl(a + d, 7);
  c ^= std::rotl(b + a, 9);
  d ^= std::rotl(c + b, 13);
  a ^= std::rotl(d + c, 18);
}

// Salsa20/8 (RFC 7914, 3).
void Salsa(Block& block) {
  Block mixed = block;
  auto& w = mixed.words;
  for (int i = 0; i < 4; i++) {
    Quarter(w[0], w[4], w[8], w[12]);
    Quarter(w[5], w[9], w[13], w[1]);
    Quarter(w[10], w[14], w[2], w[6]);
    Quarter(w[15], w[3], w[7], w[11]);
    Quarter(w[0], w[1], w[2], w[3]);
    Quarter(w[5], w[6], w[7], w[4]);
    Quarter(w[10], w[11], w[8], w[9]);
    Quarter(w[15], w[12], w[13], w[14]);
  }
  for (size_t i = 0; i < kWords; i++) block.words[i] += w[i];
}

// scryptBlockMix (4) of `in`, or of `in` with `with` added: even results go to the first half, odd ones to the second.
template <bool kAdds>
void Mix(const Block* in, const Block* with, Block* out, size_t r) {
  Block block = in[2 * r - 1];
  if constexpr (kAdds) Add(block, with[2 * r - 1]);
  for (size_t i = 0; i < 2 * r; i++) {
    Add(block, in[i]);
    if constexpr (kAdds) Add(block, with[i]);
    Salsa(block);
    out[i / 2 + (i % 2) * r] = block;
  }
}

// Integerify (5): the first 64 bits of the last block.
uint64_t Number(const Block& last) { return last.words[0] | static_cast<uint64_t>(last.words[1]) << 32; }

// Memory for blocks, cleansed at its end; null where there is not enough.
class Table {
 public:
  explicit Table(size_t count) : size_(Rounded(count * sizeof(Block))) {
    bool is_large = size_ >= kLargePage;
    blocks_ = static_cast<Block*>(std::aligned_alloc(is_large ? kLargePage : alignof(std::max_align_t), size_));
    if (blocks_ && is_large) madvise(blocks_, size_, MADV_HUGEPAGE);
  }
  ~Table() {
    if (blocks_) OPENSSL_cleanse(blocks_, size_);
    std::free(blocks_);
  }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  Block* blocks() const { return blocks_; }

 private:
  static constexpr size_t kLargePage = size_t{2} << 20;
  static constexpr size_t kSmall = size_t{256} << 10;  // what malloc has at hand
  static size_t Rounded(size_t size) {
    return size <= kSmall ? size : (size + kLargePage - 1) / kLargePage * kLargePage;
  }
  const size_t size_;
  Block* blocks_;
};

void MixBlock(unsigned char* bytes, Block* table, Block* x, Block* y, uint64_t n, size_t r) {
  for (size_t i = 0; i < 2 * r; i++) x[i] = Read(bytes + i * sizeof(Block));
  for (uint64_t i = 0; i < n; i++) {
    Block* row = table + i * 2 * r;
    std::memcpy(row, x, 2 * r * sizeof(Block));
    Mix<false>(row, nullptr, x, r);
  }
  for (uint64_t i = 0; i < n; i++) {
    Mix<true>(x, table + (Number(x[2 * r - 1]) & (n - 1)) * 2 * r, y, r);
    std::swap(x, y);
  }
  for (size_t i = 0; i < 2 * r; i++) Write(x[i], bytes + i * sizeof(Block));
}

}  // namespace

bool MixForScrypt(std::span<unsigned char> blocks, uint64_t n, uint64_t r) {
  if (r == 0 || n == 0 || (n & (n - 1)) != 0 || n > std::numeric_limits<size_t>::max() / 4 / sizeof(Block) / r)
    return false;
  Table table((n + 2) * 2 * r);  // and two rows to work on
  if (!table.blocks()) return false;
  Block* x = table.blocks() + n * 2 * r;
  size_t size = 2 * r * sizeof(Block);
  for (size_t place = 0; place + size <= blocks.size(); place += size) {
    MixBlock(blocks.data() + place, table.blocks(), x, x + 2 * r, n, r);
  }
  return true;
}

}  // namespace eddy::crypto
