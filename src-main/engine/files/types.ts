import type { Caller } from '#shared/contract/index.ts';

/** A path as a program printed it, and where it was printed. */
interface Named {
  readonly session: string;
  /** What the session's shell said of its folder (OSC 7). */
  readonly shellFolder?: string | undefined;
}

/** A path that exists. */
export interface LocatedPath {
  readonly path: string;
  readonly folder: boolean;
}

/** A part of a file that a page sends. */
export interface FilePart {
  readonly session: string;
  readonly upload?: string | undefined;
  readonly name: string;
  /** Of the whole file. */
  readonly bytes: number;
  readonly at: number;
  /** Base64. */
  readonly data: string;
}

/** Files that sessions' terminals name or are given. */
export interface FileService {
  /** What each path leads to; null for one that leads nowhere. @throws KimiError NOT_FOUND | NAME_AMBIGUOUS (the session) */
  locate(request: Named & { readonly paths: readonly string[] }): Promise<readonly (LocatedPath | null)[]>;
  /**
   * Opens a path in the person's editor.
   * @throws KimiError DENIED (no window) | NOT_FOUND | NAME_AMBIGUOUS | EDITOR_MISSING | EDITOR_FAILED
   */
  edit(
    request: Named & { readonly path: string; readonly line?: number | undefined; readonly column?: number | undefined },
    caller: Caller,
  ): Promise<{ path: string; program: string }>;
  /** How paths are written in the session's shell. @throws KimiError NOT_FOUND | NAME_AMBIGUOUS (the session) */
  quote(request: { readonly session: string; readonly paths: readonly string[] }): Promise<readonly string[]>;
  /**
   * Takes a part of a file; after the last one says where the file is, and how that is written in the session's shell.
   * @throws KimiError NOT_FOUND | NAME_AMBIGUOUS | FILE_TOO_LARGE | CONFLICT (a part is missing, or too many at once)
   */
  put(part: FilePart): Promise<{ upload: string; file: { path: string; quoted: string } | null }>;
}
