import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compiledCodeFolder, compiledCodeFolders } from '#main/holder/compiled-code.ts';
import { compiledCodeFolder as ofCommands } from '#main/hosts/cli/engine/compiled-code.ts';
import { removeUnusedCompiledCode } from '../../../../src-main/engine/runtime/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const OWN = 'a'.repeat(16);
const NODE = 'v24.21.0-x64-964aae3f-1000';
const buildNamed = (digit: number) => String(digit).repeat(16);

/** A data folder with a file of compiled code for each pair of build and minute it was written at. */
async function dataFolderWith(written: Readonly<Record<string, number>>): Promise<string> {
  const data = await tempFolder();
  for (const [build, minute] of Object.entries(written)) await write(data, `${build}/${NODE}/8d4514a4`, minute);
  return data;
}

async function write(data: string, path: string, minute: number, bytes = 1): Promise<void> {
  const file = join(compiledCodeFolders(data), path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, Buffer.alloc(bytes));
  await utimes(file, minute * 60, minute * 60);
}

const kept = async (data: string, below = '') => (await readdir(join(compiledCodeFolders(data), below))).sort();

describe('compiled code of builds', () => {
  it('stays for our own and for the two that were written last, whatever their names', async () => {
    const data = await dataFolderWith({ [OWN]: 1, [buildNamed(1)]: 30, [buildNamed(2)]: 5, [buildNamed(3)]: 20, [buildNamed(4)]: 10 });
    expect([...(await removeUnusedCompiledCode(data, testLogger(), { own: OWN }))].sort()).toEqual([buildNamed(2), buildNamed(4)]);
    expect(await kept(data)).toEqual([buildNamed(1), buildNamed(3), OWN].sort());
    expect(await kept(data, `${OWN}/${NODE}`)).toEqual(['8d4514a4']);
  });

  it('goes when it is of a time when builds had no folders of their own', async () => {
    const data = await dataFolderWith({ [OWN]: 1 });
    await write(data, `${NODE}/8d4514a4`, 50);
    expect(await removeUnusedCompiledCode(data, testLogger(), { own: OWN })).toEqual([NODE]);
    expect(await kept(data)).toEqual([OWN]);
  });

  it('does not become more than is read again where one build starts at another path each time', async () => {
    const data = await tempFolder();
    for (const minute of [3, 1, 4, 2]) await write(data, `${OWN}/${NODE}/written-${minute}`, minute, 1000);
    await removeUnusedCompiledCode(data, testLogger(), { own: OWN, keptBytes: 2000 });
    expect(await kept(data, `${OWN}/${NODE}`)).toEqual(['written-3', 'written-4']);
  });

  it('is not there yet at a first start', async () => {
    const logger = testLogger();
    expect(await removeUnusedCompiledCode(await tempFolder(), logger)).toEqual([]);
    expect(logger.lines).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('that cannot be removed is said, and the rest goes', async () => {
    const data = await dataFolderWith({ [OWN]: 9, [buildNamed(1)]: 8, [buildNamed(2)]: 7, [buildNamed(3)]: 2, [buildNamed(4)]: 1 });
    const stuck = join(compiledCodeFolders(data), buildNamed(3), NODE);
    await chmod(stuck, 0o500);
    const logger = testLogger();
    expect(await removeUnusedCompiledCode(data, logger, { own: OWN })).toEqual([buildNamed(4)]);
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
    await chmod(stuck, 0o700);
  });

  it('may go under a program that runs from it: Node compiles what it loads after that', async () => {
    const data = await tempFolder();
    const folder = compiledCodeFolder(data);
    for (const name of ['first', 'later']) await writeFile(join(data, `${name}.mjs`), 'export const said = "loaded";');
    await writeFile(
      join(data, 'program.mjs'),
      `import { enableCompileCache, flushCompileCache } from 'node:module';
       import { rmSync } from 'node:fs';
       enableCompileCache(${JSON.stringify(folder)});
       await import('./first.mjs');
       flushCompileCache();
       rmSync(${JSON.stringify(folder)}, { recursive: true });
       console.log((await import('./later.mjs')).said);`,
    );
    // Where it is recorded what tests reach, Node keeps no compiled code, and vitest says so to what it starts.
    const { NODE_V8_COVERAGE: _records, NODE_DISABLE_COMPILE_CACHE: _disables, ...env } = process.env;
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(data, 'program.mjs')], { encoding: 'utf8', env });
    expect({ stdout, stderr, status }).toEqual({ stdout: 'loaded\n', stderr: '', status: 0 });
    await rm(data, { recursive: true });
  });
});

it('is kept in one folder by commands and by everything else', async () => {
  const data = await tempFolder();
  expect(ofCommands({ KIMI_SHELL_HOME: data })).toBe(compiledCodeFolder(data));
});
