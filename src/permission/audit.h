// The log of --permission-audit: what a program did that the rules do not allow, and which package did it.
// --permission-from reads it back as rules.
//
//   FileSystemRead  /srv/app/config.json  express
//
// A line an access: the permission, the resource, the package ("." for the program itself), with tabs between; control
// characters and "%" are written as %XX. The same access of the same package is written once. Processes that share a
// file append to it.
#pragma once
#include <string>
#include <vector>

namespace eddy::permission {

// The permission of what no option allows.
inline constexpr char kRestricted[] = "Restricted";

struct Access {
  std::string permission, resource, package;
};

// Either ends the process, with a message and status 9, where the file cannot be written, or read.
void OpenLog(const std::string& file);
std::vector<Access> ReadLog(const std::string& file);

// Adds a line, on any thread; the package is the one whose function is nearest on the stack. What cannot be written (a
// full disk) is lost: the program is not to fail for it.
void LogAccess(const std::string& permission, const std::string& resource);

}  // namespace eddy::permission
