import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { prompt, startTrustedKimi } from '../../support/kimi-steps.ts';
import { asOwner } from '../../support/owner-client.ts';
import { until } from '../../support/until.ts';
import { AppWindow } from '../../support/window/app-window.ts';

/** What the engine that has the folder says; false while none can be reached. */
async function statusOf(dataFolder: string) {
  try {
    return await asOwner(dataFolder, (client) => client.system.status({}));
  } catch (error) {
    // Not there, or its doors are shut: whatever it is, nobody answers.
    return error instanceof Error ? false : Promise.reject(error);
  }
}

test('quitting over a guarded session leaves an engine that sees it through, and the app goes on from that', async ({
  desktop,
  openWindow,
  folder,
}) => {
  const { dataFolder } = desktop;
  const window = await openWindow();
  const shell = await window.start({ agent: 'shell', name: 'just runs', folder });
  await shell.ready();
  const kimi = await startTrustedKimi(window, { name: 'guarded', folder });
  await prompt(kimi, 'slow please');
  await kimi.shows('word2 ');
  await asOwner(dataFolder, (client) => client.session.guard({ session: 'guarded' }));
  expect((await asOwner(dataFolder, (client) => client.system.awake({}))).reasons).toMatchObject([
    { kind: 'guarded-session', name: 'guarded' },
  ]);
  const before = await asOwner(dataFolder, (client) => client.system.status({}));

  // First the person thinks better of it.
  await desktop.evaluate(({ app, dialog }) => {
    dialog.answers.push(2);
    setImmediate(() => app.quit());
  });
  const asked = () => desktop.evaluate(({ dialog }) => dialog.shown.map(({ detail }) => detail ?? ''));
  await expect.poll(asked).toHaveLength(1);
  const [detail = ''] = await asked();
  expect(detail).toContain('•  just runs');
  expect(detail).toContain('guarded is guarded, and its agent works.');
  expect((await asOwner(dataFolder, (client) => client.system.status({}))).engine.pid).toBe(before.engine.pid);

  await desktop.evaluate(({ app, dialog }) => {
    dialog.answers.push(0);
    setImmediate(() => app.quit());
  });
  expect(await desktop.ended).toBe(0);
  const left = await until('the engine that was left opens its doors', () => statusOf(dataFolder));
  expect(left).toMatchObject({ engine: { kind: 'call' }, holders: before.holders, build: before.build });
  expect(await readFile(`/proc/${left.engine.pid}/cmdline`, 'utf8')).toContain(join(dataFolder, 'runtime', before.build, 'headless.js'));

  // It fires seconds later, with no app anywhere: the turn ends, and that is written down, for the person to see.
  const guarded = () => asOwner(dataFolder, (client) => client.session.show({ session: 'guarded' }));
  const quitAt = Date.now();
  expect((await guarded()).state).toBe('working');
  await expect.poll(async () => (await guarded()).state, { timeout: 60_000 }).toBe('finished');
  const seen = await guarded();
  expect(seen.unseen).toBe(true);
  expect(seen.stateInfo.since).toBeGreaterThan(quitAt);
  expect((await asOwner(dataFolder, (client) => client.system.awake({}))).reasons).toEqual([]);

  await desktop.start();
  const again = await asOwner(dataFolder, (client) => client.system.status({}));
  expect(again).toMatchObject({ engine: { kind: 'desktop' }, holders: before.holders });
  expect((await guarded()).stateInfo.since).toBe(seen.stateInfo.since);
  const next = await new AppWindow(await desktop.openWindow()).connected();
  await (await next.show('guarded')).shows('that was the last word');

  // Nothing keeps an engine now: the app ends with its engine, and the programs run on.
  await desktop.evaluate(({ app, dialog }) => {
    dialog.answers.push(0);
    setImmediate(() => app.quit());
  });
  expect(await desktop.ended).toBe(0);
  expect(await statusOf(dataFolder)).toBe(false);
  await desktop.start();
  expect((await asOwner(dataFolder, (client) => client.session.list({}))).every(({ terminals }) => terminals[0]?.exit === undefined)).toBe(
    true,
  );
});
