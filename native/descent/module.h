// What both systems' parts need to be a module of Node's.
#ifndef DESCENT_MODULE_H
#define DESCENT_MODULE_H
#include <node_api.h>

// The one argument as an integer; 0 after throwing.
static int argument(napi_env env, napi_callback_info info, int32_t *value) {
  size_t count = 1;
  napi_value argument;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) == napi_ok && count == 1 &&
      napi_get_value_int32(env, argument, value) == napi_ok) {
    return 1;
  }
  napi_throw_type_error(env, NULL, "an integer is needed");
  return 0;
}

static int offer(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  return napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, NULL, &function) == napi_ok &&
         napi_set_named_property(env, exports, name, function) == napi_ok;
}

#endif
