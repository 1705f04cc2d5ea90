import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';

test.use({ appOptions: { demo: false } });

test.describe('the dialog keeps what was typed and says what failed, why and what to do', () => {
  test('for a folder that is missing', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const missing = join(folder, 'nowhere');
    const { newSession } = window;
    await window.openNewSessionDialog();
    await newSession.fill({ agent: 'shell', folder: missing, name: 'kept name' });
    await newSession.submit();
    await expect(newSession.error).toContainText(text('error.FOLDER_MISSING.what', { path: missing }));
    await expect(newSession.error).toContainText(text('error.FOLDER_MISSING.todo', { path: missing }));
    await expect(newSession.folder).toHaveValue(missing);
    await expect(newSession.name).toHaveValue('kept name');

    // The same dialog goes on once the folder is there.
    await mkdir(missing);
    await newSession.submit();
    await expect(newSession.dialog).toBeHidden();
    await window.terminal('kept name').ready();
  });

  test('for a file in place of a folder', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    await window.openNewSessionDialog();
    await window.newSession.fill({ agent: 'shell', folder: file, name: 'in a file' });
    await window.newSession.submit();
    await expect(window.newSession.error).toContainText(file);
    await expect(window.newSession.folder).toHaveValue(file);
  });

  test('for a folder that may not be read', async ({ openWindow, folder }) => {
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

  test('for a name with control characters', async ({ openWindow, folder }) => {
    const window = await openWindow();
    const { newSession } = window;
    await window.openNewSessionDialog();
    // A field of one line takes no line end, but U+0007 and direction marks go in.
    for (const name of ['bell\u0007', 'turned\u202e around']) {
      await newSession.fill({ agent: 'shell', folder, name });
      await newSession.submit();
      await expect(newSession.error).toContainText(text('error.INVALID_INPUT.what', { field: text('window.new.name') }));
      await expect(newSession.error).toContainText('Control characters');
      await expect(newSession.folder).toHaveValue(folder);
      await expect(newSession.name).toHaveValue(name);
    }
  });

  test('for a relative folder', async ({ openWindow }) => {
    const window = await openWindow();
    await window.openNewSessionDialog();
    await window.newSession.fill({ agent: 'shell', folder: 'somewhere/else', name: 'relative' });
    await window.newSession.submit();
    await expect(window.newSession.error).toContainText(text('error.INVALID_INPUT.what', { field: text('window.new.folder') }));
    await expect(window.newSession.error).toContainText('absolute path');
    await expect(window.newSession.folder).toHaveValue('somewhere/else');
  });
});

test.describe('a kimi that cannot be used', () => {
  for (const [what, prepare] of [
    ['is not there', async () => undefined],
    ['is not executable', async (path: string) => writeFile(path, '#!/bin/sh\n', { mode: 0o600 })],
  ] as const) {
    test(`because it ${what} is named in the dialog, with where it was looked for`, async ({ app, openWindow, folder }) => {
      const path = join(folder, 'kimi-elsewhere');
      await prepare(path);
      await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'kimi.path', value: path }));
      const window = await openWindow();
      await window.openNewSessionDialog();
      await window.newSession.fill({ agent: 'kimi', folder });
      const card = window.newSession.dialog.getByRole('region', { name: text('window.kimi.missing.title') });
      await expect(card).toBeVisible();
      await expect(window.newSession.start).toBeDisabled();
      await expect(card).toContainText(path);
      // Shell sessions work without it.
      await window.newSession.agent('shell').check();
      await expect(window.newSession.start).toBeEnabled();
    });
  }

  test('because it ends at once is shown with its last words and its exit code', async ({ app, openWindow, folder }) => {
    const path = join(folder, 'kimi');
    await writeFile(path, '#!/bin/sh\n[ "$1" = --version ] && echo 2.1.0 && exit 0\necho no room for me here\nexit 7\n', { mode: 0o700 });
    await asOwner(app.dataFolder, (client) => client.settings.set({ key: 'kimi.path', value: path }));
    const window = await openWindow();
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
