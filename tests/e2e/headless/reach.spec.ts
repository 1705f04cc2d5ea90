import { EMPTY, FULL, GONE, MORE, type Place } from '../../pictures/places.ts';
import { HIGH_CONTRAST, isAccessibleIn, THEMES } from '../../support/axe.ts';
import { expect, test } from '../../support/e2e.ts';
import type { HeadlessApp } from '../../support/headless-app.ts';
import { asOwner } from '../../support/owner-client.ts';
import { pseudoText, speakPseudo, uncatalogued } from '../../support/pseudo-locale.ts';
import { hasFocus, isStill, isWithinReach } from '../../support/reach.ts';
import { text } from '../../support/texts.ts';
import type { AppWindow } from '../../support/window/app-window.ts';

/** Sessions of all kinds, with names as long as people make them, and what people give them. */
async function fill(app: HeadlessApp, folder: string): Promise<void> {
  await asOwner(app.dataFolder, async (client) => {
    // On a busy machine Kimi may not have answered in time at the first look.
    const kimi = async () => (await client.agent.list({ refresh: true })).find(({ id }) => id === 'kimi')?.found;
    await expect.poll(kimi, { message: 'Kimi is found', timeout: 60_000 }).toBe(true);
    const start = (name: string, agent: 'kimi' | 'shell') => client.session.create({ name, agent, cwd: folder });
    await start('Tidy up the notes', 'kimi');
    const shell = await start('Garden shell', 'shell');
    await client.session.tag({ session: shell.id, tags: ['garden', 'of the whole neighbourhood'] });
    await client.session.pin({ session: shell.id });
    await start('Weather shell', 'shell');
    const long = await start('Find out why the forecast of the third station is always a day late and mend it', 'shell');
    await client.session.group({ session: long.id, group: 'Everything about the weather' });
    const ended = await start('Ended', 'shell');
    await client.session.stop({ session: ended.id });
  });
}

/** Two panes, as on a working day, and Kimi waits for an answer. */
async function arrange(window: AppWindow): Promise<void> {
  await window.says('Tidy up the notes', 'trust');
  const shell = await window.show('Garden shell');
  await shell.ready();
  await window.page.keyboard.press('Control+Shift+E');
  await window.stage.getByRole('button', { name: 'Ended' }).click();
  await expect(window.stage.getByRole('button', { name: text('window.pane.exit.restart') })).toBeVisible();
  await shell.focus();
}

async function visit(
  window: AppWindow,
  words: typeof text,
  places: readonly Place[],
  look: (name: string) => Promise<void>,
): Promise<void> {
  for (const place of places) {
    await place.show(window, words);
    await look(place.name);
    await place.leave?.(window, words);
    await expect(window.page.getByRole('dialog')).toHaveCount(0);
    await hasFocus(window.page, `after ${place.name}`);
  }
}

const OPENED = FULL.filter(({ name }) => name !== 'full');

test('axe finds nothing on any place, in both themes @long', async ({ app, openWindow, folder }) => {
  const window = await openWindow();
  const look = (place: string) => isAccessibleIn(THEMES, window.page, place);
  await visit(window, text, EMPTY, look);
  await fill(app, folder);
  await arrange(window);
  // Who does not see it hears, politely, that something has come to need them.
  const heard = `Tidy up the notes: ${text('window.state.trust')}.`;
  await expect(window.page.getByRole('status').filter({ hasText: heard })).toHaveCount(1);
  await look('the full window');
  await visit(window, text, OPENED, look);
  await app.killHard();
  await GONE.show(window, text);
  await look('the banner of a lost engine');
});

test('axe finds nothing in any dialog or menu, nor in high contrast @long', async ({ app, openWindow, folder }) => {
  test.setTimeout(10 * 60_000);
  const window = await openWindow();
  await fill(app, folder);
  await arrange(window);
  await visit(window, text, MORE, (place) => isAccessibleIn([...THEMES, ...HIGH_CONTRAST], window.page, place));
  await visit(window, text, OPENED, (place) => isAccessibleIn(HIGH_CONTRAST, window.page, place));
});

test('at 200 % nothing is cut and everything is within reach; longer texts have room; nothing moves that need not @long', async ({
  app,
  folder,
  openWindow,
}) => {
  test.setTimeout(240_000);
  await fill(app, folder);
  const zoom = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
  const window = await openWindow({ ...zoom, reducedMotion: 'reduce' });
  const zoomed = window.page;
  zoomed.setDefaultTimeout(30_000);
  await arrange(window);
  await isWithinReach(zoomed, 'the full window at 200 %');
  await visit(window, text, [...OPENED, ...MORE], async (name) => {
    await isWithinReach(zoomed, `${name} at 200 %`);
    await isStill(zoomed, name);
  });
  await zoomed.close();

  // What no catalogue has: the person's names and folders, what programs say, keys, builds, times and sizes as Intl writes them.
  const data = new RegExp(
    [
      'Garden shell.*|Weather shell|Find out why.*|Ended|Tidy up.*|Everything about.*|garden|(garden, )?of the whole.*',
      'kimi-shell-spec-\\w+|(Trust this folder\\? )?/\\S*',
      '\\((Ctrl|Shift|Alt)\\+.+\\)',
      '[0-9a-f]{16}|[0-9a-f]{64}',
      'session\\.create|[A-Z_]+|(\\w+=.+\\s?)+|token:\\w+|cal_\\w+',
      'Look at what is there|nothing has this|Mozilla/.*|--ks-accent: .*|kimi',
      'a call was .+|engine( \\(\\d+\\))?|caller|cli|window|connection|page:\\w+|ms|procedure|code',
      '\\w{3} \\d+, \\d\\d:\\d\\d:\\d\\d',
      '\\w{3} \\d+, \\d{4}, \\d\\d:\\d\\d:\\d\\d',
      '[\\d.,]+ ([KMG]i)?B',
    ].join('|'),
    'u',
  );
  const room = { viewport: { width: 960, height: 600 } };
  const pseudo = await openWindow({ ...room, reducedMotion: 'reduce', prepare: speakPseudo, texts: pseudoText });
  const long = pseudo.page;
  long.setDefaultTimeout(30_000);
  await (await pseudo.show('Garden shell')).ready();
  await visit(pseudo, pseudoText, [...OPENED, ...MORE], async (name) => {
    expect.soft(await uncatalogued(long, data), `${name}: texts from no catalogue`).toEqual([]);
    await isWithinReach(long, `${name} with longer texts`);
  });
});
