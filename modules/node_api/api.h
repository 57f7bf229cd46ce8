// Node-API as addons see it: the headers of npm's node-api-headers, and what those leave out because it is
// experimental.
#pragma once
#define NAPI_VERSION 10
#include <node_api.h>

extern "C" {
NAPI_EXTERN napi_status napi_create_object_with_properties(napi_env env, napi_value prototype_or_null,
                                                           napi_value* property_names, napi_value* property_values,
                                                           size_t property_count, napi_value* result);
NAPI_EXTERN napi_status node_api_create_sharedarraybuffer(napi_env env, size_t byte_length, void** data,
                                                          napi_value* result);
NAPI_EXTERN napi_status node_api_is_sharedarraybuffer(napi_env env, napi_value value, bool* result);
NAPI_EXTERN napi_status node_api_post_finalizer(node_api_basic_env env, napi_finalize finalize_cb, void* finalize_data,
                                                void* finalize_hint);
}
