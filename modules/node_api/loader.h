// Libraries of addons in this process.
#pragma once
namespace eddy::node_api {
// Lets go of a library that process.dlopen opened.
void CloseLibrary(void* handle);
}  // namespace eddy::node_api
