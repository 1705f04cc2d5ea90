import { z } from 'zod';

/**
 * Something that only a running engine does, so that one stays when the app quits. Which kinds there are is open: guarded sessions
 * today, whatever else registers itself later (src-main/engine/awake).
 */
export const AwakeReason = z.object({
  /** What registered it, for example `guarded-session`. */
  kind: z.string(),
  /** The id of what it is about. */
  ref: z.string(),
  /** What a person calls that. */
  name: z.string(),
  /** Catalogue key and values of the line that says why. */
  message: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type AwakeReason = z.infer<typeof AwakeReason>;
