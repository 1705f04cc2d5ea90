import type { WindowId } from '#shared/ids.ts';

/** Which windows are connected, and in which order the person used them. */
export interface Windows {
  /** A window opened an event stream; the result says that this stream closed. A window may have several for a moment. */
  connected(window: WindowId): () => void;
  /** The person focused a window. */
  focused(window: WindowId): void;
  /** The connected window that was focused last, else the one that connected last; null when none is connected. */
  target(): WindowId | null;
  /** The target, or the first window that connects within `ms`; null when none does. */
  targetWithin(ms: number): Promise<WindowId | null>;
}

/** Reloads reuse their id, so this only ever fills by windows that are long gone. */
const REMEMBERED = 100;

/** An empty list of windows. `onFocused` hears that the person used one. */
export function createWindows(onFocused: () => void = () => undefined): Windows {
  const streams = new Map<WindowId, number>();
  // Oldest use first. A window that reconnects after an engine restart keeps its place among the ones of this start only.
  let order: WindowId[] = [];
  const use = (window: WindowId) => {
    order = [...order.filter((other) => other !== window), window].slice(-REMEMBERED);
  };
  const focusedOnce = new Set<WindowId>();
  const waiting = new Set<(window: WindowId) => void>();
  const target = () => {
    const there = order.filter((window) => streams.has(window));
    return there.filter((window) => focusedOnce.has(window)).at(-1) ?? there.at(-1) ?? null;
  };

  return {
    connected(window) {
      streams.set(window, (streams.get(window) ?? 0) + 1);
      if (!order.includes(window)) use(window);
      for (const found of [...waiting]) found(window);
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        const left = (streams.get(window) ?? 1) - 1;
        if (left > 0) streams.set(window, left);
        else streams.delete(window);
      };
    },
    focused(window) {
      focusedOnce.add(window);
      onFocused();
      use(window);
    },
    target,
    targetWithin(ms) {
      const now = target();
      if (now !== null || ms <= 0) return Promise.resolve(now);
      return new Promise((resolve) => {
        const done = (window: WindowId | null) => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve(window);
        };
        const timer = setTimeout(() => done(null), ms).unref();
        waiting.add(done);
      });
    },
  };
}
