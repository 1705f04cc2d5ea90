import type { EngineEvent } from '#shared/contract/index.ts';
import type { WindowId } from '#shared/ids.ts';
import type { EngineClient } from './client.ts';

/** Where a reader stands in the engine's events: null before its first snapshot. */
export type Position = { readonly epoch: string; readonly seq: number } | null;

/**
 * What to do with an event, by its number: `apply` it, `again` (a hole or another engine start: ask for the whole state
 * anew) or `ignore` (seen before).
 */
export function place(position: Position, event: EngineEvent): 'apply' | 'again' | 'ignore' {
  if (event.type === 'snapshot') return 'apply';
  if (position === null) return 'again';
  if (event.seq <= position.seq) return 'ignore';
  return event.seq === position.seq + 1 ? 'apply' : 'again';
}

/** The position after `event` was applied. */
export function advance(position: Position, event: EngineEvent): Position {
  if (event.type === 'snapshot') return { epoch: event.epoch, seq: event.seq };
  return position === null ? null : { epoch: position.epoch, seq: event.seq };
}

/**
 * Follows the engine's events until the connection ends (with it the stream ends or rejects): snapshot, then changes, and a
 * fresh subscription whenever the numbers do not add up.
 */
export async function followEvents(client: EngineClient, window: WindowId, apply: (event: EngineEvent) => void): Promise<void> {
  let position: Position = null;
  for (;;) {
    const stream = await client.system.events({ window });
    let again = false;
    for await (const event of stream) {
      const verdict = place(position, event);
      if (verdict === 'again') {
        again = true;
        break;
      }
      if (verdict === 'apply') {
        position = advance(position, event);
        apply(event);
      }
    }
    if (!again) return;
    position = null;
  }
}
