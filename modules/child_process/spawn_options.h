// The program to start, read from the object that child_process/spawn.js makes:
//   {file, args, envPairs, cwd, detached, uid, gid, stdio}
// `stdio` is not read here: the asynchronous and the synchronous half make different pipes.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "child_process/start_program.h"
#include "permission/permission.h"
#include "v8.h"

namespace eddy::child_process {

// Properties of a plain object. A getter that throws reads as undefined.
class ObjectReader {
 public:
  ObjectReader(v8::Local<v8::Context> context, v8::Local<v8::Object> object) : context_(context), object_(object) {}
  v8::Local<v8::Value> Get(const char* name) const;
  std::optional<std::string> Text(const char* name) const;
  std::optional<double> Number(const char* name) const;
  bool Flag(const char* name) const;
  std::vector<v8::Local<v8::Value>> List(const char* name) const;
  std::vector<std::string> Texts(const char* name) const;  // of any values, each made a string

 private:
  v8::Isolate* isolate() const { return context_->GetIsolate(); }
  v8::Local<v8::Context> context_;
  v8::Local<v8::Object> object_;
};

class SpawnOptions {
 public:
  explicit SpawnOptions(const ObjectReader& options);
  SpawnOptions(const SpawnOptions&) = delete;

  // Whether a text holds a null byte, at which the system would cut it. JavaScript refuses those with a better error,
  // but it is here that none comes through.
  bool HasNul() const;

  // What the permission model says to it.
  std::optional<bind::Error> Denial() const {
    return permission::Denial(permission::Scope::kChildProcess, program_.file);
  }

  const Program& program() const { return program_; }

 private:
  void InheritPermissions();

  Program program_;
};

// "SIGTERM" for 15; an empty string for a number that is no signal.
const char* SignalName(int number);

}  // namespace eddy::child_process
