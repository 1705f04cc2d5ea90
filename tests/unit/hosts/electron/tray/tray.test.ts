import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineView } from '../../../../../src-main/hosts/electron/engine-view.ts';
import { AppTray, type TrayElectron } from '../../../../../src-main/hosts/electron/tray/tray.ts';
import type { TrayCommand } from '../../../../../src-main/hosts/electron/tray/tray-model.ts';
import { type EngineEvent, SESSION_STATES, type SessionInfo } from '../../../../../src-shared/contract/index.ts';
import { textsIn } from '../../../../../src-shared/messages/texts-in.ts';
import { sessionId, sessionInfo } from '../../../../support/session-info.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A tray on a panel that records what it is given. */
function setUp(platform: NodeJS.Platform = 'linux') {
  const panel = { image: '', tooltip: '', menu: [] as MenuItemConstructorOptions[], menus: 0, template: false, destroyed: false };
  const look = { dark: true };
  let click: (() => void) | null = null;
  let themeChanged: (() => void) | null = null;
  const imageOf = (path: string) => ({ path, setTemplateImage: () => (panel.template = true) }) as unknown as NativeImage;
  const electron: TrayElectron = {
    createTray: (image) => {
      panel.image = Reflect.get(image, 'path');
      return {
        setImage: (next) => {
          panel.image = Reflect.get(next, 'path');
        },
        setToolTip: (text) => {
          panel.tooltip = text;
        },
        setContextMenu: (menu) => {
          panel.menu = menu as unknown as MenuItemConstructorOptions[];
          panel.menus += 1;
        },
        on: (_event, listener) => {
          click = listener;
        },
        destroy: () => {
          panel.destroyed = true;
        },
      };
    },
    loadImage: imageOf,
    buildMenu: (template) => template as unknown as Menu,
    isDark: () => look.dark,
    onThemeChanged: (listener) => {
      themeChanged = listener;
      return () => {
        themeChanged = null;
      };
    },
  };
  const view = new EngineView();
  const commands: TrayCommand[] = [];
  const tray = new AppTray({
    electron,
    view,
    texts: () => textsIn('en'),
    onCommand: (command) => commands.push(command),
    icons: '/icons',
    platform,
  });
  return {
    panel,
    look,
    view,
    commands,
    tray,
    click: () => click?.(),
    changeTheme: () => themeChanged?.(),
    settle: () => vi.advanceTimersByTime(200),
  };
}

const snapshot = (sessions: SessionInfo[]): EngineEvent => ({ type: 'snapshot', seq: 1, sessions });
const changed = (session: SessionInfo): EngineEvent => ({ type: 'session.changed', seq: 2, session });

describe('the tray', () => {
  it('is there before the engine is, and follows it without any window', () => {
    const { panel, view, settle } = setUp();
    expect(panel).toMatchObject({ image: '/icons/idle-dark-24.png', tooltip: 'Kimi Shell: The engine is not there' });
    view.apply(snapshot([sessionInfo(1, 'working')]));
    view.apply(changed(sessionInfo(1, 'waiting')));
    settle();
    expect(panel).toMatchObject({ image: '/icons/needs-you-dark-24.png', tooltip: 'Kimi Shell: 1 session needs you', menus: 2 });
  });

  it('is not drawn anew for what it does not show', () => {
    const { panel, view, settle } = setUp();
    view.apply(snapshot([sessionInfo(1, 'working')]));
    settle();
    view.apply(changed(sessionInfo(1, 'working', { tags: ['a'], updatedAt: 99 })));
    view.apply({ type: 'heartbeat', seq: 2, at: 1 });
    settle();
    expect(panel.menus).toBe(2);
  });

  it('does what is clicked', () => {
    const { panel, view, settle, commands, click } = setUp();
    view.apply(snapshot([sessionInfo(1, 'waiting', { name: 'R&D' })]));
    settle();
    const line = panel.menu[1];
    expect(line?.label).toBe('R&&D');
    (line?.click as (() => void) | undefined)?.();
    click();
    expect(commands).toEqual([{ kind: 'open-session', session: sessionId(1) }, { kind: 'open' }]);
  });

  it('follows the panel’s theme, and leaves colours to the menu bar of a Mac', () => {
    const { panel, look, changeTheme, settle } = setUp('win32');
    look.dark = false;
    changeTheme();
    settle();
    expect(panel.image).toBe('/icons/idle-light-16.png');
    expect(setUp('darwin').panel).toMatchObject({ image: '/icons/idle-template-16.png', template: true });
  });

  it('leaves nothing behind', () => {
    const { tray, view, panel } = setUp();
    tray.destroy();
    view.apply(snapshot([sessionInfo(1, 'waiting')]));
    expect(vi.getTimerCount()).toBe(0);
    expect(panel).toMatchObject({ destroyed: true, image: '/icons/idle-dark-24.png' });
  });

  it('agrees with the engine after 1,000 events, whatever they were', () => {
    const event = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ n: fc.nat(30), state: fc.constantFrom(...SESSION_STATES), unseen: fc.boolean(), since: fc.nat(50) }),
      },
      { weight: 1, arbitrary: fc.record({ removed: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.record({ pause: fc.nat(300) }) },
    );
    fc.assert(
      fc.property(fc.array(event, { minLength: 1000, maxLength: 1000 }), (events) => {
        const { panel, view, settle, tray } = setUp();
        const engine = new Map<string, SessionInfo>();
        view.apply(snapshot([]));
        for (const one of events) {
          if ('pause' in one) vi.advanceTimersByTime(one.pause);
          else if ('removed' in one) {
            engine.delete(sessionId(one.removed));
            view.apply({ type: 'session.removed', seq: 1, id: sessionId(one.removed) });
          } else {
            const session = sessionInfo(one.n, one.state, { unseen: one.unseen, since: one.since });
            engine.set(session.id, session);
            view.apply(changed(session));
          }
        }
        settle();
        const names = (wanted: (session: SessionInfo) => boolean) => [...engine.values()].filter(wanted).map(({ name }) => name);
        const asks = names(({ state }) => state === 'waiting' || state === 'trust');
        const failed = names(({ state, unseen }) => state === 'failed' && unseen);
        const works = names(({ state }) => state === 'working' || state === 'starting');
        // Headings say where a section begins; each ends with a line between.
        const section = (heading: string) => {
          const from = panel.menu.findIndex(({ label, enabled }) => label === heading && enabled === false) + 1;
          const to = panel.menu.findIndex(({ type }, at) => at >= from && type === 'separator');
          return from === 0 ? [] : panel.menu.slice(from, to).map(({ label }) => label ?? '');
        };
        const expectSection = (heading: string, wanted: readonly string[], most: number) => {
          const shown = section(heading);
          const lines = shown.filter((label) => !label.endsWith('more…'));
          expect(lines).toHaveLength(Math.min(wanted.length, most));
          expect(wanted).toEqual(expect.arrayContaining(lines));
          expect(shown.filter((label) => label.endsWith('more…'))).toEqual(wanted.length > most ? [`${wanted.length - most} more…`] : []);
        };
        expectSection('Needs you', [...asks, ...failed], 12);
        expectSection('Working', works, 6);
        const state = asks.length > 0 ? 'needs-you' : failed.length > 0 ? 'failed' : works.length > 0 ? 'working' : 'idle';
        expect(panel.image).toBe(`/icons/${state}-dark-24.png`);
        tray.destroy();
      }),
      { numRuns: 20 },
    );
  });
});
