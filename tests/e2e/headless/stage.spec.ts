import type { Locator } from '@playwright/test';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

/** Where in an element, as parts of its width and height. */
type Spot = readonly [number, number];

test('tabs and panes are dragged in the strip, to an edge and into the middle, and are still there after a reload', async ({
  app,
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  for (const name of ['one', 'two', 'three']) await window.start({ agent: 'shell', folder, name });
  const tab = (name: string) => window.tabs.filter({ hasText: name });
  const at = async (element: Locator, [x, y]: Spot): Promise<Spot> => {
    const box = await element.boundingBox();
    if (box === null) throw new Error('what is dragged, or dragged to, is not on the screen');
    return [box.x + box.width * x, box.y + box.height * y];
  };
  const take = async (from: Locator, to: Locator, spot: Spot) => {
    await page.mouse.move(...(await at(from, [0.3, 0.5])));
    await page.mouse.down();
    // The browser takes it for a drag when it has moved a little.
    await page.mouse.move(...(await at(from, [0.5, 0.6])), { steps: 3 });
    const [x, y] = await at(to, spot);
    await page.mouse.move(x, y, { steps: 8 });
    // A hand is never still; Playwright sends one event a step, and entering an element takes the first.
    for (const by of [1, 0, 1]) await page.mouse.move(x + by, y);
  };

  // Within the strip: a line says where it would come.
  await take(tab('three'), tab('one'), [0.2, 0.5]);
  await expect(tab('one').locator('[data-drop=before]')).toBeVisible();
  await page.mouse.up();
  await expect(window.tabs).toHaveText([/three/, /one/, /two/]);

  // Escape lets everything be as it was.
  await take(tab('two'), tab('three'), [0.2, 0.5]);
  await expect(tab('three').locator('[data-drop=before]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-drop]')).toHaveCount(0);
  await page.mouse.up();
  await expect(window.tabs).toHaveText([/three/, /one/, /two/]);

  // To the right edge of the pane on show: it is split there, and the caret is in what was brought.
  const three = window.terminal('three');
  const one = window.terminal('one');
  await take(tab('one'), three.pane, [0.9, 0.5]);
  await expect(page.locator('[data-drop-zone=right]')).toBeVisible();
  await page.mouse.up();
  await expect(window.tabs).toHaveCount(2);
  await expect(one.region.locator('textarea')).toBeFocused();
  const [left, right] = [await three.pane.boundingBox(), await one.pane.boundingBox()];
  expect(right?.x).toBeGreaterThan(left?.x ?? 0);
  await page.keyboard.type('echo still-$((40+2))\n');
  await one.shows('still-42');

  // Into the middle of the other pane, by its header: they change places.
  await take(one.pane.locator('header'), three.pane, [0.5, 0.5]);
  await page.mouse.up();
  await expect.poll(async () => ((await one.pane.boundingBox())?.x ?? 0) < ((await three.pane.boundingBox())?.x ?? 0)).toBe(true);

  // By keys: the pane becomes a tab of its own, and that goes left.
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type(text('window.action.pane-own-tab'));
  await expect(page.getByRole('option', { name: text('window.action.pane-own-tab'), selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(window.tabs).toHaveText([/three/, /one/, /two/]);
  await expect(one.region.locator('textarea')).toBeFocused();
  await page.keyboard.press('Control+Shift+PageUp');
  await expect(window.tabs).toHaveText([/one/, /three/, /two/]);

  // The switcher's key twice goes to the last session, and twice again comes back.
  await page.keyboard.press('Control+Shift+Period');
  await expect(three.region.locator('textarea')).toBeFocused();
  for (const to of [one, three]) {
    await page.keyboard.press('Control+Shift+O');
    await page.keyboard.press('Control+Shift+O');
    await expect(to.region.locator('textarea')).toBeFocused();
  }
  await page.keyboard.press('Control+Shift+Comma');

  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type(text('window.action.inspector'));
  await expect(page.getByRole('option', { name: text('window.action.inspector'), selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: text('window.inspector') })).toBeVisible();
  // The choice is at the engine: what a page had under way goes with it.
  const habits = () => asOwner(app.dataFolder, (client) => client.settings.loadLayout({ name: 'habits' }));
  await expect.poll(async () => (await habits()).json).toContain('view.inspector');

  await page.reload();
  await window.isConnected();
  await expect(window.tabs).toHaveText([/one/, /three/, /two/]);
  await one.shows('still-42');
  // What was chosen in the palette stands first now.
  await page.keyboard.press('Control+Shift+P');
  // The three sessions stand above the commands.
  await expect(page.getByRole('option').nth(3)).toContainText(text('window.action.inspector'));
});

test('of more tabs than there is room for the one on show is in sight, and the wheel leads to the others', async ({
  openWindow,
  app,
  folder,
}) => {
  const names = Array.from({ length: 14 }, (_, n) => `number ${n}`);
  for (const name of names) await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: folder }));
  const window = await openWindow();
  for (const name of names) await window.session(name).click();
  const tab = (name: string) => window.tabs.filter({ hasText: new RegExp(`${name}$`) });
  await expect(tab('number 13')).toHaveAttribute('aria-selected', 'true');
  await expect(tab('number 13')).toBeInViewport({ ratio: 1 });
  await expect(tab('number 0')).not.toBeInViewport();
  await tab('number 13').hover();
  await window.page.mouse.wheel(0, -5000);
  await expect(tab('number 0')).toBeInViewport({ ratio: 1 });
  await window.session('number 12').click();
  await expect(tab('number 12')).toBeInViewport({ ratio: 1 });
  // Neither a smaller window nor the inspector takes it out of sight.
  await window.session('number 13').click();
  await window.page.setViewportSize({ width: 900, height: 800 });
  await expect(tab('number 13')).toBeInViewport({ ratio: 1 });
  await window.page.keyboard.press('Control+Shift+Y');
  await expect(window.page.getByRole('complementary', { name: text('window.inspector') })).toBeVisible();
  await expect(tab('number 13')).toBeInViewport({ ratio: 1 });
});

test('tabs without room give it to their titles; the pointer finds the button that closes, and nothing moves for it', async ({
  openWindow,
  app,
  folder,
}) => {
  const names = Array.from({ length: 9 }, (_, n) => `weather station ${n}`);
  for (const name of names) await asOwner(app.dataFolder, (client) => client.session.create({ name, agent: 'shell', cwd: folder }));
  const window = await openWindow();
  const tab = (n: number) => window.tabs.filter({ hasText: new RegExp(`${n}$`) });
  const title = (n: number) => tab(n).getByText(`weather station ${n}`, { exact: true });
  const close = (n: number) => tab(n).locator('[data-close]');
  const widthOf = async (n: number) => (await title(n).boundingBox())?.width ?? 0;

  await window.session('weather station 0').click();
  // Alone it has room for both.
  await expect(close(0)).toHaveCSS('opacity', '1');
  const whole = await widthOf(0);
  for (const name of names.slice(1)) await window.session(name).click();
  await expect(tab(8)).toHaveAttribute('aria-selected', 'true');
  // Ten letters or so, where the whole title is 17.
  expect(await widthOf(8)).toBeGreaterThan(0.6 * whole);
  expect(await widthOf(7)).toBeGreaterThan(0.6 * whole);
  // The desktop's double is a browser that says that nothing hovers, as on a touch screen: there the tab on show keeps its button.
  const hovers = await window.page.evaluate(() => matchMedia('(hover: hover)').matches);
  await expect(close(8)).toHaveCSS('opacity', hovers ? '0' : '1');

  const places = () => window.tabs.evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().x));
  const before = [await places(), await widthOf(7)];
  await (hovers ? tab(7).hover() : tab(7).click());
  await expect(close(7)).toHaveCSS('opacity', '1');
  expect([await places(), await widthOf(7)]).toEqual(before);
  await close(7).click();
  await expect(tab(7)).toHaveCount(0);
  await expect(window.tabs).toHaveCount(8);
  // The keyboard's way, with or without a button.
  await tab(8).click();
  await tab(8).focus();
  await window.page.keyboard.press('Delete');
  await expect(tab(8)).toHaveCount(0);
});

test('a pane that cannot be drawn says so, gives a report, and is drawn when it is tried again; the window goes on', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  await window.start({ agent: 'shell', folder, name: 'fragile' });
  // The code of terminals does not arrive.
  await page.route(/terminal-pane[^/]*\.js/, (route) => route.abort());
  await page.reload();
  const crashed = page.getByRole('alert').filter({ hasText: text('window.pane.crashed') });
  await expect(crashed).toBeVisible();
  await expect(window.session('fragile')).toBeVisible();
  await crashed.getByRole('button', { name: text('window.pane.crashed.copy') }).click();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('terminal-pane');
  expect(report).toContain('Components:');
  expect(report).not.toContain(folder);

  await page.unroute(/terminal-pane[^/]*\.js/);
  await crashed.getByRole('button', { name: text('window.retry') }).click();
  // Where the browser keeps the failure, the page comes anew first.
  await expect(window.terminal('fragile').region).toBeVisible();
  await window.terminal('fragile').ready();

  // The pane's code is there, what it shows is not.
  let asked = 0;
  await page.route(/terminal-pool[^/]*\.js/, (route) => {
    asked += 1;
    return route.abort();
  });
  await page.reload();
  await expect(crashed).toBeVisible();
  expect(asked, 'for the pane, and ahead: after the first paint and once the engine is there').toBeLessThanOrEqual(3);
  await page.unroute(/terminal-pool[^/]*\.js/);
  await crashed.getByRole('button', { name: text('window.retry') }).click();
  // Where the browser keeps the failure, the page comes anew first.
  await expect(window.terminal('fragile').region).toBeVisible();
  await window.terminal('fragile').ready();

  // Nor does what is searched with: that is said, and the keys go on to the terminal.
  await page.route(/find-bar[^/]*\.js/, (route) => route.abort());
  await page.reload();
  await window.terminal('fragile').ready();
  await page.keyboard.press('Control+Shift+F');
  await expect(page.getByRole('alert').filter({ hasText: 'find-bar' })).toBeVisible();
  await window.terminal('fragile').run('echo searched-"not"');
  await window.terminal('fragile').shows('searched-not');
  await page.unroute(/find-bar[^/]*\.js/);

  // And what the inspector says: the window goes on, and it comes when it is tried again.
  await page.route(/about-session[^/]*\.js/, (route) => route.abort());
  await page.reload();
  await window.terminal('fragile').ready();
  await page.keyboard.press('Control+Shift+X');
  const inspector = page.getByRole('complementary', { name: text('window.inspector') });
  await expect(inspector.getByRole('alert')).toBeVisible();
  await page.unroute(/about-session[^/]*\.js/);
  await inspector.getByRole('button', { name: text('window.retry') }).click();
  await expect(inspector.getByText(text('window.inspector.evidence'))).toBeVisible();

  // What runs here, and whether it is in order, from anywhere.
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type(text('window.action.about'));
  await expect(page.getByRole('option', { name: text('window.action.about'), selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  const about = page.getByRole('dialog', { name: text('window.action.about') });
  await expect(about.getByText(text('doctor.settings.ok'))).toBeVisible();
  await about.getByRole('button', { name: text('window.about.copy') }).click();
  await expect(about.getByText(text('window.copied'))).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(text('doctor.settings.ok'));
});
