// Names and texts of the system's error numbers: libuv's, and those that libuv knows since 1.45 to 1.51.
#pragma once
#include <uv.h>

#include <cerrno>
#include <string>

namespace eddy::bind {

struct SystemErrorName {
  int number;  // negative, as libuv's are
  const char* name;
  const char* text;
};

inline constexpr SystemErrorName kFurtherErrors[] = {
    {-ENODATA, "ENODATA", "no data available"},
    {-EUNATCH, "EUNATCH", "protocol driver not attached"},
    {-ENOEXEC, "ENOEXEC", "exec format error"},
};

// "ENOENT"; "Unknown system error -N" for what neither knows.
inline std::string ErrorName(int number) {
  for (const auto& error : kFurtherErrors) {
    if (error.number == number) return error.name;
  }
  char name[64];
  return uv_err_name_r(number, name, sizeof(name));
}

// "no such file or directory".
inline std::string ErrorText(int number) {
  for (const auto& error : kFurtherErrors) {
    if (error.number == number) return error.text;
  }
  char text[128];
  return uv_strerror_r(number, text, sizeof(text));
}

}  // namespace eddy::bind
