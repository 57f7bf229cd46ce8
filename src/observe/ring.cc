// Records are written and read word by word, each an atomic: a reader drops those that were written over meanwhile.
// Of the callback that runs a reader sees the number before and behind its words: it is the same one, or read again.
#include "observe/ring.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <new>

#include "observe/latin1.h"
#include "observe/own_file.h"
#include "runtime/version.h"

namespace eddy::observe {
namespace {

constexpr size_t kHeaderBytes = 4096;
static_assert(sizeof(RingHeader) <= kHeaderBytes);
static_assert(std::atomic<uint64_t>::is_always_lock_free);
constexpr size_t kRecordBytes = Ring::kRecords * sizeof(Record);
constexpr uint32_t kMostNames = 0xffff;

int64_t WallOffset() {
  auto wall = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(wall).count() - static_cast<int64_t>(uv_hrtime());
}

// The command line as the system has it.
void ReadCommandLine(char* text, size_t size) {
  int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ssize_t count = read(fd, text, size - 1);
  close(fd);
  for (ssize_t i = 0; i + 1 < count; ++i) {
    if (text[i] == '\0') text[i] = ' ';
  }
}

// Names stand one behind the other, each behind its length.
std::vector<std::string> ParseNames(std::string_view bytes) {
  std::vector<std::string> names{""};
  while (bytes.size() >= sizeof(uint16_t)) {
    uint16_t length;
    memcpy(&length, bytes.data(), sizeof length);
    bytes.remove_prefix(sizeof length);
    if (length > bytes.size()) break;
    names.emplace_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  return names;
}

// The text at `place` of a ring of Latin-1 characters in which `written` were written: a length, then as many
// characters.
std::string TextAt(std::string_view ring, uint64_t written, uint32_t place) {
  if (place == 0 || ring.empty()) return {};
  uint64_t at = (written & ~uint64_t{0xffffffff}) | place;
  if (at >= written && at >= uint64_t{1} << 32) at -= uint64_t{1} << 32;  // written before the last wrap of 32 bits
  if (at + sizeof(uint16_t) > written || written - at > ring.size()) return {};
  auto byte = [&](uint64_t index) { return static_cast<unsigned char>(ring[index % ring.size()]); };
  uint64_t length = byte(at) | byte(at + 1) << 8;
  if (at + 2 + length > written) return {};
  uint64_t begin = (at + 2) % ring.size(), in_front = std::min<uint64_t>(length, ring.size() - begin);
  std::string text(ring.substr(begin, in_front));
  text.append(ring.substr(0, length - in_front));
  return Utf8OfLatin1(text);
}

bool IsSound(const Record& record) {
  return record.start_ns != 0 && (record.end_ns == 0 || record.end_ns >= record.start_ns) &&
         record.type >= RecordType::kCallback && record.type <= kLastRecordType && record.phase <= kNoPhase;
}

}  // namespace

int StepOf(uint64_t us) {
  if (us < 8) return static_cast<int>(us);
  int power = 63 - __builtin_clzll(us);
  return std::min(kSteps - 1, (power - 2) * 8 + static_cast<int>(us >> (power - 3) & 7));
}

double MostOf(int step) {
  if (step < 8) return step;
  return static_cast<double>((uint64_t{8} + static_cast<uint64_t>(step % 8) + 1) << (step / 8 - 1)) - 1;
}

size_t Ring::Bytes() { return kHeaderBytes + kRecordBytes + kNameBytes + kTextBytes; }

Ring::Ring(std::byte* memory) : header_(reinterpret_cast<RingHeader*>(memory)) {
  records_ = reinterpret_cast<std::atomic<uint64_t>*>(memory + kHeaderBytes);
  names_ = reinterpret_cast<char*>(memory + kHeaderBytes + kRecordBytes);
  texts_ = names_ + kNameBytes;
}

Ring::Ring(std::byte* memory, int thread) : Ring(memory) {
  new (memory) RingHeader;
  header_->header_bytes = kHeaderBytes;
  header_->records = kRecords;
  header_->name_bytes = kNameBytes;
  header_->text_bytes = kTextBytes;
  header_->pid = getpid();
  header_->thread = thread;
  header_->began_ns = uv_hrtime();
  header_->wall_offset_ns = WallOffset();
  ReadCommandLine(header_->program, sizeof header_->program);
  snprintf(header_->eddy_version, sizeof header_->eddy_version, "%s", EDDY_VERSION);
}

Ring::~Ring() {
  munmap(header_, Bytes());
  if (fd_ >= 0) close(fd_);
}

std::shared_ptr<Ring> Ring::InMemory(int thread) {
  void* memory = mmap(nullptr, Bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  return std::shared_ptr<Ring>(new Ring(static_cast<std::byte*>(memory), thread));
}

std::shared_ptr<Ring> Ring::InFile(const std::string& name, int thread, std::string* error) {
  // It gets its name once its header stands: nobody ever reads half of one. A process that still has an older file of
  // that name mapped goes on with it.
  std::string file = OwnName(name), unfinished = file + "." + std::to_string(getpid()) + ".new";
  unlink(unfinished.c_str());  // of a process that had our number, and was killed here
  int fd = open(unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return *error = strerror(errno), nullptr;
  // All of it is there before it is written to: a full disk would otherwise end the process by SIGBUS.
  int failed = posix_fallocate(fd, 0, static_cast<off_t>(Bytes()));
  void* memory = failed ? MAP_FAILED : mmap(nullptr, Bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  std::shared_ptr<Ring> ring;
  if (memory == MAP_FAILED) {
    failed = failed ? failed : errno;
    close(fd);
  } else {
    ring.reset(new Ring(static_cast<std::byte*>(memory), thread));
    ring->fd_ = fd;
    KeepAsOwn(fd);
    if (rename(unfinished.c_str(), file.c_str()) == 0) return ring;
    failed = errno;
  }
  *error = strerror(failed);
  unlink(unfinished.c_str());
  return nullptr;
}

// --- Writing. ---

void Ring::Put(uint64_t number, const Record& record) {
  std::atomic<uint64_t>* slot = records_ + number % kRecords * kWordsInRecord;
  uint64_t words[kWordsInRecord];
  memcpy(words, &record, sizeof record);
  for (int i = 0; i < kWordsInRecord; ++i) slot[i].store(words[i], std::memory_order_relaxed);
  if (number > header_->written.load(std::memory_order_relaxed)) {
    header_->written.store(number, std::memory_order_release);
  }
}

void Ring::BeginRunning(uint64_t number, uint64_t start_ns, uint8_t phase, uint32_t late_us) {
  Record fresh;
  fresh.start_ns = start_ns;
  fresh.phase = phase;
  fresh.late_us = late_us;
  uint64_t words[kWordsInRecord];
  memcpy(words, &fresh, sizeof fresh);
  std::atomic_thread_fence(std::memory_order_release);  // whoever reads one of these words finds running_number changed
  auto* place = reinterpret_cast<uint64_t*>(&header_->running);
  for (int i = 0; i < kWordsInRecord; ++i) std::atomic_ref(place[i]).store(words[i], std::memory_order_relaxed);
  header_->running_number.store(number, std::memory_order_release);
}

void Ring::EndRunning(uint64_t end_ns) {
  SetRunning(&Record::end_ns, end_ns);
  Put(header_->running_number.load(std::memory_order_relaxed), header_->running);
  header_->running_number.store(0, std::memory_order_release);
}

uint32_t Ring::NameOf(std::string_view name) {
  constexpr size_t kLongest = 512;
  if (name.empty()) return 0;
  name = name.substr(0, kLongest);
  if (auto found = ids_.find(name); found != ids_.end()) return found->second;
  uint64_t used = header_->names_used.load(std::memory_order_relaxed);
  uint16_t length = static_cast<uint16_t>(name.size());
  if (used + sizeof length + length > kNameBytes || ids_.size() >= kMostNames) return 0;
  memcpy(names_ + used, &length, sizeof length);
  memcpy(names_ + used + sizeof length, name.data(), length);
  header_->names_used.store(used + sizeof length + length, std::memory_order_release);
  uint32_t id = static_cast<uint32_t>(ids_.size()) + 1;
  ids_.emplace(name, id);
  return id;
}

uint32_t Ring::AddText(std::string_view text) {
  if (text.empty()) return 0;
  text = text.substr(0, kLongestText);
  uint64_t at = header_->texts_written.load(std::memory_order_relaxed);
  if ((at & 0xffffffff) == 0) ++at;  // 0 is for none
  uint16_t length = static_cast<uint16_t>(text.size());
  size_t size = sizeof length + length, place = at % kTextBytes;
  if (place + size <= kTextBytes) {
    memcpy(texts_ + place, &length, sizeof length);
    memcpy(texts_ + place + sizeof length, text.data(), length);
  } else {
    auto put = [&](uint64_t index, size_t byte) { texts_[index % kTextBytes] = static_cast<char>(byte); };
    put(at, length & 0xff);
    put(at + 1, length >> 8);
    for (size_t i = 0; i < length; ++i) put(at + 2 + i, static_cast<unsigned char>(text[i]));
  }
  header_->texts_written.store(at + size, std::memory_order_release);
  return static_cast<uint32_t>(at);
}

// --- Reading. ---

RingCopy Ring::Read(uint64_t from) const {
  RingCopy copy;
  copy.pid = header_->pid;
  copy.thread = header_->thread;
  copy.began_ns = header_->began_ns;
  copy.wall_offset_ns = header_->wall_offset_ns;
  copy.program.assign(header_->program, strnlen(header_->program, sizeof header_->program));
  copy.eddy_version.assign(header_->eddy_version, strnlen(header_->eddy_version, sizeof header_->eddy_version));
  copy.has_ended = header_->last_end.load(std::memory_order_relaxed) == 1;
  for (size_t i = 0; i < copy.late.size(); ++i) copy.late[i] = header_->late[i].load(std::memory_order_relaxed);
  for (size_t i = 0; i < copy.counts.size(); ++i) copy.counts[i] = header_->counts[i].load(std::memory_order_relaxed);
  ReadRecords(from, &copy);
  std::atomic_thread_fence(std::memory_order_acquire);
  // Names and texts are read behind the records that point to them.
  ReadNames(&copy);
  DropOverwritten(&copy);
  return copy;
}

void Ring::ReadRecords(uint64_t from, RingCopy* copy) const {
  uint64_t end = header_->written.load(std::memory_order_acquire), running;
  copy->running = ReadRunning(&running);  // behind `end`: what runs no longer has its place among the others by now
  if (copy->running) end = std::max(end, running);
  uint64_t first = std::max<uint64_t>({from, 1, end > kRecords ? end - kRecords + 1 : 1});
  uint64_t count = end >= first ? end - first + 1 : 0;
  copy->first = first;
  copy->records.reserve(count);
  for (uint64_t number = first; count > 0; ++number, --count) {
    std::atomic<uint64_t>* slot = records_ + number % kRecords * kWordsInRecord;
    uint64_t words[kWordsInRecord];
    for (int i = 0; i < kWordsInRecord; ++i) words[i] = slot[i].load(std::memory_order_relaxed);
    Record& record = copy->records.emplace_back();
    memcpy(static_cast<void*>(&record), words, sizeof words);
    if (copy->running && number == running) record = *copy->running;
    if (!IsSound(record)) record.start_ns = 0;
  }
}

std::optional<Record> Ring::ReadRunning(uint64_t* number) const {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    *number = header_->running_number.load(std::memory_order_acquire);
    if (*number == 0) return {};
    auto* place = reinterpret_cast<uint64_t*>(&header_->running);
    uint64_t words[kWordsInRecord];
    for (int j = 0; j < kWordsInRecord; ++j) words[j] = std::atomic_ref(place[j]).load(std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_acquire);
    if (header_->running_number.load(std::memory_order_relaxed) != *number) continue;
    Record record;
    memcpy(static_cast<void*>(&record), words, sizeof words);
    if (!IsSound(record)) return {};
    return record;
  }
  return {};
}

void Ring::ReadNames(RingCopy* copy) const {
  uint64_t used = std::min<uint64_t>(header_->names_used.load(std::memory_order_acquire), kNameBytes);
  copy->names = ParseNames({names_, used});
  uint64_t texts = header_->texts_written.load(std::memory_order_acquire);
  copy->details.reserve(copy->records.size());
  for (Record& record : copy->records) copy->details.push_back(TextAt({texts_, kTextBytes}, texts, record.detail));
}

// What may have been written over while it was read: the place of a record is also that of the one kRecords later.
void Ring::DropOverwritten(RingCopy* copy) const {
  uint64_t now = header_->written.load(std::memory_order_relaxed);
  uint64_t safe = now + 1 > kRecords ? now + 2 - kRecords : 1;
  if (safe <= copy->first) return;
  auto lost = static_cast<ptrdiff_t>(std::min<size_t>(safe - copy->first, copy->records.size()));
  copy->records.erase(copy->records.begin(), copy->records.begin() + lost);
  copy->details.erase(copy->details.begin(), copy->details.begin() + lost);
  copy->first += static_cast<uint64_t>(lost);
}

std::optional<RingCopy> Ring::FromFile(const std::string& file, std::string* error) {
  int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return *error = strerror(errno), std::nullopt;
  struct stat status;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(fd);
    return *error = "it is no file", std::nullopt;
  }
  // A copy in memory of our own: whoever cuts the file off meanwhile takes nothing away from us.
  void* memory = mmap(nullptr, Bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    close(fd);
    return *error = strerror(errno), std::nullopt;
  }
  auto* bytes = static_cast<char*>(memory);
  size_t size = 0;
  for (ssize_t count; size < Bytes() && (count = read(fd, bytes + size, Bytes() - size)) > 0;) {
    size += static_cast<size_t>(count);
  }
  close(fd);
  auto* header = reinterpret_cast<RingHeader*>(memory);
  const char* wrong = nullptr;
  if (size < kHeaderBytes || header->magic != RingHeader::kMagic) {
    wrong = "it is no black box";
  } else if (header->version != RingHeader::kVersion) {
    wrong = "it was written by another version of eddy, whose records this one cannot read";
  } else if (header->header_bytes != kHeaderBytes || header->record_bytes != sizeof(Record) ||
             header->records != kRecords || header->name_bytes != kNameBytes || header->text_bytes != kTextBytes) {
    wrong = "its header is damaged";
  }
  std::optional<RingCopy> copy;
  if (wrong) {
    *error = wrong;
    munmap(memory, Bytes());
  } else {
    copy = Ring(static_cast<std::byte*>(memory)).Read();  // what is missing at its end is zeros: no records
  }
  return copy;
}

}  // namespace eddy::observe
