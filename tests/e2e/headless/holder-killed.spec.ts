import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../support/e2e.ts';
import { holderPids } from '../../support/headless-app.ts';
import { isRunning } from '../../support/processes.ts';
import { text } from '../../support/texts.ts';

test.describe('kill -9 of the holder', () => {
  test('a program that went with it is named, and its session starts again', async ({ app, folder, openWindow }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'taken along' });
    await terminal.run('echo something worth keeping');
    await terminal.shows('\nsomething worth keeping');

    const [holder] = await holderPids(app.dataFolder);
    process.kill(holder ?? 0, 'SIGKILL');
    await expect(terminal.pane.getByText(text('window.pane.exit.lost'))).toBeVisible();
    await window.says('taken along', ['exited', 'failed']);
    await terminal.shows('something worth keeping');

    await terminal.pane.getByRole('button', { name: text('window.pane.exit.restart') }).click();
    await expect(terminal.pane.getByText(text('window.pane.exit.lost'))).toBeHidden();
    await terminal.run('echo alive again');
    await terminal.shows('\nalive again');
    await window.says('taken along', 'idle');
  });

  test('a program that ignores the hang-up is found to run on', async ({ app, folder, openWindow }) => {
    const window = await openWindow();
    const terminal = await window.start({ agent: 'shell', folder, name: 'left over' });
    // Without job control: a shell with it ends at its next look at the terminal that is gone.
    await terminal.run(`exec sh -c 'trap "" HUP; echo $$ > pid; while :; do sleep 1; done'`);
    const pidFile = join(folder, 'pid');
    await expect.poll(() => readFile(pidFile, 'utf8').catch(() => '')).toMatch(/^\d+\n$/);
    const pid = Number(await readFile(pidFile, 'utf8'));
    try {
      const [holder] = await holderPids(app.dataFolder);
      process.kill(holder ?? 0, 'SIGKILL');
      await window.says('left over', 'exited', String(pid));
      await expect(terminal.pane.getByText(text('window.pane.exit.survived', { pid }))).toBeVisible();
      expect(await isRunning(pid)).toBe(true);

      // The session is offered again: stopping ends what is left of it, starting begins anew.
      await terminal.pane.getByRole('button', { name: text('window.pane.exit.restart') }).click();
      await expect.poll(() => isRunning(pid), { message: 'starting again does not leave the old program behind' }).toBe(false);
    } finally {
      if (await isRunning(pid)) process.kill(pid, 'SIGKILL');
    }
  });
});
