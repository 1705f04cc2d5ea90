import type { i18n } from 'i18next';
import { createContext, use } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineEvent } from '#shared/contract/index.ts';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId, WindowId } from '#shared/ids.ts';
import { pickLanguage } from '#shared/messages/languages.ts';
import { type KeyedAction, type KeyMap, keyMap } from '../actions/key-map.ts';
import { KeyRecorder } from '../actions/key-recorder.ts';
import { isMac } from '../actions/keys.ts';
import { copySelection, pastePicture } from '../actions/terminal-clipboard.ts';
import { TypeAhead } from '../actions/type-ahead.ts';
import { LateCode } from '../components/late-code.ts';
import { isNarrow } from '../components/narrow.ts';
import type { SettingPlace } from '../features/settings/sections.ts';
import { stepsTaken } from '../features/welcome/demo-steps.ts';
import { AgeClock } from '../i18n/clock.ts';
import { laterTexts } from '../i18n/create-i18n.ts';
import { formatBytes } from '../i18n/format.ts';
import type { Translate } from '../i18n/text-key.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';
import type { EngineConnection } from '../rpc/engine-connection.ts';
import { pathOf } from '../rpc/page-transport.ts';
import { type ConnectionStore, createConnectionStore } from '../state/connection-store.ts';
import { createLayoutStore, type LayoutStore } from '../state/layout-store.ts';
import { activeTab, focusedPane, panesOf, sessionsIn } from '../state/layout-tree.ts';
import { createNoticesStore, type NoticesStore } from '../state/notices-store.ts';
import { createPreferencesStore, type PreferencesStore, terminalLook } from '../state/preferences-store.ts';
import { createSessionListStore, type SessionListStore } from '../state/session-list-store.ts';
import { createSessionsStore, type SessionsState, type SessionsStore } from '../state/sessions-store.ts';
import { withSetting } from '../state/setting-patch.ts';
import { createSignalsStore, type SignalsStore } from '../state/signals-store.ts';
import type { TerminalPool } from '../terminal/terminal-pool.ts';
import { answerClipboard } from './answer-clipboard.ts';
import { applyAppearance, rememberedLook, systemLook } from './appearance.ts';
import { ArrangeCommands } from './arrange-commands.ts';
import { createDialogsStore, type DialogsStore } from './dialogs-store.ts';
import { EventFeed } from './event-feed.ts';
import { FirstRun } from './first-run.ts';
import { HabitsKeeper } from './habits-keeper.ts';
import { keepFocus } from './keep-focus.ts';
import { LayoutMemory } from './layout-memory.ts';
import { openPath } from './open-path.ts';
import { PageTeller } from './page-teller.ts';
import { SessionCommands } from './session-commands.ts';
import { Sight } from './sight.ts';
import { windowId } from './window-id.ts';

// Changes of sessions come in bursts; the status line may be this old.
const STATUS_SETTLE_MS = 500;
/** All of them as one task: most of what refuses one, like a file that is no TOML, is over when any is taken. */
const SETTINGS = 'settings';

/** The composition root of the window: every store, the connection, the terminals, and what ties them together. */
export class AppServices {
  readonly texts: i18n;
  private readonly actions: readonly KeyedAction[];
  readonly windowId: WindowId = windowId(window.sessionStorage);
  readonly connection: EngineConnection;
  readonly link: ConnectionStore;
  readonly sessions: SessionsStore = createSessionsStore();
  readonly signals: SignalsStore = createSignalsStore();
  readonly list: SessionListStore = createSessionListStore();
  readonly layout: LayoutStore = createLayoutStore();
  readonly preferences: PreferencesStore = createPreferencesStore({
    ...systemLook(),
    languages: navigator.languages,
    settings: rememberedLook(window.localStorage),
  });
  /** Changes of settings that are on the screen and that the engine has not answered yet. */
  readonly settingsUnderWay = createStore<number>(() => 0);
  /** The key of each action; follows the settings. */
  readonly keys: StoreApi<KeyMap>;
  /** Takes key presses for somebody who chooses a key. */
  readonly keyRecorder = new KeyRecorder();
  readonly notices: NoticesStore = createNoticesStore();
  readonly dialogs: DialogsStore = createDialogsStore();
  /** What of the settings was asked for, until the page shows it. */
  readonly wantedSetting = createStore<SettingPlace | null>(() => null);
  /** What can be done with a session from anywhere in the window. */
  readonly commands = new SessionCommands(this);
  readonly arrange = new ArrangeCommands(this);
  readonly typeAhead = new TypeAhead();
  /** What windows learn about the person, kept with the data folder. */
  readonly habits: HabitsKeeper;
  readonly firstRun = new FirstRun(this);
  readonly clock = new AgeClock();
  private readonly memory: LayoutMemory;
  private readonly feed: EventFeed;
  private readonly sight = new Sight({
    window: this.windowId,
    client: () => this.connection.client,
    open: () => this.connection.phase.kind === 'open',
    layout: () => this.layout.getState(),
    onError: (error) => this.unlessGone(error),
  });
  private readonly teller = new PageTeller(this);
  private pool: TerminalPool | null = null;
  /** The terminals; their code is fetched when the first one is shown, and after a failure anew only when a person asks for it. */
  readonly terminals = new LateCode(() => this.loadTerminals());
  private statusTimer: ReturnType<typeof setTimeout> | null = null;
  private drawingGivenUp = false;
  private readonly telling = new Set<SessionId>();
  /** On show, and marked unread by the person: looking on is not looking anew. */
  private readonly leftUnread = new Set<SessionId>();
  private readonly literalListeners = new Set<() => void>();
  private readonly actListeners = new Set<(action: string) => void>();
  private readonly cleanups: (() => void)[] = [];

  /**
   * @param actions everything that can have a key
   * @param connection may be open already, and is closed by `dispose`
   */
  constructor(texts: i18n, actions: readonly KeyedAction[], connection: EngineConnection) {
    this.texts = texts;
    this.actions = actions;
    this.keys = createStore<KeyMap>(() => this.ownKeys());
    const problem = (error: KimiError) => this.notices.getState().error(error);
    this.connection = connection;
    this.link = createConnectionStore(connection.phase);
    this.habits = new HabitsKeeper(connection, problem);
    this.memory = new LayoutMemory(this.layout, connection, problem);
    this.feed = new EventFeed(connection, this.windowId, (event) => this.heard(event));
  }

  /** Connects and keeps everything in step until `dispose`. */
  start(): void {
    const on = (target: EventTarget, type: string, listener: () => void) => {
      target.addEventListener(type, listener);
      this.cleanups.push(() => target.removeEventListener(type, listener));
    };
    this.cleanups.push(
      applyAppearance(this.preferences, this.texts, window.localStorage),
      this.connection.onPhase((phase) => {
        this.link.getState().setPhase(phase);
        if (phase.kind === 'open') this.opened();
        else this.feed.stop();
      }),
      this.layout.subscribe((state, before) => {
        if (state.place !== before.place) {
          this.notices.getState().wentTo(state.place);
          this.tellSeen();
        }
        if (state.layout === before.layout) return;
        const open = sessionsIn(state.layout);
        this.pool?.keepOnly(open);
        this.signals.getState().keepOnly(open);
        if (state.layout.active !== before.layout.active) this.leftUnread.clear();
        this.tellSeen();
      }),
      this.sessions.subscribe(() => this.tellSeen()),
      this.preferences.subscribe((state, before) => {
        this.pool?.lookChanged();
        this.teller.want(state.settings.notifications.browser);
        if (state.settings.keys !== before.settings.keys) this.keys.setState(this.ownKeys(), true);
      }),
    );
    const languageChanged = () => this.pool?.lookChanged();
    this.texts.on('languageChanged', languageChanged);
    this.cleanups.push(() => this.texts.off('languageChanged', languageChanged));
    on(window, 'focus', () => this.focused());
    on(window, 'blur', () => this.sight.tell());
    on(window, 'online', () => this.connection.open());
    on(document, 'visibilitychange', () => {
      if (document.hidden) {
        this.sight.tell();
        return;
      }
      this.connection.open();
      this.tellSeen();
    });
    this.cleanups.push(keepFocus(() => this.focusPlace()));
    // It may have been there before anybody listened.
    this.link.getState().setPhase(this.connection.phase);
    if (this.connection.phase.kind === 'open') this.opened();
    else this.connection.open();
  }

  /** Closes everything that `start` opened. */
  dispose(): void {
    for (const cleanup of this.cleanups.splice(0)) cleanup();
    if (this.statusTimer !== null) clearTimeout(this.statusTimer);
    this.feed.stop();
    this.teller.dispose();
    this.memory.dispose();
    this.clock.dispose();
    this.pool?.dispose();
    this.connection.close();
  }

  /** Looks a text up outside of React. */
  readonly text: Translate = (key, values) => this.texts.t(key, { ...values });

  /** The engine's procedures, for what nobody asked for and whose failure nobody needs to hear of. */
  get client(): EngineClient {
    return this.connection.client;
  }

  /**
   * Calls the engine for something the person asked; a failure becomes a notice of the place that is shown, and null.
   * @param task what it is; a success takes the notices of failures of the same away
   */
  async attempt<T>(run: (client: EngineClient) => Promise<T>, task?: string): Promise<T | null> {
    try {
      const result = await run(this.connection.client);
      if (task !== undefined) this.notices.getState().succeeded(task);
      return result;
    } catch (thrown) {
      this.failed(toKimiError(thrown), task);
      return null;
    }
  }

  private failed(error: KimiError, task?: string): void {
    this.notices.getState().error(error, { place: this.layout.getState().place, ...(task === undefined ? {} : { task }) });
  }

  private async loadTerminals(): Promise<TerminalPool> {
    const { TerminalPool: Pool } = await import('../terminal/terminal-pool.ts');
    this.pool = new Pool({
      openWire: (url, listener) => this.connection.viewer(url, listener),
      client: () => this.connection.client,
      engineOpen: () => this.connection.phase.kind === 'open',
      look: () => ({
        ...terminalLook(this.preferences.getState()),
        words: { promptLabel: this.text('window.pane.input'), tooMuchOutput: this.text('window.pane.too-much-output') },
      }),
      describeGap: (reason, bytes) => this.text(`window.gap.${reason}`, { size: formatBytes(bytes, this.texts.language) }),
      onClipboard: (session, request) => answerClipboard(this, session, request),
      onFocus: (session) => {
        this.signals.getState().change(session, { bell: false });
        this.paneFocused(session);
      },
      onBell: (session, bell) => this.signals.getState().change(session, { bell }),
      onProgress: (session, progress) => this.signals.getState().change(session, { progress }),
      onSelected: () => copySelection(this),
      confirmPaste: () => this.preferences.getState().settings.terminal.confirmPaste,
      onTyped: (session, bytes) => {
        for (const other of this.layout.getState().typedTogether(session)) this.pool?.find(other)?.typedElsewhere(bytes);
      },
      onPath: (session, path) => openPath(this, session, path),
      onNothing: pastePicture,
      pathOf,
      onFolder: () => this.notices.getState().info('window.notice.folder-dropped'),
      onDrawingGivenUp: (why) => {
        // A driver that fails takes every terminal; one word is enough.
        if (!this.drawingGivenUp) this.notices.getState().info(`window.notice.drawing-${why}`);
        this.drawingGivenUp = true;
      },
      onInputLost: () => this.notices.getState().info('window.notice.input-lost'),
      onGatewayError: (error) => this.notices.getState().error(error),
    });
    return this.pool;
  }

  /** The terminal that has the caret (or had it last); null when nothing is open or drawn yet. */
  focusedTerminal() {
    const session = focusedPane(this.layout.getState().layout)?.session ?? null;
    return session === null ? null : (this.pool?.find(session) ?? null);
  }

  /** What the session with the caret is called. */
  focusedName(): string {
    const session = focusedPane(this.layout.getState().layout)?.session ?? null;
    return (session === null ? undefined : this.sessions.getState().byId[session]?.name) ?? this.text('window.product');
  }

  /** Opens a session on the stage with the caret in its terminal. */
  openSession(session: SessionId): void {
    this.layout.getState().open(session);
    if (this.leftUnread.delete(session)) this.tellSeen();
    this.pool?.find(session)?.focus();
  }

  /** The size in cells that a session's pane has room for; null while it has none. */
  roomOf(session: SessionId) {
    return this.pool?.find(session)?.store.getState().room ?? null;
  }

  /** The caret into the focused pane: its terminal, or its list of choices; where nothing is open, to the way to begin. */
  focusStage(): void {
    this.layout.getState().goTo('sessions');
    const pane = focusedPane(this.layout.getState().layout);
    if (pane === null) document.querySelector<HTMLElement>('[data-empty-stage] button')?.focus();
    else if (pane.session !== null) this.pool?.find(pane.session)?.focus();
    else document.querySelector<HTMLElement>(`[data-pane="${CSS.escape(pane.id)}"] button`)?.focus();
  }

  /** The caret into the place that is shown, which stays the one that is shown: the stage, or the page in its stead. */
  focusPlace(): void {
    if (this.layout.getState().place === 'sessions') {
      this.focusStage();
      return;
    }
    const page = document.querySelector('main:not([hidden])');
    (page?.querySelector<HTMLElement>('[type=search]') ?? page?.querySelector<HTMLElement>('input, button'))?.focus();
  }

  /** Opens the settings at a section, or at one setting of it. */
  openSettings(place: SettingPlace): void {
    this.wantedSetting.setState(place, true);
    this.layout.getState().goTo('settings');
  }

  /** Opens the session list, in a narrow window in the inspector's place. */
  showList(): void {
    this.layout.getState().setView({ sidebarOpen: true, ...(isNarrow() ? { inspectorOpen: false } : {}) });
  }

  /** The caret into the session list, which opens for it. */
  focusList(): void {
    this.layout.getState().goTo('sessions');
    this.showList();
    // The list is in the page after React has drawn it.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-session-list] [tabindex="0"]')?.focus());
  }

  /** The caret into the inspector, which opens for it: from a terminal no Tab leads there. */
  focusInspector(): void {
    this.layout.getState().goTo('sessions');
    this.layout.getState().setView({ inspectorOpen: true });
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-inspector]')?.focus());
  }

  /** The search of the session list: opened, gone to from a terminal, or closed. */
  searchSessions(): void {
    const { search, setSearch } = this.list.getState();
    const field = document.querySelector<HTMLElement>('[data-session-search]');
    if (search !== null && field !== null) {
      if (document.activeElement?.closest('main') != null) {
        field.focus();
        return;
      }
      setSearch(null);
      this.focusStage();
      return;
    }
    this.layout.getState().goTo('sessions');
    this.showList();
    setSearch(search ?? '');
  }

  /** Gives the next key to the terminal even when it is one of the app's. */
  sendNextKeyToTerminal(): void {
    this.focusStage();
    for (const listener of this.literalListeners) listener();
    this.notices.getState().info('window.notice.literal-key');
  }

  /** Hears when the next key is the terminal's. */
  onLiteralKey(listener: () => void): () => void {
    this.literalListeners.add(listener);
    return () => this.literalListeners.delete(listener);
  }

  /** Hears the ids of actions that are chosen outside of the window, in a menu of the system. */
  onAct(listener: (action: string) => void): () => void {
    this.actListeners.add(listener);
    return () => this.actListeners.delete(listener);
  }

  /** Changes one setting, here at once and at the engine for all windows to come. */
  async setSetting(key: string, value: string): Promise<boolean> {
    if (key === 'notifications.browser' && value === 'true' && !(await PageTeller.ask())) {
      this.notices.getState().info('window.notice.notifications-refused');
      return false;
    }
    return (await this.attempt(() => this.changeSetting(key, value), SETTINGS)) !== null;
  }

  /** The same for a field that says itself what is wrong with its value. @returns what that is; null when there is nothing to say at the field */
  async setFieldsSetting(key: string, value: string): Promise<KimiError | null> {
    try {
      await this.changeSetting(key, value);
      this.notices.getState().succeeded(SETTINGS);
    } catch (thrown) {
      const error = toKimiError(thrown);
      if (error.code === 'INVALID_INPUT' && error.context.field === key) return error;
      // What else is amiss, like a file that is no TOML, is no matter of this field.
      this.failed(error, SETTINGS);
    }
    return null;
  }

  /** @throws what the engine refuses it with; the window is as before then */
  private async changeSetting(key: string, value: string): Promise<void> {
    const { settings: before, setSettings } = this.preferences.getState();
    const underWay = (more: number) => this.settingsUnderWay.setState((count) => count + more, true);
    underWay(1);
    try {
      // At once, so that a key that is held down counts from what is on the screen.
      const expected = withSetting(before, key, value);
      if (expected !== null) setSettings(expected);
      const settings = await this.connection.client.settings.set({ key, value });
      if (this.preferences.getState().settings === expected || expected === null) setSettings(settings);
    } catch (thrown) {
      setSettings(before);
      throw thrown;
    } finally {
      underWay(-1);
    }
  }

  /** Gives one setting its default back, for all windows to come. */
  async unsetSetting(key: string): Promise<void> {
    const settings = await this.attempt((client) => client.settings.unset({ key }), SETTINGS);
    if (settings !== null) this.preferences.getState().setSettings(settings);
  }

  private ownKeys(): KeyMap {
    return keyMap(this.actions, isMac(navigator.platform), this.preferences.getState().settings.keys);
  }

  private opened(): void {
    this.feed.opened();
    this.sight.forget();
    this.connected().catch((thrown: unknown) => this.unlessGone(toKimiError(thrown)));
  }

  /** A connection that closed again is told by the banner. */
  private unlessGone(error: KimiError): void {
    if (error.code !== 'ENGINE_UNREACHABLE') this.notices.getState().error(error);
  }

  private async connected(): Promise<void> {
    const { client } = this.connection;
    this.pool?.attachAll();
    if (document.hasFocus()) this.focused();
    this.sight.tell();
    const before = this.preferences.getState().settings;
    const settings = client.settings.get({});
    // The first snapshot takes panes of deleted sessions out, so the panes must be there; who sees it for the first time is led by status and habits.
    const ready = Promise.all([this.memory.connected(), this.refreshStatus(), this.habits.connected()]).then(() => this.feed.start());
    const [told] = await Promise.all([settings, ready]);
    // What was changed while the question was under way is newer than its answer.
    if (this.preferences.getState().settings === before) this.preferences.getState().setSettings(told);
  }

  private heard(event: EngineEvent): void {
    const before = this.sessions.getState();
    before.apply(event);
    this.teller.heard(event);
    if (this.link.getState().status?.demo === true) this.tickDemo(before);
    switch (event.type) {
      case 'snapshot':
      case 'session.removed':
        this.layout.getState().keepOnly(new Set(Object.values(this.sessions.getState().byId).map((session) => session.id)));
        if (event.type === 'snapshot') this.firstRun.sessionsKnown();
        this.statusSoon();
        return;
      case 'session.changed':
        this.statusSoon();
        return;
      case 'window.focus':
        if (event.window !== this.windowId) return;
        this.openSession(event.session);
        window.focus();
        return;
      case 'window.propose':
        if (event.window === this.windowId) this.proposed(event);
        return;
      case 'window.act':
        if (event.window === this.windowId) for (const listener of this.actListeners) listener(event.action);
        return;
      case 'settings.changed':
        // While changes of our own are under way, what is on the screen is newer.
        if (this.settingsUnderWay.getState() === 0) this.preferences.getState().setSettings(event.settings);
        return;
      case 'notice':
        if ((event.window ?? this.windowId) === this.windowId) this.noticed(event.message, event.values);
        return;
      case 'reset':
      case 'heartbeat':
      case 'notification.shown':
      case 'notification.removed':
      case 'doNotDisturb.changed':
      case 'progress.changed':
        return;
    }
  }

  /** Fetches the texts that the first paint did without. @throws TypeError when they could not be fetched */
  laterTexts(): Promise<void> {
    // In the language that is spoken: another one that is wished for brings them along when its own texts are there.
    return laterTexts(this.texts, pickLanguage([this.texts.language]));
  }

  /** Few windows are ever told one: what shows it is not worth a byte of the first paint. */
  private noticed(key: string, values: Readonly<Record<string, string | number>>): void {
    import('./engine-notice.ts').then(({ showEngineNotice }) => showEngineNotice(this, key, values)).catch(reportError);
  }

  /** Somebody outside proposes a session. What the person is writing in another dialog is not thrown away for it. */
  private proposed({ cwd, name }: { readonly cwd?: string | undefined; readonly name?: string | undefined }): void {
    window.focus();
    if (this.dialogs.getState().dialog === null) this.dialogs.getState().open({ kind: 'new-session', proposed: { cwd, name } });
    else this.notices.getState().info('window.notice.proposed', { folder: cwd ?? '~' });
  }

  private tickDemo({ byId, loaded }: SessionsState): void {
    const taken = stepsTaken(Object.values(byId), Object.values(this.sessions.getState().byId), !loaded);
    const { done } = this.habits.store.getState().demo;
    if (taken.every((step) => done.includes(step))) return;
    this.habits.change((habits) => ({ ...habits, demo: { ...habits.demo, done: [...new Set([...habits.demo.done, ...taken])] } }));
  }

  private statusSoon(): void {
    this.statusTimer ??= setTimeout(() => {
      this.statusTimer = null;
      if (this.connection.phase.kind !== 'open') return;
      this.refreshStatus().catch((thrown: unknown) => this.unlessGone(toKimiError(thrown)));
    }, STATUS_SETTLE_MS);
  }

  private async refreshStatus(): Promise<void> {
    this.link.getState().setStatus(await this.connection.client.system.status({}));
  }

  private focused(): void {
    this.leftUnread.clear();
    this.tellSeen();
    this.pool?.claimVisible();
    if (this.connection.phase.kind !== 'open') return;
    this.connection.client.system.focused({ window: this.windowId }).catch((thrown: unknown) => this.unlessGone(toKimiError(thrown)));
  }

  private paneFocused(session: SessionId): void {
    const tab = activeTab(this.layout.getState().layout);
    const pane = tab === null ? undefined : panesOf(tab.root).find((p) => p.session === session);
    if (pane !== undefined) this.layout.getState().focus(pane.id);
  }

  /** Lets sessions that are on show be unread until the person comes back to them. */
  leaveUnread(sessions: readonly SessionId[]): void {
    for (const session of sessions) this.leftUnread.add(session);
  }

  /** Says to the engine which unread sessions are on the screen that somebody looks at. */
  private tellSeen(): void {
    this.sight.tell();
    if (this.connection.phase.kind !== 'open') return;
    for (const session of this.sight.sessions) {
      if (this.telling.has(session) || this.leftUnread.has(session) || this.sessions.getState().byId[session]?.unseen !== true) continue;
      this.telling.add(session);
      this.attempt((client) => client.session.mark({ session, as: 'read' })).then(
        () => this.telling.delete(session),
        (error: unknown) => reportError(error),
      );
    }
  }
}

const ServicesContext = createContext<AppServices | null>(null);
export const ServicesProvider = ServicesContext.Provider;

/** The window's services. @throws Error outside of their provider */
export function useServices(): AppServices {
  const services = use(ServicesContext);
  if (services === null) throw new Error('no services around this component');
  return services;
}
