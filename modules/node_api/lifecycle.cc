// What an addon learns of its environment, and hooks into its end.
#include <uv.h>

#include <cstdio>

#include "node_api/environment.h"
#include "runtime/version.h"

using namespace eddy::node_api;

napi_status napi_get_version(node_api_basic_env env, uint32_t* result) {
  BasicEntry entry(env, result);
  if (!entry) return entry.status();
  *result = kSupportedVersion;
  return entry.Ok();
}

napi_status napi_get_node_version(node_api_basic_env env, const napi_node_version** version) {
  BasicEntry entry(env, version);
  if (!entry) return entry.status();
  static const napi_node_version node = [] {
    napi_node_version numbers{0, 0, 0, "node"};
    sscanf(EDDY_NODE_VERSION, "%u.%u.%u", &numbers.major, &numbers.minor, &numbers.patch);
    return numbers;
  }();
  *version = &node;
  return entry.Ok();
}

napi_status node_api_get_module_file_name(node_api_basic_env env, const char** result) {
  BasicEntry entry(env, result);
  if (!entry) return entry.status();
  *result = env->file_url().c_str();
  return entry.Ok();
}

napi_status napi_get_uv_event_loop(node_api_basic_env env, uv_loop_s** loop) {
  BasicEntry entry(env, loop);
  if (!entry) return entry.status();
  *loop = env->runtime().loop().uv();
  return entry.Ok();
}

napi_status napi_add_env_cleanup_hook(node_api_basic_env env, napi_cleanup_hook fun, void* arg) {
  BasicEntry entry(env, fun);
  if (!entry) return entry.status();
  env->world().AddHook(fun, arg);
  return napi_ok;
}

napi_status napi_remove_env_cleanup_hook(node_api_basic_env env, napi_cleanup_hook fun, void* arg) {
  BasicEntry entry(env, fun);
  if (!entry) return entry.status();
  env->world().RemoveHook(fun, arg);
  return napi_ok;
}

napi_status napi_add_async_cleanup_hook(node_api_basic_env env, napi_async_cleanup_hook hook, void* arg,
                                        napi_async_cleanup_hook_handle* remove_handle) {
  BasicEntry entry(env, hook);
  if (!entry) return entry.status();
  auto* made = env->world().AddAsyncHook(hook, arg);
  if (remove_handle) *remove_handle = reinterpret_cast<napi_async_cleanup_hook_handle>(made);
  return entry.Ok();
}

napi_status napi_remove_async_cleanup_hook(napi_async_cleanup_hook_handle remove_handle) {
  if (!remove_handle) return napi_invalid_arg;
  World::RemoveAsyncHook(reinterpret_cast<World::AsyncHook*>(remove_handle));
  return napi_ok;
}
