#include "buffer/shared_block.h"

#include <cstring>

#include "bind/buffer.h"
#include "messaging/message.h"

namespace eddy::buffer {
namespace {

constexpr size_t kBlockSize = 64 * 1024;
constexpr size_t kLargestShared = 8 * 1024;

}  // namespace

v8::Local<v8::Value> SharedBlock::NewBuffer(v8::Isolate* isolate, std::string_view bytes) {
  if (bytes.size() > kLargestShared) return bind::OwnedBytes(bytes).ToBuffer(isolate);
  if (block_.IsEmpty() || used_ + bytes.size() > kBlockSize) {
    auto made = v8::ArrayBuffer::New(isolate, kBlockSize);
    messaging::MarkUntransferable(isolate->GetCurrentContext(), made);  // many share it
    block_.Reset(isolate, made);
    used_ = 0;
  }
  auto block = block_.Get(isolate);
  if (block->ByteLength() < kBlockSize) {  // the program transferred it away
    block_.Reset();
    return bind::OwnedBytes(bytes).ToBuffer(isolate);
  }
  std::memcpy(static_cast<char*>(block->Data()) + used_, bytes.data(), bytes.size());
  auto buffer = bind::NewBuffer(isolate, block, used_, bytes.size());
  used_ += (bytes.size() + 7) & ~size_t{7};
  return buffer;
}

}  // namespace eddy::buffer
