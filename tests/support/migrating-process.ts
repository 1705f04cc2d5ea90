// A process that opens each settings.toml that its parent names as an engine does, which brings it to the newest format. It says `ready`
// when it has begun, and `done` when a file is on the disk.
import { createSettings } from '../../src-main/engine/settings/index.ts';

const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
process.on('message', async (path: string) => {
  await createSettings({ path, logger, env: {}, admin: { path: `${path}.admin`, owner: null }, migrate: true });
  process.send?.('done');
});
process.send?.('ready');
