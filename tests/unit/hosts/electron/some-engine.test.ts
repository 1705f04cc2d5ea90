import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { someEngineLives } from '#main/hosts/electron/some-engine.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const DEAD = spawnSync(process.execPath, ['-e', '0']).pid;

test.each([
  ['nothing', {}, false],
  ['an engine that was killed', { 'engine.json': { pid: DEAD } }, false],
  ['an engine that lives', { 'engine.json': { startTime: '7', pid: process.pid } }, true],
  ['an engine that is coming', { 'engine.json': { pid: DEAD }, 'engine.next.json': { pid: process.pid } }, true],
  ['half a record', { 'engine.json': 'pid' }, false],
])('a data folder with %s', async (_what, files: Readonly<Record<string, unknown>>, lives) => {
  const folder = await tempFolder();
  for (const [name, record] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(record, null, 2));
  expect(await someEngineLives(folder)).toBe(lives);
});
