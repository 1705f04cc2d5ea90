import { expect, type Locator, type Page } from '@playwright/test';
import type { SessionStateName } from '#shared/contract/index.ts';
import { textsIn } from '../texts.ts';
import { type NewSession, NewSessionDialog } from './new-session-dialog.ts';
import { TerminalView } from './terminal-view.ts';

/** The window in a page, by what a person or a screen reader finds in it. */
export class AppWindow {
  readonly page: Page;
  readonly sessions: Locator;
  readonly stage: Locator;
  readonly tabs: Locator;
  readonly banner: Locator;
  readonly newSession: NewSessionDialog;

  readonly #text: ReturnType<typeof textsIn>;

  /** @param text looks up the texts that the window shows; English ones unless told otherwise */
  constructor(page: Page, text: ReturnType<typeof textsIn> = textsIn('en')) {
    this.#text = text;
    this.page = page;
    this.sessions = page.getByRole('navigation', { name: text('window.sessions'), exact: true });
    this.stage = page.getByRole('main', { name: text('window.stage') });
    this.tabs = page.getByRole('tablist', { name: text('window.stage.tabs') }).getByRole('tab');
    this.banner = page.getByText(text('window.banner.lost'));
    this.newSession = new NewSessionDialog(page, text);
  }

  /** Opens the app by its link and waits until it talks to its engine. */
  static async open(page: Page, link: string, text?: ReturnType<typeof textsIn>): Promise<AppWindow> {
    await page.goto(link);
    return new AppWindow(page, text).connected();
  }

  /** This window, once it talks to its engine. */
  async connected(): Promise<AppWindow> {
    await this.isConnected();
    return this;
  }

  /** The stage says how to begin: there is no session yet. */
  async isEmpty(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: this.#text('window.stage.first.title') })).toBeVisible();
  }

  async isConnected(): Promise<void> {
    await expect(this.page.getByText(this.#text('window.status.connected')).first()).toBeAttached();
  }

  /** The session's row in the list. */
  session(name: string): Locator {
    return this.sessions.getByRole('button').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Waits until the list says that a session is in a state, with words of its detail where given. */
  async says(name: string, state: SessionStateName | readonly SessionStateName[], detail?: string | RegExp): Promise<void> {
    const words = (Array.isArray(state) ? state : [state]).map((one) => this.#text(`window.state.${one as SessionStateName}`));
    const row = this.session(name);
    await expect(row).toContainText(new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')));
    if (detail !== undefined) await expect(row).toContainText(detail);
  }

  /**
   * Fills the dialog in and starts the session; returns its terminal, a shell's when it reads keys. The name must be given: it
   * is how the pane is found.
   */
  async start(wanted: NewSession & { readonly name: string }): Promise<TerminalView> {
    await this.openNewSessionDialog();
    await this.newSession.fill(wanted);
    await this.newSession.submit();
    await expect(this.newSession.dialog).toBeHidden();
    const terminal = this.terminal(wanted.name);
    if (wanted.agent === 'shell') await terminal.ready();
    return terminal;
  }

  async openNewSessionDialog(): Promise<void> {
    await this.sessions.getByRole('button', { name: this.#text('window.sessions.new') }).click();
    await expect(this.newSession.dialog).toBeVisible();
  }

  /** Goes to the settings; the caret is in their search field then. */
  async openSettings(): Promise<Locator> {
    await this.page.getByRole('button', { name: this.#text('window.place.settings') }).click();
    const search = this.page.getByRole('searchbox', { name: this.#text('window.settings.search') });
    await expect(search).toBeFocused();
    return search;
  }

  /** The terminal of a session that is on the stage. */
  terminal(name: string): TerminalView {
    return new TerminalView(this.page, name, this.#text);
  }

  /** Opens a session from the list. */
  async show(name: string): Promise<TerminalView> {
    await this.session(name).click();
    return this.terminal(name);
  }
}
