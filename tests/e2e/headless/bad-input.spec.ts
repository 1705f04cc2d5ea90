import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

test.use({ appOptions: { demo: false } });

test('the dialog keeps what was typed and says what failed, why and what to do', async ({ openWindow, folder }) => {
  const window = await openWindow();
  const { newSession } = window;
  const missing = join(folder, 'nowhere');
  const refused = async (given: Readonly<Record<'folder' | 'name', string>>, ...words: readonly string[]) => {
    await newSession.fill({ agent: 'shell', ...given });
    await newSession.submit();
    for (const word of words) await expect(newSession.error).toContainText(word);
    await expect(newSession.folder).toHaveValue(given.folder);
    await expect(newSession.name).toHaveValue(given.name);
  };
  await window.openNewSessionDialog();

  await test.step('for a file in place of a folder', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await refused({ folder: file, name: 'in a file' }, file);
  });

  // A field of one line takes no line end, but U+0007 and direction marks go in.
  for (const name of ['bell\u0007', 'turned\u202e around']) {
    await test.step(`for a name with control characters: ${JSON.stringify(name)}`, () =>
      refused({ folder, name }, text('error.INVALID_INPUT.what', { field: text('window.new.name') }), 'Control characters'));
  }

  await test.step('for a relative folder', () =>
    refused(
      { folder: 'somewhere/else', name: 'relative' },
      text('error.INVALID_INPUT.what', { field: text('window.new.folder') }),
      'absolute path',
    ));

  await test.step('for a folder that is missing, and goes on once it is there', async () => {
    await refused(
      { folder: missing, name: 'kept name' },
      text('error.FOLDER_MISSING.what', { path: missing }),
      text('error.FOLDER_MISSING.todo', { path: missing }),
    );
    await mkdir(missing);
    await newSession.submit();
    await expect(newSession.dialog).toBeHidden();
    await window.terminal('kept name').ready();
  });
});

test('the dialog says so of a folder that may not be read', async ({ openWindow, folder }) => {
  test.skip(process.getuid?.() === 0, 'root reads everything');
  const closed = join(folder, 'closed');
  await mkdir(closed, { mode: 0o000 });
  try {
    const window = await openWindow();
    await window.openNewSessionDialog();
    await window.newSession.fill({ agent: 'shell', folder: closed, name: 'behind a door' });
    await window.newSession.submit();
    await expect(window.newSession.error).toContainText(text('error.FOLDER_UNREADABLE.what', { path: closed }));
  } finally {
    await chmod(closed, 0o700);
  }
});

test('a kimi that cannot be used is named in the dialog, or shown with its last words', async ({ app, openWindow, folder }) => {
  const window = await openWindow();
  const path = join(folder, 'kimi');
  const chosen = (value: string) => asOwner(app.dataFolder, (client) => client.settings.set({ key: 'kimi.path', value }));
  const { newSession } = window;

  for (const [what, prepare] of [
    ['is not there', async () => undefined],
    ['is not executable', (elsewhere: string) => writeFile(elsewhere, '#!/bin/sh\n', { mode: 0o600 })],
  ] as const) {
    await test.step(`because it ${what}: named with where it was looked for`, async () => {
      const elsewhere = join(folder, `kimi that ${what}`);
      await prepare(elsewhere);
      await chosen(elsewhere);
      await window.openNewSessionDialog();
      await newSession.fill({ agent: 'kimi', folder });
      const card = newSession.dialog.getByRole('region', { name: text('window.kimi.setting.title') });
      await expect(card).toContainText(elsewhere);
      await expect(newSession.start).toBeDisabled();
      // Shell sessions work without it.
      await newSession.agent('shell').check();
      await expect(newSession.start).toBeEnabled();
      await window.page.keyboard.press('Escape');
      await expect(newSession.dialog).toBeHidden();
    });
  }

  await test.step('because it ends at once: with its exit code too', async () => {
    await writeFile(path, '#!/bin/sh\n[ "$1" = --version ] && echo 2.1.0 && exit 0\necho no room for me here\nexit 7\n', { mode: 0o700 });
    await chosen(path);
    const terminal = await window.start({ agent: 'kimi', folder, name: 'short-lived' });
    await terminal.shows('no room for me here');
    await expect(terminal.pane.getByText(text('window.pane.exit.code', { code: 7 }))).toBeVisible();
    await window.says('short-lived', ['failed', 'exited']);
    await expect(terminal.pane.getByRole('button', { name: text('window.pane.exit.restart') })).toBeVisible();
  });
});

test.describe('output that no terminal likes', () => {
  test('invalid UTF-8 is left out, and what stands around it is intact', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'broken bytes' });
    await terminal.run(`printf 'a\\377b\\303(c\\342\\202d\\360\\237\\230\\n'; echo whole 字 again`);
    await terminal.shows('\nwhole 字 again');
    expect(await terminal.screen()).toContain('\nab(cd\n');
    await window.page.reload();
    await terminal.shows('\nwhole 字 again');
    expect(await terminal.screen()).toContain('\nab(cd\n');
  });

  test('a line of 10 MB arrives whole, and the terminal stays usable', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'long line' });
    await terminal.run(`head -c 10000000 /dev/zero | tr '\\0' x; echo; echo the line is over`);
    await terminal.shows('\nthe line is over', { timeout: 30_000 });
    await terminal.run('echo still here');
    await terminal.shows('\nstill here');
  });
});

test.describe('text that wants more than to be shown', () => {
  test('a paste cannot break out of its brackets', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'pasted into' });
    // A program that asked for bracketed paste and shows every byte that reaches it.
    await terminal.run(`stty -echo; printf '\\033[?2004h'; echo ready; cat -v`);
    await terminal.shows('\nready');
    await terminal.paste('before\u001b[201~; rm -rf nothing\u009b201~\u0003\u0004after\n');
    await terminal.press('Enter');
    await terminal.shows(/after[\s\S]*\^\[\[201~/);
    const arrived = (await terminal.screen()).replaceAll('\n', '');
    expect(arrived).toContain('^[[200~before[201~; rm -rf nothing201~after');
    // Exactly one closing bracket that counts, and it stands at the end.
    expect(arrived.match(/\^\[\[201~/g)).toHaveLength(1);
    expect(arrived.indexOf('^[[201~')).toBeGreaterThan(arrived.indexOf('after'));
  });

  test('a program may neither write nor read the clipboard unless that is switched on', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'grabber' });
    await window.page.evaluate(() => navigator.clipboard.writeText('mine'));
    const secret = Buffer.from('from the program').toString('base64');
    await terminal.run(`printf '\\033]52;c;${secret}\\007'; echo tried`);
    await terminal.shows('\ntried');
    await expect(window.page.getByText(text('window.notice.clipboard-refused', { session: 'grabber' }))).toBeVisible();
    expect(await window.page.evaluate(() => navigator.clipboard.readText())).toBe('mine');
    // A question for the clipboard gets no answer: nothing arrives as input within the two seconds that od waits.
    await terminal.run(`stty -icanon -echo min 0 time 20; printf '\\033]52;c;?\\007'; od -An -c; stty sane; echo asked`);
    await terminal.shows('\nasked');
    expect(await terminal.screen()).not.toMatch(/033\s+\]\s+5\s+2/);
  });

  test('a link opens only to the web, and shows its true target', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'links' });
    const link = (target: string, label: string) => `printf '\\033]8;;${target}\\033\\\\${label}\\033]8;;\\033\\\\\\n'`;
    await terminal.run(
      `clear; ${link('file:///etc/passwd', 'LOCALFILE')}; ${link('javascript:alert(1)', 'SCRIPT')}; ${link('http://127.0.0.1:9/true-target', 'https://bank.example')}; echo drawn`,
    );
    await terminal.shows('\ndrawn');
    const opened: string[] = [];
    window.page.context().on('page', (page) => opened.push(page.url()));
    const dialogs: string[] = [];
    window.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    // In the middle of the third cell of the row; the mouse goes where it is told, as a person's does.
    const pointAt = async (label: RegExp) => {
      const row = await terminal.rowElements.filter({ hasText: label }).boundingBox();
      await window.page.mouse.move(row!.x + 100, row!.y + 3 * row!.height);
      await window.page.mouse.move(row!.x + 20, row!.y + row!.height / 2);
    };
    const controlClick = async () => {
      await window.page.keyboard.down('Control');
      await window.page.mouse.down();
      await window.page.mouse.up();
      await window.page.keyboard.up('Control');
    };
    for (const label of [/^LOCALFILE/, /^SCRIPT/]) {
      await pointAt(label);
      await controlClick();
    }
    await pointAt(/^https:\/\/bank\.example/);
    await expect(terminal.pane.getByText('http://127.0.0.1:9/true-target')).toBeVisible();
    const [popup] = await Promise.all([window.page.context().waitForEvent('page'), controlClick()]);
    expect(await popup.evaluate(() => self.opener === null).catch(() => true)).toBe(true);
    // Had one of the others opened anything, it would have come before this one.
    expect(opened).toHaveLength(1);
    expect(dialogs).toEqual([]);
    await popup.close();
  });
});
