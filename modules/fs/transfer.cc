// A file's descriptor on its way to another thread: closed when nobody takes it.
#include <utility>

#include "bind/module.h"
#include "fs/standard_descriptors.h"
#include "messaging/message.h"

namespace eddy {
namespace {

class OwnedFd {
 public:
  explicit OwnedFd(int fd) : fd_(fd) {}
  OwnedFd(OwnedFd&& other) noexcept : fd_(other.Take()) {}
  ~OwnedFd() {
    if (fd_ >= 0) fs::CloseFd(fd_);
  }
  int Take() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

class SentDescriptor final : public bind::Object<SentDescriptor, messaging::Portable> {
 public:
  explicit SentDescriptor(int32_t fd) : fd_(fd) {}
  std::unique_ptr<messaging::DataHolder> Pack() override { return std::make_unique<Sent>(std::move(fd_)); }
  int32_t Take() { return fd_.Take(); }

 private:
  class Sent final : public messaging::DataHolder {
   public:
    explicit Sent(OwnedFd fd) : fd_(std::move(fd)) {}
    v8::MaybeLocal<v8::Object> Unpack(messaging::Messaging&, v8::Local<v8::Context> context) override {
      return bind::Wrap(context, new SentDescriptor(fd_.Take()));
    }

   private:
    OwnedFd fd_;
  };
  OwnedFd fd_;
};

}  // namespace

EDDY_MODULE(fs_transfer) {
  Class<SentDescriptor>("SentDescriptor").Constructor<int32_t>().Method<&SentDescriptor::Take>("take");
}

}  // namespace eddy
