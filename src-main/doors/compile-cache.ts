import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compiledCodeFolder } from '../holder/compiled-code.ts';

/**
 * Lets Node keep what it compiled of the bundles, and read it back at the next start: half of what a start takes until its first line
 * runs is compiling. In the data folder, which only its owner can write to; Node's own choice is a folder that everybody can. A first
 * start has no data folder yet, and does without.
 * @returns the data folder, absolute; null where there is none yet
 */
export function keepCompiled(args: readonly string[], env: Readonly<Record<string, string | undefined>>): string | null {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, demo: { type: 'boolean' } }, strict: false });
  const wanted = typeof values.data === 'string' ? values.data : env.KIMI_SHELL_HOME;
  const usual = join(homedir(), values.demo === true ? '.kimi-shell-demo' : '.kimi-shell');
  // An empty one is none, here as where the arguments are looked through in earnest.
  const dataFolder = wanted === undefined || wanted === '' ? usual : resolve(wanted);
  // Who looks through the arguments in earnest says what is wrong with them.
  if (!existsSync(dataFolder)) return null;
  enableCompileCache(compiledCodeFolder(dataFolder));
  return dataFolder;
}
