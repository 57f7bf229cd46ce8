#include "permission/place.h"

#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <unordered_set>
#include <vector>

namespace eddy::permission {
namespace {

constexpr int kMostLinks = 40;  // as on Linux: from there on the system refuses
constexpr size_t kMostDirectories = 4096;

std::atomic<uint64_t> version = 1;

// Directories that are reached without a link, as far as this thread has seen.
class Directories {
 public:
  bool Contain(const std::string& path) {
    Refresh();
    return paths_.contains(path);
  }
  void Add(const std::string& path) {
    Refresh();
    if (paths_.size() >= kMostDirectories) paths_.clear();
    paths_.insert(path);
  }

 private:
  void Refresh() {
    if (uint64_t now = PlacesVersion(); now != version_) {
      paths_.clear();
      version_ = now;
    }
  }

  uint64_t version_ = 0;
  std::unordered_set<std::string> paths_;
};
thread_local Directories directories;

// The components of a path, the last one first.
class Components {
 public:
  explicit Components(std::string_view path) { Prepend(path); }
  // "" at the end.
  std::string Take() {
    if (parts_.empty()) return "";
    std::string part = std::move(parts_.back());
    parts_.pop_back();
    return part;
  }
  bool empty() const { return parts_.empty(); }
  void Prepend(std::string_view path) {
    for (size_t end = path.size(); end > 0;) {
      size_t slash = path.rfind('/', end - 1);
      size_t start = slash == path.npos ? 0 : slash + 1;
      if (start < end) parts_.emplace_back(path.substr(start, end - start));
      end = slash == path.npos ? 0 : slash;
    }
  }

 private:
  std::vector<std::string> parts_;
};

void Append(std::string& path, std::string_view part) {
  if (part == "..") {
    path.erase(path.empty() ? 0 : path.rfind('/'));
  } else if (!part.empty() && part != ".") {
    path += '/';
    path += part;
  }
}

}  // namespace

std::string Absolute(std::string_view path) {
  std::string whole;
  if (!path.starts_with('/')) {
    char here[PATH_MAX];
    size_t size = sizeof(here);
    if (uv_cwd(here, &size) != 0) return std::string(path);
    whole.assign(here, size);
  }
  whole += '/';
  whole += path;
  std::string out;
  for (size_t at = 0; at < whole.size();) {
    size_t end = std::min(whole.find('/', at), whole.size());
    Append(out, std::string_view(whole).substr(at, end - at));
    at = end + 1;
  }
  return out.empty() ? "/" : out;
}

std::string RealPlace(std::string_view absolute, Last last) {
  if (!absolute.starts_with('/')) return std::string(absolute);
  std::string real;
  Components rest(absolute);
  for (int links = 0; !rest.empty();) {
    std::string entry = real;
    Append(entry, rest.Take());
    bool is_end = rest.empty();
    char target[PATH_MAX];
    ssize_t size = -1;
    if (!(is_end && last == Last::kItself) && !(!is_end && directories.Contain(entry))) {
      size = readlink(entry.c_str(), target, sizeof(target));
      if (size < 0 && errno == EINVAL && !is_end) directories.Add(entry);
    }
    if (size < 0) {
      real = std::move(entry);
      continue;
    }
    if (++links > kMostLinks) return std::string(absolute);
    std::string_view text(target, static_cast<size_t>(size));
    rest.Prepend(text);
    if (text.starts_with('/')) real.clear();
  }
  return real.empty() ? "/" : real;
}

void ForgetPlaces() { version.fetch_add(1, std::memory_order_release); }
uint64_t PlacesVersion() { return version.load(std::memory_order_acquire); }

}  // namespace eddy::permission
