{
  "targets": [
    {
      "target_name": "peer_pid",
      "sources": ["peer-pid.c"],
      "defines": ["NAPI_VERSION=8"],
      "cflags": ["-Wall", "-Wextra", "-Werror=implicit-function-declaration"]
    }
  ]
}
