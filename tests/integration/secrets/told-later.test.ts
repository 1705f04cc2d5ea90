import { expect, test } from 'vitest';
import type { Keychain } from '#main/engine/secrets/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { WindowId } from '#shared/ids.ts';
import { startEngine } from '../../support/engine.ts';

const nobody = async () => {
  throw new KimiError('SECRETS_LOCKED', { reason: 'keychain', why: 'nobody is there' });
};
const NO_KEYCHAIN: Keychain = { get: nobody, set: nobody, remove: nobody };

test('work that began to wait for a secret with nobody there is told to the windows that open until somebody unlocks', async () => {
  const { dataFolder, client } = await startEngine({ keychain: NO_KEYCHAIN });
  const owner = client();
  const created = owner.session.create({ name: 'waits', agent: 'shell', cwd: dataFolder, env: { KEY: 'secret:api' } }).then(
    () => 'created',
    ({ data }: { readonly data: { readonly code: string } }) => data.code,
  );
  await expect.poll(async () => (await owner.secret.status({})).waiting).toBe(1);
  await owner.settings.set({ key: 'theme', value: 'dark' });

  /** Which secrets a window is told of, from its opening until it hears of the theme `until`. */
  async function told(window: WindowId, until: 'light' | 'dark'): Promise<readonly unknown[]> {
    const names: unknown[] = [];
    for await (const event of await owner.system.events({ window })) {
      if (event.type === 'snapshot') await owner.settings.set({ key: 'theme', value: until });
      if (event.type === 'notice' && event.window === window) names.push([event.message, event.values.names]);
      if (event.type === 'settings.changed' && event.settings.theme === until) break;
    }
    return names;
  }

  const waiting = [['notice.secrets.still-waiting', 'api']];
  expect(await told('win_00000000000000000000000001', 'light')).toEqual(waiting);
  expect(await told('win_00000000000000000000000002', 'dark')).toEqual(waiting);
  await owner.secret.unlock({ passphrase: 'correct horse battery', machine: false });
  expect(await created).toBe('SECRET_MISSING');
  expect(await told('win_00000000000000000000000003', 'light')).toEqual([]);
});
