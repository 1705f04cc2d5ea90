import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LOG_BUDGET_BYTES, LOG_FILE_BYTES, listLogFiles } from '#main/holder/log/log-files.ts';

const LOG = resolve('src-main/holder/log/rotating-file.ts');

/** A process that writes `count` lines of `bytes` each into one writer's file, as a second engine does while the first ends. */
async function writer(path: string, name: string, count: number, bytes: number): Promise<void> {
  const script = `
    import { RotatingFile } from ${JSON.stringify(LOG)};
    import { once } from 'node:events';
    const file = await RotatingFile.open({ path: ${JSON.stringify(path)}, onProblem: (error) => { throw error; } });
    for (let n = 0; n < ${count}; n++) {
      const line = JSON.stringify({ name: ${JSON.stringify(name)}, n, text: 'x'.repeat(${bytes}) });
      if (!file.write(line + '\\n')) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'inherit', 'inherit'] });
  expect(await once(child, 'close')).toEqual([0, null]);
}

test('two processes that fill one log at once lose no line, tear none, and stay in the budget', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kimi-writers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'engine.log');
  // 30 MB each: more than ten files, and less than the budget, so that all of it must be there.
  const [count, bytes] = [3000, 10_000];
  await Promise.all([writer(path, 'one', count, bytes), writer(path, 'two', count, bytes)]);
  const seen: Record<string, number[]> = { one: [], two: [] };
  const files = await listLogFiles(folder);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    expect(file.bytes).toBeLessThan(LOG_FILE_BYTES * 1.1);
    for (const line of (await readFile(file.path, 'utf8')).trimEnd().split('\n')) {
      const { name, n } = JSON.parse(line) as { name: string; n: number };
      seen[name]?.push(n);
    }
  }
  for (const numbers of Object.values(seen)) expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n));
  // The same again, and then as much again: what is oldest goes.
  await Promise.all([writer(path, 'one', count, bytes), writer(path, 'two', count, bytes)]);
  const bytesNow = (await listLogFiles(folder)).reduce((sum, file) => sum + file.bytes, 0);
  expect(bytesNow).toBeLessThanOrEqual(LOG_BUDGET_BYTES);
  expect(bytesNow).toBeGreaterThan(LOG_BUDGET_BYTES * 0.8);
});
