import type { EngineEvent } from '#shared/contract/index.ts';
import type { WindowId } from '#shared/ids.ts';
import type { EventStreams, StreamRequest } from '../bus/index.ts';
import type { Windows } from './windows.ts';

/** Event streams as the contract offers them: one that names a window makes that window one that can be focused. */
export interface WindowStreams {
  /** @throws KimiError TOO_MANY_STREAMS */
  open(request: StreamRequest & { readonly window?: WindowId }): AsyncIteratorObject<EngineEvent, void, void>;
}

/** Ties event streams and windows together. */
export function createWindowStreams(streams: EventStreams, windows: Windows): WindowStreams {
  return {
    open({ window, ...request }) {
      let leave: (() => void) | undefined;
      const stream = streams.open({ ...request, onClosed: () => leave?.() });
      if (window !== undefined && !request.signal?.aborted) leave = windows.connected(window);
      return stream;
    },
  };
}
