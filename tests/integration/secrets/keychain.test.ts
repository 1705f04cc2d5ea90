import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { SecretStatus } from '#shared/contract/index.ts';
import { noKeyring, startKeyring } from '../../support/keyring.ts';
import { until } from '../../support/until.ts';
import { killHard, type Person, person } from '../cli/support.ts';

const VALUE = 'planted in the keyring 0001';

async function ready(one: Person): Promise<SecretStatus> {
  return until('the keyring is there', async () => {
    const status = await one.json<SecretStatus>(['secret', 'status']);
    return status.state === 'ready' ? status : undefined;
  });
}

test.skipIf(noKeyring() !== null)('secrets are in a real keyring, outlive the engine, and wait when it goes away', async () => {
  const keyring = await startKeyring();
  const one = await person(keyring.env);
  expect(await ready(one)).toEqual({ state: 'ready', store: 'keychain', waiting: 0 });
  expect((await one.run(['secret', 'set', 'api'], { stdin: `${VALUE}\n` })).code).toBe(0);
  expect(await one.json(['secret', 'get', 'api', '--reveal'])).toEqual({ name: 'api', value: VALUE });
  expect(await readFile(join(one.dataFolder, 'secrets.json'), 'utf8')).not.toContain(VALUE);
  const doctor = await one
    .json<{ checks: object[] }>(['doctor'])
    .catch(async () => JSON.parse((await one.run(['doctor', '--json'])).stdout));
  expect(doctor.checks).toContainEqual(expect.objectContaining({ id: 'keychain', message: 'doctor.keychain.ok' }));
  expect(doctor.checks).toContainEqual(
    expect.objectContaining({ id: 'secrets', message: 'doctor.secrets.keychain', values: { count: 1 } }),
  );

  // The audit log's key went there too, and is found there by the next engine.
  await until('the key is in the keyring', async () => !(await readdir(join(one.dataFolder, 'audit'))).includes('key') || undefined);
  killHard((await one.enginePid()) ?? 0);
  expect((await one.run(['secret', 'get', 'api', '--reveal'])).stdout).toBe(`${VALUE}\n`);

  expect(await one.json(['audit', 'verify'])).toMatchObject({ verdict: 'intact' });

  await keyring.stop();
  const refused = await one.run(['secret', 'get', 'api', '--reveal']);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('SECRETS_LOCKED');
  expect(await one.json(['secret', 'status'])).toMatchObject({ state: 'locked', reason: 'keychain' });
  // A session that needs it waits; unlocking lets it go on.
  const created = one.run(['session', 'create', 'late', '--agent', 'shell', '--env', 'KEY=secret:api', '--json', '--', '-c', 'cat']);
  await until('it waits', async () => (await one.json<SecretStatus>(['secret', 'status'])).waiting === 1 || undefined);
  await keyring.start();
  await ready(one);
  const { code, stderr, stdout } = await created;
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ name: 'late' })]);
  expect(stderr).toContain('secret unlock');

  expect((await one.run(['secret', 'delete', 'api'])).code).toBe(0);
  expect((await one.run(['secret', 'get', 'api', '--reveal'])).code).toBe(3);
});

test('a copied runtime has what it needs for the keychain', async () => {
  const one = await person();
  await one.json(['secret', 'list']);
  const root = join(one.dataFolder, 'runtime');
  const [build = ''] = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const script = "const { AsyncEntry } = require('@napi-rs/keyring'); console.log(typeof AsyncEntry)";
  const { stdout } = await promisify(execFile)(join(root, build, 'node'), ['-e', script], { cwd: join(root, build) });
  expect(stdout).toBe('function\n');
});
