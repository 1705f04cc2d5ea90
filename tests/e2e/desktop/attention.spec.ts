import type { DesktopApp } from '../../support/desktop-app.ts';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';

/** What native notifications say, oldest first. */
const shown = (desktop: DesktopApp): Promise<string[]> =>
  desktop.evaluate(({ Notification }) => [...Notification.shown].map(({ title }) => title));

/** The tray's icon by its file, and the lines of its menu. */
const tray = (desktop: DesktopApp) =>
  desktop.evaluate(({ Tray }) => {
    const [one] = [...Tray.all];
    const path = (one?.image as { path?: string } | undefined)?.path ?? '';
    return { icon: path.split(/[\\/]/).at(-1) ?? '', tip: one?.toolTip ?? '', lines: one?.menu?.items.map(({ label }) => label) ?? [] };
  });

/** Clicks a line of the tray's menu. */
const choose = (desktop: DesktopApp, label: string): Promise<void> =>
  desktop.evaluate(({ Tray }, wanted: string) => {
    const [one] = [...Tray.all];
    const item = one?.menu?.find((entry) => entry.label === wanted);
    if (item === undefined) throw new Error(`the tray's menu has no line ${wanted}`);
    item.click();
  }, label);

const closeWindows = (desktop: DesktopApp): Promise<void> =>
  desktop.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  });

const fails = (name: string, cwd: string) => ({ name, cwd, agent: 'shell' as const, args: ['-c', 'exit 3'] });
const create = (desktop: DesktopApp, session: ReturnType<typeof fails>) =>
  asOwner(desktop.dataFolder, (client) => client.session.create(session));

test.describe('native notifications', () => {
  test('lead to their session, and do what their buttons say', async ({ desktop, openWindow, folder }) => {
    const window = await openWindow();
    await create(desktop, fails('broken', folder));
    await expect.poll(() => shown(desktop)).toEqual(['broken broke down']);
    await expect.poll(() => desktop.evaluate(({ app }) => app.record.badge)).toBe(1);
    // "Start again": it ends in the same way, which is told anew.
    await desktop.evaluate(({ Notification }) => [...Notification.shown][0]?.act(1));
    await expect
      .poll(async () => (await asOwner(desktop.dataFolder, (c) => c.session.show({ session: 'broken' }))).terminals.length)
      .toBe(2);
    await expect.poll(() => shown(desktop)).toEqual(['broken broke down']);
    await desktop.evaluate(({ Notification }) => [...Notification.shown][0]?.click());
    await expect(window.page.getByRole('heading', { level: 1, name: 'broken' })).toBeVisible();
    expect(await shown(desktop)).toEqual([]);
    await expect.poll(() => desktop.evaluate(({ app }) => app.record.badge)).toBe(0);
  });

  test('go when what they tell was handled elsewhere', async ({ desktop, openWindow, folder }) => {
    await openWindow();
    await create(desktop, fails('first', folder));
    await create(desktop, fails('second', folder));
    await expect.poll(() => shown(desktop)).toEqual(['first broke down', 'second broke down']);
    await asOwner(desktop.dataFolder, (client) => client.session.mark({ session: 'first', as: 'read' }));
    await expect.poll(() => shown(desktop)).toEqual(['second broke down']);
    await asOwner(desktop.dataFolder, (client) => client.notification.dismiss({ notification: 'all' }));
    await expect.poll(() => shown(desktop)).toEqual([]);
  });
});

test('a program that says how far it is has a bar on the app’s icon, until it has ended', async ({ desktop, openWindow, folder }) => {
  await openWindow();
  const bars = () => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ progress }) => progress));
  const script = "printf '\\033]9;4;1;40\\007'; read go";
  await asOwner(desktop.dataFolder, (client) =>
    client.session.create({ name: 'download', cwd: folder, agent: 'shell', args: ['-c', script] }),
  );
  await expect.poll(bars).toEqual([0.4]);
  await asOwner(desktop.dataFolder, (client) => client.session.stop({ session: 'download', force: true }));
  await expect.poll(bars).toEqual([-1]);
});

test.describe('the tray', () => {
  test('works with all windows closed, and agrees with the engine', async ({ desktop, openWindow, folder }) => {
    await openWindow();
    await closeWindows(desktop);
    expect(await desktop.windows()).toEqual([]);
    await create(desktop, fails('unattended', folder));
    await asOwner(desktop.dataFolder, (client) => client.session.create({ name: 'calm', cwd: folder, agent: 'shell' }));
    await expect
      .poll(() => tray(desktop))
      .toMatchObject({
        icon: 'failed-light-24.png',
        tip: 'Kimi Shell: 1 session has failed',
        lines: [
          'Needs you',
          'unattended: ended with code 3',
          '',
          'New session…',
          'Do not disturb',
          '',
          'Open Kimi Shell',
          'Quit Kimi Shell',
        ],
      });
    await expect.poll(() => shown(desktop)).toEqual(['unattended broke down']);

    await choose(desktop, 'Until I turn it off');
    await expect
      .poll(() => asOwner(desktop.dataFolder, (client) => client.notification.doNotDisturb({})))
      .toEqual({ on: true, until: null });
    await create(desktop, fails('held back', folder));
    await expect
      .poll(async () => (await asOwner(desktop.dataFolder, (client) => client.notification.list({}))).filter(({ held }) => held).length)
      .toBe(1);
    expect(await shown(desktop)).toEqual(['unattended broke down']);

    await choose(desktop, 'unattended: ended with code 3');
    await expect.poll(async () => (await desktop.windows()).length).toBe(1);
    const [id = 0] = await desktop.windows();
    // The browser tells of a window that the app opened by itself a moment later.
    await expect(async () => void (await desktop.page(id))).toPass();
    const page = await desktop.page(id);
    await expect(page.getByRole('heading', { level: 1, name: 'unattended' })).toBeVisible();
    await expect.poll(async () => (await tray(desktop)).lines.slice(0, 2)).toEqual(['Needs you', 'held back: ended with code 3']);
  });

  test('takes a window that is closed, and gives it back as it was', async ({ desktop, openWindow, folder }) => {
    await asOwner(desktop.dataFolder, (client) => client.settings.set({ key: 'desktop.closeToTray', value: 'true' }));
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'by hand' });
    await terminal.run('echo before-$((1 + 1))');
    await terminal.shows('before-2');
    const visible = () => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()));
    await desktop.evaluate(({ BrowserWindow }) => {
      for (const one of BrowserWindow.getAllWindows()) one.close();
    });
    await expect.poll(visible).toEqual([false]);
    await choose(desktop, 'Open Kimi Shell');
    await expect.poll(visible).toEqual([true]);
    await terminal.run('echo after-$((1 + 2))');
    await terminal.shows('after-3');
  });
});
