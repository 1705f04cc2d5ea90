import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';

const SCRIPT = join(import.meta.dirname, 'echo-thread.ts');
let threads: typeof import('../../../src-main/threads/start-thread.ts');

beforeEach(async () => {
  vi.resetModules();
  threads = await import('../../../src-main/threads/start-thread.ts');
});

/** Starts one that is ended after the test. @returns it, and what it says of itself */
async function started(name: string, env?: NodeJS.ProcessEnv): Promise<{ readonly worker: Worker; readonly said: unknown }> {
  const worker = threads.startThread(SCRIPT, { name }, env);
  onTestFinished(() => void worker.terminate());
  const [said] = await once(worker, 'message');
  return { worker, said };
}

test('the first message is the configuration, and what comes right behind it is not lost', async () => {
  const worker = threads.startThread(SCRIPT, { name: 'first' }, { MARK: 'm' });
  const { threadId } = worker;
  worker.postMessage('at once');
  const heard: unknown[] = [];
  worker.on('message', (message) => {
    heard.push(message);
    if (heard.length === 2) worker.postMessage('end');
  });
  await once(worker, 'exit');
  expect(heard).toEqual([{ thread: threadId, name: 'first', mark: 'm' }, 'at once']);
});

test('one that was started ahead is taken once, by who wants its script and environment', async () => {
  threads.startAhead(SCRIPT, { MARK: 'a' });
  const other = await started('other environment', { MARK: 'b' });
  expect(other.said).toMatchObject({ mark: 'b' });
  const taken = await started('taken', { MARK: 'a' });
  const next = await started('next', { MARK: 'a' });
  // Threads are numbered as they were started.
  expect(taken.worker.threadId).toBeLessThan(other.worker.threadId);
  expect(taken.said).toEqual({ thread: taken.worker.threadId, name: 'taken', mark: 'a' });
  expect(next.worker.threadId).toBeGreaterThan(other.worker.threadId);
});

test('one that ended before it was wanted is not handed out', async () => {
  const script = join(import.meta.dirname, 'no-such-thread.ts');
  const begun = once(process, 'worker');
  threads.startAhead(script);
  const [ahead] = (await begun) as [Worker];
  await new Promise((ended) => ahead.once('exit', ended));
  const wanted = threads.startThread(script, {});
  expect(wanted).not.toBe(ahead);
  const [error] = await once(wanted, 'error');
  expect(String(error)).toContain('no-such-thread');
});

test('what a beginning throws ends the thread, and its host is told', async () => {
  const worker = threads.startThread(SCRIPT, { name: 'this one', fails: true });
  const [error] = await once(worker, 'error');
  expect(error).toMatchObject({ message: 'this one cannot begin' });
});
