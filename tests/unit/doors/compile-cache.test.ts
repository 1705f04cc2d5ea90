import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';

const KEEPING = join(import.meta.dirname, '../../../src-main/doors/compile-cache.ts');

/** Which data folder a host with these arguments keeps its compiled code in, told by one that has `home` and stands in `cwd`. */
function dataFolderOf(args: readonly string[], variable: string, { home, cwd }: { readonly home: string; readonly cwd: string }): unknown {
  const code = `const { keepCompiled } = await import(${JSON.stringify(KEEPING)});
    console.log(JSON.stringify(keepCompiled(${JSON.stringify(args)}, { KIMI_SHELL_HOME: ${JSON.stringify(variable)} })));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd,
    env: { ...process.env, HOME: home, USERPROFILE: home },
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}

it('keeps compiled code where the data is, and nothing in the folder it was started in when the variable is empty', async () => {
  const [home, cwd, data] = [await tempFolder(), await tempFolder(), await tempFolder()];
  expect(dataFolderOf([], data, { home, cwd })).toBe(data);
  expect(dataFolderOf(['--data', data], '', { home, cwd })).toBe(data);
  expect(dataFolderOf([], '', { home, cwd })).toBeNull();
  expect(await readdir(cwd)).toEqual([]);
});
