/** How bad it is for the person: `critical` means work may be lost unless somebody acts. */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/**
 * Where an error comes from, and so who can do something about it: `user` what was asked for; `policy` rights and limits; `system` this
 * machine, its disk, its programs; `network` a connection, to another machine or another process; `agent` an agent and the model behind
 * it; `internal` Kimi Shell itself.
 */
export const ERROR_KINDS = ['user', 'policy', 'system', 'network', 'agent', 'internal'] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

interface CodeFacts {
  readonly kind: ErrorKind;
  readonly severity: Severity;
  /** Whether the same call may succeed later without the person changing anything. */
  readonly retryable: boolean;
  /** HTTP status on the wire; `kimi-shell` derives its exit code from it (404 → 3, 401/403 → 4, 400 → 2). */
  readonly status: number;
}

/**
 * Every error code of the product. Codes are stable: scripts and the catalogue (`error.<CODE>.what|why|todo`
 * in src-shared/messages) refer to them, so a code is never renamed and never reused. Each has its page of troubleshooting.
 */
export const ERROR_CODES = {
  INTERNAL: { kind: 'internal', severity: 'high', retryable: false, status: 500 },
  INVALID_INPUT: { kind: 'user', severity: 'low', retryable: false, status: 400 },
  NOT_FOUND: { kind: 'user', severity: 'low', retryable: false, status: 404 },
  DENIED: { kind: 'policy', severity: 'medium', retryable: false, status: 403 },
  UNAUTHENTICATED: { kind: 'policy', severity: 'medium', retryable: false, status: 401 },
  TOO_MANY_STREAMS: { kind: 'policy', severity: 'low', retryable: true, status: 429 },
  TOO_MANY_CALLS: { kind: 'policy', severity: 'low', retryable: true, status: 429 },
  READER_TOO_SLOW: { kind: 'network', severity: 'low', retryable: true, status: 408 },
  TIMED_OUT: { kind: 'network', severity: 'medium', retryable: true, status: 504 },
  CONFLICT: { kind: 'user', severity: 'low', retryable: false, status: 409 },

  LINK_CODE_WRONG: { kind: 'policy', severity: 'medium', retryable: false, status: 401 },
  LINK_CODE_USED: { kind: 'policy', severity: 'medium', retryable: false, status: 401 },
  FOREIGN_ORIGIN: { kind: 'policy', severity: 'medium', retryable: false, status: 403 },
  FOREIGN_HOST: { kind: 'policy', severity: 'medium', retryable: false, status: 403 },
  BODY_TOO_LARGE: { kind: 'user', severity: 'low', retryable: false, status: 413 },
  TICKET_INVALID: { kind: 'policy', severity: 'medium', retryable: false, status: 401 },
  TICKET_REVOKED: { kind: 'policy', severity: 'medium', retryable: false, status: 403 },
  TICKET_EXPIRED: { kind: 'policy', severity: 'low', retryable: true, status: 401 },

  ENGINE_UNREACHABLE: { kind: 'network', severity: 'high', retryable: true, status: 503 },
  ENGINE_SILENT: { kind: 'network', severity: 'high', retryable: true, status: 504 },
  ENGINE_ALREADY_RUNNING: { kind: 'user', severity: 'low', retryable: false, status: 409 },
  ENGINE_STUCK: { kind: 'system', severity: 'high', retryable: true, status: 503 },
  ENGINE_ENDING: { kind: 'network', severity: 'low', retryable: true, status: 503 },
  ENGINE_START_FAILED: { kind: 'system', severity: 'high', retryable: true, status: 503 },
  DATA_FOLDER_UNWRITABLE: { kind: 'system', severity: 'critical', retryable: false, status: 507 },
  DATA_FOLDER_FULL: { kind: 'system', severity: 'critical', retryable: true, status: 507 },
  FILE_UNREADABLE: { kind: 'system', severity: 'high', retryable: false, status: 500 },
  DATABASE_DAMAGED: { kind: 'system', severity: 'critical', retryable: false, status: 500 },
  DATABASE_BUSY: { kind: 'system', severity: 'medium', retryable: true, status: 503 },
  WRITE_INTERRUPTED: { kind: 'system', severity: 'high', retryable: true, status: 503 },
  AUDIT_UNAVAILABLE: { kind: 'system', severity: 'high', retryable: true, status: 503 },
  AUDIT_DAMAGED: { kind: 'system', severity: 'critical', retryable: false, status: 500 },
  SECRETS_LOCKED: { kind: 'user', severity: 'medium', retryable: false, status: 423 },
  SECRETS_DAMAGED: { kind: 'system', severity: 'critical', retryable: false, status: 500 },
  SECRET_PASSPHRASE_WRONG: { kind: 'user', severity: 'low', retryable: false, status: 401 },
  SECRET_EXISTS: { kind: 'user', severity: 'low', retryable: false, status: 409 },
  SECRET_MISSING: { kind: 'user', severity: 'low', retryable: false, status: 404 },
  PORT_TAKEN: { kind: 'system', severity: 'low', retryable: true, status: 503 },
  SERVICE_MANAGER_MISSING: { kind: 'system', severity: 'medium', retryable: false, status: 501 },
  SERVICE_REFUSED: { kind: 'system', severity: 'medium', retryable: true, status: 502 },
  SETTING_LOCKED: { kind: 'policy', severity: 'low', retryable: false, status: 403 },
  SETTINGS_NEWER: { kind: 'user', severity: 'medium', retryable: false, status: 409 },
  ADMIN_SETTINGS_BROKEN: { kind: 'policy', severity: 'high', retryable: false, status: 500 },

  HOLDER_UNREACHABLE: { kind: 'network', severity: 'high', retryable: true, status: 503 },
  HOLDER_REFUSED: { kind: 'system', severity: 'high', retryable: false, status: 502 },
  HOLDER_PROTOCOL: { kind: 'system', severity: 'high', retryable: false, status: 502 },
  RUNTIME_DAMAGED: { kind: 'system', severity: 'high', retryable: true, status: 500 },
  SPAWN_FAILED: { kind: 'system', severity: 'medium', retryable: false, status: 422 },
  SPOOL_DAMAGED: { kind: 'system', severity: 'high', retryable: false, status: 500 },
  MIRROR_UNAVAILABLE: { kind: 'network', severity: 'medium', retryable: true, status: 503 },

  FOLDER_MISSING: { kind: 'user', severity: 'low', retryable: false, status: 422 },
  FOLDER_UNREADABLE: { kind: 'user', severity: 'low', retryable: false, status: 422 },
  BINARY_MISSING: { kind: 'user', severity: 'low', retryable: false, status: 422 },
  BINARY_NOT_EXECUTABLE: { kind: 'user', severity: 'low', retryable: false, status: 422 },
  FILE_TOO_LARGE: { kind: 'user', severity: 'low', retryable: false, status: 413 },
  EDITOR_MISSING: { kind: 'user', severity: 'low', retryable: false, status: 422 },
  EDITOR_FAILED: { kind: 'system', severity: 'low', retryable: false, status: 502 },
  KIMI_MISSING: { kind: 'agent', severity: 'medium', retryable: false, status: 422 },
  LEASE_OVER: { kind: 'agent', severity: 'low', retryable: true, status: 409 },
  SESSION_ENDED: { kind: 'user', severity: 'low', retryable: false, status: 409 },
  PROMPT_NOT_CONFIRMED: { kind: 'agent', severity: 'medium', retryable: true, status: 504 },
  MODEL_OVERLOADED: { kind: 'agent', severity: 'medium', retryable: true, status: 502 },
  MODEL_RATE_LIMITED: { kind: 'agent', severity: 'medium', retryable: true, status: 502 },
  MODEL_QUOTA_USED_UP: { kind: 'agent', severity: 'medium', retryable: false, status: 502 },
  MODEL_SIGN_IN_REFUSED: { kind: 'agent', severity: 'medium', retryable: false, status: 502 },
  MODEL_KEY_MISSING: { kind: 'agent', severity: 'medium', retryable: false, status: 502 },
  MODEL_UNKNOWN: { kind: 'agent', severity: 'medium', retryable: false, status: 502 },
  MODEL_UNREACHABLE: { kind: 'agent', severity: 'medium', retryable: true, status: 502 },
  MODEL_SERVER_FAILED: { kind: 'agent', severity: 'medium', retryable: true, status: 502 },
  MODEL_CONVERSATION_TOO_LONG: { kind: 'agent', severity: 'low', retryable: false, status: 502 },
  NAME_AMBIGUOUS: { kind: 'user', severity: 'low', retryable: false, status: 409 },
} as const satisfies Record<string, CodeFacts>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** True when `value` is a code of this product. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
