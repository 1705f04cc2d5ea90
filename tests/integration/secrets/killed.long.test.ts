import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secrets } from '#main/engine/secrets/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { createRedactor } from '#shared/redaction/index.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { testLogger } from '../../support/test-logger.ts';

test('a process that is killed while it replaces a secret leaves the old value or the new one, whole', async () => {
  const dataFolder = await tempFolder();
  const none = async () => {
    throw new KimiError('SECRETS_LOCKED', { reason: 'keychain', why: 'none' });
  };
  const keychain = { get: none, set: none, remove: none };
  const open = () =>
    new Secrets({
      dataFolder,
      keychain,
      redactor: createRedactor(),
      logger: testLogger(),
      now: Date.now,
      machineId: async () => 'this machine',
    });
  const secrets = open();
  await secrets.unlock({ machine: true });
  await secrets.set({ name: 'a', value: `0 ${'x'.repeat(16_000)}`, replace: false });
  for (let round = 0; round < 5; round += 1) {
    const child = fork(join(import.meta.dirname, '../../support/secrets-process.ts'), [dataFolder], { execArgv: [] });
    let told = 0;
    child.on('message', (value) => {
      told = Number(value);
      // While the next write is under way, at another point of it each time.
      if (told === 3 + round) setTimeout(() => child.kill('SIGKILL'), round);
    });
    await once(child, 'exit');
    const value = await open().reveal('a');
    expect(value).toMatch(/^\d+ x{16000}$/);
    expect(Number(value.split(' ')[0]), 'what was said to be kept').toBeGreaterThanOrEqual(told);
  }
  expect((await readdir(dataFolder)).filter((name) => !name.endsWith('.tmp'))).toEqual(['secrets.json']);
});
