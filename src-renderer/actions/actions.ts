import type { ActionId } from '#shared/action-ids.ts';
import { ACTION_KEYS } from '#shared/action-keys.ts';
import { FONT_SIZE } from '#shared/contract/settings.ts';
import type { AppServices } from '../app/services.ts';
import { isNarrow } from '../components/narrow.ts';
import { nextNeedingYou } from '../features/sessions/grouping.ts';
import { isEnded } from '../features/sessions/session-facts.ts';
import type { TextKey } from '../i18n/text-key.ts';
import { activeTab, focusedPane } from '../state/layout-tree.ts';
import type { Keys } from './keys.ts';
import { saveScreen } from './save-screen.ts';
import { copySelection, pasteFromClipboard } from './terminal-clipboard.ts';

/** Everything a person can do in the window, by key or from the palette. */
export interface Action {
  readonly id: ActionId;
  readonly title: TextKey;
  /** Browsers keep Ctrl+Shift+N, T and W for themselves, so no action uses those. */
  readonly keys?: Keys;
  /** Whether it makes sense now; the palette shows only those, and the key does nothing else. */
  readonly when?: (services: AppServices) => boolean;
  /** The browser does its own part too (a native paste needs no permission, reading the clipboard does). */
  readonly letThrough?: boolean;
  /** When it makes no sense now, the key means to the browser what it always does. */
  readonly elseBrowser?: boolean;
  readonly run: (services: AppServices) => void;
}

const onStage = (services: AppServices) => services.layout.getState().place === 'sessions';
/** The session that has the caret; null while another place hides the stage. */
const current = (services: AppServices) => {
  if (!onStage(services)) return null;
  const session = focusedPane(services.layout.getState().layout)?.session ?? null;
  return session === null ? null : (services.sessions.getState().byId[session] ?? null);
};
const hasSession = (services: AppServices) => current(services) !== null;
const hasPane = (services: AppServices) => onStage(services) && focusedPane(services.layout.getState().layout) !== null;
const manyPanes = (services: AppServices) => onStage(services) && activeTab(services.layout.getState().layout)?.root.kind === 'split';
const manyTabs = (services: AppServices) => onStage(services) && services.layout.getState().layout.tabs.length > 1;
const connected = (services: AppServices) => services.connection.phase.kind === 'open';

function setFont(services: AppServices, size: number): void {
  const within = Math.min(FONT_SIZE.most, Math.max(FONT_SIZE.least, size));
  void services.setSetting('terminal.fontSize', String(within));
}

const fontOf = (services: AppServices) => services.preferences.getState().settings.terminal.fontSize;

function moveTo(direction: 'left' | 'right' | 'up' | 'down') {
  return (services: AppServices) => {
    services.layout.getState().moveFocus(direction);
    services.focusStage();
  };
}

/** The table of actions, in the order the palette lists them. */
export const ACTIONS: readonly Action[] = [
  {
    id: 'session.new',
    title: 'window.action.session-new',
    keys: ACTION_KEYS['session.new'],
    run: (s) => s.dialogs.getState().open({ kind: 'new-session' }),
  },
  {
    id: 'session.next',
    title: 'window.action.session-next',
    keys: ACTION_KEYS['session.next'],
    run: (s) => {
      const next = nextNeedingYou(Object.values(s.sessions.getState().byId), current(s)?.id ?? null, s.habits.store.getState().groups);
      if (next === null) s.notices.getState().info('window.notice.nothing-needs');
      else s.openSession(next.id);
    },
  },
  {
    id: 'session.switch',
    title: 'window.action.session-switch',
    keys: ACTION_KEYS['session.switch'],
    run: (s) => s.dialogs.getState().open({ kind: 'palette', only: 'sessions' }),
  },
  {
    id: 'palette',
    title: 'window.action.palette',
    keys: ACTION_KEYS.palette,
    // In the list of all commands it would lead to itself.
    when: (s) => {
      const { dialog } = s.dialogs.getState();
      return dialog?.kind !== 'palette' || dialog.only !== 'all';
    },
    run: (s) => s.dialogs.getState().open({ kind: 'palette', only: 'all' }),
  },
  {
    id: 'session.rename',
    title: 'window.action.session-rename',
    when: hasSession,
    run: (s) => {
      const session = current(s);
      if (session !== null) s.dialogs.getState().open({ kind: 'rename', session: session.id });
    },
  },
  {
    id: 'session.stop',
    title: 'window.action.session-stop',
    when: (s) => {
      const session = current(s);
      return session !== null && !isEnded(session);
    },
    run: (s) => {
      const session = current(s);
      if (session !== null) s.commands.stop(session);
    },
  },
  {
    id: 'session.restart',
    title: 'window.action.session-restart',
    when: (s) => {
      const session = current(s);
      return session !== null && isEnded(session);
    },
    run: (s) => {
      const session = current(s);
      if (session !== null) s.commands.restart(session.id);
    },
  },
  {
    id: 'session.delete',
    title: 'window.action.session-delete',
    when: hasSession,
    run: (s) => {
      const session = current(s);
      if (session !== null) s.dialogs.getState().open({ kind: 'delete', sessions: [session.id] });
    },
  },
  {
    id: 'session.pin',
    title: 'window.action.session-pin',
    when: hasSession,
    run: (s) => {
      const session = current(s);
      if (session !== null) void s.arrange.pin([session.id], !session.pinned);
    },
  },
  {
    id: 'session.guard',
    title: 'window.action.session-guard',
    when: hasSession,
    run: (s) => {
      const session = current(s);
      if (session !== null) void s.arrange.guard([session.id], !session.guarded);
    },
  },
  ...(['tags', 'new-group'] as const).map(
    (kind): Action => ({
      id: `session.${kind}`,
      title: `window.action.session-${kind}`,
      when: hasSession,
      run: (s) => {
        const session = current(s);
        if (session !== null) s.dialogs.getState().open({ kind, sessions: [session.id] });
      },
    }),
  ),
  {
    id: 'session.unread',
    title: 'window.action.session-unread',
    when: hasSession,
    run: (s) => {
      const session = current(s);
      if (session !== null) void s.arrange.mark([session.id], 'unread');
    },
  },
  ...(['up', 'down'] as const).map(
    (where): Action => ({
      id: `session.${where}`,
      title: `window.action.session-${where}`,
      when: hasSession,
      run: (s) => {
        const session = current(s);
        if (session !== null) void s.arrange.step(session.id, where === 'up' ? -1 : 1);
      },
    }),
  ),
  {
    id: 'pane.split-right',
    title: 'window.action.split-right',
    keys: ACTION_KEYS['pane.split-right'],
    when: hasPane,
    run: (s) => s.layout.getState().split('row'),
  },
  {
    id: 'pane.split-down',
    title: 'window.action.split-down',
    keys: ACTION_KEYS['pane.split-down'],
    when: hasPane,
    run: (s) => s.layout.getState().split('column'),
  },
  {
    id: 'pane.close',
    title: 'window.action.pane-close',
    keys: ACTION_KEYS['pane.close'],
    when: hasPane,
    run: (s) => {
      const pane = focusedPane(s.layout.getState().layout);
      if (pane !== null) s.layout.getState().closePane(pane.id);
      s.focusStage();
    },
  },
  {
    id: 'pane.left',
    title: 'window.action.pane-left',
    keys: { mac: 'Shift+Cmd+ArrowLeft', other: 'Ctrl+Shift+ArrowLeft' },
    when: manyPanes,
    run: moveTo('left'),
  },
  {
    id: 'pane.right',
    title: 'window.action.pane-right',
    keys: { mac: 'Shift+Cmd+ArrowRight', other: 'Ctrl+Shift+ArrowRight' },
    when: manyPanes,
    run: moveTo('right'),
  },
  {
    id: 'pane.up',
    title: 'window.action.pane-up',
    keys: { mac: 'Shift+Cmd+ArrowUp', other: 'Ctrl+Shift+ArrowUp' },
    when: manyPanes,
    run: moveTo('up'),
  },
  {
    id: 'pane.down',
    title: 'window.action.pane-down',
    keys: { mac: 'Shift+Cmd+ArrowDown', other: 'Ctrl+Shift+ArrowDown' },
    when: manyPanes,
    run: moveTo('down'),
  },
  {
    id: 'tab.next',
    title: 'window.action.tab-next',
    keys: ACTION_KEYS['tab.next'],
    when: manyTabs,
    run: (s) => {
      s.layout.getState().cycleTab(1);
      s.focusStage();
    },
  },
  {
    id: 'tab.previous',
    title: 'window.action.tab-previous',
    keys: ACTION_KEYS['tab.previous'],
    when: manyTabs,
    run: (s) => {
      s.layout.getState().cycleTab(-1);
      s.focusStage();
    },
  },
  ...(['left', 'right'] as const).map(
    (to): Action => ({
      id: `tab.move-${to}`,
      title: `window.action.tab-move-${to}`,
      keys:
        to === 'left'
          ? { mac: 'Shift+Cmd+PageUp', other: 'Ctrl+Shift+PageUp' }
          : { mac: 'Shift+Cmd+PageDown', other: 'Ctrl+Shift+PageDown' },
      when: manyTabs,
      run: (s) => s.layout.getState().moveTabBy(to === 'left' ? -1 : 1),
    }),
  ),
  {
    id: 'tab.join',
    title: 'window.action.tab-join',
    when: manyTabs,
    run: (s) => {
      s.layout.getState().joinNextTab();
      s.focusStage();
    },
  },
  {
    id: 'pane.own-tab',
    title: 'window.action.pane-own-tab',
    when: manyPanes,
    run: (s) => {
      s.layout.getState().ownTab();
      s.focusStage();
    },
  },
  {
    id: 'pane.exchange',
    title: 'window.action.pane-exchange',
    when: manyPanes,
    run: (s) => {
      s.layout.getState().exchangeNext();
      s.focusStage();
    },
  },
  {
    id: 'terminal.find',
    title: 'window.action.find',
    keys: ACTION_KEYS['terminal.find'],
    when: hasSession,
    run: (s) => s.focusedTerminal()?.openFind(),
  },
  {
    id: 'terminal.copy',
    title: 'window.action.copy',
    keys: { mac: 'Cmd+KeyC', other: 'Ctrl+Shift+KeyC' },
    // Text selected elsewhere (inspector, an error's details) is the browser's to copy.
    when: (s) => onStage(s) && s.focusedTerminal()?.terminal.hasSelection() === true && document.getSelection()?.isCollapsed !== false,
    elseBrowser: true,
    run: copySelection,
  },
  {
    id: 'terminal.paste',
    title: 'window.action.paste',
    keys: { mac: 'Cmd+KeyV', other: 'Ctrl+Shift+KeyV' },
    when: hasSession,
    letThrough: true,
    run: pasteFromClipboard,
  },
  {
    id: 'terminal.clear',
    title: 'window.action.clear',
    keys: ACTION_KEYS['terminal.clear'],
    when: hasSession,
    run: (s) => s.focusedTerminal()?.clear(),
  },
  {
    id: 'terminal.select-all',
    title: 'window.action.select-all',
    when: hasSession,
    run: (s) => s.focusedTerminal()?.terminal.selectAll(),
  },
  ...(['visible', 'all'] as const).map(
    (which): Action => ({
      id: `terminal.export-${which}`,
      title: `window.action.export-${which}`,
      when: hasSession,
      run: (s) => saveScreen(s, which),
    }),
  ),
  {
    id: 'terminal.scroll-top',
    title: 'window.action.scroll-top',
    when: hasSession,
    run: (s) => s.focusedTerminal()?.terminal.scrollToTop(),
  },
  {
    id: 'terminal.scroll-bottom',
    title: 'window.action.scroll-bottom',
    when: hasSession,
    run: (s) => s.focusedTerminal()?.terminal.scrollToBottom(),
  },
  {
    id: 'terminal.prompt-previous',
    title: 'window.action.prompt-previous',
    keys: { mac: 'Shift+Cmd+KeyU', other: 'Ctrl+Shift+KeyU' },
    when: hasSession,
    run: (s) => s.focusedTerminal()?.goToPrompt(-1),
  },
  {
    id: 'terminal.prompt-next',
    title: 'window.action.prompt-next',
    keys: { mac: 'Shift+Cmd+KeyH', other: 'Ctrl+Shift+KeyH' },
    when: hasSession,
    run: (s) => s.focusedTerminal()?.goToPrompt(1),
  },
  { id: 'pane.bigger', title: 'window.action.pane-bigger', when: hasSession, run: (s) => s.focusedTerminal()?.zoom(1) },
  { id: 'pane.smaller', title: 'window.action.pane-smaller', when: hasSession, run: (s) => s.focusedTerminal()?.zoom(-1) },
  { id: 'pane.normal', title: 'window.action.pane-normal', when: hasSession, run: (s) => s.focusedTerminal()?.zoom(0) },
  {
    id: 'pane.together',
    title: 'window.action.broadcast',
    when: manyPanes,
    run: (s) => s.layout.getState().toggleTogether(),
  },
  {
    id: 'font.bigger',
    title: 'window.action.font-bigger',
    keys: ACTION_KEYS['font.bigger'],
    run: (s) => setFont(s, fontOf(s) + 1),
  },
  {
    id: 'font.smaller',
    title: 'window.action.font-smaller',
    keys: ACTION_KEYS['font.smaller'],
    run: (s) => setFont(s, fontOf(s) - 1),
  },
  {
    id: 'font.reset',
    title: 'window.action.font-reset',
    keys: ACTION_KEYS['font.reset'],
    run: (s) => setFont(s, FONT_SIZE.normal),
  },
  {
    id: 'focus.terminal',
    title: 'window.action.focus-terminal',
    keys: { mac: 'Shift+Cmd+Space', other: 'Ctrl+Shift+Space' },
    run: (s) => s.focusStage(),
  },
  {
    id: 'focus.sessions',
    title: 'window.action.focus-sessions',
    keys: { mac: 'Shift+Cmd+KeyL', other: 'Ctrl+Shift+KeyL' },
    run: (s) => s.focusList(),
  },
  {
    id: 'focus.inspector',
    title: 'window.action.focus-inspector',
    keys: { mac: 'Shift+Cmd+KeyX', other: 'Ctrl+Shift+KeyX' },
    run: (s) => s.focusInspector(),
  },
  {
    id: 'sessions.search',
    title: 'window.action.sessions-search',
    keys: { mac: 'Shift+Cmd+KeyG', other: 'Ctrl+Shift+KeyG' },
    run: (s) => s.searchSessions(),
  },
  {
    id: 'view.sidebar',
    title: 'window.action.sidebar',
    keys: ACTION_KEYS['view.sidebar'],
    when: onStage,
    run: (s) => {
      const { view, setView } = s.layout.getState();
      if (view.sidebarOpen && !(view.inspectorOpen && isNarrow())) setView({ sidebarOpen: false });
      else s.showList();
    },
  },
  {
    id: 'view.inspector',
    title: 'window.action.inspector',
    keys: ACTION_KEYS['view.inspector'],
    when: onStage,
    run: (s) => {
      const { view, setView } = s.layout.getState();
      setView({ inspectorOpen: !view.inspectorOpen });
    },
  },
  {
    id: 'view.settings',
    title: 'window.action.settings',
    keys: ACTION_KEYS['view.settings'],
    run: (s) => {
      if (s.layout.getState().place === 'settings') s.focusStage();
      else s.layout.getState().goTo('settings');
    },
  },
  {
    id: 'view.audit',
    title: 'window.action.audit',
    run: (s) => {
      if (s.layout.getState().place === 'audit') s.focusStage();
      else s.layout.getState().goTo('audit');
    },
  },
  {
    id: 'view.logs',
    title: 'window.action.logs',
    run: (s) => {
      if (s.layout.getState().place === 'logs') s.focusStage();
      else s.layout.getState().goTo('logs');
    },
  },
  {
    id: 'view.about',
    title: 'window.action.about',
    run: (s) => s.dialogs.getState().open({ kind: 'about' }),
  },
  {
    id: 'view.welcome',
    title: 'window.action.welcome',
    run: (s) => s.layout.getState().goTo('welcome'),
  },
  {
    id: 'view.demo-card',
    title: 'window.action.demo-card',
    when: (s) => s.link.getState().status?.demo === true,
    run: (s) => {
      s.habits.change((habits) => ({ ...habits, demo: { done: [], dismissed: false } }));
      s.layout.getState().goTo('sessions');
      s.layout.getState().setView({ sidebarOpen: true });
    },
  },
  {
    id: 'view.screen-reader',
    title: 'window.action.screen-reader',
    run: (s) => void s.setSetting('terminal.screenReader', String(!s.preferences.getState().settings.terminal.screenReader)),
  },
  {
    id: 'key.literal',
    title: 'window.action.literal-key',
    keys: { mac: 'Shift+Cmd+Backquote', other: 'Ctrl+Shift+Backquote' },
    when: hasSession,
    run: (s) => s.sendNextKeyToTerminal(),
  },
  ...(['system', 'light', 'dark'] as const).map(
    (theme): Action => ({
      id: `theme.${theme}`,
      title: `window.action.theme-${theme}`,
      when: (s) => s.preferences.getState().settings.theme !== theme,
      run: (s) => void s.setSetting('theme', theme),
    }),
  ),
  ...(['system', 'normal', 'high'] as const).map(
    (contrast): Action => ({
      id: `contrast.${contrast}`,
      title: `window.action.contrast-${contrast}`,
      when: (s) => s.preferences.getState().settings.contrast !== contrast,
      run: (s) => void s.setSetting('contrast', contrast),
    }),
  ),
  ...(['comfortable', 'compact'] as const).map(
    (density): Action => ({
      id: `density.${density}`,
      title: `window.action.density-${density}`,
      when: (s) => s.preferences.getState().settings.density !== density,
      run: (s) => void s.setSetting('density', density),
    }),
  ),
  ...(['system', 'en', 'zh-CN'] as const).map(
    (language): Action => ({
      id: `language.${language}`,
      title: `window.action.language-${language}`,
      when: (s) => s.preferences.getState().settings.language !== language,
      run: (s) => void s.setSetting('language', language),
    }),
  ),
  {
    id: 'connection.retry',
    title: 'window.action.retry',
    when: (s) => !connected(s),
    run: (s) => s.connection.open(),
  },
];

/** One action of the table. @throws Error for an id that is not in it: ids are ours */
export function actionOf(id: string): Action {
  const action = ACTIONS.find((a) => a.id === id);
  if (action === undefined) throw new Error(`no action ${id}`);
  return action;
}
