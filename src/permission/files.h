// Files that may be read, or written: single ones, trees, and all whose path begins in a certain way.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace eddy::permission {

class Files {
 public:
  // `rule` is a path, where a directory stands for all that is in it. From a '*' on it is any path that begins so.
  void Add(const std::string& rule) { Add(Parse(rule), true); }
  // The same of what no option says: Written() leaves it out.
  void AddImplied(const std::string& rule) { Add(Parse(rule), false); }
  // Implied too, and no directory stands for what is in it.
  void AddOne(const std::string& path) { Add(Rule{Kind::kOne, path}, false); }
  // Takes the rule back that Add was given, written in any way. Does nothing where there is none.
  void Drop(const std::string& rule);
  void DropAll();

  // `path` is absolute, as permission::Absolute gives it. A directory is in the set of what is in it.
  bool Contain(std::string_view path) const { return Cover(rules_, path); }
  // The same of where links have led: that is also where the rules themselves lead.
  bool ContainPlace(std::string_view path) const { return Contain(path) || Cover(places_, path); }
  bool ContainAll() const;
  // Whether a directory lies above something that is in the set.
  bool LieBelow(std::string_view directory) const;
  // The rules as they are given on a command line, wherever that is read.
  std::vector<std::string> Written() const;

 private:
  enum class Kind { kOne, kTree, kPrefix };
  struct Rule {
    Kind kind;
    std::string path;  // absolute; of a tree and of a prefix, "" is everything
    bool given = false;
    bool Covers(std::string_view path) const;
  };
  static Rule Parse(const std::string& rule);
  static Rule PlaceOf(const Rule& rule);
  static bool Cover(const std::vector<Rule>& rules, std::string_view path);
  void Add(Rule rule, bool given);

  std::vector<Rule> rules_, places_;  // places_[i] is where rules_[i] leads
};

}  // namespace eddy::permission
