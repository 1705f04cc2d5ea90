import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect, linkOf, openedElsewhere, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

test('a path that exists is a link: it says where it leads, and Ctrl+click opens it in the chosen editor', async ({
  app,
  openWindow,
  folder,
}) => {
  await mkdir(`${folder}/src`);
  await writeFile(`${folder}/src/it.ts`, '');
  await writeFile(`${folder}/ed`, `#!/bin/sh\nprintf '%s ' "$@" > '${folder}/opened'\n`);
  await chmod(`${folder}/ed`, 0o700);
  const choose = (key: string, value: string) => asOwner(app.dataFolder, (client) => client.settings.set({ key, value }));
  await choose('editor.program', 'custom');
  await choose('editor.command', `${folder}/ed {line} {column} {path}`);
  const { page, ...window } = await openWindow().then((opened) => ({ page: opened.page, start: opened.start.bind(opened) }));
  const shell = await window.start({ agent: 'shell', folder, name: 'paths' });
  await shell.run(
    "printf '\\nsrc/it.ts(12,5): error\\nsrc/no.ts:1 absent\\n'; cd src; printf '\\033]7;file://%s\\007it.ts:7 here\\n' \"$PWD\"",
  );
  await shell.shows('it.ts:7 here');
  const opened = () => readFile(`${folder}/opened`, 'utf8').catch(() => '');
  const pointAt = async (shown: string) => {
    const { x, y } = await shell.pointOf(shown);
    await page.mouse.move(x + 30, y);
    return () => page.mouse.click(x + 30, y);
  };

  await pointAt('src/no.ts:1 absent');
  const click = await pointAt('src/it.ts(12');
  await expect(shell.linkTip()).toContainText(`${folder}/src/it.ts:12:5`);
  // Without Ctrl a click is the program's.
  await click();
  await page.keyboard.down('Control');
  await click();
  await page.keyboard.up('Control');
  await expect.poll(opened).toBe(`12 5 ${folder}/src/it.ts `);
  await expect(page.getByText(text('window.notice.path-opened', { path: `${folder}/src/it.ts`, program: 'ed' }))).toBeVisible();

  // Where the shell says that it is counts too.
  const clickHere = await pointAt('it.ts:7 here');
  await expect(shell.linkTip()).toContainText(`${folder}/src/it.ts:7`);
  await page.keyboard.down('Control');
  await clickHere();
  await page.keyboard.up('Control');
  await expect.poll(opened).toBe(`7 1 ${folder}/src/it.ts `);
  await pointAt('src/no.ts:1 absent');
  await expect(shell.linkTip()).toBeHidden();

  // An editor that is not there is named, with what to do.
  await choose('editor.program', 'zed');
  await pointAt('it.ts:7 here');
  await expect(shell.linkTip()).toBeVisible();
  await page.keyboard.down('Control');
  await clickHere();
  await page.keyboard.up('Control');
  await expect(page.getByRole('alert')).toContainText('zed');
});

test('a link says where it really leads, marked where it looks like elsewhere, and opens only by Ctrl+click', async ({
  app,
  openWindow,
  folder,
}) => {
  const window = await openWindow();
  const { page } = window;
  const shell = await window.start({ agent: 'shell', folder, name: 'links' });
  const { origin } = new URL(await linkOf(app));
  await writeFile(
    `${folder}/o`,
    `h() { printf '\\033]8;;%s\\007%s\\033]8;;\\007 ' "$1" "$2"; echo "$3"; }
h '${origin}/real' 'https://good.example/' first
h 'javascript:alert(1)' 'click me' second
echo 'see ${origin}/plain。third'
`,
  );
  await shell.run('clear; . ./o');
  await shell.shows('third');
  const pointAt = async (shown: string) => {
    const { x, y } = await shell.pointOf(shown);
    await page.mouse.move(x + 30, y);
  };
  await pointAt('click me');
  await expect(shell.linkTip()).toContainText(text('window.pane.link.refused', { scheme: 'javascript:' }));
  await pointAt('https://good.example/');
  await expect(shell.linkTip()).toContainText(text('window.pane.link.disguised'));
  await expect(shell.linkTip()).toContainText(`${origin}/real`);

  const opened = await openedElsewhere(app, page);
  const { x, y } = await shell.pointOf(`${origin}/plain`);
  await page.mouse.click(x + 30, y);
  await expect(shell.linkTip()).toContainText(`${origin}/plain`);
  await expect(shell.linkTip()).not.toContainText('third');
  expect(await opened()).toEqual([]);
  await page.keyboard.down('Control');
  await page.mouse.click(x + 30, y);
  await page.keyboard.up('Control');
  await expect.poll(opened).toEqual([`${origin}/plain`]);
  await pointAt('third');
  await expect(shell.linkTip()).toBeHidden();
});
