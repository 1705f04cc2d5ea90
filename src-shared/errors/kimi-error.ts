import { type CallId, readCallId } from '../call-id.ts';
import { ERROR_CODES, type ErrorCode, type ErrorKind, isErrorCode, type Severity } from './codes.ts';
import type { KimiErrorData } from './error-data.ts';

export type ErrorContext = KimiErrorData['context'];

/**
 * The one family of errors inside the product; what goes with a code (kind, severity, retryable) stands in the register. `message` is for
 * logs; people read the catalogue's text.
 */
export class KimiError extends Error {
  override readonly name = 'KimiError';
  readonly code: ErrorCode;
  readonly context: ErrorContext;
  readonly call: CallId | undefined;

  constructor(code: ErrorCode, context: ErrorContext = {}, options?: { readonly cause?: unknown; readonly call?: CallId | undefined }) {
    super(`${code} ${JSON.stringify(context)}`, options);
    this.code = code;
    this.context = context;
    this.call = options?.call;
  }

  /** Where it comes from. */
  get kind(): ErrorKind {
    return ERROR_CODES[this.code].kind;
  }

  get severity(): Severity {
    return ERROR_CODES[this.code].severity;
  }

  /** Whether the same call may succeed later without the person changing anything. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** HTTP status that goes with the code. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  /** The error as wire data. */
  toData(): KimiErrorData {
    const { code, severity, retryable } = this;
    return { code, severity, retryable, context: this.context, ...(this.call === undefined ? {} : { call: this.call }) };
  }

  /** The error as the answer to `call`; one that names its call already keeps it. */
  asAnswerTo(call: CallId | undefined): KimiError {
    if (call === undefined || this.call !== undefined) return this;
    const named = new KimiError(this.code, this.context, { cause: this.cause, call });
    // The same error, so what it came from and where is the same too.
    if (this.stack !== undefined) named.stack = this.stack;
    return named;
  }

  /** Rebuilds an error from wire data; anything else becomes `INTERNAL` with the reason kept as its cause. */
  static from(value: unknown): KimiError {
    if (value instanceof KimiError) return value;
    if (isErrorData(value)) return new KimiError(value.code, value.context, { call: value.call });
    return new KimiError('INTERNAL', { reason: value instanceof Error ? value.message : String(value) }, { cause: value });
  }
}

const SEVERITIES: ReadonlySet<unknown> = new Set(['low', 'medium', 'high', 'critical']);

/**
 * Whether something is wire data of an error. By hand, though there is a schema (error-data.ts), because everything throws this error, and
 * what starts before the schemas are loaded too. A property test holds the two together.
 */
export function isErrorData(value: unknown): value is KimiErrorData {
  if (!isPlain(value) || !isPlain(value.context)) return false;
  return (
    isErrorCode(value.code) &&
    SEVERITIES.has(value.severity) &&
    typeof value.retryable === 'boolean' &&
    Object.values(value.context).every(isContextValue) &&
    (!('call' in value) || readCallId(value.call) !== null)
  );
}

function isContextValue(value: unknown): boolean {
  if (value === null || typeof value === 'boolean') return true;
  return Array.isArray(value) ? value.every(isWordOrSaid) : isWordOrSaid(value);
}

/** As contract/said.ts has it. */
function isWordOrSaid(value: unknown): boolean {
  if (isWord(value)) return true;
  if (!isPlain(value) || typeof value.code !== 'string' || !isPlain(value.values)) return false;
  return Object.values(value.values).every((one) => (Array.isArray(one) ? one.every(isWord) : isWord(one)));
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' || Number.isFinite(value);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
