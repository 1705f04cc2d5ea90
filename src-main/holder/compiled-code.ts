import { join } from 'node:path';

/** Where Node keeps what V8 made of our bundles' code, for the next start. In the data folder, which only its owner can write to. */
export function compiledCodeFolder(dataFolder: string): string {
  return join(dataFolder, 'cache', 'compiled');
}

/** The variable by which a process or a thread of ours that is about to start uses it from its first line on. */
export function keepsCompiled(dataFolder: string): { readonly NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: compiledCodeFolder(dataFolder) };
}
