import type { SessionId } from '#shared/ids.ts';
import { currentTerminal, isEnded } from '../features/sessions/session-facts.ts';
import type { ConnectionStore } from '../state/connection-store.ts';
import type { LayoutStore } from '../state/layout-store.ts';
import { focusedPane } from '../state/layout-tree.ts';
import type { SessionsStore } from '../state/sessions-store.ts';
import type { HabitsKeeper } from './habits-keeper.ts';

// What the installer said last can be read for this long.
const READ_MS = 2_500;

/** What the first steps need of the window's services. */
export interface FirstRunServices {
  readonly sessions: SessionsStore;
  readonly layout: LayoutStore;
  readonly link: ConnectionStore;
  readonly habits: HabitsKeeper;
}

/** Shows the first steps to somebody who has nothing yet, and brings them back when Kimi has been installed. */
export class FirstRun {
  private readonly services: FirstRunServices;
  private asked = false;
  /** What was typed in the first steps and not sent: it is there again after Kimi has been installed, and after a shell was started instead. */
  draft = { folder: '', prompt: '' };

  constructor(services: FirstRunServices) {
    this.services = services;
  }

  /** The sessions are known, for the first time or again. Only an empty data folder that never said "skip" is led. */
  sessionsKnown(): void {
    if (this.asked) return;
    this.asked = true;
    const { sessions, layout, link, habits } = this.services;
    const nothing = Object.keys(sessions.getState().byId).length === 0 && layout.getState().place === 'sessions';
    // The demo has its own card, which stands beside what one tries.
    if (nothing && link.getState().status?.demo === false && !habits.store.getState().welcomed) layout.getState().goTo('welcome');
  }

  /** Comes back to the first steps when this session, which installs Kimi, has ended well and is still what is looked at. */
  comeBackAfter(session: SessionId): void {
    const { sessions, layout } = this.services;
    const stop = sessions.subscribe(({ byId }) => {
      const installing = byId[session];
      if (installing !== undefined && !isEnded(installing)) return;
      stop();
      if (installing === undefined || currentTerminal(installing)?.exit?.code !== 0) return;
      setTimeout(() => {
        const { place, layout: now } = layout.getState();
        if (place === 'sessions' && focusedPane(now)?.session === session) layout.getState().goTo('welcome');
      }, READ_MS);
    });
  }

  /** The first steps were taken or skipped: they do not come by themselves again. */
  done(): void {
    this.services.habits.change((habits) => ({ ...habits, welcomed: true }));
    this.services.layout.getState().goTo('sessions');
  }
}
