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

/** Files that sessions' terminals name. */
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
}
