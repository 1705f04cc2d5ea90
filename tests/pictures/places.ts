import { expect } from '@playwright/test';
import type { textsIn } from '../support/texts.ts';
import type { AppWindow } from '../support/window/app-window.ts';

/** Something of the window to take pictures of. */
export interface Place {
  /** Unique; the pictures are called like it. */
  readonly name: string;
  /** Shows it. The window is at the sessions, with the caret in a terminal where there is one. */
  readonly show: (window: AppWindow, text: ReturnType<typeof textsIn>) => Promise<void>;
  /** Goes back to where it began; without it, nothing has to be done. */
  readonly leave?: (window: AppWindow, text: ReturnType<typeof textsIn>) => Promise<void>;
  /** Where the window cannot get smaller or larger in the middle of it (a menu closes): it is shown anew for every picture. */
  readonly each?: true;
  /** Without an engine no program hears of another size. */
  readonly sizesStand?: true;
}

const press =
  (key: string): Place['show'] =>
  async ({ page }) => {
    await page.keyboard.press(key);
  };
const close = press('Escape');
const SHELL = 'Garden shell';

/** The full window is there, with the caret where it always begins: which pane had it last is no matter of pictures. */
export const isDrawn: Place['show'] = async (window) => {
  await window.terminal(SHELL).shows('reverse');
  await window.terminal(SHELL).focus();
};

/** What the window shows before anything was started. */
export const EMPTY: readonly Place[] = [
  { name: 'empty', show: (window) => window.isEmpty() },
  { name: 'empty-new-session', show: (window) => window.openNewSessionDialog(), leave: close },
];

/** What it shows of a working day. A new place or state is a line here. */
export const FULL: readonly Place[] = [
  { name: 'full', show: isDrawn },
  {
    name: 'inspector',
    show: async ({ page }, text) => {
      await page.keyboard.press('Control+Shift+Y');
      await page.getByRole('complementary', { name: text('window.inspector') }).waitFor();
    },
    leave: press('Control+Shift+Y'),
  },
  {
    name: 'list-search',
    show: async (window, text) => {
      await window.sessions.getByRole('button', { name: text('window.sessions.search') }).click();
      await window.sessions.getByRole('searchbox').fill('garden');
    },
    leave: close,
  },
  {
    name: 'session-menu',
    each: true,
    show: async (window, text) => {
      await window.session(SHELL).click({ button: 'right' });
      await window.page.getByRole('menuitem', { name: text('window.menu.delete') }).waitFor();
    },
    leave: close,
  },
  {
    name: 'find',
    show: async (window, text) => {
      await window.terminal(SHELL).focus();
      await window.page.keyboard.press('Control+Shift+F');
      await window.page.getByRole('searchbox', { name: text('window.find') }).fill('s');
    },
    leave: close,
  },
  {
    name: 'pane-picker',
    show: async (window, text) => {
      await window.page.keyboard.press('Control+Shift+D');
      await window.page.getByRole('heading', { name: text('window.stage.pick') }).waitFor();
    },
    leave: async ({ page }, text) => {
      const picker = page.locator('[data-pane]').filter({ has: page.getByRole('heading', { name: text('window.stage.pick') }) });
      await picker.getByRole('button', { name: text('window.pane.close') }).click();
      await picker.waitFor({ state: 'detached' });
    },
  },
  {
    name: 'new-session-refused',
    show: async (window) => {
      await window.openNewSessionDialog();
      await window.newSession.fill({ folder: '/nowhere/at/all', prompt: 'Look at what is there' });
      await window.newSession.submit();
      await window.newSession.error.waitFor();
    },
    leave: close,
  },
  {
    name: 'palette',
    show: async ({ page }) => {
      await page.keyboard.press('Control+Shift+P');
      await page.getByRole('option').first().waitFor();
    },
    leave: close,
  },
  {
    // Sessions that were started: how many other entries there are is a matter of chance.
    name: 'audit',
    show: async ({ page }, text) => {
      await page.getByRole('button', { name: text('window.place.audit') }).click();
      await page.getByRole('searchbox', { name: text('window.audit.search') }).fill('session.create');
      const log = page.getByRole('list', { name: text('window.audit.list') });
      await expect(log.getByRole('button').filter({ hasNotText: 'session.create' })).toHaveCount(0);
      await log.getByRole('button').last().click();
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+Space');
    },
  },
  {
    // A session that was started: how many other lines there are, and what processes they name, is a matter of chance.
    name: 'logs',
    show: async ({ page }, text) => {
      await page.getByRole('button', { name: text('window.place.logs'), exact: true }).click();
      await page.getByRole('searchbox', { name: text('window.logs.search') }).fill('session.create');
      const list = page.getByRole('list', { name: text('window.logs.list') });
      await expect(list.getByRole('button').filter({ hasNotText: 'session.create' })).toHaveCount(0);
      await list.getByRole('button').last().click();
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+Space');
    },
  },
  {
    name: 'settings',
    show: async (window) => {
      await window.openSettings();
    },
    leave: press('Control+Shift+S'),
  },
];

/** By the palette, as somebody does who does not know the key. */
const choose =
  (action: 'about' | 'welcome' | 'session-rename' | 'session-tags' | 'session-new-group' | 'session-delete'): Place['show'] =>
  async ({ page }, text) => {
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('combobox').fill(text(`window.action.${action}`));
    await page.getByRole('option', { name: text(`window.action.${action}`), exact: true }).click();
  };
const dialog =
  (action: Parameters<typeof choose>[0]): Place['show'] =>
  async (window, text) => {
    await window.terminal(SHELL).focus();
    await choose(action)(window, text);
    await window.page.getByRole('dialog').getByRole('button').first().waitFor();
  };

/** What has no pictures of its own, because the gallery has them, or little but a list. */
export const MORE: readonly Place[] = [
  ...(['about', 'session-rename', 'session-tags', 'session-new-group', 'session-delete'] as const).map(
    (action): Place => ({ name: action, show: dialog(action), leave: close }),
  ),
  {
    name: 'first-steps',
    show: async (window, text) => {
      await choose('welcome')(window, text);
      await window.page.getByRole('button', { name: text('window.welcome.skip') }).waitFor();
      await window.page.getByText(text('window.welcome.kimi.looking')).waitFor({ state: 'detached' });
    },
    leave: async ({ page }, text) => {
      await page.getByRole('button', { name: text('window.welcome.skip') }).click();
    },
  },
  {
    name: 'filter-menu',
    show: async (window, text) => {
      await window.sessions.getByRole('button', { name: text('window.sessions.search') }).click();
      await window.sessions.getByRole('button', { name: text('window.filter'), exact: true }).click();
      await window.page.getByRole('menuitem', { name: text('window.filter.is') }).click();
      await window.page.getByRole('menuitemcheckbox', { name: text('window.group.pinned') }).waitFor();
    },
    leave: async ({ page, sessions }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await sessions.getByRole('searchbox').press('Escape');
    },
  },
  {
    name: 'nothing-fits',
    show: async (window, text) => {
      await window.sessions.getByRole('button', { name: text('window.sessions.search') }).click();
      await window.sessions.getByRole('searchbox').fill('nothing has this');
      await window.sessions.getByText(text('window.sessions.none-fits')).waitFor();
    },
    leave: close,
  },
  {
    name: 'terminal-menu',
    show: async (window, text) => {
      await window.terminal(SHELL).region.click({ button: 'right' });
      await window.page.getByRole('menuitem', { name: text('window.action.find') }).waitFor();
    },
    leave: close,
  },
  {
    name: 'paste-question',
    show: async (window, text) => {
      await window.page.evaluate(() => navigator.clipboard.writeText('one\ntwo\n'));
      await window.terminal(SHELL).press('Control+Shift+V');
      await window.page.getByRole('button', { name: text('window.paste.one-line') }).waitFor();
    },
    leave: close,
  },
  {
    name: 'typing-together',
    show: async (window, text) => {
      await window.terminal(SHELL).focus();
      await window.page.keyboard.press('Control+Shift+P');
      await window.page.getByRole('combobox').fill(text('window.action.broadcast'));
      await window.page.keyboard.press('Enter');
      await window.page
        .getByRole('button', { name: text('window.pane.broadcast.leave') })
        .first()
        .waitFor();
    },
    leave: async (window, text) => {
      await window.page.keyboard.press('Control+Shift+P');
      await window.page.getByRole('combobox').fill(text('window.action.broadcast'));
      await window.page.keyboard.press('Enter');
    },
  },
];

/** What it shows when the engine has gone; the last of all. */
export const GONE: Place = {
  name: 'engine-gone',
  sizesStand: true,
  show: async (window, text) => {
    await window.banner.waitFor();
    // Whether a call was on its way when the engine went decides whether a notice tells of it too.
    await window.page.getByLabel(text('window.notices'), { exact: true }).evaluate((notices) => {
      notices.style.display = 'none';
    });
  },
};
