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
 */
export function keepCompiled(args: readonly string[], env: Readonly<Record<string, string | undefined>>): void {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, demo: { type: 'boolean' } }, strict: false });
  const usual = env.KIMI_SHELL_HOME ?? join(homedir(), values.demo === true ? '.kimi-shell-demo' : '.kimi-shell');
  const dataFolder = resolve(typeof values.data === 'string' ? values.data : usual);
  // Who looks through the arguments in earnest says what is wrong with them.
  if (existsSync(dataFolder)) enableCompileCache(compiledCodeFolder(dataFolder));
}
