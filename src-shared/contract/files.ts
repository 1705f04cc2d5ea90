import { z } from 'zod';
import { procedure } from './base.ts';
import { SessionRef } from './sessions.ts';

/** A path as a program printed it; longer ones are no paths. */
const Path = z.string().min(1).max(1024);
/** The folder that the session's shell said it is in (OSC 7), as it said it: `file://host/path`. */
const ShellFolder = z.string().max(4096).optional();

/** Most paths that one call may ask for; a full line of a wide terminal has fewer. */
export const MOST_PATHS = 64;

/** Largest file that is taken from a page, bytes: a screenshot of a large screen has a few MiB. */
export const FILE_BYTES = 20 * 1024 * 1024;
/** Most of it in one call, bytes; as base64 it stays far below what a door takes in one message. */
export const FILE_PART_BYTES = 768 * 1024;

/** Longest path of a file that a window may name, characters: Linux takes 4,096 bytes, Windows 32,767 characters. */
export const LONGEST_PATH = 32_767;

export const files = {
  /** Which of the paths that stand in a session's terminal exist, looked for in its folders; `null` for those that do not. */
  locate: procedure({ role: 'owner', changes: false, cli: { internal: 'paths in a terminal that can be clicked' } })
    .input(z.object({ session: SessionRef, shellFolder: ShellFolder, paths: z.array(Path).max(MOST_PATHS) }))
    .output(z.object({ found: z.array(z.object({ path: z.string(), folder: z.boolean() }).nullable()) })),

  /** Opens a file or folder in the person's editor, on this machine. Only windows may ask. */
  edit: procedure({ role: 'owner', changes: true, needsAudit: true, cli: { internal: 'a path in a terminal was clicked' } })
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

  /**
   * How paths on this machine are written in the session's shell, in the same order. A window of the app knows where a dropped file lies.
   */
  quote: procedure({ role: 'owner', changes: false, cli: { internal: 'a file was dropped on a terminal of the app' } })
    .input(z.object({ session: SessionRef, paths: z.array(z.string().min(1).max(LONGEST_PATH)).max(MOST_PATHS) }))
    .output(z.object({ quoted: z.array(z.string()) })),

  /**
   * Takes a file from a page, which in a browser cannot say where a dropped file lies, and pictures of its clipboard lie nowhere. Sent in parts, in order;
   * the answer to the last one has the path, which is good as long as the session is.
   */
  put: procedure({ role: 'owner', changes: true, cli: { internal: 'a file was dropped on a terminal, or a picture pasted' } })
    .input(
      z.object({
        session: SessionRef,
        /** What the answer to the first part said; absent in the first part. */
        upload: z.string().max(100).optional(),
        name: z.string().max(1000),
        /** Bytes of the whole file. */
        bytes: z.number().int().min(0),
        at: z.number().int().min(0),
        data: z.base64().max(Math.ceil(FILE_PART_BYTES / 3) * 4),
      }),
    )
    .output(
      z.object({
        upload: z.string(),
        /** `quoted`: as it is written in the session's shell. */
        file: z.object({ path: z.string(), quoted: z.string() }).nullable(),
      }),
    ),
};
