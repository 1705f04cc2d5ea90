import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultParts } from '../../../src-main/engine/default-parts.ts';
import { createEngine } from '../../../src-main/engine/index.ts';
import type { EngineParts } from '../../../src-main/engine/parts.ts';
import type { MirrorProcess } from '../../../src-main/engine/terminals/index.ts';
import type { EngineOptions } from '../../../src-main/engine/types.ts';
import type { SessionInfo } from '../../../src-shared/contract/index.ts';
import { builtInstallation } from '../../support/build.ts';
import { engineFolder, startEngine } from '../../support/engine.ts';
import { startKillableEngine } from '../../support/killable-engine.ts';
import { noGateway } from '../../support/no-gateway.ts';
import { isRunning } from '../../support/processes.ts';
import { testLogger } from '../../support/test-logger.ts';
import { until } from '../../support/until.ts';

/** For an engine that is put together here, in a folder of its own, with a runtime that no other test starts from afterwards. */
async function engineOptions(more: Partial<EngineOptions>): Promise<EngineOptions> {
  return {
    dataFolder: await engineFolder(),
    installation: await builtInstallation(),
    demo: false,
    kind: 'serve',
    logger: testLogger(),
    startGateway: noGateway,
    ...more,
  };
}

describe('an engine that cannot start says why', () => {
  it('a data folder that is a file', async () => {
    const dataFolder = join(await engineFolder(), 'file');
    await writeFile(dataFolder, '');
    await expect(startEngine({ dataFolder })).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE', context: { path: dataFolder } });
  });

  it('a damaged database, which is left alone, and the lock is free again', async () => {
    const dataFolder = await engineFolder();
    const database = join(dataFolder, 'state.db');
    await writeFile(database, 'no database '.repeat(1000));
    await expect(startEngine({ dataFolder })).rejects.toMatchObject({ code: 'DATABASE_DAMAGED', context: { path: database } });
    expect(await readFile(database, 'utf8')).toMatch(/^no database/);
    await rm(database);
    await startEngine({ dataFolder });
  });

  it('a gateway that does not start', async () => {
    const dataFolder = await engineFolder();
    const failing = startEngine({ dataFolder, startGateway: () => Promise.reject(new Error('no thread')) });
    await expect(failing).rejects.toThrow('no thread');
    await startEngine({ dataFolder });
  });

  it('and ends the gateway that was started meanwhile', async () => {
    const dataFolder = await engineFolder();
    await writeFile(join(dataFolder, 'state.db'), 'no database '.repeat(1000));
    const gateway = await noGateway();
    await expect(startEngine({ dataFolder, startGateway: async () => gateway })).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
    expect(await gateway.closed).toBeNull();
  });

  it('and leaves nothing of what was started beside it', async () => {
    const mirror = Promise.withResolvers<MirrorProcess>();
    const parts: EngineParts = {
      ...defaultParts,
      async startMirror(options) {
        const started = await defaultParts.startMirror(options);
        mirror.resolve(started);
        return started;
      },
    };
    const options = await engineOptions({ startGateway: () => Promise.reject(new Error('no thread')) });
    await expect(createEngine(options, parts)).rejects.toThrow('no thread');
    await (await mirror.promise).client.closed;
  });
});

describe('an engine that starts', () => {
  it('finds its runtime damaged and repairs it', async () => {
    const first = await startEngine();
    const { build } = await first.client().system.status({});
    await first.engine.shutdown();
    const script = join(first.dataFolder, 'runtime', build, 'holder.js');
    // Replaced, not written into: other tests' folders share the file.
    await rm(script);
    await writeFile(script, 'throw new Error("damaged")');
    const second = await startEngine({ dataFolder: first.dataFolder });
    expect((await second.client().session.create({ name: 'work', agent: 'shell', cwd: '/' })).terminals).toHaveLength(1);
    expect(second.logger.lines.some((line) => line.level === 'warn' && line.fields.path === script)).toBe(true);
  });

  it('removes runtimes that nothing runs from, and keeps the one of a living holder', async () => {
    const first = await startEngine();
    await first.client().session.create({ name: 'work', agent: 'shell', cwd: '/' });
    const { build } = await first.client().system.status({});
    await first.engine.shutdown();
    const unused = join(first.dataFolder, 'runtime', '0123456789abcdef');
    await mkdir(unused);
    await startEngine({ dataFolder: first.dataFolder });
    await expect(readFile(join(unused, 'manifest.json'))).rejects.toThrow('ENOENT');
    await readFile(join(first.dataFolder, 'runtime', build, 'manifest.json'));
  });
});

describe('a mirror that does not start because a file of the runtime was deleted since it was looked through', () => {
  it('has it again for its second try', async () => {
    const second = Promise.withResolvers<MirrorProcess>();
    const scripts: string[] = [];
    const parts: EngineParts = {
      ...defaultParts,
      async startMirror(options) {
        const { mirrorScript } = options.runtime;
        scripts.push(mirrorScript);
        if (scripts.length === 1) await rm(mirrorScript);
        const starting = defaultParts.startMirror(options);
        // A third would start whatever the second was; this one tells.
        if (scripts.length === 2) starting.then(second.resolve, second.reject);
        return starting;
      },
    };
    const logger = testLogger();
    const engine = await createEngine(await engineOptions({ logger }), parts);
    onTestFinished(() => engine.shutdown());
    expect((await second.promise).client).toBeDefined();
    expect(logger.lines.filter(({ message }) => message === 'the mirror does not start')).toMatchObject([
      { fields: { reason: expect.stringContaining('MIRROR_UNAVAILABLE') } },
    ]);
    await readFile(scripts[1] ?? '');
  });
});

describe('an engine that is killed while it starts sessions', () => {
  // Moments spread over the time that a start takes here (100 to 300 ms), so that each step of it is hit now and then.
  it.each([0, 15, 40, 90, 200])('leaves sessions that are whole or settled: killed after %i ms', async (ms) => {
    const dataFolder = await engineFolder();
    const first = await startKillableEngine(dataFolder);
    // The holder is started before, or the kill would only ever hit that.
    const before = await first.call<SessionInfo>('session.create', { name: 'before', agent: 'shell', cwd: '/' });
    for (const name of ['a', 'b', 'c']) {
      // Nobody answers once it is killed.
      first.call('session.create', { name, agent: 'shell', cwd: '/', prompt: 'echo hello' }).catch((error: unknown) => error);
    }
    await delay(ms);
    await first.kill();

    const second = await startEngine({ dataFolder });
    const client = second.client();
    const settled = (session: SessionInfo) => session.lifecycle === 'suspended' || session.state === 'idle' || session.state === 'working';
    const sessions = await until('every session is settled', async () => {
      const found = await client.session.list({ all: true });
      return found.every(settled) ? found : null;
    });
    expect(sessions.find((session) => session.id === before.id)).toMatchObject({
      lifecycle: 'active',
      terminals: [{ pid: before.terminals[0]!.pid }],
    });
    for (const session of sessions) {
      const [terminal] = session.terminals;
      const lives = terminal?.pid !== undefined && (await isRunning(terminal.pid));
      expect(lives, `${session.name}: ${session.state}`).toBe(session.lifecycle === 'active');
    }
    await Promise.all(sessions.map((session) => client.session.delete({ session: session.id, stop: true })));
    const { holders } = await client.system.status({});
    expect(holders.reduce((sum, holder) => sum + holder.children, 0)).toBe(0);
    const { checks } = await client.system.doctor({});
    expect(checks.find((check) => check.id === 'recordings')).toMatchObject({ ok: 'ok' });
  });
});
