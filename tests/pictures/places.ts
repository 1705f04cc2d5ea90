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
    name: 'settings',
    show: async (window) => {
      await window.openSettings();
    },
    leave: press('Control+Shift+S'),
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
