import { z } from 'zod';
import { procedure } from './base.ts';
import { SessionRef } from './sessions.ts';

/** A path as a program printed it; longer ones are no paths. */
const Path = z.string().min(1).max(1024);
/** The folder that the session's shell said it is in (OSC 7), as it said it: `file://host/path`. */
const ShellFolder = z.string().max(4096).optional();

/** Most paths that one call may ask for; a full line of a wide terminal has fewer. */
export const MOST_PATHS = 64;

export const files = {
  /** Which of the paths that stand in a session's terminal exist, looked for in its folders; `null` for those that do not. */
  locate: procedure({ role: 'owner', changes: false, cli: { internal: 'paths in a terminal that can be clicked' } })
    .input(z.object({ session: SessionRef, shellFolder: ShellFolder, paths: z.array(Path).max(MOST_PATHS) }))
    .output(z.object({ found: z.array(z.object({ path: z.string(), folder: z.boolean() }).nullable()) })),

  /** Opens a file or folder in the person's editor, on this machine. Only windows may ask. */
  edit: procedure({ role: 'owner', changes: true, cli: { internal: 'a path in a terminal was clicked' } })
    .input(
      z.object({
        session: SessionRef,
        shellFolder: ShellFolder,
        path: Path,
        /** Counted from 1. */
        line: z.number().int().min(1).optional(),
        column: z.number().int().min(1).optional(),
      }),
    )
    .output(z.object({ path: z.string(), program: z.string() })),
};
