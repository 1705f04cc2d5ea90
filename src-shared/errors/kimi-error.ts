import { z } from 'zod';
import { CallId } from '../call-id.ts';
import { TextData } from '../contract/said.ts';
import { ERROR_CODES, type ErrorCode, type ErrorKind, isErrorCode, type Severity } from './codes.ts';

/**
 * What an error is on the wire: data, no prose. Text for people comes from the catalogue, keyed by `code`
 * and filled from `context`, so window and CLI say the same thing in the reader's language.
 */
export const KimiErrorData = z.object({
  code: z.custom<ErrorCode>(isErrorCode, 'unknown error code'),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  retryable: z.boolean(),
  /** Values for the text (paths, names, limits, lists of them). Never a secret: this travels and is logged. */
  context: z.record(z.string(), z.union([TextData, z.boolean(), z.null()])),
  /** The call that it was the answer to: logs of every process can be searched for it. */
  call: z.exactOptional(CallId),
});
export type KimiErrorData = z.infer<typeof KimiErrorData>;
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
    const parsed = KimiErrorData.safeParse(value);
    if (parsed.success) return new KimiError(parsed.data.code, parsed.data.context, { call: parsed.data.call });
    return new KimiError('INTERNAL', { reason: value instanceof Error ? value.message : String(value) }, { cause: value });
  }
}
