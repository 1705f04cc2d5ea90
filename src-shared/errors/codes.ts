/** How bad it is for the person: `critical` means work may be lost unless somebody acts. */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

interface CodeFacts {
  readonly severity: Severity;
  /** Whether the same call may succeed later without the person changing anything. */
  readonly retryable: boolean;
  /** HTTP status on the wire; `kimi-shell` derives its exit code from it (404 → 3, 401/403 → 4, 400 → 2). */
  readonly status: number;
}

/**
 * Every error code of the product. Codes are stable: scripts and the catalogue (`error.<CODE>.what|why|todo`
 * in src-shared/messages) refer to them, so a code is never renamed and never reused.
 */
export const ERROR_CODES = {
  INTERNAL: { severity: 'high', retryable: false, status: 500 },
  INVALID_INPUT: { severity: 'low', retryable: false, status: 400 },
  NOT_FOUND: { severity: 'low', retryable: false, status: 404 },
  DENIED: { severity: 'medium', retryable: false, status: 403 },
  UNAUTHENTICATED: { severity: 'medium', retryable: false, status: 401 },
  TOO_MANY_STREAMS: { severity: 'low', retryable: true, status: 429 },
  TOO_MANY_CALLS: { severity: 'low', retryable: true, status: 429 },
  READER_TOO_SLOW: { severity: 'low', retryable: true, status: 408 },
  TIMED_OUT: { severity: 'medium', retryable: true, status: 504 },
  CONFLICT: { severity: 'low', retryable: false, status: 409 },

  LINK_CODE_WRONG: { severity: 'medium', retryable: false, status: 401 },
  LINK_CODE_USED: { severity: 'medium', retryable: false, status: 401 },
  FOREIGN_ORIGIN: { severity: 'medium', retryable: false, status: 403 },
  FOREIGN_HOST: { severity: 'medium', retryable: false, status: 403 },
  BODY_TOO_LARGE: { severity: 'low', retryable: false, status: 413 },
  TICKET_INVALID: { severity: 'medium', retryable: false, status: 401 },
  TICKET_REVOKED: { severity: 'medium', retryable: false, status: 403 },
  TICKET_EXPIRED: { severity: 'low', retryable: true, status: 401 },

  ENGINE_UNREACHABLE: { severity: 'high', retryable: true, status: 503 },
  ENGINE_SILENT: { severity: 'high', retryable: true, status: 504 },
  ENGINE_ALREADY_RUNNING: { severity: 'low', retryable: false, status: 409 },
  ENGINE_STUCK: { severity: 'high', retryable: true, status: 503 },
  ENGINE_ENDING: { severity: 'low', retryable: true, status: 503 },
  ENGINE_START_FAILED: { severity: 'high', retryable: true, status: 503 },
  DATA_FOLDER_UNWRITABLE: { severity: 'critical', retryable: false, status: 507 },
  DATA_FOLDER_FULL: { severity: 'critical', retryable: true, status: 507 },
  DATABASE_DAMAGED: { severity: 'critical', retryable: false, status: 500 },
  WRITE_INTERRUPTED: { severity: 'high', retryable: true, status: 503 },
  AUDIT_UNAVAILABLE: { severity: 'high', retryable: true, status: 503 },
  AUDIT_DAMAGED: { severity: 'critical', retryable: false, status: 500 },
  PORT_TAKEN: { severity: 'low', retryable: true, status: 503 },
  SERVICE_MANAGER_MISSING: { severity: 'medium', retryable: false, status: 501 },
  SERVICE_REFUSED: { severity: 'medium', retryable: true, status: 502 },
  SETTING_LOCKED: { severity: 'low', retryable: false, status: 403 },
  ADMIN_SETTINGS_BROKEN: { severity: 'high', retryable: false, status: 500 },

  HOLDER_UNREACHABLE: { severity: 'high', retryable: true, status: 503 },
  HOLDER_REFUSED: { severity: 'high', retryable: false, status: 502 },
  HOLDER_PROTOCOL: { severity: 'high', retryable: false, status: 502 },
  RUNTIME_DAMAGED: { severity: 'high', retryable: true, status: 500 },
  SPAWN_FAILED: { severity: 'medium', retryable: false, status: 422 },
  SPOOL_DAMAGED: { severity: 'high', retryable: false, status: 500 },
  MIRROR_UNAVAILABLE: { severity: 'medium', retryable: true, status: 503 },

  FOLDER_MISSING: { severity: 'low', retryable: false, status: 422 },
  FOLDER_UNREADABLE: { severity: 'low', retryable: false, status: 422 },
  BINARY_MISSING: { severity: 'low', retryable: false, status: 422 },
  BINARY_NOT_EXECUTABLE: { severity: 'low', retryable: false, status: 422 },
  FILE_TOO_LARGE: { severity: 'low', retryable: false, status: 413 },
  EDITOR_MISSING: { severity: 'low', retryable: false, status: 422 },
  EDITOR_FAILED: { severity: 'low', retryable: false, status: 502 },
  KIMI_MISSING: { severity: 'medium', retryable: false, status: 422 },
  LEASE_OVER: { severity: 'low', retryable: true, status: 409 },
  SESSION_ENDED: { severity: 'low', retryable: false, status: 409 },
  PROMPT_NOT_CONFIRMED: { severity: 'medium', retryable: true, status: 504 },
  NAME_AMBIGUOUS: { severity: 'low', retryable: false, status: 409 },
} as const satisfies Record<string, CodeFacts>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** True when `value` is a code of this product. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
