// Linux and macOS: three calls of the system's that Node does not make. Each takes at most a number and gives a number, a truth or null.
#define _GNU_SOURCE
#include "module.h"
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#if defined(__APPLE__)
#include <sys/un.h>
#elif defined(__linux__)
#include <sys/prctl.h>
#endif

static napi_value truth(napi_env env, int value) {
  napi_value result;
  return napi_get_boolean(env, value, &result) == napi_ok ? result : NULL;
}

// peerPid(fd): the process that connected a Unix socket, as the kernel noted it when the connection was made. 0 for one in
// a pid namespace that cannot be seen from here; null when the kernel does not tell.
static napi_value peer_pid(napi_env env, napi_callback_info info) {
  int32_t fd;
  if (!argument(env, info, &fd)) return NULL;
#if defined(__APPLE__)
  pid_t pid = -1;
  socklen_t size = sizeof pid;
  int told = getsockopt(fd, SOL_LOCAL, LOCAL_PEERPID, &pid, &size) == 0;
#else
  struct ucred peer = {.pid = -1};
  socklen_t size = sizeof peer;
  int told = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
  pid_t pid = peer.pid;
#endif
  napi_value result;
  napi_status status = told ? napi_create_int32(env, pid, &result) : napi_get_null(env, &result);
  return status == napi_ok ? result : NULL;
}

// adoptOrphans(): from now on a descendant of this process that loses its parent is given to this process, not to the system's
// first one. Whether that is so: only Linux has it.
static napi_value adopt_orphans(napi_env env, napi_callback_info info) {
  (void)info;
#if defined(__linux__)
  return truth(env, prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0);
#else
  return truth(env, 0);
#endif
}

// reap(pid): takes note of the end of a child, so that the kernel can forget it. Whether it had ended.
static napi_value reap(napi_env env, napi_callback_info info) {
  int32_t pid;
  if (!argument(env, info, &pid)) return NULL;
  return truth(env, pid > 0 && waitpid(pid, NULL, WNOHANG) == pid);
}

NAPI_MODULE_INIT() {
  int whole = offer(env, exports, "peerPid", peer_pid) && offer(env, exports, "adoptOrphans", adopt_orphans) &&
              offer(env, exports, "reap", reap);
  return whole ? exports : NULL;
}
