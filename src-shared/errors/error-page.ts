import { errorText } from '../messages/error-text.ts';
import type { Reader } from '../messages/reader.ts';
import { nearestWord } from '../nearest-word.ts';
import { ERROR_CODES, ERROR_KINDS, type ErrorCode, type ErrorKind, isErrorCode, type Severity } from './codes.ts';
import { KimiError } from './kimi-error.ts';

/** What is to be known of one error code, in the reader's language. */
export interface ErrorPage {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly severity: Severity;
  readonly retryable: boolean;
  /** What the error says when nothing is known of the case. */
  readonly what: string;
  /** When it comes, what goes on meanwhile, where to look. */
  readonly more: string;
  readonly todo: string;
}

/** The page of troubleshooting of `code`. */
export function errorPage(code: ErrorCode, reader: Reader): ErrorPage {
  const { kind, severity, retryable } = ERROR_CODES[code];
  const { what, todo } = errorText({ code, context: {} }, reader);
  return { code, kind, severity, retryable, what, more: reader.catalogue[`error.${code}.page`] ?? '', todo };
}

/** All codes, those of a kind together, in the order of the register. */
export function errorCodes(): readonly ErrorCode[] {
  const all = Object.keys(ERROR_CODES).filter(isErrorCode);
  return ERROR_KINDS.flatMap((kind) => all.filter((code) => ERROR_CODES[code].kind === kind));
}

/**
 * The code that was written, in capitals or not, with `-` or `_`.
 * @throws KimiError INVALID_INPUT with the nearest code where there is none
 */
export function readErrorCode(written: string): ErrorCode {
  const code = written.toUpperCase().replaceAll('-', '_');
  if (isErrorCode(code)) return code;
  const nearest = nearestWord(code, errorCodes());
  throw new KimiError('INVALID_INPUT', {
    field: '--troubleshoot',
    value: written,
    reason: 'there is no such error code',
    ...(nearest === null ? {} : { nearest }),
  });
}
