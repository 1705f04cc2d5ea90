import { readdir, readFile, readlink } from 'node:fs/promises';
import { scheduler } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { memoryOf, openTestHolder, type TestHolder } from './support.ts';

/** What the holder has open, counted by kind. */
async function openFiles(holder: TestHolder): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const fd of await holder.descriptors()) {
    const target = await readlink(`/proc/${holder.pid}/fd/${fd}`).catch(() => 'gone');
    const kind = target.replace(/\d+/g, 'N');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

async function threads(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/task`)).length;
}

test('200 children that come and go leave no descriptor, no thread and no memory behind in the holder', { timeout: 120_000 }, async () => {
  const holder = await openTestHolder();
  const cycle = async (i: number): Promise<void> => {
    const kind = i % 4 === 3 ? 'pipe' : 'pty';
    const child = await holder.run('/bin/sh', ['-c', i % 2 === 0 ? 'echo hello; exit 3' : 'read x; echo $x'], { kind });
    if (i % 2 === 1) await child.type('typed\n');
    await child.output.untilExit();
    child.output.stream.close();
    await holder.client.forget(child.id);
  };
  for (let i = 0; i < 40; i += 1) await cycle(i);
  const before = { files: await openFiles(holder), threads: await threads(holder.pid), memory: await memoryOf(holder.pid) };
  for (let i = 0; i < 200; i += 1) await cycle(i);
  // The last thread that waited for a child ends a moment after it told of it.
  await until('threads are gone', async () => (await threads(holder.pid)) <= before.threads);
  expect(await openFiles(holder)).toEqual(before.files);
  // 200 sessions that left 50 KB each would show.
  expect((await memoryOf(holder.pid)) - before.memory).toBeLessThan(10 * 1024 * 1024);
  expect(await holder.client.list()).toEqual([]);
});

test('idle children cost no processor time', { timeout: 60_000 }, async () => {
  const holder = await openTestHolder();
  for (let i = 0; i < 20; i += 1) {
    const child = await holder.run('/bin/cat', []);
    await child.type('x\n');
    await child.output.untilText('x\r\nx');
  }
  const wakeUps = async (): Promise<number> => {
    const status = await readFile(`/proc/${holder.pid}/status`, 'utf8');
    return Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1]);
  };
  // The last writes to the disk are done when two looks in a row find the main thread asleep.
  let last = -1;
  await until('it is quiet', async () => {
    const now = await wakeUps();
    const quiet = now === last;
    last = now;
    return quiet;
  });
  const from = await wakeUps();
  // The span itself is what is measured.
  await scheduler.wait(2000);
  // No timer per child: Node's own housekeeping may wake it now and then.
  expect((await wakeUps()) - from).toBeLessThan(10);
});
