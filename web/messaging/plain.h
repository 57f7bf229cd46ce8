// Messages of plain data, see plain.js: written from what JavaScript has listed of a value, and read as objects of the
// same shapes. In memory: numbers, codes, strings, each after the other.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "bind/object.h"
#include "v8.h"

namespace eddy::messaging {

// How many there are of what a message consists of.
struct PlainCounts {
  uint32_t codes, numbers, strings;
};

// How one thread makes objects, by the numbers of their shapes.
class PlainTemplates {
 public:
  struct Template {
    v8::Global<v8::DictionaryTemplate> made;
    uint32_t size = 0;  // keys
  };
  const Template& Get(v8::Isolate* isolate, uint32_t shape);

 private:
  std::deque<Template> templates_;  // they stay where they are
};

// What plain.js writes into. One a thread, which lives as long as the thread's runtime.
class PlainScratch : public bind::Object<PlainScratch> {
 public:
  PlainScratch(v8::Isolate* isolate, v8::Local<v8::ArrayBufferView> codes, v8::Local<v8::ArrayBufferView> numbers,
               v8::Local<v8::Array> strings, v8::Local<v8::Object> object_prototype,
               v8::Local<v8::Array> sample_arrays);
  ~PlainScratch() override;

  // The message, in one piece of malloc's memory.
  uint8_t* Write(v8::Local<v8::Context> context, PlainCounts counts) const;

 private:
  v8::Isolate* const isolate_;
  std::shared_ptr<v8::BackingStore> codes_, numbers_;
  v8::Global<v8::Array> strings_;
};

v8::Local<v8::Value> ReadPlain(PlainTemplates& templates, v8::Local<v8::Context> context, const uint8_t* message);

}  // namespace eddy::messaging
