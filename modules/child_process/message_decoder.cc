// What the decoders of both formats share.
#include "child_process/message_decoder.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace eddy::child_process {

std::span<char> BegunMessage::Room(size_t size) {
  if (bytes_.size() - used_ < size && !bytes_.Grow(std::max(used_ + size, used_ + used_ / 2))) return {};
  return {bytes_.data() + used_, bytes_.size() - used_};
}

bool BegunMessage::Append(std::string_view data) {
  if (data.empty()) return true;
  if (!bytes_.allocated() || data.data() != bytes_.data() + used_) {
    auto room = Room(data.size());
    if (room.size() < data.size()) return false;
    std::ranges::copy(data, room.begin());
  }
  used_ += data.size();
  return true;
}

void BegunMessage::Drop(size_t size) {
  used_ -= size;
  if (used_ == 0)
    bytes_ = bind::OwnedBytes();
  else
    std::memmove(bytes_.data(), bytes_.data() + size, used_);
}

void BegunMessage::Clear() {
  bytes_ = bind::OwnedBytes();
  used_ = 0;
}

bind::OwnedBytes BegunMessage::Take(size_t size) {
  bytes_.Truncate(size);
  used_ = 0;
  return std::exchange(bytes_, bind::OwnedBytes());
}

void MessageDecoder::Consume(net::StreamHandle* stream) {
  if (!stream || stream_ || !stream->open()) return;
  stream_ = stream;
  stream->SetConsumer(this);
  Hold();
}

void MessageDecoder::OnStreamClosed() {
  stream_ = nullptr;
  LetGo();
}

void MessageDecoder::OnRead(ssize_t count, const char* data) {
  v8::Isolate* isolate = this->isolate();
  if (count < 0) {
    stream_->CallBack(count, v8::Undefined(isolate));
    return;
  }
  auto messages = Decode(isolate->GetCurrentContext(), {data, static_cast<size_t>(count)});
  if (messages->Length() > 0 || Failed()) stream_->CallBack(count, messages);
}

void MessageDecoder::Lose(const bind::Error& error) {
  failure_.Reset(isolate(), error.ToException(isolate()));
  begun_.Clear();
}

void MessageDecoder::ThrowFailure() {
  if (failure_.IsEmpty()) return;
  auto failure = failure_.Get(isolate());
  failure_.Reset();
  isolate()->ThrowException(failure);
}

}  // namespace eddy::child_process
