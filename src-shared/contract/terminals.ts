import { z } from 'zod';
import { SessionId, TerminalId } from '../ids.ts';
import { type AskedCall, procedure } from './base.ts';
import { SessionRef } from './sessions.ts';

/**
 * Whether somebody asks to type who was not let in for that: a window may type into each terminal that it shows, and attaches by itself to
 * every one of them.
 */
function asksToType({ caller, input }: AskedCall): boolean {
  const watches = typeof input === 'object' && input !== null && 'rights' in input && input.rights === 'read';
  return caller.kind !== 'window' && !watches;
}

export const terminals = {
  /**
   * Issues a ticket for one terminal. The bytes do not pass through the contract: the holder of the ticket connects to the
   * gateway at `url` and speaks src-shared/terminal/viewer-protocol.ts.
   */
  attach: procedure({
    role: 'viewer',
    changes: false,
    handsOut: asksToType,
    cli: { command: 'session attach', positional: ['session'], summary: 'Work with a session in this terminal (Ctrl-] leaves it)' },
  })
    .input(
      z.object({
        session: SessionRef,
        terminal: TerminalId.optional().describe('which of its terminals, by id'),
        rights: z.enum(['read', 'write']).default('write').describe('read: watch without typing'),
      }),
    )
    .output(
      z.object({
        session: SessionId,
        terminal: TerminalId,
        /** WebSocket address of the gateway. */
        url: z.url(),
        /** To be shown there at once: after 30 s it is refused as TICKET_EXPIRED. A connection that was opened with it lives on. */
        ticket: z.string(),
      }),
    ),

  tail: procedure({
    role: 'viewer',
    changes: false,
    cli: { command: 'session tail', positional: ['session'], summary: "Write a session's raw output bytes to stdout" },
  })
    .input(
      z.object({
        session: SessionRef,
        from: z.number().int().min(0).optional().describe('first byte (default: the oldest kept)'),
        to: z.number().int().min(0).optional().describe('stop before this byte'),
        follow: z.boolean().default(false).describe('go on until the session ends'),
      }),
    )
    .output(
      z.object({
        terminal: TerminalId,
        url: z.url(),
        ticket: z.string(),
        from: z.number(),
        to: z.number().nullable(),
        firstAvailable: z.number(),
        end: z.number(),
      }),
    ),
};
