import type { SessionId, WindowId } from '#shared/ids.ts';

/** Which windows are connected, in which order the person used them, and what they see in them. */
export interface Windows {
  /** A window opened an event stream; the result says that this stream closed. A window may have several for a moment. */
  connected(window: WindowId): () => void;
  /** Resolves when the first window has connected. */
  readonly first: Promise<void>;
  /** The person focused a window. */
  focused(window: WindowId): void;
  /** The connected window that was focused last, else the one that connected last; null when none is connected. */
  target(): WindowId | null;
  /** What the person sees in a window right now; nothing while it is hidden or has no focus. Forgotten when it closes. */
  lookingAt(window: WindowId, sessions: readonly SessionId[]): void;
  /** Whether the person sees a session in any window. */
  looksAt(session: SessionId): boolean;
  /** Hears which sessions a window has come to show to the person. */
  onLook(listener: (sessions: readonly SessionId[]) => void): () => void;
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
  const seen = new Map<WindowId, readonly SessionId[]>();
  const listeners = new Set<(sessions: readonly SessionId[]) => void>();
  const look = (sessions: readonly SessionId[]) => {
    for (const listener of [...listeners]) listener(sessions);
  };
  const waiting = new Set<(window: WindowId) => void>();
  const first = Promise.withResolvers<void>();
  const target = () => {
    const there = order.filter((window) => streams.has(window));
    return there.filter((window) => focusedOnce.has(window)).at(-1) ?? there.at(-1) ?? null;
  };

  return {
    first: first.promise,
    connected(window) {
      streams.set(window, (streams.get(window) ?? 0) + 1);
      if (!order.includes(window)) use(window);
      const already = seen.get(window);
      if (already !== undefined) look(already);
      for (const found of [...waiting]) found(window);
      first.resolve();
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        const left = (streams.get(window) ?? 1) - 1;
        if (left > 0) streams.set(window, left);
        else {
          streams.delete(window);
          seen.delete(window);
        }
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
    lookingAt(window, sessions) {
      seen.delete(window);
      if (sessions.length === 0) return;
      seen.set(window, sessions);
      // Those that never open a stream could not be told from those that are about to.
      for (const old of [...seen.keys()].slice(0, -REMEMBERED)) seen.delete(old);
      if (streams.has(window)) look(sessions);
    },
    looksAt: (session) => [...seen].some(([window, sessions]) => streams.has(window) && sessions.includes(session)),
    onLook(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
