// Layout: a Head, the snapshot, padding to 8 bytes, the code cache. A snapshot names native functions by their place in
// a list, so that it fits the very program that made it, and no other.
#include "engine/snapshot_file.h"

#include <algorithm>
#include <cstring>

#include "bind/module.h"
#include "engine/builtins.h"
#include "engine/startup_data.h"
#include "runtime/version.h"
#include "v8.h"

namespace eddy::engine {
namespace {

constexpr char kMagic[8] = {'e', 'd', 'd', 'y', 's', 'n', 'a', 'p'};
constexpr char kPlatform[] = "linux";
#if defined(__x86_64__)
constexpr char kArchitecture[] = "x64";
#elif defined(__aarch64__)
constexpr char kArchitecture[] = "arm64";
#else
constexpr char kArchitecture[] = "unknown";
#endif

struct Head {
  char magic[8];
  char version[24];  // of Node, "24.12.0"
  char architecture[16];
  char platform[16];
  uint64_t program;  // which build of eddy
  uint64_t flags;    // V8's version and flags
  uint64_t snapshot_size;
  uint64_t code_cache_size;
  uint64_t checksum;  // of all behind the head
};

bool uses_given = false;
uint64_t noted_flags = 0;

size_t Padded(size_t size) { return (size + 7) & ~size_t{7}; }

// The native functions, the built-in files, and what was made of them at the build.
uint64_t ThisProgram() {
  std::string facts;
  size_t references = 0;
  for (const intptr_t* reference = bind::ExternalReferences(); *reference; ++reference) ++references;
  facts += std::to_string(references);
  for (const auto& source : BuiltinSources()) facts += source.id() + std::to_string(source.length());
  constexpr size_t kHead = 4096;  // V8's own checksums, and the table of sizes
  facts += SnapshotData().substr(0, kHead);
  facts += CodeCacheData().substr(0, kHead);
  return Checksum(facts);
}

Head HeadOfThis() {
  Head head = {};
  std::memcpy(head.magic, kMagic, sizeof(kMagic));
  std::strncpy(head.version, EDDY_NODE_VERSION, sizeof(head.version) - 1);
  std::strncpy(head.architecture, kArchitecture, sizeof(head.architecture) - 1);
  std::strncpy(head.platform, kPlatform, sizeof(head.platform) - 1);
  head.program = ThisProgram();
  head.flags = noted_flags;
  return head;
}

template <size_t kSize>
std::string Text(const char (&field)[kSize]) {
  return std::string(field, strnlen(field, kSize));
}

std::string Mismatch(const Head& made, const Head& here) {
  auto differ = [](const auto& a, const auto& b) { return Text(a) != Text(b); };
  if (differ(made.version, here.version)) {
    return "Node.js version " + Text(made.version) + " and the current Node.js version is v" + Text(here.version);
  }
  if (differ(made.architecture, here.architecture)) {
    return "architecture " + Text(made.architecture) + " and the architecture is " + Text(here.architecture);
  }
  if (differ(made.platform, here.platform)) {
    return "platform " + Text(made.platform) + " and the current platform is " + Text(here.platform);
  }
  if (made.program != here.program) return "another build of eddy";
  if (made.flags != here.flags) return "V8 flags that are not those of this process";
  return {};
}

}  // namespace

void NoteFlags(const std::vector<std::string>& flags) {
  constexpr std::string_view kWithoutTrace[] = {
      "--abort-on-uncaught-exception", "--expose-gc", "--predictable", "--random-seed", "--stack-size",
      "--stack-trace-limit",           "--trace-"};
  std::vector<std::string> counting;
  for (std::string flag : flags) {
    size_t end = std::min(flag.find('='), flag.size());
    std::replace(flag.begin() + 2, flag.begin() + static_cast<std::ptrdiff_t>(end), '_', '-');
    bool counts = std::ranges::none_of(kWithoutTrace, [&](auto name) { return flag.starts_with(name); });
    if (counts) counting.push_back(flag);
  }
  std::ranges::sort(counting);
  std::string text = v8::V8::GetVersion();
  for (const auto& flag : counting) text += " " + flag;
  noted_flags = Checksum(text);
}

uint64_t Checksum(std::string_view bytes) {
  // Four sums that do not wait for each other, so that this costs no more than reading the bytes does.
  constexpr uint64_t kPrime = 0x9e3779b97f4a7c15;
  uint64_t sums[4] = {1, 2, 3, bytes.size()};
  size_t i = 0;
  for (; i + 32 <= bytes.size(); i += 32) {
    for (int lane = 0; lane < 4; ++lane) {
      uint64_t word;
      std::memcpy(&word, bytes.data() + i + lane * 8, sizeof(word));
      sums[lane] = (sums[lane] ^ word) * kPrime;
      sums[lane] ^= sums[lane] >> 29;
    }
  }
  for (; i < bytes.size(); ++i) sums[0] = (sums[0] ^ static_cast<uint8_t>(bytes[i])) * kPrime;
  uint64_t all = 0;
  for (uint64_t sum : sums) all = ((all ^ sum) * kPrime) ^ (sum >> 31);
  return all;
}

std::string WriteSnapshotFile(const SnapshotFile& parts) {
  Head head = HeadOfThis();
  head.snapshot_size = parts.snapshot.size();
  head.code_cache_size = parts.code_cache.size();
  std::string bytes(sizeof(Head), '\0');
  bytes += parts.snapshot;
  bytes.resize(Padded(bytes.size()));
  bytes += parts.code_cache;
  head.checksum = Checksum(std::string_view(bytes).substr(sizeof(Head)));
  std::memcpy(bytes.data(), &head, sizeof(Head));
  return bytes;
}

std::string ReadSnapshotFile(std::string_view bytes, SnapshotFile* file) {
  const std::string failed = "Failed to load the startup snapshot because it ";
  Head head;
  if (bytes.size() < sizeof(Head) || std::memcmp(bytes.data(), kMagic, sizeof(kMagic)) != 0) {
    return failed + "is no snapshot of eddy's.";
  }
  std::memcpy(&head, bytes.data(), sizeof(Head));
  // "witharchitecture" is how Node writes it.
  if (std::string mismatch = Mismatch(head, HeadOfThis()); !mismatch.empty()) {
    return failed + "was built with" + mismatch + ".";
  }
  std::string_view rest = bytes.substr(sizeof(Head));
  bool fits = head.snapshot_size <= rest.size() && head.code_cache_size <= rest.size() &&
              Padded(head.snapshot_size) + head.code_cache_size == rest.size();
  if (!fits) return failed + "is truncated.";
  if (Checksum(rest) != head.checksum) return failed + "was altered: its checksum is not that of its contents.";
  file->snapshot = rest.substr(0, head.snapshot_size);
  file->code_cache = rest.substr(Padded(head.snapshot_size));
  return {};
}

void StartFrom(const SnapshotFile& file) {
  uses_given = true;
  StartFromSnapshot(file.snapshot);
  UseCodeCache(file.code_cache);
}

bool StartsFromUserSnapshot() { return uses_given; }

}  // namespace eddy::engine
