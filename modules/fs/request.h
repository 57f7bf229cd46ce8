// What the native half of fs shares: paths, one libuv request done at once, and the form of work for the pool.
#pragma once
#include <uv.h>

#include <optional>
#include <string>
#include <utility>

#include "bind/function.h"
#include "bind/job.h"
#include "bind/nul.h"
#include "permission/permission.h"

namespace eddy::fs {

// A path as the bytes the system takes: a string's UTF-8, or a Uint8Array's own. Never with a null byte, where the
// system would cut it: JavaScript looks first (arguments.js), for a better error, but it is here that none comes
// through.
struct Path {
  std::string bytes;      // as it was given: for errors
  std::string settled{};  // with --permission, the path that was judged, where that is another

  // For the system.
  const std::string& place() const { return settled.empty() ? bytes : settled; }
  const char* c_str() const { return place().c_str(); }
  // `path`, which is this one or begins with it, as it would be had no path been settled.
  std::string Shown(const std::string& path) const {
    return !settled.empty() && path.starts_with(settled) ? bytes + path.substr(settled.size()) : path;
  }
};

// Paths as parameters of functions that JavaScript calls: the type says what the function does with the file, and the
// glue refuses what the permission model does not allow. A plain Path is no parameter, so that none is forgotten.
enum class Access : uint8_t { kNone, kRead, kWrite, kBoth, kLinkTarget, kTemplate };
using permission::Last;
template <Access access, Last last = Last::kFollowed, bool at_once = false>
struct PathFor : Path {
  std::optional<bind::Denial> denial{};  // `at_once` is Node's choice, function by function
};
using ReadPath = PathFor<Access::kRead>;
using ReadWritePath = PathFor<Access::kBoth>;
using WritePath = PathFor<Access::kWrite>;
using WritePathAtOnce = PathFor<Access::kWrite, Last::kFollowed, true>;
// A link at the end of these is meant itself.
using ReadEntryAtOnce = PathFor<Access::kRead, Last::kItself, true>;
using ReadEntry = PathFor<Access::kRead, Last::kItself>;
using WriteEntry = PathFor<Access::kWrite, Last::kItself>;
using WriteEntryAtOnce = PathFor<Access::kWrite, Last::kItself, true>;
using ReadWriteEntry = PathFor<Access::kBoth, Last::kItself>;
using TemplatePath = PathFor<Access::kTemplate, Last::kItself>;          // written, with six characters behind it
using LinkTarget = PathFor<Access::kLinkTarget, Last::kFollowed, true>;  // as kBoth, and absolute: a link may be moved
using OpenPath = PathFor<Access::kNone>;  // the function asks by itself; realpath, as on Node, not at all

// A job that has failed already.
template <class T>
bind::Job<T> Failed(bind::Error error) {
  return {[error = std::move(error)]() -> bind::Result<T> { return error; }, "FSReqCallback", "FSReqPromise"};
}

// Text that the system gave, in bytes of no certain encoding: JavaScript gets it decoded as UTF-8, or with a character
// a byte (Latin-1) where the user wants the bytes.
struct Text {
  std::string bytes;
  bool latin1 = false;
};

// One libuv operation, done on the calling thread (libuv does so where no callback is given).
class Request {
 public:
  Request() = default;
  Request(const Request&) = delete;
  ~Request() {
    if (used_) uv_fs_req_cleanup(&request_);
  }
  uv_fs_t* get() {
    used_ = true;
    return &request_;
  }
  uv_fs_t* operator->() { return &request_; }

 private:
  uv_fs_t request_;
  bool used_ = false;
};

// A descriptor that is closed at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  ~Descriptor() { Close(); }
  int get() const { return fd_; }
  // Returns 0 or a negative errno.
  int Close();

 private:
  int fd_;
};

template <class T, class F>
bind::Job<T> Work(F work) {
  return {std::move(work), "FSReqCallback", "FSReqPromise"};
}

// Work that `at_once` may spare the way to the pool.
template <class T, class F, class Quick>
bind::Job<T> WorkOrAtOnce(F work, Quick at_once) {
  return {std::move(work), std::move(at_once), "FSReqCallback", "FSReqPromise"};
}

}  // namespace eddy::fs

namespace eddy::bind {

template <fs::Access access, permission::Last last, bool at_once>
struct Convert<fs::PathFor<access, last, at_once>> {
  using Path = fs::PathFor<access, last, at_once>;
  using Scope = permission::Scope;
  static constexpr const char* kExpected = "a string or a Uint8Array without null bytes";

  static std::optional<Path> From(v8::Isolate* isolate, v8::Local<v8::Value> value) {
    auto text = Convert<std::string>::From(isolate, value);
    if (!text) {
      auto bytes = BytesOf(value);
      if (!bytes) return std::nullopt;
      text.emplace(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    }
    if (HasNul(*text)) return std::nullopt;
    Path path{{std::move(*text)}};
    if (permission::IsOn()) Judge(path);
    return path;
  }

  static void Judge(Path& path) {
    using enum fs::Access;
    // What is judged is what the system is to take, and what stands in a link.
    std::string settled = permission::Settled(path.bytes);
    if (settled != path.bytes) path.settled = std::move(settled);
    auto deny = [&](std::optional<Error> error, bool throws) {
      if (error && !path.denial) path.denial = Denial{std::move(*error), throws};
    };
    if (access == kLinkTarget && !path.bytes.starts_with('/') && permission::IsRestricted("relative symbolic link")) {
      deny(Error::Plain("ERR_ACCESS_DENIED", "relative symbolic link target")
               .With("permission", std::string())
               .With("resource", std::string()),
           false);
    }
    if constexpr (access == kRead || access == kBoth || access == kLinkTarget) {
      deny(permission::Denial(Scope::kFileSystemRead, path.place(), last, &path.bytes), at_once);
    }
    if constexpr (access == kWrite || access == kBoth || access == kLinkTarget) {
      deny(permission::Denial(Scope::kFileSystemWrite, path.place(), last, &path.bytes), at_once);
    }
    if constexpr (access == kTemplate) {
      std::string shown = path.bytes + "XXXXXX";
      deny(permission::Denial(Scope::kFileSystemWrite, path.place() + "XXXXXX", last, &shown), at_once);
    }
  }
};

template <>
struct Convert<fs::Text> {
  static v8::Local<v8::Value> To(v8::Isolate* isolate, const fs::Text& text) {
    if (!text.latin1) return NewString(isolate, text.bytes);
    return v8::String::NewFromOneByte(isolate, reinterpret_cast<const uint8_t*>(text.bytes.data()),
                                      v8::NewStringType::kNormal, static_cast<int>(text.bytes.size()))
        .FromMaybe(v8::String::Empty(isolate));
  }
};

}  // namespace eddy::bind
