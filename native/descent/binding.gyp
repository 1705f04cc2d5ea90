{
  "targets": [
    {
      "target_name": "descent",
      "defines": ["NAPI_VERSION=8"],
      "cflags": ["-Wall", "-Wextra", "-Werror=implicit-function-declaration"],
      "conditions": [["OS=='win'", {"sources": ["windows.c"]}, {"sources": ["unix.c"]}]]
    }
  ]
}
