import type { DoNotDisturb, EngineEvent, Progress, SessionInfo, ShownNotification } from '#shared/contract/index.ts';
import { EventPosition, followEvents } from '#shared/events/follow.ts';
import type { SessionId } from '#shared/ids.ts';

/** A stream that ends while the app lives is an engine that makes way or hiccups; asking at once could spin. ms */
export const AGAIN_MS = 500;

/** How a stream of events is asked for; the contract's client has it. */
export interface EventSource {
  readonly system: { events(input: { readonly after?: number }): Promise<AsyncIterable<EngineEvent>> };
}

/** The engine as tray, badge and native notifications see it: everything by events, so that it is never asked twice. */
export class EngineView {
  readonly #sessions = new Map<SessionId, SessionInfo>();
  readonly #shown = new Map<string, ShownNotification>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #position = new EventPosition();
  #doNotDisturb: DoNotDisturb = { on: false, until: null };
  #progress: Progress | null = null;
  #known = false;

  /** False until the engine said how things are. */
  get known(): boolean {
    return this.#known;
  }

  get sessions(): readonly SessionInfo[] {
    return [...this.#sessions.values()];
  }

  /** What is before the person. */
  get shown(): readonly ShownNotification[] {
    return [...this.#shown.values()];
  }

  get doNotDisturb(): DoNotDisturb {
    return this.#doNotDisturb;
  }

  /** How far programs in terminals are that say so. */
  get progress(): Progress | null {
    return this.#progress;
  }

  /** Hears of each event after it was taken in. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  apply(event: EngineEvent): void {
    switch (event.type) {
      case 'snapshot':
        this.#known = true;
        this.#sessions.clear();
        this.#shown.clear();
        for (const session of event.sessions) this.#sessions.set(session.id, session);
        for (const notification of event.notifications ?? []) this.#shown.set(notification.id, notification);
        this.#doNotDisturb = event.doNotDisturb ?? { on: false, until: null };
        this.#progress = event.progress ?? null;
        break;
      case 'session.changed':
        this.#sessions.set(event.session.id, event.session);
        break;
      case 'session.removed':
        this.#sessions.delete(event.id);
        break;
      case 'notification.shown':
        this.#shown.set(event.notification.id, event.notification);
        break;
      case 'notification.removed':
        this.#shown.delete(event.id);
        break;
      case 'doNotDisturb.changed':
        this.#doNotDisturb = event.doNotDisturb;
        break;
      case 'progress.changed':
        this.#progress = event.progress;
        break;
      // After a reset a snapshot comes; until then what is known is the best there is.
      case 'reset':
      case 'heartbeat':
      case 'window.focus':
      case 'notice':
        break;
    }
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Follows an engine until `signal` ends it, over every engine that takes the place of another. */
  async follow(source: () => EventSource, signal: AbortSignal, onProblem: (reason: string) => void): Promise<void> {
    while (!signal.aborted) {
      try {
        await followEvents({
          subscribe: (after) => source().system.events(after === null ? {} : { after }),
          position: this.#position,
          apply: (event) => this.apply(event),
          signal,
        });
      } catch (error) {
        onProblem(String(error));
      }
      if (!signal.aborted) await pause(AGAIN_MS, signal);
    }
  }
}

/** Resolves after `ms`, or when the signal is given. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
