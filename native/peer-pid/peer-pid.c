// peerPid(fd): the process that connected a Unix socket, as the kernel noted it when the connection was made. Nothing
// that the other side sends can change it. null where the kernel does not tell, for example for another kind of socket.
#define _GNU_SOURCE
#include <node_api.h>
#include <sys/socket.h>
#include <sys/types.h>
#if defined(__APPLE__)
#include <sys/un.h>
#endif

// 0 for a process that cannot be seen from here (another pid namespace), -1 when the kernel does not tell.
static pid_t peer_of(int fd) {
#if defined(__APPLE__)
  pid_t pid;
  socklen_t size = sizeof pid;
  return getsockopt(fd, SOL_LOCAL, LOCAL_PEERPID, &pid, &size) == 0 ? pid : -1;
#else
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer.pid : -1;
#endif
}

static napi_value peer_pid(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  int32_t fd;
  napi_value result;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok || count < 1 ||
      napi_get_value_int32(env, argument, &fd) != napi_ok) {
    napi_throw_type_error(env, NULL, "peerPid takes a file descriptor");
    return NULL;
  }
  pid_t pid = peer_of(fd);
  napi_status status = pid < 0 ? napi_get_null(env, &result) : napi_create_int32(env, (int32_t)pid, &result);
  return status == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "peerPid", NAPI_AUTO_LENGTH, peer_pid, NULL, &function) != napi_ok ||
      napi_set_named_property(env, exports, "peerPid", function) != napi_ok) {
    return NULL;
  }
  return exports;
}
