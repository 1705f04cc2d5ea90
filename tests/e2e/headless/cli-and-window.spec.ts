import type { SessionInfo, SystemStatus } from '#shared/contract/index.ts';
import { kimiShell, kimiShellJson } from '../../support/cli.ts';
import { expect, test } from '../../support/e2e.ts';
import { text } from '../../support/texts.ts';

test.use({ appOptions: { demo: false } });

test.describe('the command line beside the window', () => {
  test('a session that it creates is in the list at once, and switch focuses it in the page', async ({ app, folder, openWindow }) => {
    const window = await openWindow();
    await window.start({ agent: 'shell', folder, name: 'by hand' });
    const made = await kimiShellJson<SessionInfo>(app.dataFolder, ['session', 'create', 'by command', '--agent', 'shell', '--cwd', folder]);
    await expect(window.session('by command')).toBeVisible();
    await expect(window.terminal('by command').region).toBeHidden();

    const switched = await kimiShellJson<{ session: SessionInfo; window: string | null }>(app.dataFolder, ['session', 'switch', made.id]);
    expect(switched.window).toMatch(/^win_/);
    const terminal = window.terminal('by command');
    await expect(terminal.region).toBeVisible();
    // The caret is there: keys go to it without a click.
    await expect(terminal.region.locator('textarea')).toBeFocused();
    await window.page.keyboard.type('echo typed after switch\n');
    await terminal.shows('\ntyped after switch');
  });

  test('rename, stop and delete are seen in the window', async ({ app, folder, openWindow }) => {
    const window = await openWindow();
    await window.start({ agent: 'shell', folder, name: 'old name' });
    expect((await kimiShell(app.dataFolder, ['session', 'rename', 'old name', 'new name'])).code).toBe(0);
    await expect(window.session('new name')).toBeVisible();
    await expect(window.session('old name')).toBeHidden();

    const renamed = window.terminal('new name');
    expect((await kimiShell(app.dataFolder, ['session', 'stop', 'new name'])).code).toBe(0);
    await window.says('new name', 'exited');
    await expect(renamed.pane.getByRole('button', { name: text('window.pane.exit.restart') })).toBeVisible();

    expect((await kimiShell(app.dataFolder, ['session', 'delete', 'new name'])).code).toBe(0);
    await expect(window.session('new name')).toBeHidden();
    await expect(renamed.region).toBeHidden();
  });

  test('tail gives the bytes that the window shows, and status names the engine and its holder', async ({ app, folder, openWindow }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'recorded' });
    await terminal.run('echo one; echo two');
    await terminal.shows('\ntwo');
    const { stdout, code } = await kimiShell(app.dataFolder, ['session', 'tail', 'recorded', '--from', '0']);
    expect(code).toBe(0);
    expect(stdout.toString()).toContain('\r\none\r\ntwo\r\n');

    const status = await kimiShellJson<SystemStatus>(app.dataFolder, ['status']);
    expect(status.engine.pid).toBe(app.pid);
    expect(status.holders).toHaveLength(1);
    expect(status.sessions).toBe(1);
  });

  test('a session by a name that does not exist ends with exit code 3', async ({ app }) => {
    const { code, stderr, stdout } = await kimiShell(app.dataFolder, ['session', 'show', 'nobody', '--json']);
    expect(code).toBe(3);
    expect(stdout.toString()).toBe('');
    expect(stderr).not.toBe('');
  });
});
