import type { MenuItemConstructorOptions } from 'electron';
import { ACTION_KEYS, type KeyedMenuAction } from '#shared/action-keys.ts';
import { catalogues, type Language, type MessageKey } from '#shared/messages/index.ts';
import { accelerator } from './accelerator.ts';
import { menuTexts } from './texts.ts';

export interface MenuChoices {
  readonly language: Language;
  readonly platform: NodeJS.Platform;
  /** The person's own keys: the settings' table `keys`. */
  readonly keys: Readonly<Record<string, string>>;
  readonly devTools: boolean;
  /** Carries out an action of the window, by its id. */
  readonly act: (action: string) => void;
  readonly quit: () => void;
}

type Item = MenuItemConstructorOptions;
const SEPARATOR: Item = { type: 'separator' };

/** Actions of the window by menu, with their words in the window's catalogue; null is a line between them. */
const SESSION_ACTIONS: readonly (readonly [id: string, title: MessageKey] | null)[] = [
  ['session.new', 'window.action.session-new'],
  ['session.switch', 'window.action.session-switch'],
  ['session.next', 'window.action.session-next'],
  null,
  ['session.rename', 'window.action.session-rename'],
  ['session.guard', 'window.action.session-guard'],
  ['session.stop', 'window.action.session-stop'],
  ['session.restart', 'window.action.session-restart'],
];
const VIEW_ACTIONS: typeof SESSION_ACTIONS = [
  ['palette', 'window.action.palette'],
  null,
  ['view.sidebar', 'window.action.sidebar'],
  ['view.inspector', 'window.action.inspector'],
  null,
  ['pane.split-right', 'window.action.split-right'],
  ['pane.split-down', 'window.action.split-down'],
  ['pane.close', 'window.action.pane-close'],
  ['tab.next', 'window.action.tab-next'],
  ['tab.previous', 'window.action.tab-previous'],
  null,
  ['font.bigger', 'window.action.font-bigger'],
  ['font.smaller', 'window.action.font-smaller'],
  ['font.reset', 'window.action.font-reset'],
];
const HELP_ACTIONS: typeof SESSION_ACTIONS = [
  ['view.welcome', 'window.action.welcome'],
  ['view.about', 'window.action.about'],
];

/**
 * The menus of the app: the system's own parts by their roles, and the window's actions with their keys. The window takes keys before a
 * menu does, so that a program in a terminal gets what is not the app's; outside of macOS the menu therefore only shows them. No letter
 * is underlined: Alt with a letter belongs to the terminal.
 */
export function menuTemplate(choices: MenuChoices): Item[] {
  const { language, platform, devTools, quit } = choices;
  const mac = platform === 'darwin';
  const t = menuTexts(language);
  const settings = action(choices, 'view.settings', 'window.action.settings');
  const leave: Item = { label: t.quit, click: quit, ...(mac ? { accelerator: 'Command+Q' } : {}) };
  const role = (name: NonNullable<Item['role']>, label: string): Item => ({ role: name, label, registerAccelerator: mac });
  const app: Item = {
    label: 'Kimi Shell',
    submenu: [
      action(choices, 'view.about', 'window.action.about'),
      SEPARATOR,
      settings,
      SEPARATOR,
      role('services', t.services),
      SEPARATOR,
      role('hide', t.hide),
      role('hideOthers', t.hideOthers),
      role('unhide', t.unhide),
      SEPARATOR,
      leave,
    ],
  };
  return [
    ...(mac ? [app] : []),
    { label: t.session, submenu: [...actions(choices, SESSION_ACTIONS), ...(mac ? [] : [SEPARATOR, settings, SEPARATOR, leave])] },
    {
      label: t.edit,
      submenu: [
        role('undo', t.undo),
        role('redo', t.redo),
        SEPARATOR,
        role('cut', t.cut),
        role('copy', t.copy),
        role('paste', t.paste),
        role('selectAll', t.selectAll),
        SEPARATOR,
        action(choices, 'terminal.find', 'window.action.find'),
        action(choices, 'terminal.clear', 'window.action.clear'),
      ],
    },
    {
      label: t.view,
      submenu: [
        ...actions(choices, VIEW_ACTIONS),
        SEPARATOR,
        role('togglefullscreen', t.fullScreen),
        ...(devTools ? [role('toggleDevTools', t.developer)] : []),
      ],
    },
    {
      role: 'window',
      label: t.window,
      submenu: [
        role('minimize', t.minimize),
        ...(mac ? [role('zoom', t.zoom), SEPARATOR, role('front', t.front)] : []),
        SEPARATOR,
        role('close', t.close),
      ],
    },
    { role: 'help', label: t.help, submenu: actions(choices, HELP_ACTIONS) },
  ];
}

function actions(choices: MenuChoices, list: typeof SESSION_ACTIONS): Item[] {
  return list.map((entry) => (entry === null ? SEPARATOR : action(choices, ...entry)));
}

function action({ language, platform, keys, act }: MenuChoices, id: string, title: MessageKey): Item {
  const shown = accelerator(keyOf(id, keys, platform) ?? '');
  return {
    id,
    label: catalogues[language][title] ?? title,
    click: () => act(id),
    ...(shown === null ? {} : { accelerator: shown, registerAccelerator: false }),
  };
}

/** The person's own key where there is one (empty takes an action's away), else the table's. */
function keyOf(id: string, own: Readonly<Record<string, string>>, platform: NodeJS.Platform): string | undefined {
  const usual = Object.hasOwn(ACTION_KEYS, id) ? ACTION_KEYS[id as KeyedMenuAction] : undefined;
  return own[id.replaceAll('.', '-')] ?? (platform === 'darwin' ? usual?.mac : usual?.other);
}
