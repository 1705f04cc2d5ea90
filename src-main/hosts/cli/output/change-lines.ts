import type { EngineEvent, SessionInfo } from '#shared/contract/index.ts';
import type { TextKey } from '#shared/messages/texts.ts';
import { timeOfDayText } from '#shared/messages/time.ts';
import { isListed, type SessionFilter } from '#shared/session-filter.ts';
import { type Look, sessionsView, stateView } from './views.ts';

/** Notices that a window has a button for: here they say the command. */
const OWN_WORDS: Readonly<Record<string, TextKey>> = { 'notice.secrets.waiting': 'cli.follow.secrets-waiting' };

/** What happens to sessions, as lines for a person. */
export class ChangeLines {
  readonly #wanted: SessionFilter;
  readonly #look: () => Look;
  /** What was said last of each session: more is told of one than a line shows, and the same line again is no news. */
  readonly #said = new Map<string, string>();

  constructor(wanted: SessionFilter, look: () => Look) {
    this.#wanted = wanted;
    this.#look = look;
  }

  /** An event as it is written; null when it says nothing to a person. */
  lineOf(event: EngineEvent): string | null {
    const { texts, style, now } = this.#look();
    const { t } = texts;
    const at = style.paint('dim', timeOfDayText(now, texts.language));
    switch (event.type) {
      case 'snapshot': {
        const shown = event.sessions.filter((session) => isListed(session, this.#wanted));
        for (const session of shown) this.#news(session);
        return sessionsView(shown, this.#look());
      }
      case 'session.changed': {
        const listed = isListed(event.session, this.#wanted);
        // One that comes back into the list is news.
        if (!listed) this.#said.delete(event.session.id);
        const news = listed ? this.#news(event.session) : null;
        return news === null ? null : `${at}  ${news}`;
      }
      case 'session.removed':
        this.#said.delete(event.id);
        return `${at}  ${t('cli.follow.removed', { id: event.id })}`;
      case 'notice':
        if (event.window !== undefined) return null;
        // The engine names a key of the same catalogue; an unknown one is shown as it is.
        return `${at}  ${texts.lookUp(OWN_WORDS[event.message] ?? event.message, event.values)}`;
      case 'reset':
        return `${at}  ${t('cli.follow.reset')}`;
      case 'heartbeat':
      case 'window.focus':
      case 'notification.shown':
      case 'notification.removed':
      case 'doNotDisturb.changed':
      case 'progress.changed':
      case 'window.propose':
      case 'window.act':
      case 'settings.changed':
        return null;
    }
  }

  /** What is to be said of a session; null when that is what was said last. */
  #news(session: SessionInfo): string | null {
    const line = stateView(session, this.#look());
    if (this.#said.get(session.id) === line) return null;
    this.#said.set(session.id, line);
    return line;
  }
}
