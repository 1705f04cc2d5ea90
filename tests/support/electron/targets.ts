import type { Cdp } from './cdp.ts';

/** Chromium's pages, each with a session of ours from its very beginning. */
export class Targets {
  /** Those that we made; any other is a window that a page has opened. */
  readonly #made = new Set<string>();
  readonly #sessions = new Map<string, PromiseWithResolvers<string>>();

  /**
   * Has Chromium attach us to every page as it is made. Of those who debug a page, who came first is asked for its requests last: so a spec
   * that connected long ago and takes requests of a page (`page.route`) still comes before the app's own handler.
   */
  static async of(cdp: Cdp): Promise<Targets> {
    const targets = new Targets();
    cdp.on('', 'Target.attachedToTarget', ({ sessionId, targetInfo }) => targets.#session(targetInfo.targetId).resolve(sessionId));
    cdp.on('', 'Target.targetDestroyed', ({ targetId }) => targets.#sessions.delete(targetId));
    const pages = [{ type: 'page', exclude: false }];
    await cdp.call('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter: pages });
    return targets;
  }

  made(target: string): void {
    this.#made.add(target);
  }

  isOurs(target: string): boolean {
    return this.#made.has(target);
  }

  /** Our session with a page. */
  sessionOf(target: string): Promise<string> {
    return this.#session(target).promise;
  }

  #session(target: string): PromiseWithResolvers<string> {
    const session = this.#sessions.get(target) ?? Promise.withResolvers<string>();
    this.#sessions.set(target, session);
    return session;
  }
}
