import type { Page } from '@playwright/test';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';

/** A notification as the browser was asked to show it. */
interface Shown {
  readonly title: string;
  readonly body: string;
  open: boolean;
}

/** Keeps what the page asks of the browser's own notifications, which are made all the same. */
async function watchNotifications(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const all: { title: string; body: string; open: boolean; native: Notification }[] = [];
    Reflect.set(window, 'testNotifications', all);
    const Native = window.Notification;
    window.Notification = class extends Native {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        all.push({ title, body: options?.body ?? '', open: true, native: this });
      }

      override close(): void {
        for (const one of all) if (one.native === this) one.open = false;
        super.close();
      }
    };
  });
}

const shown = (page: Page): Promise<Shown[]> =>
  page.evaluate(() => (Reflect.get(window, 'testNotifications') as Shown[]).map(({ title, body, open }) => ({ title, body, open })));

const click = (page: Page, at: number): Promise<void> =>
  page.evaluate((index) => {
    const all = Reflect.get(window, 'testNotifications') as { native: Notification }[];
    all[index]?.native.dispatchEvent(new Event('click'));
  }, at);

test.describe('a browser that may show notifications', () => {
  test('tells of a session that is not looked at, leads to it, and not of one that is', async ({ app, openPage, folder }) => {
    const window = await openPage({ permissions: ['notifications', 'clipboard-read', 'clipboard-write'] });
    await watchNotifications(window.page);
    await window.page.reload();
    const terminal = await window.start({ agent: 'shell', folder, name: 'looked at' });
    await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'notifications.browser', value: 'true' }));
    await window.page.reload();
    await expect(window.page).toHaveTitle('Kimi Shell');
    await terminal.run('exit 3');
    await expect(window.page.getByRole('status').filter({ hasText: /code 3/ })).toBeVisible();

    const fails = { agent: 'shell' as const, cwd: folder, args: ['-c', 'exit 3'] };
    await asOwner(app.dataFolder, (client) => client.session.create({ ...fails, name: 'elsewhere' }));
    await expect.poll(() => shown(window.page)).toEqual([{ title: 'elsewhere broke down', body: 'ended with code 3', open: true }]);
    await expect(window.page).toHaveTitle(/1/);
    await expect(window.page.locator('link[rel="icon"]')).toHaveAttribute('href', /^data:image\/svg/);

    await click(window.page, 0);
    await expect.poll(async () => (await shown(window.page))[0]?.open).toBe(false);
    await expect(window.page.getByRole('heading', { level: 1, name: 'elsewhere' })).toBeVisible();
    // Seen in the window, so nothing is left to be told, by any door.
    await expect.poll(() => asOwner(app.dataFolder, (client) => client.notification.list({}))).toEqual([]);
    await expect(window.page).toHaveTitle('Kimi Shell');
  });
});
