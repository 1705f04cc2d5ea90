import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listenOnLoopback, PortMemory } from '#main/doors/ports.ts';
import { recordingLogger } from '../engine/access/support.ts';

let folder: string;
const open: Server[] = [];
const logger = recordingLogger();
const server = () => {
  const made = createServer();
  open.push(made);
  return made;
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-ports-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => new Promise((resolve) => each.close(resolve))));
  await rm(folder, { recursive: true, force: true });
});

describe('the ports of last time', () => {
  test('are remembered over restarts, each by itself', async () => {
    const first = await PortMemory.load(folder, logger);
    expect(first.get('page')).toBeUndefined();
    await first.remember('page', 4000);
    await first.remember('gateway', 4001);
    const second = await PortMemory.load(folder, logger);
    expect([second.get('page'), second.get('gateway')]).toEqual([4000, 4001]);
    expect((await stat(join(folder, 'ports.json'))).mode & 0o777).toBe(0o600);
  });

  test.each(['', 'nonsense', '[]', '{"page":"x"}', '{"page":0}', '{"page":70000}'])(
    'in a file that says %s are forgotten, and the log says so',
    async (content) => {
      await writeFile(join(folder, 'ports.json'), content);
      const memory = await PortMemory.load(folder, logger);
      expect(memory.get('page')).toBeUndefined();
      if (content !== '[]') expect(logger.lines.at(-1)).toContain('ports.json');
      await memory.remember('page', 4000);
      expect(JSON.parse(await readFile(join(folder, 'ports.json'), 'utf8'))).toEqual({ page: 4000 });
    },
  );
});

describe('listening', () => {
  test('is on the loopback only', async () => {
    const made = server();
    const port = await listenOnLoopback(made, 0);
    expect(port).toBeGreaterThan(0);
    expect((made.address() as AddressInfo).address).toBe('127.0.0.1');
  });

  test('takes the wanted port when it is free, and a later one when it is taken', async () => {
    const wanted = await listenOnLoopback(server(), 0);
    const other = await listenOnLoopback(server(), wanted);
    expect(other).not.toBe(wanted);
    await Promise.all(open.splice(0).map((each) => new Promise((resolve) => each.close(resolve))));
    expect(await listenOnLoopback(server(), wanted)).toBe(wanted);
  });

  test('at the highest port does not run past it', async () => {
    const first = await listenOnLoopback(server(), 65_535);
    const second = await listenOnLoopback(server(), 65_535);
    expect(second).not.toBe(first);
  });
});
