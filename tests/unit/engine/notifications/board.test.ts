import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Board } from '../../../../src-main/engine/notifications/board.ts';
import type { ShownNotification } from '../../../../src-shared/contract/index.ts';
import { sessionId } from '../../../support/session-info.ts';
import { notificationInfo } from '../../../support/shown-notification.ts';

const notes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => notificationInfo(from + i));

describe('what is before the person', () => {
  it('is one by one while it is little, and says only what is new aloud', () => {
    const board = new Board();
    expect(board.put(notes(1, 2))).toMatchObject([
      { kind: 'show', alert: true, notification: { group: false, about: [{ name: 'session 1' }] } },
      { kind: 'show', alert: true, notification: { group: false, about: [{ name: 'session 2' }] } },
    ]);
    expect(board.put(notes(1, 2))).toEqual([]);
    expect(board.put([notificationInfo(1), notificationInfo(2, { detail: 'rm -rf out' })])).toMatchObject([{ kind: 'show', alert: false }]);
  });

  it('becomes a group when it is much, and stays one until nothing of it is left', () => {
    const board = new Board();
    board.put(notes(1, 3));
    expect(board.put(notes(1, 4))).toMatchObject([
      { kind: 'remove' },
      { kind: 'remove' },
      { kind: 'remove' },
      { kind: 'show', alert: true, notification: { id: 'all.need', group: true } },
    ]);
    expect(board.put(notes(4, 4))).toMatchObject([{ kind: 'show', alert: false, notification: { id: 'all.need' } }]);
    expect(board.put([])).toEqual([{ kind: 'remove', id: 'all.need' }]);
    expect(board.put(notes(5, 5))).toMatchObject([{ kind: 'show', notification: { group: false } }]);
  });

  it('keeps needs apart from outcomes', () => {
    const board = new Board();
    board.put([...notes(1, 4), notificationInfo(5, { subject: 'outcome', kind: 'finished' })]);
    expect(board.shown.map(({ id }) => id)).toEqual(['all.need', `${sessionId(5)}.outcome`]);
  });

  it('tells a new need of the same session aloud, in the place of the old one', () => {
    const board = new Board();
    board.put([notificationInfo(1)]);
    expect(board.put([{ ...notificationInfo(2), session: sessionId(1) }])).toMatchObject([{ kind: 'show', alert: true }]);
    expect(board.shown).toHaveLength(1);
  });

  it('knows what was shown meanwhile without telling it anew', () => {
    const board = new Board();
    board.put([notificationInfo(1)]);
    expect(board.put([notificationInfo(1, { shown: true })])).toEqual([]);
    expect(board.shown[0]?.about[0]?.shown).toBe(true);
  });

  it('is, after any changes, what a channel that did as it was told shows: each open notification once', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 })), { maxLength: 40 }), (steps) => {
        const board = new Board();
        const channel = new Map<string, ShownNotification>();
        for (const step of steps) {
          const open = [...step].sort().map((n) => notificationInfo(n, { subject: n % 3 === 0 ? 'outcome' : 'need' }));
          for (const change of board.put(open)) {
            if (change.kind === 'show') channel.set(change.notification.id, change.notification);
            else channel.delete(change.id);
          }
          expect([...channel.values()]).toEqual(expect.arrayContaining([...board.shown]));
          expect(channel.size).toBe(board.shown.length);
          const about = [...channel.values()].flatMap((shown) => shown.about.map(({ id }) => id));
          expect(about.sort()).toEqual(open.map(({ id }) => id).sort());
        }
      }),
    );
  });
});
