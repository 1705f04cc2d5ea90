// A process that changes settings.toml as fast as it can, for tests that kill it: node settings-process.ts <path>. Every message to
// the parent is a receipt: that change is on the disk.
import { createSettings } from '../../src-main/engine/settings/index.ts';

const [path = ''] = process.argv.slice(2);
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const settings = await createSettings({ path, logger, env: {}, admin: { path: `${path}.admin`, owner: null } });
for (let i = 0; ; i += 1) {
  const keep = 1 + (i % 4096);
  await settings.set('recording.keepMiB', String(keep));
  process.send?.(keep);
}
