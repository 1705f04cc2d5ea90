import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RotatingFile } from '#main/doors/rotating-file.ts';

let folder: string;
let problems: unknown[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-rotate-'));
  problems = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const openFile = () => RotatingFile.open({ path: join(folder, 'log'), maxBytes: 10, files: 3, onProblem: (error) => problems.push(error) });
const write = (file: RotatingFile, text: string) => new Promise((resolve) => file.write(text, resolve));
const content = (name: string) => readFile(join(folder, name), 'utf8');
async function close(file: RotatingFile) {
  const closed = once(file, 'close');
  file.end();
  await closed;
}

test('a full file is put aside, and of those only the newest are kept', async () => {
  const file = await openFile();
  for (const line of ['11111\n', '22222\n', '33333\n', '44444\n']) await write(file, line);
  await close(file);
  expect((await readdir(folder)).sort()).toEqual(['log', 'log.1', 'log.2']);
  expect([await content('log'), await content('log.1'), await content('log.2')]).toEqual(['44444\n', '33333\n', '22222\n']);
});

test('a line longer than a file has a file of its own', async () => {
  const file = await openFile();
  for (const line of ['1\n', `${'x'.repeat(30)}\n`, '2\n']) await write(file, line);
  await close(file);
  expect([await content('log.2'), await content('log.1'), await content('log')]).toEqual(['1\n', `${'x'.repeat(30)}\n`, '2\n']);
});

test('a burst is split over files like single lines, and none is lost before the end', async () => {
  const file = await openFile();
  for (const line of ['11111\n', '22222\n', '33333\n']) file.write(line);
  await close(file);
  expect([await content('log.2'), await content('log.1'), await content('log')]).toEqual(['11111\n', '22222\n', '33333\n']);
});

test('what cannot be written is dropped, said once, and writing goes on when it can', async () => {
  const file = await openFile();
  await write(file, '11111\n');
  // A folder where the first file is to be put aside: nothing can be renamed over it.
  await mkdir(join(folder, 'log.1', 'in-the-way'), { recursive: true });
  await mkdir(join(folder, 'log.2', 'in-the-way'), { recursive: true });
  await write(file, '22222\n');
  await write(file, '33333\n');
  expect(problems).toHaveLength(1);
  await rm(join(folder, 'log.1'), { recursive: true });
  await rm(join(folder, 'log.2'), { recursive: true });
  await write(file, '44444\n');
  await close(file);
  expect(await content('log')).toBe('44444\n');
  expect(await content('log.1')).toBe('11111\n');
});

test('a file that cannot be made is refused at once', async () => {
  await rm(folder, { recursive: true });
  await expect(openFile()).rejects.toMatchObject({ code: 'ENOENT' });
});
