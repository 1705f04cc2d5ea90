import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { CallId } from '../call-id-schema.ts';
import { procedure } from './base.ts';
import { LOG_LEVELS } from './log-levels.ts';

/** A line of the logs, whichever process of ours wrote it. */
export const LogLine = z.object({
  /** Its file and place in it: the same for as long as the line exists, whatever the file is called. */
  id: z.string(),
  /** When it was said, ms since the epoch. */
  at: z.number(),
  level: z.enum(LOG_LEVELS),
  /** Which process said it: engine, desktop, holder, gateway, mirror, … */
  process: z.string(),
  processId: z.number().int().optional(),
  /** The call that it was said for. */
  call: CallId.optional(),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
export type LogLine = z.infer<typeof LogLine>;

/** A place in the logs: how far each file was read, by the file's id, bytes. Opaque to whoever is given one. */
export const LogPlace = z.record(z.string().max(100), z.number().int().min(0));
export type LogPlace = z.infer<typeof LogPlace>;

/** Most lines in one answer. */
export const MOST_LOG_LINES = 2000;

const FILTERS = {
  level: z.enum(LOG_LEVELS).optional().describe('this level and what is graver'),
  since: z.string().min(1).max(40).optional().describe('from this time on: 2026-11-28, 2026-11-28T14:00Z, or an age such as 10m, 2h, 7d'),
  text: z.string().min(1).max(200).optional().describe('looked for in the whole line; case does not matter'),
  call: CallId.optional().describe('only what was said for this call'),
};

export const logs = {
  list: procedure({
    role: 'owner',
    changes: false,
    cli: { internal: 'the window’s logs; the command reads the files itself, also without an engine' },
  })
    .input(
      z.object({
        ...FILTERS,
        limit: z.number().int().min(1).max(MOST_LOG_LINES).default(500),
        before: LogPlace.optional().describe('go on to what is older than an answer before'),
      }),
    )
    .output(
      z.object({
        /** The newest that fit, oldest first. */
        lines: z.array(LogLine),
        /** Where what is older begins; null when there is nothing. */
        older: LogPlace.nullable(),
        /** Where what is newer will begin. */
        end: LogPlace,
      }),
    ),
  follow: procedure({ role: 'owner', changes: false, cli: { internal: 'the window’s logs, as they are written' } })
    .input(z.object({ ...FILTERS, from: LogPlace.describe('the end of an answer before') }))
    .output(eventIterator(z.object({ lines: z.array(LogLine), end: LogPlace }))),
};
