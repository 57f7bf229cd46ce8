// The rules of a net.BlockList that several threads have: texts, of which each thread makes rules of its own.
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "bind/module.h"
#include "messaging/message.h"

namespace eddy {
namespace {

struct Shared {
  std::mutex mutex;
  std::vector<std::string> texts;  // oldest first; none ever goes
};

class RuleTexts final : public bind::Object<RuleTexts, messaging::Portable> {
 public:
  RuleTexts() : shared_(std::make_shared<Shared>()) {}
  explicit RuleTexts(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  std::unique_ptr<messaging::DataHolder> Pack() override { return std::make_unique<Holder>(shared_); }

  void Add(std::string text) {
    std::lock_guard lock(shared_->mutex);
    shared_->texts.push_back(std::move(text));
  }
  uint32_t Count() {
    std::lock_guard lock(shared_->mutex);
    return static_cast<uint32_t>(shared_->texts.size());
  }
  // Those from `first` on.
  std::vector<std::string> From(uint32_t first) {
    std::lock_guard lock(shared_->mutex);
    const auto& texts = shared_->texts;
    if (first >= texts.size()) return {};
    return {texts.begin() + first, texts.end()};
  }

 private:
  class Holder final : public messaging::DataHolder {
   public:
    explicit Holder(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
    v8::MaybeLocal<v8::Object> Unpack(messaging::Messaging&, v8::Local<v8::Context> context) override {
      return bind::Wrap(context, new RuleTexts(shared_));
    }

   private:
    const std::shared_ptr<Shared> shared_;
  };
  const std::shared_ptr<Shared> shared_;
};

}  // namespace

// new RuleTexts(); add(text); count(); from(first)
EDDY_MODULE(rule_texts) {
  Class<RuleTexts>("RuleTexts")
      .Constructor<>()
      .Method<&RuleTexts::Add>("add")
      .Method<&RuleTexts::Count>("count")
      .Method<&RuleTexts::From>("from");
}

}  // namespace eddy
