{
  "targets": [
    {
      "target_name": "descent",
      "sources": ["descent.c"],
      "defines": ["NAPI_VERSION=8"],
      "cflags": ["-Wall", "-Wextra", "-Werror=implicit-function-declaration"]
    }
  ]
}
