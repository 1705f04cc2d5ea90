// Windows: who connected a named pipe, who started whom, and what a process has in its environment. Numbers of handles and processes fit an int32 (Windows uses 32 bits of
// a handle, also in 64-bit programs).
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <uv.h>
#include <windows.h>
#include <tlhelp32.h>
#include <winternl.h>
#include <stdio.h>
#include <stdlib.h>
#include "module.h"

#ifndef ERROR_PIPE_LOCAL
#define ERROR_PIPE_LOCAL 229L
#endif

struct listing {
  napi_env env;
  napi_value array;
  uint32_t count;
  int failed;
};

static napi_value thrown(napi_env env, const char *message) {
  napi_throw_error(env, NULL, message);
  return NULL;
}

static void append(struct listing *list, napi_value value) {
  if (napi_set_element(list->env, list->array, list->count, value) == napi_ok) list->count += 1;
  else list->failed = 1;
}

// Handles without a descriptor behind them are those that are closing, or not connected yet.
static void append_pipe(uv_handle_t *handle, void *data) {
  struct listing *list = data;
  uv_os_fd_t descriptor;
  napi_value number;
  if (list->failed || uv_handle_get_type(handle) != UV_NAMED_PIPE || !uv_has_ref(handle)) return;
  if (uv_fileno(handle, &descriptor) != 0) return;
  if (napi_create_int32(list->env, (int32_t)(intptr_t)descriptor, &number) == napi_ok) append(list, number);
  else list->failed = 1;
}

// heldPipes(): the handles of all pipes of this thread's event loop that keep it from ending.
static napi_value held_pipes(napi_env env, napi_callback_info info) {
  (void)info;
  struct listing list = {.env = env};
  uv_loop_t *loop;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok || napi_create_array(env, &list.array) != napi_ok) return NULL;
  uv_walk(loop, append_pipe, &list);
  return list.failed ? thrown(env, "the pipes cannot be listed") : list.array;
}

typedef BOOL(WINAPI *client_computer)(HANDLE, LPWSTR, ULONG);

// Whether the client came through the network, also from this machine: then the number of its process is what it says itself.
static int is_remote(HANDLE pipe) {
  WCHAR name[256];
  // Looked for by name: Wine's kernel32 has none.
  FARPROC found = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "GetNamedPipeClientComputerNameW");
  if (found == NULL) return 0;
  return ((client_computer)(void (*)(void))found)(pipe, name, sizeof name) || GetLastError() != ERROR_PIPE_LOCAL;
}

// peerPid(handle): the process that connected to the server's end of a named pipe, as the kernel noted it then; 0 when it cannot be
// told. (On Unix null stands for a system that does not tell at all; this one does.)
static napi_value peer_pid(napi_env env, napi_callback_info info) {
  int32_t number;
  ULONG pid = 0;
  napi_value result;
  if (!argument(env, info, &number)) return NULL;
  HANDLE pipe = (HANDLE)(intptr_t)number;
  if (is_remote(pipe) || !GetNamedPipeClientProcessId(pipe, &pid)) pid = 0;
  return napi_create_int32(env, (int32_t)pid, &result) == napi_ok ? result : NULL;
}

// When a process started (100 ns since 1601, in decimal), empty when we may not ask. Text, for a double is not exact enough.
static void start_time(DWORD pid, char text[32]) {
  FILETIME start, end, kernel, user;
  text[0] = '\0';
  HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, pid);
  if (process == NULL) return;
  if (GetProcessTimes(process, &start, &end, &kernel, &user)) {
    snprintf(text, 32, "%llu", ((unsigned long long)start.dwHighDateTime << 32) | start.dwLowDateTime);
  }
  CloseHandle(process);
}

static int append_process(struct listing *list, const PROCESSENTRY32W *entry) {
  napi_env env = list->env;
  napi_value process, pid, parent, started;
  char text[32];
  start_time(entry->th32ProcessID, text);
  if (napi_create_object(env, &process) != napi_ok || napi_create_int32(env, (int32_t)entry->th32ProcessID, &pid) != napi_ok ||
      napi_create_int32(env, (int32_t)entry->th32ParentProcessID, &parent) != napi_ok ||
      napi_create_string_latin1(env, text, NAPI_AUTO_LENGTH, &started) != napi_ok ||
      napi_set_named_property(env, process, "pid", pid) != napi_ok ||
      napi_set_named_property(env, process, "parent", parent) != napi_ok ||
      napi_set_named_property(env, process, "startTime", started) != napi_ok) {
    return 0;
  }
  append(list, process);
  return !list->failed;
}

// processes(): { pid, parent, startTime } of all that run. A parent's number stays when it has ended, and may be another's by now.
static napi_value processes(napi_env env, napi_callback_info info) {
  (void)info;
  struct listing list = {.env = env};
  PROCESSENTRY32W entry = {.dwSize = sizeof entry};
  if (napi_create_array(env, &list.array) != napi_ok) return NULL;
  HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  int whole = snapshot != INVALID_HANDLE_VALUE && Process32FirstW(snapshot, &entry);
  while (whole && append_process(&list, &entry)) {
    if (Process32NextW(snapshot, &entry)) continue;
    whole = GetLastError() == ERROR_NO_MORE_FILES;
    break;
  }
  if (snapshot != INVALID_HANDLE_VALUE) CloseHandle(snapshot);
  if (whole && !list.failed) return list.array;
  return thrown(env, "the system's list of processes cannot be read");
}

typedef NTSTATUS(NTAPI *query_process)(HANDLE, PROCESSINFOCLASS, PVOID, ULONG, PULONG);

// The environment follows the command line, which is where what is documented ends.
struct parameters {
  RTL_USER_PROCESS_PARAMETERS known;
  PVOID environment;
};

// More than the longest environment that a program can be started with (32,767 characters).
#define ENVIRONMENT_CHARACTERS 65536

// Copies a process's environment: NAME=value, each ended by a NUL. How many characters; 0 when it cannot be read.
static size_t read_environment(HANDLE process, WCHAR *text) {
  PROCESS_BASIC_INFORMATION basic;
  PEB block;
  struct parameters parameters;
  MEMORY_BASIC_INFORMATION region;
  SIZE_T size = 0;
  FARPROC found = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQueryInformationProcess");
  if (found == NULL) return 0;
  query_process query = (query_process)(void (*)(void))found;
  if (query(process, ProcessBasicInformation, &basic, sizeof basic, NULL) < 0 ||
      !ReadProcessMemory(process, basic.PebBaseAddress, &block, sizeof block, NULL) ||
      !ReadProcessMemory(process, block.ProcessParameters, &parameters, sizeof parameters, NULL) ||
      VirtualQueryEx(process, parameters.environment, &region, sizeof region) == 0) {
    return 0;
  }
  SIZE_T there = (SIZE_T)((char *)region.BaseAddress + region.RegionSize - (char *)parameters.environment);
  SIZE_T wanted = there < ENVIRONMENT_CHARACTERS * sizeof(WCHAR) ? there : ENVIRONMENT_CHARACTERS * sizeof(WCHAR);
  if (!ReadProcessMemory(process, parameters.environment, text, wanted, &size)) return 0;
  size_t length = size / sizeof(WCHAR);
  for (size_t i = 1; i < length; i += 1) {
    if (text[i - 1] == 0 && text[i] == 0) return i;
  }
  return length;
}

// environment(pid): what a process of this user has in its environment, empty when it cannot be read.
static napi_value environment(napi_env env, napi_callback_info info) {
  static const DWORD access = PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_VM_READ | PROCESS_QUERY_INFORMATION;
  int32_t pid;
  if (!argument(env, info, &pid)) return NULL;
  WCHAR *text = malloc(ENVIRONMENT_CHARACTERS * sizeof(WCHAR));
  if (text == NULL) return thrown(env, "no memory");
  HANDLE process = OpenProcess(access, FALSE, (DWORD)pid);
  size_t length = process == NULL ? 0 : read_environment(process, text);
  if (process != NULL) CloseHandle(process);
  napi_value result;
  napi_status status = napi_create_string_utf16(env, (const char16_t *)text, length, &result);
  free(text);
  return status == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  int whole = offer(env, exports, "heldPipes", held_pipes) && offer(env, exports, "peerPid", peer_pid) &&
              offer(env, exports, "processes", processes) && offer(env, exports, "environment", environment);
  return whole ? exports : NULL;
}
