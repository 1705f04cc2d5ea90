import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ACTIONS as Table } from '#renderer/actions/actions.ts';
import { parseKeys } from '#renderer/actions/keys.ts';
import { catalogues } from '#shared/messages/index.ts';

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

  it('has an id of its own and a title in every language for each', () => {
    expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
    for (const catalogue of Object.values(catalogues)) for (const { title } of ACTIONS) expect(catalogue[title]).toBeTruthy();
  });
});
