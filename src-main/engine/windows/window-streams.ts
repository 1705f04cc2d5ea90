import type { EngineEvent } from '#shared/contract/index.ts';
import type { WindowId } from '#shared/ids.ts';
import type { EventStreams, StreamRequest } from '../bus/index.ts';
import type { Windows } from './windows.ts';

/** Event streams as the contract offers them: one that names a window makes that window one that can be focused. */
export interface WindowStreams {
  /** @throws KimiError TOO_MANY_STREAMS */
  open(request: StreamRequest & { readonly window?: WindowId }): AsyncIteratorObject<EngineEvent, void, void>;
}

/**
 * Ties event streams and windows together.
 * @param onOpened hears of a window that begins with nothing, so that it was opened or loaded anew. One whose connection broke is told what it missed
 */
export function createWindowStreams(
  streams: EventStreams,
  windows: Windows,
  onOpened: (window: WindowId) => void = () => undefined,
): WindowStreams {
  return {
    open({ window, ...request }) {
      let leave: (() => void) | undefined;
      const stream = streams.open({ ...request, onClosed: () => leave?.() });
      if (window === undefined || request.signal?.aborted) return stream;
      leave = windows.connected(window);
      if (request.after === undefined) onOpened(window);
      return stream;
    },
  };
}
