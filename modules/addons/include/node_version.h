// Which Node.js an addon is built for. src/runtime/version.h has the same numbers (environment.cc checks it).
#ifndef EDDY_ADDONS_NODE_VERSION_H_
#define EDDY_ADDONS_NODE_VERSION_H_

#define NODE_MAJOR_VERSION 24
#define NODE_MINOR_VERSION 12
#define NODE_PATCH_VERSION 0
#define NODE_VERSION_IS_LTS 1
#define NODE_VERSION_LTS_CODENAME "Krypton"
#define NODE_VERSION_IS_RELEASE 1

#define NODE_STRINGIFY_TEXT(text) #text
#define NODE_STRINGIFY(value) NODE_STRINGIFY_TEXT(value)

#define NODE_VERSION_STRING \
  NODE_STRINGIFY(NODE_MAJOR_VERSION) "." NODE_STRINGIFY(NODE_MINOR_VERSION) "." NODE_STRINGIFY(NODE_PATCH_VERSION)
#define NODE_EXE_VERSION NODE_VERSION_STRING
#define NODE_VERSION "v" NODE_VERSION_STRING
#define NODE_VERSION_AT_LEAST(major, minor, patch) \
  ((NODE_MAJOR_VERSION > (major)) ||               \
   (NODE_MAJOR_VERSION == (major) &&               \
    (NODE_MINOR_VERSION > (minor) || (NODE_MINOR_VERSION == (minor) && NODE_PATCH_VERSION >= (patch)))))

// The number of the binary interface: an addon is loaded by runtimes that have the same.
#define NODE_MODULE_VERSION 137

#define NODE_API_SUPPORTED_VERSION_MIN 1
#define NODE_API_SUPPORTED_VERSION_MAX 10

#endif  // EDDY_ADDONS_NODE_VERSION_H_
