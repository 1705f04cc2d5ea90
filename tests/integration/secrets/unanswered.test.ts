import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { SecretStatus } from '#shared/contract/index.ts';
import { noKeyring, startKeyring } from '../../support/keyring.ts';
import { isRunning } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { person } from '../cli/support.ts';

const ASKING = join(import.meta.dirname, '../../support/keychain-process.ts');

test.skipIf(noKeyring() !== null)(
  'a process that waits for the keychain’s question goes on with all else, and exits as it wants',
  async () => {
    const keyring = await startKeyring();
    const env = { ...process.env, ...keyring.env };
    const asking = (count: number, code: number) => spawn(process.execPath, [ASKING, String(count), String(code)], { env });
    await keyring.lock();
    const asker = asking(6, 3);
    onTestFinished(() => void asker.kill('SIGKILL'));
    const said = text(asker.stdout);
    expect(await once(asker, 'exit')).toEqual([3, null]);
    expect(JSON.parse(await said)).toEqual({ refused: 6, read: true });
  },
);

test.skipIf(noKeyring() !== null)('an engine ends although nobody answers its keychain', async () => {
  const keyring = await startKeyring();
  const one = await person(keyring.env);
  await until('the keyring is there', async () => (await one.json<SecretStatus>(['secret', 'status'])).state === 'ready' || undefined);
  expect((await one.run(['secret', 'set', 'api'], { stdin: 'planted in the keyring 0001\n' })).code).toBe(0);
  const { asked } = await keyring.lock();
  const engine = (await one.enginePid()) ?? 0;
  const refused = one.run(['secret', 'get', 'api', '--reveal']);
  await asked;
  expect((await one.run(['serve', '--stop'])).code).toBe(0);
  await until('its process has ended', async () => !(await isRunning(engine)));
  // The command asks the next engine, which is refused where there is no keychain.
  await keyring.stop();
  expect((await refused).code).not.toBe(0);
});
