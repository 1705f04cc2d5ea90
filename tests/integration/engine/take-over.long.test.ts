import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireEngineLock, readEngineRecord } from '../../../src-main/engine/lock/index.ts';
import { makeWay } from '../../../src-main/engine/ownership/index.ts';
import { startTimeOf } from '../../../src-main/holder/process/process-list.ts';
import type { EngineKind } from '../../../src-shared/contract/index.ts';
import { isRunning } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { testLogger } from '../../support/test-logger.ts';

const HOLDER = resolve(import.meta.dirname, '../../unit/engine/lock/lock-holder.ts');
/** The same steps as in the product, without its patience. */
const LIMITS = { answerMs: 200, opensMs: 200, endsMs: 300, killedMs: 2_000 };

/** A process that has the lock and answers nobody: what an engine is whose doors are shut. */
async function silentEngine(folder: string, kind: EngineKind): Promise<ChildProcess> {
  const child = fork(HOLDER, [folder, kind], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [message] = await once(child, 'message');
  expect(message).toBe('locked');
  return child;
}

function newcomer(folder: string, kind: EngineKind, insist = false, limits = LIMITS) {
  const own = { pid: process.pid, startTime: '', startedAt: 1, kind, socket: join(folder, 'none.sock') };
  return acquireEngineLock(folder, own, makeWay({ dataFolder: folder, kind, insist, logger: testLogger(), limits }));
}

describe('an engine that does not answer', () => {
  it('is named, with its kind and since when, to whoever would win', async () => {
    const folder = await tempFolder();
    const other = await silentEngine(folder, 'call');
    await expect(newcomer(folder, 'serve')).rejects.toMatchObject({
      code: 'ENGINE_STUCK',
      context: { pid: other.pid, kind: 'call', since: expect.any(Number) },
    });
    expect(await isRunning(other.pid ?? 0)).toBe(true);
  });

  it('is not asked again when it takes the question and says nothing: its doors are open, and it is stopped or hangs', async () => {
    const folder = await tempFolder();
    const other = await silentEngine(folder, 'call');
    const questions: string[] = [];
    const door = createServer((socket) => socket.on('data', (data) => questions.push(data.toString())).on('error', () => socket.destroy()));
    const socket = join(folder, 'engine.sock');
    await new Promise<void>((listening) => door.listen(socket, listening));
    onTestFinished(() => void door.close());
    await writeFile(join(folder, 'owner.token'), 'token');
    const record = JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8')) as Record<string, unknown>;
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ ...record, socket }));
    // Whoever asks again does so for longer than a test may take.
    const limits = { ...LIMITS, opensMs: 600_000 };
    await expect(newcomer(folder, 'serve', false, limits)).rejects.toMatchObject({ code: 'ENGINE_STUCK', context: { pid: other.pid } });
    expect(questions).toEqual([expect.stringContaining('POST /rpc/system/handOver')]);
    const gone = once(other, 'exit');
    const lock = await newcomer(folder, 'serve', true, limits);
    expect(await gone).toEqual([null, 'SIGTERM']);
    expect(questions).toHaveLength(2);
    await lock.release();
  });

  it('is left alone by whoever would not', async () => {
    const folder = await tempFolder();
    const other = await silentEngine(folder, 'serve');
    await expect(newcomer(folder, 'serve')).rejects.toMatchObject({ code: 'ENGINE_ALREADY_RUNNING', context: { pid: other.pid } });
    expect(await isRunning(other.pid ?? 0)).toBe(true);
  });

  it('is ended for whoever insists, also when it is stopped', async () => {
    const folder = await tempFolder();
    const other = await silentEngine(folder, 'serve');
    const gone = once(other, 'exit');
    other.kill('SIGSTOP');
    const lock = await newcomer(folder, 'serve', true);
    expect(await gone).toEqual([null, 'SIGKILL']);
    expect(await readEngineRecord(folder)).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('is never taken for another process that has its number by now', async () => {
    const folder = await tempFolder();
    const other = await silentEngine(folder, 'serve');
    const innocent = await silentEngine(await tempFolder(), 'serve');
    const record = JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8')) as Record<string, unknown>;
    expect(record.startTime).toBe(await startTimeOf(other.pid ?? 0));
    // The record of an engine that is gone, whose number the system gave to somebody else.
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ ...record, pid: innocent.pid }));
    await expect(newcomer(folder, 'serve', true)).rejects.toMatchObject({ code: 'ENGINE_ALREADY_RUNNING', context: { pid: null } });
    expect(await isRunning(innocent.pid ?? 0)).toBe(true);
    expect(await isRunning(other.pid ?? 0)).toBe(true);
  });

  it('nor is one whose start the system did not tell', async () => {
    const folder = await tempFolder();
    const other = await silentEngine(folder, 'serve');
    const record = JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8')) as Record<string, unknown>;
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ ...record, startTime: '' }));
    await expect(newcomer(folder, 'serve', true)).rejects.toMatchObject({ code: 'ENGINE_STUCK' });
    expect(await isRunning(other.pid ?? 0)).toBe(true);
  });
});

describe('the turn to be the next engine', () => {
  it('keeps everybody else out while one asks the engine that runs to make way', async () => {
    const folder = await tempFolder();
    const other = await silentEngine(folder, 'call');
    const asked = Promise.withResolvers<void>();
    const own = { pid: process.pid, startTime: '', startedAt: 1, kind: 'serve' as const, socket: '' };
    const first = acquireEngineLock(folder, own, async () => {
      asked.resolve();
      return 5_000;
    });
    await asked.promise;
    // A command's engine does not wait for its turn: it uses the one that comes.
    await expect(acquireEngineLock(folder, { ...own, kind: 'call' })).rejects.toMatchObject({ code: 'ENGINE_ALREADY_RUNNING' });
    other.send('release');
    await (await first).release();
  });
});
