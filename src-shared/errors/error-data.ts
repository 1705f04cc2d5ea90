import { z } from 'zod';
import { CallId } from '../call-id-schema.ts';
import { TextData } from '../contract/said.ts';
import { type ErrorCode, isErrorCode } from './codes.ts';

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
