import { expect, it } from 'vitest';
import { KeyedQueue } from '../../../../src-main/engine/sessions/index.ts';

it('runs tasks of one key in order and lets other keys pass', async () => {
  const queue = new KeyedQueue();
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  const a1 = queue.run('a', () => gate.promise.then(() => void done.push('a1')));
  const a2 = queue.run('a', async () => void done.push('a2'));
  await queue.run('b', async () => void done.push('b'));
  expect(done).toEqual(['b']);
  gate.resolve();
  await Promise.all([a1, a2]);
  expect(done).toEqual(['b', 'a1', 'a2']);
});

it('goes on after a task that failed, and tells only its own caller', async () => {
  const queue = new KeyedQueue();
  const failing = queue.run('a', () => Promise.reject(new Error('no')));
  const next = queue.run('a', async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

it('is idle when nothing is left, including what was added meanwhile', async () => {
  const queue = new KeyedQueue();
  const done: string[] = [];
  queue
    .run('a', async () => {
      done.push('first');
      queue.run('a', async () => void done.push('second')).catch(() => done.push('failed'));
    })
    .catch(() => done.push('failed'));
  await queue.idle();
  expect(done).toEqual(['first', 'second']);
});
