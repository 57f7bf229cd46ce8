// Finding the blob, reading and writing it; node:sea's native half.
#include "sea/sea.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>

#include "bind/buffer.h"
#include "bind/module.h"
#include "cli/options.h"
#include "engine/snapshot_file.h"
#include "v8.h"

namespace eddy::sea {
namespace {

// --- The marks in the executable. ---

// Tools search the file for the text in front of the colon, which must be there once, and set the last character to 1.
// Volatile, as nobody here changes it.
__attribute__((used, section(".data"))) volatile char fuse[] = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:0";

// Where --build-sea has appended the blob.
struct Place {
  char mark[24];
  uint64_t offset;
  uint64_t size;
};
__attribute__((used, section(".data"))) volatile Place appended = {"EDDY_SEA_BLOB_APPENDED:", 0, 0};

constexpr char kNoteName[] = "NODE_SEA_BLOB";

bool FuseIsSet() { return fuse[sizeof(fuse) - 2] == '1'; }

// The notes of a segment, one after the other: header, name and contents, each padded to `alignment` bytes.
std::string_view FindNote(std::string_view notes, size_t alignment) {
  auto padded = [alignment](size_t size) { return (size + alignment - 1) / alignment * alignment; };
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) head;
    std::memcpy(&head, notes.data(), sizeof(head));
    notes.remove_prefix(sizeof(head));
    if (padded(head.n_namesz) > notes.size()) return {};
    std::string_view name = notes.substr(0, head.n_namesz);
    notes.remove_prefix(padded(head.n_namesz));
    if (head.n_descsz > notes.size()) return {};
    if (name.substr(0, name.find('\0')) == kNoteName) return notes.substr(0, head.n_descsz);
    notes.remove_prefix(std::min(notes.size(), padded(head.n_descsz)));
  }
  return {};
}

std::string_view BlobInNotes() {
  std::string_view blob;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* found) {
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const ElfW(Phdr)& segment = info->dlpi_phdr[i];
          if (segment.p_type != PT_NOTE) continue;
          std::string_view notes(reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr), segment.p_memsz);
          for (size_t alignment : {4, 8}) {
            auto blob = FindNote(notes, alignment);
            if (!blob.empty()) return *static_cast<std::string_view*>(found) = blob, 1;
          }
        }
        return 1;  // the first is this executable, the others are libraries
      },
      &blob);
  return blob;
}

std::string_view AppendedBlob(uint64_t offset, uint64_t size) {
  int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  struct stat facts;
  std::string_view blob;
  uint64_t page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE)), within = offset % page;
  if (fstat(fd, &facts) == 0 && size <= static_cast<uint64_t>(facts.st_size) &&
      offset <= static_cast<uint64_t>(facts.st_size) - size) {
    void* memory = mmap(nullptr, within + size, PROT_READ, MAP_PRIVATE, fd, static_cast<off_t>(offset - within));
    if (memory != MAP_FAILED) blob = {static_cast<const char*>(memory) + within, size};
  }
  close(fd);
  return blob;
}

// --- The blob: a head, then texts, each with its size in front and padded to 8 bytes. ---

constexpr char kMagic[8] = {'e', 'd', 'd', 'y', '-', 's', 'e', 'a'};

struct Head {
  char magic[8];
  uint64_t checksum;  // of all behind this field but the contents of assets
  uint64_t checked;   // how many bytes that are
  uint32_t flags;
  uint32_t extension;
  uint64_t exec_argv_count;
  uint64_t asset_count;
};
constexpr size_t kUnchecked = offsetof(Head, checked);

void Append(std::string* blob, std::string_view text) {
  uint64_t size = text.size();
  blob->append(reinterpret_cast<const char*>(&size), sizeof(size));
  blob->append(text);
  blob->resize((blob->size() + 7) & ~size_t{7});
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  // The next text; `ok` is false from the first on that the bytes do not have.
  std::string_view Next() {
    uint64_t size = 0;
    if (!ok_ || rest_.size() < sizeof(size)) return ok_ = false, std::string_view();
    std::memcpy(&size, rest_.data(), sizeof(size));
    rest_.remove_prefix(sizeof(size));
    if (size > rest_.size()) return ok_ = false, std::string_view();
    std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(std::min<uint64_t>(rest_.size(), (size + 7) & ~uint64_t{7}));
    return text;
  }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<Application> found;

}  // namespace

// Contents of assets come last: however long they are, a start does not read them.
std::string WriteBlob(const Application& application) {
  Head head = {};
  std::memcpy(head.magic, kMagic, sizeof(kMagic));
  head.flags = application.flags;
  head.extension = static_cast<uint32_t>(application.extension);
  head.exec_argv_count = application.exec_argv.size();
  head.asset_count = application.assets.size();
  std::string blob(sizeof(Head), '\0');
  for (std::string_view text : {application.name, application.main, application.code_cache}) Append(&blob, text);
  for (std::string_view option : application.exec_argv) Append(&blob, option);
  for (const auto& [name, contents] : application.assets) Append(&blob, name);
  head.checked = blob.size() - kUnchecked;
  std::memcpy(blob.data(), &head, sizeof(head));
  head.checksum = engine::Checksum(std::string_view(blob).substr(kUnchecked));
  std::memcpy(blob.data(), &head, sizeof(head));
  for (const auto& [name, contents] : application.assets) Append(&blob, contents);
  return blob;
}

std::string ReadBlob(std::string_view blob, Application* application) {
  const std::string broken = "The application in this executable cannot be run: its blob ";
  Head head;
  if (blob.size() < sizeof(Head) || std::memcmp(blob.data(), kMagic, sizeof(kMagic)) != 0) {
    return broken + "was not made by eddy --experimental-sea-config or --build-sea.";
  }
  std::memcpy(&head, blob.data(), sizeof(Head));
  if (head.checked > blob.size() - kUnchecked || head.checked < sizeof(Head) - kUnchecked)
    return broken + "is truncated.";
  if (engine::Checksum(blob.substr(kUnchecked, head.checked)) != head.checksum) {
    return broken + "was altered: its checksum is not that of its contents.";
  }
  application->flags = head.flags;
  application->extension = static_cast<ExecArgvExtension>(head.extension);
  Reader reader(blob.substr(sizeof(Head)));
  application->name = reader.Next();
  application->main = reader.Next();
  application->code_cache = reader.Next();
  for (uint64_t i = 0; i < head.exec_argv_count && reader.ok(); ++i) application->exec_argv.push_back(reader.Next());
  std::vector<std::string_view> names;
  for (uint64_t i = 0; i < head.asset_count && reader.ok(); ++i) names.push_back(reader.Next());
  for (auto name : names) application->assets.emplace_back(name, reader.Next());
  return reader.ok() ? "" : broken + "is truncated.";
}

std::string Load() {
  uint64_t offset = appended.offset, size = appended.size;
  std::string_view blob;
  if (offset != 0) {
    blob = AppendedBlob(offset, size);
  } else if (FuseIsSet()) {
    blob = BlobInNotes();
  } else {
    return {};
  }
  if (blob.empty()) return "The application in this executable cannot be run: its blob is not there any more.";
  Application application;
  std::string error = ReadBlob(blob, &application);
  if (error.empty()) found = std::move(application);
  return error;
}

const Application* Current() { return found ? &*found : nullptr; }

std::vector<std::string> CommandLine(const Application& application, const std::vector<std::string>& argv,
                                     std::string* environment) {
  constexpr std::string_view kNodeOptions = "--node-options=";
  std::vector<std::string> words = {argv[0]}, arguments, added;
  if (application.extension != ExecArgvExtension::kEnvironment) environment->clear();
  for (size_t i = 1; i < argv.size(); ++i) {
    if (application.extension == ExecArgvExtension::kCommandLine && argv[i].starts_with(kNodeOptions)) {
      std::vector<std::string> options;
      cli::SplitEnvironment(std::string_view(argv[i]).substr(kNodeOptions.size()), &options);
      added.insert(added.end(), options.begin(), options.end());
    } else {
      arguments.push_back(argv[i]);
    }
  }
  for (auto option : application.exec_argv) words.emplace_back(option);
  words.insert(words.end(), added.begin(), added.end());
  words.emplace_back("--");  // what follows are the application's own
  words.push_back(argv[0]);  // in the place of the program's file
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

namespace {

// --- node:sea. ---

bool IsSea() { return found.has_value(); }
bool HasFlag(uint32_t flag) { return found && found->Has(static_cast<Flag>(flag)); }

const std::string_view* FindAsset(std::string_view key) {
  if (!found) return nullptr;
  auto& assets = found->assets;
  auto place =
      std::lower_bound(assets.begin(), assets.end(), key, [](auto& asset, auto key) { return asset.first < key; });
  return place != assets.end() && place->first == key ? &place->second : nullptr;
}

std::vector<std::string> AssetKeys() {
  std::vector<std::string> keys;
  if (!found) return keys;
  for (const auto& [name, contents] : found->assets) keys.emplace_back(name);
  return keys;
}

// asset(key): a copy as an ArrayBuffer; undefined when there is none.
v8::Local<v8::Value> Asset(v8::Isolate* isolate, std::string key) {
  auto* contents = FindAsset(key);
  if (!contents) return v8::Undefined(isolate);
  return bind::OwnedBytes(*contents).ToArrayBuffer(isolate);
}

// rawAsset(key): the executable's own memory, of which only this process sees the changes.
v8::Local<v8::Value> RawAsset(v8::Isolate* isolate, std::string key) {
  auto* contents = FindAsset(key);
  if (!contents) return v8::Undefined(isolate);
  uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  uintptr_t begin = reinterpret_cast<uintptr_t>(contents->data()), end = begin + contents->size();
  begin -= begin % page;
  if (mprotect(reinterpret_cast<void*>(begin), end - begin, PROT_READ | PROT_WRITE) != 0) {
    return bind::OwnedBytes(*contents).ToArrayBuffer(isolate);
  }
  auto store = v8::ArrayBuffer::NewBackingStore(const_cast<char*>(contents->data()), contents->size(),
                                                v8::BackingStore::EmptyDeleter, nullptr);
  return v8::ArrayBuffer::New(isolate, std::move(store));
}

std::string Name() { return std::string(found->name); }

// source(): the text of the main script.
v8::MaybeLocal<v8::String> Source(v8::Isolate* isolate) {
  return v8::String::NewFromUtf8(isolate, found->main.data(), v8::NewStringType::kNormal,
                                 static_cast<int>(found->main.size()));
}

// codeCache(): its code, as a Buffer; empty where there is none.
bind::OwnedBytes CodeCache() { return bind::OwnedBytes(found->code_cache); }

// --- Making one. ---

// writeBlob(flags, extension, name, main, codeCache, execArgv, assetNames, assetContents): the bytes of a blob.
bind::OwnedBytes MakeBlob(uint32_t flags, uint32_t extension, std::string name, bind::Bytes main,
                          bind::Bytes code_cache, std::vector<std::string> exec_argv, std::vector<std::string> names,
                          v8::Local<v8::Array> contents, v8::Local<v8::Context> context) {
  auto view = [](const bind::Bytes& bytes) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  Application application;
  application.flags = flags;
  application.extension = static_cast<ExecArgvExtension>(extension);
  application.name = name;
  application.main = view(main);
  application.code_cache = view(code_cache);
  application.exec_argv.assign(exec_argv.begin(), exec_argv.end());
  std::vector<bind::Bytes> kept;
  kept.reserve(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    v8::Local<v8::Value> value;
    if (!contents->Get(context, static_cast<uint32_t>(i)).ToLocal(&value)) break;
    auto bytes = bind::Bytes::From(value);
    if (!bytes) break;
    kept.push_back(*bytes);
    application.assets.emplace_back(names[i], view(kept.back()));
  }
  std::sort(application.assets.begin(), application.assets.end());
  return bind::OwnedBytes(WriteBlob(application));
}

// place(executable): where in the bytes of an executable of eddy's the offset and the size of an appended blob are to
// be written, as 64-bit little-endian integers; -1: it is none, -2: it has a blob already.
double PlaceIn(std::span<std::byte> executable) {
  std::string_view bytes(reinterpret_cast<const char*>(executable.data()), executable.size());
  std::string mark(const_cast<const char*>(appended.mark), sizeof(Place::mark));
  mark.append(2 * sizeof(uint64_t), '\0');
  size_t at = bytes.find(std::string_view(mark).substr(0, sizeof(Place::mark)));
  if (at == bytes.npos) return -1;
  if (bytes.substr(at, mark.size()) != mark) return -2;
  return static_cast<double>(at + sizeof(Place::mark));
}

}  // namespace
}  // namespace eddy::sea

namespace eddy {

EDDY_MODULE(sea) {
  using namespace sea;
  Function<IsSea>("isSea");
  Function<HasFlag>("hasFlag");
  Function<AssetKeys>("assetKeys");
  Function<Asset>("asset");
  Function<RawAsset>("rawAsset");
  Function<Name>("name");
  Function<Source>("source");
  Function<CodeCache>("codeCache");
  Function<MakeBlob>("makeBlob");
  Function<PlaceIn>("place");
  Constant("DISABLES_WARNING", kDisablesWarning);
  Constant("USES_SNAPSHOT", kUsesSnapshot);
  Constant("USES_CODE_CACHE", kUsesCodeCache);
  Constant("IS_MODULE", kIsModule);
}

}  // namespace eddy
