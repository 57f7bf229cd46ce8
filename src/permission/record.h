// The record of --permission-audit: what a program did that the rules do not allow, and which package did it.
//
//   FileSystemRead  /srv/app/config.json  express
//
// A line an access: the permission, the resource, the package ("." for the program itself), with tabs between; what
// would break a line or a field is written as %XX. The same access of the same package stands there once. Processes
// that share a file append to it.
#pragma once
#include <string>
#include <vector>

namespace eddy::permission {

// In the place of a permission: what no option allows.
inline constexpr char kRestricted[] = "Restricted";

struct Access {
  std::string permission, resource, package;
};

// Ends the process, with a message and status 9, where the file cannot be written, or read.
void OpenRecord(const std::string& file);
std::vector<Access> ReadRecord(const std::string& file);

// Adds a line; the package is the one whose function is nearest on the stack.
void Note(const std::string& permission, const std::string& resource);

}  // namespace eddy::permission
