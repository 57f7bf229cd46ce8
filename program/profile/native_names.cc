// What the compiler and the loader of libraries know of functions' names.
#include <cxxabi.h>
#include <dlfcn.h>
#include <link.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "bind/module.h"

namespace eddy {
namespace {

// A name of C++ as the source has it. What is none is given back.
std::string Demangle(std::string name) {
  int status = 0;
  std::unique_ptr<char, void (*)(void*)> plain(abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), std::free);
  return plain ? plain.get() : name;
}

// Which of several implementations a library takes on this processor (memcpy's, say): the address in its file. Nothing
// where this process has not loaded it.
std::optional<double> AddressIn(std::string library, std::string function) {
  std::unique_ptr<void, int (*)(void*)> handle(dlopen(library.c_str(), RTLD_LAZY | RTLD_NOLOAD), dlclose);
  void* address = handle ? dlsym(handle.get(), function.c_str()) : nullptr;
  link_map* found = nullptr;
  Dl_info info;
  if (!address || dladdr1(address, &info, reinterpret_cast<void**>(&found), RTLD_DL_LINKMAP) == 0) return std::nullopt;
  if (library != found->l_name) return std::nullopt;
  return static_cast<double>(reinterpret_cast<uintptr_t>(address) - found->l_addr);
}

}  // namespace

EDDY_MODULE(native_names) {
  Function<Demangle>("demangle");
  Function<AddressIn>("addressIn");
}

}  // namespace eddy
