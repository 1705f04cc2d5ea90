import type { Role } from '#shared/contract/index.ts';

const MIB = 1024 * 1024;

/** What one caller may have at a time, over all its connections. */
export interface Limits {
  /** Connections to the local socket, or of one page. */
  readonly connections: number;
  /** Event streams. */
  readonly streams: number;
  /** Calls without an answer. */
  readonly calls: number;
  /** Calls a second, in the long run. */
  readonly callsPerSecond: number;
  /** Calls at once after a rest. */
  readonly burst: number;
  /** Bytes of requests that are being read or worked on. */
  readonly requestBytes: number;
  /** ms after which a call that came too soon is refused: who asks again at once is slowed down by waiting for the answer. */
  readonly refusedAfterMs: number;
}

/**
 * A person's windows and scripts: far above what anybody does, so that it only ever stops a loop. A window asks some tens of
 * times when it opens and then a few times a minute; a script over fifty sessions asks hundreds of times. Fifty streams are as
 * many windows and `--follow`s. 64 MiB are a dozen of the largest messages at once.
 */
const PERSON: Limits = {
  connections: 256,
  streams: 50,
  calls: 256,
  callsPerSecond: 500,
  burst: 2_000,
  requestBytes: 64 * MIB,
  refusedAfterMs: 0,
};

/**
 * Agents report progress now and then; twenty a second is a loop. Eight connections, because fifty sessions with as many must leave
 * room for the person below the door's 512. Two of the largest messages, 10 MiB.
 */
const AGENT: Limits = {
  connections: 8,
  streams: 4,
  calls: 8,
  callsPerSecond: 20,
  burst: 60,
  requestBytes: 10 * MIB,
  refusedAfterMs: 250,
};

/** By role. */
export const LIMITS: Readonly<Record<Role, Limits>> = { agent: AGENT, viewer: PERSON, owner: PERSON };
