import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, freshLink, test } from '../../support/e2e.ts';
import { startHeadlessApp } from '../../support/headless-app.ts';
import { text } from '../../support/texts.ts';
import { AppWindow } from '../../support/window/app-window.ts';

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

test('a machine without Kimi: the card says so, a click installs it in a terminal, and Kimi starts', async ({ folder, page }) => {
  const home = join(folder, 'home');
  const programs = join(folder, 'programs');
  const work = join(folder, 'work');
  await Promise.all([home, programs, work].map((path) => mkdir(path)));
  await writeFile(join(programs, 'npm'), NPM, { mode: 0o755 });
  const path = `${programs}:/usr/bin:/bin`;
  await writeFile(join(home, '.profile'), `export PATH='${path}'\n`);
  const app = await startHeadlessApp({ env: { HOME: home, PATH: path, SHELL: '/bin/sh' } });
  try {
    const window = await AppWindow.open(page, await freshLink(app));
    await window.openNewSessionDialog();
    await window.newSession.agent('kimi').check();
    const card = window.newSession.dialog.getByRole('region', { name: text('window.kimi.missing.title') });
    await expect(card).toContainText(join(home, '.local/bin'));
    await card.getByRole('button', { name: text('window.kimi.missing.install') }).click();

    // It is done in a terminal that the person watches, with the command in plain sight.
    const rows = page.locator('.xterm-rows');
    await expect(rows).toContainText('$ npm install --global');
    await expect(rows).toContainText('npm was told: install --global');

    await window.openNewSessionDialog();
    await window.newSession.fill({ agent: 'kimi', folder: work, name: 'first' });
    await expect(card).toBeHidden();
    await window.newSession.start.click();
    await window.terminal('first').shows('Trust this folder?', { timeout: 30_000 });
  } finally {
    await app.close();
  }
});
