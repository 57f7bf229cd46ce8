// The native half of zlib. JavaScript gives bytes, flags and a list of numbers; the codecs (codec.h) do the rest, here
// or on the thread pool.
#include <algorithm>

#include "bind/module.h"
#include "loop/callback_scope.h"
#include "loop/captured_context.h"
#include "loop/request.h"
#include "zlib/one_shot.h"

namespace eddy {
namespace zlib {
namespace {

// Settings from JavaScript: mode, Int32Array of parameters, dictionary or undefined, pledged size or undefined.
bind::Result<Settings> SettingsFrom(int32_t mode, std::span<int32_t> parameters, v8::Local<v8::Value> dictionary,
                                    v8::Local<v8::Value> pledged_size) {
  Settings settings;
  settings.mode = static_cast<Mode>(mode);
  settings.parameters.assign(parameters.begin(), parameters.end());
  if (auto bytes = bind::BytesOf(dictionary)) {
    auto* data = reinterpret_cast<const uint8_t*>(bytes->data());
    settings.dictionary.assign(data, data + bytes->size());
    settings.has_dictionary = true;
  }
  if (pledged_size->IsNumber()) {
    double size = pledged_size.As<v8::Number>()->Value();
    if (size < 0) return bind::Error::Type("ERR_INVALID_ARG_VALUE", "pledgedSrcSize may not be negative");
    if (size < 0x1p64) settings.pledged_size = static_cast<uint64_t>(size);
  }
  return settings;
}

// run(mode, parameters, dictionary, pledgedSize, finishFlush, maxOutputLength, input[, callback]) -> Buffer
bind::Job<bind::OwnedBytes> RunOneShot(int32_t mode, std::span<int32_t> parameters, v8::Local<v8::Value> dictionary,
                                       v8::Local<v8::Value> pledged_size, int32_t finish_flush, double max_output,
                                       bind::Bytes input) {
  auto settings = SettingsFrom(mode, parameters, dictionary, pledged_size);
  auto work = [settings = std::move(settings), input = std::move(input), finish_flush,
               max_output]() mutable -> bind::Result<bind::OwnedBytes> {
    if (!settings.ok()) return settings.error();
    // One less than what there can be, so that one more is noticed.
    size_t most = std::min(bind::Saturated<size_t>(max_output), SIZE_MAX - 1);
    return Run(settings.value(), {input.span(), finish_flush, most});
  };
  return {std::move(work), "ZLIB"};
}

// One step of a stream: which bytes in, which place out.
struct Step {
  int flush = 0;
  std::optional<bind::Bytes> input;  // none: nothing comes in
  size_t input_offset = 0, input_length = 0;
  bind::Room output;
  size_t output_offset = 0, output_length = 0;
  // In place of the output where a program may shrink that under the pool's thread.
  bind::OwnedBytes stand_in;

  bool fits() const {
    size_t input_size = input ? input->size() : 0;
    return input_offset <= input_size && input_length <= input_size - input_offset && output_offset <= output.size() &&
           output_length <= output.size() - output_offset;
  }
  // False: no memory.
  bool Prepare() {
    if (output.may_shrink()) stand_in = bind::OwnedBytes(output_length);
    return !output.may_shrink() || stand_in.allocated();
  }
  const uint8_t* from() const {
    return input ? reinterpret_cast<const uint8_t*>(input->data()) + input_offset : nullptr;
  }
  uint8_t* to() const {
    if (stand_in.allocated()) return reinterpret_cast<uint8_t*>(stand_in.data());
    return reinterpret_cast<uint8_t*>(output.span().data()) + output_offset;
  }
  // On the program's thread: what was made, `left` bytes less than there was place for, goes where it belongs.
  void Finish(size_t left) const {
    if (!stand_in.allocated()) return;
    output.Write(output_offset, {reinterpret_cast<const std::byte*>(stand_in.data()), output_length - left});
  }
};

// The native half of a stream. Between begin() and close() it has a codec, which one step at a time uses; where each
// step left off stands in `state`, a Uint32Array: [place left for output, bytes left of the input].
class Stream final : public bind::Object<Stream> {
 public:
  explicit Stream(v8::Isolate* isolate) : v8_(isolate), async_context_(isolate) {}
  ~Stream() override {
    codec_.reset();
    Account();
  }

  // begin(mode, parameters, dictionary, pledgedSize, state, callback(error)): the callback is for step().
  bind::Result<void> Init(int32_t mode, std::span<int32_t> parameters, v8::Local<v8::Value> dictionary,
                          v8::Local<v8::Value> pledged_size, bind::Room state, v8::Local<v8::Function> callback) {
    if (working_) return Busy();
    auto settings = SettingsFrom(mode, parameters, dictionary, pledged_size);
    if (!settings.ok()) return settings.error();
    settings_ = std::move(settings.value());
    if (state.size() < 2 * sizeof(uint32_t)) return bind::Error::Range("ERR_OUT_OF_RANGE", "The state is too short");
    state_ = std::move(state);
    callback_.Reset(v8_, callback);
    // That of the zlib modes is made by the first step: their parameters were checked in JavaScript.
    if (settings_.mode < Mode::kBrotliDecode) return {};
    if (auto error = Prepare()) return *error;
    Account();
    return {};
  }

  // step(flush, input, offset, length, output, offset, length): on the thread pool; then the callback.
  bind::Result<void> Write(int32_t flush, v8::Local<v8::Value> input, uint32_t input_offset, uint32_t input_length,
                           bind::Room output, uint32_t output_offset, uint32_t output_length);

  // The same here and now; throws what step() gives to the callback.
  bind::Result<void> WriteSync(int32_t flush, v8::Local<v8::Value> input, uint32_t input_offset, uint32_t input_length,
                               bind::Room output, uint32_t output_offset, uint32_t output_length) {
    Step step{
        flush, bind::Bytes::From(input), input_offset, input_length, std::move(output), output_offset, output_length,
        {}};
    if (auto error = ErrorBefore(step)) return *error;
    auto error = Run(step);
    PublishState(step);
    if (error) return *error;
    return {};
  }

  // These wait for the step under way.
  bind::Result<void> Params(int32_t level, int32_t strategy) {
    if (settings_.parameters.size() < 4) return {};
    settings_.parameters[1] = level;
    settings_.parameters[3] = strategy;
    return Afterwards(kSetParameters);
  }
  bind::Result<void> Reset() { return Afterwards(kReset); }

  // Gives the codec's memory back, when the step under way is done.
  void Close() {
    closed_ = true;
    if (working_) return;
    codec_.reset();
    Account();
  }

 private:
  friend class StepRequest;

  enum Change { kSetParameters = 1, kReset = 2 };

  bind::Result<void> Afterwards(Change change) {
    if (!working_ && !codec_) return {};  // that of zlib is made with the new parameters
    pending_ |= change;
    if (working_) return {};
    if (auto error = MakeChanges()) return *error;
    return {};
  }

  std::optional<bind::Error> MakeChanges() {
    int pending = std::exchange(pending_, 0);
    std::optional<bind::Error> error;
    if (pending & kReset) error = codec_->Reset();
    if (!error && (pending & kSetParameters)) {
      error = codec_->SetParameters(settings_.parameters[1], settings_.parameters[3]);
    }
    Account();
    return error;
  }

  static bind::Error Busy() { return bind::Error::Plain("ERR_INVALID_STATE", "Invalid state: write in progress"); }

  std::optional<bind::Error> ErrorBefore(Step& step) const {
    if (working_ || closed_ || callback_.IsEmpty()) return Busy();
    if (!step.fits()) return bind::Error::Range("ERR_OUT_OF_RANGE", "A zlib step reaches beyond its buffers");
    if (!step.Prepare()) return Failure("Not enough memory", "Z_MEM_ERROR", -4);
    return std::nullopt;
  }

  std::optional<bind::Error> Prepare() {
    auto made = NewCodec(settings_, memory_);
    if (!made.ok()) return made.error();
    codec_ = std::move(made.value());
    return std::nullopt;
  }

  // Any thread.
  std::optional<bind::Error> Run(const Step& step) {
    if (!codec_) {
      if (auto error = Prepare()) return error;
    }
    codec_->next_in = step.from();
    codec_->available_in = step.input_length;
    codec_->next_out = step.to();
    codec_->available_out = step.output_length;
    codec_->Run(step.flush);
    return codec_->ErrorAfter(step.flush);
  }

  void PublishState(const Step& step) {
    Account();
    if (!codec_) return;
    step.Finish(codec_->available_out);
    const uint32_t left[] = {static_cast<uint32_t>(codec_->available_out), static_cast<uint32_t>(codec_->available_in)};
    state_->Write(0, std::as_bytes(std::span(left)));
  }

  void Account() {
    if (int64_t change = memory_.TakeChange()) v8_->AdjustAmountOfExternalAllocatedMemory(change);
  }

  v8::Isolate* const v8_;
  const loop::CapturedContext async_context_;
  MemoryCount memory_;
  Settings settings_;
  std::unique_ptr<Codec> codec_;
  std::optional<bind::Room> state_;
  v8::Global<v8::Function> callback_;
  int pending_ = 0;  // Changes
  bool working_ = false;
  bool closed_ = false;
};

class StepRequest final : public loop::WorkRequest {
 public:
  StepRequest(Stream& stream, Step step) : WorkRequest(stream.v8_, "ZLIB"), stream_(stream), step_(std::move(step)) {
    stream_.working_ = true;
    stream_.Hold();
  }
  ~StepRequest() override { stream_.LetGo(); }

 private:
  void Work() override { error_ = stream_.Run(step_); }
  void Done(Runtime& runtime, v8::Isolate* isolate) override {
    stream_.working_ = false;
    stream_.PublishState(step_);
    if (stream_.closed_) {
      stream_.Close();
    } else if (stream_.pending_ && stream_.codec_ && !error_) {
      error_ = stream_.MakeChanges();
    }
    v8::Local<v8::Value> error = v8::Undefined(isolate);
    if (error_) error = error_->ToException(isolate);
    // What AsyncLocalStorage showed where the stream was made, whoever writes to it.
    loop::CallbackScope scope(runtime, stream_.async_context_.Get(isolate));
    scope.Call(stream_.wrapper(isolate), stream_.callback_.Get(isolate), 1, &error).IsEmpty();
  }

  Stream& stream_;
  const Step step_;
  std::optional<bind::Error> error_;
};

bind::Result<void> Stream::Write(int32_t flush, v8::Local<v8::Value> input, uint32_t input_offset,
                                 uint32_t input_length, bind::Room output, uint32_t output_offset,
                                 uint32_t output_length) {
  Step step{
      flush, bind::Bytes::From(input), input_offset, input_length, std::move(output), output_offset, output_length, {}};
  if (auto error = ErrorBefore(step)) return *error;
  (new StepRequest(*this, std::move(step)))->Start();  // deletes itself
  return {};
}

uint32_t Crc32OfBytes(std::span<const std::byte> data, uint32_t start) { return Crc32(start, data); }
uint32_t Crc32OfText(std::string text, uint32_t start) { return Crc32(start, std::as_bytes(std::span(text))); }

}  // namespace
}  // namespace zlib

EDDY_MODULE(zlib) {
  using namespace zlib;
  Function<RunOneShot>("run");
  Function<Crc32OfBytes>("crc32OfBytes");
  Function<Crc32OfText>("crc32OfText");
  Class<Stream>("Zlib")
      .Constructor<v8::Isolate*>()
      .Method<&Stream::Init>("begin")
      .Method<&Stream::Write>("step")
      .Method<&Stream::WriteSync>("stepSync")
      .Method<&Stream::Params>("params")
      .Method<&Stream::Reset>("reset")
      .Method<&Stream::Close>("close");
}

}  // namespace eddy
