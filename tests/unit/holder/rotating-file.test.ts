import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asideName, listLogFiles } from '#main/holder/log/log-files.ts';
import { RotatingFile } from '#main/holder/log/rotating-file.ts';

let folder: string;
let problems: unknown[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-rotate-'));
  problems = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const openFile = (limits: { readonly maxBytes?: number; readonly budgetBytes?: number } = {}, name = 'engine') =>
  RotatingFile.open({ path: join(folder, `${name}.log`), maxBytes: 10, ...limits, onProblem: (error) => problems.push(error) });
const write = (file: RotatingFile, text: string) => new Promise((resolve) => file.write(text, resolve));
/** What is in each file, oldest first. */
const contents = async () => {
  const files = await listLogFiles(folder);
  const oldestFirst = files.toSorted((a, b) => ((a.aside ?? '~') < (b.aside ?? '~') ? -1 : 1));
  return Promise.all(oldestFirst.map(({ path }) => readFile(path, 'utf8')));
};
async function close(file: RotatingFile) {
  const closed = once(file, 'close');
  file.end();
  await closed;
}

test('a full file is put aside, and the oldest go when all together are more than the budget', async () => {
  const file = await openFile({ budgetBytes: 25 });
  for (const line of ['11111\n', '22222\n', '33333\n', '44444\n']) await write(file, line);
  await close(file);
  expect(await contents()).toEqual(['22222\n', '33333\n', '44444\n']);
});

test('files that are put aside within a millisecond keep their order', () => {
  const names = Array.from({ length: 100 }, () => asideName('engine.log'));
  expect(names.toSorted()).toEqual(names);
});

test('the budget is of all writers together, and leaves room for those that write now', async () => {
  const other = await openFile({ budgetBytes: 40 }, 'holder');
  for (const line of ['holder1\n', 'holder2\n', 'holder3\n']) await write(other, line);
  const file = await openFile({ budgetBytes: 40 });
  for (const line of ['engine1\n', 'engine2\n', 'engine3\n']) await write(file, line);
  await close(other);
  await close(file);
  const files = await listLogFiles(folder);
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(40);
  expect(await contents()).toEqual(['engine1\n', 'engine2\n', expect.stringMatching(/3\n$/), expect.stringMatching(/3\n$/)]);
});

test('a file that somebody else put there is never counted or removed', async () => {
  await mkdir(join(folder, 'notes'));
  await close(await openFile({ budgetBytes: 0 }));
  expect((await readdir(folder)).toSorted()).toEqual(['engine.log', 'notes']);
});

test('a line longer than a file has a file of its own', async () => {
  const file = await openFile();
  for (const line of ['1\n', `${'x'.repeat(30)}\n`, '2\n']) await write(file, line);
  await close(file);
  expect(await contents()).toEqual(['1\n', `${'x'.repeat(30)}\n`, '2\n']);
});

test('a burst is split over files like single lines, and none is lost before the end', async () => {
  const file = await openFile();
  for (const line of ['11111\n', '22222\n', '33333\n', '4\n', '5\n']) file.write(line);
  await close(file);
  expect(await contents()).toEqual(['11111\n', '22222\n', '33333\n4\n5\n']);
});

test('two that write the same file put it aside under each other, and every line is there once', async () => {
  const [one, two] = [await openFile({ maxBytes: 200 }), await openFile({ maxBytes: 200 })];
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i}\n`);
  await Promise.all(lines.map((line, i) => write(i % 2 === 0 ? one : two, line)));
  await close(one);
  await close(two);
  expect((await listLogFiles(folder)).length).toBeGreaterThan(5);
  const seen = (await contents()).join('').split(/(?<=\n)/);
  expect(seen.toSorted()).toEqual(lines.toSorted());
});

test('a file that is deleted or moved away is begun anew with the next line', async () => {
  const file = await openFile();
  await write(file, '1\n');
  await rm(join(folder, 'engine.log'));
  await write(file, '2\n');
  await rename(join(folder, 'engine.log'), join(folder, 'elsewhere'));
  await write(file, '3\n');
  await close(file);
  expect(await contents()).toEqual(['3\n']);
  expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('2\n');
});

test('what cannot be written is dropped, said once, and writing goes on when it can', async () => {
  const file = await openFile();
  await write(file, '11111\n');
  await rename(folder, `${folder}-away`);
  await write(file, '22222\n');
  await write(file, '33333\n');
  expect(problems).toHaveLength(1);
  await rename(`${folder}-away`, folder);
  await write(file, '44444\n');
  await close(file);
  expect(await contents()).toEqual(['11111\n', '44444\n']);
});

test('a file that cannot be made is refused at once', async () => {
  await rm(folder, { recursive: true });
  await expect(openFile()).rejects.toMatchObject({ code: 'ENOENT' });
});
