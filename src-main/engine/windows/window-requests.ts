import type { WindowId } from '#shared/ids.ts';
import type { Bus } from '../bus/index.ts';
import type { Windows } from './windows.ts';

/** What a new session is proposed with; the person may change all of it, and nothing runs before they say so. */
export interface Proposal {
  readonly cwd?: string | undefined;
  readonly name?: string | undefined;
}

/** Asks of the window that the person used last, from outside of it. Each answers which window that was; null when none is open. */
export class WindowRequests {
  readonly #windows: Pick<Windows, 'targetWithin'>;
  readonly #bus: Pick<Bus, 'publish'>;

  constructor(windows: Pick<Windows, 'targetWithin'>, bus: Pick<Bus, 'publish'>) {
    this.#windows = windows;
    this.#bus = bus;
  }

  /** Opens the dialog for a new session, filled in. @param waitMs how long a window may take to open */
  async propose({ cwd, name }: Proposal, waitMs: number): Promise<WindowId | null> {
    const window = await this.#windows.targetWithin(waitMs);
    if (window !== null)
      this.#bus.publish({
        type: 'window.propose',
        window,
        ...(cwd === undefined ? {} : { cwd }),
        ...(name === undefined ? {} : { name }),
      });
    return window;
  }

  /** Carries out one of the window's own actions, by its id; one that it does not know, or that makes no sense now, does nothing. */
  async act(action: string, waitMs: number): Promise<WindowId | null> {
    const window = await this.#windows.targetWithin(waitMs);
    if (window !== null) this.#bus.publish({ type: 'window.act', window, action });
    return window;
  }
}
