import { join } from 'node:path';

/** Put in by electron.vite.config.ts; it has src-main/hosts/cli/engine/compiled-code.ts say the same. */
declare const KIMI_SHELL_BUILD: string | undefined;

/** What the bundles that this is part of were built from, 16 hex digits; where it is no bundle, `sources`. */
export const BUILT_FROM = typeof KIMI_SHELL_BUILD === 'undefined' ? 'sources' : KIMI_SHELL_BUILD;

/** Where all builds keep what V8 made of their code, a folder each. */
export function compiledCodeFolders(dataFolder: string): string {
  return join(dataFolder, 'cache', 'compiled');
}

/**
 * Where Node keeps what V8 made of our bundles' code, for the next start. In the data folder, which only its owner can write to. By
 * build, because Node takes nothing away by itself (src-main/engine/runtime/compiled-code.ts does).
 */
export function compiledCodeFolder(dataFolder: string): string {
  return join(compiledCodeFolders(dataFolder), BUILT_FROM);
}

/** The variable by which a process or a thread of ours that is about to start uses it from its first line on. */
export function keepsCompiled(dataFolder: string): { readonly NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: compiledCodeFolder(dataFolder) };
}
