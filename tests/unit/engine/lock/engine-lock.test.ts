import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readEngineRecord } from '../../../../src-main/engine/lock/engine-record.ts';
import { acquireEngineLock } from '../../../../src-main/engine/lock/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const own = { pid: process.pid, startTime: '', startedAt: 1, kind: 'call' as const, socket: '/run/engine.sock' };

async function otherEngine(folder: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'lock-holder.ts'), [folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [message] = await once(child, 'message');
  expect(message).toBe('locked');
  return child;
}

describe('the engine lock', () => {
  it('says in engine.json who the engine is, and takes that away again', async () => {
    const folder = await tempFolder();
    const lock = await acquireEngineLock(folder, own);
    expect(await readEngineRecord(folder)).toEqual({ ...own, url: null });
    await lock.setUrl('http://127.0.0.1:1234');
    expect(await readEngineRecord(folder)).toEqual({ ...own, url: 'http://127.0.0.1:1234' });
    expect((await stat(join(folder, 'engine.json'))).mode & 0o777).toBe(0o600);
    await lock.release();
    expect(await readEngineRecord(folder)).toBeNull();
  });

  it('knows when its folder was made anew and may be another one’s, and not while it is only gone', async () => {
    const folder = await tempFolder();
    const lock = await acquireEngineLock(folder, own);
    onTestFinished(() => lock.release());
    expect(await lock.isDisplaced()).toBe(false);
    await rename(folder, `${folder}-aside`);
    expect(await lock.isDisplaced(), 'it can be moved back').toBe(false);
    await mkdir(folder);
    const other = await otherEngine(folder);
    expect(await lock.isDisplaced()).toBe(true);
    other.kill('SIGKILL');
    await rm(folder, { recursive: true });
    await rename(`${folder}-aside`, folder);
    expect(await lock.isDisplaced()).toBe(false);
    await rm(join(folder, 'engine.lock.db'));
    expect(await lock.isDisplaced(), 'an empty folder is anybody’s').toBe(true);
  });

  it('refuses a second engine, in the same process too', async () => {
    const folder = await tempFolder();
    const lock = await acquireEngineLock(folder, own);
    await expect(acquireEngineLock(folder, own)).rejects.toMatchObject({ code: 'ENGINE_ALREADY_RUNNING', context: { pid: process.pid } });
    await lock.release();
    await (await acquireEngineLock(folder, own)).release();
  });

  it('names pid and address of the engine that runs', async () => {
    const folder = await tempFolder();
    const other = await otherEngine(folder);
    await expect(acquireEngineLock(folder, own)).rejects.toMatchObject({
      code: 'ENGINE_ALREADY_RUNNING',
      context: { pid: other.pid, url: 'http://127.0.0.1:4242', dataFolder: folder },
    });
  });

  it('is free as soon as its engine was killed, whatever is left lying around', async () => {
    const folder = await tempFolder();
    const other = await otherEngine(folder);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await readEngineRecord(folder)).toMatchObject({ pid: other.pid });
    const lock = await acquireEngineLock(folder, own);
    expect(await readEngineRecord(folder)).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('waits a moment for an engine that is just ending', async () => {
    const folder = await tempFolder();
    const other = await otherEngine(folder);
    // The record names nobody who lives, as it does between the end of one engine and the start of the next.
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ pid: 2 ** 30, startedAt: 1, socket: '', url: null }));
    const waiting = acquireEngineLock(folder, own);
    other.send('release');
    await (await waiting).release();
  });

  it('is not held up by rubbish in its file', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'engine.lock.db'), 'x'.repeat(5000));
    await writeFile(join(folder, 'engine.json'), '{ cut sh');
    const lock = await acquireEngineLock(folder, own);
    expect(JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('understands the record of an engine that did not say who started it', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ pid: 1, startedAt: 5, socket: '', url: null }));
    expect(await readEngineRecord(folder)).toMatchObject({ pid: 1, kind: 'serve' });
  });

  it('leaves the record of another engine alone', async () => {
    const folder = await tempFolder();
    const lock = await acquireEngineLock(folder, own);
    const other = { pid: 1, startedAt: 5, startTime: '5', kind: 'desktop', socket: '', url: null };
    await writeFile(join(folder, 'engine.json'), JSON.stringify(other));
    await lock.release();
    expect(await readEngineRecord(folder)).toEqual(other);
  });
});
