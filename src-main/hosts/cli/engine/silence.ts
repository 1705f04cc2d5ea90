import { setTimeout as delay } from 'node:timers/promises';
import { HEARTBEAT_MS, MISSED_HEARTBEATS } from '#shared/contract/index.ts';
import { type Door, engineIsSilent, knock } from './door.ts';

/** An engine that says nothing for this long is stopped or hangs; windows and followers take it for lost after the same time. */
export const SILENT_AFTER_MS = HEARTBEAT_MS * MISSED_HEARTBEATS;

/** Looks whether the engine still answers while a call to it is under way. */
export interface SilenceWatch {
  /** Aborted with KimiError ENGINE_SILENT as the reason. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** A call itself may take its time, a message ten minutes: so the engine is asked for something else meanwhile, every few seconds. */
export function watchForSilence(door: Door): SilenceWatch {
  const silent = new AbortController();
  const over = new AbortController();
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await delay(HEARTBEAT_MS, undefined, { signal: over.signal, ref: false });
      // A door that is closed breaks the call by itself.
      if ((await knock(door, SILENT_AFTER_MS)) !== 'silent' || over.signal.aborted) continue;
      silent.abort(await engineIsSilent(door, SILENT_AFTER_MS));
      return;
    }
  };
  watch().catch((error: unknown) => {
    // Only the end of the call ends a wait early.
    if (!over.signal.aborted) silent.abort(error);
  });
  return { signal: silent.signal, stop: () => over.abort() };
}
