// What a session keeps of one stream: the header block that is coming in, and the data that wait to go out.
#pragma once
#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/convert.h"

namespace eddy::http2 {

// A block of header fields as received. Holds references to nghttp2's texts.
class HeaderBlock {
 public:
  struct Field {
    nghttp2_rcbuf* name;
    nghttp2_rcbuf* value;
    bool never_indexed;
  };
  HeaderBlock() = default;
  HeaderBlock(HeaderBlock&& other) noexcept : fields_(std::move(other.fields_)), size_(std::exchange(other.size_, 0)) {
    other.fields_.clear();
  }
  HeaderBlock& operator=(HeaderBlock&& other) noexcept {
    fields_.swap(other.fields_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~HeaderBlock() { Clear(); }

  void Add(nghttp2_rcbuf* name, nghttp2_rcbuf* value, bool never_indexed) {
    nghttp2_rcbuf_incref(name);
    nghttp2_rcbuf_incref(value);
    fields_.push_back({name, value, never_indexed});
    size_ += nghttp2_rcbuf_get_buf(name).len + nghttp2_rcbuf_get_buf(value).len;
  }
  void Clear() {
    for (Field& field : fields_) {
      nghttp2_rcbuf_decref(field.name);
      nghttp2_rcbuf_decref(field.value);
    }
    fields_.clear();
    size_ = 0;
  }
  const std::vector<Field>& fields() const { return fields_; }
  size_t size() const { return size_; }  // bytes of names and values

 private:
  std::vector<Field> fields_;
  size_t size_ = 0;
};

// Bytes that a program wrote: a view that is kept alive, or text that was encoded.
struct Chunk {
  bind::Bytes bytes = {};
  std::string text = {};
  bool ends_write = false;  // the last one of its write, whose callback waits

  std::string_view view() const {
    if (bytes.size() == 0) return text;
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

struct Stream {
  explicit Stream(int32_t stream_id) : id(stream_id) {}

  const int32_t id;
  HeaderBlock headers;  // of the block that is coming in
  size_t most_header_bytes = 0;
  nghttp2_headers_category category = NGHTTP2_HCAT_HEADERS;
  bool block_refused = false;

  std::vector<Chunk> chunks;
  size_t first = 0;             // of `chunks` that is not sent
  size_t offset = 0;            // into that one
  size_t queued = 0;            // bytes in `chunks` that are not sent
  bool ended = false;           // nothing comes behind `chunks`
  bool wants_trailers = false;  // END_STREAM comes with the trailers
  bool end_framed = false;      // the last DATA frame is made
  bool deferred = false;        // nghttp2 waits for resume_data
  bool closed = false;          // to nghttp2

  bool has_chunk() const { return first < chunks.size(); }
  Chunk& front() { return chunks[first]; }
  void PopFront() {
    chunks[first] = {};
    offset = 0;
    if (++first < chunks.size()) return;
    chunks.clear();
    first = 0;
  }

  size_t unconsumed = 0;  // bytes received that JavaScript has not made room for
};

}  // namespace eddy::http2
