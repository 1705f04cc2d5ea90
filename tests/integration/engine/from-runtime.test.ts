import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startEngine } from '../../../src-main/engine/background/index.ts';
import { builtInstallation } from '../../support/build.ts';
import { installInto } from '../../support/installation.ts';
import { asOwner } from '../../support/owner-client.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';
import { hostFolder } from '../doors/host-process.ts';

it('an engine takes over from the runtime when the installation is gone, with page, sessions and the same holder', {
  timeout: 120_000,
}, async () => {
  await builtInstallation();
  const installed = join(await tempFolder(), 'installed');
  await installInto(installed);
  const host = await hostFolder();
  const dataFolder = host.folder;
  onTestFinished(() => host.remove());
  const first = host.start([], {}, installed);
  await first.link;
  const before = await asOwner(dataFolder, async (client) => {
    await client.session.create({ name: 'work', agent: 'shell', cwd: dataFolder });
    return client.system.status({});
  });
  const runtime = join(dataFolder, 'runtime', before.build);
  await rm(installed, { recursive: true });

  await startEngine({
    nodeBinary: join(runtime, 'node'),
    hostEntry: join(runtime, 'headless.js'),
    dataFolder,
    env: process.env,
    takeOver: true,
  });
  await first.exited;
  const after = await asOwner(dataFolder, (client) => client.system.status({}));
  onTestFinished(async () => {
    await asOwner(dataFolder, (client) => client.system.shutdown({}));
    await until('its record is gone', async () => !(await readdir(dataFolder)).includes('engine.json'));
  });
  expect(after).toMatchObject({ build: before.build, version: before.version, engine: { kind: 'call' } });
  expect(after.holders).toEqual(before.holders);
  expect(await readdir(join(dataFolder, 'runtime'))).toEqual(expect.arrayContaining([before.build]));
  const page = await fetch(after.engine.url ?? '');
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="root"');
  const more = await asOwner(dataFolder, (client) => client.session.create({ name: 'more', agent: 'shell', cwd: dataFolder }));
  expect(more.state).toBe('starting');
});
