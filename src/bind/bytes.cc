// Memory of a program's that outlives a call.
#include <cstring>

#include "bind/buffer.h"
#include "bind/convert.h"

namespace eddy::bind {
namespace {

struct Place {
  std::shared_ptr<v8::BackingStore> store;
  size_t offset = 0, size = 0;
};

std::optional<Place> PlaceOf(v8::Local<v8::Value> value) {
  if (value->IsArrayBufferView()) {
    auto view = value.As<v8::ArrayBufferView>();
    return Place{view->Buffer()->GetBackingStore(), view->ByteOffset(), view->ByteLength()};
  }
  if (value->IsArrayBuffer()) {
    auto buffer = value.As<v8::ArrayBuffer>();
    return Place{buffer->GetBackingStore(), 0, buffer->ByteLength()};
  }
  if (value->IsSharedArrayBuffer()) {
    auto buffer = value.As<v8::SharedArrayBuffer>();
    return Place{buffer->GetBackingStore(), 0, buffer->ByteLength()};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Bytes> Bytes::From(v8::Local<v8::Value> value) {
  auto place = PlaceOf(value);
  if (!place) return std::nullopt;
  Bytes bytes;
  bytes.size_ = place->size;
  bytes.data_ = static_cast<const std::byte*>(place->store->Data()) + place->offset;
  if (!place->store->IsShared() && !place->store->IsResizableByUserJavaScript()) {
    bytes.kept_ = std::move(place->store);
    return bytes;
  }
  auto copy = std::make_shared<Block>(NewBlock(place->size));
  if (!*copy) return std::nullopt;
  if (place->size > 0) std::memcpy(copy->get(), bytes.data_, place->size);
  bytes.data_ = reinterpret_cast<const std::byte*>(copy->get());
  bytes.kept_ = std::move(copy);
  return bytes;
}

std::optional<Room> Room::From(v8::Local<v8::Value> value) {
  auto place = PlaceOf(value);
  if (!place) return std::nullopt;
  Room room;
  room.store_ = std::move(place->store);
  room.offset_ = place->offset;
  room.size_ = place->size;
  return room;
}

std::span<std::byte> Room::left() const {
  size_t now = store_->ByteLength();
  return {start(), std::min(size_, now - std::min(offset_, now))};
}

void Room::Write(size_t offset, std::span<const std::byte> bytes) const {
  auto all = left();
  if (offset >= all.size() || bytes.empty()) return;
  std::memcpy(all.data() + offset, bytes.data(), std::min(bytes.size(), all.size() - offset));
}

}  // namespace eddy::bind
