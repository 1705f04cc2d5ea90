import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ACTIONS as Table } from '#renderer/actions/actions.ts';
import { createDialogsStore } from '#renderer/app/dialogs-store.ts';
import type { AppServices } from '#renderer/app/services.ts';
import { createLayoutStore } from '#renderer/state/layout-store.ts';
import { createNoticesStore } from '#renderer/state/notices-store.ts';
import { ACTION_IDS, type ActionId } from '#shared/action-ids.ts';
import type { SessionInfo } from '#shared/contract/index.ts';
import { parseKeys } from '#shared/key-combination.ts';
import { catalogues } from '#shared/messages/index.ts';
import { session } from '../features/session.ts';

let ACTIONS: typeof Table;
beforeAll(async () => {
  // The table is data, but the modules around it look at the browser they are loaded in.
  vi.stubGlobal('navigator', { platform: 'Linux x86_64', languages: ['en'] });
  ({ ACTIONS } = await import('#renderer/actions/actions.ts'));
});

// Chromium takes these before the page sees them.
const RESERVED = [
  'Ctrl+Shift+KeyN',
  'Ctrl+Shift+KeyT',
  'Ctrl+Shift+KeyW',
  'Cmd+KeyN',
  'Cmd+KeyT',
  'Cmd+KeyW',
  'Cmd+KeyQ',
  'Shift+Cmd+KeyN',
];

describe('the table of actions', () => {
  it('gives each key to one action only', () => {
    for (const platform of ['mac', 'other'] as const) {
      const specs = ACTIONS.flatMap((action) => (action.keys === undefined ? [] : [action.keys[platform]]));
      expect(new Set(specs).size).toBe(specs.length);
    }
  });

  it('takes no key that a program in a terminal needs: only Ctrl+Shift, on a Mac only Cmd', () => {
    for (const { id, keys } of ACTIONS) {
      if (keys === undefined) continue;
      expect([id, parseKeys(keys.other)]).toMatchObject([id, { ctrl: true, shift: true, alt: false, meta: false }]);
      expect([id, parseKeys(keys.mac)]).toMatchObject([id, { meta: true, ctrl: false, alt: false }]);
    }
  });

  it('takes no key that the browser keeps', () => {
    const specs = ACTIONS.flatMap((action) => (action.keys === undefined ? [] : [action.keys.mac, action.keys.other]));
    expect(specs.filter((spec) => RESERVED.includes(spec))).toEqual([]);
  });

  it('is the one whose ids settings and the command line know', () => {
    expect(ACTIONS.map(({ id }) => id)).toEqual(ACTION_IDS);
  });

  it('has an id of its own and a title in every language for each', () => {
    expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
    for (const catalogue of Object.values(catalogues)) for (const { title } of ACTIONS) expect(catalogue[title]).toBeTruthy();
  });
});

/** The stores that actions look at, without a window around them. */
function servicesWith(...sessions: readonly SessionInfo[]) {
  const services = {
    dialogs: createDialogsStore(),
    notices: createNoticesStore(),
    layout: createLayoutStore(),
    sessions: { getState: () => ({ byId: Object.fromEntries(sessions.map((one) => [one.id, one])) }) },
    habits: { store: { getState: () => ({ groups: [] }) } },
    openSession: vi.fn<(session: SessionInfo['id']) => void>(),
  };
  return { services, as: services as unknown as AppServices };
}
const action = (id: ActionId) => {
  const found = ACTIONS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no action ${id}`);
  return found;
};

describe('the next session that needs me', () => {
  it('is opened', () => {
    const { services, as } = servicesWith(session(1, 'idle'), session(2, 'waiting'));
    action('session.next').run(as);
    expect(services.openSession).toHaveBeenCalledExactlyOnceWith(session(2, 'waiting').id);
    expect(services.notices.getState().notices).toEqual([]);
  });

  it('says so where there is none: a key that does nothing looks broken', () => {
    const { services, as } = servicesWith(session(1, 'idle'));
    action('session.next').run(as);
    expect(services.openSession).not.toHaveBeenCalled();
    expect(services.notices.getState().notices).toMatchObject([{ kind: 'info', key: 'window.notice.nothing-needs' }]);
  });
});

describe('the list of all commands', () => {
  it('does not offer to show itself; the switcher, which lists sessions alone, does lead to it', () => {
    const { services, as } = servicesWith();
    const makesSense = () => action('palette').when?.(as) ?? true;
    expect(makesSense()).toBe(true);
    services.dialogs.getState().open({ kind: 'palette', only: 'sessions' });
    expect(makesSense()).toBe(true);
    services.dialogs.getState().open({ kind: 'palette', only: 'all' });
    expect(makesSense()).toBe(false);
  });
});
