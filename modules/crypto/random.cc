// Random bytes. Most are from the kernel: getrandom(2) needs no preparation and no seed of ours. Who wants many small
// pieces gets them from OpenSSL's generator, which the kernel seeds, and which is several times as fast.
#include <openssl/rand.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "bind/buffer.h"
#include "bind/module.h"
#include "crypto/openssl.h"

namespace eddy {
namespace crypto {
namespace {

// False where the memory is not there: a program may shrink it while another thread is in here.
bool FillFromKernel(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    ssize_t got = getrandom(bytes.data(), bytes.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes = bytes.subspan(static_cast<size_t>(got));
  }
  return true;
}

// A stock for small wants, so that a UUID costs no system call. What was given out is wiped.
constexpr size_t kStock = 2048;
constexpr size_t kSmall = 64;
constexpr int kFirstStocks = 8;  // these are the kernel's

void Renew(std::span<std::byte> stock) {
  thread_local int stocks = 0;
  if (stocks < kFirstStocks) {
    stocks++;
    FillFromKernel(stock);
    return;
  }
  Prepare();
  if (RAND_bytes(reinterpret_cast<unsigned char*>(stock.data()), static_cast<int>(stock.size())) == 1) return;
  ClearErrors();
  FillFromKernel(stock);
}

void TakeSmall(std::span<std::byte> bytes) {
  thread_local std::array<std::byte, kStock> stock;
  thread_local size_t left = 0;
  if (left < bytes.size()) {
    Renew(stock);
    left = kStock;
  }
  std::byte* taken = stock.data() + (kStock - left);
  std::copy_n(taken, bytes.size(), bytes.begin());
  explicit_bzero(taken, bytes.size());
  left -= bytes.size();
}

void FillBytes(std::span<std::byte> bytes) {
  if (bytes.size() <= kSmall) {
    TakeSmall(bytes);
  } else {
    FillFromKernel(bytes);
  }
}

// fill(view, offset, size)
bind::Result<void> Fill(std::span<std::byte> bytes, uint64_t offset, uint64_t size) {
  auto part = bind::Part(bytes, offset, size);
  if (!part.ok()) return part.error();
  FillBytes(part.value());
  return {};
}

bind::Result<bind::Job<void>> FillLater(bind::Room room, uint64_t offset, uint64_t size) {
  auto part = bind::Part(room.span(), offset, size);
  if (!part.ok()) return part.error();
  auto work = [room = std::move(room), part = part.value()]() -> bind::Result<void> {
    if (FillFromKernel(part)) return {};
    return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "The buffer was shrunk meanwhile");
  };
  return bind::Job<void>{std::move(work), "RANDOMBYTESREQUEST"};
}

bind::Job<bind::OwnedBytes> MakeBytes(uint32_t size, const char* type) {
  auto work = [size]() -> bind::Result<bind::OwnedBytes> {
    bind::OwnedBytes bytes(size);
    if (!bytes.allocated()) return bind::Error::Plain("ERR_CRYPTO_OPERATION_FAILED", "Out of memory");
    FillFromKernel({reinterpret_cast<std::byte*>(bytes.data()), size});
    return bytes;
  };
  return {std::move(work), type};
}

bind::Job<bind::OwnedBytes> Bytes(uint32_t size) { return MakeBytes(size, "RANDOMBYTESREQUEST"); }
bind::Job<bind::OwnedBytes> KeyBytes(uint32_t size) { return MakeBytes(size, "KEYGENREQUEST"); }

// A whole number below `bound` (at most 2 ** 48), each as likely as another.
double Below(double bound) {
  constexpr uint64_t kValues = 1ull << 48;
  if (!(bound >= 1 && bound <= static_cast<double>(kValues))) return 0;
  auto limit = static_cast<uint64_t>(bound);
  uint64_t usable = kValues - kValues % limit;
  for (;;) {
    uint64_t value = 0;
    TakeSmall(std::span(reinterpret_cast<std::byte*>(&value), 6));
    if (value < usable) return static_cast<double>(value % limit);
  }
}

// A UUID that the kernel is asked for.
v8::Local<v8::String> Uuid(v8::Isolate* isolate) {
  std::array<std::byte, 16> bytes;
  FillFromKernel(bytes);
  bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};  // version 4, RFC 4122 4.4
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  constexpr char kDigits[] = "0123456789abcdef";
  uint8_t text[36];
  uint8_t* end = text;
  for (size_t i = 0; i < bytes.size(); i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *end++ = '-';
    auto byte = static_cast<uint8_t>(bytes[i]);
    *end++ = kDigits[byte >> 4];
    *end++ = kDigits[byte & 15];
  }
  return v8::String::NewFromOneByte(isolate, text, v8::NewStringType::kNormal, sizeof(text))
      .FromMaybe(v8::Local<v8::String>());
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_random) {
  using namespace crypto;
  Function<Fill>("fill");
  Function<FillLater>("fillLater");
  Function<Bytes>("bytes");
  Function<KeyBytes>("keyBytes");
  Function<Below>("below");
  Function<Uuid>("uuid");
  Function<Renew>("fillStock");
}

}  // namespace eddy
