import { expect, it } from 'vitest';
import { machineId } from '#main/engine/secrets/machine-id.ts';

it('an account that the system does not list has no machine id, and says so', async () => {
  const unlisted = () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };
  await expect(machineId(process.platform, unlisted)).rejects.toMatchObject({
    code: 'SECRETS_LOCKED',
    context: { reason: 'no-machine-id' },
  });
});
