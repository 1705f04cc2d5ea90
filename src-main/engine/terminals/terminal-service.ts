import { roleAllows, type TerminalInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { SessionId, TerminalId } from '#shared/ids.ts';
import type { TicketClaims } from '../../gateway/types.ts';
import { callField } from '../calls/index.ts';
import type { Holders } from '../holders/index.ts';
import type { SessionRecord, TerminalRecord } from '../sessions/types.ts';
import type { CallContext } from '../types.ts';
import type { IssuedTicket } from './gateway-keeper.ts';
import type { TerminalFacts } from './terminal-facts.ts';

/** Where terminals can be reached, with a ticket for the way. */
export interface TerminalService {
  /** @throws KimiError DENIED (writing needs the owner) | NOT_FOUND | NAME_AMBIGUOUS | ENGINE_START_FAILED (no gateway) */
  attach(
    request: { readonly session: string; readonly terminal?: TerminalId | undefined; readonly rights: 'read' | 'write' },
    context: CallContext,
  ): Promise<{ session: SessionId; terminal: TerminalId; url: string; ticket: string }>;
  /** @throws KimiError NOT_FOUND | NAME_AMBIGUOUS */
  tail(
    request: {
      readonly session: string;
      readonly from?: number | undefined;
      readonly to?: number | undefined;
      readonly follow: boolean;
    },
    context: CallContext,
  ): Promise<{
    terminal: TerminalId;
    url: string;
    ticket: string;
    from: number;
    to: number | null;
    firstAvailable: number;
    end: number;
  }>;
}

export interface TerminalServiceOptions {
  /** A session's terminals, newest first. */
  readonly terminalsOf: (session: SessionId) => Promise<readonly TerminalRecord[]>;
  readonly facts: TerminalFacts;
  readonly holders: Holders;
  readonly findSession: (ref: string) => Promise<SessionRecord>;
  /** Resolves when what is being done to a session right now is through. */
  readonly settled: (session: SessionId) => Promise<void>;
  /** Makes a ticket for the gateway of the moment. */
  readonly issue: (claims: Omit<TicketClaims, 'serial' | 'validUntil'>) => IssuedTicket;
}

/** Terminals behind tickets. */
export function createTerminals(options: TerminalServiceOptions): TerminalService {
  const { terminalsOf, facts, holders, findSession, settled, issue } = options;

  async function choose(
    ref: string,
    wanted: TerminalId | undefined,
  ): Promise<{ readonly session: SessionId; readonly terminal: TerminalInfo }> {
    const { id } = await findSession(ref);
    const pick = (records: readonly TerminalRecord[]) =>
      wanted === undefined ? records[0] : records.find((terminal) => terminal.id === wanted);
    let record = pick(await terminalsOf(id));
    if (record !== undefined && isStarting(record)) {
      // Windows hear of a terminal before its child runs; a ticket made now would lead to nothing.
      await settled(id);
      record = pick(await terminalsOf(id));
    }
    if (record === undefined) throw new KimiError('NOT_FOUND', { kind: 'terminal', ref: wanted ?? ref });
    const [terminal] = await facts.of([record]);
    if (terminal === undefined) throw new KimiError('INTERNAL', { reason: 'a terminal without a description' });
    return { session: id, terminal };
  }

  function ticketFor(terminal: TerminalInfo, rights: TicketClaims['rights'], via: string): IssuedTicket {
    // Only a living child is read through its holder; what an ended one wrote is all in its spool.
    const lives = terminal.exit === undefined && terminal.lostHolder === undefined;
    const holderSocket = lives ? holders.socketOf(terminal.id) : null;
    return issue({ childId: terminal.id, holderSocket, rights, via, ...callField() });
  }

  return {
    async attach({ session: ref, terminal: wanted, rights }, { caller, connection }) {
      if (rights === 'write' && !roleAllows(caller.role, 'owner')) throw new KimiError('DENIED', { need: 'owner', have: caller.role });
      const { session, terminal } = await choose(ref, wanted);
      return { session, terminal: terminal.id, ...ticketFor(terminal, rights, connection) };
    },
    async tail({ session: ref, from, to, follow }, { connection }) {
      const { terminal } = await choose(ref, undefined);
      if (from !== undefined && to !== undefined && to < from) {
        throw new KimiError('INVALID_INPUT', { field: 'to', value: to, reason: 'it lies before the first byte', from });
      }
      const { firstAvailable, end } = terminal;
      if (from !== undefined && from > end) {
        throw new KimiError('INVALID_INPUT', { field: 'from', value: from, reason: 'the recording ends before it', end });
      }
      const { url, ticket } = ticketFor(terminal, 'read', connection);
      return {
        terminal: terminal.id,
        url,
        ticket,
        from: from ?? firstAvailable,
        to: to ?? (follow ? null : end),
        firstAvailable,
        end,
      };
    },
  };
}

function isStarting({ process, exit, lostHolder }: TerminalRecord): boolean {
  return process === undefined && exit === undefined && lostHolder === undefined;
}
