import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followLevel, openLogger } from '#main/doors/logger.ts';
import { createSettings } from '#main/engine/settings/index.ts';
import { testLogger } from '../../support/test-logger.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kimi-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = async () =>
  (await readFile(join(folder, 'logs', 'engine.log'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const who = { process: 'engine', processId: process.pid };

describe("the engine's log", () => {
  test('is a line of JSON for each message, with its fields and its time', async () => {
    const log = await openLogger(folder, 'engine', undefined);
    log.info('started', { pid: 7, path: '/a b' });
    log.error('broke', { reason: 'two\nlines' });
    await log.close();
    expect(await lines()).toEqual([
      { ...who, level: 'info', message: 'started', pid: 7, path: '/a b', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
      { ...who, level: 'error', message: 'broke', reason: 'two\nlines', timestamp: expect.any(String) },
    ]);
  });

  test('is for the owner only', async () => {
    const log = await openLogger(folder, 'engine', undefined);
    log.info('x');
    await log.close();
    expect((await stat(join(folder, 'logs'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'logs', 'engine.log'))).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['debug', ['d', 'i', 'w', 'e']],
    ['info', ['i', 'w', 'e']],
    ['WARN', ['w', 'e']],
    ['error', ['e']],
    ['loud', ['i', 'w', 'e']],
    [undefined, ['i', 'w', 'e']],
  ])('at LOG_LEVEL %s', async (level, kept) => {
    const log = await openLogger(folder, 'engine', level);
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');
    await log.close();
    expect((await lines()).map((line) => line.message)).toEqual(kept);
  });

  test('keeps to the setting as it changes, where LOG_LEVEL was not given', async () => {
    const settings = await createSettings({
      path: join(folder, 'settings.toml'),
      logger: testLogger(),
      env: {},
      admin: { path: join(folder, 'none.toml'), owner: null },
    });
    for (const given of [undefined, 'warn']) {
      await settings.unset('log.level');
      const log = await openLogger(folder, 'engine', given);
      followLevel(log, settings);
      log.info('at info');
      await settings.set('log.level', 'error');
      log.warn('at error');
      await settings.set('log.level', 'debug');
      log.debug('at debug');
      await log.close();
    }
    settings.close();
    expect((await lines()).map((line) => line.message)).toEqual(['at info', 'at debug', 'at error']);
  });

  test('goes on where it ended, and holds everything that was said before it was closed', async () => {
    const first = await openLogger(folder, 'engine', undefined);
    for (let i = 0; i < 1000; i++) first.info(`line ${i}`);
    await first.close();
    first.info('too late');
    await first.close();
    const second = await openLogger(folder, 'engine', undefined);
    second.info('again');
    await second.close();
    const all = (await lines()).map((line) => line.message);
    expect(all).toEqual([...Array.from({ length: 1000 }, (_, i) => `line ${i}`), 'again']);
  });

  test('starts a new file before one grows beyond 5 MiB', async () => {
    const log = await openLogger(folder, 'engine', undefined);
    const text = 'x'.repeat(64 * 1024);
    for (let i = 0; i < 120; i++) log.info(text, { i });
    await log.close();
    const names = await readdir(join(folder, 'logs'));
    expect(names.length).toBeGreaterThan(1);
    const seen: number[] = [];
    for (const name of names) {
      const text = await readFile(join(folder, 'logs', name), 'utf8');
      expect(text.length).toBeLessThan(6 * 1024 * 1024);
      for (const line of text.trim().split('\n')) seen.push((JSON.parse(line) as { i: number }).i);
    }
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i));
  });

  test('shows no token and no code, even if somebody logs one', async () => {
    const token = `kso_${'t'.repeat(43)}`;
    const child = `ksc_ses_01J0000000000000000000000A.1.${'t'.repeat(43)}`;
    const log = await openLogger(folder, 'engine', undefined);
    log.warn(`environment was KIMI_SHELL_TOKEN=${child}`, { header: `Bearer ${token}`, url: `http://127.0.0.1:1/#code=${'c'.repeat(43)}` });
    await log.close();
    const text = await readFile(join(folder, 'logs', 'engine.log'), 'utf8');
    for (const secret of [token, child, 'tttt', 'cccc']) expect(text).not.toContain(secret);
    expect(text).toContain('[secret]');
  });

  test('shows no secret that its redactor was told of, in the message, in fields and in errors', async () => {
    const log = await openLogger(folder, 'engine', undefined);
    log.redactor.know('correct horse battery');
    log.error('it was correct horse battery', { deep: [{ a: 'correct horse battery' }], error: new Error('correct horse battery') });
    log.info('fields with a name', { password: 'short', tokens: 12 });
    await log.close();
    const [first, second] = await lines();
    expect(JSON.stringify(first)).not.toContain('horse');
    expect(first).toMatchObject({ message: 'it was [secret]', deep: [{ a: '[secret]' }], error: { message: '[secret]' } });
    expect(second).toMatchObject({ password: '[secret]', tokens: 12 });
  });
});
