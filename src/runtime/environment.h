// The environment variables that a thread sees: the process's own, or a copy that a worker has for itself.
#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eddy {

// Threads may share one; each call is atomic.
class Environment {
 public:
  using Variables = std::vector<std::pair<std::string, std::string>>;
  virtual ~Environment() = default;
  virtual std::optional<std::string> Get(const std::string& name) = 0;
  virtual void Set(const std::string& name, const std::string& value) = 0;
  virtual void Delete(const std::string& name) = 0;
  virtual Variables All() = 0;
  // Do changes reach the process itself?
  virtual bool is_process() const { return false; }
};

// The process's variables, for whoever goes through here: what libraries read by themselves is not guarded.
class ProcessEnvironment final : public Environment {
 public:
  static ProcessEnvironment& Get();
  std::optional<std::string> Get(const std::string& name) override;
  void Set(const std::string& name, const std::string& value) override;
  void Delete(const std::string& name) override;
  Variables All() override;
  bool is_process() const override { return true; }

 private:
  std::mutex mutex_;
};

class PrivateEnvironment final : public Environment {
 public:
  explicit PrivateEnvironment(const Variables& variables) : variables_(variables) {}
  std::optional<std::string> Get(const std::string& name) override;
  void Set(const std::string& name, const std::string& value) override;
  void Delete(const std::string& name) override;
  Variables All() override;

 private:
  Variables::iterator Find(const std::string& name);
  std::mutex mutex_;
  Variables variables_;  // in the order they were first set
};

}  // namespace eddy
