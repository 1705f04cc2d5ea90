import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CHINESE, expect, test } from '../../support/e2e.ts';
import { text, textsIn } from '../../support/texts.ts';

const MODULES = resolve(import.meta.dirname, '../../../node_modules');

/** An npm that knows one package and needs no network: what it is told to install globally is the Kimi of this checkout. */
const NPM = `#!/bin/sh
if [ "$1" = prefix ]; then echo "$HOME/.local"; exit 0; fi
echo "npm was told: $*"
[ "$1 $2" = 'install --global' ] || exit 1
mkdir -p "$HOME/.local/bin"
printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' '${MODULES}/node/bin/node' '${MODULES}/@moonshot-ai/kimi-code/dist/main.mjs' > "$HOME/.local/bin/kimi"
chmod +x "$HOME/.local/bin/kimi"
`;

test('a machine without Kimi: the first steps install it in a terminal, come back, and lead to a running Kimi by keys alone', async ({
  folder,
  startApp,
  openWindowOf,
}) => {
  const home = join(folder, 'home');
  const programs = join(folder, 'programs');
  const work = join(folder, 'work');
  await Promise.all([home, programs, work].map((path) => mkdir(path)));
  await writeFile(join(programs, 'npm'), NPM, { mode: 0o755 });
  const path = `${programs}:/usr/bin:/bin`;
  await writeFile(join(home, '.profile'), `export PATH='${path}'\n`);
  const window = await openWindowOf(await startApp({ env: { HOME: home, PATH: path, SHELL: '/bin/sh' } }));
  const { page } = window;
  const steps = page.getByRole('main', { name: text('window.place.welcome') });
  const card = steps.getByRole('region', { name: text('window.kimi.missing.title') });
  await expect(card).toContainText(join(home, '.local/bin'));
  const where = steps.getByLabel(text('window.new.folder'), { exact: true });
  await expect(where).toBeFocused();
  // What is written before it is installed is there afterwards, and the folder is asked for where it is wrong.
  const message = steps.getByLabel(text('window.new.prompt'), { exact: true });
  await message.fill('say hello');
  await where.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(card.getByRole('button', { name: text('window.kimi.missing.install') })).toBeFocused();
  await page.keyboard.press('Enter');

  // It is done in a terminal that the person watches; when it has ended well, the rest can be filled in.
  await expect(card).toBeHidden();
  await expect(steps.getByText(/^Kimi \d/)).toBeVisible();
  await expect(where).toBeFocused();
  await page.keyboard.type(join(folder, 'nowhere'));
  await page.keyboard.press('Enter');
  await expect(steps.getByRole('alert')).toContainText('nowhere');
  await expect(where).toHaveAttribute('aria-invalid', 'true');
  await where.fill(work);
  await page.keyboard.press('Tab');
  await expect(message).toBeFocused();
  await expect(message).toHaveValue('say hello');
  for (const _example of [1, 2, 3, 4]) await page.keyboard.press('Tab');
  await expect(steps.getByRole('button', { name: text('window.welcome.start') })).toBeFocused();
  await page.keyboard.press('Enter');
  const kimi = window.terminal('work');
  await kimi.shows('Trust this folder?', { timeout: 60_000 });
  await expect(kimi.region.locator('textarea')).toBeFocused();
  const installer = await window.show('Install Kimi');
  await installer.shows('$ npm install --global');
  await installer.shows('npm was told: install --global');
});

test.describe('with nothing done yet', () => {
  test.use({ appOptions: { demo: false, env: CHINESE.app } });

  test('the first steps can be skipped for good, and are found again in the palette', async ({ openWindow }) => {
    const chinese = textsIn('zh-CN');
    const { page } = await openWindow(CHINESE.window);
    const steps = page.getByRole('main', { name: chinese('window.place.welcome') });
    await steps.getByRole('button', { name: chinese('window.welcome.skip') }).click();
    await expect(steps).toBeHidden();
    await expect(page.getByRole('heading', { name: chinese('window.stage.first.title') })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: chinese('window.stage.first.title') })).toBeVisible();
    await expect(steps).toBeHidden();
    await page.keyboard.press('Control+Shift+P');
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(chinese('window.action.welcome'));
    await expect(page.getByRole('option', { selected: true })).toHaveText(chinese('window.action.welcome'));
    await page.keyboard.press('Enter');
    await expect(steps.getByLabel(chinese('window.new.folder'), { exact: true })).toBeFocused();
  });
});
