import { describe, expect, it } from 'vitest';
import { EngineView } from '../../../../src-main/hosts/electron/engine-view.ts';
import type { EngineEvent } from '../../../../src-shared/contract/index.ts';
import { sessionInfo } from '../../../support/session-info.ts';
import { shownNotification } from '../../../support/shown-notification.ts';
import { until } from '../../../support/until.ts';

async function* stream(...events: readonly EngineEvent[]): AsyncIterable<EngineEvent> {
  yield* events;
}

describe('the engine as the desktop sees it', () => {
  it('is what its events say, over engines that follow each other', async () => {
    const view = new EngineView();
    const end = new AbortController();
    const asked: (number | undefined)[] = [];
    const problems: string[] = [];
    const streams = [
      stream(
        { type: 'snapshot', seq: 1, sessions: [sessionInfo(1, 'working')], notifications: [shownNotification(1)] },
        { type: 'session.changed', seq: 2, session: sessionInfo(2, 'waiting') },
        { type: 'doNotDisturb.changed', seq: 3, doNotDisturb: { on: true, until: null } },
      ),
      stream(
        { type: 'session.removed', seq: 4, id: sessionInfo(1, 'working').id },
        { type: 'notification.removed', seq: 5, id: shownNotification(1).id },
        { type: 'notification.shown', seq: 6, notification: shownNotification(2), alert: true },
      ),
    ];
    const following = view.follow(
      () => ({
        system: {
          events: async ({ after }) => {
            asked.push(after);
            const next = streams.shift();
            if (next === undefined) throw new Error('gone');
            return next;
          },
        },
      }),
      end.signal,
      (reason) => problems.push(reason),
    );
    await until('both streams were read', () => problems.length > 0);
    end.abort();
    await following;
    expect(asked.slice(0, 3)).toEqual([undefined, 3, 6]);
    expect(view.known).toBe(true);
    expect(view.sessions.map(({ name }) => name)).toEqual(['session 2']);
    expect(view.shown.map(({ id }) => id)).toEqual([shownNotification(2).id]);
    expect(view.doNotDisturb.on).toBe(true);
    expect(problems[0]).toBe('Error: gone');
  });
});
