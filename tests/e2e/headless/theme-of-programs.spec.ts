import { expect, test } from '../../support/e2e.ts';
import { asOwner } from '../../support/owner-client.ts';
import { text } from '../../support/texts.ts';
import type { TerminalView } from '../../support/window/terminal-view.ts';

/** The colours that a program chose for its words, as they are drawn. */
const coloursOf = ({ region }: TerminalView) =>
  region
    .locator('.xterm-rows span')
    .evaluateAll((spans) =>
      [...new Set(spans.filter((span) => span.textContent?.trim()).map((span) => getComputedStyle(span).color))].sort(),
    );

test('a Kimi that a command started has the colours of the light window that shows it, as one that was started there', async ({
  app,
  openWindow,
  folder,
}) => {
  const asked = 'Trust this folder?';
  // Nobody looks at it when it asks for the ground of its terminal.
  await asOwner(app.dataFolder, (client) => client.session.create({ name: 'by a command', agent: 'kimi', cwd: folder }));
  const window = await openWindow({ colorScheme: 'light' });
  await window.says('by a command', 'trust');
  const here = await window.start({ agent: 'kimi', folder, name: 'started here' });
  await here.shows(asked, { timeout: 30_000 });
  const light = await coloursOf(here);
  const other = await window.show('by a command');
  await other.shows(asked);
  await expect.poll(() => coloursOf(other), { message: 'it has learnt that its ground is light' }).toEqual(light);

  // And it hears of it when that changes.
  await window.page.emulateMedia({ colorScheme: 'dark' });
  await expect(window.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect.poll(() => coloursOf(other)).not.toEqual(light);
});

test('a program that wants to know is told of the theme when it becomes another one, and nobody else is', async ({
  openWindow,
  folder,
}) => {
  const window = await openWindow({ colorScheme: 'light' });
  const shell = await window.start({ agent: 'shell', folder, name: 'listens' });
  await shell.run("printf '\\033[?2031hlistening\\n'; cat");
  await shell.shows('\nlistening');
  await window.page.emulateMedia({ colorScheme: 'dark' });
  await shell.shows('^[[?997;1n');
  await window.openSettings();
  await window.page.getByRole('combobox', { name: text('setting.terminal.theme') }).selectOption('solarized-light');
  await window.page.getByRole('button', { name: text('window.place.sessions'), exact: true }).click();
  await shell.shows('^[[?997;2n');
});
