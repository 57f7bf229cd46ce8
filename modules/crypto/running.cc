// Digests and HMACs of the families that sha.h has, whose state is in memory of JavaScript's: a hash then needs no
// native object. A state is what the algorithm keeps (SHA256_CTX and its like); an HMAC's are two, the inner and the
// outer.
//
// Programs can get at that memory: a state is copied out of it, and checked, before it is used.
#define OPENSSL_SUPPRESS_DEPRECATED  // the families' own functions, as sha.h says
#include <optional>

#include "bind/module.h"
#include "buffer/view.h"
#include "crypto/openssl.h"
#include "crypto/sha.h"

namespace eddy {
namespace crypto {
namespace {

using buffer::ReadView;
using buffer::WriteView;
using v8::FastOneByteString;
using v8::Local;
using v8::Value;
using Bytes = std::span<const uint8_t>;
using Kind = Digest::Sha;

// `count` states of the family H at `place`; nothing where the memory has no such place.
template <class H>
std::optional<std::span<char>> PlaceOf(const WriteView& memory, uint32_t place, size_t count) {
  size_t size = count * sizeof(typename H::State);
  if (place > memory.size() || size > memory.size() - place) return std::nullopt;
  return std::span<char>(memory.data() + place, size);
}

template <class State>
void Put(std::span<char> place, size_t index, const State& state) {
  std::memcpy(place.data() + index * sizeof(State), &state, sizeof(State));
}

// A copy of a state, wiped in the end.
template <class H>
class Copy {
 public:
  Copy(std::span<char> place, size_t index) {
    std::memcpy(&state, place.data() + index * sizeof(state), sizeof(state));
    is_sound = H::IsSound(state);
  }
  ~Copy() { OPENSSL_cleanse(&state, sizeof(state)); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  typename H::State state;
  bool is_sound;
};

// --- Beginning. ---

// startHash(memory, place, kind)
bool FastStartHash(Local<Value>, Local<Value> memory, uint32_t place, int32_t kind) {
  WriteView view(memory);
  bool fine = false;
  WithSha(static_cast<Kind>(kind), [&]<class H>(std::type_identity<H>) {
    auto at = PlaceOf<H>(view, place, 1);
    if (!at) return;
    typename H::State state;
    H::Start(state);
    Put(*at, 0, state);
    fine = true;
  });
  return fine;
}
bool StartHash(Local<Value> memory, uint32_t place, int32_t kind) { return FastStartHash({}, memory, place, kind); }

// startHmac(memory, place, kind, view of the key)
bool FastStartHmac(Local<Value>, Local<Value> memory, uint32_t place, int32_t kind, Local<Value> key) {
  WriteView view(memory);
  ReadView key_view(key);
  bool fine = false;
  WithSha(static_cast<Kind>(kind), [&]<class H>(std::type_identity<H>) {
    auto at = PlaceOf<H>(view, place, 2);
    if (!at) return;
    const H hmac({reinterpret_cast<const uint8_t*>(key_view.data()), key_view.size()});
    Put(*at, 0, hmac.inner);
    Put(*at, 1, hmac.outer);
    fine = true;
  });
  return fine;
}
bool StartHmac(Local<Value> memory, uint32_t place, int32_t kind, Local<Value> key) {
  return FastStartHmac({}, memory, place, kind, key);
}

// --- Data. False: there is no sound state. ---

bool Update(Local<Value> memory, uint32_t place, int32_t kind, Bytes data) {
  WriteView view(memory);
  bool fine = false;
  WithSha(static_cast<Kind>(kind), [&]<class H>(std::type_identity<H>) {
    auto at = PlaceOf<H>(view, place, 1);
    if (!at) return;
    Copy<H> copy(*at, 0);
    if (!copy.is_sound) return;
    H::Add(copy.state, data);
    Put(*at, 0, copy.state);
    fine = true;
  });
  return fine;
}

// updateBytes(memory, place, kind, view)
bool FastUpdateBytes(Local<Value>, Local<Value> memory, uint32_t place, int32_t kind, Local<Value> data) {
  ReadView bytes(data);
  return Update(memory, place, kind, {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
}
bool UpdateBytes(Local<Value> memory, uint32_t place, int32_t kind, Local<Value> data) {
  return FastUpdateBytes({}, memory, place, kind, data);
}

// updateText(memory, place, kind, text, encoding)
bool UpdateText(v8::Isolate* isolate, Local<Value> memory, uint32_t place, int32_t kind, Local<v8::String> text,
                int32_t encoding) {
  InputBytes bytes(isolate, text, encoding);
  return Update(memory, place, kind, bytes.span());
}
bool FastUpdateText(Local<Value>, Local<Value> memory, uint32_t place, int32_t kind, const FastOneByteString& text,
                    int32_t encoding) {
  InputBytes bytes(text, encoding);
  return Update(memory, place, kind, bytes.span());
}

// --- Results. ---

// The digest into `out`, of EVP_MAX_MD_SIZE bytes; gives how many, 0 where there is no sound state. `wipes`: the state.
size_t Finish(Local<Value> memory, uint32_t place, int32_t kind, bool is_hmac, bool wipes, uint8_t* out) {
  WriteView view(memory);
  size_t size = 0;
  WithSha(static_cast<Kind>(kind), [&]<class H>(std::type_identity<H>) {
    auto at = PlaceOf<H>(view, place, is_hmac ? 2 : 1);
    if (!at) return;
    Copy<H> inner(*at, 0);
    if (!inner.is_sound) return;
    if (is_hmac) {
      Copy<H> outer(*at, 1);
      if (!outer.is_sound) return;
      H::EndHmac(inner.state, outer.state, out);
    } else {
      H::End(inner.state, out);
    }
    if (wipes) OPENSSL_cleanse(at->data(), at->size());
    size = H::kSize;
  });
  return size;
}

// finishInto(memory, place, kind, isHmac, wipes, target): the digest as the first bytes of `target`; false: no sound
// state.
bool FastFinishInto(Local<Value>, Local<Value> memory, uint32_t place, int32_t kind, bool is_hmac, bool wipes,
                    Local<Value> target) {
  uint8_t out[EVP_MAX_MD_SIZE];
  size_t size = Finish(memory, place, kind, is_hmac, wipes, out);
  WriteView bytes(target);
  if (size == 0 || bytes.size() < size) return false;
  std::memcpy(bytes.data(), out, size);
  return true;
}
bool FinishInto(Local<Value> memory, uint32_t place, int32_t kind, bool is_hmac, bool wipes, Local<Value> target) {
  return FastFinishInto({}, memory, place, kind, is_hmac, wipes, target);
}

// finish(memory, place, kind, isHmac, wipes, encoding): the digest as text, or false
v8::MaybeLocal<Value> FinishAsText(v8::Isolate* isolate, Local<Value> memory, uint32_t place, int32_t kind,
                                   bool is_hmac, bool wipes, int32_t encoding) {
  uint8_t out[EVP_MAX_MD_SIZE];
  size_t size = Finish(memory, place, kind, is_hmac, wipes, out);
  if (size == 0) return v8::False(isolate).As<Value>();
  return Output(isolate, {out, size}, encoding);
}

// stateSize(kind): in bytes, so that states stand at places that are multiples of 8
uint32_t StateSize(int32_t kind) {
  size_t size = 0;
  WithSha(static_cast<Kind>(kind), [&]<class H>(std::type_identity<H>) { size = sizeof(typename H::State); });
  return static_cast<uint32_t>(size);
}

}  // namespace
}  // namespace crypto

EDDY_MODULE(crypto_running) {
  using namespace crypto;
  Function<StateSize>("stateSize");
  Function<StartHash, FastStartHash>("startHash", 3);
  Function<StartHmac, FastStartHmac>("startHmac", 4);
  Function<UpdateBytes, FastUpdateBytes>("updateBytes", 4);
  Function<UpdateText, FastUpdateText>("updateText", 5);
  Function<FinishInto, FastFinishInto>("finishInto", 6);
  Function<FinishAsText>("finish");
}

}  // namespace eddy
