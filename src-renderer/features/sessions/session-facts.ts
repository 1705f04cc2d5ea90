import type { SessionInfo } from '#shared/contract/index.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import type { Reader } from '#shared/messages/reader.ts';

/** The terminal a session runs (or last ran) in: the newest, which its id tells (ULIDs sort by time). */
export function currentTerminal(session: Pick<SessionInfo, 'terminals'>) {
  const [first, ...rest] = session.terminals;
  return first === undefined ? null : rest.reduce((newest, terminal) => (terminal.id > newest.id ? terminal : newest), first);
}

/** Whether the session's program has ended, so that it can be started again. */
export function isEnded(session: Pick<SessionInfo, 'state' | 'terminals'>): boolean {
  const terminal = currentTerminal(session);
  return terminal === null
    ? session.state === 'exited' || session.state === 'failed'
    : terminal.exit !== undefined || terminal.lostHolder === 'gone';
}

/** Whether the session's program ended because the person stopped it. */
export function wasStopped(session: Pick<SessionInfo, 'state' | 'terminals'>): boolean {
  return session.state === 'exited' && currentTerminal(session)?.exit?.asked === true;
}

/** A state's detail: a quotation, or the app's own words in the person's language. */
export function stateDetail({ stateInfo }: Pick<SessionInfo, 'stateInfo'>, reader: Reader): string | undefined {
  return stateInfo.detail === undefined ? undefined : wordsOf(stateInfo.detail, stateInfo.said, reader);
}

/** Bytes of recording that go with a session. */
export function recordedBytes(session: Pick<SessionInfo, 'terminals'>): number {
  return session.terminals.reduce((sum, terminal) => sum + (terminal.end - terminal.firstAvailable), 0);
}
