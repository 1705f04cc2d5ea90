import type { SessionInfo } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { isEnded } from '../features/sessions/session-facts.ts';
import type { EngineClient } from '../rpc/client.ts';
import type { LayoutStore } from '../state/layout-store.ts';
import { focusedPane } from '../state/layout-tree.ts';
import type { NoticesStore } from '../state/notices-store.ts';
import type { SessionsStore } from '../state/sessions-store.ts';
import type { Cells } from '../terminal/terminal-state.ts';
import type { DialogsStore } from './dialogs-store.ts';

/** What commands need of the window's services. */
export interface CommandServices {
  readonly layout: LayoutStore;
  readonly dialogs: DialogsStore;
  readonly sessions: SessionsStore;
  readonly notices: NoticesStore;
  /** Calls the engine; a failure becomes a notice, and null. */
  attempt<T>(run: (client: EngineClient) => Promise<T>): Promise<T | null>;
  openSession(session: SessionId): void;
  /** The size that a session's pane has room for; null while it has none. */
  roomOf(session: SessionId): Cells | null;
}

/** What a person can tell a session, from a menu, the palette or a bar. */
export class SessionCommands {
  private readonly services: CommandServices;

  constructor(services: CommandServices) {
    this.services = services;
  }

  /** Opens a session in a new pane right of the focused one. */
  beside(session: SessionId): void {
    const { layout, split, open } = this.services.layout.getState();
    // Beside itself there is nothing to open.
    if (focusedPane(layout)?.session !== session) split('row');
    const pane = focusedPane(this.services.layout.getState().layout);
    if (pane === null) open(session);
    else this.services.layout.getState().assign(pane.id, session);
  }

  /** Stops sessions; where that breaks something off, the dialog asks first. */
  stop(...sessions: readonly SessionInfo[]): void {
    const running = sessions.filter((session) => !isEnded(session));
    if (running.some(({ state }) => state === 'working' || state === 'waiting')) {
      this.services.dialogs.getState().open({ kind: 'stop', sessions: running.map(({ id }) => id) });
    } else for (const session of running) void this.stopNow(session);
  }

  /** Stops a session and says when something of it would not end. */
  async stopNow(session: Pick<SessionInfo, 'id' | 'name'>): Promise<void> {
    const stopped = await this.services.attempt((client) => client.session.stop({ session: session.id }));
    if (stopped === null) return;
    this.services.sessions.getState().put(stopped.session);
    if (stopped.survivors.length > 0) {
      this.services.notices.getState().info('window.stop.survivors', { count: stopped.survivors.length, name: session.name });
    }
  }

  /** Starts the agents of ended sessions again, each in the size of its pane, and opens the last. */
  restart(...sessions: readonly SessionId[]): void {
    for (const session of sessions) {
      const size = this.services.roomOf(session);
      void this.services
        .attempt((client) => client.session.restart({ session, ...(size === null ? {} : { size }) }))
        .then((restarted) => {
          if (restarted === null) return;
          this.services.sessions.getState().put(restarted);
          if (session === sessions.at(-1)) this.services.openSession(restarted.id);
        });
    }
  }

  /** Installs Kimi in a terminal that the person can watch; its session, or null when that could not be started. */
  async installKimi(): Promise<SessionId | null> {
    const session = await this.services.attempt((client) => client.agent.install({}));
    if (session === null) return null;
    this.services.sessions.getState().put(session);
    this.services.openSession(session.id);
    return session.id;
  }
}
