import { describe, expect, it } from 'vitest';
import type { EngineClient } from '#renderer/rpc/client.ts';
import { advance, followEvents, place } from '#renderer/rpc/event-stream.ts';
import type { EngineEvent } from '#shared/contract/index.ts';

const snapshot = (epoch: string, seq: number): EngineEvent => ({ type: 'snapshot', epoch, seq, sessions: [] });
const notice = (seq: number): EngineEvent => ({ type: 'notice', seq, message: `n${seq}`, values: {} });

describe("the engine's events", () => {
  it('are applied in their order after a snapshot', () => {
    const at = advance(null, snapshot('a', 4));
    expect(place(at, notice(5))).toBe('apply');
  });

  it('that were seen before are ignored', () => {
    expect(place({ epoch: 'a', seq: 4 }, notice(4))).toBe('ignore');
  });

  it('with a hole before them make the reader ask for the whole state', () => {
    expect(place({ epoch: 'a', seq: 4 }, notice(6))).toBe('again');
    expect(place(null, notice(1))).toBe('again');
  });

  it('are subscribed to anew after a hole, and nothing is applied twice', async () => {
    const streams = [
      [snapshot('a', 1), notice(2), notice(4), notice(5)],
      [snapshot('a', 5), notice(6)],
    ];
    let subscriptions = 0;
    const client = {
      system: {
        events: async () => {
          const events = streams[subscriptions] ?? [];
          subscriptions += 1;
          return (async function* () {
            yield* events;
          })();
        },
      },
    } as unknown as EngineClient;
    const applied: string[] = [];
    await followEvents(client, 'win_x', (event) => void applied.push(`${event.type} ${event.seq}`));
    expect(subscriptions).toBe(2);
    expect(applied).toEqual(['snapshot 1', 'notice 2', 'snapshot 5', 'notice 6']);
  });
});
