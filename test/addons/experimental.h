/* What Node 24's headers declare with NAPI_EXPERIMENTAL and npm's node-api-headers leave out. Included in front of each
 * of Node's test addons. */
#ifndef EDDY_TEST_EXPERIMENTAL_H
#define EDDY_TEST_EXPERIMENTAL_H
#if defined(NAPI_EXPERIMENTAL) && !defined(NAPI_VERSION)
#define NAPI_VERSION 2147483647
#endif
#include <node_api.h>
EXTERN_C_START
NAPI_EXTERN napi_status napi_create_object_with_properties(napi_env env, napi_value prototype_or_null,
                                                           napi_value* property_names, napi_value* property_values,
                                                           size_t property_count, napi_value* result);
NAPI_EXTERN napi_status node_api_create_sharedarraybuffer(napi_env env, size_t byte_length, void** data,
                                                          napi_value* result);
NAPI_EXTERN napi_status node_api_is_sharedarraybuffer(napi_env env, napi_value value, bool* result);
NAPI_EXTERN napi_status node_api_post_finalizer(node_api_basic_env env, napi_finalize finalize_cb, void* finalize_data,
                                                void* finalize_hint);
EXTERN_C_END
#endif
