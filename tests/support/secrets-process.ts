// A process that replaces a secret as fast as it can, for tests that kill it: node secrets-process.ts <data folder>. Every message to
// the parent is a receipt: that value is on the disk.
import { Secrets } from '../../src-main/engine/secrets/index.ts';
import { createRedactor } from '../../src-shared/redaction/index.ts';

const [dataFolder = ''] = process.argv.slice(2);
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const none = async () => {
  throw new Error('no keychain is asked once there is a file');
};
const secrets = new Secrets({
  dataFolder,
  keychain: { get: none, set: none, remove: none },
  redactor: createRedactor(),
  logger,
  now: Date.now,
  machineId: async () => 'this machine',
});
// Long, so that a write takes time: a file written in place would be found cut short.
for (let i = 1; ; i += 1) {
  await secrets.set({ name: 'a', value: `${i} ${'x'.repeat(16_000)}`, replace: true });
  process.send?.(i);
}
