// User and group ids of this process.
#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>

#include "bind/module.h"

namespace eddy {
namespace {

using bind::Error;
using bind::Result;

Error Failed(const char* syscall) { return Error::Posix(errno, syscall); }

double GetUid() { return getuid(); }
double GetEuid() { return geteuid(); }
double GetGid() { return getgid(); }
double GetEgid() { return getegid(); }

// The id of a user or group by its name; negative when there is none.
template <class Record, class Get>
double Find(Get get, auto id_of, const std::string& name) {
  Record record, *found = nullptr;
  std::vector<char> text(16384);
  while (get(name.c_str(), &record, text.data(), text.size(), &found) == ERANGE) text.resize(text.size() * 2);
  return found ? static_cast<double>(id_of(*found)) : -1;
}
double UserId(std::string name) {
  return Find<passwd>(
      getpwnam_r, [](passwd& user) { return user.pw_uid; }, name);
}
double GroupId(std::string name) {
  return Find<group>(
      getgrnam_r, [](group& group) { return group.gr_gid; }, name);
}

template <auto Call, const char* const& kName>
Result<void> Apply(uint32_t id) {
  if (Call(id) == 0) return {};
  return Failed(kName);
}
constexpr const char* kSetuid = "setuid";
constexpr const char* kSeteuid = "seteuid";
constexpr const char* kSetgid = "setgid";
constexpr const char* kSetegid = "setegid";

Result<std::vector<uint32_t>> GetGroups() {
  int count = getgroups(0, nullptr);
  if (count < 0) return Failed("getgroups");
  std::vector<gid_t> groups(count);
  count = getgroups(count, groups.data());
  if (count < 0) return Failed("getgroups");
  groups.resize(count);
  std::vector<uint32_t> all(groups.begin(), groups.end());
  // The effective group belongs to the list, whether or not the kernel has it there.
  if (std::find(all.begin(), all.end(), getegid()) == all.end()) all.push_back(getegid());
  return all;
}

Result<void> SetGroups(std::vector<uint32_t> ids) {
  std::vector<gid_t> groups(ids.begin(), ids.end());
  if (setgroups(groups.size(), groups.data()) == 0) return {};
  return Failed("setgroups");
}

Result<void> InitGroups(std::string user, uint32_t group) {
  if (initgroups(user.c_str(), group) == 0) return {};
  return Failed("initgroups");
}

std::string UserName(uint32_t id) {
  passwd record, *found = nullptr;
  std::vector<char> text(16384);
  getpwuid_r(id, &record, text.data(), text.size(), &found);
  return found ? found->pw_name : "";
}

}  // namespace

EDDY_MODULE(credentials) {
  Function<GetUid>("getuid");
  Function<GetEuid>("geteuid");
  Function<GetGid>("getgid");
  Function<GetEgid>("getegid");
  Function<UserId>("userId");
  Function<GroupId>("groupId");
  Function<UserName>("userName");
  Function<Apply<setuid, kSetuid>>("setuid");
  Function<Apply<seteuid, kSeteuid>>("seteuid");
  Function<Apply<setgid, kSetgid>>("setgid");
  Function<Apply<setegid, kSetegid>>("setegid");
  Function<GetGroups>("getgroups");
  Function<SetGroups>("setgroups");
  Function<InitGroups>("initgroups");
}

}  // namespace eddy
