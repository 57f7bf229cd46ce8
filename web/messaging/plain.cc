// The native half of plain.js: which objects are plain, and values to bytes and back.
#include "messaging/plain.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>

#include "bind/module.h"
#include "engine/check.h"
#include "messaging/message.h"
#include "v8-version.h"

namespace eddy::messaging {
namespace {

constexpr uint32_t kMostCodes = 1024;
constexpr uint32_t kMostKeys = 32;
constexpr uint32_t kCodeBits = 3;
enum Code : uint32_t { kNumber, kString, kUndefined, kNull, kTrue, kFalse, kObject, kArray };

// --- Shapes: lists of keys, numbered for all threads. They are never forgotten. ---

class Shapes {
 public:
  static Shapes& Get() {
    static auto* shapes = new Shapes;  // threads may outlive static objects
    return *shapes;
  }
  int32_t NumberOf(std::vector<std::string> keys) {
    constexpr size_t kMost = 4096;
    std::lock_guard lock(mutex_);
    auto known = numbers_.find(keys);
    if (known != numbers_.end()) return known->second;
    if (shapes_.size() == kMost) return -1;
    auto number = static_cast<int32_t>(shapes_.size());
    shapes_.push_back(keys);
    numbers_.emplace(std::move(keys), number);
    return number;
  }
  std::vector<std::string> KeysOf(uint32_t number) {
    std::lock_guard lock(mutex_);
    return shapes_.at(number);
  }

 private:
  std::mutex mutex_;
  std::map<std::vector<std::string>, int32_t> numbers_;
  std::deque<std::vector<std::string>> shapes_;
};

int32_t ShapeOf(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Array> keys) {
  std::vector<std::string> names;
  for (uint32_t i = 0; i < keys->Length(); ++i) {
    v8::Local<v8::Value> key;
    if (!keys->Get(context, i).ToLocal(&key)) return -1;
    auto name = bind::Convert<std::string>::From(isolate, key);
    if (!name) return -1;
    names.push_back(std::move(*name));
  }
  return Shapes::Get().NumberOf(std::move(names));
}

// --- Which objects are plain. ---

// What is below knows where this V8's objects keep their type and hidden class. Another V8 has to be looked at first.
static_assert(V8_MAJOR_VERSION == 13 && V8_MINOR_VERSION == 6);

// Literals of this thread. An object is looked at as V8's own header looks at it, for its type and its hidden class:
// the functions of V8 that tell as much would take longer than the rest of the writing.
struct Samples {
  v8::Global<v8::Object> object_prototype;
  std::array<v8::Global<v8::Object>, 6> arrays;  // one for each kind of elements
};
thread_local Samples* samples = nullptr;

v8::internal::Address HiddenClassOf(const v8::Object* object) {
  using v8::internal::Internals;
  return Internals::ReadTaggedPointerField(v8::internal::ValueHelper::ValueAsAddress(object),
                                           Internals::kHeapObjectMapOffset);
}

// kObject: of its own properties only, with Object.prototype; kArray: of elements only; 0: anything else. `value` is an
// object.
int32_t KindOf(v8::Local<v8::Value> value) {
  auto object = value.As<v8::Object>();
  if (v8::internal::Internals::GetInstanceType(v8::internal::ValueHelper::ValueAsAddress(*object)) ==
      v8::internal::Internals::kJSObjectType) {
    if (object->GetPrototypeV2() == samples->object_prototype && !HasUncloneables()) return kObject;
    return 0;
  }
  for (const auto& sample : samples->arrays) {
    if (HiddenClassOf(*object) == HiddenClassOf(*sample.Get(v8::Isolate::GetCurrent()))) return kArray;
  }
  return 0;
}

// Whether that still distinguishes the kinds.
void CheckKinds(v8::Isolate* isolate) {
  CHECK(KindOf(v8::Object::New(isolate)) == kObject || HasUncloneables());
  CHECK(KindOf(v8::Map::New(isolate)) == 0);
  CHECK(KindOf(v8::ArrayBuffer::New(isolate, 0)) == 0);
  CHECK(KindOf(v8::StringObject::New(isolate, v8::String::Empty(isolate))) == 0);
}

int32_t FastKindOf(v8::Local<v8::Object>, v8::Local<v8::Value> value) {
  v8::HandleScope handles(v8::Isolate::GetCurrent());
  return KindOf(value);
}

// --- Reading. ---

struct Header {
  uint32_t numbers, codes;
};

class PlainReader {
 public:
  PlainReader(PlainTemplates& templates, v8::Local<v8::Context> context, const uint8_t* message)
      : templates_(templates), isolate_(context->GetIsolate()), context_(context) {
    Header header;
    std::memcpy(&header, message, sizeof(header));
    numbers_ = reinterpret_cast<const double*>(message + sizeof(header));
    codes_ = reinterpret_cast<const uint32_t*>(numbers_ + header.numbers);
    strings_ = codes_ + header.codes;
  }

  v8::Local<v8::Value> Read() {
    uint32_t code = *codes_++;
    uint32_t detail = code >> kCodeBits;
    switch (code & ((1 << kCodeBits) - 1)) {
      case kNumber: return v8::Number::New(isolate_, *numbers_++);
      case kString: return ReadString();
      case kNull: return v8::Null(isolate_);
      case kTrue: return v8::True(isolate_);
      case kFalse: return v8::False(isolate_);
      case kObject: return ReadObject(detail);
      case kArray: return ReadArray(detail);
      default: return v8::Undefined(isolate_);
    }
  }

 private:
  v8::Local<v8::Value> ReadString() {
    uint32_t length = *strings_ >> 1;
    bool two_byte = *strings_++ & 1;
    const void* text = strings_;
    strings_ += (length * (two_byte ? 2 : 1) + 3) / 4;
    constexpr auto kNormal = v8::NewStringType::kNormal;
    if (two_byte) {
      return v8::String::NewFromTwoByte(isolate_, static_cast<const uint16_t*>(text), kNormal, length)
          .FromMaybe(v8::String::Empty(isolate_));
    }
    return v8::String::NewFromOneByte(isolate_, static_cast<const uint8_t*>(text), kNormal, length)
        .FromMaybe(v8::String::Empty(isolate_));
  }
  v8::Local<v8::Value> ReadObject(uint32_t shape) {
    const auto& known = templates_.Get(isolate_, shape);
    if (known.size == 0) return v8::Object::New(isolate_);
    std::array<v8::MaybeLocal<v8::Value>, kMostKeys> values;
    for (uint32_t i = 0; i < known.size; ++i) values[i] = Read();
    return known.made.Get(isolate_)->NewInstance(context_, {values.data(), known.size});
  }
  v8::Local<v8::Value> ReadArray(uint32_t length) {
    std::array<v8::Local<v8::Value>, 16> few;
    if (length <= few.size()) return ReadArray(length, few.data());
    v8::LocalVector<v8::Value> many(isolate_, length);
    return ReadArray(length, many.data());
  }
  v8::Local<v8::Value> ReadArray(uint32_t length, v8::Local<v8::Value>* elements) {
    for (uint32_t i = 0; i < length; ++i) elements[i] = Read();
    return v8::Array::New(isolate_, elements, length);
  }

  PlainTemplates& templates_;
  v8::Isolate* const isolate_;
  v8::Local<v8::Context> context_;
  const double* numbers_;
  const uint32_t* codes_;
  const uint32_t* strings_;
};

}  // namespace

const PlainTemplates::Template& PlainTemplates::Get(v8::Isolate* isolate, uint32_t shape) {
  if (shape >= templates_.size()) templates_.resize(shape + 1);
  auto& known = templates_[shape];
  if (!known.made.IsEmpty()) return known;
  auto keys = Shapes::Get().KeysOf(shape);
  std::vector<std::string_view> names(keys.begin(), keys.end());
  known.made.Reset(isolate, v8::DictionaryTemplate::New(isolate, {names.data(), names.size()}));
  known.size = static_cast<uint32_t>(names.size());
  return known;
}

v8::Local<v8::Value> ReadPlain(PlainTemplates& templates, v8::Local<v8::Context> context, const uint8_t* message) {
  return PlainReader(templates, context, message).Read();
}

// --- Writing. ---

namespace {

std::shared_ptr<v8::BackingStore> MemoryOf(v8::Local<v8::ArrayBufferView> view) {
  return view->Buffer()->GetBackingStore();
}

struct Free {
  void operator()(uint8_t* data) const { std::free(data); }
};

// Memory that grows as strings are added.
class Bytes {
 public:
  explicit Bytes(size_t room) : room_(room), data_(static_cast<uint8_t*>(std::malloc(room))) {}
  // False: no memory.
  template <class T>
  bool Add(const T* values, size_t count) {
    uint8_t* place = Next(count * sizeof(T));
    if (place && count > 0) std::memcpy(place, values, count * sizeof(T));
    return place != nullptr;
  }
  // Null: no memory.
  uint8_t* Next(size_t size) {
    if (!data_) return nullptr;
    if (used_ + size > room_) {
      size_t wanted = std::max(room_ * 2, used_ + size);
      auto* grown = static_cast<uint8_t*>(std::realloc(data_.get(), wanted));
      if (!grown) return nullptr;
      static_cast<void>(data_.release());
      data_.reset(grown);
      room_ = wanted;
    }
    used_ += size;
    return data_.get() + used_ - size;
  }
  uint8_t* Release() { return data_.release(); }

 private:
  size_t room_, used_ = 0;
  std::unique_ptr<uint8_t, Free> data_;
};

// False: no memory.
bool AddString(v8::Isolate* isolate, Bytes& bytes, v8::Local<v8::String> text) {
  auto length = static_cast<uint32_t>(text->Length());
  bool two_byte = !text->IsOneByte();
  uint32_t header = length << 1 | uint32_t{two_byte};
  if (!bytes.Add(&header, 1)) return false;
  uint8_t* place = bytes.Next((size_t{length} * (two_byte ? 2 : 1) + 3) / 4 * 4);
  if (!place) return false;
  if (two_byte) {
    text->WriteV2(isolate, 0, length, reinterpret_cast<uint16_t*>(place));
  } else {
    text->WriteOneByteV2(isolate, 0, length, place);
  }
  return true;
}

}  // namespace

PlainScratch::PlainScratch(v8::Isolate* isolate, v8::Local<v8::ArrayBufferView> codes,
                           v8::Local<v8::ArrayBufferView> numbers, v8::Local<v8::Array> strings,
                           v8::Local<v8::Object> object_prototype, v8::Local<v8::Array> sample_arrays)
    : isolate_(isolate), codes_(MemoryOf(codes)), numbers_(MemoryOf(numbers)), strings_(isolate, strings) {
  samples = new Samples;
  samples->object_prototype.Reset(isolate, object_prototype);
  auto context = isolate->GetCurrentContext();
  for (uint32_t i = 0; i < samples->arrays.size(); ++i) {
    v8::Local<v8::Value> sample;
    CHECK(sample_arrays->Get(context, i).ToLocal(&sample) && sample->IsObject());  // plain.js's own literal
    samples->arrays[i].Reset(isolate, sample.As<v8::Object>());
  }
  CheckKinds(isolate);
  Hold();
}

PlainScratch::~PlainScratch() { delete std::exchange(samples, nullptr); }

uint8_t* PlainScratch::Write(v8::Local<v8::Context> context, PlainCounts counts) const {
  constexpr size_t kUsualString = 32;
  CHECK(counts.numbers * sizeof(double) <= numbers_->ByteLength());
  CHECK(counts.codes * sizeof(uint32_t) <= codes_->ByteLength());
  Bytes bytes(sizeof(Header) + counts.numbers * sizeof(double) + counts.codes * sizeof(uint32_t) +
              counts.strings * kUsualString);
  Header header{counts.numbers, counts.codes};
  bool fits = bytes.Add(&header, 1) && bytes.Add(static_cast<const double*>(numbers_->Data()), counts.numbers) &&
              bytes.Add(static_cast<const uint32_t*>(codes_->Data()), counts.codes);
  auto strings = strings_.Get(isolate_);
  for (uint32_t i = 0; fits && i < counts.strings; ++i) {
    v8::Local<v8::Value> text;
    if (!strings->Get(context, i).ToLocal(&text)) return nullptr;
    CHECK(text->IsString());
    fits = AddString(isolate_, bytes, text.As<v8::String>());
  }
  if (fits) return bytes.Release();
  bind::Error::Range("ERR_MEMORY_ALLOCATION_FAILED", "No memory for the message").Throw(isolate_);
  return nullptr;
}

EDDY_MODULE(plain_messages) {
  Function<KindOf, FastKindOf>("kindOf", 1);
  Function<ShapeOf>("shape");
  Constant("MOST_CODES", kMostCodes);
  Constant("MOST_KEYS", kMostKeys);
  Constant("CODE_BITS", kCodeBits);
  Constant("NUMBER", kNumber);
  Constant("STRING", kString);
  Constant("UNDEFINED", kUndefined);
  Constant("NULL", kNull);
  Constant("TRUE", kTrue);
  Constant("FALSE", kFalse);
  Constant("OBJECT", kObject);
  Constant("ARRAY", kArray);
  Class<PlainScratch>("Scratch")
      .Constructor<v8::Isolate*, v8::Local<v8::ArrayBufferView>, v8::Local<v8::ArrayBufferView>, v8::Local<v8::Array>,
                   v8::Local<v8::Object>, v8::Local<v8::Array>>();
}

}  // namespace eddy::messaging
