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
import { eachAtOnce } from './each-at-once.ts';

/** Sessions that are started again without a question: so many programs more a machine carries, and one click may mean them all. */
const UNASKED = 10;

/** What commands need of the window's services. */
export interface CommandServices {
  readonly layout: LayoutStore;
  readonly dialogs: DialogsStore;
  readonly sessions: SessionsStore;
  readonly notices: NoticesStore;
  /** Calls the engine; a failure becomes a notice, and null. */
  attempt<T>(run: (client: EngineClient) => Promise<T>, task?: string): Promise<T | null>;
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
    } else void this.stopNow(running);
  }

  /** Stops sessions and says when something of one would not end. */
  async stopNow(sessions: readonly Pick<SessionInfo, 'id' | 'name'>[]): Promise<void> {
    await eachAtOnce(sessions, (session) => this.stopOne(session));
  }

  private async stopOne(session: Pick<SessionInfo, 'id' | 'name'>): Promise<void> {
    const stopped = await this.services.attempt((client) => client.session.stop({ session: session.id }), `stop ${session.id}`);
    if (stopped === null) return;
    this.services.sessions.getState().put(stopped.session);
    if (stopped.survivors.length > 0) {
      this.services.notices.getState().info('window.stop.survivors', { count: stopped.survivors.length, name: session.name });
    }
  }

  /** Starts the agents of ended sessions again; where that may be more than was meant, the dialog asks first. */
  restart(...sessions: readonly SessionId[]): void {
    if (sessions.length > UNASKED) this.services.dialogs.getState().open({ kind: 'restart', sessions });
    else void this.restartNow(sessions);
  }

  /** Starts them again, each in the size of its pane, and opens the last. */
  async restartNow(sessions: readonly SessionId[]): Promise<void> {
    await eachAtOnce(sessions, async (session) => {
      const size = this.services.roomOf(session);
      const restarted = await this.services.attempt(
        (client) => client.session.restart({ session, ...(size === null ? {} : { size }) }),
        `restart ${session}`,
      );
      if (restarted === null) return;
      this.services.sessions.getState().put(restarted);
      if (session === sessions.at(-1)) this.services.openSession(restarted.id);
    });
  }

  /** Installs Kimi in a terminal that the person can watch; its session, or null when that could not be started. */
  async installKimi(): Promise<SessionId | null> {
    const session = await this.services.attempt((client) => client.agent.install({}), 'install kimi');
    if (session === null) return null;
    this.services.sessions.getState().put(session);
    this.services.openSession(session.id);
    return session.id;
  }
}
