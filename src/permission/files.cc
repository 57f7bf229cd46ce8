#include "permission/files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstddef>

#include "permission/place.h"

namespace eddy::permission {

void Files::Add(Rule rule, bool given) {
  rule.given = given;
  places_.push_back(PlaceOf(rule));
  rules_.push_back(std::move(rule));
}

void Files::Drop(const std::string& rule) {
  Rule dropped = Parse(rule);
  for (size_t i = rules_.size(); i-- > 0;) {
    // What has become a directory, or is one no longer, since the rule was given is the same rule.
    if (rules_[i].path != dropped.path) continue;
    if ((rules_[i].kind == Kind::kPrefix) != (dropped.kind == Kind::kPrefix)) continue;
    rules_.erase(rules_.begin() + static_cast<ptrdiff_t>(i));
    places_.erase(places_.begin() + static_cast<ptrdiff_t>(i));
  }
}

void Files::DropAll() {
  rules_.clear();
  places_.clear();
}

bool Files::ContainAll() const {
  return std::ranges::any_of(rules_, [](const Rule& rule) { return rule.kind != Kind::kOne && rule.path.empty(); });
}

bool Files::LieBelow(std::string_view directory) const {
  std::string start(directory);
  if (!start.ends_with('/')) start += '/';
  return std::ranges::any_of(rules_, [&](const Rule& rule) { return rule.path.starts_with(start); });
}

std::vector<std::string> Files::Written() const {
  std::vector<std::string> texts;
  for (const Rule& rule : rules_) {
    if (!rule.given) continue;
    switch (rule.kind) {
      case Kind::kOne: texts.push_back(rule.path); break;
      case Kind::kTree: texts.push_back(rule.path + "/*"); break;
      case Kind::kPrefix: texts.push_back(rule.path + "*"); break;
    }
  }
  return texts;
}

bool Files::Rule::Covers(std::string_view other) const {
  if (kind == Kind::kOne) return other == path;
  if (!other.starts_with(path)) return false;
  return kind == Kind::kPrefix || path.empty() || other.size() == path.size() || other[path.size()] == '/';
}

Files::Rule Files::Parse(const std::string& rule) {
  // "/" is a tree that everything is in.
  auto tree = [](std::string path) { return Rule{Kind::kTree, path == "/" ? "" : std::move(path)}; };
  if (size_t star = rule.find('*'); star != rule.npos) {
    std::string start = rule.substr(0, star);
    if (start.empty()) return {Kind::kPrefix, ""};
    return start.ends_with('/') ? tree(Absolute(start)) : Rule{Kind::kPrefix, Absolute(start)};
  }
  std::string path = Absolute(rule);
  struct stat about;
  bool is_directory = rule.ends_with('/') || (stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode));
  return is_directory ? tree(std::move(path)) : Rule{Kind::kOne, std::move(path)};
}

// Of a prefix, the last component may be the beginning of a name: no link to follow.
Files::Rule Files::PlaceOf(const Rule& rule) {
  if (rule.path.empty()) return rule;
  return {rule.kind, RealPlace(rule.path, rule.kind == Kind::kPrefix ? Last::kItself : Last::kFollowed)};
}

bool Files::Cover(const std::vector<Rule>& rules, std::string_view path) {
  return std::ranges::any_of(rules, [&](const Rule& rule) { return rule.Covers(path); });
}

}  // namespace eddy::permission
