import type { SessionId, WindowId } from '#shared/ids.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';
import type { LayoutState } from '../state/layout-store.ts';
import { activeTab, panesOf } from '../state/layout-tree.ts';

/** The sessions whose terminals are drawn for somebody to see; none behind another place. */
export function sessionsOnShow({ layout, place }: Pick<LayoutState, 'layout' | 'place'>): readonly SessionId[] {
  const tab = place === 'sessions' ? activeTab(layout) : null;
  return tab === null ? [] : panesOf(tab.root).flatMap(({ session }) => session ?? []);
}

export interface SightOptions {
  readonly window: WindowId;
  readonly client: () => EngineClient;
  /** Whether the engine can be asked now. */
  readonly open: () => boolean;
  readonly layout: () => Pick<LayoutState, 'layout' | 'place'>;
  readonly onError: (thrown: ReturnType<typeof toKimiError>) => void;
}

/** Tells the engine what the person sees in this window, so that nobody is told of it elsewhere. */
export class Sight {
  readonly #o: SightOptions;
  /** As it was last said on this connection. */
  #said = '';

  constructor(options: SightOptions) {
    this.#o = options;
  }

  /** What the person has before their eyes: nothing while the window is hidden or another one has the focus. */
  get sessions(): readonly SessionId[] {
    return document.hidden || !document.hasFocus() ? [] : sessionsOnShow(this.#o.layout());
  }

  /** The engine knows nothing of this window: it is another one, or the connection is. */
  forget(): void {
    this.#said = '';
  }

  /** Says it where it has changed. */
  tell(): void {
    const { window, client, open, onError } = this.#o;
    const sessions = [...this.sessions];
    const said = sessions.join();
    if (said === this.#said || !open()) return;
    this.#said = said;
    client()
      .system.lookingAt({ window, sessions })
      .catch((thrown: unknown) => onError(toKimiError(thrown)));
  }
}
