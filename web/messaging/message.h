// A value on its way from one thread to another: written by the sender's isolate, read by the receiver's, and in
// between plain memory that belongs to neither.
#pragma once
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include "bind/object.h"
#include "messaging/plain.h"
#include "v8.h"

namespace eddy::messaging {

class Messaging;

// What a native object is while it is under way (the data holder of the HTML Standard, section 2.7).
class DataHolder {
 public:
  virtual ~DataHolder() = default;
  // The object again, in the receiver's isolate. Called once, but for a message to many.
  virtual v8::MaybeLocal<v8::Object> Unpack(Messaging& messaging, v8::Local<v8::Context> context) = 0;
};

// A native object that can be part of a message. A JavaScript class that stands for one names it in the data that its
// instances are written as (messaging.js).
class Portable : public bind::Object<Portable> {
 public:
  // Called once the whole message is written. What moves, and is not copied, leaves nothing behind.
  virtual std::unique_ptr<DataHolder> Pack() = 0;
};

class Message {
 public:
  // kOne copies a large buffer into memory that becomes the receiver's; what is written for many can be read often.
  enum class Readers { kOne, kMany };

  // Writes `value`, and moves what is in `transfer` (which messaging.js has checked; may be empty). Null: an exception
  // is pending.
  static std::shared_ptr<Message> Write(Messaging& messaging, v8::Local<v8::Context> context,
                                        v8::Local<v8::Value> value, v8::Local<v8::Array> transfer,
                                        Readers readers = Readers::kOne);
  // Writes what plain.js has found to be plain.
  static std::shared_ptr<Message> WritePlain(v8::Local<v8::Context> context, const PlainScratch& scratch,
                                             PlainCounts counts);
  // The word that the other end is closed.
  static std::shared_ptr<Message> Close();

  // `objects` receives the objects, not buffers, of the sender's transfer list.
  v8::MaybeLocal<v8::Value> Read(Messaging& messaging, v8::Local<v8::Context> context,
                                 v8::LocalVector<v8::Value>* objects);

  bool is_close() const { return kind_ == Kind::kClose; }
  const std::vector<std::unique_ptr<DataHolder>>& holders() const { return holders_; }

 private:
  friend class Writer;
  friend class Reader;
  // What is no object is kept as it is: most small messages are read and written without V8's serializer.
  enum class Kind : uint8_t {
    kClose,
    kSerialized,
    kPlain,
    kBuffer,
    kView,
    kLatin1,
    kUtf16,
    kNumber,
    kUndefined,
    kNull,
    kTrue,
    kFalse
  };
  struct Free {
    void operator()(uint8_t* bytes) const { std::free(bytes); }
  };

  bool WritePrimitive(v8::Isolate* isolate, v8::Local<v8::Value> value);
  v8::Local<v8::Value> ReadPrimitive(v8::Isolate* isolate) const;
  // An ArrayBuffer or a view of one, and nothing else.
  bool WriteBuffer(v8::Local<v8::Context> context, v8::Local<v8::Value> value, v8::Local<v8::Array> transfer);
  v8::Local<v8::Value> ReadBuffer(v8::Isolate* isolate);
  void Allocate(size_t size);

  Kind kind_ = Kind::kSerialized;
  bool has_exceptions_ = false;  // DOMExceptions, see dom_exception.js
  uint32_t object_count_ = 0;    // objects of the transfer list, written behind the value
  std::unique_ptr<uint8_t, Free> bytes_;
  size_t size_ = 0;
  double number_ = 0;
  uint32_t view_kind_ = 0;
  size_t view_offset_ = 0;  // its length is size_
  std::vector<std::shared_ptr<v8::BackingStore>> buffers_, shared_buffers_;
  std::vector<v8::CompiledWasmModule> wasm_modules_;
  std::vector<std::unique_ptr<DataHolder>> holders_;
};

// What messages need of one thread: JavaScript's part in them. One a Runtime, made by messaging.js.
class Messaging : public bind::Object<Messaging> {
 public:
  // Functions, in this order: see Hook.
  Messaging(v8::Isolate* isolate, v8::Local<v8::Context> context, v8::Local<v8::Array> hooks);

  enum class Hook {
    kIsSpecial,    // (object): must JavaScript be asked how it is written?
    kSerialize,    // (object, isTransferred): [kind, data], which are written in its place
    kDeserialize,  // (kind, data, global of another context or undefined): the object again
    kCloneError,   // (message): a DataCloneError
    kDeliver,      // (owner, data, transferred objects or undefined): a message came
    kFailed,       // (owner, error): a message came that cannot be read
    kClosed,       // (owner): a port is closed
    kUnmark,       // (): exceptions were marked while a message was written
    kRestore,      // (value): makes exceptions of what was marked
    kCount,
  };
  v8::Local<v8::Function> hook(Hook which) const { return hooks_[static_cast<int>(which)].Get(isolate_); }

  // clone(value, transfer): a value written and read at once.
  v8::MaybeLocal<v8::Value> Clone(v8::Local<v8::Context> context, v8::Local<v8::Value> value,
                                  std::optional<v8::Local<v8::Array>> transfer);
  // As that, for what plain.js has found to be plain.
  v8::Local<v8::Value> ClonePlain(v8::Local<v8::Context> context, PlainScratch* scratch, uint32_t codes,
                                  uint32_t numbers, uint32_t strings);
  PlainTemplates& plain_templates() { return plain_templates_; }

  // Memory that a message is written into first; taken by one writer at a time.
  static constexpr size_t kScratchSize = 16 * 1024;
  uint8_t* TakeScratch();
  void GiveScratchBack() { scratch_taken_ = false; }

 private:
  v8::Isolate* const isolate_;
  v8::Global<v8::Function> hooks_[static_cast<int>(Hook::kCount)];
  PlainTemplates plain_templates_;
  bool scratch_taken_ = false;
  std::unique_ptr<uint8_t[]> scratch_;
};

// No message may take this object away from who has it (worker_threads.markAsUntransferable).
void MarkUntransferable(v8::Local<v8::Context> context, v8::Local<v8::Object> object);
// Has any object of this thread been marked as uncloneable?
bool HasUncloneables();

}  // namespace eddy::messaging
