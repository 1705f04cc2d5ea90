import { describe, expect, it } from 'vitest';
import { tellUntold } from '../../../../src-main/engine/sessions/index.ts';
import type { Happening, SessionInfo } from '../../../../src-shared/contract/index.ts';
import type { SessionId } from '../../../../src-shared/ids.ts';
import { openEvents } from '../../../support/events.ts';

const id = (n: number): SessionId => `ses_0000000000000000000000000${n}`;
const session = (n: number, name: string): SessionInfo => ({
  id: id(n),
  hostId: 'local',
  name,
  agent: 'kimi',
  cwd: '/w',
  lifecycle: 'active',
  state: 'idle',
  stateInfo: { name: 'idle', since: 1, evidence: [] },
  unseen: false,
  pinned: false,
  guarded: false,
  tags: [],
  rank: String(n),
  terminals: [],
  createdAt: 1,
  updatedAt: 1,
});

describe('what an engine died over', () => {
  it('is told by the next one: what differs from what was told last, what was never told, and what is gone', async () => {
    const { log, bus } = await openEvents();
    bus.publish({ type: 'session.changed', session: session(1, 'as told') });
    bus.publish({ type: 'session.changed', session: session(2, 'old name') });
    bus.publish({ type: 'session.changed', session: session(3, 'deleted') });
    bus.publish({ type: 'session.changed', session: session(4, 'deleted and told') });
    bus.publish({ type: 'session.removed', id: id(4) });
    await bus.idle();
    const heard: Happening[] = [];
    bus.on((event) => heard.push(event));
    const now = [session(1, 'as told'), session(2, 'new name'), session(5, 'never told')];
    tellUntold(log, bus, now);
    await bus.idle();
    expect(heard).toEqual([
      { type: 'session.changed', seq: 6, session: session(2, 'new name') },
      { type: 'session.changed', seq: 7, session: session(5, 'never told') },
      { type: 'session.removed', seq: 8, id: id(3) },
    ]);
    tellUntold(log, bus, now);
    await bus.idle();
    expect(heard).toHaveLength(3);
  });
});
